"""Recovery codes were too short to be kept by a quick hash: those not used end. What nothing reads of partners goes."""

from peewee import DateTimeField, Model


def up(migrator, db):
    class RecoveryCode(Model):
        used_at = DateTimeField(null=True)

        class Meta:
            database = db
            legacy_table_names = False
            table_name = "recovery_code"

    RecoveryCode.delete().where(RecoveryCode.used_at.is_null()).execute()
    migrator.migrate(migrator.drop_column("partner", "is_trained"))
