"""Is this account free? The confidential live check: four answers, whoever holds the account (PRODUCT.md A)."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

from domain import asking, budgets, codes, lookup, moment, probing, rules
from domain.asking import Price
from domain.clash import Asker, Effect
from domain.judgements import known as judgements
from domain.lookup import Finding
from domain.matching import Company, index, is_checkable, is_only_form, looks_like_address, registrable_domain
from domain.matching.index import Entry
from domain.permissions import may
from domain.refusals import Invalid, Kind, Refused
from domain.registrations import eligibility
from domain.registrations.drafts import LONGEST
from domain.rules import Rules
from domain.words import N_
from models import Receipt, Registration, User
from models.base import log_db

NOT_YOURS = N_("Your role does not make checks.")
TOO_SHORT = N_("Type at least four letters of the name, or the web address.")
SHARED = N_("Many share this address. Type the company’s name, or a web address of its own.")
ONLY_FORM = N_("Only a legal form stands there. Add the company’s name, or its web address.")
TOO_LONG = N_("Shorten this to %(most)s characters.")
MOST = {"name": LONGEST["company"], "domain": LONGEST["domain"], "city": LONGEST["city"], "vat": LONGEST["vat"]}

TOLD = ("taken", "review")
"""Verdicts that say something about the vendor: they cost a name while typing as well."""

MOST_BEGUN = 8
"""Names that only begin like a typed one: more of them say nothing."""

STAGES = ("search", "compare", "rules")

SAME_QUESTION = timedelta(minutes=10)
"""A settled question that is asked again within this time, with the same answer, gets the same receipt."""


@dataclass(frozen=True)
class Prospect:
    """What was typed, as it was typed."""

    name: str = ""
    domain: str = ""
    country: str = ""
    city: str = ""
    vat: str = ""
    line: str = ""

    @property
    def company(self) -> Company:
        """What is compared. An address in the one large field is what was asked for, whatever stands beside it."""
        if not looks_like_address(self.name):
            return Company(self.name, self.domain, self.country, self.city, self.vat)
        own = self.name if registrable_domain(self.name) else self.domain
        return Company("", own, self.country, self.city, self.vat)


@dataclass(frozen=True)
class Answer:
    """One of four verdicts. It hides whose claim it is; `claim` is set for `own` alone, if the reader may see it."""

    verdict: str  # free, own, taken, review
    typed: Prospect
    at: datetime
    receipt: str = ""  # of a settled check
    claim: Registration | None = None
    again_on: datetime | None = None  # until then the partner's own former claim cools down

    @property
    def is_settled(self) -> bool:
        return bool(self.receipt)


@dataclass(frozen=True)
class Look:
    """What staff see: how a partner without a history is answered, and all that stands behind it."""

    verdict: str
    findings: list[Finding]
    begun: list[Entry]  # names that only begin like the typed one: they never make a verdict (PRODUCT.md A)
    stages: dict[str, float]  # milliseconds: what was found, how alike it is, what it does

    @property
    def milliseconds(self) -> float:
        return sum(self.stages.values())

    @property
    def score(self) -> int:
        """The likeness of what looks most alike, 0 when nothing does."""
        return self.findings[0].likeness.score if self.findings else 0


def check(user: User, prospect: Prospect, *, settled: bool, from_list: str = "") -> Answer:
    """Answer from everything that is committed at this moment, with the same work whatever the answer.

    Unsettled (while typing) it leaves nothing behind but the minute's count; only a name that is not free costs one of
    the day's names then, once, whether it is settled afterwards or not (docs/oracle.md says why). When the last name is
    spent while it looks, it says so whatever it found. `from_list` is the code of the list that asks. Raises `Invalid`
    for what cannot be judged, and `Refused` over the budget or while paused. Call it outside any transaction.
    """
    if not may(user, "checks:make"):
        raise Refused(NOT_YOURS, Kind.NOT_YOURS)
    in_force, now = rules.in_force(), moment.now()
    typed = _understood(prospect, in_force)
    asked = asking.question(typed.company, typed.line)
    budgets.spend_minute(user, in_force, now)
    since = min(budgets.today(in_force, now)[0], now - SAME_QUESTION)
    earlier = asking.earlier(user, asked, since)
    price = asking.price(user, asked, earlier, in_force, now)
    findings = _look(user, typed, in_force, now)
    answer = Answer(
        str(lookup.verdict_of(findings) or "free"), typed, now, claim=_own(user, findings),
        again_on=eligibility.cooling_until(user.partner_id, typed.company, in_force, now),
    )  # fmt: skip
    costs = not price.is_paid and (settled or answer.verdict in TOLD)
    if settled:
        answer = _settled(user, answer, _receipt(user, answer, findings, in_force, from_list), earlier, in_force, price)
    elif not costs and not price.is_paid:
        budgets.require_name(user, in_force, now)  # spent by others meanwhile: else being refused would be an answer
    elif costs:
        asking.pay_typed(user, asked, in_force, now)
    if costs:
        probing.watch(user, price.names_today, in_force, now)
    return answer


def fault_of(prospect: Prospect) -> str:
    """What keeps this from being judged, in words that say what to do; "" when it can be asked."""
    try:
        _understood(prospect, rules.in_force())
    except Invalid as wrong:
        return next(iter(wrong.errors.values()))
    return ""


def explain(prospect: Prospect) -> Look:
    """The same look for staff, with scores and causes; it leaves nothing behind. Raises `Invalid`."""
    in_force = rules.in_force()
    typed = _understood(prospect, in_force)
    marks = [time.perf_counter()]
    said = judgements.about(typed.company)
    entries = lookup.candidates(typed.company, said, index.MOST_COMPARED)
    marks.append(time.perf_counter())
    scored = [(entry, lookup.likeness(typed.company, entry.company, in_force, said)) for entry in entries]
    marks.append(time.perf_counter())
    findings = lookup.find(typed.company, Asker(None, typed.line), in_force, moment.now().date(), scored=scored)
    verdict = str(lookup.verdict_of(findings) or "free")
    marks.append(time.perf_counter())
    stages = {name: 1000 * (end - start) for name, (start, end) in zip(STAGES, pairwise(marks), strict=True)}
    shown = {(found.kind, found.ref) for found in findings}
    begun = [entry for entry in index.begun(typed.company) if (str(entry.kind), entry.ref) not in shown]
    return Look(verdict, findings, begun[:MOST_BEGUN], stages)


def _understood(prospect: Prospect, in_force: Rules) -> Prospect:
    """The prospect without codes that we do not know. Under four letters without a domain there is no verdict.

    Raises `Invalid`.
    """
    for field, most in MOST.items():
        if len(getattr(prospect, field)) > most:
            raise Invalid({field: TOO_LONG}, most=most)
    if not is_checkable(prospect.company):
        raise Invalid({"name": _unjudged(prospect.name)})
    country = prospect.country.strip().upper()
    is_line = prospect.line in {line.code for line in in_force.lines}
    return replace(prospect, country=country if len(country) == 2 else "", line=prospect.line if is_line else "")


def _unjudged(name: str) -> str:
    """Why no verdict can be given on so little."""
    if looks_like_address(name):
        return SHARED
    has_letters = sum(map(str.isalpha, name)) > 3  # who has typed "Ag" may be about to type Agfa
    return ONLY_FORM if has_letters and is_only_form(name) else TOO_SHORT


def _look(user: User, typed: Prospect, in_force: Rules, now: datetime) -> list[Finding]:
    """All that looks alike, as this partner stands to it: what it knew first does not lose to the CRM by default."""
    known_since = Receipt.first_of(user.partner_id, lookup.memory_keys(typed.company))
    asker = Asker(user.partner_id, typed.line, known_since=known_since.date() if known_since else None)
    return lookup.find(typed.company, asker, in_force, now.date())


def _settled(
    user: User, answer: Answer, receipt: Receipt, earlier: list[Receipt], in_force: Rules, price: Price
) -> Answer:  # fmt: skip
    """Count it, number it, remember the product line. Paid and on record together: a kill leaves both or none."""
    again = next((row for row in earlier if _is_same(row, receipt) and row.at >= answer.at - SAME_QUESTION), None)
    if again is None:
        with log_db.atomic():
            if not price.is_paid:
                budgets.spend_name(user, in_force, answer.at)
            elif price.is_marked and not earlier:
                asking.settle_typed(user, in_force, answer.at)
            receipt.save(force_insert=True)
    if answer.typed.line and answer.typed.line != user.last_line:
        User.update(last_line=answer.typed.line).where(User.id == user.id).execute()
    shown = again or receipt
    return replace(answer, receipt=shown.code, at=shown.at)


def _receipt(user: User, answer: Answer, findings: list[Finding], in_force: Rules, from_list: str) -> Receipt:
    """What will be on record. An address is kept as one, so that a form that is filled from it begins rightly."""
    typed = answer.typed
    return Receipt(
        code=codes.fresh("R"), user=user.id, partner=user.partner_id, at=answer.at, name=typed.name,
        core=lookup.memory_keys(typed.company)[0], domain=typed.company.domain, country=typed.country, city=typed.city,
        vat=typed.vat, product_line=typed.line, verdict=answer.verdict, causes=_causes(findings),
        rules_version=in_force.version_id, from_list=from_list,
    )  # fmt: skip


def _is_same(one: Receipt, other: Receipt) -> bool:
    """The same question, letter by letter, and the same answer?"""
    return all(getattr(one, field) == getattr(other, field) for field in ("name", "country", "city", "verdict"))


def _own(user: User, findings: list[Finding]) -> Registration | None:
    """The own claim behind an `own`, most alike first, if this person may see it; else they ask their partner admin."""
    refs = [found.ref for found in findings if found.clash and found.clash.effect is Effect.OWN]
    if not refs:  # only an `own` costs this statement, and it is a verdict of its own
        return None
    visible = {claim.id: claim for claim in Registration.visible_to(user).where(Registration.id.in_(refs))}
    return next((visible[ref] for ref in refs if ref in visible), None)


def _causes(findings: list[Finding]) -> list[dict[str, Any]]:
    """What stood behind the answer, for staff alone."""
    return [
        {"kind": found.kind, "ref": found.ref, "score": found.likeness.score, "why": found.clash.why}
        for found in findings
        if found.clash
    ]
