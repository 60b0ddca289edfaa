"""Is each mail of the test material read as docs/evidence.md says? The table there is what the code reads and says.

After a change that is meant: `WRITE_EVIDENCE=1 pytest tests/integrations/readers/test_thirty.py`; read the difference.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from domain.evidence_against import Against, Finding
from domain.evidence_findings import judged
from integrations.filetypes import Unusable, kind_of
from integrations.readers import Reader, keys_for
from tests.integrations.readers.thirty import KEYS, attached, files, mail, signed

DOCS = Path(__file__).parents[3] / "docs" / "evidence.md"
BEGIN, END = "<!-- what is read from each -->\n", "<!-- end -->\n"
HEAD = "| File | What it is | Read out of it | Said beside the claim |\n| --- | --- | --- | --- |\n"
CLAIM = Against(
    "Käserei Brunnthal GmbH", "Petra Wille", "brunnthal.example", "", date(2027, 3, 15), date(2027, 3, 3),
    datetime(2027, 3, 15, 9, 0, tzinfo=UTC), ZoneInfo("Europe/Berlin"),
)  # fmt: skip
MARKS = {"good": "✓ ", "doubt": "✗ ", "care": "! ", "plain": ""}


@pytest.fixture(scope="module")
def read(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, Any]]:
    """What the child reads from each file, with the keys that can be had."""
    folder = tmp_path_factory.mktemp("thirty")
    with Reader() as reader:
        return {name: _read(reader, folder / name, content) for name, (_, content) in files().items()}


def _read(reader: Reader, path: Path, content: bytes) -> dict[str, Any]:
    path.write_bytes(content)
    kind = path.suffix[1:]
    facts, _ = reader.read(path, kind)
    keys = keys_for(facts, 1, lambda name, _: KEYS.get(name, ""))
    return reader.read(path, kind, keys.found)[0]


def said(facts: dict[str, Any]) -> list[str]:
    return [MARKS[finding.tone] + _sentence(finding) for finding in judged(facts, CLAIM)]


def _sentence(finding: Finding) -> str:
    values = {name: _shown(value) for name, value in finding.values.items()}
    return finding.says % values


def _shown(value: Any) -> str:
    if isinstance(value, timedelta):
        return f"{value.days} days"
    return f"{value.day} {value:%B %Y}" if isinstance(value, date) else str(value)


def rows(read: dict[str, dict[str, Any]]) -> str:
    return "".join(_row(name, read[name]) for name in files())


def _row(name: str, facts: dict[str, Any]) -> str:
    cells = (f"`{name}`", files()[name][0], "<br>".join(_lines(facts)), "<br>".join(said(facts)))
    return "| " + " | ".join(cell.replace("|", "/") for cell in cells) + " |\n"


def _lines(facts: dict[str, Any]) -> Iterator[str]:
    """The facts in short: where each letter stands, its date as exact as it is written, who wrote, about what."""
    for letter in facts.get("letters", []):
        sender = letter["from"]["address"] or letter["from"]["name"] or "nobody"
        subject = f", “{letter['subject']}”" if letter["subject"] else ""
        yield f"{letter['how']}: {letter['date'] or 'no date'}, {sender}{subject}"
    for meeting in facts["meetings"]:
        people = ", ".join(person["address"] for person in meeting["people"])
        yield f"meeting: {meeting['starts']}, {meeting['organizer']['address']} with {people}"


def test_there_are_thirty_and_more() -> None:
    assert len(files()) >= 30


def test_the_table_in_the_docs_is_what_the_code_reads(read: dict[str, dict[str, Any]]) -> None:
    text = DOCS.read_text()
    before, rest = text.split(BEGIN)
    _, after = rest.split(END)
    if os.environ.get("WRITE_EVIDENCE"):
        DOCS.write_text(f"{before}{BEGIN}{HEAD}{rows(read)}{END}{after}")
    else:
        assert rest.split(END)[0] == HEAD + rows(read)


@pytest.mark.parametrize("name", files())
def test_every_file_is_one_that_can_be_uploaded(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(files()[name][1])
    try:
        assert kind_of(path) == path.suffix[1:]
    except Unusable as refused:
        pytest.fail(f"{name}: {refused.code}")


THEIRS = sorted(set(files()) - {"no-end.eml", "no-sender.eml", "stranger.eml", "invitation.ics", "cancelled.ics"})


@pytest.mark.parametrize("name", THEIRS)
def test_the_letter_of_the_prospect_is_found_wherever_it_stands(read: dict[str, dict[str, Any]], name: str) -> None:
    senders = {letter["from"]["address"].rpartition("@")[2] for letter in read[name]["letters"]}
    assert "brunnthal.example" in senders


INNER = (
    "gmail-forward", "gmail-forward-de", "apple-forward", "apple-forward-es", "outlook-forward", "outlook-forward-de",
    "attached", "attached-twice", "attached-file",
)  # fmt: skip


@pytest.mark.parametrize("name", INNER)
def test_a_forward_names_its_own_date_and_that_of_the_mail_inside(read: dict[str, dict[str, Any]], name: str) -> None:
    text = " ".join(said(read[f"{name}.eml"]))
    assert "Email from the prospect’s domain on 3 March 2027, 12 days before filing" in text
    assert "The file is an email of 9 March 2027 by Ana Novak" in text
    assert "that of 3 March 2027" in text


def test_signatures_are_told_in_plain_words(read: dict[str, dict[str, Any]]) -> None:
    expected = {
        "signed.eml": "✓ Signature of brunnthal.example verified: this email is as it was sent",
        "altered.eml": "✗ The signature of brunnthal.example does not fit: the email was altered after it was signed",
        "unsigned.eml": "! No signature: sender, date and text cannot be verified",
        "keyless.eml": "The key of brunnthal.example was not to be had: its signature could not be checked",
        "attached.eml": "✓ Signature of brunnthal.example verified: the attached email is as it was sent",
        "outlook.msg": "! Outlook files (.msg) keep no signature; the same email saved as .eml can be verified",
    }
    assert {name: sentence for name, sentence in expected.items() if sentence not in said(read[name])} == {}


DOUBTFUL = ("altered.eml", "second-date.eml", "weekday.eml", "late.eml", "future.eml", "part-signed.eml")


@pytest.mark.parametrize("name", DOUBTFUL)
def test_a_mail_that_raises_a_doubt_is_not_shown_as_good(read: dict[str, dict[str, Any]], name: str) -> None:
    lines = said(read[name])
    assert not lines[0].startswith("✓")
    assert any(line.startswith("✗") for line in lines)


def test_a_partners_own_signature_proves_nothing_about_what_it_forwards(read: dict[str, dict[str, Any]]) -> None:
    lines = said(read["gmail-forward.eml"])
    assert not any(line.startswith("✓ Signature") for line in lines)
    assert any("verified for the email that hands it on" in line for line in lines)


def test_a_letter_that_they_signed_counts_more_than_an_earlier_one_in_its_text(tmp_path: Path) -> None:
    """Else a true mail could be made to carry an invented earlier one: the text of a forward is the forwarder's."""
    invented = "From: Petra Wille <petra.wille@brunnthal.example>\nDate: 1 February 2027 at 09:00\nSubject: x\n\nYes"
    content = attached(signed(mail())).replace(b"See the mail attached.", invented.encode())
    with Reader() as reader:
        facts = _read(reader, tmp_path / "both.eml", content)
    assert [letter["date"][:10] for letter in facts["letters"]] == ["2027-03-09", "2027-02-01", "2027-03-03"]
    assert "on 3 March 2027" in said(facts)[0]


def test_no_sentence_shows_a_raw_word_of_the_code(read: dict[str, dict[str, Any]]) -> None:
    raw = re.compile(r"%\(|\bno_key\b|wrong_weekday|\bitself\b|None|\{|\d{4}-\d\d-\d\d")
    assert [line for facts in read.values() for line in said(facts) if raw.search(line)] == []
