"""Is what was typed enough to file, and does it need a person? Stage 1's requirements and review reasons."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from domain import clock, territories
from domain.lookup import Finding
from domain.matching import Company, is_checkable
from domain.refusals import Invalid
from domain.registrations import eligibility
from domain.registrations.drafts import LONGEST
from domain.rules import Rules
from domain.words import N_
from models import Registration

EARLIEST = date(1990, 1, 1)

REVIEW_WORDS: dict[str, str] = {
    "looks_alike": N_("Name close to one we know."),
    "over_budget": N_("Filed over the partner’s budget of names."),
    "first_contact_old": N_("First contact before the window."),
    "close_soon": N_("Expected close very near."),
    "above_limit": N_("Value above the rule’s limit."),
    "not_in_standing": N_("Partner suspended or not trained."),
    "outside_territory": N_("Outside the partner’s country."),
    "no_evidence": N_("No proof yet."),
    "clear": N_("Nothing stands against it; a person decides."),
    "extension": N_("Asks for a further extension."),
    "appeal": N_("Appeal against an answer."),
}
"""Why a person has to look at a claim: code -> words for staff."""


def require_stage_one(claim: Registration, rules: Rules, today: date) -> None:
    """The eight required fields and their bounds (PRODUCT.md B). Raises `Invalid` with all that is wrong at once."""
    errors = {**_missing(claim, rules), **_too_long(claim), **_impossible_dates(claim, today)}
    if errors:
        raise Invalid(errors, today=today)


def require_carried_over(claim: Registration, rules: Rules) -> None:
    """What a claim from the time before the portal must have: some of the eight facts were never asked then."""
    needed = ("company", "country", "product_line", "value_band")
    errors = {name: says for name, says in _missing(claim, rules).items() if name in needed}
    if errors := errors | _too_long(claim):
        raise Invalid(errors)


def review_reasons(claim: Registration, findings: list[Finding], rules: Rules, now: datetime) -> list[str]:
    """Codes of all that keeps a claim from being approved by rule; empty: a clear case, but for its evidence."""
    today = clock.local_day(now, rules.zone)
    oldest, soon = today - timedelta(days=rules.first_contact_days), today + timedelta(days=rules.close_review_days)
    band = rules.band(claim.value_band)
    tests = {
        "looks_alike": any(finding.clash for finding in findings),
        "first_contact_old": claim.first_contact_on is not None and claim.first_contact_on < oldest,
        "close_soon": claim.expected_close_on is not None and claim.expected_close_on <= soon,
        "above_limit": band is None or band.high is None or band.high > rules.auto_approve_limit,
        "not_in_standing": not eligibility.is_in_good_standing(claim, rules, now),
    }
    return [code for code, holds in tests.items() if holds]


def _missing(claim: Registration, rules: Rules) -> dict[str, str]:
    errors: dict[str, str] = {}
    if not claim.company.strip() or not is_checkable(Company(claim.company, claim.domain)):
        errors["company"] = N_("Enter the company’s full name, at least four letters.")
    if "." not in claim.domain.strip(". "):
        errors["domain"] = N_("Enter the company’s web address or your contact’s business email.")
    if claim.country not in territories.where_sold(rules, claim.partner):
        errors["country"] = N_("Choose the country.")
    if not claim.contact_name.strip():
        errors["contact_name"] = N_("Enter the name of your contact.")
    if claim.product_line not in {line.code for line in rules.lines}:
        errors["product_line"] = N_("Choose the product line.")
    if claim.value_band not in {band.code for band in rules.bands}:
        errors["value_band"] = N_("Choose the value.")
    if claim.expected_close_on is None:
        errors["expected_close_on"] = N_("Enter the date on which you expect to close.")
    if claim.first_contact_on is None:
        errors["first_contact_on"] = N_("Enter the date of your first contact.")
    return errors


def _too_long(claim: Registration) -> dict[str, str]:
    message = N_("This is too long. Shorten it.")
    return {name: message for name, longest in LONGEST.items() if len(getattr(claim, name)) > longest}


def _impossible_dates(claim: Registration, today: date) -> dict[str, str]:
    errors: dict[str, str] = {}
    if claim.first_contact_on and not EARLIEST <= claim.first_contact_on <= today:
        errors["first_contact_on"] = N_("First contact must be on or before today.")
    if claim.expected_close_on and not today <= claim.expected_close_on <= today + timedelta(days=3660):
        errors["expected_close_on"] = N_("Expected close must lie between today and ten years from now.")
    return errors
