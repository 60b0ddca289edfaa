"""The paper of an approved claim: what it says, how it is issued, and what someone who holds it can learn."""

from __future__ import annotations

from domain.certificates.issuing import due, issue, newest, note_failure, request, request_changed, take, try_again

__all__ = ["due", "issue", "newest", "note_failure", "request", "request_changed", "take", "try_again"]
