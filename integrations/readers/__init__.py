"""What does a file say of itself: who wrote whom, when, about what? Read in a child process, as plain facts.

Facts are what JSON can hold: times in ISO form (with a zone where the file names one), people as name and address. What
they mean for a claim is judged elsewhere (`domain.evidence_findings`).
"""

from __future__ import annotations

from integrations.readers.child import NotRead, Reader
from integrations.readers.keys import Keys, Lookup, Unreachable, key_record, keys_for

__all__ = ["Keys", "Lookup", "NotRead", "Reader", "Unreachable", "key_record", "keys_for"]
