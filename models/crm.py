"""What does the CRM know? A mirror of its accounts, leads and opportunities, and how it was filled."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

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
    external_id: str = TextField(unique=True)
    name: str = TextField()
    domain: str = TextField(default="")
    country: str = TextField(default="")
    city: str = TextField(default="")
    vat: str = TextField(default="")
    owner: str = TextField(default="")
    partner_of_record: Partner | None = ForeignKeyField(Partner, null=True, backref="+")
    partner_of_record_id: int | None
    products: list[str] = JSONField(default=list)  # product lines owned; none: not a customer
    is_gone: bool = BooleanField(default=False)  # no longer in the CRM; kept, since claims may point here
    updated_at: datetime = UtcDateTime()


class Lead(Model):
    external_id: str = TextField(unique=True)
    company: str = TextField()
    domain: str = TextField(default="")
    country: str = TextField(default="")
    city: str = TextField(default="")
    stage: str = TextField(default="")
    is_open: bool = BooleanField(default=True)
    product_line: str = TextField(default="")
    owner: str = TextField(default="")
    created_on: date = DateField()
    last_activity_on: date = DateField()
    is_gone: bool = BooleanField(default=False)
    updated_at: datetime = UtcDateTime()


class Opportunity(Model):
    external_id: str = TextField(unique=True)
    account: Account = ForeignKeyField(Account, backref="+")
    account_id: int
    name: str = TextField()
    stage: str = TextField(default="")
    is_open: bool = BooleanField(default=True)
    product_line: str = TextField(default="")
    value_minor: int | None = BigIntegerField(null=True)
    currency: str = TextField(default="")
    owner: str = TextField(default="")
    partner: Partner | None = ForeignKeyField(Partner, null=True, backref="+")
    partner_id: int | None
    created_on: date = DateField()
    last_activity_on: date = DateField()
    is_gone: bool = BooleanField(default=False)
    updated_at: datetime = UtcDateTime()


class Mirror(Model):
    """One row: how often the mirror changed, and when. A filing that reads a moved generation starts again."""

    generation: int = IntegerField(default=0)
    filled_at: datetime | None = UtcDateTime(null=True)

    @classmethod
    def current(cls) -> Mirror:
        return cls.get_or_create(id=1)[0]


class ImportRun(Model):
    """One file on its way into the mirror, with what it would change and how far it has come."""

    code: str = TextField(unique=True)
    kind: str = TextField(constraints=[Check("kind IN ('accounts', 'leads', 'opportunities')")])
    state: str = TextField(
        default="uploaded",
        constraints=[Check("state IN ('uploaded', 'previewed', 'held', 'queued', 'running', 'done', 'failed', 'discarded')")],
    )
    filename: str = TextField()
    path: str = TextField()  # inside the imports folder
    source: dict[str, Any] = JSONField(default=dict)  # what was found: encoding, separator, headers, size in bytes
    mapping: dict[str, str] = JSONField(default=dict)  # our field -> header of the file
    date_order: str = TextField(default="", constraints=[Check("date_order IN ('', 'dmy', 'mdy')")])  # "": found out
    total: int = IntegerField(default=0)
    done: int = IntegerField(default=0)
    differences: dict[str, Any] = JSONField(default=dict)  # counts, examples, bad rows
    error: str = TextField(default="")  # a code of `domain.imports.reasons`
    reason: str = TextField(default="")  # why a held run was released; the event holds its salted hash
    salt: str = TextField(default="")
    taken_by: str = TextField(default="")  # the worker that runs it; another takes over when it stands still
    progress_at: datetime | None = UtcDateTime(null=True)
    created_by: User | None = ForeignKeyField(User, null=True, backref="+")
    created_at: datetime = UtcDateTime()
    finished_at: datetime | None = UtcDateTime(null=True)

    @classmethod
    def visible_to(cls, user: User) -> ModelSelect:
        """Vendor staff see the imports; to everyone else there are none."""
        return cls.select() if user.is_staff else cls.select().where(cls.id.is_null())
