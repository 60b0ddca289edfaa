"""How alike are two names, and which words speak for and against it?"""

from __future__ import annotations

from dataclasses import dataclass

from rapidfuzz.distance import JaroWinkler

from domain.matching.alignment import Alignment, Fit, Pair, align, is_generic, weight
from domain.matching.company import Reason
from domain.matching.normalise import form_in_front, is_ideographic, numbers
from domain.matching.weights import Sort, is_general, sort_of

# Where the kinds of likeness stand on the scale of 100. With the default thresholds 86 is the same and 72 similar.
OTHER_ORDER = 97  # also words written together or apart
SHORTENED, ONE_SLIP, LOOSE_SLIP = 95, 93, 78
GENERIC_LEFT = 74  # the lowest when only general words are left over on one side; how high, says their sort:
FORM_LEFT, TRADE_LEFT, PLACE_LEFT = 84, 80, 78
GENERIC_BOTH = (73, 80)  # the same on both sides
GENERIC_SLIP = 76  # the highest when there is a slip as well
PART = INITIALS = 75
LONG_PART = 83  # all but one word of a name, with two names of its own or more
SMALL_PART = 71  # one word of a name that has three more
BUSINESS_DIFFERS, WORDS_DIFFER, GENERAL_ALIKE = 65, 70, 60
NUMBERS_DIFFER, NUMBER_MISSING = 60, 80
LONG_WORD = 8  # letters of a name of one word in which a slip is believed
TOKEN_SHARE = 0.6  # of the blended score; the rest is Jaro-Winkler on the whole cores

NOTHING = Reason("nothing_in_common", is_for=False)


@dataclass(frozen=True)
class Finding:
    score: int
    reasons: tuple[Reason, ...]

    def at_most(self, score: int, *reasons: Reason) -> Finding:
        return Finding(min(self.score, score), (*self.reasons, *reasons))


def judge(ours: tuple[str, ...], theirs: tuple[str, ...], cut_short: frozenset[str] = frozenset()) -> Finding:
    """Score two whole names from 0 to 100, with reasons.

    A beginning of a word earns nothing, but for the words `cut_short`, which were written as abbreviations.
    """
    if ours == theirs:
        return Finding(100, (Reason("same_name"),))
    if not ours or not theirs:
        return Finding(0, (NOTHING,))
    if is_initials(ours, theirs) or is_initials(theirs, ours):
        return Finding(INITIALS, (Reason("initials", " = ".join(map(" ".join, sorted((ours, theirs), key=len)))),))
    if front := form_in_front(ours, theirs):
        return Finding(FORM_LEFT, (Reason("only_generic_differs", front, is_for=False),))
    if len(ours) == len(theirs) == 1 and (rest := _beyond(ours[0], theirs[0])):
        return Finding(PART, (Reason("part_of", rest, is_for=False),))
    alignment = align(ours, theirs, cut_short)
    is_whole = is_generic(alignment.left, Sort.FILLER) and (not alignment.left or _names_somebody(alignment))
    finding = _whole(alignment) if is_whole else _partly(ours, theirs, alignment)
    return _with_numbers(finding, numbers(ours), numbers(theirs))


def _beyond(x: str, y: str) -> str:
    """What one word in CJK has behind the other, "" when neither begins the other: no space parts it.

    A place alone begins too many names.
    """
    short, long = sorted((x, y), key=len)
    is_part = len(short) > 1 and is_ideographic(short) and sort_of(short) is not Sort.PLACE and long.startswith(short)
    return long[len(short) :] if is_part else ""


def is_initials(short: tuple[str, ...], long: tuple[str, ...]) -> bool:
    """Is the one name made of the first letters of the other, as in GE and General Electric?

    Three letters or less are the initials of too many: then the long name must consist of general words.
    """
    if len(short) != 1 or len(long) < 2 or is_ideographic(short[0]) or short[0] != initials(long):
        return False
    return len(short[0]) > 3 or is_generic(long)


def initials(words: tuple[str, ...]) -> str:
    return "".join(word[0] for word in words if sort_of(word) is not Sort.FILLER)


def _whole(alignment: Alignment) -> Finding:
    """All words of both names are paired, small words aside."""
    reasons = _slip_reasons(alignment)
    if not alignment.is_in_order:
        reasons.append(Reason("other_order"))
    return Finding(_whole_score(alignment), tuple(reasons) or (Reason("same_name"),))


def _whole_score(alignment: Alignment) -> int:
    slips = [pair.fit for pair in alignment.pairs if pair.fit < Fit.SHORT]
    if alignment.has(Fit.SHORT) and not is_backed(alignment, Sort.OWN, Sort.WORN):
        return LOOSE_SLIP
    if not slips and alignment.has(Fit.SHORT):
        return SHORTENED
    if not slips:
        return 100 if alignment.is_in_order and not alignment.has(Fit.JOINED) else OTHER_ORDER
    if Fit.FAINT in slips and not is_backed(alignment, *Sort) and not _has_sure_slip(alignment):
        return WORDS_DIFFER
    is_sure = Fit.FAINT not in slips and (Fit.LOOSE not in slips or is_backed(alignment, Sort.OWN))
    is_sure = is_sure and not _is_lone(alignment.pairs)
    return ONE_SLIP if is_sure and len(slips) * 3 <= max(3, len(alignment.pairs)) else LOOSE_SLIP


def _is_lone(pairs: tuple[Pair, ...]) -> bool:
    """Is a slip in one short word all there is? Quantel and Qvantel are two companies; swapped letters are one."""
    if len(pairs) > 1:
        return False
    ours, theirs = "".join(pairs[0].ours), "".join(pairs[0].theirs)
    return min(len(ours), len(theirs)) < LONG_WORD and sorted(ours) != sorted(theirs)


def _has_sure_slip(alignment: Alignment) -> bool:
    """Is a long word the same but for a slip? Two people who slip in different words mean one company."""
    return any(pair.fit is Fit.TYPO and len(pair.ours[0]) > 5 for pair in alignment.pairs)


def is_backed(alignment: Alignment, *sorts: Sort) -> bool:
    """Does at least one word of these sorts agree to the letter?"""
    exact = [pair.ours[0] for pair in alignment.pairs if pair.fit is Fit.EXACT]
    return any(sort_of(word) in sorts and len(word) > 2 for word in exact)


def _slip_reasons(alignment: Alignment) -> list[Reason]:
    found = []
    for pair in alignment.pairs:
        detail = " / ".join((" ".join(pair.ours), " ".join(pair.theirs)))
        if pair.fit is Fit.SHORT:
            found.append(Reason("abbreviated", detail))
        elif pair.fit is Fit.JOINED:
            found.append(Reason("joined_words", detail))
        elif pair.fit is not Fit.EXACT:
            is_one = pair.fit is Fit.TYPO and abs(len(pair.ours[0]) - len(pair.theirs[0])) <= 1
            found.append(Reason("one_letter_differs" if is_one else "spelling_differs", detail))
    return found


def _partly(ours: tuple[str, ...], theirs: tuple[str, ...], alignment: Alignment) -> Finding:
    """Words are left over. What sort of words decides how high the blended score may rise."""
    if not alignment.pairs:
        return Finding(min(_blend(ours, theirs, alignment), GENERAL_ALIKE), (NOTHING,))
    lowest, highest, against = _bounds(ours, theirs, alignment)
    if any(pair.fit < Fit.SHORT for pair in alignment.pairs):
        lowest, highest = 0, min(highest, GENERIC_SLIP if _is_light(alignment) else WORDS_DIFFER)
    score = min(max(_blend(ours, theirs, alignment), lowest), highest)
    shared = Reason("some_words", " ".join(alignment.paired))
    return Finding(score, (shared, *_slip_reasons(alignment), against))


def _bounds(ours: tuple[str, ...], theirs: tuple[str, ...], alignment: Alignment) -> tuple[int, int, Reason]:
    """The lowest and highest score for these left-overs, and the reason that says so."""
    left, paired = alignment.left, alignment.paired
    is_one_sided = is_generic(alignment.ours_left, Sort.FILLER) or is_generic(alignment.theirs_left, Sort.FILLER)
    is_part = is_one_sided and _begins(*sorted((ours, theirs), key=len))
    is_named = _names_somebody(alignment)
    if not is_named and not (is_part and len(paired) > 1 and _is_light(alignment)):
        return 0, GENERAL_ALIKE, Reason("only_general_in_common", " ".join(paired), is_for=False)
    detail = " / ".join(" ".join(words) for words in (alignment.ours_left, alignment.theirs_left) if words)
    is_light = _is_light(alignment)
    if is_one_sided and is_generic(left) and (is_light or _has_own(paired, 4)):
        return GENERIC_LEFT, _highest(left), Reason("only_generic_differs", detail, is_for=False)
    if is_light and not _is_thin(alignment) and _has_own(paired, 4 if is_generic(left, Sort.PLACE, Sort.FILLER) else 6):
        return *GENERIC_BOTH, Reason("only_generic_differs", detail, is_for=False)
    if is_generic(left):
        return 0, BUSINESS_DIFFERS, Reason("business_differs", detail, is_for=False)
    if is_part and _has_own(paired, 5):
        part = _part(alignment)
        return part, part, Reason("part_of", detail, is_for=False)
    return 0, WORDS_DIFFER, Reason("words_differ", detail, is_for=False)


def _highest(left: tuple[str, ...]) -> int:
    """How alike two names may be that differ by these words: a group and its holding more than two trades."""
    if is_generic(left, Sort.FORM, Sort.FILLER):
        return FORM_LEFT
    return PLACE_LEFT if is_generic(left, Sort.PLACE, Sort.FORM, Sort.FILLER) else TRADE_LEFT


def _is_thin(alignment: Alignment) -> bool:
    """Have they but one word in common, and each another way of being built (Dragonfly Venture, Dragonfly Holdings)?"""
    sides = (alignment.ours_left, alignment.theirs_left)
    return len(alignment.paired) == 1 and all(side and not is_generic(side, Sort.PLACE, Sort.FILLER) for side in sides)


def _part(alignment: Alignment) -> int:
    """How alike a name is to a part of it: most with two names of its own in common, least with one of many words."""
    own = [word for word in alignment.paired if sort_of(word) is Sort.OWN]
    if len(alignment.left) == 1:
        return LONG_PART if len(own) > 1 else PART
    return SMALL_PART if len(alignment.left) > 2 and len(alignment.paired) == 1 else PART


def _is_light(alignment: Alignment) -> bool:
    """Do the words left over only say how a company is built or where it is, and are all slips believed?"""
    slips = [pair for pair in alignment.pairs if pair.fit < Fit.SHORT]
    is_sure = all(pair.fit is Fit.TYPO for pair in slips)
    is_long = all(len(pair.ours[0]) > 7 for pair in slips) or is_backed(alignment, Sort.OWN)
    return is_sure and is_long and is_generic(alignment.left, Sort.FORM, Sort.PLACE, Sort.FILLER)


def _names_somebody(alignment: Alignment) -> bool:
    """Do the paired words name a company, not just a trade or a place? Two letters do not."""
    return any(not is_general(word) and (len(word) > 2 or is_ideographic(word)) for word in alignment.paired)


def _has_own(words: tuple[str, ...], length: int) -> bool:
    """Is one of these words a name that few companies share, at least so long?"""
    return any(sort_of(word) is Sort.OWN and (len(word) >= length or is_ideographic(word)) for word in words)


def _begins(short: tuple[str, ...], long: tuple[str, ...]) -> bool:
    """Does the longer name begin with the whole shorter one (Siemens, Siemens Energy)?"""
    return long[: len(short)] == short


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
