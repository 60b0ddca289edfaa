"""What is compared, and what does a comparison say?"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

MOST_ALSO = 8  # other names of one company that are read


@dataclass(frozen=True)
class Company:
    """One side of a comparison: a typed prospect, a CRM account, a lead, a claim or a hold.

    Every field is taken as people write it. `domain` may be a web address, a mail address or a bare domain;
    `country` is an ISO 3166 alpha-2 code; "" means unknown throughout. `also` are further full names: former, trade and
    other names that the CRM delivers, at most `MOST_ALSO`. `core`: that of the name, where the index has kept it.
    """

    name: str
    domain: str = ""
    country: str = ""
    city: str = ""
    vat: str = ""
    also: tuple[str, ...] = ()
    core: str = field(default="", compare=False, repr=False)  # only ever what `normalise.core` made of the name


class Level(StrEnum):
    """How alike two companies are. The programme's rules turn this into a verdict."""

    SAME = "same"  # may be taken
    SIMILAR = "similar"  # a person has to look
    DIFFERENT = "different"  # free


@dataclass(frozen=True)
class Reason:
    """One argument for or against two companies being the same. `explain.REASON_WORDS` has its sentence."""

    code: str  # stable, since decisions keep it
    detail: str = ""
    is_for: bool = True


@dataclass(frozen=True)
class Likeness:
    """What a comparison found: a score from 0 to 100, the level it reaches, and why, weightiest first."""

    score: int
    level: Level
    reasons: tuple[Reason, ...]


@dataclass(frozen=True)
class Thresholds:
    """The lowest scores that count as the same and as similar. The programme's rules may set others."""

    same: int = 86
    similar: int = 72

    def level(self, score: int) -> Level:
        if score >= self.same:
            return Level.SAME
        return Level.SIMILAR if score >= self.similar else Level.DIFFERENT
