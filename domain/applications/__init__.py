"""How does a company become a partner? Applying, confirming, answering, and forgetting what came of nothing."""

from __future__ import annotations

from domain.applications.answering import approve, confirm, decline, withdraw
from domain.applications.applying import CLOSED, Typed, apply, fresh_key
from domain.applications.keeping import forget_due, remind_due
from domain.applications.links import of_token, path
from domain.applications.looking import Lookalike, MailFit, lookalikes, mail_fit, person_known

__all__ = [
    "CLOSED", "Lookalike", "MailFit", "Typed", "apply", "approve", "confirm", "decline", "forget_due", "fresh_key",
    "lookalikes", "mail_fit", "of_token", "path", "person_known", "remind_due", "withdraw",
]  # fmt: skip
