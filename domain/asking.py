"""Was this question paid for today, and what does it cost? Asked by each door that answers “is it taken?”."""

from __future__ import annotations

from dataclasses import astuple, dataclass
from datetime import datetime

from domain import budgets, lookup, probing
from domain.events import hashed
from domain.matching import Company, looks_like_address
from domain.matching.spellings import spellings
from domain.refusals import Kind, Refused
from domain.rules import Rules
from domain.words import N_
from models import CheckPause, PartnerBudget, Peek, Receipt, User, Vendor

PAUSED = N_("Your company’s checks are paused. Call your channel manager. Registering goes on; a person answers.")
MARKS = 2**16
"""A mark is one of so many: enough to tell the names of one day apart, too few to tell which names they were."""


@dataclass(frozen=True)
class Question:
    """What makes two questions the same within a day: another domain, number or product line is another one."""

    core: str
    domain: str
    vat: str
    line: str
    names: str = ""  # every name in it, as it is compared: what follows "formerly" is a name of its own

    def mark(self, user: User, day: datetime) -> int:
        """Salted with what no partner knows: nobody can choose a question so that it bears the mark of another."""
        text = "\n".join((day.isoformat(), *astuple(self)))
        return int(hashed(text, f"{Vendor.get_current().salt}\n{user.code}")[:8], 16) % MARKS


@dataclass(frozen=True)
class Price:
    """What was found out before the look, so that the answer does not depend on what there is."""

    is_paid: bool
    is_marked: bool  # paid while typing or by a filing
    names_today: int  # of the partner


def question(company: Company, line: str) -> Question:
    names = "\n".join(" ".join((*one.words, ".", *sorted(one.cut_short))) for one in spellings(company))
    return Question(lookup.memory_keys(company)[0], company.domain, company.vat, line, names)


def asked_of(receipt: Receipt) -> Company:
    """The company that a check was about."""
    name = "" if looks_like_address(receipt.name) else receipt.name
    return Company(name, receipt.domain, receipt.country, receipt.city, receipt.vat)


def earlier(user: User, asked: Question, since: datetime) -> list[Receipt]:
    """What this person asked since then by the very same question, newest first."""
    rows = Receipt.asked_since(user, since, asked.core, asked.domain, asked.vat, asked.line)
    return [row for row in rows if question(asked_of(row), row.product_line) == asked]


def price(user: User, asked: Question, earlier: list[Receipt], rules: Rules, now: datetime) -> Price:
    """Raises `Refused` while the partner's checks are paused, and when a question that is new today finds no budget."""
    require_running(user)
    day, _ = budgets.today(rules, now)
    is_marked = Peek.is_there(user, day, asked.mark(user, day))
    is_paid = is_marked or any(row.at >= day for row in earlier)
    return Price(is_paid, is_marked, 0 if is_paid else budgets.require_name(user, rules, now))


def pay_typed(user: User, asked: Question, rules: Rules, now: datetime) -> None:
    """A name that turned out not to be free while it was typed: it costs one, once a day, and leaves only a mark."""
    if user.partner_id is None:
        return
    day, _ = budgets.today(rules, now)
    budgets.spend_name(user, rules, now)
    Peek.note(user, day, asked.mark(user, day))
    note_told(user, rules, now)


def note_told(user: User, rules: Rules, now: datetime) -> None:
    """One more that was paid, was not free, and has no receipt: the alarm counts it (`probing`)."""
    if user.partner_id is not None:
        PartnerBudget.take(user.partner_id, "typed", budgets.today(rules, now)[0])


def settle_typed(user: User, rules: Rules, now: datetime) -> None:
    """What was paid while typing has a receipt now: it is no longer one that was left in the air."""
    if user.partner_id is not None:
        PartnerBudget.give_back(user.partner_id, "typed", budgets.today(rules, now)[0])


def take(user: User, asked: Question, rules: Rules, now: datetime) -> Price | None:
    """Pay for a question that is asked by another door than the check: a filing, a hold. None: there is no budget.

    Staff, and what this person asked today, pay nothing.
    """
    if user.partner_id is None:
        return Price(is_paid=True, is_marked=False, names_today=0)
    day, _ = budgets.today(rules, now)
    try:
        due = price(user, asked, earlier(user, asked, day), rules, now)
        if not due.is_paid:
            budgets.spend_name(user, rules, now)
            Peek.note(user, day, asked.mark(user, day))
            probing.watch(user, due.names_today, rules, now)
    except Refused:
        return None
    return due


def require_running(user: User) -> None:
    """Raises `Refused` while a manager has paused the checks of this person's company."""
    if user.partner_id is not None and CheckPause.of(user.partner_id) is not None:
        raise Refused(PAUSED, Kind.OVER_BUDGET)
