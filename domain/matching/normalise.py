"""Under which key do all spellings of one name meet?"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache

from anyascii import anyascii

from domain.matching import lists

LONGEST_NAME = 200  # characters of a name that are read: no company needs more, and time stays bounded
MOST_WORDS = 20
_ROMAN = {"ii": "2", "iii": "3", "iv": "4", "vi": "6", "vii": "7", "viii": "8", "ix": "9", "xi": "11", "xii": "12"}

IDEOGRAPHIC = "\u3005\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff"
_ideographs = re.compile(f"[{IDEOGRAPHIC}]+")
_signs = str.maketrans(dict.fromkeys("'’‘´`ʼ′™®©℠", "") | dict.fromkeys("&+＆", " and "))
_dotted = re.compile(r"(?<![^\W_])(?:[^\W\d_]\.){2,}[^\W\d_]?(?![^\W_])")
_digits = re.compile("[0-9]+")
_cut_short = re.compile(
    r"[^\W\d_]{3,}(?=\.)(?!\.(?:com|net|org|info|biz|io|ai|eu|[a-z]{2}\.[a-z]{2}|co)\b)", re.IGNORECASE
)
_sure_forms = re.compile(r"^\s*АО(?=\s)|[\s,](?:АО|[CNP]\.\s?[AC]\.?)\s*$", re.IGNORECASE)
_ending = re.compile(r"(?<=[^\W_]{3})\.(?:com|net|org|info|biz|io|ai|app|dev|eu|de)(?=[\s,])", re.IGNORECASE)
_run_on = re.compile(r"(?<=[a-z]{6})(?:g?gmbh|ltd|limited|llc)$")  # AcmeToolsGmbH
_umlaut = re.compile(r"ae(?=\w)|(?<![aeq])ue(?=\w)|oe(?=\w)")


def is_ideographic(word: str) -> bool:
    """Is this word in Han, kana or hangul, which stay as they are and count by the character?"""
    return _ideographs.match(word) is not None


def fold(text: str) -> str:
    """As `plain_letters`, and with the bare vowel for ä and ae, ö and oe, ü and ue: people write each of the three."""
    return _bare(plain_letters(text))


def plain_letters(text: str, written: Mapping[int, str] | None = None) -> str:
    """Lower-case letters, digits and single spaces: without accents, signs, and scripts other than Latin and CJK.

    `written`: what stands for a letter instead of its bare form, upper and lower case, as `str.maketrans` gives it.
    """
    text = unicodedata.normalize("NFKC", text[:LONGEST_NAME].translate(_signs))[: 2 * LONGEST_NAME]
    text = text.translate(_ASCII) if text.isascii() else "".join(map(_plain, text))
    text = _dotted.sub(lambda match: match[0].replace(".", ""), text) if "." in text else text
    text = text.translate(written) if written else text
    if not text.isascii():
        text = "".join(_transliterated(text))
    return " ".join(text.lower().replace(".", " ").split())


def _bare(text: str) -> str:
    """With the bare vowel in place of each ae, oe and ue."""
    return text if "e" not in text else _umlaut.sub(lambda match: match[0][0], text)


def _plain(sign: str) -> str:
    """Letters, digits, accents and dots pass; what is invisible vanishes; the rest parts words."""
    if sign.isalnum() or sign == ".":
        return sign
    category = unicodedata.category(sign)
    return sign if category[0] == "M" else "" if category == "Cf" else " "


_ASCII = {code: _plain(chr(code)) for code in range(128)}  # what `_plain` makes of them, in one go


def _transliterated(text: str) -> list[str]:
    """Pieces of the text with CJK set apart as words and every other script in Latin letters."""
    pieces, end = [], 0
    for run in _ideographs.finditer(text):
        pieces += [_latin(text[end : run.start()]), f" {run[0]} "]
        end = run.end()
    return [*pieces, _latin(text[end:])]


def _latin(text: str) -> str:
    return re.sub(r"[^A-Za-z0-9. ]", "", anyascii(text))


_ABBREVIATIONS, _CONNECTORS = lists.abbreviations(), frozenset(lists.words("connectors"))


def _without_connectors(parts: list[str]) -> list[str]:
    """Leave off `and` in any language between two words; a single letter only between longer words."""
    return [part for place, part in enumerate(parts) if not _is_connector(parts, place)]


def _is_connector(parts: list[str], place: int) -> bool:
    if parts[place] not in _CONNECTORS or not 0 < place < len(parts) - 1:
        return False
    return len(parts[place]) > 1 or min(len(parts[place - 1]), len(parts[place + 1])) > 1


def _legal_forms(name: str) -> frozenset[tuple[str, ...]]:
    """Each form as it is written, and as it stands behind a name once every `and` is left off: `e.Kfm.` is `kfm`."""
    forms = [fold(entry).split() for entry in lists.phrases(name)]
    behind = [_without_connectors(["name", *form])[1:] for form in forms]
    return frozenset(tuple(glued_initials(form)) for form in (*forms, *behind) if form)


def glued_initials(parts: list[str]) -> list[str]:
    """Single letters in a row become one word: `S A` is `sa`, `J P Morgan` is `jp morgan`."""
    glued: list[str] = []
    was_single = False
    for part in parts:
        is_single = len(part) == 1 and part.isascii() and part.isalpha()
        if is_single and was_single:
            glued[-1] += part
        else:
            glued.append(part)
        was_single = is_single
    return [_bare(part) for part in glued]


_ENDINGS, _BEGINNINGS = _legal_forms("legal_endings"), _legal_forms("legal_beginnings")
_MIDDLES = _legal_forms("legal_middles")
_CJK_FORMS = sorted(
    {form[0] for form in _ENDINGS | _BEGINNINGS if is_ideographic(form[0]) and len(form[0]) > 1},
    key=lambda form: (-len(form), form),  # in every process the same order
)
_LONGEST_FORM = max(map(len, _ENDINGS | _BEGINNINGS))
# Without one of these there is no form, and nothing to try: so it is with most names.
_LAST_WORDS, _FIRST_WORDS = frozenset(form[-1] for form in _ENDINGS), frozenset(form[0] for form in _BEGINNINGS)
_MIDDLE_WORDS = frozenset(form[0] for form in _MIDDLES)
_ALSO_NAMES = frozenset(lists.words("forms_also_names"))
_GENERAL = frozenset(
    fold(word) for name in ("trade_words", "places", "form_words", "fillers") for word in lists.words(name)
)
_NONE: frozenset[str] = frozenset()  # most names have neither: one set for all that are kept, for memory's collector


@lru_cache(maxsize=20_000)
def words(name: str) -> tuple[str, ...]:
    """The words that tell a name from others: folded, abbreviations written out, legal forms and `and` left off.

    Roman numbers after the first word become plain ones, and numbers lose their leading zeros.
    """
    written = name[:LONGEST_NAME]
    if "." in written or not written.isascii():
        written = _sure_forms.sub("", written)  # in Latin, or without full stops, they may be initials
        written = _ending.sub(" ", written)
    parts, kept = [""], _without_connectors(fold(written or name).split())
    while kept != parts:  # what a legal form parted may be initials without it
        parts = glued_initials(kept)
        kept = _without_legal_forms([_without_cjk_form(part) for part in parts])
        kept = [_run_on.sub("", kept[0])] if len(kept) == 1 else kept
    kept = kept[:MOST_WORDS]
    return tuple(written_out(part) for part in kept[:1] + [_ROMAN.get(part, part) for part in kept[1:]])


def is_only_form(name: str) -> bool:
    """“GmbH & Co. KG” tells no company from any other: behind a name nothing of it would be left.

    Sapa AB and SAIC are companies, although their names are forms elsewhere.
    """
    if not any(sign.isalpha() for sign in name) or not _ALSO_NAMES.isdisjoint(fold(name).split()):
        return False
    return words(f"zzyzx {name}") == ("zzyzx",)


def form_in_front(one: tuple[str, ...], other: tuple[str, ...]) -> str:
    """The legal form with which the one name begins, if it is all that tells it from the other; else ""."""
    short, long = sorted((one, other), key=len)
    front = long[: len(long) - len(short)]
    return " ".join(front) if front in _BEGINNINGS and long[len(front) :] == short else ""


@lru_cache(maxsize=20_000)
def cut_short(name: str) -> frozenset[str]:
    """The words of a name that end with a full stop, as in `Aurinia Pharmaceut.`: beginnings of longer words."""
    shortened = _cut_short.findall(name[:LONGEST_NAME]) if "." in name else ()
    return frozenset(map(fold, shortened)) or _NONE


def written_out(word: str) -> str:
    """An abbreviation as the word it stands for; a number without leading zeros."""
    if word.isdigit():
        return word.lstrip("0") or "0"
    return _ABBREVIATIONS.get(word, word)


def core(name: str) -> str:
    """The normalised key of a name: equal for two spellings of one name, "" when nothing can be read in it."""
    return " ".join(words(name))


def letters(name: str) -> int:
    """How much a name says, in letters and digits of its core; a CJK character says as much as two letters."""
    return sum(2 if is_ideographic(sign) else 1 for sign in "".join(words(name)))


@lru_cache(maxsize=20_000)
def numbers(parts: tuple[str, ...]) -> frozenset[str]:
    """The numbers in these words, leading zeros left off."""
    return frozenset(digits.lstrip("0") for digits in _digits.findall(" ".join(parts))) or _NONE


def _without_cjk_form(part: str) -> str:
    """CJK is written without spaces, so its legal forms are cut off the run of characters."""
    if not part.isascii() and is_ideographic(part) and part not in _CJK_FORMS:
        for form in _CJK_FORMS:
            shorter = part.removeprefix(form).removesuffix(form)
            if shorter and shorter != part:
                return shorter
    return part


def _without_legal_forms(parts: list[str]) -> list[str]:
    """Cut legal forms off both edges, longest first, never the last word that is left."""
    if len(parts) > 1 and parts[0] == "the":
        parts = parts[1:]
    elif len(parts) > 1 and parts[-1] == "the":  # as in a catalogue: Boeing Company, The
        parts = parts[:-1]
    while (size := _form_size(parts, at_end=True)) > 0:
        parts = parts[:-size]
    while (size := _form_size(parts, at_end=False)) > 0 and not (len(parts) - size == 1 and parts[-1] in _GENERAL):
        parts = parts[size:]  # but SAS Institute and SIA Engineering have no other name
    return _without_middle_forms(parts)


def _without_middle_forms(parts: list[str]) -> list[str]:
    """Cut out the forms that stand between two words, longest first: somebody wrote the words in another order."""
    if _MIDDLE_WORDS.isdisjoint(parts[1:-1]):
        return parts
    place = 1
    while place < len(parts) - 1:
        longest = min(_LONGEST_FORM, len(parts) - 1 - place)
        size = next((n for n in range(longest, 0, -1) if tuple(parts[place : place + n]) in _MIDDLES), 0)
        parts = parts[:place] + parts[place + size :]
        place += size == 0
    return parts


def _form_size(parts: list[str], *, at_end: bool) -> int:
    if not parts or parts[-1 if at_end else 0] not in (_LAST_WORDS if at_end else _FIRST_WORDS):
        return 0
    forms = _ENDINGS if at_end else _BEGINNINGS
    for size in range(min(_LONGEST_FORM, len(parts) - 1), 0, -1):
        edge = parts[-size:] if at_end else parts[:size]
        if tuple(edge) in forms:
            return size
    return 0
