"""What besides proof and the check log has had its time? Old drafts, news, uploaded tables, records the CRM dropped.

What happened stays in the register (`event`), which names nobody; rows go in batches, so that claims go on in between.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from peewee import fn

from domain import due, events, rules
from domain.matching import index
from domain.registrations import moves
from domain.retention import BATCH
from models import (
    Account,
    Delivery,
    Event,
    ImportRun,
    Lead,
    Obstacle,
    Opportunity,
    Registration,
    Spreadsheet,
    Watch,
)
from models.base import db

TYPED = ("company", "domain", "city", "vat", "contact_name", "project")
"""What a person may have typed into a draft besides numbers, days and choices."""

EMPTY: dict[str, Any] = {**dict.fromkeys(TYPED, ""), "details": {}, "held_as": {}, "value_minor": None}


def empty_drafts(now: datetime) -> int:
    """Discard drafts that nobody touched for the days of the rules; empty them, and those discarded before."""
    before = now - timedelta(days=rules.in_force(now).draft_days)
    filled = Registration.company != ""
    for name in TYPED[1:]:
        filled |= getattr(Registration, name) != ""
    old = Registration.select().where(Registration.saved_at < before).order_by(Registration.id)
    drafts = (Registration.status == "draft") | ((Registration.status == "discarded") & filled)
    return due.each(due.found(old.where(drafts)), empty)


def forget_news(now: datetime) -> list[str]:
    """Drop what was told long ago, to whom, and who waited for what. Returns the ids of mails, whose files go too."""
    before = now - timedelta(days=rules.in_force(now).news_days)
    over = fn.COALESCE(Watch.ended_at, Watch.told_at, Watch.expires_at) < before
    with_news(Watch, [row.id for row in Watch.select(Watch.id).where(over)])
    gone: list[str] = []
    while rows := _old_news(before):
        Delivery.delete().where(Delivery.id.in_([row.id for row in rows])).execute()
        gone += [row.message_id for row in rows if row.channel == "mail"]
    return gone


def news_waiting(now: datetime) -> int:
    before = now - timedelta(days=rules.in_force(now).news_days)
    return Delivery.select().join(Event).where(Event.at < before, Delivery.state != "pending").count()


def forget_imports(now: datetime) -> list[str]:
    """Drop uploads that ended, or were left standing, long ago. Returns the names of files that may lie there still."""
    before = now - timedelta(days=rules.in_force(now).import_days)
    return [path for model, working in UPLOADS for path in _forgotten(model, working, before)]


def imports_waiting(now: datetime) -> int:
    before = now - timedelta(days=rules.in_force(now).import_days)
    return sum(_uploads(model, working, before).count() for model, working in UPLOADS)


def known_uploads() -> set[str]:
    """Names of all files that an upload speaks of."""
    return {row.path for model, _ in UPLOADS for row in model.select(model.path) if row.path}


def forget_upload(path: str) -> None:
    """Drop the upload whose file this is, before its time. The caller drops the file."""
    for model, _ in UPLOADS:
        with_news(model, [row.id for row in model.select(model.id).where(model.path == path)])


def forget_mirror(now: datetime) -> int:
    """Drop records that the CRM no longer has, unless a registration was compared with them."""
    before = now - timedelta(days=rules.in_force(now).mirror_gone_days)
    return sum(_forget_records(kind, model, before) for kind, model in RECORDS)


UPLOADS: tuple[tuple[Any, tuple[str, ...]], ...] = ((ImportRun, ("queued", "running")), (Spreadsheet, ("released",)))
"""Uploaded tables, and the states in which the clock works on them."""

RECORDS: tuple[tuple[Any, Any], ...] = (("opportunity", Opportunity), ("lead", Lead), ("account", Account))
"""Opportunities first: they point to accounts."""


def empty(draft: Registration) -> bool:
    with db.atomic():
        if draft.status == "draft":
            moves.change(draft, "discard", None)
        still = (Registration.id == draft.id, Registration.status == "discarded")
        if Registration.update(EMPTY).where(*still).execute() != 1:
            return False
        events.record("registration.emptied", Registration.get_by_id(draft.id))
    return True


def _old_news(before: datetime) -> list[Delivery]:
    rows = Delivery.select(Delivery.id, Delivery.channel, Delivery.message_id).join(Event)
    return list(rows.where(Event.at < before, Delivery.state != "pending").order_by(Delivery.id).limit(BATCH))


def _uploads(model: Any, working: tuple[str, ...], before: datetime) -> Any:
    ended = fn.COALESCE(model.finished_at, model.created_at) < before
    return model.select().where(ended, model.state.not_in(working)).order_by(model.id)


def _forgotten(model: Any, working: tuple[str, ...], before: datetime) -> Iterable[str]:
    for row in list(_uploads(model, working, before)):
        with_news(model, [row.id])
        yield row.path


def with_news(model: Any, ids: list[int]) -> None:
    """Delete rows, and first what was told of them: a line of the inbox needs the row that it speaks of."""
    for start in range(0, len(ids), BATCH):
        some = ids[start : start + BATCH]
        about = Event.select(Event.id).where(Event.subject == model._meta.table_name, Event.subject_id.in_(some))
        with db.atomic():
            Delivery.delete().where(Delivery.event.in_(about)).execute()
            model.delete().where(model.id.in_(some)).execute()


def _forget_records(kind: Any, model: Any, before: datetime) -> int:
    compared = Obstacle.select(Obstacle.ref).where(Obstacle.kind == kind)
    gone = model.select(model.id).where(model.is_gone == True, model.updated_at < before, model.id.not_in(compared))  # noqa: E712
    if model is Account:
        gone = gone.where(model.id.not_in(Opportunity.select(Opportunity.account)))
    forgotten = 0
    while ids := [row.id for row in gone.limit(BATCH)]:
        with db.atomic():
            for ref in ids if kind != "opportunity" else ():
                index.remove(kind, ref)
            forgotten += model.delete().where(model.id.in_(ids)).execute()
    return forgotten
