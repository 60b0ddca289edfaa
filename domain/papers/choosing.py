"""Which certificates does a person choose from, and which of them does a filter mean?"""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce
from operator import or_

from peewee import ModelSelect

from models import Certificate, Partner, Registration, User

PARTS = ("valid", "ended", "all")
"""Of claims that are protected; of claims that ended; both."""


@dataclass(frozen=True)
class Choice:
    """A filter as it stands in the address."""

    part: str = "valid"
    line: str = ""
    words: str = ""

    def with_(self, **changed: str) -> Choice:
        return Choice(**{**self.__dict__, **changed})


def chosen(reader: User, choice: Choice) -> ModelSelect[Certificate]:
    """The current certificate of each claim that the filter means, the newest first, with claim and partner."""
    current = Certificate.current_visible_to(reader).order_by(Certificate.issued_at.desc(), Certificate.id.desc())
    return current.where(*_conditions(choice))


def _conditions(choice: Choice) -> list[object]:
    conditions: list[object] = [Certificate.id.is_null(False)]
    if choice.part == "valid":
        conditions.append(Registration.status == "approved")
    elif choice.part == "ended":
        conditions.append(Registration.status != "approved")
    if choice.line:
        conditions.append(Registration.product_line == choice.line)
    return conditions + ([_named(choice.words.strip())] if choice.words.strip() else [])


def _named(words: str) -> object:
    """By the beginning of a code, of a word of the account or of the partner's name."""
    fields = (Registration.company, Partner.name)
    tests = [test for name in fields for test in (name.startswith(words), name.contains(f" {words}"))]
    return reduce(or_, tests, Registration.code.startswith(words))
