"""What happens when a partner files? First to file wins: the order is the order of commits (promise 1)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from domain import answers, asking, clock, decisions, lookup, moment, rules
from domain.clash import Asker, Effect
from domain.judgements import known as judgements
from domain.lookup import Finding
from domain.matching import Company, Likeness
from domain.refusals import Refused
from domain.registrations import drafts, eligibility, fields, holds, moves, order
from domain.registrations.drafts import UNFILED
from domain.rules import Rules
from domain.words import N_
from models import Mirror, Receipt, Registration, User
from models.base import serialised
from models.registrations import IN_ORDER, SEALED

ALREADY_YOURS = N_("Your company already holds this account. Open that registration instead.")
ROUNDS = 5


@dataclass(frozen=True)
class Seen:
    """What was found before the lock, and up to where it is complete."""

    findings: list[Finding]
    seq: int
    retaken: int
    generation: int

    @property
    def is_current(self) -> bool:
        """Has neither the mirror, the text of a place, nor what is alike changed since? New places have new numbers."""
        return (self.retaken, self.generation) == (order.retaken(), Mirror.current().generation)

    @property
    def by_place(self) -> dict[tuple[int, Company], Likeness]:
        """How alike each claim was, under the name that it had; what people said is in it, or it is not current."""
        return {(found.ref, found.company): found.likeness for found in self.findings if found.kind == "claim"}


def submit(user: User, claim: Registration, *, is_carried: bool = False) -> Registration:
    """File a draft or hold. Returns it as submitted (protected or waiting), or as refused when the race was lost.

    Sending the same claim again returns it unchanged. Raises `Invalid` for what is wrong in stage 1, `Refused` for
    a claim of one's own company on the account, the cap, the cool-down, a suspended partner or a holder whose training
    is missing. `is_carried`: it stood in the vendor's spreadsheet before; less is asked of it, stage 2 is taken as
    done, and the decision is news enough.

    A filing tells whether the account is free, so it costs a name like a check; when the form was changed meanwhile, it
    costs that of the new question as well. Without budget it is filed all the same, with its place in the order, but
    sealed: whatever stands in its way, the partner reads that a person decides.
    """
    drafts.mine(user, claim)
    in_force, paid, is_sealed = rules.in_force(), None, False
    for _ in range(ROUNDS):
        if claim.status not in UNFILED:
            return claim
        if is_carried:
            fields.require_carried_over(claim, in_force)
        else:
            fields.require_stage_one(claim, in_force, clock.local_day(moment.now(), in_force.zone))
        kept = holds.settled(claim, user, in_force)
        if kept.status != claim.status:  # read anew: what stands in it now is judged, and paid
            claim = kept
            continue
        asked = asking.question(lookup.company_of(claim), claim.product_line)
        if asked != paid:
            paid, is_sealed = asked, asking.take(user, asked, in_force, moment.now()) is None
        seen = look(claim, in_force)
        filed = _file(user, claim, seen, in_force, is_carried=is_carried, is_sealed=is_sealed)
        if filed is not None:
            return filed
        claim = Registration.get_by_id(claim.id)
    raise Refused(moves.MOVED_ON)


def look(claim: Registration, in_force: Rules) -> Seen:
    """Find candidates before the lock: matching is the slow part, and the lock must stay short."""
    before = Registration.highest_seq(), order.retaken(), Mirror.current().generation  # before the look: see refreshed
    now = moment.now()
    company, asker = lookup.company_of(claim), asker_of(claim, now)
    findings = lookup.find(company, asker, in_force, now.date(), but=claim.id, limit=lookup.WIDE)
    return Seen(findings, *before)


def _file(
    user: User, claim: Registration, seen: Seen, in_force: Rules, *, is_carried: bool, is_sealed: bool
) -> Registration | None:  # fmt: skip
    """Take the place in the order, if the world and the form are as they were seen; None: look again."""
    with serialised("claims"):
        now = moment.now()  # inside the lock, so that times follow the order of commits
        current = Registration.get_by_id(claim.id)
        if current.status not in UNFILED:
            return current
        if not seen.is_current or _looked_for(current) != _looked_for(claim):
            return None
        eligibility.require(current, in_force, now, is_carried=is_carried)
        findings = refreshed(current, seen, in_force, now)
        verdict = lookup.verdict_of(findings)
        if verdict is Effect.OWN:
            raise Refused(ALREADY_YOURS, own=_own(findings))
        if verdict is Effect.TAKEN and not is_sealed:
            return _refuse(user, current, findings, now)
        reasons = [*fields.review_reasons(current, findings, in_force, now), *([SEALED] if is_sealed else [])]
        return _accept(user, current, findings, in_force, now, reasons, is_carried=is_carried)


def _looked_for(claim: Registration) -> tuple[object, ...]:
    """All of a draft that decides what stands in its way. Autosave may change it between the look and the lock."""
    names = ("status", "claim_seq", "relation", "contact_name", *drafts.SCOPE)
    return lookup.company_of(claim), *(getattr(claim, name) for name in names)


def _own(findings: list[Finding]) -> int:
    return next(finding.ref for finding in findings if finding.clash and finding.clash.effect is Effect.OWN)


def refreshed(claim: Registration, seen: Seen, in_force: Rules, now: datetime) -> list[Finding]:
    """What was seen, without claims that ended since, and with those that took their place since.

    A hold keeps its own place: what came after it and waits behind it does not count, unless a person protected it.
    Who came after it and does not wait behind it, because the hold did not look alike then, counts.
    """
    asker, company = asker_of(claim, now), lookup.company_of(claim)
    ids = [finding.ref for finding in seen.findings if finding.kind == "claim"]
    known = {row.id: row for row in Registration.select().where(Registration.id.in_([*ids, 0]))}
    rows = [row for row in known.values() if row.status in IN_ORDER]
    rows += [row for row in Registration.in_order_after(seen.seq) if row.id not in known and row.id != claim.id]
    seq, behind = claim.claim_seq, order.behind(claim)
    before = [
        row for row in rows if seq is None or row.is_protected or (row.claim_seq or 0) < seq or row.id not in behind
    ]
    said, then = judgements.about(company), seen.by_place  # the lock is short: what was compared is not compared again
    claims = [
        lookup.by_claim(row, place, then.get((row.id, place)) or lookup.likeness(company, place, in_force, said), asker)
        for row in before
        for place in [lookup.place_of(row)]
    ]
    return [finding for finding in seen.findings if finding.kind != "claim"] + claims


def _accept(
    user: User, claim: Registration, findings: list[Finding], in_force: Rules, now: datetime, reasons: list[str], *,
    is_carried: bool,
) -> Registration:  # fmt: skip
    today = clock.local_day(now, in_force.zone)
    filed = moves.change(
        claim, "submit", user,
        {
            "claim_seq": claim.claim_seq or order.next_seq(), "filed_at": now, "hold_until": None,
            "is_protected": not lookup.is_behind(findings), "rules_version": in_force.version_id,
            "review_reasons": reasons, "assignee": answers.route(claim, in_force),
            "stage_two_due_at": clock.end_of_day(today + timedelta(days=in_force.stage_two_days), in_force.zone),
            **({"stage_two_at": now} if is_carried else {}),
        },
        facts={"reasons": reasons},
        # the approval that follows is news enough
        to=[] if is_carried or decisions.is_clear(reasons, claim, in_force) else None,
    )  # fmt: skip
    (order.retake_place if claim.status == "held" else order.take_place)(filed)
    order.note_obstacles(filed, findings)
    return decisions.approve_if_clear(answers.begin(filed, in_force, now))


def _refuse(user: User, claim: Registration, findings: list[Finding], now: datetime) -> Registration:
    """The race is lost: the filing is kept with its number, evidence and text, and is the basis of an appeal."""
    refused = moves.change(
        claim, "refuse", user,
        {"claim_seq": claim.claim_seq or order.next_seq(), "filed_at": now, "hold_until": None, "ended_at": now},
    )  # fmt: skip
    order.note_obstacles(refused, findings)
    if claim.status == "held":
        order.leave(claim)
    return refused


def asker_of(claim: Registration, now: datetime) -> Asker:
    """Who files, and since when the partner has known the account: its receipt or first contact, whichever is first."""
    receipt = Receipt.first_of(claim.partner_id, lookup.memory_keys(lookup.company_of(claim)))
    known_since = lookup.earliest_of(receipt, claim.first_contact_on, now.date())
    return Asker(claim.partner_id, claim.product_line, claim.project, claim.relation, known_since)
