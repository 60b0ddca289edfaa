"""The application under a clock that jumps: every two seconds a day on, a day back, an hour, or right."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta

from domain import moment

JUMPS = (timedelta(0), timedelta(days=1), timedelta(days=-1), timedelta(hours=1), timedelta(hours=-1))


def jumping() -> datetime:
    return datetime.now(UTC) + JUMPS[int(time.monotonic() / 2) % len(JUMPS)]


moment.now = jumping

from app import create_app  # noqa: E402

__all__ = ["create_app"]
