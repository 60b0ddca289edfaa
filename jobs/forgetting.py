"""Which files go with the rows that have had their time? Kept mails and uploaded tables."""

from __future__ import annotations

from datetime import datetime, timedelta

from config import Config, from_environment
from domain import forgetting
from integrations import mail
from integrations.tables import Files

AGE = timedelta(days=1)
"""A younger upload may still wait for its row."""


def forget_news(now: datetime, config: Config | None = None) -> int:
    """Drop old deliveries, and the mails that lie in the folder. Returns how many mails are no longer on record."""
    config = config or from_environment()
    gone = forgetting.forget_news(now)
    for message_id in gone:
        mail.drop(config.mail_folder, message_id)
    return len(gone)


def forget_imports(now: datetime, config: Config | None = None) -> int:
    """Drop old uploads with their files, and files that no upload speaks of. Returns how many."""
    files = Files((config or from_environment()).import_folder)
    gone = [*forgetting.forget_imports(now), *files.strangers(forgetting.known_uploads(), (now - AGE).timestamp())]
    for name in filter(None, gone):
        files.drop(name)
    return len(gone)
