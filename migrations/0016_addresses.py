"""Mail addresses that people move to."""

from peewee import DateTimeField, ForeignKeyField, Model, TextField


def up(migrator, db):
    class Frozen(Model):
        class Meta:
            database = db
            legacy_table_names = False

    class User(Frozen):
        class Meta:
            table_name = "user"

    class AddressChange(Frozen):
        user = ForeignKeyField(User, backref="+", on_delete="CASCADE")
        nonce = TextField(unique=True)
        old = TextField()
        new = TextField()
        asked_at = DateTimeField()
        expires_at = DateTimeField()
        confirmed_at = DateTimeField(null=True)
        back_until = DateTimeField(null=True)
        ended_at = DateTimeField(null=True)

        class Meta:
            table_name = "address_change"

    db.create_tables([AddressChange], safe=False)
