"""What does the signature of a mail (DKIM) prove for the letter that counts? In a manager's words; pure."""

from __future__ import annotations

from typing import Any

from domain.evidence_against import CARE, DOUBT, GOOD, PLAIN, Finding
from domain.evidence_letters import aligned
from domain.words import N_

Letter = dict[str, Any]

VERIFIED = N_("Signature of %(domain)s verified: this email is as it was sent")
VERIFIED_INSIDE = N_("Signature of %(domain)s verified: the attached email is as it was sent")
VERIFIED_CARRIER = N_(
    "Signature of %(domain)s verified for the email that hands it on; it proves nothing about what stands inside"
)
VERIFIED_OTHER = N_(
    "Signed by %(domain)s, not by the sender’s own domain: unaltered since, but the sender is not proved"
)
PART = N_("The signature covers only the beginning of the text; more may have been added")
NOT_THE_DATE = N_("The signature does not cover the date")
ALTERED = N_("The signature of %(domain)s does not fit: the email was altered after it was signed")
NO_KEY = N_("The key of %(domain)s was not to be had: its signature could not be checked")
NO_KEY_YET = N_("The key of %(domain)s was not to be had yet; we ask again")
NONE = N_("No signature: sender, date and text cannot be verified")
OUTLOOK = N_("Outlook files (.msg) keep no signature; the same email saved as .eml can be verified")


def of(facts: dict[str, Any], key: Letter, *, is_asked_again: bool) -> list[Finding]:
    """The result for the letter that counts, or for the mail that carries it."""
    if facts.get("form") == "outlook":
        return [Finding(CARE, OUTLOOK)]
    letter = key if "signatures" in key else facts["letters"][0]
    best = _best(letter)
    if best is None:
        return [Finding(CARE, NONE)]
    values = {"domain": best["domain"]}
    if best["result"] == "altered":
        return [Finding(DOUBT, ALTERED, values)]
    if best["result"] == "no_key":
        return [Finding(PLAIN, NO_KEY_YET if is_asked_again else NO_KEY, values)]
    return _verified(best, letter, key, facts["letters"][0])


def _best(letter: Letter) -> dict[str, Any] | None:
    """The signature that says most: a verified one of the sender's own, another verified one, the rest as they come."""
    ranked = sorted(letter["signatures"], key=lambda one: (one["result"] != "verified", not aligned(one, letter)))
    return ranked[0] if ranked else None


def _verified(best: dict[str, Any], letter: Letter, key: Letter, outermost: Letter) -> list[Finding]:
    values = {"domain": best["domain"]}
    if letter is not key:
        return [Finding(CARE, VERIFIED_CARRIER, values)]
    if not aligned(best, letter):
        return [Finding(CARE, VERIFIED_OTHER, values)]
    found = [Finding(GOOD, VERIFIED if letter is outermost else VERIFIED_INSIDE, values)]
    found += [Finding(DOUBT, PART)] if best["is_partial"] else []
    return found + ([] if "date" in best["covers"] else [Finding(DOUBT, NOT_THE_DATE)])
