"""Which meetings does a calendar file speak of: when, with whom, and was one called off? (RFC 5545)"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from integrations.readers import words

MOST = 10
LONGEST = 2_000_000  # bytes of a calendar that are read
PROPERTY = re.compile(r'([A-Za-z0-9-]+)((?:;[A-Za-z0-9-]+=(?:"[^"]*"|[^;:",]*)(?:,(?:"[^"]*"|[^;:",]*))*)*):(.*)', re.S)
PARAMETER = re.compile(r';([A-Za-z0-9-]+)=("[^"]*"|[^;:",]*)')
SPAN = re.compile(r"P(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:\d+S)?)?")
WINDOWS_ZONES = {
    "W. Europe Standard Time": "Europe/Berlin", "Central Europe Standard Time": "Europe/Budapest",
    "Romance Standard Time": "Europe/Paris", "GMT Standard Time": "Europe/London",
    "Central European Standard Time": "Europe/Warsaw", "Eastern Standard Time": "America/New_York",
    "Pacific Standard Time": "America/Los_Angeles", "Tokyo Standard Time": "Asia/Tokyo",
    "Central Standard Time (Mexico)": "America/Mexico_City",
}  # fmt: skip
"""Names that Outlook gives to zones."""

Line = tuple[str, dict[str, str], str]
"""Property, its parameters, its value."""


def read(content: bytes) -> dict[str, Any]:
    """`meetings`: each event with start and end in ISO form, people, and whether it was called off."""
    lines = list(_lines(words.decoded(content[:LONGEST].removeprefix(b"\xef\xbb\xbf"))))
    method = next((value.upper() for name, _, value in lines if name == "METHOD"), "")
    return {"kind": "meeting", "meetings": [_meeting(event, method) for event in _events(lines)][:MOST]}


def _lines(text: str) -> list[Line]:
    """The properties, folded lines put together again."""
    found = []
    for line in re.sub(r"\r?\n[ \t]", "", text).splitlines():
        match = PROPERTY.fullmatch(line)
        if match:
            given = {name.upper(): value.strip('"') for name, value in PARAMETER.findall(match[2])}
            found.append((match[1].upper(), given, match[3].strip()))
    return found


def _events(lines: list[Line]) -> list[list[Line]]:
    """What stands in each event, without what stands in alarms inside it."""
    events: list[list[Line]] = []
    within: list[str] = []
    for line in lines:
        name, _, value = line
        if name == "BEGIN":
            within.append(value.upper())
            events += [[]] if value.upper() == "VEVENT" else []
        elif name == "END":
            within = within[:-1]
        elif within and within[-1] == "VEVENT":
            events[-1].append(line)
    return events


def _meeting(event: list[Line], method: str) -> dict[str, Any]:
    first: dict[str, Line] = {}
    for line in event:
        first.setdefault(line[0], line)
    starts = _moment(first.get("DTSTART"))
    guests = [_person(line) for line in event if line[0] == "ATTENDEE"]
    return {
        "starts": starts, "ends": _moment(first.get("DTEND")) or _after(starts, first.get("DURATION")),
        "written": _moment(first.get("CREATED")) or _moment(first.get("DTSTAMP")),
        "subject": words.clean(_plain(first["SUMMARY"][2])) if "SUMMARY" in first else "",
        "organizer": _person(first["ORGANIZER"]) if "ORGANIZER" in first else {"name": "", "address": ""},
        "people": guests[: words.MOST_PEOPLE], "repeats": "RRULE" in first,
        "is_cancelled": method == "CANCEL" or first.get("STATUS", ("", {}, ""))[2].upper() == "CANCELLED",
    }  # fmt: skip


def _plain(value: str) -> str:
    return re.sub(r"\\([\\;,nN])", lambda match: " " if match[1] in "nN" else match[1], value)


def _person(line: Line) -> dict[str, str]:
    _, given, value = line
    address, answer = words.ADDRESS.search(value), given.get("PARTSTAT", "")
    return {
        "name": words.clean(given.get("CN", "")), "address": address.group().lower() if address else "",
        "answer": answer.lower() if re.fullmatch("[A-Za-z-]{1,20}", answer) else "",
    }  # fmt: skip


def _moment(line: Line | None) -> str:
    """A day, a moment of a named zone, or one that is local to wherever it takes place; "" if it cannot be read."""
    if line is None:
        return ""
    _, given, value = line
    for form in ("%Y%m%dT%H%M%SZ", "%Y%m%dT%H%M%S", "%Y%m%dT%H%M", "%Y%m%d"):
        try:
            read = datetime.strptime(value, form)  # noqa: DTZ007
        except ValueError:
            continue
        if form == "%Y%m%d":
            return read.date().isoformat()
        zone = UTC if form.endswith("Z") else _zone(given.get("TZID", ""))
        return read.replace(tzinfo=zone).isoformat(timespec="seconds")
    return ""


def _zone(name: str) -> ZoneInfo | None:
    try:
        return ZoneInfo(WINDOWS_ZONES.get(name, name)) if name else None
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def _after(starts: str, line: Line | None) -> str:
    match = SPAN.fullmatch(line[2]) if line else None
    if match is None or not starts:
        return ""
    weeks, days, hours, minutes = (int(part or 0) for part in match.groups())
    try:
        ends = datetime.fromisoformat(starts) + timedelta(weeks=weeks, days=days, hours=hours, minutes=minutes)
    except OverflowError:
        return ""
    return ends.isoformat(timespec="seconds")
