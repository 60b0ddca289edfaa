"""The clock reads what was attached: after commit, each file by itself, a few tries, asking for keys by name alone."""

from __future__ import annotations

import dataclasses
import io
from datetime import timedelta
from pathlib import Path

import pytest

from config import Config
from domain import evidence, evidence_findings, evidence_readouts, moment, rules
from domain.evidence_readouts import AGAIN_AFTER
from integrations import evidence as store
from integrations import previews
from integrations.readers import Reader
from jobs import readouts
from jobs.evidence import sweep
from jobs.readouts import read_due
from models import Evidence, Readout, Registration
from tests import readers
from tests.integrations.readers.test_files import pdf, photo
from tests.integrations.readers.thirty import KEYS, files, mail, signed
from tests.readers import Here, no_keys, silent
from tests.world import MONDAY, World

NOW = MONDAY + timedelta(minutes=1)


def attach(world: World, config: Config, name: str, content: bytes, claim: Registration | None = None) -> Evidence:
    with moment.at(MONDAY):
        claim = claim or world.draft(world.ana, "Käserei Brunnthal", domain="brunnthal.example")
        kept = store.keep(config.evidence_folder, claim.partner_id, name, io.BytesIO(content))
        return evidence.attach(world.ana, kept, registration=claim)


def of(file: Evidence) -> Readout:
    return Readout.get(Readout.evidence == file.id)


def test_a_file_is_to_be_read_as_soon_as_it_is_attached(world: World, config: Config) -> None:
    file = attach(world, config, "a.eml", mail())
    assert (of(file).state, readouts.waiting(NOW)) == ("waiting", 1)
    assert read_due(NOW, config, Here(), no_keys) == 1
    assert (of(file).state, of(file).next_at, readouts.waiting(NOW)) == ("read", None, 0)
    assert of(file).facts["letters"][0]["from"]["address"] == "petra.wille@brunnthal.example"


def test_the_real_child_reads_every_kind_and_keeps_previews(world: World, config: Config) -> None:
    claim = attach(world, config, "a.eml", mail()).registration
    for name, content in (
        ("b.pdf", pdf()),
        ("c.jpg", photo()),
        ("d.msg", files()["outlook.msg"][1]),
        ("e.txt", b"Note"),
    ):
        attach(world, config, name, content, claim)
    assert read_due(NOW, config, lookup=no_keys) == 5
    assert {row.state for row in Readout.select()} == {"read"}
    shown = evidence_findings.of_claim(claim, rules.in_force())
    assert [item.has_picture for item in shown] == [False, True, True, False, False]
    for item in shown:
        path = previews.path_of(config.preview_folder, item.file.partner_id, item.file.sha256)
        assert path.is_file() == item.has_picture
        assert not path.exists() or path.stat().st_mode & 0o077 == 0


def test_a_bad_file_stops_no_other_and_is_given_up_after_three_tries(world: World, config: Config) -> None:
    bad = attach(world, config, "bad.pdf", b"%PDF-1.7 and no more")
    good = attach(world, config, "good.eml", mail(), bad.registration)
    now = NOW
    with Reader() as reader:
        assert read_due(now, config, reader, no_keys) == 1
        assert (of(good).state, of(bad).state, of(bad).attempts) == ("read", "waiting", 1)
        for wait in AGAIN_AFTER:
            assert read_due(now, config, reader, no_keys) == 0, "not before its time"
            now += wait
            read_due(now, config, reader, no_keys)
    assert (of(bad).state, of(bad).attempts, of(bad).next_at) == ("failed", 3, None)
    assert "PdfiumError" in of(bad).error
    (item, _) = evidence_findings.of_claim(bad.registration, rules.in_force())
    assert item.findings[0].says == evidence_findings.UNREAD


def test_many_slow_files_of_one_partner_hold_up_nobody_elses(
    world: World, config: Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    claim = attach(world, config, "0.txt", b"Slow 0").registration
    slow = [attach(world, config, f"{number}.txt", f"Slow {number}".encode(), claim) for number in range(1, 50)]
    theirs = world.draft(world.rita, "Fjordlaks")
    with moment.at(MONDAY + timedelta(seconds=9)):
        kept = store.keep(config.evidence_folder, theirs.partner_id, "a.eml", io.BytesIO(mail()))
        late = evidence.attach(world.rita, kept, registration=theirs)
    assert read_due(NOW, config, Here(), no_keys) == evidence_readouts.BATCH
    assert of(late).state == "read"
    monkeypatch.setattr(readouts, "LONGEST", 0.0)
    assert read_due(NOW, config, Here(), no_keys) == 0
    assert of(slow[-1]).attempts == 0


def test_a_file_that_kills_its_reader_is_tried_three_times_and_no_more(world: World, config: Config) -> None:
    file, now = attach(world, config, "a.eml", mail()), NOW
    for wait in (*AGAIN_AFTER, timedelta(days=9)):
        with readers.child(readers.DIES) as dying:
            read_due(now, config, dying, no_keys)
        now += wait
    assert (of(file).state, of(file).attempts) == ("failed", 3)


def test_a_clock_that_died_while_reading_has_used_one_try(world: World, config: Config) -> None:
    """The try is counted before the file is opened, so that a file which ends the clock cannot do so for ever."""
    file = attach(world, config, "a.eml", mail())
    assert evidence_readouts.take(of(file), NOW)
    assert read_due(NOW, config, Here(), no_keys) == 0
    assert read_due(NOW + AGAIN_AFTER[0], config, Here(), no_keys) == 1
    assert of(file).attempts == 2


def test_two_clocks_read_a_file_once(world: World, config: Config) -> None:
    seen = of(attach(world, config, "a.eml", mail()))
    assert evidence_readouts.take(seen, NOW)
    assert not evidence_readouts.take(seen, NOW)


def test_a_file_that_is_gone_from_the_disk_or_from_its_draft_is_no_trouble(world: World, config: Config) -> None:
    lost = attach(world, config, "a.eml", mail())
    store.path_of(config.evidence_folder, lost.partner_id, lost.sha256).unlink()
    removed = attach(world, config, "b.eml", mail(Subject="other"), lost.registration)
    evidence.remove(world.ana, removed)
    assert read_due(NOW, config, Here(), no_keys) == 0
    assert of(lost).attempts == 1
    assert of(removed).attempts == 0


# signatures


def test_a_key_that_is_found_verifies_the_mail(world: World, config: Config) -> None:
    file = attach(world, config, "a.eml", signed(mail()))
    read_due(NOW, config, Here(), lambda name, _: KEYS[name])
    assert of(file).facts["letters"][0]["signatures"][0]["result"] == "verified"
    assert of(file).next_at is None


def test_a_silent_name_server_is_asked_again_a_few_times(world: World, config: Config) -> None:
    file, now = attach(world, config, "a.eml", signed(mail())), NOW
    read_due(now, config, Here(), silent)
    assert (of(file).state, of(file).next_at) == ("read", now + AGAIN_AFTER[0])
    now += AGAIN_AFTER[0]
    read_due(now, config, Here(), lambda name, _: KEYS[name])
    assert of(file).facts["letters"][0]["signatures"][0]["result"] == "verified"


def test_it_is_not_asked_for_ever(world: World, config: Config) -> None:
    file, now = attach(world, config, "a.eml", signed(mail())), NOW
    for wait in (*AGAIN_AFTER, timedelta(days=9)):
        read_due(now, config, Here(), silent)
        now += wait
    assert (of(file).state, of(file).attempts, of(file).next_at) == ("read", 3, None)


def test_what_was_read_stays_when_a_later_try_fails(world: World, config: Config) -> None:
    file = attach(world, config, "a.eml", signed(mail()))
    read_due(NOW, config, Here(), silent)
    with readers.child(readers.DIES) as dying:
        read_due(NOW + AGAIN_AFTER[0], config, dying, silent)
    assert of(file).state == "read"
    assert of(file).facts["letters"]


def test_nothing_but_the_name_of_the_key_is_asked_and_nothing_at_all_if_so_set(world: World, config: Config) -> None:
    asked: list[tuple[str, float]] = []
    attach(world, config, "a.eml", signed(mail()))
    read_due(NOW, config, Here(), lambda *given: asked.append(given) or "")
    assert asked == [("s1._domainkey.brunnthal.example", 3)]
    attach(world, config, "b.eml", signed(mail(Subject="other")))
    never = dataclasses.replace(config, dns_seconds=0)
    assert read_due(NOW, never, Here(), lambda *_: pytest.fail("asked")) == 1


def test_an_upload_reads_nothing_and_asks_nobody(world: World, config: Config, monkeypatch: pytest.MonkeyPatch) -> None:
    """In the request nothing is opened: a bad file or a slow name server cannot make a person wait."""
    monkeypatch.setattr("integrations.children.subprocess.Popen", lambda *_, **__: pytest.fail("a child"))
    monkeypatch.setattr("dns.resolver.resolve", lambda *_, **__: pytest.fail("a question to the network"))
    draft = world.draft(world.ana)
    sent = {"files": [(io.BytesIO(signed(mail())), "a.eml"), (io.BytesIO(photo()), "b.jpg")]}
    answer = world.sign_in(world.ana).post(f"/registrations/{draft.code}/evidence", data=sent)
    assert answer.status_code == 303
    assert Readout.select().where(Readout.state == "waiting").count() == 2


# previews


def test_a_preview_goes_when_no_row_names_its_file_any_more(world: World, config: Config) -> None:
    file = attach(world, config, "c.jpg", photo())
    read_due(NOW, config, Here(), no_keys)
    previews.keep(config.preview_folder, file.partner_id, "0" * 64, b"orphan")
    later = moment.now() + timedelta(days=3)
    assert sweep(later, config) == 1
    assert kept(config.preview_folder) == [f"{file.sha256}.jpg"]


def kept(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.glob("*/*"))
