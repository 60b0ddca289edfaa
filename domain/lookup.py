"""What do we know that looks like this company? Candidates from claims and CRM, scored, and put to the claim rules."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from domain import clash
from domain.clash import Asker, Clash, Effect
from domain.judgements import known as judgements
from domain.judgements.known import Said
from domain.matching import (
    SAME_NAME_ELSEWHERE,
    Company,
    Level,
    Likeness,
    Reason,
    Thresholds,
    compare,
    core,
    index,
    registrable_domain,
)
from domain.matching.index import Entry, Kind
from domain.rules import Rules
from models import Account, Lead, Opportunity, Registration
from models.registrations import IN_ORDER

WIDE = 120
"""Lookalikes that are compared for a filing, where no crowd may hide a holder; for an answer `index.MOST_COMPARED`."""


@dataclass(frozen=True)
class Finding:
    """One lookalike with its score and, if the rules say so, what it does. Staff only: never shown to a partner."""

    kind: str  # claim, account, lead, opportunity
    ref: int
    company: Company
    likeness: Likeness
    clash: Clash | None


def find(
    company: Company, asker: Asker, rules: Rules, today: date, *, but: int | None = None,
    limit: int = index.MOST_COMPARED, scored: list[tuple[Entry, Likeness]] | None = None,
) -> list[Finding]:  # fmt: skip
    """All lookalikes, best first, whether they clash or not. `but`: a registration that is asking about itself.
    `scored`: what was found and compared for this company already.

    Always reads both sources and the same tables, whatever the answer: the work must not tell (PRODUCT.md A).
    """
    if scored is None:
        said = judgements.about(company)
        scored = [(entry, likeness(company, entry.company, rules, said)) for entry in candidates(company, said, limit)]
    alike = [(entry, found) for entry, found in scored if found.level is not Level.DIFFERENT]
    claims = _claims(_refs(alike, Kind.CLAIM) - {but})
    accounts = _accounts(_refs(alike, Kind.ACCOUNT))
    leads = _leads(_refs(alike, Kind.LEAD))
    opportunities = _opportunities(accounts)
    findings: list[Finding] = []
    for entry, found in alike:
        if entry.kind is Kind.CLAIM and entry.ref in claims:
            findings.append(by_claim(claims[entry.ref], entry.company, found, asker))
        elif entry.kind is Kind.ACCOUNT and entry.ref in accounts:
            findings += _by_account(accounts[entry.ref], opportunities, entry.company, found, asker, rules, today)
        elif entry.kind is Kind.LEAD and entry.ref in leads:
            result = clash.by_lead(asker, found.level, _lead_record(leads[entry.ref]), rules, today)
            findings.append(Finding("lead", entry.ref, entry.company, found, result))
    return sorted(findings, key=lambda finding: -finding.likeness.score)


def candidates(company: Company, said: Said, limit: int) -> list[Entry]:
    """What is worth a comparison: found by the name, then by the names that people said are the same."""
    entries = [*index.candidates(company, limit), *index.called(said.names)]
    return list({(entry.kind, entry.ref): entry for entry in entries}.values())


def likeness(typed: Company, known: Company, rules: Rules, said: Said | None = None) -> Likeness:
    """What people said about the two, else what names and evidence say. `said`: all about `typed`, if it was read."""
    thresholds = Thresholds(same=rules.same_score, similar=rules.similar_score)
    said = said or judgements.about(typed)
    judged = said.on(known)
    if judged is None:
        found = compare(typed, known, thresholds)
        return _doubtful(found, thresholds) if said.is_doubtful(known) else found
    if judged.is_same:
        return Likeness(100, thresholds.level(100), (Reason("said_same"),))
    return Likeness(0, Level.DIFFERENT, (Reason("said_different", is_for=False),))


def _doubtful(found: Likeness, thresholds: Thresholds) -> Likeness:
    """People said that they are the same, but of another web domain: as for one name with two, a person has to look."""
    score = max(found.score, SAME_NAME_ELSEWHERE)
    return Likeness(score, thresholds.level(score), (Reason("said_same_elsewhere"), *found.reasons))


def by_claim(claim: Registration, company: Company, found: Likeness, asker: Asker) -> Finding:
    line, project = (claim.held_as["line"], "") if _is_held(claim) else (claim.product_line, claim.project)
    known = clash.KnownClaim(claim.partner_id, claim.status, claim.is_protected, line, project)
    return Finding("claim", claim.id, company, found, clash.by_claim(asker, found.level, known))


def company_of(claim: Registration) -> Company:
    return Company(claim.company, claim.domain, claim.country, claim.city, claim.vat)


def company_of_record(row: Account | Lead) -> Company:
    """A record of the CRM as it is compared."""
    if isinstance(row, Lead):
        return Company(row.company, row.domain, row.country, row.city)
    return Company(row.name, row.domain, row.country, row.city, row.vat, tuple(row.other_names))


def place_of(claim: Registration) -> Company:
    """Under what a claim stands in the order: a hold as it was granted, whatever was typed into its form since."""
    return Company(*claim.held_as["company"]) if _is_held(claim) else company_of(claim)


def verdict_of(findings: Iterable[Finding]) -> Effect | None:
    """The strongest effect; None: free."""
    effects = {finding.clash.effect for finding in findings if finding.clash}
    return next((effect for effect in clash.STRENGTH if effect in effects), None)


def memory_keys(company: Company) -> list[str]:
    """Under which keys a partner's receipts remember a company: its normalised name, "@" and its domain."""
    domain = registrable_domain(company.domain)
    return [key for key in (core(company.name), f"@{domain}" if domain else "") if key]


def is_behind(findings: Iterable[Finding]) -> bool:
    """Does a claim, a hold or a living CRM record stand before it? Then it waits without protection (PRODUCT.md B)."""
    return any(finding.clash and finding.clash.is_living for finding in findings)


def earliest_of(when: datetime | None, day: date | None, fallback: date) -> date:
    """The earlier of receipt and first contact: since when the partner has known the account."""
    days = [d for d in (when.date() if when else None, day) if d is not None]
    return min(days, default=fallback)


def _is_held(claim: Registration) -> bool:
    return claim.status == "held" and bool(claim.held_as)


def _refs(alike: list[tuple[Entry, Likeness]], kind: Kind) -> set[int | None]:
    return {entry.ref for entry, _ in alike if entry.kind is kind}


def _claims(ids: set[int | None]) -> dict[int, Registration]:
    rows = Registration.select_standing().where(Registration.id.in_([*ids, 0]), Registration.status.in_(IN_ORDER))
    return {row.id: row for row in rows}


def _accounts(ids: set[int | None]) -> dict[int, Account]:
    rows = Account.select().where(Account.id.in_([*ids, 0]), Account.is_gone == False)  # noqa: E712
    return {row.id: row for row in rows}


def _leads(ids: set[int | None]) -> dict[int, Lead]:
    rows = Lead.select().where(Lead.id.in_([*ids, 0]), Lead.is_gone == False)  # noqa: E712
    return {row.id: row for row in rows}


def _opportunities(accounts: dict[int, Account]) -> list[Opportunity]:
    return list(
        Opportunity.select().where(
            Opportunity.account.in_([*accounts, 0]), Opportunity.is_open == True, Opportunity.is_gone == False  # noqa: E712
        )
    )  # fmt: skip


def _by_account(
    account: Account, opportunities: list[Opportunity], company: Company, found: Likeness,
    asker: Asker, rules: Rules, today: date,
) -> list[Finding]:  # fmt: skip
    known = clash.KnownAccount(account.partner_of_record_id, tuple(account.products))
    findings = [
        Finding("account", account.id, company, found, clash.by_account(asker, found.level, known, rules))
    ]  # fmt: skip
    for row in opportunities:
        if row.account_id == account.id:
            result = clash.by_opportunity(asker, found.level, _opportunity_record(row), rules, today)
            findings.append(Finding("opportunity", row.id, company, found, result))
    return findings


def _lead_record(row: Lead) -> clash.KnownRecord:
    return clash.KnownRecord(row.is_open, row.stage, row.product_line, None, row.created_on, row.last_activity_on)


def _opportunity_record(row: Opportunity) -> clash.KnownRecord:
    return clash.KnownRecord(
        row.is_open, row.stage, row.product_line, row.partner_id, row.created_on, row.last_activity_on
    )  # fmt: skip
