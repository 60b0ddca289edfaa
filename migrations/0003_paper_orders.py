"""Papers that were ordered: bundles of certificates, benefit sheets, dossiers."""

from peewee import BigIntegerField, Check, DateTimeField, ForeignKeyField, IntegerField, JSONField, Model, TextField


def up(migrator, db):
    class Frozen(Model):
        class Meta:
            database = db
            legacy_table_names = False

    class User(Frozen):
        class Meta:
            table_name = "user"

    class PaperOrder(Frozen):
        code = TextField(unique=True)
        kind = TextField(constraints=[Check("kind IN ('certificates', 'benefits', 'dossier')")])
        ordered_by = ForeignKeyField(User, backref="+", on_delete="CASCADE")
        claims = JSONField()
        locale = TextField()
        state = TextField(constraints=[Check("state IN ('waiting', 'running', 'ready', 'failed')")])
        total = IntegerField()
        done = IntegerField()
        attempts = IntegerField()
        next_at = DateTimeField()
        error = TextField()
        created_at = DateTimeField()
        finished_at = DateTimeField(null=True)
        expires_at = DateTimeField(index=True)
        filename = TextField()
        sha256 = TextField()
        size = BigIntegerField()

        class Meta:
            table_name = "paper_order"
            indexes = ((("state", "next_at"), False),)

    db.create_tables([PaperOrder], safe=False)
