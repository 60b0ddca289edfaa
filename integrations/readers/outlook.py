"""Which letters does a message file of Outlook hold? Its properties ([MS-OXMSG]) as those of any mail."""

from __future__ import annotations

import io
import struct
from datetime import UTC, datetime, timedelta
from email import message_from_string
from typing import Any

import olefile

from integrations.readers import bodies, forwards, mails, words

SUBJECT, BODY, HTML, HEADERS = 0x0037, 0x1000, 0x1013, 0x007D
SENDER_NAME, SENDER_ADDRESS, SENDER_SMTP, SENT_AS_NAME, SENT_AS_SMTP = 0x0C1A, 0x0C1F, 0x5D01, 0x0042, 0x5D02
NAME, ADDRESS, SMTP = 0x3001, 0x3003, 0x39FE
SUBMITTED, DELIVERED, STARTS, ENDS = 0x0039, 0x0E06, 0x0060, 0x0061
MESSAGE_CLASS, CODEPAGE = 0x001A, 0x3FFD
TEXTS = {"001F": "utf-16-le", "001E": ""}
TIME, WHOLE = 0x0040, 0x0003
BEGINNING = datetime(1601, 1, 1, tzinfo=UTC)
MOST = 60
LONGEST = 4_000_000  # bytes of one property that are read
DEEPEST = 5

Letter = dict[str, Any]


class Store:
    """One message inside the file: the whole of it, or one that is attached to it."""

    def __init__(self, ole: olefile.OleFileIO, at: tuple[str, ...] = ()) -> None:
        self.ole, self.at = ole, at
        self.numbers = self._numbers(32 if not at else 24)
        self.codepage = f"cp{self.numbers.get((CODEPAGE, WHOLE), 1252)}"

    def text(self, *properties: int) -> str:
        """The first of these properties that says something."""
        for number in properties:
            for suffix, encoding in TEXTS.items():
                content = self._stream(f"__substg1.0_{number:04X}{suffix}")
                if content:
                    return words.decoded(content, encoding or self.codepage).replace("\0", "")
        return ""

    def page(self) -> str:
        content = self._stream(f"__substg1.0_{HTML:04X}0102")
        return bodies.of_page(words.decoded(content, "utf-8")) if content else ""

    def moment(self, *properties: int) -> str:
        for number in properties:
            ticks = self.numbers.get((number, TIME), 0)
            if ticks:
                return _iso(ticks)
        return ""

    def inside(self, name: str, inner: tuple[str, ...] = ()) -> list[Store]:
        """Storages whose names begin so, such as recipients and attachments; `inner`: what must be in them."""
        here = len(self.at)
        found = {entry[here] for entry in self.ole.listdir(streams=True, storages=True)
                 if tuple(entry[:here]) == self.at and len(entry) > here and entry[here].startswith(name)}  # fmt: skip
        paths = [(*self.at, one, *inner) for one in sorted(found)[:MOST]]
        return [Store(self.ole, path) for path in paths if self.ole.exists("/".join(path))]

    def _stream(self, name: str) -> bytes:
        path = "/".join((*self.at, name))
        if not self.ole.exists(path):
            return b""
        with self.ole.openstream(path) as stream:
            return bytes(stream.read(LONGEST))

    def _numbers(self, skipped: int) -> dict[tuple[int, int], int]:
        """Properties of fixed size: (number, type) -> value."""
        rows = self._stream("__properties_version1.0")[skipped:]
        rows = rows[: len(rows) // 16 * 16]
        return {(tag >> 16, tag & 0xFFFF): value for tag, _, value in struct.iter_unpack("<IIq", rows)}


def read(content: bytes) -> dict[str, Any]:
    """As for any mail. An Outlook file never keeps what a signature signed: there is none to be checked."""
    with olefile.OleFileIO(io.BytesIO(content)) as ole:
        letters: list[Letter] = []
        meetings: list[dict[str, Any]] = []
        _add(Store(ole), "itself", 0, letters, meetings)
    return {"kind": "mail", "form": "outlook", "letters": letters[: mails.MOST], "meetings": meetings}


def _add(store: Store, how: str, depth: int, letters: list[Letter], meetings: list[dict[str, Any]]) -> None:
    letter = _letter(store, how)
    letters.append(letter)
    letters += forwards.inside(store.text(BODY) or store.page(), letter["subject"])
    if store.text(MESSAGE_CLASS).startswith("IPM.Schedule.Meeting"):
        meetings.append(_meeting(store, letter))
    if depth < DEEPEST and len(letters) < mails.MOST:
        for inner in store.inside("__attach_version1.0_", ("__substg1.0_3701000D",)):
            _add(inner, "attached", depth + 1, letters, meetings)


def _letter(store: Store, how: str) -> Letter:
    """The head: what the servers wrote when the file has it, else what Outlook noted."""
    headers = store.text(HEADERS)
    known = mails.head(message_from_string(headers), how) if headers else None
    sent = store.moment(SUBMITTED, DELIVERED)
    letter: Letter = {
        "how": how, "from": _sender(store), "to": [_guest(one) for one in store.inside("__recip_version1.0_")],
        "date": sent, "subject": words.clean(store.text(SUBJECT)), "faults": [] if sent else ["no_date"], "carried": [],
        "signatures": [],
    }  # fmt: skip
    if known and known["date"]:
        letter |= {"date": known["date"], "faults": known["faults"]}
    if known:
        letter["carried"] = known["carried"]
        letter["from"] = letter["from"] if letter["from"]["address"] else known["from"]
        letter["to"] = letter["to"] or known["to"]
    return letter


def _sender(store: Store) -> dict[str, str]:
    address = words.ADDRESS.search(store.text(SENDER_SMTP, SENT_AS_SMTP) or store.text(SENDER_ADDRESS))
    name = words.clean(store.text(SENDER_NAME, SENT_AS_NAME))
    return {"name": name, "address": address.group().lower() if address else ""}


def _guest(store: Store) -> dict[str, str]:
    address = words.ADDRESS.search(store.text(SMTP) or store.text(ADDRESS))
    return {"name": words.clean(store.text(NAME)), "address": address.group().lower() if address else ""}


def _meeting(store: Store, letter: Letter) -> dict[str, Any]:
    return {
        "starts": store.moment(STARTS), "ends": store.moment(ENDS), "written": letter["date"],
        "subject": letter["subject"], "organizer": letter["from"], "repeats": False,
        "people": [{**person, "answer": ""} for person in letter["to"]],
        "is_cancelled": store.text(MESSAGE_CLASS).startswith("IPM.Schedule.Meeting.Cancel"),
    }  # fmt: skip


def _iso(ticks: int) -> str:
    """A Windows time, in tenths of microseconds since 1601."""
    try:
        return (BEGINNING + timedelta(microseconds=ticks // 10)).isoformat(timespec="seconds")
    except OverflowError:
        return ""
