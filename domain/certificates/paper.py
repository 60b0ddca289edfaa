"""What does a certificate say? The facts of a claim as they are printed: no value, discount, contact or competitor."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from babel import Locale

from domain import clock, rules
from models import Event, Registration, RulesVersion, Vendor

FOLLOWED = ("partner", "partner_city", "account", "account_city", "country", "protected_until")
"""Facts whose change asks for a new revision. The rest is past, or the vendor's, and holds as printed."""


def facts_of(claim: Registration, revision: int, locale: str, now: datetime) -> dict[str, Any]:
    """Everything on the paper, in plain values; moments are local to the programme, to the second."""
    vendor, zone = Vendor.get_current(), rules.in_force(now).zone
    assert claim.filed_at is not None
    assert claim.approved_at is not None
    return {
        **followed(claim, zone), "zone": zone, "code": claim.code, "revision": revision,
        "country_name": country_name(claim.country, locale),
        "line": rules.of(claim.rules_version).line_name(claim.product_line),
        "filed_at": _local(claim.filed_at, zone), "filed_zone": zone_word(claim.filed_at, zone),
        "approved_at": _local(claim.approved_at, zone), "approved_zone": zone_word(claim.approved_at, zone),
        **_rules(claim.rules_version, zone), "entry": entry_of_approval(claim), "made_at": _local(now, zone),
        "vendor": vendor.name, "vendor_legal": vendor.legal_name, "vendor_address": vendor.address,
    }  # fmt: skip


def followed(claim: Registration, zone: str) -> dict[str, str]:
    """The facts that are followed while the claim lives, as they are now."""
    assert claim.protected_until is not None
    return {
        "partner": claim.partner.name, "partner_city": claim.partner.city,
        "account": claim.company, "account_city": claim.city, "country": claim.country,
        "protected_until": clock.local_day(claim.protected_until, zone).isoformat(),
    }  # fmt: skip


def has_changed(facts: dict[str, Any], claim: Registration) -> bool:
    """Does what was printed no longer hold?"""
    current = followed(claim, facts["zone"])
    return any(facts[name] != current[name] for name in FOLLOWED)


def country_name(code: str, locale: str) -> str:
    return str(Locale.parse(locale).territories.get(code, code))


def entry_of_approval(claim: Registration) -> str:
    """The hash that seals the approval in the register. Raises `DoesNotExist` for a claim never approved."""
    history = Event.about("registration", claim.id).where(Event.name == "registration.approved")
    return history.order_by(Event.id.desc()).get().entry  # type: ignore[no-any-return]


def zone_word(moment: datetime, zone: str) -> str:
    """CET or CEST; UTC-03:00 where the zone has no letters of its own."""
    local = moment.astimezone(ZoneInfo(zone))
    name = local.tzname() or ""
    return name if name.isalpha() else f"UTC{local.isoformat()[-6:]}"


def _rules(version: RulesVersion, zone: str) -> dict[str, Any]:
    return {"rules": version.number, "rules_since": clock.local_day(version.effective_at, zone).isoformat()}


def _local(moment: datetime, zone: str) -> str:
    return moment.astimezone(ZoneInfo(zone)).isoformat(timespec="seconds")
