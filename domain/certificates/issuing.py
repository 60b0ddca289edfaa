"""How does a certificate come to be? Requested with the approval, made by the clock after it, then never changed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from peewee import ModelSelect

from domain import codes, events, moment, rules
from domain.certificates import paper
from domain.permissions import may
from domain.refusals import Kind, Refused
from domain.words import N_
from models import Certificate, Registration, User
from models.base import db, has_come, serialised

ATTEMPTS = 5
"""After so many the certificate has failed, and a person has to look."""

PREFIX = "V"
LONGEST_ERROR = 500


def request(claim: Registration) -> Certificate:
    """Ask for the next revision with the facts of this moment. Call it in the transaction that changed them.

    Earlier revisions that were never issued are dropped; an issued one holds until the new one is there.
    """
    now, last = moment.now(), newest(claim)
    revision, locale = (last.revision + 1 if last else 1), rules.in_force().spoken(claim.holder.locale)
    with db.atomic():
        drop_pending(claim)
        return Certificate.create(
            registration=claim, revision=revision, verify_code=codes.fresh(PREFIX), locale=locale,
            facts=paper.facts_of(claim, revision, locale, now), protected_until=claim.protected_until,
            requested_at=now, next_at=now,
        )  # fmt: skip


def drop_pending(claim: Registration) -> None:
    """What was asked for and not issued is not made any more. Call it in the transaction that takes approval back."""
    Certificate.update(replaced_at=moment.now()).where(
        Certificate.registration == claim.id, Certificate.state != "issued", Certificate.replaced_at.is_null()
    ).execute()


@dataclass(frozen=True)
class Papers:
    """What a claim has on paper: the latest revision in whatever state, and the latest one that was issued."""

    newest: Certificate | None
    issued: Certificate | None
    earlier: tuple[Certificate, ...] = ()  # issued once, replaced since

    @property
    def state(self) -> str:
        """`preparing`, `issued`, `failed`; "" when nothing was asked for yet."""
        return self.newest.state if self.newest else ""


def of(claim: Registration) -> Papers:
    revisions = list(_revisions(claim))
    issued = [row for row in revisions if row.state == "issued"]
    return Papers(next(iter(revisions), None), next(iter(issued), None), tuple(issued[1:]))


def newest(claim: Registration) -> Certificate | None:
    """The latest revision, issued or not."""
    return next(iter(_revisions(claim).limit(1)), None)


def request_changed() -> int:
    """Ask for a new revision wherever the paper no longer says what holds. Returns how many were asked for."""
    return sum(_renew(claim.id) for claim in list(paper.changed_claims()))


def due(now: datetime) -> ModelSelect[Certificate]:
    """Certificates to make, those that wait longest first."""
    waiting = (Certificate.state == "preparing") & Certificate.replaced_at.is_null()
    return (
        Certificate.select()
        .where(waiting, has_come(Certificate.next_at, now))
        .order_by(Certificate.next_at, Certificate.id)
    )


def take(certificate: Certificate, now: datetime) -> bool:
    """Begin an attempt; False: another clock has it. A clock that dies in it leaves it due again after a while."""
    if certificate.attempts >= ATTEMPTS:
        _fail(certificate, certificate.error or "the clock ended while it was being made")
        return False
    tried = certificate.attempts + 1
    taken = _still_waiting(certificate, next_at=now + timedelta(minutes=2 ** (tried - 1)), attempts=tried)
    certificate.attempts += taken
    return bool(taken)


def issue(certificate: Certificate, sha256: str, size: int, signer: str = "") -> bool:
    """The file is safely stored: now this revision holds, and the one before is replaced. False: no longer wanted.

    `signer` is the fingerprint of the certificate that the file is signed with; it joins the facts on record.
    """
    now, issued = moment.now(), {"state": "issued", "sha256": sha256, "size": size, "error": ""}
    with db.atomic():
        if not _still_waiting(certificate, **issued, issued_at=now, facts={**certificate.facts, "signer": signer}):
            return False
        Certificate.update(replaced_at=now).where(
            Certificate.registration == certificate.registration_id, Certificate.revision < certificate.revision,
            Certificate.replaced_at.is_null(),
        ).execute()  # fmt: skip
        printed = {"certificate": certificate.verify_code, "revision": certificate.revision}
        facts = {**printed, "sha256": sha256, "signer": signer}
        events.record("certificate.issued", certificate.registration, facts=facts)
    return True


def note_failure(certificate: Certificate, error: str) -> None:
    """An attempt failed: it is tried again later, or given up after the last."""
    if certificate.attempts >= ATTEMPTS:
        _fail(certificate, error)
    else:
        _still_waiting(certificate, error=error[:LONGEST_ERROR])


def try_again(by: User, certificate: Certificate) -> Certificate:
    """Staff ask for another round after a failure. Raises `Refused` (not yours, no longer failed)."""
    if not may(by, "certificates:prepare"):
        raise Refused(N_("Only vendor staff ask for a certificate once more."), Kind.NOT_YOURS)
    failed = (Certificate.state == "failed") & Certificate.replaced_at.is_null()
    with db.atomic():
        changed = (
            Certificate.update(state="preparing", attempts=0, next_at=moment.now())
            .where(Certificate.id == certificate.id, failed)
            .execute()
        )
        if changed != 1:
            raise Refused(N_("This certificate is being prepared already."))
        facts = {"certificate": certificate.verify_code, "revision": certificate.revision}
        events.record("certificate.retried", certificate.registration, actor=by, facts=facts)
    return Certificate.get_by_id(certificate.id)


def _revisions(claim: Registration) -> ModelSelect[Certificate]:
    return Certificate.select().where(Certificate.registration == claim.id).order_by(Certificate.revision.desc())


def _fail(certificate: Certificate, error: str) -> None:
    with db.atomic():
        if _still_waiting(certificate, state="failed", error=error[:LONGEST_ERROR]):
            facts = {"certificate": certificate.verify_code, "attempts": certificate.attempts}
            events.record("certificate.failed", certificate.registration, facts=facts)


def _still_waiting(certificate: Certificate, **values: object) -> int:
    """Change the row only if nobody did since it was read: not issued, not replaced, the same attempt."""
    query = Certificate.update(values).where(
        Certificate.id == certificate.id, Certificate.state == "preparing", Certificate.replaced_at.is_null(),
        Certificate.attempts == certificate.attempts,
    )  # fmt: skip
    return int(query.execute())


def _renew(claim_id: int) -> bool:
    """One new revision, however many clocks saw the need."""
    with serialised("certificates"):
        claim = Registration.get_by_id(claim_id)
        last = newest(claim)
        if claim.status != "approved" or (last is not None and not paper.has_changed(last, claim)):
            return False
        request(claim)
    return True
