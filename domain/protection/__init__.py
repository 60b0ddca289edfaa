"""How does a protected claim live on and end? Updates, extensions, reminders, silence, closing (PRODUCT.md D)."""

from __future__ import annotations

from domain.protection.closing import again_on, close, cooldown_until, expire_due, lose, win, withdraw
from domain.protection.extensions import decline_extension, extend, grant_extension, is_fresh
from domain.protection.reminders import expire_silent, remind_due, warn_silent
from domain.protection.updates import update

__all__ = [
    "again_on", "close", "cooldown_until", "decline_extension", "expire_due", "expire_silent", "extend",
    "grant_extension", "is_fresh", "lose", "remind_due", "update", "warn_silent", "win", "withdraw",
]  # fmt: skip
