"""What does a registration bring its partner, until when, and what does it ask in return? The facts of the sheet."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from domain import clock, rules
from domain.certificates.paper import country_name
from domain.rules import Rules
from models import Registration, User, Vendor


def facts_of(claim: Registration, locale: str, now: datetime) -> dict[str, Any]:
    """By the rules that the claim was made under; days are those of the programme's zone."""
    numbers, vendor = rules.of(claim.rules_version), Vendor.get_current()
    tier = numbers.tier(claim.partner.tier)
    return {
        "code": claim.code, "made_at": now.isoformat(timespec="seconds"), "rules": numbers.number,
        "vendor": vendor.name, "vendor_legal": vendor.legal_name, "vendor_address": vendor.address,
        "partner": claim.partner.name, "account": claim.company, "account_city": claim.city,
        "country_name": country_name(claim.country, locale), "line": numbers.line_name(claim.product_line),
        "tier": tier.name, "points": tier.discount_points, "holder": claim.holder.name,
        "manager": _name(claim.assignee), **_protection(claim, numbers), **_duties(claim, numbers),
    }  # fmt: skip


def _protection(claim: Registration, numbers: Rules) -> dict[str, Any]:
    return {
        "approved_on": _day(claim.approved_at, numbers), "protected_until": _day(claim.protected_until, numbers),
        "protection_days": numbers.protection_days, "extension_days": numbers.extension_days,
        "extensions": claim.extensions, "extension_update_days": numbers.extension_update_days,
        "reminders": sorted(numbers.protection_reminders, reverse=True),
    }  # fmt: skip


def _duties(claim: Registration, numbers: Rules) -> dict[str, Any]:
    """Until when the partner owes what; "" when nothing of the kind is due."""
    heard = claim.updated_at or claim.approved_at
    ends = heard + timedelta(days=numbers.silence_end_days) if heard else None
    details_due = claim.stage_two_due_at if claim.stage_two_at is None else None
    return {
        "updated_on": _day(heard, numbers), "silence_ends_on": _day(ends, numbers),
        "silence_warning_days": numbers.silence_warning_days, "silence_end_days": numbers.silence_end_days,
        "details_due_on": _day(details_due, numbers), "cooldown_days": numbers.cooldown_days,
        "expected_close_on": claim.expected_close_on.isoformat() if claim.expected_close_on else "",
    }  # fmt: skip


def _day(moment: datetime | None, numbers: Rules) -> str:
    return clock.local_day(moment, numbers.zone).isoformat() if moment else ""


def _name(person: User | None) -> str:
    return person.name if person else ""
