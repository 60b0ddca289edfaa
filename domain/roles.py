"""Who changes what somebody may do and see? Nobody keeps work that their new role cannot do."""

from __future__ import annotations

from dataclasses import asdict

from domain import accounts, events, leaving
from domain.people import Part, check_may_set, faults_of
from domain.refusals import Invalid, Kind, Refused
from domain.words import N_
from models import User
from models.base import serialised

NOT_ONESELF = N_("You cannot change your own role. Ask a colleague to do it.")
LAST_ADMIN = N_("%(name)s is the only partner admin. Make a colleague one first.")
MOVED_ON = N_("Somebody has changed this person meanwhile. Here is how it stands now.")


def change(by: User, person: User, to: Part, successor: User | None = None) -> None:
    """Give a person another role or sight. With another role they sign in anew, and whoever only reads holds nothing.

    Raises `Refused`: not yours, oneself, the last of an office, somebody's territory, changed meanwhile; `Invalid`,
    with the field `heir` when open registrations need a `successor`.
    """
    check_may_set(by, person)
    if by == person:
        raise Refused(NOT_ONESELF, Kind.WRONG)
    to = to.cleaned
    if errors := {name: says for name, says in faults_of(to, is_partners=not person.is_staff).items() if says}:
        raise Invalid(errors)
    with serialised("people"):
        leaving.require_still(by)
        still = (User.id == person.id, User.is_active == True, User.role == person.role)  # noqa: E712
        if User.update(**asdict(to)).where(*still).execute() != 1:
            raise Refused(MOVED_ON)
        if to.role != person.role:
            _leave_office(by, person, to, successor)
            accounts.end_sessions(person, by="role")
        facts = {"from": person.role, "to": to.role, "sees": to.sees}
        events.record("user.role_changed", User.get_by_id(person.id), actor=by, facts=facts)


def _leave_office(by: User, person: User, to: Part, successor: User | None) -> None:
    if person.is_staff:
        leaving.leave_vendor(by, person)
        return
    admins = User.who_hold(person.partner_id or 0).where(User.role == "partner_admin")
    if person.role == "partner_admin" and not admins.exists():
        raise Refused(LAST_ADMIN, Kind.WRONG, name=person.name)
    if to.role == "reader":
        leaving.leave_partner(by, person, successor, "heir")
