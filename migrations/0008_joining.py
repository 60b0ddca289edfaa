"""Applications to become a partner, and mails to those who have no account yet."""

from peewee import (
    BooleanField,
    Check,
    DateTimeField,
    ForeignKeyField,
    IntegerField,
    JSONField,
    Model,
    PostgresqlDatabase,
    TextField,
)


def up(migrator, db):
    class Frozen(Model):
        class Meta:
            database = db
            legacy_table_names = False

    class Partner(Frozen):
        class Meta:
            table_name = "partner"

    class User(Frozen):
        class Meta:
            table_name = "user"

    class RulesVersion(Frozen):
        class Meta:
            table_name = "rules_version"

    class Event(Frozen):
        class Meta:
            table_name = "event"

    class Application(Frozen):
        code = TextField(unique=True)
        nonce = TextField(unique=True)
        sent_key = TextField(unique=True)
        status = TextField(constraints=[Check("status IN ('sent', 'waiting', 'withdrawn', 'approved', 'declined')")])
        company = TextField()
        country = TextField()
        number = TextField()
        domain = TextField()
        territories = JSONField()
        contact_name = TextField()
        email = TextField()
        locale = TextField()
        text = TextField()
        salt = TextField()
        rules_version = ForeignKeyField(RulesVersion, backref="+")
        created_at = DateTimeField()
        confirmed_at = DateTimeField(null=True)
        due_at = DateTimeField(null=True)
        reminded_at = DateTimeField(null=True)
        ended_at = DateTimeField(null=True)
        decided_by = ForeignKeyField(User, null=True, backref="+")
        reason = TextField()
        answer = TextField()
        answer_salt = TextField()
        user = ForeignKeyField(User, null=True, backref="+")
        partner = ForeignKeyField(Partner, null=True, backref="+")
        forget_at = DateTimeField(null=True, index=True)

        class Meta:
            table_name = "application"
            indexes = ((("status", "due_at"), False),)

    class Delivery(Frozen):
        event = ForeignKeyField(Event, backref="+")
        channel = TextField(constraints=[Check("channel IN ('mail', 'inbox')")])
        recipient = ForeignKeyField(User, null=True, backref="+")
        application = ForeignKeyField(Application, null=True, backref="+", on_delete="CASCADE")
        state = TextField(constraints=[Check("state IN ('pending', 'sent', 'failed')")])
        attempts = IntegerField()
        next_at = DateTimeField()
        pending_since = DateTimeField()
        message_id = TextField()
        error = TextField()
        sent_at = DateTimeField(null=True)
        read_at = DateTimeField(null=True)
        is_fallback = BooleanField()

        class Meta:
            table_name = "delivery"
            constraints = [Check("(recipient_id IS NULL) <> (application_id IS NULL)")]
            indexes = (
                (("event", "channel", "recipient"), True),
                (("event", "application"), True),
                (("state", "channel", "next_at"), False),
                (("recipient", "channel", "read_at"), False),
            )

    db.create_tables([Application], safe=False)
    (_open if isinstance(getattr(db, "obj", db), PostgresqlDatabase) else _rebuild)(db, Delivery)


def _open(db, delivery):
    """PostgreSQL changes the table in place."""
    for sql in (
        'ALTER TABLE "delivery" ALTER COLUMN "recipient_id" DROP NOT NULL',
        'ALTER TABLE "delivery" ADD COLUMN "application_id" INTEGER REFERENCES "application" ("id") ON DELETE CASCADE',
        'ALTER TABLE "delivery" ADD CHECK ((recipient_id IS NULL) <> (application_id IS NULL))',
        'CREATE INDEX "delivery_application_id" ON "delivery" ("application_id")',
        'CREATE UNIQUE INDEX "delivery_event_id_application_id" ON "delivery" ("event_id", "application_id")',
    ):
        db.execute_sql(sql)


def _rebuild(db, delivery):
    """SQLite cannot: a new table takes the rows over, all within the transaction of the migration."""
    kept = [field.column_name for field in delivery._meta.sorted_fields if field.name != "application"]
    columns = ", ".join(f'"{name}"' for name in kept)
    for (name,) in db.execute_sql(
        "SELECT name FROM sqlite_master WHERE type = 'index' AND tbl_name = 'delivery' AND sql IS NOT NULL"
    ).fetchall():
        db.execute_sql(f'DROP INDEX "{name}"')
    db.execute_sql('ALTER TABLE "delivery" RENAME TO "delivery_before"')
    db.create_tables([delivery], safe=False)
    db.execute_sql(f'INSERT INTO "delivery" ({columns}) SELECT {columns} FROM "delivery_before"')
    db.execute_sql('DROP TABLE "delivery_before"')
