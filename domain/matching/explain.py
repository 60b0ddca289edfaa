"""In which words does a comparison tell its reasons to the people who decide?"""

from __future__ import annotations

import re
from collections.abc import Iterable

from domain.matching.company import Reason
from domain.matching.normalise import fold
from domain.words import N_

_words = re.compile(r"[^\W_]+")

REASON_WORDS: dict[str, str] = {
    "said_same": N_("A reviewer said: same company"),
    "said_same_elsewhere": N_("A reviewer said: same company, of one with another web domain"),
    "said_different": N_("A reviewer said: different company"),
    "same_name": N_("Same name"),
    "other_name": N_("Known as: %(detail)s"),
    "other_order": N_("Same words in another order"),
    "joined_words": N_("Same letters, words written together or apart: %(detail)s"),
    "abbreviated": N_("One word is an abbreviation: %(detail)s"),
    "one_letter_differs": N_("One letter differs: %(detail)s"),
    "spelling_differs": N_("Spelled a little differently: %(detail)s"),
    "only_generic_differs": N_("Only general words differ: %(detail)s"),
    "part_of": N_("One name is part of the other, which adds: %(detail)s"),
    "initials": N_("One name is the initials of the other: %(detail)s"),
    "trade_name": N_("Alike by a trading or former name: %(detail)s"),
    "domain_like_name": N_("The web address reads like the other name: %(detail)s"),
    "some_words": N_("Words in common: %(detail)s"),
    "words_differ": N_("Other words: %(detail)s"),
    "business_differs": N_("Another line of business: %(detail)s"),
    "only_general_in_common": N_("Only general words in common: %(detail)s"),
    "nothing_in_common": N_("No word in common"),
    "numbers_differ": N_("The numbers differ: %(detail)s"),
    "number_missing": N_("Only one name has the number %(detail)s"),
    "same_domain": N_("Same web domain: %(detail)s"),
    "related_domain": N_("Web domains differ only in their ending: %(detail)s"),
    "other_domain": N_("Another web domain: %(detail)s"),
    "same_vat": N_("Same VAT or register number: %(detail)s"),
    "court_unknown": N_("Same register number, of a court that is not told: %(detail)s"),
    "other_vat": N_("Another VAT or register number: %(detail)s"),
    "same_country": N_("Same country: %(detail)s"),
    "other_country": N_("Another country: %(detail)s"),
    "same_city": N_("Same city: %(detail)s"),
    "other_city": N_("Another city: %(detail)s"),
    "not_checkable": N_("Too short to compare"),
}
"""Code of a reason -> English sentence, marked for translation; `%(detail)s` is the reason's detail."""


def in_english(reason: Reason) -> str:
    """The sentence of a reason, for the command line."""
    says = REASON_WORDS[reason.code]
    return says % {"detail": reason.detail} if "%(detail)s" in says else says


def as_written(detail: str, names: Iterable[str]) -> str:
    """The words of a detail as these names write them: they are compared without accents, capitals and umlauts."""
    written = {fold(word): word for name in names for word in _words.findall(name)}
    return " ".join(written.get(word, word) for word in detail.split(" "))
