"""Which numbers and lists run the programme? Read from the version in force; none stands anywhere else in code."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from domain import moment
from domain.words import N_
from models import RulesVersion


@dataclass(frozen=True)
class Tier:
    code: str
    name: str
    discount_points: int  # added to the partner's discount on a registered deal


@dataclass(frozen=True)
class Line:
    code: str
    name: str


@dataclass(frozen=True)
class Band:
    """A value band in minor units of the programme's currency; `high` None: open above."""

    code: str
    low: int
    high: int | None

    @property
    def middle(self) -> int:
        return (self.low + self.high) // 2 if self.high is not None else self.low


@dataclass(frozen=True)
class Choice:
    """A code with the words that people read: a decline reason, a next step, a clause of the rules."""

    code: str
    name: str


TIERS = (Tier("bronze", "Bronze", 5), Tier("silver", "Silver", 10), Tier("gold", "Gold", 15))
BANDS = (
    Band("up_to_15k", 0, 15_000_00), Band("15k_to_40k", 15_000_00, 40_000_00),
    Band("40k_to_100k", 40_000_00, 100_000_00), Band("above_100k", 100_000_00, None),
)  # fmt: skip
DECLINE_REASONS = (
    Choice("existing_customer", N_("Existing customer")),
    Choice("already_registered", N_("Already registered")),
    Choice("weak_proof", N_("Proof too weak")),
    Choice("outside_territory", N_("Outside your territory")),
    Choice("no_fit", N_("Not a fit for the product")),
)
NEXT_STEPS = (
    Choice("register_again", N_("Register again with new proof")),
    Choice("work_with_direct_sales", N_("Work with our direct sales")),
    Choice("appeal", N_("Appeal; another person decides")),
    Choice("choose_other_line", N_("Register another product line")),
)
CLAUSES = (
    Choice("4.2", N_("4.2 Standard of proof")),
    Choice("5.1", N_("5.1 Clear case")),
    Choice("5.3", N_("5.3 Subsidiary buys for itself")),
    Choice("5.4", N_("5.4 First to file")),
    Choice("6.1", N_("6.1 Territory")),
    Choice("6.2", N_("6.2 Existing customers and installed base")),
)
CHECKLIST = (
    Choice("relation", N_("Relation: a named person answers the partner")),
    Choice("quality", N_("Quality: need, budget or date is known")),
    Choice("territory", N_("Territory: inside the partner’s")),
    Choice("fit", N_("Fit: we can deliver this")),
    Choice("existing_relation", N_("Existing relation: not the same buyer as an account of ours")),
)


@dataclass(frozen=True)
class Rules:
    """All numbers of the programme (PRODUCT.md; defaults as there). Days are calendar days unless named business."""

    version_id: int = 0
    number: int = 0

    # money, lists
    currency: str = "EUR"
    tiers: tuple[Tier, ...] = TIERS
    lines: tuple[Line, ...] = ()
    bands: tuple[Band, ...] = BANDS
    decline_reasons: tuple[Choice, ...] = DECLINE_REASONS
    next_steps: tuple[Choice, ...] = NEXT_STEPS
    clauses: tuple[Choice, ...] = CLAUSES
    checklist: tuple[Choice, ...] = CHECKLIST
    countries: tuple[str, ...] = ("DE", "AT", "CH", "ES", "GB", "FR", "IT", "NL", "BE", "PT", "PL", "US", "MX")

    # live check and its budget
    same_score: int = 86  # at or above: the same company
    similar_score: int = 72  # at or above: a person has to look
    checks_per_minute: int = 30
    settled_per_day: int = 40  # names per user
    check_log_days: int = 180
    hold_hours: int = 4
    holds_at_once: int = 3  # per partner
    hold_again_days: int = 30  # once per partner and account in this time

    # what clashes besides other partners' claims: "taken", "review" or "none"
    clash_opportunities: str = "taken"
    clash_leads: str = "taken"
    clash_customers: str = "review"
    clash_accounts: str = "review"  # an account of the CRM that owns nothing and has nothing open
    opportunity_alive_days: int = 90
    lead_alive_days: int = 60
    opportunity_stages: tuple[str, ...] = ("qualified", "proposal", "negotiation")  # at or past the first of these
    lead_stages: tuple[str, ...] = ("working", "qualified")

    import_drop_share: int = 20  # per cent of a kind's mirror; an import that would drop more waits for a person

    # filing
    first_contact_days: int = 90
    close_review_days: int = 14
    stage_two_days: int = 7
    stage_two_required: tuple[str, ...] = (
        "industry", "employees", "decision_makers", "how_found", "project", "next_steps",
    )  # fmt: skip
    stage_two_reminder_days: int = 2  # before that day
    open_claim_cap: int = 25
    evidence_file_megabytes: int = 25
    evidence_claim_megabytes: int = 100

    # answering
    answer_hours: int = 16  # business hours
    work_starts: str = "09:00"
    work_ends: str = "17:00"
    work_days: tuple[int, ...] = (0, 1, 2, 3, 4)  # Monday is 0
    zone: str = "Europe/Berlin"
    holiday_country: str = "DE"
    holiday_region: str = ""
    figures_days: int = 90  # decisions of so many days make the figures that partners see
    figures_least: int = 5  # fewer decisions tell nothing
    reply_days: int = 10  # for the partner, after a return for information
    reply_reminder_days: int = 2  # before that day
    condition_reminder_days: int = 7  # before a condition of an approval is due
    auto_approve_limit: int = 40_000_00  # minor units; clear claims up to this are approved by rule
    auto_approve: bool = True
    appeal_days: int = 10
    appeal_business_hours: int = 40  # five business days
    draft_appeal_days: int = 30  # an appeal that was begun and never sent is forgotten after so many
    manager_value_limit: int = 100_000_00  # above: escalated to the director at once

    # protection
    protection_days: int = 90
    protection_reminders: tuple[int, ...] = (30, 14, 7, 1)
    extension_days: int = 30
    extension_update_days: int = 14  # an update this fresh grants the first extension at once
    silence_warning_days: int = 28
    silence_end_days: int = 42
    cooldown_days: int = 7
    watch_days: int = 90
    watch_cap: int = 10  # per partner
    watch_delay_days: tuple[int, int] = (1, 3)
    watch_hour: int = 10  # local hour at which those who asked are told
    reminder_hour: int = 7  # local hour of reminders that come once a day

    # signing in
    link_minutes: int = 15  # a mailed link and its code
    code_tries: int = 5  # wrong codes until the mail's link is the only way
    invitation_days: int = 7
    staff_idle_hours: int = 12  # a session unused this long ends
    partner_idle_days: int = 14
    session_days: int = 30  # and in any case after this

    def tier(self, code: str) -> Tier:
        return next((tier for tier in self.tiers if tier.code == code), self.tiers[0])

    def line_name(self, code: str) -> str:
        return next((line.name for line in self.lines if line.code == code), code)

    def band(self, code: str) -> Band | None:
        return next((band for band in self.bands if band.code == code), None)

    def choice_name(self, code: str) -> str:
        choices = (*self.decline_reasons, *self.next_steps, *self.clauses, *self.checklist)
        return next((choice.name for choice in choices if choice.code == code), code)


NESTED: dict[str, type] = {
    "tiers": Tier, "lines": Line, "bands": Band,
    "decline_reasons": Choice, "next_steps": Choice, "clauses": Choice, "checklist": Choice,
}  # fmt: skip

_read: dict[int, Rules] = {}  # versions never change once written


def in_force(now: datetime | None = None) -> Rules:
    """The rules that hold now, or at `now`."""
    key, number = RulesVersion.number_in_force(now or moment.now())
    read = _read.get(key)
    return read if read is not None and read.number == number else of(RulesVersion.get_by_id(key))


def of(version: RulesVersion) -> Rules:
    """The numbers of one version. Numbers it does not name have the default of this release."""
    key = version.id
    if key not in _read or _read[key].number != version.number:
        _read[key] = from_json(version.numbers, version_id=key, number=version.number)
    return _read[key]


def forget() -> None:
    """Another database is bound now (tests): read versions again."""
    _read.clear()


def to_json(rules: Rules) -> dict[str, Any]:
    numbers = dataclasses.asdict(rules)
    del numbers["version_id"], numbers["number"]
    return numbers


def from_json(numbers: dict[str, Any], *, version_id: int = 0, number: int = 0) -> Rules:
    """Typed rules from stored numbers; unknown names, from a newer release, are left out."""
    known = {f.name for f in dataclasses.fields(Rules)}
    values = {name: _typed(name, value) for name, value in numbers.items() if name in known}
    return Rules(**{**values, "version_id": version_id, "number": number})


def every_version() -> list[Rules]:
    """All versions, oldest first: a claim is judged by the one it was made under."""
    return [of(version) for version in RulesVersion.select().order_by(RulesVersion.id)]


def publish(rules: Rules, text: dict[str, str], by: Any = None, effective_at: datetime | None = None) -> RulesVersion:
    """Write a new version. Nothing that was decided under an older one changes."""
    last = RulesVersion.select().order_by(RulesVersion.number.desc()).first()
    now = moment.now()
    return RulesVersion.create(
        number=(last.number if last else 0) + 1, effective_at=effective_at or now, numbers=to_json(rules), text=text,
        created_at=now, created_by=by,
    )  # fmt: skip


def _typed(name: str, value: Any) -> Any:
    if name in NESTED:
        return tuple(NESTED[name](**item) for item in value)
    return tuple(value) if isinstance(value, list) else value
