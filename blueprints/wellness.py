"""Is everything well? A word for machines that watch, and a page with remedies for administrators."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Flask, Response, request
from flask_login import current_user
from peewee import PeeweeException

from blueprints import web
from config import is_local
from domain import moment, wellness
from domain.permissions import may
from domain.wellness import rows
from integrations import machine
from models import standing
from models.base import close

bp = Blueprint("wellness", __name__)

LEVELS = ("wrong", "note", "well")
ENDING = "dibs.is_ending"
"""What the server sets in the environment of a request that it takes while it is about to end."""


def init(app: Flask) -> None:
    app.context_processor(_banner)


@bp.get("/health")
def health() -> Response:
    """Is this process alive? It answers without asking anybody, so that nobody ends it for another's fault."""
    return _word("ok", 200)


@bp.get("/ready")
def ready() -> Response:
    """Should visitors be sent here? The database answers, has this release's schema, and we are not about to end."""
    if request.environ.get(ENDING):
        return _word("ending", 503)
    try:
        return _word("ready", 200) if standing.is_current() else _word("migrate", 503)
    except PeeweeException:
        close()
        return _word("database", 503)


@bp.get("/health/details")
def index() -> Response:
    now = moment.now()
    looks = {**machine.looks(web.config(), now, rows.evidence, is_deep=False), **rows.looks(now)}
    answers = list(wellness.answers(looks))
    by_level = {level: [answer for answer in answers if answer.level == level] for level in LEVELS}
    return web.page("wellness/index.html", by_level=by_level, now=now)


def _word(says: str, status: int) -> Response:
    return Response(f"{says}\n", status, mimetype="text/plain")


def _banner() -> dict[str, Any]:
    """Told where somebody signs in, and to administrators everywhere: the others could not mend it."""
    if not web.config().is_bare or is_local(request.host.rpartition(":")[0] or request.host):
        return {"is_bare": False}
    return {"is_bare": not current_user.is_authenticated or may(current_user, "health:see")}
