"""Who chose a language, so that the browser's no longer decides."""

from peewee import DateTimeField, ForeignKeyField, Model


def up(migrator, db):
    class Frozen(Model):
        class Meta:
            database = db
            legacy_table_names = False

    class User(Frozen):
        class Meta:
            table_name = "user"

    class LanguageChoice(Frozen):
        user = ForeignKeyField(User, unique=True, backref="+", on_delete="CASCADE")
        chosen_at = DateTimeField()

        class Meta:
            table_name = "language_choice"

    db.create_tables([LanguageChoice], safe=False)
