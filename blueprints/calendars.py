"""Where does a calendar get my deadlines? A secret address for each person, made, renewed and ended here."""

from __future__ import annotations

import hashlib
from datetime import date, datetime
from typing import cast

from flask import Blueprint, Response, abort, request, url_for
from flask_babel import force_locale, gettext

from blueprints import proofs, web
from domain import calendars
from domain.calendars import KIND_WORDS, Line
from domain.words import spoken
from integrations.calendar import Entry, written
from models import CalendarFeed, Vendor

bp = Blueprint("calendars", __name__)


@bp.get("/calendar/<key>.ics")
def show(key: str) -> Response:
    """For calendars, which cannot sign in: who has the address reads the deadlines. Unknown and ended are the same."""
    feed = calendars.feed_of(key) or abort(404)
    content = _written(feed)
    response = Response(content, content_type="text/calendar; charset=utf-8")
    response.set_etag(hashlib.sha256(content).hexdigest()[:32])
    response.headers["Cache-Control"] = "private, no-cache"
    response.headers["Content-Disposition"] = 'inline; filename="deadlines.ics"'
    response.make_conditional(request)
    return response


@bp.post("/account/calendar")
def create() -> Response:
    """Make it, or give it a new address. The address is on this page once: the database cannot tell it again."""
    person = web.me()
    if way := proofs.asked(url_for("account.show")):  # the address outlives the session
        return way
    key = calendars.subscribe(person, names_customers="names" in request.form)
    address = f"{web.config().address}{url_for('calendars.show', key=key)}"
    return web.page("calendars/show.html", address=address, webcal=f"webcal://{address.split('://', 1)[1]}")


@bp.post("/account/calendar/end")
def end() -> Response:
    calendars.end(web.me())
    return web.go(url_for("account.show", done="calendar"))


def _written(feed: CalendarFeed) -> bytes:
    """In the language of the person, whoever asks."""
    with force_locale(spoken(feed.user.locale)):
        name = gettext("%(vendor)s: deadlines", vendor=Vendor.get_current().name)
        return written(name, [_entry(line) for line in calendars.lines(feed)])


def _entry(line: Line) -> Entry:
    entry, address = line.entry, f"{web.config().address}{line.entry.path}"
    what = f"{line.company} ({entry.about})" if line.company else entry.about
    return Entry(
        f"{entry.uid}@dibs", entry.sequence, gettext(KIND_WORDS[entry.kind], what=what), address, address,
        cast("datetime | date", entry.due_at or entry.due_on), entry.changed_at, entry.is_over,
    )  # fmt: skip
