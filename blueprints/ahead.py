"""What would the first visitor of a new process wait for? The server has it done ahead.

An application brings two steps: what all processes share, done before they are forked and without the database; and
what each does beside its first visitors. `bin/serving/generation.py` takes them.
"""

from __future__ import annotations

import logging
from contextlib import suppress
from functools import partial

from flask import Flask

from domain.ahead import look_for_names
from models.base import close

log = logging.getLogger(__name__)

ELSEWHERE = ("mail/", "pdf/")
"""Templates of other environments: the clock makes mails, a child process prints."""


def init(app: Flask) -> None:
    app.extensions["dibs.ahead"] = (partial(_read_templates, app), _look_ahead)


def _read_templates(app: Flask) -> None:
    """All pages. One that cannot be read keeps a new generation from taking over."""
    for name in app.jinja_env.list_templates(filter_func=_is_page):
        app.jinja_env.get_template(name)


def _is_page(name: str) -> bool:
    """Not what editors and file systems leave beside a template either."""
    return name.endswith(".html") and not name.startswith(ELSEWHERE) and "/." not in f"/{name}"


def _look_ahead() -> None:
    """Whatever fails here will fail, and be told, where somebody asks for it."""
    try:
        look_for_names()
    except Exception as failed:
        log.info("no names were looked for ahead: %s", type(failed).__name__)
    finally:
        with suppress(Exception):
            close()
