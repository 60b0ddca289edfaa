"""Who has passed which course, and until when that counts."""

from peewee import DateField, DateTimeField, ForeignKeyField, Model, TextField


def up(migrator, db):
    class Frozen(Model):
        class Meta:
            database = db
            legacy_table_names = False

    class User(Frozen):
        class Meta:
            table_name = "user"

    class Training(Frozen):
        code = TextField(unique=True)
        person = ForeignKeyField(User, backref="+")
        course = TextField()
        passed_on = DateField()
        valid_until = DateField(null=True, index=True)
        noted_by = ForeignKeyField(User, backref="+")
        noted_at = DateTimeField()
        ended_at = DateTimeField(null=True)
        ended_by = ForeignKeyField(User, null=True, backref="+")
        reminded_at = DateTimeField(null=True)
        over_at = DateTimeField(null=True)

        class Meta:
            table_name = "training"

    db.create_tables([Training], safe=False)
