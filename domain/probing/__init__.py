"""Do the checks of a partner look like probing? Rules with numbers, an alarm for channel managers, and what they do."""

from __future__ import annotations

from domain.probing.alarms import close, look, open_names, run, watch

__all__ = ["close", "look", "open_names", "run", "watch"]
