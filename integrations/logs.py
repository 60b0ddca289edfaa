"""What stands in the log, and what never does? Lines as text or JSON; no names, no addresses, nothing anybody typed.

An exception is told by its type and where it came from: its words may quote a row or a form. Only those whose class
says `names_nobody` speak for themselves.
"""

from __future__ import annotations

import json
import logging
import traceback
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any

from config import ROOT

request_id: ContextVar[str] = ContextVar("request_id", default="")
"""Of the request that this thread answers: the same in all its lines."""

FACTS = ("method", "route", "status", "ms", "session")
"""What a line on a request has besides its words."""

QUIET = {"apscheduler": logging.ERROR, "waitress.queue": logging.ERROR}
"""A tick that finds its job still at work is no news."""


def set_up(form: str) -> None:
    """Everything that this process says, as `form` (text or json), to the standard error stream."""
    handler = logging.StreamHandler()
    handler.setFormatter(Json() if form == "json" else Text())
    logging.basicConfig(level=logging.INFO, handlers=[handler], force=True)
    logging.getLogger("dibs.request").setLevel(logging.INFO if form == "json" else logging.WARNING)
    for name, level in QUIET.items():
        logging.getLogger(name).setLevel(level)


class Text(logging.Formatter):
    """One line for people; an exception on the lines below."""

    def format(self, record: logging.LogRecord) -> str:
        line = f"{moment(record)} {record.levelname} {record.name}: {says(record)}"
        if number := request_id.get():
            line += f" [{number}]"
        return "\n  ".join([line, *frames(record)])


class Json(logging.Formatter):
    """One line for machines."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "at": moment(record), "level": record.levelname.lower(), "from": record.name, "says": says(record),
            "request": request_id.get(), "frames": frames(record),
        }  # fmt: skip
        line |= {name: getattr(record, name) for name in FACTS if hasattr(record, name)}
        return json.dumps({name: value for name, value in line.items() if value not in ("", [])}, ensure_ascii=False)


def moment(record: logging.LogRecord) -> str:
    return datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")


def says(record: logging.LogRecord) -> str:
    """The words, with exceptions told by type. What serves us puts addresses into its own: they are cut off."""
    if record.name.startswith("waitress"):
        return str(record.msg).partition(" while serving ")[0].partition(":")[0]
    if not isinstance(record.args, tuple):
        return record.getMessage()
    args = tuple(told(one) if isinstance(one, BaseException) else one for one in record.args)
    return str(record.msg) % args if args else str(record.msg)


def told(error: BaseException) -> str:
    name = type(error).__name__
    if getattr(error, "names_nobody", False):
        return f"{name}: {error}"
    if isinstance(error, OSError) and error.strerror:
        return f"{name}: {error.strerror}"
    return name


def frames(record: logging.LogRecord) -> list[str]:
    """Where an exception came from, the innermost last, and those behind it."""
    lines: list[str] = []
    error = record.exc_info[1] if isinstance(record.exc_info, tuple) else None
    while error is not None and len(lines) < 60:
        lines.append(told(error))
        lines += [
            f"{_place(one.filename)}:{one.lineno} {one.name}" for one in traceback.extract_tb(error.__traceback__)[-15:]
        ]
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return lines


def _place(name: str) -> str:
    """The file, without where on this machine Dibs lies."""
    return name.removeprefix(f"{ROOT}/").rpartition("site-packages/")[2]
