"""Who gets to see and erase whose data; and after erasing: not one trace of the name, and every filing in its place."""

from __future__ import annotations

import io
import json
import logging
import time
import zipfile
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

import models
from config import Config
from domain import accounts, calendars, deliveries, events, leaving, moment, people, watches
from domain.checks import Prospect, check
from domain.people import Invitation
from domain.refusals import Refused
from jobs.mail import send_due
from jobs.readouts import read_due
from models import (
    Delivery,
    Erasure,
    Event,
    Evidence,
    ImportSource,
    Note,
    Question,
    Reading,
    Receipt,
    Registration,
    Session,
    Spreadsheet,
    User,
)
from models.base import db, is_postgres
from tests.full import Full, picture
from tests.readers import Here, no_keys
from tests.world import MONDAY, World

CANARY, ADDRESS = "Kasimira Pirolsang", "kasimira@acme.example"
CONTACT, MAIL = "Wendelin Bachstelz", "wendelin@oberwald.example"
LATER = MONDAY + timedelta(days=1)


@pytest.fixture
def kasimira(world: World) -> User:
    with moment.at(MONDAY):
        return people.invite(world.ben, Invitation(ADDRESS, CANARY, "rep"), world.ben.partner)


def letter(name: str, address: str) -> bytes:
    return (
        f"From: {name} <{address}>\r\nTo: somebody@else.example\r\nDate: Wed, 03 Mar 2027 14:22:10 +0100\r\n"
        f"Subject: Hello\r\n\r\nBest regards, {name}\r\n"
    ).encode()


def busy(world: World, person: User, config: Config) -> Registration:
    """Everything that a person can leave a name in, in every table and folder."""
    with moment.at(MONDAY):
        browser = world.sign_in(person)
        draft = world.draft(person, "Kieswerk Aller", contact_name=f"{CANARY} (us)")
        browser.post(
            f"/registrations/{draft.code}/evidence",
            data={"files": [
                (io.BytesIO(letter(CANARY, ADDRESS)), f"{CANARY}.eml"),
                (io.BytesIO(b"plain words\n" * 2000 + CANARY.encode()), "minutes.txt"),
                (io.BytesIO(picture()), f"{CANARY}.png"),
            ]},
        )  # fmt: skip
        read_due(MONDAY + timedelta(minutes=1), config, Here(), no_keys)
        from domain.registrations import filing

        claim = filing.submit(person, Registration.get_by_id(draft.id))
        world.draft(person, "Ziegelei Leine", contact_name=CANARY)
        Note.create(
            registration=claim, author=person, kind="update", text=f"{CANARY} called", salt="s", created_at=MONDAY
        )
        Registration.update(details={"next_steps": f"Zoom with {CANARY}", "ßä": [ADDRESS]}).where(
            Registration.id == claim.id
        ).execute()
        world.file(world.rita, "Molkerei Rotenhain", domain="molkerei-rotenhain.example")
        answer = check(person, Prospect("Molkerei Rotenhain", country="DE"), settled=True)
        receipt = Receipt.get(Receipt.code == answer.receipt)
        watches.ask(person, receipt, f"{CANARY} knows them.")
        Question.create(
            code="Q-1", partner=person.partner, asked_by=person, asked_at=MONDAY, company="Molkerei", salt="s",
            text=f"{CANARY} met them", answer=f"Dear {CANARY}", idempotency_key="k", state="answered",
            due_at=MONDAY, answered_by=world.max, answered_at=MONDAY,
        )  # fmt: skip
        calendars.subscribe(person)
        accounts.ask_for_link(ADDRESS, "192.0.2.1")
        Reading.create(reader=world.max, at=MONDAY, reason=f"{CANARY} asked")
        Spreadsheet.create(
            code="S-1", filename=f"{CANARY}.csv", path="x", source={"samples": [ADDRESS]}, mapping={},
            created_by=world.ada, created_at=MONDAY, state="done",
        )  # fmt: skip
        ImportSource.create(kind="leads", signature="s", filename=f"{CANARY}.csv", mapping={}, kept_at=MONDAY)
        world.sign_in(world.max).post(
            "/imports", data={"file": (io.BytesIO(f"Account ID;Firma;Ort\n1;Werft;{CANARY}\n".encode()), "a.csv")}
        )
        send_due(moment.now(), config)
        Delivery.update(error=f"550 {ADDRESS} unknown").where(Delivery.recipient == person).execute()
        send_due(moment.now(), config)
    return claim


def traces(config: Config, *canaries: str) -> list[str]:
    """Everywhere a canary is left: all rows of all tables, all bytes of all files."""
    found = []
    for model in models.ALL:
        for row in model.select().dicts():
            said = json.dumps(row, default=str, ensure_ascii=False)
            found += [f"{model.__name__}: {said}" for canary in canaries if canary.lower() in said.lower()]
    for path in config.instance.rglob("*"):
        if path.is_file():
            found += [str(path) for canary in canaries if canary.lower().encode() in path.read_bytes().lower()]
    return found


def pictures(config: Config) -> list[Path]:
    """Of files: no word of theirs is left in one that a search could find."""
    return [path for path in config.preview_folder.rglob("*") if path.is_file()]


def gone(world: World, person: User) -> None:
    with moment.at(LATER):
        leaving.deactivate(world.ben, person, world.ben)


def erase(world: World, person: User, **typed: Any) -> Any:
    with moment.at(LATER):
        form = {"again": person.name, "reason": "asked", "file": [file.code for file in Evidence.select()], **typed}
        return world.sign_in(world.ada).post(f"/people/{person.code}/erasure", data=form)


def test_after_erasing_nothing_is_left_of_a_person(
    world: World, config: Config, kasimira: User, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    claim = busy(world, kasimira, config)
    places = {line.split(":")[0] for line in traces(config, CANARY, ADDRESS) if not line.startswith("/")}
    assert {
        "User", "Registration", "Note", "Question", "Evidence", "Readout", "Delivery", "Reading", "Spreadsheet",
        "Watch", "ImportSource", "ImportRun",
    } <= places, "else this test shows nothing"  # fmt: skip
    assert len(pictures(config)) == 1, "else this test shows nothing"
    before = Registration.get_by_id(claim.id)
    gone(world, kasimira)
    caplog.clear()
    answer = erase(world, kasimira)
    assert answer.status_code == 303, answer.text
    assert traces(config, CANARY, ADDRESS, "kasimira", "pirolsang") == []
    assert pictures(config) == []
    assert CANARY.lower() not in caplog.text.lower()
    assert ADDRESS not in caplog.text
    after = Registration.get_by_id(claim.id)
    assert (after.claim_seq, after.filed_at, after.company) == (before.claim_seq, before.filed_at, "Kieswerk Aller")
    assert after.holder == world.ben
    for row in Event.select(Event.subject, Event.subject_id).distinct():
        assert events.first_broken(row.subject, row.subject_id) is None


def test_what_stays_bears_a_pseudonym_and_every_page_still_opens(world: World, config: Config, kasimira: User) -> None:
    claim = busy(world, kasimira, config)
    gone(world, kasimira)
    erase(world, kasimira)
    former = User.get_by_id(kasimira.id)
    assert former.name.startswith("Former colleague ")
    assert len(former.name.split()[-1]) == 4
    assert former.password_hash is None
    with moment.at(LATER):
        manager, admin = world.sign_in(world.max), world.sign_in(world.ada)
        page = manager.get(f"/registrations/{claim.code}").text
        assert former.name in page
        assert CANARY not in page
        for path in ("/mails", "/inbox", f"/people/{kasimira.code}", f"/people/{kasimira.code}/data", "/personal-data"):
            assert admin.get(path).status_code == 200
        assert admin.get(f"/people/{kasimira.code}/erasure").text.count("has been erased") == 1
        assert manager.get("/questions/Q-1").status_code == 200


def test_the_administrators_read_it_in_their_inbox_and_the_person_gets_no_mail_any_more(
    world: World, config: Config, kasimira: User
) -> None:
    busy(world, kasimira, config)
    gone(world, kasimira)
    erase(world, kasimira)
    with moment.at(LATER):
        assert "erased the data of one person" in world.sign_in(world.ada).get("/inbox").text
        assert not Delivery.select().where(Delivery.recipient == kasimira, Delivery.state != "sent").exists()
        accounts.ask_for_link(ADDRESS, "192.0.2.9")
        assert not Delivery.select().where(Delivery.recipient == kasimira, Delivery.state == "pending").exists()
        assert deliveries is not None


def test_there_is_no_way_back(world: World, kasimira: User) -> None:
    gone(world, kasimira)
    erase(world, kasimira)
    with pytest.raises(Refused, match="erased"):
        leaving.reactivate(world.ada, User.get_by_id(kasimira.id))
    with pytest.raises(Refused, match="erased"):
        people.invite_again(world.ada, User.get_by_id(kasimira.id))
    assert erase(world, User.get_by_id(kasimira.id)).status_code == 409
    assert Erasure.select().count() == 1


def test_who_still_works_here_is_deactivated_first(world: World) -> None:
    admin = world.sign_in(world.ada)
    assert "First, Ana Novak has to be deactivated" in admin.get(f"/people/{world.ana.code}/erasure").text
    answer = admin.post(f"/people/{world.ana.code}/erasure", data={"again": "Ana Novak", "reason": "asked"})
    assert answer.status_code == 409
    assert world.ana.name == "Ana Novak"


@pytest.mark.parametrize(
    ("typed", "says"), [({"again": "Kasimira"}, "Type the name"), ({"reason": ""}, "Choose a reason")]
)
def test_nothing_happens_without_the_name_and_a_reason(
    world: World, kasimira: User, typed: dict[str, str], says: str
) -> None:
    gone(world, kasimira)
    answer = erase(world, kasimira, **typed)
    assert answer.status_code == 422
    assert says in answer.text
    assert User.get_by_id(kasimira.id).name == CANARY


def test_a_colleague_of_the_same_name_keeps_it(world: World, kasimira: User) -> None:
    twin = User.create(
        email="other@rival.example", name=CANARY, role="rep", partner=world.rita.partner, created_at=MONDAY
    )
    with moment.at(MONDAY):
        claim = world.file(twin, "Werft am Deich", contact_name=f"{CANARY}, {ADDRESS}")
    gone(world, kasimira)
    erase(world, kasimira)
    assert User.get_by_id(twin.id).name == CANARY
    assert Registration.get_by_id(claim.id).contact_name.startswith(f"{CANARY}, Former")


def test_a_file_that_was_not_ticked_stays_and_the_record_says_so(world: World, config: Config, kasimira: User) -> None:
    busy(world, kasimira, config)
    gone(world, kasimira)
    answer = erase(world, kasimira, file=[])
    with moment.at(LATER):
        page = world.sign_in(world.ada).get(answer.headers["Location"]).text
    assert "Files that you chose to keep." in page
    assert Erasure.get().stays == {"files": 3}
    assert {line.split(":")[0] for line in traces(config, CANARY)} <= {str(path) for path in config.instance.rglob("*")}


def test_a_contact_is_found_in_fields_and_in_the_text_of_files_and_erased(world: World, config: Config) -> None:
    with moment.at(MONDAY):
        draft = world.draft(world.ana, "Kieswerk Aller", domain=MAIL, contact_name=CONTACT)
        world.sign_in(world.ana).post(
            f"/registrations/{draft.code}/evidence",
            data={"files": (io.BytesIO(b"words\n" * 9000 + CONTACT.encode()), "minutes.txt")},
        )
        read_due(MONDAY + timedelta(minutes=1), config, Here(), no_keys)
        from domain.registrations import filing

        claim = filing.submit(world.ana, Registration.get_by_id(draft.id))
        admin = world.sign_in(world.ada)
        page = admin.post("/personal-data", data={"name": CONTACT}).text
        assert claim.code in page
        assert "minutes.txt" in page
        for name in (CONTACT, MAIL):
            form = {"name": name, "again": name, "reason": "asked", "file": [Evidence.get().code]}
            assert admin.post("/personal-data/erasures", data=form).status_code == 303
    assert traces(config, CONTACT, MAIL, "bachstelz", "wendelin") == []
    after = Registration.get_by_id(claim.id)
    assert (after.contact_name, after.domain, after.company) == ("[…]", "oberwald.example", "Kieswerk Aller")
    assert after.claim_seq == claim.claim_seq
    assert events.first_broken("registration", claim.id) is None


def test_what_stays_is_named_with_its_reason(world: World) -> None:
    with moment.at(MONDAY):
        world.file(world.ana, f"{CONTACT} Elektro", contact_name=CONTACT)
        admin = world.sign_in(world.ada)
        assert "the order of claims" in admin.post("/personal-data", data={"name": CONTACT}).text
        form = {"name": CONTACT, "again": CONTACT, "reason": "other"}
        page = admin.get(admin.post("/personal-data/erasures", data=form).headers["Location"]).text
    assert "the order of claims" in page
    assert Registration.get().company == f"{CONTACT} Elektro"


@pytest.mark.parametrize(("name", "says"), [("ab", "at least three letters"), ("Bachstelz", "one word may mean many")])
def test_a_name_that_means_many_is_not_erased(world: World, name: str, says: str) -> None:
    answer = world.sign_in(world.ada).post(
        "/personal-data/erasures", data={"name": name, "again": name, "reason": "asked"}
    )
    assert answer.status_code == 422
    assert says in answer.text
    assert not Erasure.select().exists()


def test_what_partners_checked_is_cleared_and_told_to_nobody(world: World) -> None:
    with moment.at(MONDAY):
        admin = world.sign_in(world.ada)
        before = admin.post("/personal-data", data={"name": MAIL}).text
        check(world.ana, Prospect(MAIL, country="DE"), settled=True)
        check(world.ana, Prospect("Bachstelz Bau", country="DE"), settled=True)
        after = admin.post("/personal-data", data={"name": MAIL}).text
        assert len(after) == len(before), "not even that there is something"
        form = {"name": MAIL, "again": MAIL, "reason": "asked"}
        admin.post("/personal-data/erasures", data=form)
    assert MAIL not in json.dumps(list(Receipt.select().dicts()), default=str)
    assert Receipt.select().where(Receipt.name == "Bachstelz Bau").count() == 1


# ---- export


def unpacked(browser: FlaskClient, path: str) -> zipfile.ZipFile:
    answer = browser.post(path)
    assert answer.mimetype == "application/zip"
    return zipfile.ZipFile(io.BytesIO(answer.data))


def test_everything_of_a_person_comes_as_one_file(world: World, config: Config, kasimira: User) -> None:
    claim = busy(world, kasimira, config)
    with moment.at(MONDAY):
        packed = unpacked(world.sign_in(kasimira), "/account/data")
    assert packed.testzip() is None
    held = [json.loads(line) for line in packed.read("registration-holder.jsonl").splitlines()]
    assert claim.code in {row["code"] for row in held}
    names = packed.namelist()
    files = [name for name in names if name.startswith("files/")]
    assert len(files) == 3
    assert letter(CANARY, ADDRESS) in [packed.read(name) for name in files]
    assert any(name.startswith("mails/") for name in names)
    told = b"".join(packed.read(name) for name in names)
    assert b"sign-in/link/" not in told, "a mailed link signs in"
    for secret in (row.key_hash for row in Session.select()):
        assert secret.encode() not in told
    assert b"review_reasons" not in told
    assert b"causes" not in told


def test_an_old_sign_in_proves_anew_who_it_is_before_everything_leaves_as_a_file(world: World) -> None:
    """One's own and, for administrators, that of others: an open screen is not enough."""
    with moment.at(MONDAY):
        ana, ada = world.sign_in(world.ana), world.sign_in(world.ada)
    with moment.at(MONDAY + timedelta(minutes=11)):
        own, other = "/account/data", f"/people/{world.ana.code}/data"
        for browser, path in ((ana, own), (ada, other)):
            assert browser.get(path).status_code == 200
            answer = browser.post(path)
            assert (answer.status_code, answer.location) == (303, f"/account/confirm?next={path}")
        assert Event.select().where(Event.name == "user.exported").count() == 0


def test_a_partners_export_tells_nothing_of_others(full: Full) -> None:
    world = full.world
    with moment.at(MONDAY + timedelta(hours=6)):
        packed = unpacked(world.sign_in(world.rita), "/account/data")
    told = b"".join(packed.read(name) for name in packed.namelist()).decode(errors="replace")
    for canary in ("Kanarienwerk", "Zeisig", "goldammer", "Stieglitz"):
        assert canary not in told


def test_an_export_takes_less_than_ten_seconds_and_is_on_record(full: Full) -> None:
    world, began = full.world, time.monotonic()
    with moment.at(MONDAY + timedelta(hours=6)):
        unpacked(world.sign_in(world.ada), f"/people/{world.ana.code}/data")
    assert time.monotonic() - began < 10
    last = Event.about("user", world.ana.id).order_by(Event.id.desc()).get()
    assert (last.name, last.actor_id) == ("user.exported", world.ada.id)


@pytest.mark.parametrize("who", ["max", "dora", "ben", "ana", "rita"])
@pytest.mark.parametrize("path", ["/people/{}/data", "/people/{}/erasure", "/personal-data"])
def test_only_administrators_see_the_data_of_others(world: World, who: str, path: str) -> None:
    browser = world.sign_in(getattr(world, who))
    assert browser.get(path.format(world.ana.code)).status_code == 403
    assert browser.post(path.format(world.ana.code)).status_code == 403


@pytest.fixture(autouse=True)
def _files(tmp_path: Path) -> Iterator[None]:
    yield
    if not is_postgres() and not db.is_closed():
        assert db.execute_sql("PRAGMA secure_delete").fetchone()[0] == 1
