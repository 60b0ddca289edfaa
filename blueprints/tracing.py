"""What does the log say of a request? Its route by name, never its address; how it ended and how long it took.

What was refused is told always, in either form of the log: at the door (401, 403, 429), for what is not to be seen
(404), and wherever somebody tries to show who they are. Of whom, the session's handle says to an administrator alone.
"""

from __future__ import annotations

import logging
import secrets
import time
from types import TracebackType

from flask import Flask, Response, g, request

from blueprints import entry
from domain.accounts import sessions
from integrations.logs import request_id

log = logging.getLogger("dibs.request")

Error = tuple[type, BaseException, TracebackType | None] | tuple[None, None, None]


REFUSED = (401, 403, 404, 429)

PROVING = ("signing_in", "second_step", "proofs", "passkeys", "factors", "set_up", "addresses")
"""Where people show who they are: every answer but a page is one that whoever looks into an attack asks for."""


def init(app: Flask) -> None:
    """First of all that looks at requests, so that it sees each begin and end."""
    app.before_request(_begin)
    app.after_request(_end)
    app.log_exception = _failed  # type: ignore[method-assign, assignment]  # Flask's own words hold the address


def _begin() -> None:
    g.began = time.perf_counter()
    request_id.set(secrets.token_hex(8))


def _end(response: Response) -> Response:
    level = _level(response.status_code)
    if log.isEnabledFor(level):
        facts = {"method": _method(), "route": _route(), "status": response.status_code, "ms": _milliseconds()}
        says = "%(method)s %(route)s %(status)s in %(ms)s ms"
        if level == logging.WARNING:
            facts["session"] = _session()
            says += ", session %(session)s"
        log.log(level, says, facts, extra=facts)
    return response


def _level(status: int) -> int:
    if status >= 500:
        return logging.ERROR
    is_proof = request.method == "POST" and request.blueprint in PROVING
    return logging.WARNING if status in REFUSED or is_proof else logging.INFO


def _session() -> str:
    """What the table of sessions calls the one that this browser shows; the key itself cannot be told from it."""
    key = request.cookies.get(entry.cookie_name(), "")
    return sessions.key_hash(key)[:16] if key else "none"


def _failed(error: Error) -> None:
    log.error("%s %s failed", _method(), _route(), exc_info=error)


def _method() -> str:
    """What a browser may send; else a visitor could write into our log."""
    known = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
    return request.method if request.method in known else "OTHER"


def _route() -> str:
    return request.endpoint or "none"


def _milliseconds() -> float:
    return float(round((time.perf_counter() - g.began) * 1000, 1))
