"""Who must hear that the key which signs our papers ends soon?"""

from __future__ import annotations

from datetime import datetime

from domain import events
from models import Event, Vendor
from models.base import serialised

ENDING = "vendor.key_ending"
REMIND_DAYS = (60, 30, 7)
"""Days before its end: an authority takes weeks to issue another, and without a key no certificate is made."""


def remind(fingerprint: str, until: datetime, now: datetime) -> int:
    """Tell the administrators once at each step before the key ends. Returns how many were recorded: one or none."""
    step = min((days for days in REMIND_DAYS if (until - now).days < days), default=None)
    if step is None:
        return 0
    vendor = Vendor.get_current()
    with serialised("signing key"):
        told = Event.about("vendor", vendor.id).where(Event.name == ENDING)
        steps = [event.facts["days"] for event in told if event.facts["fingerprint"] == fingerprint]
        if steps and min(steps) <= step:
            return 0
        events.record(ENDING, vendor, facts={"fingerprint": fingerprint, "days": step, "until": until.isoformat()})
    return 1
