"""How does an alarm say why? One sentence with its figures for each code of `judging`."""

from __future__ import annotations

from domain.words import N_

WORDS: dict[str, str] = {
    "hits": N_("%(hits)s names were not free, and nothing was made of them, in %(days)s days."),
    "share": N_("%(share)s%% of %(names)s names were not free; who sells meets mostly free ones."),
    "unclaimed": N_("%(names)s names were checked, %(claimed)s of them were ever claimed."),
    "sorted": N_("%(names)s names came one after another in the order of the alphabet."),
    "even": N_("%(names)s names came at an even pace, one every %(seconds)s seconds, as a program asks."),
    "night": N_("%(names)s names were checked in one night."),
    "crowd": N_("%(people)s people used most of their names on the same day."),
    "typed": N_("%(answers)s answers were read while typing in one day; %(names)s names were settled."),
}
