"""What would the first visitor of a new process wait for? The server has it done ahead, before it says that it serves.

An application brings two steps: what all processes share, done before they are forked, without the database; and what
each of them does for itself. `bin/serving/generation.py` takes them.
"""

from __future__ import annotations

from functools import partial

from flask import Flask
from peewee import PeeweeException

from domain.matching import Company, index
from models import Account
from models.base import close

OTHERS = ("mail/", "pdf/", "papers/")
"""Templates of mails and papers, which the clock makes."""
NAMES = 20


def init(app: Flask) -> None:
    app.extensions["dibs.ahead"] = (partial(_read_templates, app), _look_for_names)


def _read_templates(app: Flask) -> None:
    pages = app.jinja_env.list_templates(
        filter_func=lambda name: name.endswith(".html") and not name.startswith(OTHERS)
    )
    for name in pages:
        app.jinja_env.get_template(name)


def _look_for_names() -> None:
    """The newest accounts, so that index and words are in memory; nothing while there is no database or no table."""
    try:
        for account in Account.select(Account.name).order_by(Account.id.desc()).limit(NAMES):
            index.candidates(Company(account.name))
    except PeeweeException:
        pass
    finally:
        close()
