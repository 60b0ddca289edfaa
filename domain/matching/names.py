"""How alike are two names, and which words speak for and against it?"""

from __future__ import annotations

from dataclasses import dataclass

from rapidfuzz.distance import JaroWinkler

from domain.matching.alignment import Alignment, Fit, align, is_generic, weight
from domain.matching.company import Reason
from domain.matching.normalise import is_ideographic, numbers
from domain.matching.weights import Sort, sort_of

# Where the kinds of likeness stand on the scale of 100. With the default thresholds 86 is the same and 72 similar.
OTHER_ORDER = JOINED = 97
ONE_SLIP, MORE_SLIPS, LOOSE_SLIP = 93, 82, 77
GENERIC_LEFT = (74, 84)  # lowest and highest when only general words are left over on one side
GENERIC_BOTH = (73, 80)  # the same on both sides
PART = INITIALS = 75
BUSINESS_DIFFERS, WORDS_DIFFER, GENERAL_ALIKE = 65, 70, 60
NUMBERS_DIFFER, NUMBER_MISSING = 60, 80
TOKEN_SHARE = 0.6  # of the blended score; the rest is Jaro-Winkler on the whole cores


@dataclass(frozen=True)
class Finding:
    score: int
    reasons: tuple[Reason, ...]

    def at_most(self, score: int, *reasons: Reason) -> Finding:
        return Finding(min(self.score, score), (*self.reasons, *reasons))


def judge(ours: tuple[str, ...], theirs: tuple[str, ...]) -> Finding:
    """Score two whole names from 0 to 100, with reasons. A beginning of a word earns nothing."""
    if ours == theirs:
        return Finding(100, (Reason("same_name"),))
    if is_initials(ours, theirs) or is_initials(theirs, ours):
        return Finding(INITIALS, (Reason("initials", " = ".join(map(" ".join, sorted((ours, theirs), key=len)))),))
    alignment = align(ours, theirs)
    finding = _whole(ours, theirs, alignment) if is_generic(alignment.left, Sort.FILLER) else _partly(ours, theirs, alignment)
    return _with_numbers(finding, numbers(ours), numbers(theirs))


def is_initials(short: tuple[str, ...], long: tuple[str, ...]) -> bool:
    """Is the one name made of the first letters of the other, as in GE and General Electric?"""
    return len(short) == 1 and len(long) > 1 and not is_ideographic(short[0]) and short[0] == initials(long)


def initials(words: tuple[str, ...]) -> str:
    return "".join(word[0] for word in words if sort_of(word) is not Sort.FILLER)


def _whole(ours: tuple[str, ...], theirs: tuple[str, ...], alignment: Alignment) -> Finding:
    """All words of both names are paired."""
    reasons = _slip_reasons(alignment)
    slips = sum(pair.fit < Fit.JOINED for pair in alignment.pairs)
    score = OTHER_ORDER if not alignment.is_in_order or alignment.has(Fit.JOINED) else 100
    if alignment.has(Fit.LOOSE):
        score = LOOSE_SLIP
    elif slips:
        score = ONE_SLIP if slips == 1 or slips * 3 <= len(alignment.pairs) else MORE_SLIPS
    if not alignment.is_in_order:
        reasons.append(Reason("other_order"))
    return Finding(score, tuple(reasons) or (Reason("same_name"),))


def _slip_reasons(alignment: Alignment) -> list[Reason]:
    found = []
    for pair in alignment.pairs:
        detail = " / ".join((" ".join(pair.ours), " ".join(pair.theirs)))
        if pair.fit is Fit.JOINED:
            found.append(Reason("joined_words", detail))
        elif pair.fit is not Fit.EXACT:
            is_one = pair.fit is Fit.TYPO and abs(len(pair.ours[0]) - len(pair.theirs[0])) <= 1
            found.append(Reason("one_letter_differs" if is_one else "spelling_differs", detail))
    return found


def _partly(ours: tuple[str, ...], theirs: tuple[str, ...], alignment: Alignment) -> Finding:
    """Words are left over. What sort of words decides how high the blended score may rise."""
    if not alignment.pairs:
        return Finding(min(_blend(ours, theirs, alignment), GENERAL_ALIKE), (Reason("nothing_in_common", is_for=False),))
    lowest, highest, against = _bounds(ours, theirs, alignment)
    score = _blend(ours, theirs, alignment) - (10 if alignment.has(Fit.LOOSE) else 0)
    if alignment.has(Fit.LOOSE) or (alignment.has(Fit.TYPO) and lowest == PART):
        lowest = 0
    shared = Reason("some_words", " ".join(word for pair in alignment.pairs for word in pair.ours))
    return Finding(min(max(score, lowest), highest), (shared, *_slip_reasons(alignment), against))


def _bounds(ours: tuple[str, ...], theirs: tuple[str, ...], alignment: Alignment) -> tuple[int, int, Reason]:
    """The lowest and highest score for these left-overs, and the reason that says so."""
    left = alignment.left
    detail = " / ".join(" ".join(words) for words in (alignment.ours_left, alignment.theirs_left) if words)
    is_one_sided = is_generic(alignment.ours_left, Sort.FILLER) or is_generic(alignment.theirs_left, Sort.FILLER)
    if not _names_somebody(alignment, is_one_sided=is_one_sided):
        common = " ".join(word for pair in alignment.pairs for word in pair.ours)
        return 0, GENERAL_ALIKE, Reason("only_general_in_common", common, is_for=False)
    if is_generic(left) and is_one_sided:
        return *GENERIC_LEFT, Reason("only_generic_differs", detail, is_for=False)
    if is_generic(left, Sort.FORM, Sort.PLACE, Sort.FILLER):
        return *GENERIC_BOTH, Reason("only_generic_differs", detail, is_for=False)
    if is_generic(left):
        return 0, BUSINESS_DIFFERS, Reason("business_differs", detail, is_for=False)
    if is_one_sided and _is_part(*sorted((ours, theirs), key=len)):
        return PART, PART, Reason("part_of", detail, is_for=False)
    return 0, WORDS_DIFFER, Reason("words_differ", detail, is_for=False)


def _names_somebody(alignment: Alignment, *, is_one_sided: bool) -> bool:
    """Do the paired words name a company, not just a trade or a place? Several general words do when nothing contradicts."""
    paired = [word for pair in alignment.pairs for word in pair.ours]
    return not is_generic(tuple(paired)) or (is_one_sided and len(paired) > 1)


def _is_part(short: tuple[str, ...], long: tuple[str, ...]) -> bool:
    """Does the longer name begin with the whole shorter one, and is that one a name of its own (Siemens, Siemens Energy)?"""
    own = [word for word in short if sort_of(word) is Sort.OWN and len(word) >= 4]
    return bool(own) and long[: len(short)] == short


def _blend(ours: tuple[str, ...], theirs: tuple[str, ...], alignment: Alignment) -> int:
    """Weight of the words that agree, blended with the likeness of both cores as strings of letters."""
    agreed = sum(pair.fit / 100 * (weight(pair.ours) + weight(pair.theirs)) for pair in alignment.pairs)
    tokens = 100 * agreed / (weight(ours) + weight(theirs))
    letters = 100 * JaroWinkler.normalized_similarity(" ".join(ours), " ".join(theirs))
    return round(TOKEN_SHARE * tokens + (1 - TOKEN_SHARE) * letters)


def _with_numbers(finding: Finding, ours: frozenset[str], theirs: frozenset[str]) -> Finding:
    """Numbers must agree: Everest 1 and Everest 2 are two companies, Everest may be either."""
    if ours == theirs:
        return finding
    if ours and theirs:
        detail = " / ".join(" ".join(sorted(side)) for side in (ours, theirs))
        return finding.at_most(NUMBERS_DIFFER, Reason("numbers_differ", detail, is_for=False))
    return finding.at_most(NUMBER_MISSING, Reason("number_missing", " ".join(sorted(ours | theirs)), is_for=False))
