"""What does a manager see beside an application? Who looks alike and why, and whether the mail address fits.

Searched when the page is opened, never while somebody applies: an applicant's answer must not tell who is known.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from domain import rules
from domain.judgements import known as judgements
from domain.judgements.known import Said
from domain.lookup import candidates, likeness
from domain.matching import Company, Level, Likeness, index, registrable_domain
from domain.matching.index import Kind
from models import Account, Application, Lead, Partner, User

LIMIT = 20
MailFit = Literal["own", "other", "free"]


@dataclass(frozen=True)
class Lookalike:
    """Something we know that looks like the applicant. `kind`: partner, application, account, lead."""

    kind: str
    thing: Partner | Application | Account | Lead
    name: str
    likeness: Likeness


def lookalikes(application: Application) -> list[Lookalike]:
    """Partners, other applications, and records of the CRM, likest first."""
    numbers, company = rules.in_force(), company_of(application)
    said = judgements.about(company)
    known = [*_partners(), *_others(application), *_indexed(company, said)]
    found = [
        Lookalike(kind, thing, other.name, alike)
        for kind, thing, other in known
        if (alike := likeness(company, other, numbers, said)).level is not Level.DIFFERENT
    ]
    return sorted(found, key=lambda one: -one.likeness.score)[:LIMIT]


def company_of(application: Application) -> Company:
    return Company(application.company, application.domain, application.country, "", application.number)


def mail_fit(application: Application) -> MailFit:
    """Is the mail address at the company's own web domain, at another, or at a provider that many share?"""
    theirs = registrable_domain(application.email)
    if not theirs:
        return "free"
    return "own" if theirs == registrable_domain(application.domain) else "other"


def person_known(application: Application) -> User | None:
    """Who has this mail address here already: then no account can be made with it."""
    return User.get_or_none(User.email == application.email) if application.status == "waiting" else None


Known = tuple[str, Partner | Application | Account | Lead, Company]


def _partners() -> Iterator[Known]:
    for row in Partner.select().order_by(Partner.id):
        yield "partner", row, Company(row.name, row.domain, row.country, row.city)


def _others(application: Application) -> Iterator[Known]:
    """Other applications that somebody confirmed."""
    rows = Application.select().where(Application.id != application.id, Application.status.not_in(("sent", "approved")))
    for row in rows.order_by(Application.id):
        yield "application", row, company_of(row)


def _indexed(company: Company, said: Said) -> Iterator[Known]:
    entries = candidates(company, said, LIMIT)
    for kind, rows in (
        (Kind.ACCOUNT, _alive(Account, _refs(entries, Kind.ACCOUNT))),
        (Kind.LEAD, _alive(Lead, _refs(entries, Kind.LEAD))),
    ):  # fmt: skip
        companies = {entry.ref: entry.company for entry in entries if entry.kind is kind}
        for row in rows:
            yield kind.value, row, companies[row.id]


def _refs(entries: Iterable[index.Entry], kind: Kind) -> list[int]:
    return [entry.ref for entry in entries if entry.kind is kind]


def _alive(model: type[Account] | type[Lead], ids: list[int]) -> list[Account | Lead]:
    return list(model.select().where(model.id.in_([*ids, 0]), model.is_gone == False).order_by(model.id))  # noqa: E712
