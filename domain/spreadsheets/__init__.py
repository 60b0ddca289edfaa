"""How do the registrations that a vendor kept in a spreadsheet come into the portal, with their dates, on record?"""

from __future__ import annotations

from domain.spreadsheets.carrying import counts, forget_file, run_due, with_needless_files
from domain.spreadsheets.columns import COLUMNS, KIND
from domain.spreadsheets.preparing import back, choose, correct, discard, hold, mark, receive, release, taken
from domain.spreadsheets.reasons import FAILURES, PROBLEMS

__all__ = [
    "COLUMNS", "FAILURES", "KIND", "PROBLEMS",
    "back", "choose", "correct", "counts", "discard", "forget_file", "hold", "mark", "receive", "release", "run_due",
    "taken", "with_needless_files",
]  # fmt: skip
