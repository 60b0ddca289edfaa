"""Which pairs of accounts wait to be judged, and judging one of them."""

from __future__ import annotations

from dataclasses import dataclass

from peewee import ModelSelect

from domain import lookup
from domain.judgements import saying
from domain.words import N_
from models import Judgement, LikelyPair, User

PROPOSALS: dict[str, str] = {
    "domain": N_("Proposed alias: the same web domain, and names that are not alike"),
    "vat": N_("Proposed alias: the same VAT number, and names that are not alike"),
    "initials": N_("Proposed alias: the same city, and one name is the initials of the other"),
}
"""Why two accounts with unlike names may be one: code -> words."""

PARTS = ("all", "alike", "proposed")


@dataclass(frozen=True)
class Wanted:
    """What of the list is asked for; "" is no matter."""

    part: str = "all"
    country: str = ""
    sought: str = ""


def pairs(by: User, wanted: Wanted) -> ModelSelect[LikelyPair]:
    """Pairs that nobody judged, most alike first, with both accounts."""
    return LikelyPair.open_for(by, wanted.part, wanted.country, wanted.sought)


def decide(by: User, pair: LikelyPair, verdict: str) -> Judgement:
    """Remember that both accounts are the same company, or are not. The CRM keeps both. Raises `Refused`."""
    one, other = pair.one, pair.other
    companies = lookup.company_of_record(one), lookup.company_of_record(other)
    return saying.say(by, *companies, verdict, accounts=(one, other))
