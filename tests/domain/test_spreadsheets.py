"""Registrations from before the portal: in the order of their dates, on record, never past promise 1, never twice."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from domain import deadlines, events, moment, spreadsheets
from domain.refusals import Invalid, Kind, Refused
from domain.registrations import behalf
from integrations.tables import Files
from jobs.spreadsheets import run_due
from models import Delivery, Event, Registration, Spreadsheet, SpreadsheetRow
from tests.books import book
from tests.world import MONDAY, World

HEAD = ["Customer", "Partner", "Product line", "Value", "Registered on", "Protected until", "Status", "Website"]
ROWS: list[list[Any]] = [
    ["Glaswerk Steinau GmbH", "Rival Technik", "Flow sensors", 30000, date(2027, 2, 10), date(2027, 5, 10), "ok", ""],
    ["GLASWERK STEINAU", "Acme Systemhaus", "Flow sensors", 20000, date(2027, 2, 1), date(2027, 5, 1), "active", ""],
    ["Käserei Brunnthal", "Acme Systemhaus", "Gas analysers", "12.000 €", date(2027, 1, 20), "", "", "kaese.example"],
    ["Werft am Deich", "Acme Systemhaus", "Flow sensors", 9000, date(2027, 3, 1), "", "pending", ""],
    ["Altes Werk", "Acme Systemhaus", "Flow sensors", 9000, date(2026, 1, 1), "", "approved", ""],
    ["Gewonnenes Werk", "Acme Systemhaus", "Flow sensors", 9000, date(2027, 2, 1), "", "won", ""],
    ["Fremdes Werk", "Nobody we know", "Flow sensors", 9000, date(2027, 2, 1), "", "", ""],
    ["Ohne Wert", "Acme Systemhaus", "Flow sensors", "", date(2027, 2, 1), "", "", ""],
    ["Ohne Datum", "Acme Systemhaus", "Flow sensors", 9000, "", "", "", ""],
    ["Von morgen", "Acme Systemhaus", "Flow sensors", 9000, date(2027, 3, 9), "", "", ""],
    ["Ohne Linie", "Acme Systemhaus", "Pumps", 9000, date(2027, 2, 1), "", "", ""],
]  # fmt: skip


@pytest.fixture
def files(tmp_path: Path) -> Files:
    return Files(tmp_path / "imports")


def received(world: World, files: Files, rows: list[list[Any]] | None = None) -> Spreadsheet:
    with moment.at(MONDAY):
        path = files.keep(io.BytesIO(book({"Deals": [HEAD, *(ROWS if rows is None else rows)]})))
        return spreadsheets.receive(world.max, path, "deals.xlsx", files.open(path))


def released(world: World, files: Files, rows: list[list[Any]] | None = None) -> Spreadsheet:
    sheet = received(world, files, rows)
    with moment.at(MONDAY):
        held = spreadsheets.hold(world.max, sheet)
        return spreadsheets.release(world.dora, held, "Checked with both partners.")


def carry() -> int:
    """What the clock does, on Monday."""
    with moment.at(MONDAY):
        return spreadsheets.run_due(MONDAY)


def by_line(sheet: Spreadsheet) -> dict[int, SpreadsheetRow]:
    return {row.line - 1: row for row in SpreadsheetRow.of(sheet)}


def test_each_row_says_why_it_is_left_out(world: World, files: Files) -> None:
    rows = by_line(received(world, files))
    assert [rows[number].problem for number in range(1, 12)] == [
        "", "", "", "", "over", "closed", "no_partner", "no_value", "no_date", "in_future", "no_line",
    ]  # fmt: skip
    assert (rows[7].said["company"], rows[7].cell) == ("Fremdes Werk", "Nobody we know")
    assert Registration.select().count() == 0


def test_twins_are_grouped_and_the_first_registered_is_chosen(world: World, files: Files) -> None:
    sheet = received(world, files)
    rows = by_line(sheet)
    assert (rows[1].twin, rows[2].twin, rows[3].twin) == (1, 1, None)
    assert (rows[1].is_taken, rows[2].is_taken) == (False, True)
    with moment.at(MONDAY):
        spreadsheets.choose(world.max, sheet, [rows[1].line, rows[3].line, 99])
    rows = by_line(sheet)
    assert (rows[1].is_taken, rows[2].is_taken, rows[3].is_taken) == (True, False, True)


def test_nothing_is_filed_before_a_director_releases_it_with_a_reason(world: World, files: Files) -> None:
    sheet = received(world, files)
    with moment.at(MONDAY):
        with pytest.raises(Refused):
            spreadsheets.release(world.dora, sheet, "Not handed over yet.")
        held = spreadsheets.hold(world.max, sheet)
        assert carry() == 0
        for person in (world.max, world.ada, world.ana):
            with pytest.raises(Refused) as refusal:
                spreadsheets.release(person, held, "I say so.")
            assert refusal.value.kind is Kind.NOT_YOURS
        with pytest.raises(Invalid):
            spreadsheets.release(world.dora, held, " ")
    assert Registration.select().count() == 0
    told = Delivery.select().join(Event).where(Event.name == "spreadsheet.held", Delivery.channel == "mail")
    assert [row.recipient.name for row in told] == ["Dora Feld"]


def test_rows_become_registrations_with_their_dates_and_events(world: World, files: Files) -> None:
    sheet = released(world, files)
    assert carry() == 1
    rows = by_line(sheet)
    assert {number: row.outcome for number, row in rows.items() if row.outcome} == {
        2: "approved", 3: "approved", 4: "waiting",
    }  # fmt: skip
    claim = rows[2].registration
    assert (claim.status, claim.is_protected, claim.partner.name) == ("approved", True, "Acme Systemhaus")
    assert claim.holder.name == "Ben Adler", "nobody is named: the partner's admin"
    assert claim.asserted_at.date() == date(2027, 1, 31), "1 February in Berlin begins in January, UTC"
    assert claim.protected_until.date() == date(2027, 5, 1)
    assert rows[3].registration.protected_until.date() == date(2027, 4, 20), "90 days from its registration"
    assert rows[3].registration.claim_seq < claim.claim_seq, "registered first, filed first"
    names = [event.name for event in Event.about("registration", claim.id)]
    assert names[:4] == [
        "registration.drafted", "registration.asserted", "registration.submitted", "answer.started",
    ]  # fmt: skip
    assert "registration.approved" in names
    asserted = Event.get(Event.name == "registration.asserted", Event.subject_id == claim.id)
    assert (asserted.facts["spreadsheet"], asserted.facts["line"]) == (sheet.code, rows[2].line)
    assert asserted.actor == world.dora
    assert events.first_broken("registration", claim.id) is None
    undecided = rows[4].registration
    assert (undecided.status, undecided.is_protected) == ("submitted", True)
    assert deadlines.lapse_without_stage_two(MONDAY.replace(month=6)) == 0, "stage 2 was never asked for then"


def test_each_holder_gets_one_mail_for_each_approved_registration(world: World, files: Files) -> None:
    released(world, files)
    carry()
    mails = Delivery.select().join(Event).where(Delivery.channel == "mail", Event.subject == "registration")
    assert sorted((row.recipient.name, row.event.name) for row in mails) == [
        ("Ben Adler", "registration.approved"), ("Ben Adler", "registration.approved"),
    ]  # fmt: skip


def test_who_holds_the_account_already_keeps_it(world: World, files: Files) -> None:
    with moment.at(MONDAY):
        held = world.file(world.rita, "Glaswerk Steinau")
    sheet = released(world, files, ROWS[1:2])
    carry()
    assert by_line(sheet)[1].outcome == "refused"
    holders = Registration.select().where(Registration.is_protected == True)  # noqa: E712
    assert [claim.code for claim in holders] == [held.code]


def test_both_twins_taken_still_protect_one(world: World, files: Files) -> None:
    sheet = received(world, files, ROWS[:2])
    with moment.at(MONDAY):
        spreadsheets.choose(world.max, sheet, [row.line for row in SpreadsheetRow.of(sheet)])
        spreadsheets.release(world.dora, spreadsheets.hold(world.max, Spreadsheet.get()), "Both say so.")
        carry()
    rows = by_line(sheet)
    assert (rows[2].outcome, rows[1].outcome) == ("approved", "waiting"), "registered first, filed first"
    holders = Registration.select().where(Registration.is_protected == True)  # noqa: E712
    assert [claim.partner.name for claim in holders] == ["Acme Systemhaus"]


def test_a_clock_that_dies_in_it_files_nothing_twice(
    world: World, files: Files, monkeypatch: pytest.MonkeyPatch
) -> None:
    sheet = released(world, files)
    real = behalf.carry_over

    def dies(*said: Any) -> Registration:
        claim = real(*said)
        raise KeyboardInterrupt(claim.code)

    monkeypatch.setattr(behalf, "carry_over", dies)
    with pytest.raises(KeyboardInterrupt):
        carry()
    monkeypatch.setattr(behalf, "carry_over", real)
    assert carry() == 1
    assert carry() == 0
    assert Registration.select().count() == 3
    assert spreadsheets.counts(sheet) == {"approved": 2, "waiting": 1, "refused": 0, "failed": 0}


def test_a_row_that_fails_says_why_and_stops_no_other(world: World, files: Files) -> None:
    partner = world.ana.partner
    partner.open_claim_cap = 1
    partner.save()
    sheet = released(world, files)
    carry()
    counts = spreadsheets.counts(sheet)
    assert (counts["approved"], counts["failed"]) == (1, 2)
    failed = SpreadsheetRow.select().where(SpreadsheetRow.outcome == "failed").first()
    assert "limit of open claims" in failed.note["message"]


def test_the_file_is_dropped_when_all_is_done(world: World) -> None:
    config = world.app.config["DIBS"]
    files = Files(config.import_folder)
    sheet = released(world, files)
    assert run_due(MONDAY, config) == 1
    assert list(files.folder.iterdir()) == []
    assert Spreadsheet.get_by_id(sheet.id).state == "done"


def test_columns_that_are_missing_are_asked_for_and_kept_for_next_time(world: World, files: Files) -> None:
    odd = [["Wer", "Von wem", "Was", "Wieviel", "Seit wann"], *[row[:5] for row in ROWS]]
    with moment.at(MONDAY):
        path = files.keep(io.BytesIO(book({"Deals": odd})))
        sheet = spreadsheets.receive(world.max, path, "deals.xlsx", files.open(path))
        assert sheet.error == "columns"
        mapping = {
            "company": "Wer", "partner": "Von wem", "product_line": "Was", "value": "Wieviel",
            "registered_on": "Seit wann",
        }  # fmt: skip
        sheet = spreadsheets.correct(world.max, sheet, mapping, "", files)
        assert sheet.error == ""
        spreadsheets.hold(world.max, sheet)
        path = files.keep(io.BytesIO(book({"Deals": odd})))
        assert spreadsheets.receive(world.max, path, "again.xlsx", files.open(path)).mapping == mapping
