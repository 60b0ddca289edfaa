"""Which accounts of the sample's CRM stand there twice or have other names, and what did Max say about them?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from domain import lookup
from domain.judgements import saying
from domain.matching import Company
from domain.matching.names import initials
from domain.matching.normalise import words
from models import Account
from sample.names import Made
from sample.teller import Teller

EVERY = 37
"""Every so many accounts one has other names."""

FORMER = ("Vereinigte Werke {}", "Kommunalbetriebe {}", "Grupo {}", "{} Holding")
BRANDS = ("Kompass Anlagenservice", "Delta Wassertechnik", "Prisma Industrial")
FORMS = (" GmbH", " AG", " KG", " S.A.", " S.L.", " Ltd", " plc")
TWINS = 9


def other_names(number: int, made: Made) -> str:
    """What the CRM holds besides the legal name, as people type it into one field."""
    if number % EVERY != 7:
        return ""
    former = FORMER[number // EVERY % len(FORMER)].format(made.city)
    return former if number % 2 else f"{former}; {_short(made).upper()}"


def twins(accounts: Sequence[Made]) -> Iterator[tuple[str, str, Made]]:
    """Name and website of companies that somebody entered a second time, and as what they stand there already.

    With a word more, with a slip, as a brand at the same address, and by their initials.
    """
    step = max(1, len(accounts) // (TWINS + 1))
    for number in range(TWINS):
        made = accounts[number * step + 3]
        bare = next((made.name.removesuffix(form) for form in FORMS if made.name.endswith(form)), made.name)
        ways = (
            (f"{bare} Service", ""), (_slipped(made.name), ""), (BRANDS[number % len(BRANDS)], made.domain),
            (_short(made).upper(), ""),
        )  # fmt: skip
        yield *ways[number % len(ways)], made


def judged(teller: Teller) -> Iterator[datetime]:
    """Max said that a short name is an account, which no letter tells; and that a service company is another one.

    Of another short name he was wrong, and took it back.
    """
    rows = Account.select().where(Account.is_gone == False).order_by(Account.id)  # noqa: E712
    known, twin = [lookup.company_of_record(row) for row in rows.limit(60)], _first_twin()
    max_ = teller.staff("Max Lindner")
    for day, place in ((33, 21), (18, 5)):
        yield teller.day(day, 14)
        said = saying.say(max_, _by_initials(known[place]), known[place], "same")
        if day == 33:
            yield teller.day(32, 9)
            saying.take_back(max_, said)
    yield teller.day(11, 14)
    pair = Account.get_by_id(twin[0]), Account.get_by_id(twin[1])
    one, other = map(lookup.company_of_record, pair)
    saying.say(max_, one, other, "different", accounts=pair)


def _by_initials(company: Company) -> Company:
    """What people call it on the telephone."""
    return Company(f"{initials(words(company.name)).upper()} {company.city}", "", company.country)


def _first_twin() -> tuple[int, int]:
    """Ids of the fourth account and of what was entered for it a second time."""
    ids = [row.id for row in Account.select(Account.id).order_by(Account.id)]
    return ids[3], ids[-TWINS]


def _short(made: Made) -> str:
    return initials(words(made.name)) or made.city[:3]


def _slipped(name: str) -> str:
    """One letter in the middle of the longest word is missing."""
    longest = max(name.split(), key=len)
    return name.replace(longest, longest[: len(longest) // 2] + longest[len(longest) // 2 + 1 :], 1)
