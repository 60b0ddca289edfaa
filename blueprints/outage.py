"""What is answered while the database or the disk does not serve? A plain page that needs neither."""

from __future__ import annotations

import errno
import logging
import shutil
from collections.abc import Iterator

from flask import Flask, Response, current_app, request
from flask_babel import force_locale
from peewee import InterfaceError, OperationalError

from blueprints import web, words
from domain.words import LANGUAGES, N_
from models.base import close

log = logging.getLogger(__name__)

NO_ROOM = {errno.ENOSPC, errno.EDQUOT}
RETRY_AFTER = "10"  # seconds
LEAST_ROOM = 1 << 20  # bytes

AWAY = (
    N_("The portal cannot be used at the moment"),
    N_("Nothing you filed is lost. What you sent just now was not kept. Go back and try again in a minute."),
)
FULL = (
    N_("There is no room left to keep this"),
    N_("Nothing you filed is lost. What you sent just now was not kept. Whoever runs the portal has to make room."),
)


def init(app: Flask) -> None:
    app.register_error_handler(OperationalError, _lost)
    app.register_error_handler(InterfaceError, _lost)
    app.register_error_handler(OSError, _full)


def _lost(error: OperationalError | InterfaceError) -> Response:
    """The connection may be the trouble: the next request opens another."""
    names = list(_names(error))
    log.error("the database does not serve: %s", ", ".join(names) or type(error).__name__)
    _closed()
    is_full = "SQLITE_FULL" in names or (any("IOERR" in name for name in names) and _has_no_room())
    return _told(507, *FULL) if is_full else _told(503, *AWAY)


def _full(error: OSError) -> Response:
    if error.errno not in NO_ROOM:
        raise error
    log.error("the disk is full")
    _closed()
    return _told(507, *FULL)


def _names(error: BaseException | None) -> Iterator[str]:
    """What SQLite calls it. A full disk ends the transaction by itself, and the rollback that follows fails as well."""
    while error is not None:
        if name := getattr(error, "sqlite_errorname", ""):
            yield name
        error = error.__context__


def _has_no_room() -> bool:
    """SQLite says "I/O error" when the file that it shares between processes cannot grow."""
    return shutil.disk_usage(current_app.config["DIBS"].instance).free < LEAST_ROOM


def _closed() -> None:
    """Gives up what was begun. A broken connection may refuse even that."""
    try:
        close()
    except (OperationalError, InterfaceError):
        log.warning("a connection could not be closed")


def _told(status: int, says: str, advice: str) -> Response:
    language = request.accept_languages.best_match(LANGUAGES) or LANGUAGES[0]
    name = "_notice.html" if web.is_htmx() else "wellness/outage.html"
    with force_locale(language):
        page = current_app.jinja_env.get_template(name).render(
            says=words.translated(says), advice=words.translated(advice), status=status, errors={}, language=language
        )
    headers = {"Retry-After": RETRY_AFTER}
    if web.is_htmx():
        headers.update({"HX-Retarget": "#notice", "HX-Reswap": "outerHTML"})
    return Response(page, status, headers, mimetype="text/html")
