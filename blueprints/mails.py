"""Which mails went out, which wait, which could not be sent? The administrator's page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from flask import Blueprint, Response, request, url_for

from blueprints import pages, web
from domain import deliveries, letters, moment
from integrations import mail, message
from models import Delivery, JobRun

bp = Blueprint("mails", __name__, url_prefix="/mails")

STATES = ("failed", "pending", "sent")
STILL_AFTER = timedelta(minutes=5)
"""When the clock has not looked into the outbox for so long, it is not running."""


@dataclass(frozen=True)
class Line:
    row: Delivery
    subject: str


@bp.get("")
def index() -> Response:
    person = web.me()
    state = request.args.get("state", "")
    cut = pages.cut(Delivery.mails_visible_to(person, state if state in STATES else ""))
    last, counts = JobRun.last("send_mail"), Delivery.mails_by_state()
    return web.page(
        "mails/index.html", lines=_lines(cut.rows), cut=cut, state=state if state in STATES else "",
        counts=counts, has_server=bool(web.config().mail_url), last=last,
        delayed=Delivery.delayed() if counts.get("pending") else None,
        is_still=last is None or moment.now() - last.ran_at > STILL_AFTER,
    )  # fmt: skip


@bp.get("/<code>")
def show(code: str) -> Response:
    """One mail: as it lies in the folder, or as it reads. Links to sign in are shown only where there is no server."""
    person = web.me()
    row: Delivery = web.found(Delivery.mails_visible_to(person), message_id=code)
    letter = letters.of(row)
    said = message.write(letter.event, letter.locale, letter.facts)
    config = web.config()
    kept = None if config.mail_url else mail.kept(config.mail_folder, row.message_id)
    text = kept if kept is not None else said.text(config.address + letter.path)
    return web.page("mails/show.html", row=row, subject=said.subject, text=text)


@bp.post("/<code>/again")
def again(code: str) -> Response:
    person = web.me()
    deliveries.send_again(person, web.found(Delivery.mails_visible_to(person), message_id=code))
    return web.go(url_for(".show", code=code))


def _lines(rows: list[Delivery]) -> list[Line]:
    return [_line(row, letter) for row, letter in zip(rows, letters.of_many(rows), strict=True)]


def _line(row: Delivery, letter: letters.Letter) -> Line:
    return Line(row, message.write(letter.event, letter.locale, letter.facts).subject)
