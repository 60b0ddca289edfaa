"""What happened that concerns me? Each person's news, in the same words as the mails."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from flask import Blueprint, Response, request, url_for

from blueprints import pages, web
from domain import deliveries, letters
from integrations import message
from models import Delivery

bp = Blueprint("inbox", __name__, url_prefix="/inbox")


@dataclass(frozen=True)
class Entry:
    """One line of the inbox. What to do is said while it is news: later it may long be done."""

    code: str
    happened: str
    todo: str
    at: datetime
    is_unread: bool


@bp.get("")
def index() -> Response:
    person = web.me()
    only_unread = request.args.get("which") == "unread"
    cut = pages.cut(Delivery.inbox_of(person, is_unread=only_unread))
    return web.page(
        "inbox/index.html", entries=_entries(cut.rows), cut=cut, only_unread=only_unread,
        total=Delivery.inbox_of(person).count(),
    )  # fmt: skip


@bp.get("/<code>")
def show(code: str) -> Response:
    """On to what it is about; from now on it is read."""
    person = web.me()
    entry: Delivery = web.found(Delivery.inbox_of(person), message_id=code)
    deliveries.read(person, entry)
    return web.go(letters.of(entry).path)


@bp.post("/read")
def read_all() -> Response:
    """All up to the newest one on the page; what came in since stays unread."""
    person = web.me()
    newest: Delivery = web.found(Delivery.inbox_of(person), message_id=request.form.get("up_to", ""))
    deliveries.read_all(person, newest.id)
    return web.go(url_for(".index"))


def _entries(rows: list[Delivery]) -> list[Entry]:
    return [_entry(row, letter) for row, letter in zip(rows, letters.of_many(rows), strict=True)]


def _entry(row: Delivery, letter: letters.Letter) -> Entry:
    said = message.write(letter.event, letter.locale, letter.facts)
    return Entry(row.message_id, said.happened.rstrip("."), said.todo, row.event.at, row.read_at is None)
