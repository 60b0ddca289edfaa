"""How does a claim begin? Drafts that save themselves, and what stage 1 and stage 2 ask."""

from __future__ import annotations

import secrets
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from typing import Any

from peewee import IntegrityError

from domain import codes, events, moment, rules
from domain.matching import looks_like_address
from domain.permissions import may
from domain.refusals import Kind, Refused
from domain.registrations import moves
from domain.words import N_
from models import Receipt, Registration, User
from models.base import db
from models.registrations import FINAL

NOT_YOURS = N_("Only the holder of this registration or your partner admin can do this.")
CHANGED_SINCE = N_("This draft was changed elsewhere after you typed this.")
LENIENCE = timedelta(minutes=3)
LONGEST = {
    "company": 200, "domain": 200, "city": 100, "vat": 40, "contact_name": 120, "project": 200,
    "country": 40, "product_line": 40, "value_band": 40,
}  # fmt: skip
"""Characters kept per field; what is longer is told, never cut in silence."""

SCOPE = ("product_line", "project", "value_band", "expected_close_on", "first_contact_on")
"""What besides the company decides how a claim is judged."""

RELATIONS = ("new", "expansion", "renewal")
UNFILED = ("draft", "held")
"""States in which a form may still change."""

SPENT = ("discarded", *(state for state in FINAL if state != "refused"))
"""A form whose claim stands in one of these begins a new one; a refused filing stays the answer to its form."""


@dataclass(frozen=True)
class StageOne:
    """What a partner typed into stage 1, cleaned but not yet judged."""

    company: str = ""
    domain: str = ""
    country: str = ""
    city: str = ""
    vat: str = ""
    contact_name: str = ""
    product_line: str = ""
    value_band: str = ""
    expected_close_on: date | None = None
    first_contact_on: date | None = None
    relation: str = "new"
    project: str = ""


def fresh_key() -> str:
    """The hidden key of a form: however often it is sent, it makes one claim."""
    return secrets.token_urlsafe(18)


def start(user: User, receipt: Receipt | None = None, key: str = "", *, by: User | None = None) -> Registration:
    """A new draft, filled from the receipt of a check if there is one. The same receipt or key gives the same draft."""
    if not may(user, "claims:file"):
        raise Refused(NOT_YOURS, Kind.NOT_YOURS)
    wanted = key or (f"{receipt.code}/{user.id}" if receipt else fresh_key())
    existing = _living(user, wanted)
    return existing if isinstance(existing, Registration) else _created(user, receipt, existing, by or user)


def save(user: User, key: str, typed: StageOne, *, by: User | None = None) -> Registration:
    """Keep what was typed so far, right or wrong. A claim that is no longer a draft is returned as it is.

    `by`: the manager who types for `user` (see `behalf`).
    """
    draft = by_key(user, key) or start(user, key=key, by=by)
    mine(by or user, draft)
    values = {name: _fitting(name, value) for name, value in asdict(typed).items()}
    if draft.status in UNFILED and any(getattr(draft, name) != value for name, value in values.items()):
        Registration.update(**values, saved_at=moment.now()).where(
            Registration.id == draft.id, Registration.status.in_(UNFILED)
        ).execute()
        draft = Registration.get_by_id(draft.id)
    return draft


def require_newer(user: User, key: str, typed: StageOne, typed_at: datetime | None) -> None:
    """What was typed without connection must not undo what was saved elsewhere since. Raises `Refused` (moved on).

    Some minutes are given, since the phone's clock is not ours; and what says the same undoes nothing: the answer to it
    may have been lost on the way.
    """
    kept = by_key(user, key) if typed_at is not None else None
    if kept is None or typed_at is None or kept.status not in UNFILED or kept.saved_at - LENIENCE <= typed_at:
        return
    if any(getattr(kept, name) != _fitting(name, value) for name, value in asdict(typed).items()):
        raise Refused(CHANGED_SINCE)


def discard(user: User, draft: Registration) -> None:
    """Throw a draft away, and its place with it if it held one."""
    mine(user, draft)
    if draft.status == "held":
        from domain.registrations import holds

        draft = holds.release(draft, user)
    moves.change(draft, "discard", user)


def by_key(user: User, key: str) -> Registration | None:
    """The claim of this person's company that was made with this form, if any."""
    return Registration.get_or_none(Registration.idempotency_key == key, Registration.partner == user.partner_id)


def mine(user: User, claim: Registration) -> None:
    """Raises `Refused` unless the claim is this person's to change; a manager may fill in and file drafts."""
    is_for_another = claim.status in UNFILED and may(user, "claims:file_for")
    if not is_for_another and not may(user, "claims:change", claim):
        raise Refused(NOT_YOURS, Kind.NOT_YOURS)


def _living(user: User, wanted: str) -> Registration | str:
    """The claim that was begun with this form and still answers to it; else the key under which a new one begins."""
    key, again = wanted, 1
    while (existing := by_key(user, key)) is not None:
        if existing.status not in SPENT:
            return existing
        again += 1
        key = f"{wanted}/{again}"
    return key


def _created(user: User, receipt: Receipt | None, key: str, by: User) -> Registration:
    """Two requests that begin the same form at once make one draft; a key of another company's makes a new one."""
    in_force, now = rules.in_force(), moment.now()
    try:
        with db.atomic():
            draft = Registration.create(
                code=codes.fresh("DR"), partner=user.partner_id, holder=user, rules_version=in_force.version_id,
                idempotency_key=key, created_at=now, saved_at=now, currency=in_force.currency,
                receipt_code=receipt.code if receipt else "", **(_from_receipt(receipt) if receipt else {}),
            )  # fmt: skip
            events.record("registration.drafted", draft, actor=by)
            return draft
    except IntegrityError:
        return by_key(user, key) or _created(user, receipt, fresh_key(), by)


def _fitting(name: str, value: Any) -> Any:
    if name == "relation":
        return value if value in RELATIONS else RELATIONS[0]
    return value[: LONGEST[name] + 1] if isinstance(value, str) else value


def _from_receipt(receipt: Receipt) -> dict[str, str]:
    """An address typed as name is no company's name: that is for the partner to fill in."""
    return {
        "company": "" if looks_like_address(receipt.name) else receipt.name, "domain": receipt.domain,
        "country": receipt.country, "city": receipt.city, "vat": receipt.vat, "product_line": receipt.product_line,
    }  # fmt: skip
