"""Why versions of the rules were published and how their text was written; how the vendor appeared when."""

from peewee import DateTimeField, ForeignKeyField, IntegerField, JSONField, Model, TextField


def up(migrator, db):
    class Known(Model):
        class Meta:
            database = db
            legacy_table_names = False

    class User(Known):
        class Meta:
            table_name = "user"

    class RulesVersion(Known):
        class Meta:
            table_name = "rules_version"

    class Publication(Known):
        version = ForeignKeyField(RulesVersion, unique=True, backref="+")
        note = TextField()
        salt = TextField()
        restored = IntegerField(null=True)
        wording = JSONField()

        class Meta:
            table_name = "publication"

    class BrandVersion(Known):
        number = IntegerField(unique=True)
        name = TextField()
        legal_name = TextField()
        address = TextField()
        country = TextField()
        mail = TextField()
        accent = TextField()
        logo = TextField()
        note = TextField()
        created_at = DateTimeField()
        created_by = ForeignKeyField(User, null=True, backref="+")

        class Meta:
            table_name = "brand_version"

    db.create_tables([Publication, BrandVersion], safe=False)
