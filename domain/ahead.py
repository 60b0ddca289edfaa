"""Which names does a new process look for, so that index and words are in memory when its first visitor comes?"""

from __future__ import annotations

from domain.matching import Company, index
from models import Account

NAMES = 20


def look_for_names() -> None:
    """The newest accounts. Whom they belong to is nobody's concern here: nothing is answered."""
    for account in Account.select(Account.name).order_by(Account.id.desc()).limit(NAMES):
        index.candidates(Company(account.name))
