"""What is kept about somebody who works here? Each table that points to a person, and what of it is theirs to have.

Columns are named one by one: a row may also hold what is the vendor's alone (why a check was answered so, who stood
before a claim), and nobody learns that by asking for their own data.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from domain.words import N_
from models import (
    AddressChange,
    Alarm,
    Allowance,
    Application,
    AuthenticatorApp,
    BrandVersion,
    Budget,
    BulkCheck,
    CalendarFeed,
    CheckPause,
    Condition,
    Decision,
    Delivery,
    Erasure,
    Event,
    Evidence,
    ImportRun,
    ImportSource,
    Judgement,
    LanguageChoice,
    Note,
    PaperOrder,
    Passkey,
    Peek,
    Question,
    Rating,
    Reading,
    Receipt,
    RecoveryCode,
    Registration,
    Reversal,
    RulesVersion,
    Session,
    ShortPassword,
    SigninLink,
    Spreadsheet,
    Territory,
    Training,
    User,
    Watch,
)
from models.base import Model

CLAIM = (
    "code status created_at saved_at filed_at company domain country city vat contact_name product_line value_band "
    "currency expected_close_on first_contact_on relation project value_minor details approved_at protected_until "
    "updated_at ended_at"
)
UNTIL_LEFT, WITH_CLAIM = N_("as long as the account"), N_("as long as the registration")
ON_RECORD = N_("as long as the programme runs: it must be possible to say who decided what")


@dataclass(frozen=True)
class Relation:
    """Rows of `model` whose column `by` is the person; `columns` of them are exported. `kept`: how long, in words or
    the name of the number of days in the rules."""

    model: type[Model]
    by: str
    says: str
    columns: tuple[str, ...]
    kept: str

    @property
    def name(self) -> str:
        return f"{self.model._meta.table_name}-{self.by}"

    def rows(self, person: User) -> Any:
        rows = self.model.select().where(getattr(self.model, self.by) == person.id)
        return rows.order_by(self.model._meta.primary_key)


def _of(model: Any, by: str, says: str, columns: str, kept: str) -> Relation:
    return Relation(model, by, says, tuple(columns.split()), kept)


PERSON = "code email name role sees team locale is_active away_from away_until created_at"
SESSION = "created_at last_seen_at expires_at ended_at agent"
LINK = "purpose created_at expires_at used_at"
APPLIED = "code company contact_name email text created_at answer"
TRAINED = "code course passed_on valid_until noted_at ended_at"
MOVED = "old new asked_at expires_at confirmed_at back_until ended_at"
CHECK = "code at name domain country city vat product_line verdict"

RELATIONS: tuple[Relation, ...] = (
    _of(User, "id", N_("User account"), PERSON, UNTIL_LEFT),
    _of(LanguageChoice, "user", N_("Choice of language"), "chosen_at", UNTIL_LEFT),
    _of(Session, "user", N_("Sign-ins"), SESSION, N_("30 days after their end")),
    _of(SigninLink, "user", N_("Emailed links"), LINK, N_("30 days after their end")),
    _of(AddressChange, "user", N_("Changes of email address"), MOVED, N_("30 days after their end")),
    _of(CalendarFeed, "user", N_("Calendar"), "names_customers created_at", UNTIL_LEFT),
    _of(Registration, "holder", N_("Registrations held"), CLAIM, ON_RECORD),
    _of(Registration, "assignee", N_("Registrations to decide"), "code status filed_at", ON_RECORD),
    _of(Note, "author", N_("What was written"), "kind text created_at registration_id", WITH_CLAIM),
    _of(Evidence, "uploaded_by", N_("Files uploaded"), "code filename kind size sha256 uploaded_at", "evidence_days"),
    _of(Question, "asked_by", N_("Appeals sent"), "code asked_at company text state answer answered_at", WITH_CLAIM),
    _of(Question, "assignee", N_("Appeals to answer"), "code asked_at state", WITH_CLAIM),
    _of(Question, "answered_by", N_("Appeals answered"), "code answered_at answer", WITH_CLAIM),
    _of(Decision, "decided_by", N_("Decisions made"), "action decided_at reason clause next_step checklist", ON_RECORD),
    _of(Reversal, "reversed_by", N_("Decisions taken back"), "reversed_at", ON_RECORD),
    _of(Condition, "met_by", N_("Conditions ticked off"), "code met_at", ON_RECORD),
    _of(Rating, "rated_by", N_("Proof rated"), "weight rated_at", ON_RECORD),
    _of(Receipt, "user", N_("Checks made"), CHECK, "check_log_days"),
    _of(BulkCheck, "user", N_("Lists checked"), "code name created_at started_at finished_at state", "list_days"),
    _of(Reading, "reader", N_("Looks into the check log"), "at day reason", "check_log_days"),
    _of(Budget, "user", N_("Checks counted"), "window starts_at spent", N_("40 days")),
    _of(Watch, "user", N_("Accounts watched"), "name country city reason created_at expires_at told_at", "news_days"),
    _of(PaperOrder, "ordered_by", N_("Papers ordered"), "code kind created_at filename size", "paper_days"),
    _of(Delivery, "recipient", N_("Inbox and emails"), "channel state sent_at read_at", "news_days"),
    _of(Event, "actor", N_("Entries of the register"), "at name subject entry", ON_RECORD),
    _of(RulesVersion, "created_by", N_("Versions of the rules published"), "number created_at", ON_RECORD),
    _of(BrandVersion, "created_by", N_("Appearances published"), "number note created_at", ON_RECORD),
    _of(Territory, "manager", N_("Territories looked after"), "name countries", UNTIL_LEFT),
    _of(Territory, "deputy", N_("Territories as deputy"), "name countries", UNTIL_LEFT),
    _of(ImportRun, "created_by", N_("CRM files uploaded"), "code kind filename created_at", "import_days"),
    _of(ImportSource, "kept_by", N_("Columns set for imports"), "kind filename kept_at", UNTIL_LEFT),
    _of(Spreadsheet, "created_by", N_("Spreadsheets uploaded"), "code filename created_at", "import_days"),
    _of(Spreadsheet, "released_by", N_("Spreadsheets released"), "code filename released_at reason", "import_days"),
    _of(Application, "user", N_("Application to become a partner"), APPLIED, ON_RECORD),
    _of(Application, "decided_by", N_("Applications answered"), "code reason ended_at answer", ON_RECORD),
    _of(Allowance, "given_by", N_("More checks given"), "code reason given_at until", ON_RECORD),
    _of(CheckPause, "paused_by", N_("Checks paused"), "reason paused_at ended_at", ON_RECORD),
    _of(CheckPause, "ended_by", N_("Checks let go on"), "paused_at ended_at", ON_RECORD),
    _of(Alarm, "closed_by", N_("Alarms closed"), "code note closed_at", ON_RECORD),
    _of(Peek, "user", N_("Answers while typing, counted"), "starts_at", N_("two days")),
    _of(AuthenticatorApp, "user", N_("Authenticator app"), "created_at last_used_at", UNTIL_LEFT),
    _of(RecoveryCode, "user", N_("Recovery codes"), "created_at used_at", UNTIL_LEFT),
    _of(Passkey, "user", N_("Passkeys"), "name created_at last_used_at", UNTIL_LEFT),
    _of(ShortPassword, "user", N_("Short password"), "id", UNTIL_LEFT),
    _of(Training, "person", N_("Training certificates"), TRAINED, UNTIL_LEFT),
    _of(Training, "noted_by", N_("Training certificates noted"), "code course noted_at", ON_RECORD),
    _of(Training, "ended_by", N_("Training certificates withdrawn"), "code course ended_at", ON_RECORD),
    _of(Judgement, "said_by", N_("Companies judged the same or different"), "code verdict said_at", ON_RECORD),
    _of(Judgement, "taken_back_by", N_("Such judgements taken back"), "code verdict taken_back_at", ON_RECORD),
    _of(Erasure, "erased_by", N_("People erased"), "code reason erased_at", ON_RECORD),
    _of(Erasure, "user", N_("Erased"), "code reason erased_at", ON_RECORD),
)  # fmt: skip
"""A test compares this with the models: no table that points to a person is missing."""
