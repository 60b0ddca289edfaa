"""Decisions taken back, conditions of approvals, by what decided claims are found again, sources of imports."""

from peewee import (
    BooleanField,
    Check,
    DateField,
    DateTimeField,
    ForeignKeyField,
    IntegerField,
    JSONField,
    Model,
    TextField,
)


def up(migrator, db):
    class Frozen(Model):
        class Meta:
            database = db
            legacy_table_names = False

    class User(Frozen):
        class Meta:
            table_name = "user"

    class RulesVersion(Frozen):
        class Meta:
            table_name = "rules_version"

    class Registration(Frozen):
        class Meta:
            table_name = "registration"

    class Note(Frozen):
        class Meta:
            table_name = "note"

    class Decision(Frozen):
        class Meta:
            table_name = "decision"

    class Reversal(Frozen):
        decision = ForeignKeyField(Decision, unique=True, backref="+")
        registration = ForeignKeyField(Registration, backref="+")
        reversed_at = DateTimeField()
        reversed_by = ForeignKeyField(User, backref="+")
        note = ForeignKeyField(Note, backref="+")
        takes_old_place = BooleanField()
        rules_version = ForeignKeyField(RulesVersion, backref="+")

        class Meta:
            table_name = "reversal"

    class Condition(Frozen):
        code = TextField(unique=True)
        registration = ForeignKeyField(Registration, backref="+")
        decision = ForeignKeyField(Decision, backref="+")
        text = TextField()
        salt = TextField()
        due_on = DateField(index=True)
        met_at = DateTimeField(null=True)
        met_by = ForeignKeyField(User, null=True, backref="+")
        reminded_at = DateTimeField(null=True)
        missed_at = DateTimeField(null=True)

        class Meta:
            table_name = "condition"

    class CaseKey(Frozen):
        registration = ForeignKeyField(Registration, backref="+", on_delete="CASCADE")
        kind = TextField(constraints=[Check("kind IN ('name', 'domain', 'review', 'declined')")])
        key = TextField()

        class Meta:
            table_name = "case_key"
            indexes = ((("registration", "kind", "key"), True), (("kind", "key"), False))

    class ImportSource(Frozen):
        kind = TextField()
        signature = TextField()
        filename = TextField()
        mapping = JSONField()
        date_order = TextField()
        kept_by = ForeignKeyField(User, null=True, backref="+")
        kept_at = DateTimeField()

        class Meta:
            table_name = "import_source"
            indexes = ((("signature", "kind"), True),)

    class Spreadsheet(Frozen):
        code = TextField(unique=True)
        state = TextField(constraints=[Check("state IN ('read', 'held', 'released', 'done', 'discarded')")])
        filename = TextField()
        path = TextField()
        source = JSONField()
        mapping = JSONField()
        date_order = TextField(constraints=[Check("date_order IN ('', 'dmy', 'mdy')")])
        error = TextField()
        reason = TextField()
        salt = TextField()
        created_by = ForeignKeyField(User, backref="+")
        created_at = DateTimeField()
        released_by = ForeignKeyField(User, null=True, backref="+")
        released_at = DateTimeField(null=True)
        finished_at = DateTimeField(null=True)

        class Meta:
            table_name = "spreadsheet"

    class SpreadsheetRow(Frozen):
        spreadsheet = ForeignKeyField(Spreadsheet, backref="+", on_delete="CASCADE")
        line = IntegerField()
        said = JSONField()
        problem = TextField()
        column = TextField()
        cell = TextField()
        twin = IntegerField(null=True)
        is_taken = BooleanField()
        outcome = TextField(constraints=[Check("outcome IN ('', 'approved', 'waiting', 'refused', 'failed')")])
        note = JSONField()
        registration = ForeignKeyField(Registration, null=True, backref="+")

        class Meta:
            table_name = "spreadsheet_row"
            indexes = ((("spreadsheet", "line"), True),)

    db.create_tables([Reversal, Condition, CaseKey, ImportSource, Spreadsheet, SpreadsheetRow], safe=False)
