"""The index of names in other tables: smaller, in the order of the alphabet as well.

What stood in it is not carried over: it is made of the accounts, leads and claims, and `flask --app app migrate` files
them all anew after the last migration.
"""

from peewee import CompositeKey, IntegerField, Model, PostgresqlDatabase, TextField


def up(migrator, db):
    class Frozen(Model):
        class Meta:
            database = db
            legacy_table_names = False

    class NameEntry(Frozen):
        id = IntegerField(primary_key=True)
        name = TextField()
        domain = TextField()
        country = TextField()
        city = TextField()
        vat = TextField()
        core = TextField()
        also = TextField()

        class Meta:
            table_name = "name_entry"

    class NameKey(Frozen):
        key = IntegerField()
        entry = IntegerField()

        class Meta:
            table_name = "name_key"
            primary_key = CompositeKey("key", "entry")
            without_rowid = not is_postgres(db)

    class NameWord(Frozen):
        key = IntegerField()
        word = TextField()

        class Meta:
            table_name = "name_word"
            primary_key = CompositeKey("key", "word")
            without_rowid = not is_postgres(db)

    class NameState(Frozen):
        id = IntegerField(primary_key=True)
        version = IntegerField()
        stage = TextField()
        key = IntegerField()
        entry = IntegerField()

        class Meta:
            table_name = "name_state"

    for table in ("name_entry", "name_key", "name_word"):
        db.execute_sql(f"DROP TABLE {table}")
    db.create_tables([NameEntry, NameKey, NameWord, NameState], safe=False)
    # PostgreSQL: by the letters' numbers, as SQLite does, not by the rules of a language
    ordered = '"core" text_pattern_ops' if is_postgres(db) else '"core"'
    db.execute_sql(f'CREATE INDEX "name_entry_core" ON "name_entry" ({ordered})')


def is_postgres(db):
    return isinstance(getattr(db, "obj", db), PostgresqlDatabase)
