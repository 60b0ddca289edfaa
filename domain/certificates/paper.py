"""What does a certificate say? The facts of a claim as they are printed: no value, discount, contact or competitor."""

from __future__ import annotations

from datetime import datetime
from functools import reduce
from operator import or_
from typing import Any
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import get_timezone_name
from peewee import Field, ModelSelect, fn

from domain import clock, rules
from models import Certificate, Event, Partner, Registration, RulesVersion, Vendor


def facts_of(claim: Registration, revision: int, locale: str, now: datetime) -> dict[str, Any]:
    """Everything on the paper, in plain values; moments are local to the programme, to the second."""
    vendor, zone = Vendor.get_current(), rules.in_force(now).zone
    assert claim.filed_at is not None
    assert claim.approved_at is not None
    assert claim.protected_until is not None
    return {
        **names_of(claim), "zone": zone, "code": claim.code, "revision": revision,
        "protected_until": clock.local_day(claim.protected_until, zone).isoformat(),
        "country_name": country_name(claim.country, locale),
        "line": rules.of(claim.rules_version).line_name(claim.product_line),
        "filed_at": _local(claim.filed_at, zone), "filed_zone": zone_word(claim.filed_at, zone, locale),
        "approved_at": _local(claim.approved_at, zone), "approved_zone": zone_word(claim.approved_at, zone, locale),
        **_rules(claim.rules_version, zone), "entry": entry_of_approval(claim), "made_at": _local(now, zone),
        "vendor": vendor.name, "vendor_legal": vendor.legal_name, "vendor_address": vendor.address,
    }  # fmt: skip


def record_of(certificate: Certificate, address: str) -> dict[str, Any]:
    """What stands inside the file for machines: the facts that the page prints, with the whole entry, and no more."""
    return {
        "record": "registration", "format": 1, "verify": address, "verify_code": certificate.verify_code,
        "facts": certificate.facts,
    }  # fmt: skip


def names_of(claim: Registration) -> dict[str, str]:
    """Who and where, as they are now: followed, as is the end of protection. The other facts hold as printed."""
    return {
        "partner": claim.partner.name, "partner_city": claim.partner.city,
        "account": claim.company, "account_city": claim.city, "country": claim.country,
    }  # fmt: skip


def has_changed(certificate: Certificate, claim: Registration) -> bool:
    """Does what was printed no longer hold?"""
    if certificate.protected_until != claim.protected_until:
        return True
    return any(certificate.facts[name] != current for name, current in names_of(claim).items())


def changed_claims() -> ModelSelect[Registration]:
    """Approved claims without a certificate, or whose newest revision says something else than what holds."""
    newer = Certificate.alias()
    is_newest = ~fn.EXISTS(
        newer.select(newer.id).where(newer.registration == Registration.id, newer.revision > Certificate.revision)
    )
    says_else = reduce(or_, (Certificate.facts[name].as_text() != column for name, column in _columns().items()))
    return (
        Registration.select(Registration.id)
        .join(Partner)
        .switch(Registration)
        .left_outer_join(Certificate, on=((Certificate.registration == Registration.id) & is_newest))
        .where(
            Registration.status == "approved",
            Certificate.id.is_null() | (Certificate.protected_until != Registration.protected_until) | says_else,
        )
    )


def _columns() -> dict[str, Field]:
    """Where the database has what `names_of` reads."""
    return {
        "partner": Partner.name, "partner_city": Partner.city,
        "account": Registration.company, "account_city": Registration.city, "country": Registration.country,
    }  # fmt: skip


def country_name(code: str, locale: str) -> str:
    return str(Locale.parse(locale).territories.get(code, code))


def entry_of_approval(claim: Registration) -> str:
    """The hash that seals the approval in the register. Raises `DoesNotExist` for a claim never approved."""
    history = Event.about("registration", claim.id).where(Event.name == "registration.approved")
    return history.order_by(Event.id.desc()).get().entry


def zone_word(moment: datetime, zone: str, locale: str) -> str:
    """CET or CEST, in German MEZ or MESZ; UTC-03:00 where the zone has no letters of its own."""
    local = moment.astimezone(ZoneInfo(zone))
    spoken = get_timezone_name(local, width="short", locale="en_GB" if locale == "en" else locale)
    letters = (name for name in (spoken, local.tzname() or "") if name.isalpha())
    return next(letters, f"UTC{local.isoformat()[-6:]}")


def _rules(version: RulesVersion, zone: str) -> dict[str, Any]:
    return {"rules": version.number, "rules_since": clock.local_day(version.effective_at, zone).isoformat()}


def _local(moment: datetime, zone: str) -> str:
    return moment.astimezone(ZoneInfo(zone)).isoformat(timespec="seconds")
