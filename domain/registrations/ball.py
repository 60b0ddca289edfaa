"""Whose move is it, in which words, until when, and how much of the answer time is left?"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any


@dataclass(frozen=True)
class Ball:
    """Whose move it is, in words; `action` names the button, "" when there is none to press."""

    says: str
    values: dict[str, Any] = field(default_factory=dict)
    then: str = ""
    action: str = ""
    until: datetime | None = None
    is_yours: bool = False  # the reader's move, and it is due
    working: timedelta | None = None  # of the vendor's answer clock: business hours left; negative: over
