"""What is read out of evidence, and how it is rated. Files that are there already are read by the clock as well."""

from peewee import (
    BooleanField,
    Check,
    DateTimeField,
    ForeignKeyField,
    IntegerField,
    JSONField,
    Model,
    TextField,
    chunked,
)


def up(migrator, db):
    class Frozen(Model):
        class Meta:
            database = db
            legacy_table_names = False

    class User(Frozen):
        class Meta:
            table_name = "user"

    class Evidence(Frozen):
        uploaded_at = DateTimeField()
        removed_at = DateTimeField(null=True)

        class Meta:
            table_name = "evidence"

    class Readout(Frozen):
        evidence = ForeignKeyField(Evidence, unique=True, backref="+", on_delete="CASCADE")
        state = TextField(constraints=[Check("state IN ('waiting', 'read', 'failed')")])
        attempts = IntegerField()
        next_at = DateTimeField(null=True, index=True)
        read_at = DateTimeField(null=True)
        facts = JSONField()
        has_picture = BooleanField()
        error = TextField()

        class Meta:
            table_name = "readout"

    class Rating(Frozen):
        evidence = ForeignKeyField(Evidence, unique=True, backref="+", on_delete="CASCADE")
        weight = TextField(constraints=[Check("weight IN ('accepted', 'weak', 'missing')")])
        rated_by = ForeignKeyField(User, backref="+")
        rated_at = DateTimeField()

        class Meta:
            table_name = "rating"

    db.create_tables([Readout, Rating], safe=False)
    files = Evidence.select(Evidence.id, Evidence.uploaded_at).where(Evidence.removed_at.is_null()).tuples()
    fresh = {"state": "waiting", "attempts": 0, "facts": {}, "has_picture": False, "error": ""}
    for some in chunked([{**fresh, "evidence": key, "next_at": at} for key, at in files], 200):
        Readout.insert_many(some).execute()
