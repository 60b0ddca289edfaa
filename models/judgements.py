"""What did people say about two companies, and which accounts of the CRM look alike?"""

from __future__ import annotations

from typing import Any

from peewee import JOIN, Check, ForeignKeyField, IntegerField, JSONField, ModelSelect, TextField

from models.base import Model, UtcDateTime, db
from models.crm import Account
from models.partners import Partner
from models.registrations import Registration
from models.statements import query
from models.users import User

VERDICTS = ("same", "different")

ABOUT = "SELECT {} FROM judgement WHERE (core = ? OR other_core = ?) AND taken_back_at IS NULL ORDER BY id DESC LIMIT ?"
"""Written out: it is sent with every check, and building it costs more than answering it."""

SIDES = "id, verdict, core, domain, country, other_core, other_domain, other_country"


class Judgement(Model):
    """A person said that two companies are the same customer, or are not. It counts until it is taken back.

    Each side as people wrote it and as it is compared; the side with the smaller core stands first, so that a pair is
    found whichever is typed.
    """

    code = TextField(unique=True)
    verdict = TextField(constraints=[Check(f"verdict IN {VERDICTS!r}")])
    name = TextField()
    core = TextField(index=True)
    domain = TextField(default="")
    country = TextField(default="")
    other_name = TextField()
    other_core = TextField(index=True)
    other_domain = TextField(default="")
    other_country = TextField(default="")
    account = ForeignKeyField(Account, null=True, backref="+", on_delete="SET NULL")
    account_id: int | None
    other_account = ForeignKeyField(Account, null=True, backref="+", on_delete="SET NULL")
    other_account_id: int | None
    claim = ForeignKeyField(Registration, null=True, backref="+", on_delete="SET NULL")  # on whose page it was said
    claim_id: int | None
    said_by = ForeignKeyField(User, backref="+")
    said_at = UtcDateTime()
    taken_back_at = UtcDateTime(null=True)
    taken_back_by = ForeignKeyField(User, null=True, backref="+")

    @property
    def is_same(self) -> bool:
        return bool(self.verdict == "same")

    @property
    def is_standing(self) -> bool:
        return self.taken_back_at is None

    @classmethod
    def visible_to(cls, user: User) -> ModelSelect[Judgement]:
        """Vendor staff see them; to everyone else there are none."""
        return cls.select() if user.is_staff else cls.select().where(cls.id.is_null())

    @classmethod
    def about(cls, core: str, most: int) -> list[Judgement]:
        """The standing ones with this core on either side, newest first. Always one statement."""
        return list(cls.raw(ABOUT.format("*").replace("?", db.param), core, core, most))

    @classmethod
    def sides_about(cls, core: str, most: int) -> list[tuple[Any, ...]]:
        """The same, as bare `SIDES`: a check must take no longer because something was said."""
        return list(query(ABOUT.format(SIDES), (core, core, most)))

    @classmethod
    def listed(cls, user: User, sought: str, cores: str) -> ModelSelect[Judgement]:
        """What this person may see, newest first: all, or those with these letters or this core in one of the names."""
        rows = cls.visible_to(user).order_by(cls.id.desc())
        if not sought:
            return rows
        in_names = cls.name.contains(sought) | cls.other_name.contains(sought)
        in_cores = cls.core.contains(cores) | cls.other_core.contains(cores)
        return rows.where(in_names | in_cores if cores else in_names)


class LikelyPair(Model):
    """Two accounts of the CRM that look alike, or that something else says may be one. Found by the clock.

    A pair that a person judged stays here, off the list, until the judgement is taken back.
    """

    one = ForeignKeyField(Account, backref="+", on_delete="CASCADE")  # of both ids the smaller
    one_id: int
    other = ForeignKeyField(Account, backref="+", on_delete="CASCADE")
    other_id: int
    score = IntegerField()
    reasons = JSONField(default=list)  # as an obstacle keeps them
    proposal = TextField(default="")  # domain, vat, initials: why they may be one although their names are unlike
    country = TextField(default="")  # of either account, for the filter
    round = IntegerField()  # the search that found it last
    judgement = ForeignKeyField(Judgement, null=True, backref="+", on_delete="SET NULL")
    judgement_id: int | None

    class Meta:
        indexes = ((("one", "other"), True), (("judgement", "score"), False))

    @classmethod
    def visible_to(cls, user: User) -> ModelSelect[LikelyPair]:
        """Vendor staff see them, with both accounts and who is their partner of record, as long as the CRM has both.

        To everyone else there are none.
        """
        one, other, holder, second = Account.alias(), Account.alias(), Partner.alias(), Partner.alias()
        record = "partner_of_record"
        rows = (
            cls.select(cls, one, other, holder, second)
            .join_from(cls, one, on=(cls.one == one.id), attr="one")
            .join_from(cls, other, on=(cls.other == other.id), attr="other")
            .join_from(one, holder, JOIN.LEFT_OUTER, on=(one.partner_of_record == holder.id), attr=record)
            .join_from(other, second, JOIN.LEFT_OUTER, on=(other.partner_of_record == second.id), attr=record)
            .where(one.is_gone == False, other.is_gone == False)  # noqa: E712
        )
        return rows if user.is_staff else rows.where(cls.id.is_null())

    @classmethod
    def open_for(cls, user: User, part: str, country: str, sought: str) -> ModelSelect[LikelyPair]:
        """Those that nobody judged, most alike first. `part`: alike, proposed, or all; `sought`: letters of a name."""
        rows = cls.visible_to(user).where(cls.judgement.is_null()).order_by(cls.score.desc(), cls.id)
        if part in ("alike", "proposed"):
            rows = rows.where(cls.proposal == "" if part == "alike" else cls.proposal != "")
        if country:
            rows = rows.where(cls.country == country)
        if sought:
            named = Account.select(Account.id).where(Account.name.contains(sought) | Account.also.contains(sought))
            rows = rows.where(cls.one.in_(named) | cls.other.in_(named))
        return rows

    @classmethod
    def countries(cls) -> list[str]:
        """The countries of the pairs that nobody judged."""
        rows = cls.select(cls.country).where(cls.judgement.is_null(), cls.country != "").distinct()
        return sorted(row.country for row in rows)


class PairSearch(Model):
    """One search through the accounts for pairs: how far it has come. A kill loses at most one step."""

    state = TextField(default="waiting", constraints=[Check("state IN ('waiting', 'running', 'done')")])
    generation = IntegerField(default=0)  # of the mirror when it began
    since = UtcDateTime(null=True)  # only accounts that changed since; none: all
    total = IntegerField(default=0)
    done = IntegerField(default=0)
    last = IntegerField(default=0)  # id of the account that was searched last
    taken_by = TextField(default="")
    asked_at = UtcDateTime()
    progress_at = UtcDateTime(null=True)
    finished_at = UtcDateTime(null=True)

    @classmethod
    def newest(cls) -> PairSearch | None:
        found: PairSearch | None = cls.select().order_by(cls.id.desc()).first()
        return found
