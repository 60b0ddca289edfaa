"""What a file says is held against the claim: names, addresses, days; and a partner learns of it what it may know."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from domain import evidence_papers as papers
from domain.evidence_against import Against
from domain.evidence_findings import judged

PERSON = {"name": "Petra Wille", "address": "petra.wille@mail.brunnthal.example"}
ANA = {"name": "Ana Novak", "address": "ana@acme.example"}


def against(**values: Any) -> Against:
    """The claim on Käserei Brunnthal, filed on 15 March 2027."""
    return Against(**{
        "company": "Käserei Brunnthal GmbH", "contact": "Petra Wille", "domain": "brunnthal.example", "address": "",
        "filed_on": date(2027, 3, 15), "first_contact_on": date(2027, 3, 3),
        "uploaded_at": datetime(2027, 3, 15, 9, 0, tzinfo=UTC), "zone": ZoneInfo("Europe/Berlin"), **values,
    })  # fmt: skip


def mail(**values: Any) -> dict[str, Any]:
    letter = {
        "how": "itself", "from": PERSON, "to": [ANA], "date": "2027-03-03T14:22:10+01:00", "subject": "Termin",
        "faults": [], "carried": [], "signatures": [], **values,
    }  # fmt: skip
    return {"kind": "mail", "letters": [letter], "meetings": []}


def said(facts: dict[str, Any], claim: Against | None = None) -> list[str]:
    found = judged(facts, claim or against())
    return [f"{one.tone}: {one.says % {name: str(value) for name, value in one.values.items()}}" for one in found]


@pytest.mark.parametrize(
    ("sent", "says"),
    [
        ("2027-03-03T14:22:10+01:00", "good: Email from the prospect’s domain on 2027-03-03, 12 days"),
        ("2027-03-15T10:00:00+01:00", "good: Email from the prospect’s domain on 2027-03-15, the day of filing"),
        ("2027-03-16T08:00:00+01:00", "plain: Email from the prospect’s domain on 2027-03-16, 1 day"),
        ("2027-03-14T23:30:00+00:00", "good: Email from the prospect’s domain on 2027-03-15, the day of filing"),
        ("2027-03-14T23:30:00", "good: Email from the prospect’s domain on 2027-03-14, 1 day"),
        ("", "plain: Email from the prospect’s domain, without a usable date"),
        ("1971-01-01T00:00:00+00:00", "plain: Email from the prospect’s domain, without a usable date"),
    ],
)
def test_the_day_is_told_where_the_programme_is_at_home_and_held_against_filing(sent: str, says: str) -> None:
    assert said(mail(date=sent))[0].startswith(says)


def test_a_claim_that_is_not_filed_yet_has_no_days_before_filing() -> None:
    assert said(mail(), against(filed_on=None))[0] == "good: Email from the prospect’s domain on 2027-03-03"


@pytest.mark.parametrize(
    ("address", "is_theirs"),
    [
        ("p@brunnthal.example", True), ("p@mail.brunnthal.example", True), ("p@notbrunnthal.example", False),
        ("p@brunnthal.example.evil.test", False), ("p@brunnthal", False), ("", False), ("brunnthal.example", True),
    ],
)  # fmt: skip
def test_only_addresses_of_the_registered_domain_are_the_prospects(address: str, is_theirs: bool) -> None:
    assert against().is_theirs(address) == is_theirs


def test_a_contact_with_a_private_address_is_known_by_all_of_it() -> None:
    private = against(domain="", address="petra@gmail.com")
    assert private.is_theirs("petra@gmail.com")
    assert not private.is_theirs("peter@gmail.com")


def test_without_a_domain_in_the_claim_nobody_is_called_a_stranger() -> None:
    assert said(mail(), against(domain=""))[0] == "plain: Email of 2027-03-03"


@pytest.mark.parametrize(
    ("name", "is_named"),
    [
        ("Petra Wille", True),
        ("Wille, Petra", True),
        ("Dr. Petra Wille", True),
        ("Petra", False),
        ("Peter Wille", False),
    ],
)
def test_the_contact_is_known_in_whatever_order_the_names_stand(name: str, is_named: bool) -> None:
    lines = said(mail(**{"from": {**PERSON, "name": name}}))
    assert any("the contact whom the claim names" in line for line in lines) == is_named


def test_a_mail_of_ours_to_them_says_that_no_answer_is_in_it() -> None:
    assert "no answer of theirs is in it" in said(mail(**{"from": ANA, "to": [PERSON]}))[0]


@pytest.mark.parametrize(
    ("stated", "says"),
    [
        (date(2027, 3, 3), "Agrees with the first contact"), (date(2027, 3, 4), "Agrees with the first contact"),
        (date(2027, 3, 10), "before the first contact that the claim states"), (date(2027, 2, 1), ""),
    ],
)  # fmt: skip
def test_it_is_held_against_the_first_contact(stated: date, says: str) -> None:
    text = " ".join(said(mail(), against(first_contact_on=stated)))
    assert (says in text) if says else ("first contact" not in text)


def test_an_inner_date_after_the_outer_one_is_a_doubt() -> None:
    facts = mail(**{"from": ANA, "to": [], "date": "2027-03-09T08:00:00+01:00"})
    facts["letters"].append({"how": "forwarded", "from": PERSON, "to": [ANA], "date": "2027-03-11", "subject": ""})
    lines = said(facts)
    assert any(
        line.startswith("doubt: The email inside is dated 2027-03-11, after the email of 2027-03-09") for line in lines
    )
    assert not lines[0].startswith("good")


SIGNED = {
    "domain": "brunnthal.example",
    "key": "k",
    "result": "verified",
    "covers": ["from", "date"],
    "is_partial": False,
}


@pytest.mark.parametrize(
    ("signature", "says"),
    [
        ({}, "good: Signature of brunnthal.example verified"),
        ({"domain": "mail.brunnthal.example"}, "good: Signature of mail.brunnthal.example verified"),
        ({"covers": ["from"]}, "doubt: The signature does not cover the date"),
        ({"is_partial": True}, "doubt: The signature covers only the beginning"),
        ({"domain": "brunnthal.example.evil.test"}, "care: Signed by brunnthal.example.evil.test, not by the sender"),
        ({"result": "altered"}, "doubt: The signature of brunnthal.example does not fit"),
        ({"result": "no_key"}, "plain: The key of brunnthal.example was not to be had:"),
    ],
)
def test_what_a_signature_proves(signature: dict[str, Any], says: str) -> None:
    assert any(line.startswith(says) for line in said(mail(signatures=[{**SIGNED, **signature}])))


def test_a_signature_of_anybody_elses_does_not_outshine_a_broken_one_of_the_senders() -> None:
    broken, other = {**SIGNED, "result": "altered"}, {**SIGNED, "domain": "mailer.example"}
    text = " ".join(said(mail(signatures=[other, broken])))
    assert "not by the sender’s own domain" in text
    assert "good: Signature" not in text


@pytest.mark.parametrize(
    "text", ["Offer for Käserei Brunnthal", "KAESEREI BRUNNTHAL GmbH", "see www.brunnthal.example"]
)
def test_a_document_that_names_the_prospect_says_so(text: str) -> None:
    assert said({"kind": "document", "words": text})[0] == f"good: {papers.NAMES}"


@pytest.mark.parametrize("text", ["Offer for Käserei Oberwald", "Brunnthal", "x" * 4000])
def test_one_that_does_not_says_that(text: str) -> None:
    assert said({"kind": "document", "words": text})[0] == f"plain: {papers.NAMES_NOT}"


def test_a_picture_that_was_edited_or_comes_from_the_future_is_doubtful() -> None:
    facts = {"kind": "picture", "taken": "2031-03-05T10:12:40", "camera": "X1", "program": "Adobe Photoshop 27"}
    lines = said(facts)
    assert "doubt: The camera date, 2031-03-05, cannot be right" in lines
    assert "doubt: The picture was edited with Adobe Photoshop 27" in lines
    assert said({**facts, "taken": "2027-03-05T10:12:40", "program": "17.3.1"})[0].startswith(
        "plain: Picture taken on 2027-03-05, 10 days"
    )


def test_a_file_with_nothing_in_it_says_so() -> None:
    assert said({"kind": "meeting", "meetings": []}) == [
        "plain: Nothing could be read out of this file; open it to see what it shows"
    ]


def test_a_document_says_which_files_are_packed_into_it() -> None:
    facts = {"kind": "document", "words": "", "packed": ["factur-x.xml", "plan.dwg"], "packed_count": 2}
    assert said(facts) == ["plain: 2 files are packed into it: factur-x.xml, plan.dwg. Dibs has not looked into them"]
    assert said({**facts, "packed_count": 9})[0].startswith(
        "plain: 9 files are packed into it: factur-x.xml, plan.dwg, …"
    )
    assert said({**facts, "packed": ["a.xml"], "packed_count": 1}) == [
        "plain: One file is packed into it: a.xml. Dibs has not looked into it"
    ]
