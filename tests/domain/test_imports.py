"""An export becomes the mirror: only differences, in small batches, taken up when killed, held when it drops much."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from config import Config
from domain import imports, lookup, moment, rules
from domain.clash import Asker
from domain.imports import running, runs
from domain.imports.writing import Pace
from domain.matching import Company, index
from domain.matching.index import Kind
from domain.permissions import may
from domain.refusals import Kind as Why
from domain.refusals import Refused
from integrations.tables import Files
from models import Account, Delivery, Event, ImportRun, Lead, Mirror, Opportunity
from models.base import db, is_postgres
from tests.world import MONDAY, World

HEADERS = "Account ID;Firma;Website;Land;Ort;Partner;Produkte\n"
NAMES = (
    "Talsperre",
    "Windrad",
    "Hochofen",
    "Kesselbau",
    "Seilbahn",
    "Glaswerk",
    "Papierfabrik",
    "Stahlrohr",
    "Ziegelei",
    "Brauerei",
)


@pytest.fixture
def files(config: Config) -> Files:
    return Files(config.import_folder)


@pytest.fixture(autouse=True)
def monday(world: World) -> Iterator[None]:
    with moment.at(MONDAY):
        yield


def name_of(number: int) -> str:
    return f"{NAMES[number % 10]} {NAMES[number // 10 % 10]}{number} GmbH"


def accounts(numbers: range, **changes: str) -> str:
    town = changes.get("town", "Kassel")
    return HEADERS + "".join(f"{n};{name_of(n)};www.werk{n}.example;Deutschland;{town};;\n" for n in numbers)


def upload(files: Files, text: str, name: str = "accounts.csv", kind: str = "") -> ImportRun:
    path = files.keep(io.BytesIO(text.encode()))
    return imports.receive(None, path, name, files.open(path), kind)


def read(files: Files, text: str, name: str = "accounts.csv", kind: str = "") -> ImportRun:
    return imports.preview(upload(files, text, name, kind), files)


def bring(files: Files, text: str, name: str = "accounts.csv", kind: str = "") -> ImportRun:
    """Preview, start and apply; returns the run as it ended."""
    run = imports.start(None, read(files, text, name, kind))
    imports.run_due(MONDAY, files)
    return ImportRun.get_by_id(run.id)


def counts(run: ImportRun) -> tuple[int, ...]:
    return tuple(run.differences["counts"][word] for word in ("new", "changed", "unchanged", "gone", "unreadable"))


def is_found(name: str, kind: Kind = Kind.ACCOUNT) -> bool:
    return name in [entry.company.name for entry in index.candidates(Company(name)) if entry.kind is kind]


def reasons(run: ImportRun) -> list[tuple[int, str]]:
    return [(row["line"], row["code"]) for row in run.differences["examples"]["unreadable"]]


# what is read


def test_an_account_is_taken_over_with_all_it_says(files: Files) -> None:
    bring(
        files,
        HEADERS
        + "A-1;Müller & Söhne GmbH;https://shop.mueller.example/;Alemania;Köln;Acme Systemhaus;Flow sensors, gas|CAL\n",
    )
    row = Account.get()
    assert (row.external_id, row.name, row.domain, row.country, row.city) == (
        "A-1",
        "Müller & Söhne GmbH",
        "mueller.example",
        "DE",
        "Köln",
    )
    assert (row.partner_of_record.name, row.products) == ("Acme Systemhaus", ["flow", "gas", "cal"])


def test_partners_are_known_by_code_as_well_and_unknown_words_are_named(files: Files) -> None:
    rows = "1;A Werk GmbH;;DE;;p-acme-1111;Flow sensors\n2;B Werk GmbH;;Atlantis;;Nobody Ltd;Warp drives; \n"
    run = bring(files, HEADERS + rows.replace("; \n", "\n"))
    assert Account.get(Account.external_id == "1").partner_of_record.name == "Acme Systemhaus"
    other = Account.get(Account.external_id == "2")
    assert (other.partner_of_record, other.country, other.products) == (None, "", [])
    unknown = {kind: [word for word, _ in words] for kind, words in run.differences["unknown"].items()}
    assert unknown == {"partners": ["Nobody Ltd"], "lines": ["Warp drives"], "countries": ["Atlantis"]}


def test_a_lead_is_taken_over_and_its_mail_tells_the_domain(files: Files) -> None:
    text = "Lead ID,Company,Email,Country,Lead Status,Product,Create Date,Last Activity\n"
    text += "L1,Peña SL,jo@mail.pena.example,España,Working,Gas analysers,2026-01-05T10:00:00Z,2027-03-01\n"
    text += "L2,Core Ltd,jo@gmail.com,GB,Closed - Not Converted,,2026-01-05,2027-03-01\n"
    run = bring(files, text, "export.csv")
    assert run.kind == "leads"
    one, two = Lead.select().order_by(Lead.external_id)
    assert (one.domain, one.country, one.stage, one.is_open, one.product_line) == (
        "pena.example",
        "ES",
        "Working",
        True,
        "gas",
    )
    assert (one.created_on, one.last_activity_on) == (date(2026, 1, 5), date(2027, 3, 1))
    assert (two.domain, two.is_open) == ("", False)
    assert is_found("Peña SL", Kind.LEAD)


def test_an_opportunity_finds_its_account_by_number_or_name(files: Files) -> None:
    bring(files, accounts(range(3)) + "9;Doppel GmbH;;;;;\n8;Doppel GmbH;;;;;\n")
    text = "Verkaufschance;Kontonummer;Firma;Phase;Status;Betrag;Währung;Partner;Erstellt am;Letzte Aktivität\n"
    rows = [
        "Eins;1;;Proposal;Offen;1.234,56;EUR;Acme Systemhaus;31.12.2026;1.3.2027",
        f"Zwei;;{name_of(2)};Negotiation;Gewonnen;2.000;;;31.12.2026;1.3.2027",
        "Drei;77;Nirgends AG;Proposal;Offen;;;;31.12.2026;1.3.2027",
        "Vier;;Doppel GmbH;Proposal;Offen;;;;31.12.2026;1.3.2027",
        "Fünf;;;Proposal;Offen;;;;31.12.2026;1.3.2027",
    ]
    run = bring(files, text + "\n".join(rows) + "\n", "export.csv")
    assert run.kind == "opportunities"
    assert reasons(run) == [(4, "unknown_account"), (5, "ambiguous_account"), (6, "no_account")]
    one, two = Opportunity.select().order_by(Opportunity.name)
    assert (one.account.external_id, one.value_minor, one.currency, one.is_open) == ("1", 123456, "EUR", True)
    assert (one.partner.name, one.created_on, one.last_activity_on) == (
        "Acme Systemhaus",
        date(2026, 12, 31),
        date(2027, 3, 1),
    )
    assert (two.account.external_id, two.value_minor, two.currency, two.is_open) == ("2", 200000, "EUR", False)


def test_a_file_without_numbers_gets_stable_ones(files: Files) -> None:
    text = "Company,Website,Country\nAcme Tools,acme-tools.example,DE\nAcme Tools,acme-tools.example,AT\n"
    bring(files, text)
    assert counts(read(files, text)) == (0, 0, 2, 0, 0)


# differences


def test_the_preview_tells_all_differences_and_changes_nothing(files: Files) -> None:
    bring(files, accounts(range(10)))
    before = list(Account.select().order_by(Account.id).dicts())
    generation = Mirror.current().generation
    text = accounts(range(1, 9)).replace("www.werk3.example", "www.neu3.example") + "20;Neu GmbH;;DE;Ulm;;\n9;;;;;;\n"
    run = read(files, text)
    assert counts(run) == (1, 1, 7, 1, 1)
    examples = run.differences["examples"]
    assert [row["name"] for row in examples["new"]] == ["Neu GmbH"]
    assert [row["number"] for row in examples["gone"]] == ["0"]
    assert examples["changed"][0]["fields"] == {"domain": ["werk3.example", "neu3.example"]}
    assert reasons(run) == [(11, "no_name")]
    assert list(Account.select().order_by(Account.id).dicts()) == before
    assert Mirror.current().generation == generation


def test_examples_are_ten_at_most(files: Files) -> None:
    assert len(read(files, accounts(range(50))).differences["examples"]["new"]) == 10


def test_applying_twice_changes_nothing_the_second_time(files: Files) -> None:
    assert counts(bring(files, accounts(range(30)))) == (30, 0, 0, 0, 0)
    stamps = list(Account.select(Account.id, Account.updated_at).order_by(Account.id).tuples())
    generation = Mirror.current().generation
    with moment.at(MONDAY + timedelta(days=1)):
        again = bring(files, accounts(range(30)))
    assert counts(again) == (0, 0, 30, 0, 0)
    assert list(Account.select(Account.id, Account.updated_at).order_by(Account.id).tuples()) == stamps
    assert Mirror.current().generation == generation
    assert Mirror.current().filled_at == MONDAY + timedelta(days=1)


def test_what_the_file_has_no_column_for_stays(files: Files) -> None:
    bring(files, HEADERS + "1;A Werk GmbH;werk.example;DE;Ulm;Acme Systemhaus;flow\n")
    run = bring(files, "Account ID;Firma\n1;B Werk GmbH\n")
    row = Account.get()
    assert counts(run) == (0, 1, 0, 0, 0)
    assert (row.name, row.domain, row.city, row.products) == ("B Werk GmbH", "werk.example", "Ulm", ["flow"])


def test_a_changed_name_domain_or_city_is_found_anew(files: Files) -> None:
    bring(files, accounts(range(3)))
    bring(files, accounts(range(3)).replace(name_of(1), "Umbenannt Anlagenbau GmbH").replace("werk2", "umgezogen2"))
    assert is_found("Umbenannt Anlagenbau GmbH")
    assert not is_found(name_of(1))
    found = index.candidates(Company("Ganz anders", domain="umgezogen2.example"))
    assert [entry.company.name for entry in found] == [name_of(2)]


def test_what_vanished_is_marked_and_no_longer_found_and_may_come_back(files: Files) -> None:
    bring(files, accounts(range(10)))
    bring(files, accounts(range(1, 10)))
    row = Account.get(Account.external_id == "0")
    assert (row.is_gone, is_found(name_of(0))) == (True, False)
    assert counts(bring(files, accounts(range(10)))) == (1, 0, 9, 0, 0)
    back = Account.get(Account.external_id == "0")
    assert (back.id, back.is_gone, is_found(name_of(0))) == (row.id, False, True)


def test_a_row_that_cannot_be_read_is_not_gone_for_that(files: Files) -> None:
    bring(files, accounts(range(10)))
    rows = [f"{n};;x" if n == 3 else f"{n};{name_of(n)};www.werk{n}.example;Deutschland;Kassel;;" for n in range(10)]
    run = bring(files, HEADERS + "\n".join(rows).replace(name_of(4), "") + "\n")
    assert counts(run) == (0, 0, 8, 0, 2)
    assert Account.select().where(Account.is_gone == True).count() == 0  # noqa: E712


def test_a_record_that_stands_twice_counts_once_and_is_named(files: Files) -> None:
    run = bring(files, accounts(range(2)) + "1;Anders GmbH;;;;;\n")
    assert reasons(run) == [(4, "double")]
    assert run.differences["examples"]["unreadable"][0]["other"] == 3
    assert Account.get(Account.external_id == "1").name == name_of(1)


def test_the_generation_rises_once_and_at_the_end_only(files: Files) -> None:
    before = Mirror.current().generation
    for _ in half_way(files, accounts(range(120))):
        assert Mirror.current().generation == before
    assert Mirror.current().generation == before + 1
    assert Mirror.current().filled_at == MONDAY


# killed, overtaken, failed


def half_way(files: Files, text: str) -> Iterator[int]:
    """An import in batches of forty, to be stopped between them."""
    imports.start(None, read(files, text))
    run = running.take(moment.now())
    assert run is not None
    return running.batches(run, files, Pace(size=40))


def test_a_killed_import_is_taken_up_after_a_minute_and_comes_to_the_same_end(files: Files) -> None:
    bring(files, accounts(range(5)))
    work = half_way(files, accounts(range(1, 150), town="Ulm"))
    next(work)
    next(work)
    work.close()
    assert 5 < Account.select().count() < 150
    assert imports.run_due(MONDAY + timedelta(seconds=59), files) == 0
    assert imports.run_due(MONDAY + timedelta(seconds=61), files) == 1
    run = ImportRun.select().order_by(ImportRun.id.desc()).get()
    assert (run.state, run.total, Mirror.current().generation) == ("done", 149, 2)
    assert counts(run) == (145, 4, 0, 1, 0)
    assert Account.select().where(Account.is_gone == False, Account.city == "Ulm").count() == 149  # noqa: E712
    assert all(is_found(name_of(n)) for n in range(1, 150))
    assert counts(read(files, accounts(range(1, 150), town="Ulm"))) == (0, 0, 149, 0, 0)


def test_a_worker_that_was_overtaken_stops_and_writes_nothing_more(files: Files) -> None:
    work = half_way(files, accounts(range(200)))
    next(work)
    with moment.at(MONDAY + timedelta(minutes=2)):
        assert running.take(moment.now()) is not None
    rows = Account.select().count()
    with pytest.raises(running.Overtaken):
        next(work)
    assert Account.select().count() == rows


def test_a_batch_is_whole_or_not_there_at_all(files: Files, monkeypatch: pytest.MonkeyPatch) -> None:
    work = half_way(files, accounts(range(100)))
    next(work)
    monkeypatch.setattr(index, "put_ready", lambda things, filings: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        next(work)
    monkeypatch.undo()
    assert Account.select().count() == 40
    assert all(is_found(row.name) for row in Account.select())


def test_two_imports_never_run_at_once(files: Files) -> None:
    work = half_way(files, accounts(range(100)))
    next(work)
    imports.start(None, read(files, accounts(range(50)), "other.csv"))
    assert running.take(moment.now()) is None
    assert imports.run_due(moment.now(), files) == 0
    list(work)
    assert running.take(moment.now()) is not None


def test_a_lost_file_fails_its_run_alone_and_tells_the_administrator(world: World, files: Files) -> None:
    lost = imports.start(None, read(files, accounts(range(3))))
    files.drop(lost.path)
    imports.start(None, read(files, accounts(range(5))))
    assert imports.run_due(MONDAY, files) == 1
    failed = ImportRun.get_by_id(lost.id)
    assert (failed.state, failed.error, Account.select().count()) == ("failed", "lost", 5)
    event = Event.get(Event.name == "import.failed")
    assert {row.recipient.email for row in Delivery.select().where(Delivery.event == event)} == {world.ada.email}


# held


def test_an_import_that_drops_more_than_a_fifth_is_held_and_told(world: World, files: Files) -> None:
    bring(files, accounts(range(20)))
    run = bring(files, accounts(range(15)))
    assert (run.state, Account.select().where(Account.is_gone == True).count()) == ("held", 0)  # noqa: E712
    event = Event.get(Event.name == "import.held")
    assert event.facts == {**run.differences["counts"], "kind": "accounts"}
    assert {row.recipient.email for row in Delivery.select().where(Delivery.event == event)} == {world.ada.email}


def test_exactly_a_fifth_passes_and_the_share_is_the_rules(world: World, files: Files) -> None:
    bring(files, accounts(range(20)))
    assert bring(files, accounts(range(16))).state == "done"
    with moment.at(MONDAY - timedelta(days=1)):
        rules.publish(rules.Rules(import_drop_share=5), {"en": ""})
    rules.forget()
    assert bring(files, accounts(range(15))).state == "held"


def test_a_held_import_goes_on_with_a_reason_that_stays_on_record(world: World, files: Files) -> None:
    bring(files, accounts(range(20)))
    run = bring(files, accounts(range(12)))
    with pytest.raises(Refused):
        imports.release(world.max, run, "  ")
    imports.release(world.max, run, "The old division was sold")
    assert imports.run_due(MONDAY, files) == 1
    event = Event.get(Event.name == "import.released")
    assert (event.actor_id, bool(event.text_hash), "division" in str(event.facts)) == (world.max.id, True, False)
    assert Account.select().where(Account.is_gone == False).count() == 12  # noqa: E712
    assert ImportRun.get_by_id(run.id).reason == "The old division was sold"


def test_a_mirror_that_grew_since_the_preview_is_looked_at_again(files: Files) -> None:
    run = read(files, accounts(range(4)))
    bring(files, accounts(range(20)))
    imports.start(None, run)
    imports.run_due(MONDAY, files)
    assert ImportRun.get_by_id(run.id).state == "held"
    assert Account.select().where(Account.is_gone == True).count() == 0  # noqa: E712


def test_a_discarded_run_never_runs(world: World, files: Files) -> None:
    run = imports.start(world.max, read(files, accounts(range(3))))
    imports.discard(world.max, run)
    assert imports.run_due(MONDAY, files) == 0
    assert Account.select().count() == 0
    with pytest.raises(Refused) as refused:
        imports.discard(world.max, ImportRun.get_by_id(run.id))
    assert refused.value.kind is Why.MOVED_ON


def test_a_stale_preview_cannot_be_started_twice(world: World, files: Files) -> None:
    run = read(files, accounts(range(3)))
    imports.start(world.max, run)
    with pytest.raises(Refused):
        imports.start(world.max, run)


@pytest.mark.parametrize("who", ["ana", "ben", "rita", "dora"])
def test_only_managers_and_administrators_import(world: World, files: Files, who: str) -> None:
    person = getattr(world, who)
    assert not may(person, "imports:run")
    run = read(files, accounts(range(3)))
    tries = (
        lambda: imports.receive(person, run.path, "x.csv", files.open(run.path)),
        lambda: imports.start(person, run),
        lambda: imports.correct(person, run, "leads", {}, ""),
        lambda: imports.discard(person, run),
        lambda: imports.release(person, run, "because"),
    )
    for attempt in tries:
        with pytest.raises(Refused) as refused:
            attempt()
        assert refused.value.kind is Why.NOT_YOURS


# claims go on


def test_a_claim_filed_between_two_batches_sees_what_was_written_and_stays_seen(world: World, files: Files) -> None:
    text = "Lead ID,Company,Website,Country,Status,Created,Last Activity\n"
    text += "".join(f"L{n},{name_of(n)},werk{n}.example,DE,working,2026-05-01,2027-03-01\n" for n in range(120))
    work = half_way_leads(files, text)
    next(work)
    first = world.file(world.ana, name_of(5), domain="werk5.example", city="")
    later = world.file(world.ana, name_of(110), domain="werk110.example", city="")
    assert (first.status, later.status, later.is_protected) == ("refused", "submitted", True)
    generation = Mirror.current().generation
    for _ in work:
        assert index.candidates(Company(name_of(110)))[0] is not None
    assert Mirror.current().generation == generation + 1
    in_force = rules.in_force()
    findings = lookup.find(Company(name_of(110)), Asker(world.rita.partner_id), in_force, MONDAY.date())
    assert {finding.kind for finding in findings} == {"claim", "lead"}


def half_way_leads(files: Files, text: str) -> Iterator[int]:
    imports.start(None, read(files, text, "leads.csv"))
    run = running.take(moment.now())
    assert run is not None
    return running.batches(run, files, Pace(size=40))


def test_no_lock_is_held_between_two_batches(files: Files) -> None:
    work = half_way(files, accounts(range(100)))
    next(work)
    assert db.transaction_depth() == 0
    work.close()


def test_the_size_of_a_batch_follows_its_cost() -> None:
    pace = Pace(size=40)
    for _ in range(20):
        with pace.measured(pace.size):
            pass
    assert pace.size == 400
    pace.costs.clear()
    pace.costs.extend([0.01] * 8)
    with pace.measured(1):
        deadline = 0
        while deadline < 3_000_000:
            deadline += 1
    assert pace.size == 40


# what is refused


def test_headers_alone_and_nothing_readable_cannot_be_started(files: Files) -> None:
    for text, code in ((HEADERS, "no_rows"), (HEADERS + "1;;;;;;\n", "none_readable")):
        run = read(files, text)
        assert run.error == code
        with pytest.raises(Refused):
            imports.start(None, run)


def test_a_missing_column_waits_for_a_person(world: World, files: Files) -> None:
    run = read(files, "Foo;Bar\n1;Anlagenbau GmbH\n")
    assert (run.state, run.error) == ("uploaded", "columns")
    imports.run_due(MONDAY, files)
    fixed = imports.preview(
        imports.correct(world.max, ImportRun.get_by_id(run.id), "accounts", {"name": "Bar", "vat": "No"}, ""), files
    )
    assert (fixed.state, fixed.mapping, counts(fixed)) == ("previewed", {"name": "Bar"}, (1, 0, 0, 0, 0))


def test_ten_thousand_characters_and_strange_signs_do_no_harm(files: Files) -> None:
    rows = [f"1;{'x' * 10_000};;;;;", "2;\u202eAcme\u0007 Werk GmbH;;;;;", "3;Bau\x00werk GmbH;;;;;", "4;...;;;;;"]
    run = bring(files, HEADERS + "\n".join(rows) + "\n")
    assert reasons(run) == [(2, "too_long"), (4, "nul"), (5, "no_name")]
    assert [row.name for row in Account.select()] == ["Acme Werk GmbH"]


def test_a_file_that_turns_out_unreadable_fails_with_its_reason(files: Files) -> None:
    run = upload(files, "Account ID;Firma\n" + "1;A GmbH\n" * 200 + "1;A;B;C\n" * 10_002)
    imports.run_due(MONDAY, files)
    assert (ImportRun.get_by_id(run.id).state, ImportRun.get_by_id(run.id).error) == ("failed", "too_broken")


def test_files_are_dropped_when_done_and_kept_while_held(files: Files, config: Config) -> None:
    bring(files, accounts(range(20)))
    assert list(Path(config.import_folder).iterdir()) == []
    run = bring(files, accounts(range(5)))
    assert run.state == "held"
    assert [path.name for path in Path(config.import_folder).iterdir()] == [run.path]
    assert runs.mirror_counts() == {"accounts": 20, "leads": 0, "opportunities": 0}


def test_an_import_given_up_while_a_clock_takes_it_stays_given_up(files: Files) -> None:
    run = imports.start(None, read(files, HEADERS + "A-1;Müller & Söhne GmbH;;DE;Köln;;\n"))
    imports.discard(None, run)
    assert running._taken(run, MONDAY) is None
    assert ImportRun.get_by_id(run.id).state == "discarded"


def test_an_import_leaves_the_connection_as_careful_as_it_was(files: Files) -> None:
    bring(files, "Account ID;Firma\nA-1;Müller GmbH\n")
    asked = "SHOW synchronous_commit" if is_postgres() else "PRAGMA synchronous"
    assert db.execute_sql(asked).fetchone()[0] in ("on", 2)
