"""Do two companies mean the same customer? Names first, then the evidence that beats spelling."""

from __future__ import annotations

from domain.matching.company import Company, Likeness, Reason, Thresholds
from domain.matching.domains import domain_label
from domain.matching.names import NOTHING, Finding, judge
from domain.matching.normalise import fold
from domain.matching.spellings import OTHER_NAME, Spelling, domain_of, spellings
from domain.matching.vat import compare_numbers

HINT = 84  # the most that a trading name or a web address read as a name can earn
SCRAP = 60
SAME_NAME_ELSEWHERE = 80  # the most when country, web domain or VAT number are known on both sides and differ
PROOFS = ("same_domain", "same_vat")


def compare(typed: Company, known: Company, thresholds: Thresholds = Thresholds()) -> Likeness:  # noqa: B008  # frozen
    """Judge two companies as whole names with their evidence. Symmetric, without any look-up, in bounded time.

    The same web domain or VAT number makes them the same whatever the names say. Country, domain or VAT number known
    on both sides and different turn the same into similar, for a person to look at; so does a court's number alone.
    """
    finding = _best_name(typed, known)
    evidence = _evidence(typed, known)
    objections = tuple(reason for reason in evidence if not reason.is_for)
    if proofs := tuple(reason for reason in evidence if reason.code in PROOFS):
        return Likeness(100, thresholds.level(100), (*proofs, *finding.reasons, *objections))
    hints = tuple(reason for reason in evidence if reason.code == "court_unknown")
    score = min(finding.score, SAME_NAME_ELSEWHERE) if objections else finding.score
    score = max(score, SAME_NAME_ELSEWHERE) if hints else score
    reasons = _ordered((*hints, *finding.reasons, *_circumstances(typed, known), *objections))
    return Likeness(score, thresholds.level(score), reasons)


def _best_name(typed: Company, known: Company) -> Finding:
    """The most alike of all names on both sides. A web address is read as a name only where the other has none."""
    has_domains = bool(domain_of(typed) and domain_of(known))
    best = Finding(0, (NOTHING,))
    for ours in spellings(typed):
        for theirs in spellings(known):
            hints = [side for side in (ours, theirs) if side.hint not in ("", OTHER_NAME)]
            if len(hints) == 2 or (has_domains and any(side.hint == "domain_like_name" for side in hints)):
                continue
            finding = judge(ours.words, theirs.words, ours.cut_short | theirs.cut_short)
            for side in hints:
                finding = _as_hint(finding, side.hint, " ".join(side.words))
            best = max(best, _by_other_name(finding, ours, theirs), key=lambda entry: entry.score)
    return best


def _by_other_name(finding: Finding, *sides: Spelling) -> Finding:
    """The CRM's other names count in full; which of them it was stands before what was found."""
    named = tuple(Reason(OTHER_NAME, " ".join(side.words)) for side in sides if side.hint == OTHER_NAME)
    return Finding(finding.score, (*named, *finding.reasons)) if named else finding


def _as_hint(finding: Finding, hint: str, detail: str) -> Finding:
    """A hint earns less, and a web address that is only part of a name, or unlike it, earns nothing."""
    codes = {reason.code for reason in finding.reasons}
    is_scrap = hint == "domain_like_name" and bool(codes & {"part_of", "spelling_differs"})
    return Finding(min(finding.score, SCRAP if is_scrap else HINT), (Reason(hint, detail), *finding.reasons))


def _evidence(typed: Company, known: Company) -> list[Reason]:
    """What proves that they are the same, hints at it, or speaks against it, whatever their names."""
    found = [_of_domains(domain_of(typed), domain_of(known)), compare_numbers(typed, known)]
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


def _circumstances(typed: Company, known: Company) -> tuple[Reason, ...]:
    """What colours the picture without changing the level: related domains, country, city."""
    found = []
    related = _of_domains(domain_of(typed), domain_of(known))
    if related and related.code == "related_domain":
        found.append(related)
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
