"""Who may work here, under which name and role, and when are they away?"""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from peewee import IntegrityError

from domain import accounts, events, languages, moment, rules
from domain.accounts import throttles
from domain.clock import end_of_day
from domain.matching import registrable_domain
from domain.permissions import may
from domain.refusals import Invalid, Kind, Refused
from domain.words import N_, spoken
from models import Erasure, Partner, SigninLink, User
from models.base import db
from models.users import PARTNER_ROLES, SCOPES, STAFF_ROLES

ADDRESS = re.compile(r"[^@\s,;<>\"]+@[^@\s,;<>\"]+\.[^@\s.,;<>\"]+")
LONGEST_ADDRESS, LONGEST_NAME, LONGEST_TEAM = 254, 120, 60

A_MOMENT = timedelta(minutes=10)
"""The same form sent again within this time is a double click or a reload, not a mistake to tell."""

ROLE_WORDS = {
    "rep": N_("Partner representative"),
    "partner_admin": N_("Partner admin"),
    "reader": N_("Read only"),
    "channel_manager": N_("Channel manager"),
    "director": N_("Channel director"),
    "administrator": N_("Administrator"),
}

NOT_YOURS = N_("You cannot do this. Ask your administrator.")
ERASED = N_("This person’s data was erased. Invite them anew with their email address.")
CAME = N_("%(name)s has come already. They ask for a link on the sign-in page.")
NAME_MISSING = N_("Enter a name.")
NAME_LONG = N_("Enter a name of at most 120 characters.")
ADDRESS_WRONG = N_("Enter an email address such as name@company.com.")
ADDRESS_TAKEN = N_("Somebody with this email address is here already.")
ADDRESS_OUTSIDE = N_("Enter an address at %(domain)s. Ask us to add a colleague with another one.")
ROLE_MISSING = N_("Choose what this person does.")
SCOPE_MISSING = N_("Choose which registrations this person sees.")
NOTHING_TO_READ = N_("Somebody who only reads sees those of a team or of the company.")
TEAM_MISSING = N_("Enter the name of the team.")
TEAM_LONG = N_("Enter a name of at most 60 characters.")
DATES_WRONG = N_("Enter a day such as 9.3.2027.")
DATES_TURNED = N_("Enter a last day that is not before the first.")


@dataclass(frozen=True)
class Part:
    """What somebody may do and, of a partner's person, whose registrations are seen: one's own, a team's, all."""

    role: str
    sees: str = "company"
    team: str = ""

    @property
    def cleaned(self) -> Part:
        """Vendor staff have no team; a partner admin sees everything, whatever was ticked."""
        if self.role in STAFF_ROLES:
            return Part(self.role)
        return Part(self.role, "company" if self.role == "partner_admin" else self.sees, " ".join(self.team.split()))


@dataclass(frozen=True)
class Invitation:
    """Who is asked to come, and as what: role, `sees` and team as in `Part`.

    `locale` is the language of the invitation; "" takes that of the person who invites.
    """

    email: str
    name: str
    role: str
    sees: str = "company"
    team: str = ""
    locale: str = ""

    @property
    def part(self) -> Part:
        return Part(self.role, self.sees, self.team).cleaned


def invite(by: User | None, typed: Invitation, partner: Partner | None = None) -> User:
    """Make the person and mail the invitation, both or neither. A double click makes one. `by` None: the command line.

    Raises `Refused` (not yours) and `Invalid`.
    """
    if by is not None and not _may_invite(by, partner):
        raise Refused(NOT_YOURS, Kind.NOT_YOURS)
    cleaned = replace(typed, email=typed.email.strip().lower(), name=typed.name.strip())
    if twin := just_made(cleaned, partner):
        return twin
    _judge(by, cleaned, partner)
    try:
        with db.atomic():
            person = create(replace(cleaned, locale=cleaned.locale or (by.locale if by else "")), partner)
            events.record("user.added", person, actor=by, facts={"role": person.role})
            accounts.invite(person, by)
    except IntegrityError as taken:
        raise Invalid({"email": ADDRESS_TAKEN}) from taken
    return person


def create(typed: Invitation, partner: Partner | None) -> User:
    """The row alone: for an invitation, and for the administrator of the first set-up."""
    return User.create(
        email=typed.email, name=typed.name, partner=partner, **asdict(typed.part),
        locale=spoken(typed.locale), created_at=moment.now(),
    )  # fmt: skip


def just_made(typed: Invitation, partner: Partner | None) -> User | None:
    """The person whom the same form has made a moment ago."""
    same = (User.email == typed.email, User.name == typed.name, User.role == typed.role)
    whose = User.partner.is_null() if partner is None else User.partner == partner.id
    return User.get_or_none(*same, whose, User.created_at > moment.now() - A_MOMENT)


def invite_again(by: User, person: User) -> None:
    """Mail a fresh invitation to somebody who has not come yet.

    Raises `Refused` (not yours, erased, here already or let go, too often). Call it outside any transaction.
    """
    check_may_set(by, person)
    if Erasure.of(person) is not None:
        raise Refused(ERASED, Kind.WRONG)
    if not person.is_active or person.id not in SigninLink.invited():
        raise Refused(CAME, Kind.WRONG, name=person.name)
    throttles.spend(throttles.LINKS_PER_ADDRESS, person.email)
    with db.atomic():
        accounts.invite(person, by)


def set_profile(user: User, name: str, locale: str) -> None:
    """Change one's own name and language. Raises `Invalid`."""
    if says := fault_of_name(name.strip()):
        raise Invalid({"name": says})
    with db.atomic():
        User.update(name=name.strip()).where(User.id == user.id).execute()
        languages.choose(user, locale)
        events.record("user.changed", user, actor=user)


def set_absence(user: User, first: date | None, last: date | None) -> None:
    """Note that one is away from the first day to the end of the last (open without one), or, without a first day,
    that one is here. Raises `Refused` (not a decider's), `Invalid`."""
    if not may(user, "absence:set"):
        raise Refused(NOT_YOURS, Kind.NOT_YOURS)
    if first and last and last < first:
        raise Invalid({"away_until": DATES_TURNED})
    zone = rules.in_force().zone
    since = datetime.combine(first, time(), ZoneInfo(zone)) if first else None
    until = end_of_day(last, zone) if first and last else None
    with db.atomic():
        User.update(away_from=since, away_until=until).where(User.id == user.id).execute()
        facts = {"from": first and first.isoformat(), "until": last and last.isoformat()}
        events.record("user.absence_set", user, actor=user, facts=facts)


def may_set(by: User, person: User) -> bool:
    """Is this person for `by` to set? Staff for administrators; partner people for staff and their own admin."""
    if person.is_staff:
        return may(by, "people:set")
    return may(by, "partners:set") or (may(by, "colleagues:set") and by.partner_id == person.partner_id)


def check_may_set(by: User, person: User) -> None:
    """Raises `Refused` (not yours)."""
    if not may_set(by, person):
        raise Refused(NOT_YOURS, Kind.NOT_YOURS)


def fault_of_address(email: str) -> str | None:
    is_address = len(email) <= LONGEST_ADDRESS and ADDRESS.fullmatch(email)
    return None if is_address else ADDRESS_WRONG


def fault_of_name(name: str) -> str | None:
    if not name:
        return NAME_MISSING
    return NAME_LONG if len(name) > LONGEST_NAME else None


def faults_of(part: Part, *, is_partners: bool) -> dict[str, str | None]:
    """What is wrong with what somebody shall do and see, by field."""
    is_idle = part.role == "reader" and part.sees == "own"
    return {
        "role": None if part.role in (PARTNER_ROLES if is_partners else STAFF_ROLES) else ROLE_MISSING,
        "sees": NOTHING_TO_READ if is_idle else None if part.sees in SCOPES else SCOPE_MISSING,
        "team": TEAM_MISSING if part.sees == "team" and not part.team else
                TEAM_LONG if len(part.team) > LONGEST_TEAM else None,
    }  # fmt: skip


def _may_invite(by: User, partner: Partner | None) -> bool:
    if partner is None:
        return may(by, "people:set")
    return may(by, "partners:set") or (may(by, "colleagues:set") and by.partner_id == partner.id)


def _judge(by: User | None, typed: Invitation, partner: Partner | None) -> None:
    address_fault = fault_of_address(typed.email) or _outside(by, typed, partner)
    faults = {"name": fault_of_name(typed.name), "email": address_fault}
    faults |= faults_of(typed.part, is_partners=partner is not None)
    if not faults["email"] and User.select().where(User.email == typed.email).exists():
        faults["email"] = ADDRESS_TAKEN
    if errors := {name: says for name, says in faults.items() if says}:
        raise Invalid(errors, domain=partner.domain if partner else "")


def _outside(by: User | None, typed: Invitation, partner: Partner | None) -> str | None:
    """A partner invites at its own web domain only: else "is here already" would tell who works elsewhere."""
    if by is None or by.is_staff or partner is None:
        return None
    own = registrable_domain(partner.domain)
    return None if own and registrable_domain(typed.email) == own else ADDRESS_OUTSIDE
