"""What must a decider say? The parts of each decision that are mandatory, and what is wrong with them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from domain import clock
from domain.refusals import Invalid
from domain.rules import Rules
from domain.words import N_

LONGEST = 4000
TOO_LONG = N_("Use at most 4,000 characters.")
DECLINING = {
    "reason": N_("Choose the reason."), "clause": N_("Choose the rule clause."), "text": N_("Say why, in your words."),
    "next_step": N_("Choose the next step for the partner."),
}  # fmt: skip
"""The mandatory parts of a refusal, in the order of the form."""

CONDITION_SLOTS, LONGEST_CONDITION = 3, 1000
NO_CONDITION = N_("Write what must hold, in words the partner can check.")
CONDITION_TOO_LONG = N_("Use at most 1,000 characters.")
NO_CONDITION_DAY = N_("Choose a day after today, within the protection.")


@dataclass(frozen=True)
class Wanted:
    """A condition as typed: what must hold, and by when."""

    text: str = ""
    due_on: date | None = None

    @property
    def is_empty(self) -> bool:
        return not self.text.strip() and self.due_on is None


@dataclass(frozen=True)
class Words:
    """What a decider filled in. Which parts are mandatory depends on the decision."""

    reason: str = ""
    clause: str = ""
    text: str = ""
    next_step: str = ""
    reply_by: date | None = None
    checklist: dict[str, bool] = field(default_factory=dict)
    is_other_customer: bool = False
    conditions: tuple[Wanted, ...] = ()
    seen: str = ""  # the mark of what stood on the page (`domain.marks`); "": nothing to compare


def require(said: Words, **messages: str) -> None:
    """Raises `Invalid` unless the named parts are there."""
    errors = {name: message for name, message in messages.items() if not getattr(said, name).strip()}
    if errors := errors | _too_long(said):
        raise Invalid(errors)


def require_declining(said: Words, in_force: Rules) -> None:
    """Raises `Invalid`, in the order of the form, for what is missing of the four mandatory parts (PRODUCT.md C)."""
    known = {
        "reason": {c.code for c in in_force.decline_reasons}, "clause": {c.code for c in in_force.clauses},
        "next_step": {c.code for c in in_force.next_steps},
    }  # fmt: skip
    lacking = {name for name, codes in known.items() if getattr(said, name) not in codes}
    lacking |= set() if said.text.strip() else {"text"}
    errors = {name: message for name, message in DECLINING.items() if name in lacking}
    if errors := errors | _too_long(said):
        raise Invalid(errors)


def require_conditions(said: Words, in_force: Rules, now: datetime, until: datetime) -> tuple[Wanted, ...]:
    """The conditions that were filled in. Raises `Invalid`: at least one, each with words and a day."""
    today, last = clock.local_day(now, in_force.zone), clock.local_day(until, in_force.zone)
    errors: dict[str, str] = {}
    for number, wanted in enumerate(said.conditions or (Wanted(),), start=1):
        if wanted.is_empty and (number > 1 or any(not other.is_empty for other in said.conditions)):
            continue
        if not wanted.text.strip() or len(wanted.text) > LONGEST_CONDITION:
            errors[f"text-{number}"] = NO_CONDITION if not wanted.text.strip() else CONDITION_TOO_LONG
        if wanted.due_on is None or not today < wanted.due_on <= last:
            errors[f"due_on-{number}"] = NO_CONDITION_DAY
    if errors := errors | _too_long(said):
        raise Invalid(errors)
    return tuple(wanted for wanted in said.conditions if not wanted.is_empty)


def _too_long(said: Words) -> dict[str, str]:
    return {"text": TOO_LONG} if len(said.text) > LONGEST else {}
