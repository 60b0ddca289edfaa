"""Files of evidence that were deleted, and people who were erased."""

from peewee import Check, DateTimeField, ForeignKeyField, IntegerField, JSONField, Model, TextField


def up(migrator, db):
    class Frozen(Model):
        class Meta:
            database = db
            legacy_table_names = False

    class User(Frozen):
        class Meta:
            table_name = "user"

    class Evidence(Frozen):
        class Meta:
            table_name = "evidence"

    class Deletion(Frozen):
        evidence = ForeignKeyField(Evidence, unique=True, backref="+", on_delete="CASCADE")
        deleted_at = DateTimeField()
        why = TextField(constraints=[Check("why IN ('time', 'erasure')")])
        days = IntegerField(null=True)

        class Meta:
            table_name = "deletion"

    class Erasure(Frozen):
        code = TextField(unique=True)
        user = ForeignKeyField(User, null=True, unique=True, backref="+")
        reason = TextField(constraints=[Check("reason IN ('asked', 'left', 'mistake', 'other')")])
        erased_by = ForeignKeyField(User, backref="+")
        erased_at = DateTimeField()
        done = JSONField()
        stays = JSONField()

        class Meta:
            table_name = "erasure"

    db.create_tables([Deletion, Erasure], safe=False)
