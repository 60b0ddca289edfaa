"""How is one person's data deleted for good, while every filing keeps its time, its place and its history?

Of somebody who worked here a pseudonym stays; of somebody who is only named, a sign that something stood there. The
register holds ids, codes and salted hashes alone, so it is not touched, and each history can still be followed.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from peewee import ForeignKeyField

import models
from domain import codes, events, evidence_keeping, forgetting, moment
from domain.people import NOT_YOURS
from domain.permissions import may
from domain.personal import columns, finding
from domain.personal.finding import Found, Hit, Look
from domain.personal.names import GONE, Names, is_enough, spellings
from domain.refusals import Invalid, Kind, Refused
from domain.words import N_
from models import Delivery, Erasure, Evidence, PaperOrder, Registration, User, Vendor, Watch
from models.base import Model, db, log_db, serialised
from models.erasures import REASONS

REASON_WORDS = {
    "asked": N_("The person asked for it"), "left": N_("The person no longer works there"),
    "mistake": N_("The data should not have been here"), "other": N_("Another reason"),
}  # fmt: skip
FORMER = {"en": "Former colleague", "de": "Ehemaliges Teammitglied", "es": "Antiguo integrante"}
"""What stands in place of a name, in the language of the vendor; four signs follow."""

STILL_ACTIVE = N_("Deactivate %(name)s first: open registrations are handed over then.")
ALREADY = N_("This person has been erased already.")
NAME_DIFFERS = N_("Type the name exactly as it stands above.")
REASON_MISSING = N_("Choose a reason.")
TOO_VAGUE = N_("Enter an email address, or first and last name: one word may mean many people.")
TOO_SHORT = N_("Enter at least three letters.")


@dataclass(frozen=True)
class Erased:
    """What was done, and what the caller has to drop: files, papers, and what else in the folders names the person."""

    erasure: Erasure
    names: Names
    files: list[Evidence]
    orders: list[str]


def names_of(person: User) -> Names:
    """By what this person is looked for. Not by a name that a colleague has as well, or that is a single word."""
    twins = User.select().where(User.name == person.name, User.id != person.id)
    is_theirs = is_enough(person.name) and not twins.exists()
    return spellings(person.email, *([person.name] if is_theirs else []))


def names_typed(typed: str) -> Names:
    """What an administrator looks for. Raises `Invalid`."""
    names = spellings(typed[:300])
    if not names.terms:
        raise Invalid({"name": TOO_SHORT})
    return names


def accounts_named(typed: str) -> list[User]:
    """Who signs in under this name or address: they are erased on their own page."""
    return list(User.select().where((User.email == typed.lower()) | (User.name == typed)).order_by(User.id))


def require_erasable(by: User, person: User) -> None:
    """Raises `Refused`: not yours, still active, erased already."""
    if not may(by, "people:set"):
        raise Refused(NOT_YOURS, Kind.NOT_YOURS)
    if Erasure.of(person) is not None:
        raise Refused(ALREADY)
    if person.is_active:
        raise Refused(STILL_ACTIVE, name=person.name)


def erase_person(
    by: User, person: User, typed: str, reason: str, wanted: Iterable[str] = (), look: Look | None = None
) -> Erased:
    """Give a person who has left a pseudonym and delete what else is kept about them. There is no way back.

    `wanted` are the codes of files to delete. Raises `Refused` and `Invalid`.
    """
    require_erasable(by, person)
    _require(typed, person.name, reason)
    names, former = names_of(person), _pseudonym()
    chosen = set(wanted)
    found = finding.everywhere(names, look, person, chosen)
    _clear_log(found, names, former)
    for model in _belongings(log_db):
        model.delete().where(_owner(model) == person.id).execute()
    with serialised("people"):
        require_erasable(by, User.get_by_id(person.id))
        orders = _papers(person)
        _end_belongings(person)
        _rename(person, former)
        erased = _erased(by, reason, found, names, former, chosen, person)
        events.record("user.erased", person, actor=by, facts={"erasure": erased.erasure.code})
    return Erased(erased.erasure, names, erased.files, orders)


def erase_named(
    by: User, typed: str, again: str, reason: str, wanted: Iterable[str] = (), look: Look | None = None
) -> Erased:
    """Take somebody without an account out of every field, and delete the chosen files. There is no way back."""
    if not may(by, "people:set"):
        raise Refused(NOT_YOURS, Kind.NOT_YOURS)
    names = names_typed(typed)
    if not is_enough(typed):
        raise Invalid({"name": TOO_VAGUE})
    _require(again, typed, reason)
    chosen = set(wanted)
    found = finding.everywhere(names, look, None, chosen)
    _clear_log(found, names, GONE)
    with serialised("people"):
        orders = _papers(None)
        return _erased(by, reason, found, names, GONE, chosen, None, orders)


def _require(typed: str, name: str, reason: str) -> None:
    faults = {"again": NAME_DIFFERS} if " ".join(typed.split()) != " ".join(name.split()) else {}
    if reason not in REASONS:
        faults["reason"] = REASON_MISSING
    if faults:
        raise Invalid(faults)


def _pseudonym() -> str:
    return f"{FORMER.get(Vendor.get_current().locale, FORMER['en'])} {codes.fresh('X')[-4:]}"


def _erased(
    by: User, reason: str, found: Found, names: Names, former: str, wanted: set[str], person: User | None,
    orders: list[str] | None = None,
) -> Erased:  # fmt: skip
    """Rows cleared, chosen files gone, and what was done on record; inside the transaction."""
    files = [file for file in found.files if file.code in wanted]
    gone = [file for file in files if evidence_keeping.delete(file, "erasure", by=by)]
    for hit in found.hits:
        if hit.table != "evidence" or hit.row.id not in {file.id for file in gone}:
            _clear(hit, names, former)
    erasure = Erasure.create(
        code=codes.fresh("X"), user=person, reason=reason, erased_by=by, erased_at=moment.now(),
        done={table: len(hits) for table, hits in found.by_table.items()} | ({"files": len(gone)} if gone else {}),
        stays=found.stays | ({"files": left} if (left := len(found.files) - len(gone)) else {}),
    )  # fmt: skip
    events.record("person.erased", erasure, actor=by, facts={"code": erasure.code, "files": len(gone)})
    return Erased(erasure, names, gone, orders or [])


def _clear_log(found: Found, names: Names, former: str) -> None:
    """The check log lies on its own connection, which must not write while the other does."""
    for hit in found.hits:
        if hit.model._meta.database is log_db:
            _change(hit, names, former)


def _clear(hit: Hit, names: Names, former: str) -> None:
    if hit.model._meta.database is not log_db:
        _change(hit, names, former)


def _change(hit: Hit, names: Names, former: str) -> None:
    changed: dict[Any, Any] = {}
    for name, value in hit.values.items():
        field = getattr(hit.model, name)
        stays = columns.STAYS.get(f"{hit.table}.{name}")
        if stays == columns.COMPANY and (cleared := names.addresses.taken_out(value, former)) != value:
            changed[field] = cleared
        if stays:
            continue
        if name in columns.SEALED.get(hit.table, ()):
            changed |= columns.emptied(hit.row)
        elif name == "domain":
            changed[field] = value.rpartition("@")[2] if "@" in value else value
        else:
            changed[field] = f"{GONE} {hit.row.id}" if field.unique else names.taken_out(value, former)
    if changed:
        hit.model.update(changed).where(hit.model.id == hit.row.id).execute()


def _papers(person: User | None) -> list[str]:
    """Dossiers and benefit sheets name people, and can be made anew: their time is over now."""
    concerned = PaperOrder.kind != "certificates"
    if person is not None:
        concerned |= PaperOrder.ordered_by == person
    orders = [order.code for order in PaperOrder.select(PaperOrder.code).where(concerned)]
    PaperOrder.update(expires_at=moment.now()).where(concerned).execute()
    return orders


def _belongings(database: Any) -> list[type[Model]]:
    """Tables whose rows live and die with a person: sessions, links, feeds, factors."""
    return [model for model in models.ALL if model._meta.database is database and _owner(model) is not None]


def _owner(model: type[Model]) -> Any:
    fields = model._meta.sorted_fields
    own = (one for one in fields if isinstance(one, ForeignKeyField) and one.rel_model is User)
    return next((one for one in own if one.on_delete == "CASCADE"), None)


def _end_belongings(person: User) -> None:
    for model in _belongings(db):
        if model is not PaperOrder:
            model.delete().where(_owner(model) == person.id).execute()
    unsent = (Delivery.channel == "inbox") | (Delivery.state != "sent")
    Delivery.delete().where(Delivery.recipient == person, unsent).execute()
    Delivery.update(error="").where(Delivery.recipient == person).execute()
    forgetting.with_news(Watch, [row.id for row in Watch.select(Watch.id).where(Watch.user == person)])
    for draft in Registration.select().where(Registration.holder == person, Registration.status == "draft"):
        forgetting.empty(draft)


def _rename(person: User, former: str) -> None:
    User.update(
        name=former, email=f"{person.code}@erased.invalid", password_hash=None, away_from=None, away_until=None,
        last_line="",
    ).where(User.id == person.id).execute()  # fmt: skip
