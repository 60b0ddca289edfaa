"""What does a decider see beside claim and proof? Lookalikes with reasons, CRM records, the partner's record."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from domain import answers, decisions, lookup, moment, trainings
from domain.judgements import known as judgements
from domain.judgements.known import Said
from domain.matching import Company
from domain.rules import Rules
from models import Account, Judgement, Lead, Note, Obstacle, Opportunity, Registration
from models.registrations import IN_ORDER

THINGS: dict[str, Any] = {"claim": Registration, "account": Account, "lead": Lead, "opportunity": Opportunity}


@dataclass(frozen=True)
class Lookalike:
    """Something that looked alike at filing, and the row behind it as it is now (None: gone)."""

    obstacle: Obstacle
    thing: Any
    said: Judgement | None = None  # what a person said about it and the claim, since then or before
    may_be_judged: bool = False  # has it a name that can be told from the claim's?

    @property
    def name(self) -> str:
        if isinstance(self.thing, Opportunity):
            return self.thing.account.name
        return str(getattr(self.thing, "company", "") or getattr(self.thing, "name", ""))

    @property
    def other_names(self) -> list[str]:
        """By which other names the CRM knows it."""
        return self.thing.other_names if isinstance(self.thing, Account) else []


@dataclass(frozen=True)
class Casefile:
    claim: Registration
    used: int  # per cent of the answer time
    left: timedelta  # working time; negative: over
    lookalikes: list[Lookalike]
    records: list[Opportunity | Lead]  # of the CRM, on the accounts that look alike
    notes: list[Note]
    record: dict[str, int]  # the partner's filed claims by state
    why: list[str]  # codes of why a person looks at it
    untrained: list[str]  # required courses of which the holder has no valid certificate

    @property
    def claims_before(self) -> list[Lookalike]:
        return [item for item in self.lookalikes if item.obstacle.kind == "claim" and item.obstacle.resolved_at is None]


def of(claim: Registration, rules: Rules) -> Casefile:
    said = judgements.about(lookup.company_of(claim))
    things = [(row, _thing(row)) for row in _obstacles(claim)]
    lookalikes = [_lookalike(row, thing, said) for row, thing in things]
    return Casefile(
        claim, answers.used_per_cent(claim, rules, moment.now()), answers.left(claim, rules, moment.now()),
        [item for item in lookalikes if item.obstacle.kind != "opportunity"], _records(lookalikes),
        list(Note.select().where(Note.registration == claim.id).order_by(Note.id)),
        Registration.record_of(claim.partner),
        decisions.looked_at_for(claim, rules, has_proof=decisions.has_evidence(claim)),
        [lack.course for lack in trainings.missing(claim.holder, rules, moment.now())],
    )  # fmt: skip


def _lookalike(row: Obstacle, thing: Any, said: Said) -> Lookalike:
    if thing is None:
        return Lookalike(row, thing)
    company = company_of(thing)
    judged = said.on(company)
    judgement = Judgement.get_by_id(judged.id) if judged else None
    return Lookalike(row, thing, judgement, judgements.may_be_judged(said.side, judgements.side_of(company)))


def record(kind: str, ref: int) -> Any:
    """A claim in the order, an account or a lead, by kind and number; None: there is none such.

    What a partner types into a form that is not filed is for nobody else (promise 3).
    """
    model = THINGS.get(kind) if kind != "opportunity" else None
    thing = model.get_or_none(model.id == ref) if model else None
    return None if isinstance(thing, Registration) and thing.status not in IN_ORDER else thing


def lookalike(claim: Registration, kind: str, ref: int) -> Any:
    """What looked like this claim at filing, as it is now; None when there is no such thing."""
    noted = Obstacle.select().where(Obstacle.registration == claim.id, Obstacle.kind == kind, Obstacle.ref == ref)
    row = noted.first()
    return _thing(row) if row else None


def company_of(thing: Registration | Account | Lead | Opportunity) -> Company:
    """The company behind what looks alike."""
    if isinstance(thing, Registration):
        return lookup.place_of(thing)
    return lookup.company_of_record(thing.account if isinstance(thing, Opportunity) else thing)


def _obstacles(claim: Registration) -> list[Obstacle]:
    strongest = (Obstacle.effect.desc(), Obstacle.score.desc(), Obstacle.id)
    return list(Obstacle.select().where(Obstacle.registration == claim.id).order_by(*strongest))


def _thing(row: Obstacle) -> Any:
    model = THINGS[row.kind]
    return model.get_or_none(model.id == row.ref)


def _records(lookalikes: list[Lookalike]) -> list[Opportunity | Lead]:
    """Leads that look alike, and what is or was open on the accounts that look alike, newest activity first."""
    accounts = [item.thing.id for item in lookalikes if isinstance(item.thing, Account)]
    accounts += [item.thing.account_id for item in lookalikes if isinstance(item.thing, Opportunity)]
    found: list[Opportunity | Lead] = [item.thing for item in lookalikes if isinstance(item.thing, Lead)]
    found += list(Opportunity.select().where(Opportunity.account.in_([*accounts, 0]), Opportunity.is_gone == False))  # noqa: E712
    return sorted(found, key=lambda row: row.last_activity_on, reverse=True)
