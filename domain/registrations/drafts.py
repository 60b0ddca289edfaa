"""How does a claim begin? Drafts that save themselves, and what stage 1 and stage 2 ask."""

from __future__ import annotations

import secrets
from dataclasses import asdict, dataclass
from datetime import date

from domain import codes, events, moment, rules
from domain.permissions import may
from domain.refusals import Kind, Refused
from domain.registrations import moves
from domain.words import N_
from models import Receipt, Registration, User
from models.base import db

NOT_YOURS = N_("Only the holder of this registration or your partner admin can do this.")
LONGEST = {"company": 200, "domain": 200, "city": 100, "vat": 40, "contact_name": 120, "project": 200}
"""Characters kept per field; what is longer is told, never cut in silence."""


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


def start(user: User, receipt: Receipt | None = None, key: str = "") -> Registration:
    """A new draft, filled from the receipt of a check if there is one. The same receipt or key gives the same draft."""
    if not may(user, "claims:file"):
        raise Refused(NOT_YOURS, Kind.NOT_YOURS)
    key = key or (f"{receipt.code}/{user.id}" if receipt else fresh_key())
    existing = by_key(user, key)
    if existing and existing.status != "discarded":
        return existing
    if existing:
        key = fresh_key()
    in_force, now = rules.in_force(), moment.now()
    typed = _from_receipt(receipt) if receipt else {}
    with db.atomic():
        draft = Registration.create(
            code=codes.fresh("DR"), partner=user.partner_id, holder=user, rules_version=in_force.version_id,
            idempotency_key=key, created_at=now, saved_at=now, currency=in_force.currency,
            receipt_code=receipt.code if receipt else "", **typed,
        )  # fmt: skip
        events.record("registration.drafted", draft, actor=user)
    return draft


def save(user: User, key: str, typed: StageOne) -> Registration:
    """Keep what was typed so far, right or wrong. A claim that is no longer a draft is returned as it is."""
    draft = by_key(user, key) or start(user, key=key)
    if draft.status in ("draft", "held"):
        values = {name: _fitting(name, value) for name, value in asdict(typed).items()}
        Registration.update(**values, saved_at=moment.now()).where(
            Registration.id == draft.id, Registration.status.in_(("draft", "held"))
        ).execute()
        draft = Registration.get_by_id(draft.id)
    return draft


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
    """Raises `Refused` unless the claim is this person's to change."""
    if not may(user, "claims:change", claim):
        raise Refused(NOT_YOURS, Kind.NOT_YOURS)


def _fitting(name: str, value: object) -> object:
    return value[: LONGEST[name] + 1] if isinstance(value, str) and name in LONGEST else value


def _from_receipt(receipt: Receipt) -> dict[str, str]:
    return {
        "company": receipt.name, "domain": receipt.domain, "country": receipt.country, "city": receipt.city,
        "vat": receipt.vat, "product_line": receipt.product_line,
    }  # fmt: skip
