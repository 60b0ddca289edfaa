"""What does stage 2 ask, and when is it complete? Answers keep themselves; completing them starts the answer clock."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Any

from domain import answers, events, moment, rules
from domain.refusals import Invalid, Refused
from domain.registrations import drafts, moves, order
from domain.rules import STAGE_TWO, Choice, Rules
from domain.words import N_
from models import Registration, User
from models.base import serialised
from models.registrations import OPEN

HOW_FOUND = (
    Choice("visit", N_("Customer visit")), Choice("campaign", N_("Own campaign")),
    Choice("referral", N_("Referral")), Choice("tender", N_("Tender")),
    Choice("existing", N_("Existing customer of ours")), Choice("other", N_("Otherwise")),
)  # fmt: skip
BUYING_STAGES = (
    Choice("need", N_("Need is known")), Choice("comparing", N_("Compares offers")),
    Choice("trial", N_("Proof of concept")), Choice("offer", N_("Offer is out")),
    Choice("negotiating", N_("Negotiating")),
)  # fmt: skip

ON_ROW = ("city", "project")
ANSWERS: dict[str, str] = {
    "industry": N_("Industry"), "employees": N_("Employees"), "decision_makers": N_("Decision makers and their titles"),
    "current_relation": N_("Current relation with us"), "how_found": N_("How you found it"),
    "buying_stage": N_("Buying stage"), "competitors": N_("Competitors"), "activities": N_("Done so far"),
    "next_steps": N_("Next steps"), "budget": N_("Budget"), "authority": N_("Who decides"), "need": N_("Need"),
    "timing": N_("Timing"), "tender_number": N_("Tender number"), "tender_on": N_("Tender published on"),
    "value": N_("Exact value"),
}  # fmt: skip
"""Field -> its name, in the order in which they are asked and shown."""

MISSING: dict[str, str] = {
    "industry": N_("Enter the industry."), "employees": N_("Enter the number of employees."),
    "decision_makers": N_("Enter who decides, with titles."), "how_found": N_("Choose how you found it."),
    "project": N_("Enter what the project is."), "next_steps": N_("Enter the next steps."),
}  # fmt: skip
MISSING_OTHER = N_("This is needed to complete stage 2.")
TOO_LONG = N_("This is too long. Shorten it to 1,000 characters.")
NO_AMOUNT = N_("Enter the value as a number, like 60,000.")
NO_DAY = N_("This is no date of the calendar. Enter it like 31.5.2027.")
LONGEST = 1000
_AMOUNT = re.compile(r"(\d{1,3}(?:[.,'’\s]\d{3})+|\d{1,12})(?:[.,](\d{1,2}))?")


def save(user: User, claim: Registration, typed: dict[str, str], *, may_complete: bool = True) -> Registration:
    """Keep the answers, right or wrong; with all required ones there stage 2 is complete and the answer clock starts.

    `may_complete` is false while somebody still types. Raises `Refused` when the claim is no longer open.
    """
    drafts.mine(user, claim)
    with serialised("claims"):
        current = Registration.get_by_id(claim.id)
        if current.status not in OPEN:
            raise Refused(moves.MOVED_ON)
        kept = _kept(current, typed)
        if may_complete and current.stage_two_at is None and not errors(kept, rules.of(kept.rules_version)):
            return _completed(user, kept)
        if current.stage_two_at is not None:
            _note_changes(user, current, kept)
    return kept


def require(claim: Registration) -> None:
    """Raises `Invalid` with all that keeps stage 2 from being complete."""
    wrong = errors(claim, rules.of(claim.rules_version))
    if wrong:
        raise Invalid(wrong)


def asked(numbers: Rules, answered: dict[str, str]) -> list[str]:
    """The fields of the form: what the rules ask, and what was answered already, so that no answer hides."""
    return [name for name in STAGE_TWO if name in numbers.stage_two_asked or answered.get(name, "").strip()]


def errors(claim: Registration, numbers: Rules) -> dict[str, str]:
    """Field -> what is wrong with it, in the order of the form."""
    answered = of(claim)
    missing = {
        name: MISSING.get(name, MISSING_OTHER)
        for name in numbers.stage_two_required
        if not answered.get(name, "").strip()
    }
    too_long = {name: TOO_LONG for name, text in answered.items() if len(text) > LONGEST}
    wrong = missing | too_long
    if answered.get("value") and amount(answered["value"]) is None:
        wrong["value"] = NO_AMOUNT
    if answered.get("tender_on") and not _is_day(answered["tender_on"]):
        wrong["tender_on"] = NO_DAY
    return wrong


def of(claim: Registration) -> dict[str, str]:
    """All answers as they were typed."""
    return {name: str(claim.details.get(name, "")) for name in ANSWERS} | {
        name: getattr(claim, name) for name in ON_ROW
    }


def amount(text: str) -> int | None:
    """Minor units of a number as people write it: 60000, 60.000,00, 60,000 €, 60 000."""
    found = _AMOUNT.fullmatch(re.sub(r"[^\d.,'’\s]", "", text).strip())
    if found is None:
        return None
    return int(re.sub(r"\D", "", found[1])) * 100 + int((found[2] or "0").ljust(2, "0"))


def _kept(claim: Registration, typed: dict[str, str]) -> Registration:
    details = {**claim.details, **{name: typed[name][: LONGEST + 1] for name in ANSWERS if name in typed}}
    values: dict[str, Any] = {"details": details, "value_minor": amount(str(details.get("value", "")))}
    if "project" in typed:
        values["project"] = typed["project"][: drafts.LONGEST["project"]]
    if typed.get("city") and not claim.city:
        values["city"] = typed["city"][: drafts.LONGEST["city"]]
    Registration.update(values).where(Registration.id == claim.id).execute()
    kept = Registration.get_by_id(claim.id)
    if kept.city != claim.city:
        order.retake_place(kept)
    return kept


def _completed(user: User, claim: Registration) -> Registration:
    now = moment.now()
    Registration.update(stage_two_at=now).where(Registration.id == claim.id).execute()
    complete = Registration.get_by_id(claim.id)
    events.record("registration.detailed", complete, actor=user)
    return answers.start(complete, rules.of(complete.rules_version), now)


def _note_changes(user: User, before: Registration, after: Registration) -> None:
    """What a decider may have read already does not change unseen."""
    old, new = of(before), of(after)
    changed = [name for name in new if new[name] != old[name]]
    if changed:
        events.record("registration.amended", after, actor=user, facts={"fields": changed})


def _is_day(text: str) -> bool:
    for shape in ("%Y-%m-%d", "%d.%m.%Y", "%d/%m/%Y"):
        try:
            return datetime.strptime(text, shape).date() > date(1990, 1, 1)  # noqa: DTZ007  # a day has no zone
        except ValueError:
            continue
    return False
