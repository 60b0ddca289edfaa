"""The paper of an approved claim: what it says, how it is issued, and what someone who holds it can learn."""

from __future__ import annotations

from domain.certificates.issuing import (
    Papers,
    drop_pending,
    due,
    issue,
    newest,
    note_failure,
    of,
    request,
    request_changed,
    take,
    try_again,
)
from domain.certificates.paper import country_name, record_of
from domain.certificates.verifying import Answer, Standing, answer, find, find_file, is_as_printed, standing

__all__ = [
    "Answer", "Papers", "Standing", "answer", "country_name", "drop_pending", "due", "find", "find_file",
    "is_as_printed", "issue", "newest", "note_failure", "of", "record_of", "request", "request_changed", "standing",
    "take", "try_again",
]  # fmt: skip
