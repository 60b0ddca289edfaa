"""Who looks after which countries, and who stands in? Each country belongs to one territory at most."""

from __future__ import annotations

from dataclasses import dataclass, field

from domain import events
from domain.countries import CODES
from domain.permissions import may
from domain.refusals import Invalid, Kind, Refused
from domain.rules import Rules
from domain.words import N_
from models import Partner, Territory, User
from models.base import serialised

NOT_YOURS = N_("Only an administrator can set territories.")
NAME_MISSING = N_("Enter a name for the territory, such as North.")
NAME_TAKEN = N_("There is a territory with this name already.")
COUNTRIES_MISSING = N_("Choose at least one country.")
COUNTRY_TAKEN = N_("%(countries)s belongs to %(territory)s already. Take it out there first.")
MANAGER_MISSING = N_("Choose who looks after it.")
DEPUTY_SAME = N_("Choose a deputy other than the person who looks after it.")


@dataclass(frozen=True)
class Area:
    """What an administrator types about a territory; people by their codes."""

    name: str = ""
    countries: tuple[str, ...] = field(default=())
    manager: str = ""
    deputy: str = ""


def where_sold(rules: Rules, partner: Partner | None = None) -> list[str]:
    """Countries in which customers may be registered: those of the programme, of its territories, and the partner's."""
    theirs = [partner.country] if partner else []
    others = [code for territory in Territory.select(Territory.countries) for code in territory.countries]
    return list(dict.fromkeys([*rules.countries, *theirs, *others]))


def add(by: User, typed: Area) -> Territory:
    """Raises `Refused` (not yours) and `Invalid`."""
    _mine_to_set(by)
    with serialised("territories"):
        territory = Territory.create(**_judged(typed, None))
        events.record("territory.added", territory, actor=by, facts={"countries": territory.countries})
    return territory


def change(by: User, territory: Territory, typed: Area) -> Territory:
    """Claims that are filed from now on go by the new lines. Raises `Refused` (not yours) and `Invalid`."""
    _mine_to_set(by)
    with serialised("territories"):
        Territory.update(**_judged(typed, territory)).where(Territory.id == territory.id).execute()
        fresh = Territory.get_by_id(territory.id)
        facts = {"countries": fresh.countries, "manager": fresh.manager_id, "deputy": fresh.deputy_id}
        events.record("territory.changed", fresh, actor=by, facts=facts)
    return fresh


def candidates() -> list[User]:
    """Who can look after a territory: active channel managers and directors."""
    return list(User.with_role("channel_manager", "director"))


def _mine_to_set(by: User) -> None:
    if not may(by, "people:set"):
        raise Refused(NOT_YOURS, Kind.NOT_YOURS)


def _judged(typed: Area, territory: Territory | None) -> dict[str, object]:
    """The values of the row. Raises `Invalid`."""
    others = [t for t in Territory.select() if territory is None or t.id != territory.id]
    people = {person.code: person for person in candidates()}
    countries = [code for code in dict.fromkeys(typed.countries) if code in CODES]
    faults = {
        "name": _fault_of_name(typed.name.strip(), others),
        "manager": None if typed.manager in people else MANAGER_MISSING,
        "deputy": DEPUTY_SAME if typed.deputy and typed.deputy == typed.manager else None,
        "countries": None if countries else COUNTRIES_MISSING,
    }
    clash = next(((c, t.name) for t in others for c in countries if c in t.countries), ("", ""))
    if clash[0]:
        faults["countries"] = COUNTRY_TAKEN
    if errors := {name: says for name, says in faults.items() if says}:
        raise Invalid(errors, countries=clash[0], territory=clash[1])
    return {
        "name": typed.name.strip(), "countries": countries, "manager": people[typed.manager],
        "deputy": people.get(typed.deputy),
    }  # fmt: skip


def _fault_of_name(name: str, others: list[Territory]) -> str | None:
    if not name or len(name) > 100:
        return NAME_MISSING
    return NAME_TAKEN if any(other.name.casefold() == name.casefold() for other in others) else None
