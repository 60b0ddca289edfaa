"""Who must hear of what happened? One table: event -> whom; nobody to be had: the programme's owner."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from domain import moment
from models import Obstacle, Registration, Reversal, Territory, User
from models.registrations import OPEN

AUDIENCES: dict[str, tuple[str, ...]] = {
    "registration.submitted": ("holder", "assignee"),
    "registration.refused": ("holder",),
    "registration.moved_up": ("holder", "assignee"),
    "registration.hold_ended": ("holder",),
    "registration.handed_over": ("holder",),
    "registration.approved": ("holder",),
    "registration.returned": ("holder",),
    "registration.resubmitted": ("assignee",),
    "registration.declined": ("holder",),
    "registration.withdrawn": ("assignee",),
    "registration.lapsed": ("holder",),
    "registration.expired": ("holder",),
    "registration.revoked": ("holder",),
    "registration.reversed": ("holder", "overruled", "neighbours"),
    "registration.reply_due": ("holder",),
    "condition.met": ("holder",),
    "condition.due": ("holder",),
    "condition.missed": ("holder", "assignee"),
    "registration.won": ("assignee",),
    "registration.lost": ("assignee",),
    "registration.stage_two_due": ("holder",),
    "registration.escalated": ("directors",),
    "answer.half_used": ("assignee",),
    "answer.mostly_used": ("assignee",),
    "answer.overdue": ("directors", "assignee"),
    "protection.ending": ("holder",),
    "protection.extended": ("holder",),
    "extension.requested": ("assignee",),
    "extension.declined": ("holder",),
    "silence.warned": ("holder",),
    "certificate.issued": ("holder",),
    "certificate.failed": ("administrators",),
    "question.asked": ("assignee",),
    "question.answered": ("asked_by",),
    "watch.freed": ("user",),
    "alarm.raised": ("managers",),
    "allowance.given": ("partner_admins",),
    "checks.paused": ("partner_admins",),
    "checks.resumed": ("partner_admins",),
    "sign_in.requested": ("itself",),
    "user.invited": ("itself",),
    "user.role_changed": ("itself",),
    "user.factor_added": ("itself",),
    "user.factor_removed": ("itself",),
    "user.factors_reset": ("itself",),
    "user.codes_made": ("itself",),
    "user.code_used": ("itself",),
    "user.passkey_refused": ("itself",),
    "user.calendar_opened": ("itself",),
    "user.password_set": ("itself",),
    "user.password_deleted": ("itself",),
    "user.address_asked": ("itself",),
    "user.address_changed": ("itself",),
    "user.address_restored": ("itself",),
    "training.noted": ("person",),
    "training.ending": ("person", "partner_admins"),
    "training.over": ("person", "partner_admins"),
    "training.withdrawn": ("person", "partner_admins"),
    "import.held": ("administrators",),
    "import.failed": ("administrators",),
    "rules.published": ("managers", "directors", "administrators"),
    "vendor.branded": ("directors", "administrators"),
    "vendor.key_ending": ("administrators",),
    "person.erased": ("administrators",),
    "spreadsheet.held": ("directors",),
    "spreadsheet.done": ("created_by",),
    "list.done": ("user",),
    "list.done_late": ("user",),
    "application.confirmed": ("who_answers",),
    "application.due": ("who_answers",),
    "application.withdrawn": ("who_answers",),
}
"""Events that are not named here are history only."""

MAIL_ONLY = frozenset({"sign_in.requested", "user.invited", "user.address_asked"})
"""Of no use to somebody who reads the inbox: that person is signed in."""

INBOX_ONLY = frozenset({"list.done"})
"""Not worth a mail: whoever asked for it a few minutes ago is most likely still there."""

TO_APPLICANT = frozenset({"application.sent", "application.confirmed", "application.declined"})
"""Mailed to whoever applied, who has no account yet. An approval is told by the invitation."""


def of(name: str, about: Any) -> tuple[list[User], bool]:
    """The people whom this event must reach, and whether they are only the fall-back."""
    if name not in AUDIENCES:
        return [], False
    found = {person.id: person for word in AUDIENCES[name] for person in _people(word, about) if person.is_active}
    if found:
        return list(found.values()), False
    return owners(), True


def owners() -> list[User]:
    """The programme's owner: directors, else administrators."""
    return list(User.with_role("director")) or list(User.with_role("administrator"))


def director() -> User | None:
    return next(iter(User.with_role("director")), None)


def manager_for(country: str) -> User | None:
    """The channel manager of a country's territory, or the deputy while the manager is away."""
    now = moment.now()
    for territory in Territory.select().order_by(Territory.id):
        if country in territory.countries:
            manager, deputy = territory.manager, territory.deputy
            return deputy if deputy and (manager.is_away(now) or not manager.is_active) else manager
    return None


def _people(word: str, about: Any) -> list[User]:
    if word in BY_WORD:
        return BY_WORD[word](about)
    person = getattr(about, word, None)
    return [person] if person else []


def _assignee(about: Any) -> list[User]:
    """Whoever the claim lies with now: the assignee, or the deputy during an absence."""
    person = about.assignee
    if person is None:
        return []
    if not person.is_away(moment.now()):
        return [person]
    deputies = Territory.select().where(Territory.manager == person, Territory.deputy.is_null(False))
    return [t.deputy for t in deputies if t.deputy is not None][:1] or [person]


def _overruled(about: Any) -> list[User]:
    """Who made the decision that was taken back; nobody when a rule did."""
    last = Reversal.last_on(about.id)
    return [last.decision.decided_by] if last is not None and last.decision.decided_by else []


def _neighbours(about: Any) -> list[User]:
    """Who answers the open claims that look like this one, and have it before or behind them again."""
    alike = Obstacle.kind == "claim"
    before = Obstacle.select(Obstacle.ref).where(Obstacle.registration == about.id, alike)
    behind = Obstacle.select(Obstacle.registration).where(Obstacle.ref == about.id, alike)
    rows = Registration.select().where(
        Registration.id.in_(before) | Registration.id.in_(behind), Registration.status.in_(OPEN),
        Registration.assignee.is_null(False), Registration.assignee != about.assignee_id,
    )  # fmt: skip
    return [row.assignee for row in rows if row.assignee]


def _who_answers(about: Any) -> list[User]:
    """The manager of the applicant's country; of a country that is nobody's, all channel managers."""
    manager = manager_for(about.country)
    return [manager] if manager else list(User.with_role("channel_manager"))


BY_WORD: dict[str, Callable[[Any], list[User]]] = {
    "assignee": _assignee,
    "overruled": _overruled,
    "neighbours": _neighbours,
    "who_answers": _who_answers,
    "itself": lambda about: [about],
    "partner_admins": lambda about: list(User.with_role("partner_admin").where(User.partner == about.partner_id)),
    "directors": lambda _: list(User.with_role("director")),
    "managers": lambda _: list(User.with_role("channel_manager")),
    "administrators": lambda _: list(User.with_role("administrator")),
}
