"""How long answers took, the figures that partners read, and calendars with their entries."""

from peewee import (
    BooleanField,
    Check,
    DateField,
    DateTimeField,
    ForeignKeyField,
    IntegerField,
    Model,
    TextField,
)


def up(migrator, db):
    class Frozen(Model):
        class Meta:
            database = db
            legacy_table_names = False

    class Registration(Frozen):
        class Meta:
            table_name = "registration"

    class User(Frozen):
        class Meta:
            table_name = "user"

    class Answer(Frozen):
        registration = ForeignKeyField(Registration, backref="+", unique=True, on_delete="CASCADE")
        minutes = IntegerField()
        was_in_time = BooleanField()

        class Meta:
            table_name = "answer"

    class AnswerFigures(Frozen):
        published_on = DateField(unique=True)
        half_within = IntegerField(null=True)
        approved = IntegerField()
        decisions = IntegerField()
        answers = IntegerField()

        class Meta:
            table_name = "answer_figures"

    class CalendarFeed(Frozen):
        user = ForeignKeyField(User, backref="+", unique=True, on_delete="CASCADE")
        key_hash = TextField(unique=True)
        names_customers = BooleanField()
        created_at = DateTimeField()

        class Meta:
            table_name = "calendar_feed"

    class CalendarEntry(Frozen):
        feed = ForeignKeyField(CalendarFeed, backref="+", on_delete="CASCADE")
        kind = TextField(
            constraints=[
                Check("kind IN ('hold', 'stage_two', 'reply', 'update', 'protection', 'answer', 'extension', 'appeal')")
            ]
        )
        about = TextField()
        uid = TextField(unique=True)
        path = TextField()
        due_at = DateTimeField(null=True)
        due_on = DateField(null=True)
        sequence = IntegerField()
        is_over = BooleanField()
        changed_at = DateTimeField()

        class Meta:
            table_name = "calendar_entry"
            indexes = ((("feed", "kind", "about"), True),)

    db.create_tables([Answer, AnswerFigures, CalendarFeed, CalendarEntry], safe=False)
