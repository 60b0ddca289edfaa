"""What does the CRM know? A mirror of its accounts, leads and opportunities, and how it was filled."""

from __future__ import annotations

from peewee import (
    BigIntegerField,
    BooleanField,
    Check,
    DateField,
    ForeignKeyField,
    IntegerField,
    JSONField,
    ModelSelect,
    TextField,
)

from models.base import Model, UtcDateTime
from models.partners import Partner
from models.users import User


class Account(Model):
    external_id = TextField(unique=True)
    name = TextField()
    domain = TextField(default="")
    country = TextField(default="")
    city = TextField(default="")
    vat = TextField(default="")
    owner = TextField(default="")
    partner_of_record = ForeignKeyField(Partner, null=True, backref="+")
    partner_of_record_id: int | None
    products = JSONField(default=list)  # product lines owned; none: not a customer
    is_gone = BooleanField(default=False)  # no longer in the CRM; kept, since claims may point here
    updated_at = UtcDateTime()
    also = TextField(default="")  # former, trade and other names, one a line

    @property
    def other_names(self) -> list[str]:
        return str(self.also).splitlines()

    @classmethod
    def pair(cls, one: int, other: int) -> tuple[Account, Account]:
        return cls.get_by_id(one), cls.get_by_id(other)


class Lead(Model):
    external_id = TextField(unique=True)
    company = TextField()
    domain = TextField(default="")
    country = TextField(default="")
    city = TextField(default="")
    stage = TextField(default="")
    is_open = BooleanField(default=True)
    product_line = TextField(default="")
    owner = TextField(default="")
    created_on = DateField()
    last_activity_on = DateField()
    is_gone = BooleanField(default=False)
    updated_at = UtcDateTime()


class Opportunity(Model):
    external_id = TextField(unique=True)
    account = ForeignKeyField(Account, backref="+")
    account_id: int
    name = TextField()
    stage = TextField(default="")
    is_open = BooleanField(default=True)
    product_line = TextField(default="")
    value_minor = BigIntegerField(null=True)
    currency = TextField(default="")
    owner = TextField(default="")
    partner = ForeignKeyField(Partner, null=True, backref="+")
    partner_id: int | None
    created_on = DateField()
    last_activity_on = DateField()
    is_gone = BooleanField(default=False)
    updated_at = UtcDateTime()


class Mirror(Model):
    """One row: how often the mirror changed, and when. A filing that reads a moved generation starts again."""

    generation = IntegerField(default=0)
    filled_at = UtcDateTime(null=True)

    @classmethod
    def current(cls) -> Mirror:
        mirror: Mirror = cls.get_or_create(id=1)[0]  # type: ignore[no-untyped-call]
        return mirror


class ImportRun(Model):
    """One file on its way into the mirror, with what it would change and how far it has come."""

    code = TextField(unique=True)
    kind = TextField(constraints=[Check("kind IN ('accounts', 'leads', 'opportunities')")])
    state = TextField(
        default="uploaded",
        constraints=[
            Check("state IN ('uploaded', 'previewed', 'held', 'queued', 'running', 'done', 'failed', 'discarded')")
        ],
    )
    filename = TextField()
    path = TextField()  # inside the imports folder
    source = JSONField(default=dict)  # what was found: encoding, separator, headers, size in bytes
    mapping = JSONField(default=dict)  # our field -> header of the file
    date_order = TextField(default="", constraints=[Check("date_order IN ('', 'dmy', 'mdy')")])  # "": found out
    total = IntegerField(default=0)
    done = IntegerField(default=0)
    differences = JSONField(default=dict)  # counts, examples, bad rows
    error = TextField(default="")  # a code of `domain.imports.reasons`
    reason = TextField(default="")  # why a held run was released; the event holds its salted hash
    salt = TextField(default="")
    taken_by = TextField(default="")  # the worker that runs it; another takes over when it stands still
    progress_at = UtcDateTime(null=True)
    created_by = ForeignKeyField(User, null=True, backref="+")
    created_at = UtcDateTime()
    finished_at = UtcDateTime(null=True)

    @classmethod
    def visible_to(cls, user: User) -> ModelSelect[ImportRun]:
        """Vendor staff see the imports; to everyone else there are none."""
        return cls.select() if user.is_staff else cls.select().where(cls.id.is_null())


class ImportSource(Model):
    """Where files come from again and again: told by their headers, with the columns as a person set them."""

    kind = TextField()
    signature = TextField()  # of the headers, whatever their order
    filename = TextField()  # of the last file
    mapping = JSONField()  # our field -> letters of the header
    date_order = TextField(default="")
    kept_by = ForeignKeyField(User, null=True, backref="+")
    kept_at = UtcDateTime()

    class Meta:
        indexes = ((("signature", "kind"), True),)
