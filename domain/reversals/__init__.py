"""How is a decision taken back? By a second person, with a reason, who saw what it would do (PRODUCT.md C)."""

from __future__ import annotations

from domain.reversals.reversing import reverse
from domain.reversals.view import Outlook, outlook, reversible, why_not

__all__ = ["Outlook", "outlook", "reverse", "reversible", "why_not"]
