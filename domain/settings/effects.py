"""Whom does a change touch? How many claims keep their rules, how many forms get the new ones, and examples of both."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from peewee import fn

from domain import clock, decisions, moment, trainings
from domain.rules import Rules
from domain.settings.answering import Change, for_claims
from domain.settings.judging import partners_at
from domain.words import N_
from models import Registration
from models.registrations import OPEN

KEEP_ONE, KEEP = (
    N_("1 open claim keeps the rules it was filed under."),
    N_("%(num)s open claims keep the rules they were filed under."),
)
FORMS_ONE, FORMS = (
    N_("1 draft will be filed under the new rules."),
    N_("%(num)s drafts will be filed under the new rules."),
)
NO_CLAIMS = N_("No claim is open and no draft is begun.")
LINE_ONE = N_("1 draft names “%(name)s”, which goes: its partner chooses another.")
LINE = N_("%(num)s drafts name “%(name)s”, which goes: their partners choose another.")
TIER_ONE, TIER = N_("1 partner is at “%(name)s”."), N_("%(num)s partners are at “%(name)s”.")
UNTRAINED_ONE = N_("1 person has no valid certificate of “%(course)s” and cannot register until you note one.")
UNTRAINED = N_("%(num)s people have no valid certificate of “%(course)s” and cannot register until you note one.")
UNTIL = N_("An approval today would protect until %(new)s, not %(old)s.")
ANSWER = N_("A claim that is complete now would be answered by %(new)s, not %(old)s.")
CLOCK = ("answer_hours", "work_starts", "work_ends", "work_days", "zone", "holiday_country", "holiday_region")


@dataclass(frozen=True)
class Effect:
    """One sentence marked with `N_`, and what stands in it."""

    says: str
    values: dict[str, Any]


def of(changes: list[Change], before: Rules, after: Rules) -> list[Effect]:
    """Sentences about who is touched, and what the new answers would mean today."""
    names = {change.setting.name for change in changes}
    found = _claims() if for_claims(changes) else []
    if "lines" in names:
        found += _lines(before, after)
    if "tiers" in names:
        found += _tiers(before, after)
    if "required_training" in names:
        found += _training(before, after)
    return [*found, *_examples(names, before, after)]


def _claims() -> list[Effect]:
    kept, begun = _count(*OPEN), _count("draft", "held")
    if not kept and not begun:
        return [Effect(NO_CLAIMS, {})]
    return [_counted(kept, KEEP_ONE, KEEP)] * bool(kept) + [_counted(begun, FORMS_ONE, FORMS)] * bool(begun)


def _lines(before: Rules, after: Rules) -> list[Effect]:
    gone = [line for line in before.lines if line.code not in {kept.code for kept in after.lines}]
    counted = [(line, _count("draft", "held", line=line.code)) for line in gone]
    return [_counted(number, LINE_ONE, LINE, name=line.name) for line, number in counted if number]


def _tiers(before: Rules, after: Rules) -> list[Effect]:
    old = {tier.code: tier for tier in before.tiers}
    changed = [tier for tier in after.tiers if tier.code in old and old[tier.code] != tier]
    counted = [(tier, partners_at(tier.code)) for tier in changed]
    return [_counted(number, TIER_ONE, TIER, name=tier.name) for tier, number in counted if number]


def _training(before: Rules, after: Rules) -> list[Effect]:
    new = [course for course in after.required_training if not trainings.is_required(course, before)]
    counted = [(course, trainings.without(course, after, moment.now())) for course in new]
    return [_counted(number, UNTRAINED_ONE, UNTRAINED, course=course) for course, number in counted if number]


def _examples(names: set[str], before: Rules, after: Rules) -> list[Effect]:
    now, found = moment.now(), []
    if "protection_days" in names:
        old, new = (clock.local_day(decisions.protected_until(rules, now), rules.zone) for rules in (before, after))
        found.append(Effect(UNTIL, {"old": old, "new": new}))
    if names & set(CLOCK) and (due := [_due(rules, now) for rules in (before, after)]) and due[0] != due[1]:
        found.append(Effect(ANSWER, {"old": due[0], "new": due[1]}))
    return found


def _due(rules: Rules, now: datetime) -> datetime:
    return clock.add(clock.of(rules), now, timedelta(hours=rules.answer_hours))


def _count(*states: str, line: str = "") -> int:
    counted = Registration.select(fn.COUNT(Registration.id)).where(Registration.status.in_(states))
    return int((counted.where(Registration.product_line == line) if line else counted).scalar())


def _counted(number: int, one: str, many: str, **values: Any) -> Effect:
    return Effect(one if number == 1 else many, {"num": number, **values})
