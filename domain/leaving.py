"""What happens to the work of somebody who leaves? Nobody goes and leaves a claim without a person."""

from __future__ import annotations

from domain import accounts, answers, audiences, calendars, events, rules
from domain.people import ERASED, NOT_YOURS, check_may_set
from domain.refusals import Invalid, Kind, Refused
from domain.registrations.hand_over import hand_over, in_hands_of
from domain.words import N_
from models import Erasure, Question, Registration, Territory, User
from models.base import db, serialised
from models.registrations import OPEN

SUCCESSOR_MISSING = N_("%(name)s holds open registrations. Choose who takes them over.")
NOT_ONESELF = N_("You cannot deactivate yourself. Ask a colleague to do it.")
LAST_ADMINISTRATOR = N_("%(name)s is the only administrator. Invite another one first.")
HAS_TERRITORY = N_("%(name)s looks after %(territory)s. Name another channel manager there first.")
ALREADY = N_("This has been done already.")


def deactivate(by: User, person: User, successor: User | None = None) -> None:
    """Let a person go: sessions and calendar end, open claims pass to `successor`, those to answer go elsewhere.

    Raises `Refused`: not yours, oneself, the last administrator, somebody's territory; `Invalid` without a successor.
    """
    check_may_set(by, person)
    if by == person:
        raise Refused(NOT_ONESELF, Kind.WRONG)
    with serialised("people"):
        require_still(by)
        if User.update(is_active=False).where(User.id == person.id, User.is_active == True).execute() != 1:  # noqa: E712
            raise Refused(ALREADY)
        leave_vendor(by, person) if person.is_staff else leave_partner(by, person, successor)
        ended = accounts.end_sessions(person, by="removed")
        calendars.end(person, by)
        events.record("user.deactivated", person, actor=by, facts={"sessions_ended": ended})


def require_still(by: User) -> None:
    """Raises `Refused` when this person was let go, or lost their role, since they asked: of two who deactivate each
    other the first one stays. Inside `serialised("people")`."""
    if not User.select().where(User.id == by.id, User.is_active == True, User.role == by.role).exists():  # noqa: E712
        raise Refused(NOT_YOURS, Kind.NOT_YOURS)


def reactivate(by: User, person: User) -> None:
    """Let a person work here again. Raises `Refused` (not yours, already, erased)."""
    check_may_set(by, person)
    if Erasure.of(person) is not None:
        raise Refused(ERASED, Kind.WRONG)
    with db.atomic():
        if User.update(is_active=True).where(User.id == person.id, User.is_active == False).execute() != 1:  # noqa: E712
            raise Refused(ALREADY)
        accounts.end_sessions(person, by="removed")  # one that was being opened while the person was let go
        events.record("user.reactivated", person, actor=by)


def colleagues_of(person: User) -> list[User]:
    """Who could take over from this person: active people of the same company who may hold registrations."""
    return list(User.who_hold(person.partner_id).where(User.id != person.id)) if person.partner_id else []


def leave_partner(by: User, person: User, successor: User | None, field: str = "successor") -> None:
    """Hand open registrations and drafts over. Raises `Invalid` when some are open and there is nobody to take them.

    Drafts go to a colleague also when nothing is open. What is being filed in this moment is filed before or refused.
    """
    with serialised("claims"):
        heirs = colleagues_of(person)
        if in_hands_of(person).exists() and successor not in heirs:
            raise Invalid({field: SUCCESSOR_MISSING}, name=person.name)
        heir = successor if successor in heirs else _keeper(by, heirs)
        if heir is not None:
            hand_over(by, person, heir)


def _keeper(by: User, heirs: list[User]) -> User | None:
    """Who gets the drafts if nobody was chosen: who lets the person go, else a partner admin, else the first."""
    return min(heirs, key=lambda one: (one != by, one.role != "partner_admin", heirs.index(one)), default=None)


def leave_vendor(by: User, person: User) -> None:
    """Once the row has changed, what lies with this person goes elsewhere.

    Raises `Refused`: the last administrator, somebody's territory.
    """
    territory = Territory.get_or_none(Territory.manager == person)
    if territory is not None:
        raise Refused(HAS_TERRITORY, Kind.WRONG, name=person.name, territory=territory.name)
    if person.role == "administrator" and not User.with_role("administrator").exists():
        raise Refused(LAST_ADMINISTRATOR, Kind.WRONG, name=person.name)
    Territory.update(deputy=None).where(Territory.deputy == person).execute()
    _pass_on(by, person)


def _pass_on(by: User, person: User) -> None:
    """What lies with this person goes where the territories say."""
    numbers = rules.in_force()
    theirs = Registration.select().where(Registration.assignee == person, Registration.status.in_(OPEN))
    for claim in theirs:
        still = (Registration.id == claim.id, Registration.assignee == person)  # not escalated in this moment
        if Registration.update(assignee=answers.route(claim, numbers)).where(*still).execute() != 1:
            continue
        fresh = Registration.get_by_id(claim.id)
        events.record("registration.reassigned", fresh, actor=by, facts={"from": person.id, "to": fresh.assignee_id})
    owner = next(iter(audiences.owners()), None)
    Question.update(assignee=owner).where(Question.assignee == person, Question.state == "open").execute()
