"""Which moment does a date mean that a mail program wrote for people, in one of six languages?"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime

MONTHS = (
    "jan ene gen", "feb fev fév", "mar mär mrz mrt maa", "apr abr avr", "may mai mag mei", "jun giu juin",
    "jul lug juil", "aug ago aou aoû", "sep set", "oct okt ott", "nov", "dec dez dic déc",
)  # fmt: skip
"""How names of months begin, January first; matched without accents, the longest beginning first."""

ZONES = {
    "UTC": "+0000", "GMT": "+0000", "WET": "+0000", "BST": "+0100", "CET": "+0100", "MEZ": "+0100", "CEST": "+0200",
    "MESZ": "+0200", "EST": "-0500", "EDT": "-0400", "PST": "-0800", "PDT": "-0700", "JST": "+0900",
}  # fmt: skip
DAY = re.compile(
    r"(?P<y1>\d{4})\s*[-/年]\s*(?P<m1>\d{1,2})\s*[-/月]\s*(?P<d1>\d{1,2})"
    r"|(?<!\d)(?P<d2>\d{1,2})\.(?P<m2>\d{1,2})\.(?P<y2>\d{4}|\d\d)(?!\d)"
    r"|(?<!\d)(?P<a>\d{1,2})/(?P<b>\d{1,2})/(?P<y3>\d{4}|\d\d)(?!\d)"
    r"|(?<!\d)(?P<d4>\d{1,2})(?:\.|st|nd|rd|th)?\s*(?:de\s+)?(?P<n4>[^\W\d_]{3,12})\.?,?\s*(?:del?\s+)?(?P<y4>\d{4})"
    r"|(?P<n5>[^\W\d_]{3,12})\.?\s+(?P<d5>\d{1,2})(?:st|nd|rd|th)?,?\s+(?P<y5>\d{4})"
)
TIME = re.compile(r"(?<!\d)(\d{1,2})[:.h](\d{2})(?::(\d{2}))?(?:[\s\u202f]*([ap])\.?[\s\u202f]?m\b\.?)?", re.I)
OFFSET = re.compile(r"\s*\(?(?:(?:UTC|GMT)?\s?([+-]\d{2}):?(\d{2})|(" + "|".join(ZONES) + r")\b)")
NEAR = 24  # characters between a day and its time
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


@dataclass(frozen=True)
class Found:
    """A moment in ISO form, as exact as it was written, and where its text ends."""

    iso: str
    end: int


def find(text: str) -> Found | None:
    """The first date in a text."""
    for match in DAY.finditer(text):
        day = _day(match, text)
        if day is not None:
            return _with_time(text, day, match.end())
    return None


def header(raw: str) -> str:
    """The date of a header field in ISO form; "" when nobody can read it."""
    try:
        read = parsedate_to_datetime(raw)
        read.astimezone(UTC)
    except (TypeError, ValueError, OverflowError, IndexError):
        found = find(raw)
        return found.iso if found else ""
    return read.isoformat(timespec="seconds")


def has_wrong_weekday(raw: str) -> bool:
    """Is the day of the week not the one that this day is? Mail programs reckon it, people forget it."""
    named, iso = raw.strip()[:3].lower(), header(raw)
    return named in WEEKDAYS and bool(iso) and WEEKDAYS[date.fromisoformat(iso[:10]).weekday()] != named


def _day(match: re.Match[str], text: str) -> date | None:
    """The day that was matched; None if there is none such."""
    given = match.groupdict(default="")
    year = given["y1"] or given["y2"] or given["y3"] or given["y4"] or given["y5"]
    if given["a"]:
        day, month = _slashed(int(given["a"]), int(given["b"]), text[match.end() :][:NEAR])
    elif named := given["n4"] or given["n5"]:
        day, month = int(given["d4"] or given["d5"]), _month(named)
    else:
        day, month = int(given["d1"] or given["d2"]), int(given["m1"] or given["m2"])
    try:
        return date(int(year) + (2000 if len(year) == 2 else 0), month, day)
    except ValueError:
        return None


def _slashed(first: int, second: int, rest: str) -> tuple[int, int]:
    """Day and month of 3/4/2027: month first when the clock has twelve hours or the second cannot be a month."""
    is_american = second > 12 or (first <= 12 and re.search(r"\d\s*[ap]\.?m", rest, re.I) is not None)
    return (second, first) if is_american else (first, second)


def _month(name: str) -> int:
    plain = _plain(name)
    starts = [(len(start), number) for number, month in enumerate(MONTHS, 1) for start in _plain(month).split()
              if plain.startswith(start)]  # fmt: skip
    return max(starts, default=(0, 0))[1]


def _plain(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKD", text.lower()) if not unicodedata.combining(c))


def _with_time(text: str, day: date, end: int) -> Found:
    clock = TIME.search(text, end, end + NEAR + 8)
    if clock is None or clock.start() - end > NEAR:
        return Found(day.isoformat(), end)
    hour, minute, second = int(clock[1]), int(clock[2]), int(clock[3] or 0)
    if clock[4]:
        hour = hour % 12 + (12 if clock[4].lower() == "p" else 0)
    if hour > 23 or minute > 59 or second > 59:
        return Found(day.isoformat(), end)
    offset = OFFSET.match(text, clock.end())
    zone = "" if offset is None else (offset[1] + offset[2] if offset[1] else ZONES[offset[3]])
    at = f"{day.isoformat()}T{hour:02}:{minute:02}:{second:02}{zone}"
    return Found(datetime.fromisoformat(at).isoformat(timespec="seconds"), (offset or clock).end())
