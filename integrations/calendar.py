"""How is a calendar written? iCalendar as RFC 5545 wants it: UTC or whole days, folded lines, nothing that runs."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime

MAKER = "-//Dibs//Deadlines//EN"
WIDTH = 75
"""Octets of a line (RFC 5545, 3.1)."""

HIDDEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


@dataclass(frozen=True)
class Entry:
    """One deadline: a moment, or a whole day. Calendars take it for the one of the same `uid` with a lower sequence."""

    uid: str
    sequence: int
    summary: str
    description: str
    url: str
    due: datetime | date
    changed_at: datetime
    is_cancelled: bool = False


def written(name: str, entries: Iterable[Entry]) -> bytes:
    """The whole calendar. The same entries give the same bytes."""
    lines = [
        "BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:{MAKER}", "CALSCALE:GREGORIAN", "METHOD:PUBLISH",
        f"X-WR-CALNAME:{_text(name)}", "REFRESH-INTERVAL;VALUE=DURATION:PT1H", "X-PUBLISHED-TTL:PT1H",
    ]  # fmt: skip
    for entry in entries:
        lines += _event(entry)
    return b"".join(_folded(line) for line in [*lines, "END:VCALENDAR"])


def _event(entry: Entry) -> list[str]:
    return [
        "BEGIN:VEVENT", f"UID:{entry.uid}", f"SEQUENCE:{entry.sequence}", f"DTSTAMP:{_utc(entry.changed_at)}",
        f"LAST-MODIFIED:{_utc(entry.changed_at)}", _start(entry.due), f"SUMMARY:{_text(entry.summary)}",
        f"DESCRIPTION:{_text(entry.description)}", f"URL:{HIDDEN.sub('', entry.url)}",
        f"STATUS:{'CANCELLED' if entry.is_cancelled else 'CONFIRMED'}", "TRANSP:TRANSPARENT", "CLASS:PRIVATE",
        "END:VEVENT",
    ]  # fmt: skip


def _start(due: datetime | date) -> str:
    """Without an end, a day lasts that day and a moment is a moment (RFC 5545, 3.6.1)."""
    return f"DTSTART:{_utc(due)}" if isinstance(due, datetime) else f"DTSTART;VALUE=DATE:{due:%Y%m%d}"


def _utc(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _text(text: str) -> str:
    """Escaped, and without characters that end a line or cannot be shown (RFC 5545, 3.3.11)."""
    plain = HIDDEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    for sign in ("\\", ";", ","):
        plain = plain.replace(sign, f"\\{sign}")
    return plain.replace("\n", "\\n")


def _folded(line: str) -> bytes:
    """Lines of at most 75 octets, parted between characters, never inside one."""
    parts, part, room = [], b"", WIDTH
    for character in line:
        octets = character.encode("utf-8", "replace")
        if len(part) + len(octets) > room:
            parts.append(part)
            part, room = b"", WIDTH - 1  # the space that begins a folded line counts
        part += octets
    return b"\r\n ".join([*parts, part]) + b"\r\n"
