"""The clock's part in the signing key: it looks when the one that signed last ends."""

from __future__ import annotations

from datetime import datetime

from config import Config, from_environment
from domain import moment, signing_keys
from integrations.signers import facts_of
from models import Certificate


def remind_due(now: datetime, config: Config | None = None) -> int:
    """Before the first certificate there is no key to speak of."""
    facts = facts_of((config or from_environment()).signing_folder, Certificate.newest_signer())
    if facts is None:
        return 0
    with moment.at(now):
        return signing_keys.remind(facts.fingerprint, facts.until, now)
