"""How is a claim decided? Approve, with or without conditions, return, decline, escalate, revoke; by person or rule."""

from __future__ import annotations

from domain.decisions.deciders import NOT_A_DECIDER, WITH_DIRECTOR, is_theirs, require_decider
from domain.decisions.deciding import (
    CLEAR_CASE,
    RULE_WORDS,
    approve,
    approve_if_clear,
    approve_with_conditions,
    carry_over,
    decline,
    escalate,
    has_evidence,
    is_clear,
    looked_at_for,
    opened,
    protected_until,
    return_for_information,
    revoke,
)
from domain.decisions.said import CONDITION_SLOTS, Wanted, Words

__all__ = [
    "CLEAR_CASE", "CONDITION_SLOTS", "NOT_A_DECIDER", "RULE_WORDS", "WITH_DIRECTOR", "Wanted", "Words", "approve",
    "approve_if_clear", "approve_with_conditions", "carry_over", "decline", "escalate", "has_evidence", "is_clear",
    "is_theirs", "looked_at_for", "opened", "protected_until", "require_decider", "return_for_information", "revoke",
]  # fmt: skip
