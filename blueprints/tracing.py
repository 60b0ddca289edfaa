"""What does the log say of a request? Its route by name, never its address; how it ended and how long it took."""

from __future__ import annotations

import logging
import secrets
import time
from types import TracebackType

from flask import Flask, Response, g, request

from integrations.logs import request_id

log = logging.getLogger("dibs.request")

Error = tuple[type, BaseException, TracebackType | None] | tuple[None, None, None]


def init(app: Flask) -> None:
    """First of all that looks at requests, so that it sees each begin and end."""
    app.before_request(_begin)
    app.after_request(_end)
    app.log_exception = _failed  # type: ignore[method-assign, assignment]  # Flask's own words hold the address


def _begin() -> None:
    g.began = time.perf_counter()
    request_id.set(secrets.token_hex(8))


def _end(response: Response) -> Response:
    level = logging.ERROR if response.status_code >= 500 else logging.INFO
    if log.isEnabledFor(level):
        facts = {"method": _method(), "route": _route(), "status": response.status_code, "ms": _milliseconds()}
        log.log(level, "%(method)s %(route)s %(status)s in %(ms)s ms", facts, extra=facts)
    return response


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
