"""What may anyone who holds a certificate learn? Whether it still holds, and whether names are those printed on it."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from itertools import compress, product

from domain import codes
from domain.certificates.issuing import PREFIX
from domain.matching.normalise import LONGEST_NAME, plain_letters
from models import Certificate, Registration, Reversal

UNDECIDED = ("submitted", "returned")
"""A claim that has a paper and stands in one of these was approved once: that decision was taken back."""

LONGEST = 1000
"""Letters of a typed name that are looked at."""

_KINDS = (("ä", "ae"), ("öøő", "oe"), ("üű", "ue"), ("å", "aa"))
_WAYS = [
    str.maketrans({sign: two for letters, two in compress(_KINDS, chosen) for sign in letters + letters.upper()})
    for chosen in product((False, True), repeat=len(_KINDS))
]
"""How people write such letters who do not have them on their keyboard: each kind bare, or as two; one way a name."""


class Standing(StrEnum):
    """What a paper is worth now. The public words for each are the verify page's."""

    VALID = "valid"
    EXPIRED = "expired"  # its time is over
    ENDED = "ended"  # the registration was closed before its time; how is nobody's business here
    REPLACED = "replaced"  # a newer revision holds
    REVOKED = "revoked"


@dataclass(frozen=True)
class Answer:
    """All that the verify page may show: nothing that does not stand on the paper, but for the standing."""

    standing: Standing
    code: str
    revision: int
    verify_code: str
    printed_on: date  # the day that stands on the paper as that of its issue
    printed_until: date
    ended_at: datetime | None
    entry: str
    signer: str  # fingerprint of the certificate that the file is signed with; "" for a file without a signature


def find(typed: str) -> Certificate | None:
    """The issued certificate with this code, as typed from paper; None: there is none."""
    return _issued(Certificate.verify_code == codes.tidy(typed, PREFIX))


def find_file(sha256: str) -> Certificate | None:
    """The certificate whose file has this SHA-256; None: we issued no such file."""
    return _issued(Certificate.sha256 == sha256)


def answer(certificate: Certificate, now: datetime) -> Answer:
    facts, claim = certificate.facts, certificate.registration
    return Answer(
        standing(certificate, now), facts["code"], certificate.revision, certificate.verify_code,
        certificate.printed_on, date.fromisoformat(facts["protected_until"]), _ended_at(claim),
        facts["entry"], facts.get("signer", ""),
    )  # fmt: skip


def standing(certificate: Certificate, now: datetime) -> Standing:
    """Valid only while the claim is approved and protected, and no newer revision was issued."""
    claim = certificate.registration
    if claim.status == "revoked" or claim.status in UNDECIDED:
        return Standing.REVOKED
    if claim.status == "expired" or (claim.status == "approved" and _is_over(claim.protected_until, now)):
        return Standing.EXPIRED
    if claim.status != "approved":
        return Standing.ENDED
    return Standing.REPLACED if certificate.replaced_at else Standing.VALID


def _ended_at(claim: Registration) -> datetime | None:
    """When the paper stopped to hold. A protection that ran out ended on its last day, not when the job noted it."""
    ended: datetime | None = claim.ended_at or _taken_back_at(claim)
    until: datetime | None = claim.protected_until
    if ended and until and claim.status == "expired":
        return min(ended, until)
    return ended


def _taken_back_at(claim: Registration) -> datetime | None:
    """When the approval behind the paper was reversed; None: it was not."""
    last = Reversal.last_on(claim.id) if claim.status in UNDECIDED else None
    return last.reversed_at if last else None


def is_as_printed(certificate: Certificate, partner: str, account: str) -> bool:
    """Are both names those on the paper, with or without places after them? Case, accents, punctuation aside.

    Both are read to their end whatever is found: nobody learns from the time which of them is wrong.
    """
    facts = certificate.facts
    partners = (facts["partner"], facts["partner_city"])
    accounts = (facts["account"], facts["account_city"], facts["country_name"])
    return _is_one_of(partner, partners) & _is_one_of(account, accounts)


def _is_one_of(typed: str, parts: Sequence[str]) -> bool:
    """The name alone, or as it is printed with one or more of the places after it?"""
    given = [part for part in parts if part]
    printed = set().union(*(_readings(" ".join(given[:count])) for count in range(1, len(given) + 1)))
    return bool(_readings(typed) & printed)


def _readings(text: str) -> set[tuple[int, str]]:
    """A name as it is, and in each way that people write it on a foreign keyboard.

    Only what is written in the same way is compared: Bø is Boe, and Bøe is Boe bare, but Bø is not Bøe.
    """
    found = [(-1, _plain(text))]
    if len(unicodedata.normalize("NFKC", text)) <= LONGEST_NAME:  # what is cut off must not be read as the same
        found += ((number, plain_letters(text, way)) for number, way in enumerate(_WAYS))
    return {(way, read) for way, read in found if read}


def _plain(text: str) -> str:
    """Letters and digits as they are compared; a name of nothing but punctuation stays as it is."""
    low = unicodedata.normalize("NFC", unicodedata.normalize("NFC", text[:LONGEST]).casefold())
    kept = "".join(" " if c.isspace() or unicodedata.category(c).startswith("P") else c for c in low)
    return " ".join(kept.split()) or low.strip()


def _is_over(until: datetime | None, now: datetime) -> bool:
    return until is not None and until < now


def _issued(condition: object) -> Certificate | None:
    issued = Certificate.select().where(condition, Certificate.state == "issued")
    return next(iter(issued.order_by(Certificate.id).limit(1)), None)
