"""How does a file from the CRM become the mirror? Upload, preview with differences, apply in small batches, hold."""

from __future__ import annotations

from domain.imports.reasons import FILE_REASONS, ROW_REASONS
from domain.imports.running import run_due
from domain.imports.runs import correct, discard, mark, mirror_counts, preview, receive, release, reopen, start

__all__ = [
    "FILE_REASONS", "ROW_REASONS",
    "correct", "discard", "mark", "mirror_counts", "preview", "receive", "release", "reopen", "run_due", "start",
]  # fmt: skip
