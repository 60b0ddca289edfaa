"""Which registrations did the vendor keep in a spreadsheet before, and what became of each row?"""

from __future__ import annotations

from peewee import BooleanField, Check, ForeignKeyField, IntegerField, JSONField, ModelSelect, TextField

from models.base import Model, UtcDateTime
from models.registrations import Registration
from models.users import User


class Spreadsheet(Model):
    """Today's spreadsheet on its way into the portal: read, looked at, held for a director, carried over."""

    code = TextField(unique=True)
    state = TextField(default="read", constraints=[Check("state IN ('read', 'held', 'released', 'done', 'discarded')")])
    filename = TextField()
    path = TextField()  # inside the imports folder
    source = JSONField()  # headers, samples
    mapping = JSONField()  # our field -> header of the file
    date_order = TextField(default="", constraints=[Check("date_order IN ('', 'dmy', 'mdy')")])
    error = TextField(default="")  # a code of `domain.spreadsheets.reasons`
    reason = TextField(default="")  # the director's, on release; the event holds its salted hash
    salt = TextField(default="")
    created_by = ForeignKeyField(User, backref="+")
    created_by_id: int
    created_at = UtcDateTime()
    released_by = ForeignKeyField(User, null=True, backref="+")
    released_at = UtcDateTime(null=True)
    finished_at = UtcDateTime(null=True)

    @classmethod
    def visible_to(cls, user: User) -> ModelSelect[Spreadsheet]:
        """Vendor staff see them; to everyone else there are none."""
        return cls.select() if user.is_staff else cls.select().where(cls.id.is_null())

    @property
    def is_open(self) -> bool:
        return self.state in ("read", "held")


class SpreadsheetRow(Model):
    """One registration of the spreadsheet: what it says, what is wrong with it, what became of it."""

    spreadsheet = ForeignKeyField(Spreadsheet, backref="+", on_delete="CASCADE")
    spreadsheet_id: int
    line = IntegerField()
    said = JSONField()  # our fields; dates as ISO
    problem = TextField(default="")  # a code of `domain.spreadsheets.reasons`; such a row is left out
    column = TextField(default="")  # header of the cell that is wrong
    cell = TextField(default="")
    twin = IntegerField(null=True)  # number of a group of rows on the same customer
    is_taken = BooleanField(default=True)
    outcome = TextField(default="", constraints=[Check("outcome IN ('', 'approved', 'waiting', 'refused', 'failed')")])
    note = JSONField(default=dict)  # why it failed: message and values
    registration = ForeignKeyField(Registration, null=True, backref="+")

    class Meta:
        indexes = ((("spreadsheet", "line"), True),)

    @classmethod
    def of(cls, spreadsheet: Spreadsheet) -> ModelSelect[SpreadsheetRow]:
        return cls.select().where(cls.spreadsheet == spreadsheet.id).order_by(cls.line)
