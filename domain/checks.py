"""Is this account free? The confidential live check: four answers, whoever holds the account (PRODUCT.md A)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from domain import budgets, codes, lookup, moment, rules
from domain.clash import Asker, Effect
from domain.lookup import Finding
from domain.matching import Company, core, is_checkable, looks_like_address
from domain.permissions import may
from domain.refusals import Invalid, Kind, Refused
from domain.rules import Rules
from domain.words import N_
from models import Receipt, Registration, User

NOT_YOURS = N_("Your role does not make checks.")
TOO_SHORT = N_("Type at least four letters of the name, or the web address.")
TOO_LONG = N_("Shorten the name to 200 characters.")
LONGEST = 200
SAME_QUESTION = timedelta(minutes=10)
"""A settled question that is asked again within this time gets the same receipt."""


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
        """What is compared: an address typed into the one large field counts as one."""
        if not self.domain and looks_like_address(self.name):
            return Company("", self.name, self.country, self.city, self.vat)
        return Company(self.name, self.domain, self.country, self.city, self.vat)


@dataclass(frozen=True)
class Answer:
    """One of four verdicts. It hides whose claim it is; `claim` is set for `own` alone, and only if the reader may see it."""

    verdict: str  # free, own, taken, review
    typed: Prospect
    at: datetime
    receipt: str = ""  # of a settled check
    claim: Registration | None = None

    @property
    def is_settled(self) -> bool:
        return bool(self.receipt)


def check(user: User, prospect: Prospect, *, settled: bool) -> Answer:
    """Answer from everything that is committed at this moment, with the same work whatever the answer.

    Unsettled (while typing) it leaves nothing behind. Raises `Invalid` for what cannot be judged, and `Refused` over
    the budget.
    """
    if not may(user, "checks:make"):
        raise Refused(NOT_YOURS, Kind.NOT_YOURS)
    require_checkable(prospect)
    in_force, now = rules.in_force(), moment.now()
    budgets.spend_minute(user, in_force, now)
    findings = look(user, prospect, in_force, now)
    verdict = str(lookup.verdict_of(findings) or "free")
    answer = Answer(verdict, prospect, now, claim=_own(user, findings))
    return _settled(user, answer, findings, in_force) if settled else answer


def require_checkable(prospect: Prospect) -> None:
    """Under four letters without a domain there is no verdict. Raises `Invalid`."""
    if max(len(prospect.name), len(prospect.domain)) > LONGEST:
        raise Invalid({"name": TOO_LONG})
    if not is_checkable(prospect.company):
        raise Invalid({"name": TOO_SHORT})


def look(user: User, prospect: Prospect, in_force: Rules, now: datetime) -> list[Finding]:
    """All that looks alike, with scores and causes: what staff see, and what the verdict is made of."""
    company = prospect.company
    known_since = Receipt.first_of(user.partner_id, core(company.name))
    asker = Asker(user.partner_id, prospect.line, known_since=known_since.date() if known_since else None)
    return lookup.find(company, asker, in_force, now.date())


def _settled(user: User, answer: Answer, findings: list[Finding], in_force: Rules) -> Answer:
    """Count it, number it, remember the product line."""
    typed = answer.typed
    receipt = Receipt(
        code=codes.fresh("R"), user=user.id, partner=user.partner_id, at=answer.at, name=typed.name,
        core=core(typed.company.name), domain=typed.domain, country=typed.country, city=typed.city, vat=typed.vat,
        product_line=typed.line, verdict=answer.verdict, causes=_causes(findings), rules_version=in_force.version_id,
    )  # fmt: skip
    earlier = Receipt.repeated(receipt, answer.at - SAME_QUESTION)
    if earlier is None:
        budgets.spend_day(user, in_force, answer.at)
        receipt.save(force_insert=True)
    if typed.line and typed.line != user.last_line:
        User.update(last_line=typed.line).where(User.id == user.id).execute()
    shown = earlier or receipt
    return replace(answer, receipt=shown.code, at=shown.at)


def _own(user: User, findings: list[Finding]) -> Registration | None:
    """The own claim behind an `own`, if this person may see it; else they ask their partner admin."""
    refs = [found.ref for found in findings if found.clash and found.clash.effect is Effect.OWN]
    return Registration.visible_to(user).where(Registration.id.in_([*refs, 0])).order_by(Registration.claim_seq).first()


def _causes(findings: list[Finding]) -> list[dict[str, Any]]:
    """What stood behind the answer, for staff alone."""
    return [
        {"kind": found.kind, "ref": found.ref, "score": found.likeness.score, "why": found.clash.why}
        for found in findings
        if found.clash
    ]
