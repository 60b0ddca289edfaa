"""Is what we write a calendar, as others read it?"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import icalendar
import pytest

from integrations.calendar import WIDTH, Entry, written

NOW = datetime(2027, 3, 8, 9, tzinfo=UTC)


def entry(**other: object) -> Entry:
    given = {
        "uid": "a1", "sequence": 0, "summary": "Protection ends: DR-1", "description": "x", "url": "https://p.example/1",
        "due": date(2027, 3, 9), "changed_at": NOW, **other,
    }  # fmt: skip
    return Entry(**given)  # type: ignore[arg-type]


def read(*entries: Entry) -> list[icalendar.Event]:
    calendar = icalendar.Calendar.from_ical(written("Deadlines", entries))
    return [part for part in calendar.walk("VEVENT") if isinstance(part, icalendar.Event)]


def test_another_reader_finds_what_was_written() -> None:
    (event,) = read(entry(sequence=3, is_cancelled=True))
    assert (event["UID"], event["SEQUENCE"], event["STATUS"]) == ("a1", 3, "CANCELLED")
    assert event.decoded("DTSTART") == date(2027, 3, 9)
    assert event.decoded("DTSTAMP") == NOW
    assert event["URL"] == "https://p.example/1"


def test_a_moment_is_written_in_utc_wherever_it_came_from() -> None:
    there = datetime(2027, 7, 1, 0, 30, tzinfo=timezone(timedelta(hours=2)))
    (event,) = read(entry(due=there))
    assert event.decoded("DTSTART") == datetime(2027, 6, 30, 22, 30, tzinfo=UTC)
    assert b"DTSTART:20270630T223000Z\r\n" in written("x", [entry(due=there)])


@pytest.mark.parametrize(
    "text",
    [
        "Müller, Söhne; & Co \\ KG", "Zeile eins\nZeile zwei", "日本" * 80, "🥇" * 60, "x" * 500, "END:VEVENT",
        "a\r\nBEGIN:VALARM", "NUL\x00 and bell\x07", " begins and ends with a space ",
    ],
)  # fmt: skip
def test_any_text_comes_back_as_it_was_and_ends_no_line(text: str) -> None:
    content = written("Deadlines", [entry(summary=text, description=text)])
    assert content.count(b"BEGIN:VEVENT") == 1
    assert b"\r\nBEGIN:VALARM" not in content
    (event,) = read(entry(summary=text))
    assert event["SUMMARY"] == text.replace("\r\n", "\n").replace("\x00", "").replace("\x07", "")
    for line in content.split(b"\r\n"):
        assert len(line) <= WIDTH
        line.decode()  # no character is parted
    assert b"\n" not in content.replace(b"\r\n", b"")


def test_an_empty_calendar_is_one() -> None:
    assert read() == []
    assert written("Deadlines", []).startswith(b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n")
