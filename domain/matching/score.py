"""Do two companies mean the same customer? Names first, then the evidence that beats spelling."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product

from domain.matching.company import Company, Likeness, Reason, Thresholds
from domain.matching.domains import domain_label
from domain.matching.names import NOTHING, Finding, judge
from domain.matching.normalise import fold
from domain.matching.spellings import OTHER_NAME, Spelling, domain_of, spellings
from domain.matching.vat import compare_numbers

HINT = 84  # the most that a trading name or a web address read as a name can earn
SCRAP = 60
SAME_NAME_ELSEWHERE = 80  # the most when country, web domain or VAT number are known on both sides and differ
UNLIKE = Finding(0, (NOTHING,))
PROOFS = ("same_domain", "same_vat")


def compare(typed: Company, known: Company, thresholds: Thresholds = Thresholds()) -> Likeness:  # noqa: B008  # frozen
    """Judge two companies as whole names with their evidence. Symmetric, without any look-up, in bounded time.

    The same web domain or VAT number makes them the same whatever the names say. Country, domain or VAT number known
    on both sides and different turn the same into similar, for a person to look at; so does a court's number alone.
    """
    domains = domain_of(typed), domain_of(known)
    finding = _best_name(typed, known, has_domains=all(domains))
    evidence = _evidence(typed, known, *domains)
    objections = tuple(reason for reason in evidence if not reason.is_for)
    if proofs := tuple(reason for reason in evidence if reason.code in PROOFS):
        return Likeness(100, thresholds.level(100), (*proofs, *finding.reasons, *objections))
    hints = tuple(reason for reason in evidence if reason.code == "court_unknown")
    score = min(finding.score, SAME_NAME_ELSEWHERE) if objections else finding.score
    score = max(score, SAME_NAME_ELSEWHERE) if hints else score
    reasons = _ordered((*hints, *finding.reasons, *_circumstances(typed, known, evidence), *objections))
    return Likeness(score, thresholds.level(score), reasons)


def _best_name(typed: Company, known: Company, *, has_domains: bool) -> Finding:
    """The most alike of all names on both sides. A web address is read as a name only where the other has none."""
    best = UNLIKE
    for ours, theirs in product(spellings(typed), spellings(known)):
        is_plain = not ours.hint and not theirs.hint
        finding = _of_names(ours, theirs) if is_plain else _of_other_names(ours, theirs, has_domains=has_domains)
        best = finding if finding.score > best.score else best
    return best


def _of_names(ours: Spelling, theirs: Spelling) -> Finding:
    return judge(ours.words, theirs.words, ours.cut_short | theirs.cut_short)


def _of_other_names(ours: Spelling, theirs: Spelling, *, has_domains: bool) -> Finding:
    """As `_of_names` where one side at least is not the legal name."""
    hints = [side for side in (ours, theirs) if side.hint not in ("", OTHER_NAME)]
    if len(hints) == 2 or (has_domains and any(side.hint == "domain_like_name" for side in hints)):
        return UNLIKE
    finding = _of_names(ours, theirs)
    for side in hints:
        finding = _as_hint(finding, side.hint, " ".join(side.words))
    return _by_other_name(finding, ours, theirs)


def _by_other_name(finding: Finding, *sides: Spelling) -> Finding:
    """The CRM's other names count in full; which of them it was stands before what was found."""
    named = tuple(Reason(OTHER_NAME, " ".join(side.words)) for side in sides if side.hint == OTHER_NAME)
    return Finding(finding.score, (*named, *finding.reasons)) if named else finding


def _as_hint(finding: Finding, hint: str, detail: str) -> Finding:
    """A hint earns less, and a web address that is only part of a name, or unlike it, earns nothing."""
    codes = {reason.code for reason in finding.reasons}
    is_scrap = hint == "domain_like_name" and bool(codes & {"part_of", "spelling_differs"})
    return Finding(min(finding.score, SCRAP if is_scrap else HINT), (Reason(hint, detail), *finding.reasons))


def _evidence(typed: Company, known: Company, ours: str, theirs: str) -> list[Reason]:
    """What proves that they are the same, hints at it, or speaks against it, whatever their names.

    `ours`, `theirs`: their registrable domains.
    """
    found = [_of_domains(ours, theirs), compare_numbers(typed, known)]
    found.append(_of_country(typed.country.strip().upper(), known.country.strip().upper()))
    return [reason for reason in found if reason]


def _of_domains(ours: str, theirs: str) -> Reason | None:
    if not ours or not theirs:
        return None
    if ours == theirs:
        return Reason("same_domain", ours)
    is_related = domain_label(ours) == domain_label(theirs)
    return Reason("related_domain" if is_related else "other_domain", f"{ours} / {theirs}", is_for=is_related)


def _of_country(ours: str, theirs: str) -> Reason | None:
    if not ours or not theirs or ours == theirs:
        return None
    return Reason("other_country", f"{ours} / {theirs}", is_for=False)


def _circumstances(typed: Company, known: Company, evidence: Sequence[Reason]) -> tuple[Reason, ...]:
    """What colours the picture without changing the level: related domains, country, city."""
    found = [reason for reason in evidence if reason.code == "related_domain"]
    country = typed.country.strip().upper()
    if country and country == known.country.strip().upper():
        found.append(Reason("same_country", country))
    if typed.city and known.city:
        is_same = fold(typed.city) == fold(known.city)
        found.append(Reason("same_city" if is_same else "other_city", known.city, is_for=is_same))
    return tuple(found)


def _ordered(reasons: tuple[Reason, ...]) -> tuple[Reason, ...]:
    """For before against, each in the order found."""
    return tuple(sorted(reasons, key=lambda reason: not reason.is_for))
