"""How does a partner have a whole list of names checked? Read, looked at, then line by line, each at its price."""

from __future__ import annotations

from domain.bulk.columns import COLUMNS
from domain.bulk.keeping import delete, forget_old
from domain.bulk.looking import Look, look
from domain.bulk.preparing import Received, correct, receive, start, stop
from domain.bulk.reading import PROBLEMS, from_table, from_text, headings
from domain.bulk.running import ENDED, WAITS, run_due, waiting

__all__ = [
    "COLUMNS", "ENDED", "PROBLEMS", "WAITS", "Look", "Received",
    "correct", "delete", "forget_old", "from_table", "from_text", "headings", "look", "receive", "run_due", "start",
    "stop", "waiting",
]  # fmt: skip
