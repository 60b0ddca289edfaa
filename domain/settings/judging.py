"""Do the answers agree with each other and with what is there? Bounds that span several settings."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import holidays
from peewee import fn

from domain.refusals import Invalid
from domain.rules import Rules
from domain.words import N_
from models import Partner

WEEK_TURNED = N_("The working day must end after it begins.")
NO_REGION = N_("Choose a region of the country whose holidays are free.")
SCORES = N_("This must be lower than the likeness from which names are the same company.")
SILENCE = N_("This must be later than the warning.")
REMINDER = N_("Remind before stage 2 is due: fewer days than it has.")
LATE_REMINDER = N_("Each reminder must lie within the protection of %(days)s days.")
APPEALED = N_("Proof has to be kept longer than partners may appeal.")
DAY_FILES = N_("A day must have room for the files of one claim.")
FILES = N_("One file cannot have more than all files of a claim.")
LIMIT = N_("This must not be above the value from which the director decides.")
NOT_ASKED = N_("“%(field)s” must be answered, so it must be asked as well.")
TIER_IN_USE = N_("There are partners at “%(name)s”. Give them another level first.")
SIGNED_IN = N_("This must not be longer than the time after which everybody signs in again.")


@dataclass(frozen=True)
class Fault:
    says: str
    values: dict[str, Any] = field(default_factory=dict)


class Faulty(Invalid):
    """Answers that cannot be: setting -> what is wrong with it."""

    def __init__(self, faults: dict[str, Fault]) -> None:
        super().__init__({name: fault.says for name, fault in faults.items()})
        self.faults = faults


def require(after: Rules, before: Rules) -> None:
    """Raises `Faulty` with all that does not fit together, whichever page it was typed on."""
    faults: dict[str, Fault] = {}
    for name, fault in (*_pure(after), *_in_use(after, before)):
        faults.setdefault(name, fault)
    if faults:
        raise Faulty(faults)


def regions(country: str) -> dict[str, str]:
    """The parts of a country that have holidays of their own: code -> name, the code itself where no name is known."""
    codes = holidays.list_supported_countries().get(country, ())
    if not codes:
        return {}
    named = holidays.country_holidays(country).get_subdivision_aliases()
    return {code: next(iter(named.get(code, ())), code) for code in codes}


def _pure(rules: Rules) -> Iterator[tuple[str, Fault]]:
    tests = (
        ("work_ends", rules.work_starts < rules.work_ends, Fault(WEEK_TURNED)),
        (
            "holiday_region",
            not rules.holiday_region or rules.holiday_region in regions(rules.holiday_country),
            Fault(NO_REGION),
        ),
        ("similar_score", rules.similar_score < rules.same_score, Fault(SCORES)),
        ("silence_end_days", rules.silence_warning_days < rules.silence_end_days, Fault(SILENCE)),
        ("stage_two_reminder_days", rules.stage_two_reminder_days < rules.stage_two_days, Fault(REMINDER)),
        (
            "protection_reminders",
            max(rules.protection_reminders, default=0) < rules.protection_days,
            Fault(LATE_REMINDER, {"days": rules.protection_days}),
        ),
        ("evidence_file_megabytes", rules.evidence_file_megabytes <= rules.evidence_claim_megabytes, Fault(FILES)),
        ("evidence_day_megabytes", rules.evidence_claim_megabytes <= rules.evidence_day_megabytes, Fault(DAY_FILES)),
        ("evidence_refused_days", rules.evidence_refused_days > rules.appeal_days, Fault(APPEALED)),
        ("auto_approve_limit", rules.auto_approve_limit <= rules.manager_value_limit, Fault(LIMIT)),
        ("partner_idle_days", rules.partner_idle_days <= rules.session_days, Fault(SIGNED_IN)),
    )
    yield from ((name, fault) for name, holds, fault in tests if not holds)
    for name in rules.stage_two_required:
        if name not in rules.stage_two_asked:
            yield "stage_two_required", Fault(NOT_ASKED, {"field": name})


def _in_use(after: Rules, before: Rules) -> Iterator[tuple[str, Fault]]:
    """A level that partners are at stays: without it their discount would be another level's."""
    kept = {tier.code for tier in after.tiers}
    for tier in before.tiers:
        if tier.code not in kept and partners_at(tier.code):
            yield "tiers", Fault(TIER_IN_USE, {"name": tier.name})


def partners_at(tier: str) -> int:
    """Partners that still are partners."""
    counted = Partner.select(fn.COUNT(Partner.id)).where(Partner.tier == tier, Partner.status != "ended")
    return int(counted.scalar())
