"""What stands in the form of a claim: as it was typed, and as it was understood?"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from flask import request

from blueprints import amounts, forms, web, words
from domain import evidence_findings, moment, rules, territories
from domain.registrations import drafts, holds, offer
from domain.registrations.drafts import LONGEST, StageOne
from domain.words import N_
from models import Partner, Registration

TEXTS = (*LONGEST, "relation")
DATES = ("expected_close_on", "first_contact_on")
SOON = ((30, N_("in 1 month")), (91, N_("in 3 months")), (182, N_("in 6 months")))
LATELY = ((0, N_("today")), (1, N_("yesterday")), (7, N_("a week ago")))
NO_SUCH_DAY = N_("This is no date of the calendar. Enter it like 31.5.2027.")


@dataclass(frozen=True)
class Typed:
    """Field -> text as the person typed it, whatever it means. `unread`: dates in which no day could be read."""

    text: dict[str, str]
    unread: dict[str, str] = field(default_factory=dict)

    def stage_one(self) -> StageOne:
        days = {name: web.typed_date(self.text[name]) for name in DATES}
        return StageOne(**{name: self.text[name] for name in TEXTS}, **days)  # type: ignore[arg-type]


def from_request() -> Typed:
    """What was sent, cleaned; longer than a field takes, so that the form can say so and keep it."""
    text = {name: web.clean(request.form.get(name), 1000).replace("\n", " ") for name in (*TEXTS, *DATES)}
    unread = {name: NO_SUCH_DAY for name in DATES if text[name] and web.typed_date(text[name]) is None}
    return Typed(text, unread)


def key() -> str:
    """The hidden key of the form that was sent."""
    return web.clean(request.form.get("key"), 80) or drafts.fresh_key()


def from_claim(claim: Registration) -> Typed:
    text = {name: getattr(claim, name) for name in TEXTS}
    return Typed(text | {name: day.isoformat() if (day := getattr(claim, name)) else "" for name in DATES})


def empty() -> Typed:
    return Typed(dict.fromkeys((*TEXTS, *DATES), ""))


def context(
    partner: Partner, claim: Registration | None, typed: Typed, key: str,
    errors: dict[str, str] | None = None, values: dict[str, Any] | None = None,
) -> dict[str, Any]:  # fmt: skip
    """What the templates of the form need. `errors` are marked sentences, `values` what stands in them."""
    in_force, today = rules.in_force(), words.local_day(moment.now())
    return {
        "claim": claim, "typed": typed.text, "key": key, "in_force": in_force,
        "errors": {name: words.translated(text, values) for name, text in (errors or {}).items()},
        "files": evidence_findings.of_claim(claim, in_force) if claim else [], "offer": offer.of(partner, in_force),
        "kept_until": holds.kept_until(claim) if claim else None,
        "held_per_cent": holds.used_per_cent(claim, in_force) if claim else 0,
        "quick": _quick_days(today),
        "oldest": today - timedelta(days=in_force.first_contact_days), "choices": _choices(in_force, partner),
    }  # fmt: skip


def _quick_days(today: date) -> dict[str, list[tuple[str, str]]]:
    """Days that one tap fills in, where a calendar takes three: for each field day and words."""
    ahead = [((today + timedelta(days=days)).isoformat(), words.translated(says)) for days, says in SOON]
    ago = [((today - timedelta(days=days)).isoformat(), words.translated(says)) for days, says in LATELY]
    return {"expected_close_on": ahead, "first_contact_on": ago}


def _choices(in_force: rules.Rules, partner: Partner) -> dict[str, list[tuple[str, str]]]:
    """What the selects and radios offer, in the reader's words."""
    return {
        "country": forms.countries(territories.where_sold(in_force, partner)),
        "line": words.options(in_force.lines),
        "band": [(band.code, amounts.band(band, in_force.currency)) for band in in_force.bands],
    }
