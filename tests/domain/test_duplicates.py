"""Pairs of accounts: found in steps that a kill cannot lose, judged once, proposed where names say nothing."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from config import ROOT, Config
from domain import forgetting, lookup, moment
from domain.checks import Prospect, explain
from domain.duplicates import listing, searching
from domain.duplicates.listing import Wanted
from domain.judgements import saying
from domain.matching import Company, index
from domain.matching.index import Kind
from domain.refusals import Refused
from models import Account, ImportRun, Judgement, LikelyPair, Mirror, PairSearch
from models.base import db
from tests.world import MONDAY, World

ALL = Wanted()


@pytest.fixture(autouse=True)
def _monday() -> Iterator[None]:
    with moment.at(MONDAY):
        yield


def account(name: str, **values: Any) -> Account:
    row = Account.create(external_id=f"A-{Account.select().count()}", name=name, updated_at=moment.now(), **values)
    with db.atomic():
        index.put(Kind.ACCOUNT, row.id, lookup.company_of_record(row))
    return row


def searched() -> None:
    while searching.is_due():
        searching.run_due()


def imported() -> None:
    Mirror.update(generation=Mirror.generation + 1).execute()


def listed(world: World, **wanted: str) -> list[tuple[str, str]]:
    return [(pair.one.name, pair.other.name) for pair in listing.pairs(world.max, Wanted(**wanted))]


def test_pairs_that_look_alike_come_most_alike_first(world: World) -> None:
    for name in ("Luchs Gasanalytik GmbH", "Otter AG", "Luchs Gasanalytik Service", "Luchs Gasanalytik KG", "Dachs"):
        account(name)
    searched()
    names = listed(world)
    assert names[0] == ("Luchs Gasanalytik GmbH", "Luchs Gasanalytik KG")
    assert len(names) == 3
    assert not [pair for pair in names if "Otter AG" in pair or "Dachs" in pair]
    assert list(LikelyPair.visible_to(world.ana)) == []


def test_aliases_are_proposed_where_names_say_nothing(world: World) -> None:
    account("Luchs AG", domain="wald.example")
    account("Otterwerk", domain="wald.example")
    account("Dachs KG", vat="DE123456789")
    account("Fuchsbau", vat="DE 123 456 789")
    account("BGW", city="Bremen")
    account("Bremer Gas Wirtschaft", city="bremen")
    account("KLM", city="Kassel")
    account("Kasseler Lack Manufaktur", city="Linz")
    searched()
    assert {(pair.one.name, pair.proposal) for pair in listing.pairs(world.max, Wanted("proposed"))} == {
        ("Luchs AG", "domain"), ("Dachs KG", "vat"), ("BGW", "initials"),
    }  # fmt: skip
    assert listed(world, part="alike") == []


def test_judged_pairs_leave_the_list_and_come_back_when_it_is_taken_back(world: World) -> None:
    account("Luchs Gasanalytik Nord", domain="luchs.example")
    account("Luchs Gasanalytik", domain="wald.example")
    searched()
    pair = listing.pairs(world.max, ALL).get()
    said = listing.decide(world.max, pair, "different")
    assert listing.decide(world.max, pair, "different") == said
    assert listed(world) == []
    for _ in range(2):
        searching.ask(world.max)
        searched()
    assert listed(world) == [], "a search does not bring it back"
    saying.take_back(world.dora, Judgement.get_by_id(said.id))
    assert len(listed(world)) == 1


def test_a_judged_pair_is_shown_again_when_one_has_another_name(world: World) -> None:
    account("Luchs Gasanalytik Nord")
    account("Luchs Gasanalytik")
    searched()
    listing.decide(world.max, listing.pairs(world.max, ALL).get(), "different")
    assert listed(world) == []
    renamed = Account.get(Account.name == "Luchs Gasanalytik Nord")
    renamed.name = "Luchs Gasanalytik West"
    renamed.save()
    with db.atomic():
        index.put(Kind.ACCOUNT, renamed.id, Company(renamed.name))
    searching.ask(world.max)
    searched()
    assert len(listed(world)) == 1


def test_namesakes_are_judged_as_records_and_no_check_is_touched(world: World) -> None:
    account("Luchs AG", city="Emden")
    account("Luchs AG", city="Linz")
    searched()
    listing.decide(world.max, listing.pairs(world.max, ALL).get(), "different")
    assert listed(world) == []
    assert len(explain(Prospect("Luchs AG")).findings) == 2


def test_what_was_said_of_a_claim_takes_the_accounts_off_the_list_too(world: World) -> None:
    account("Luchs Gasanalytik")
    account("Luchs Gasanalytik Nord")
    saying.say(world.max, Company("Luchs Gasanalytik"), Company("Luchs Gasanalytik Nord"), "different")
    searched()
    assert listed(world) == []
    assert LikelyPair.select().count() == 1


def test_a_search_that_is_killed_goes_on_where_it_was(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(searching, "STEP", 5)
    for number in range(30):
        account(f"Werk{'abcdefghij'[number % 10] * 4} Anlagenbau {'GmbH' if number < 10 else 'KG'}")
    searched()
    whole = {(row.one_id, row.other_id, row.score) for row in LikelyPair.select()}
    assert len(whole) > 10
    LikelyPair.delete().execute()
    searching.ask(world.max)
    search = searching.take(moment.now())
    assert search is not None
    work = searching.steps(search)
    assert [next(work), next(work)] == [5, 10]
    work.close()  # killed: nothing was given back
    assert searching.take(moment.now()) is None, "somebody may be at it still"
    with moment.at(MONDAY + timedelta(minutes=2)):
        again = searching.take(moment.now())
        assert again is not None
        assert (again.last, again.done) == (search.last, 10)
        assert list(searching.steps(again)) == [5, 10, 15, 20]
    assert {(row.one_id, row.other_id, row.score) for row in LikelyPair.select()} == whole
    assert PairSearch.newest().state == "done"


KILLED = """
import sys
from domain.duplicates import searching
from models.base import connect

connect(sys.argv[1])
searching.STEP, put, calls = 5, searching._put, []

def stuck(rows):
    put(rows)
    calls.append(rows)
    if len(calls) == 3:
        print("in the middle", flush=True)
        sys.stdin.read()

searching._put = stuck
searching.run_due()
"""


def test_a_process_that_is_killed_while_it_writes_loses_one_step_and_no_pair(world: World, config: Config) -> None:
    for number in range(30):
        account(f"Werk{'abcdefghij'[number % 10] * 4} Anlagenbau {'GmbH' if number < 10 else 'KG'}")
    searched()
    whole = {(row.one_id, row.other_id, row.score) for row in LikelyPair.select()}
    LikelyPair.delete().execute()
    searching.ask(world.max)
    process = subprocess.Popen(  # ourselves
        [sys.executable, "-c", KILLED, config.database], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert process.stdout is not None
    assert process.stdout.readline() == b"in the middle\n"
    process.kill()
    process.communicate()
    search = PairSearch.newest()
    assert search is not None
    assert (search.state, search.done) == ("running", 10)
    searched()
    assert {(row.one_id, row.other_id, row.score) for row in LikelyPair.select()} == whole
    assert PairSearch.get_by_id(search.id).done == 30


def test_whoever_was_overtaken_writes_nothing(world: World) -> None:
    account("Luchs")
    account("Luchs AG")
    searching.ask(world.max)
    slow = searching.take(moment.now())
    with moment.at(MONDAY + timedelta(minutes=2)):
        assert slow is not None
        assert searching.take(moment.now()) is not None
        with pytest.raises(searching.Overtaken):
            list(searching.steps(slow))
    assert not LikelyPair.select().exists()


def test_after_an_import_only_what_changed_is_searched(world: World) -> None:
    with moment.at(MONDAY - timedelta(hours=1)):
        account("Luchs Gasanalytik")
        one = account("Otterwerk")
    searched()
    assert listed(world) == []
    with moment.at(MONDAY + timedelta(hours=1)):
        account("Luchs Gasanalytik KG")
        Account.update(name="Dachsbau", updated_at=moment.now()).where(Account.id == one.id).execute()
        with db.atomic():
            index.put(Kind.ACCOUNT, one.id, Company("Dachsbau"))
        assert not searching.is_due()
        imported()
        searched()
        newest = PairSearch.newest()
        assert newest is not None
        assert (newest.total, newest.done) == (2, 2)
        assert listed(world) == [("Luchs Gasanalytik", "Luchs Gasanalytik KG")]


def test_a_pair_that_is_alike_no_more_or_gone_is_not_listed(world: World) -> None:
    account("Luchs Gasanalytik")
    other, third = account("Luchs Gasanalytik KG"), account("Luchs Gasanalytik AG")
    searched()
    assert len(listed(world)) == 3
    with moment.at(MONDAY + timedelta(hours=1)):
        Account.update(is_gone=True).where(Account.id == third.id).execute()
        assert len(listed(world)) == 1
        Account.update(name="Dachsbau", updated_at=moment.now()).where(Account.id == other.id).execute()
        with db.atomic():
            index.put(Kind.ACCOUNT, other.id, Company("Dachsbau"))
            index.remove(Kind.ACCOUNT, third.id)
        imported()
        searched()
        assert listed(world) == []


def test_nothing_is_searched_while_an_import_runs(world: World) -> None:
    account("Luchs")
    ImportRun.create(code="I-1", kind="accounts", state="running", filename="a.csv", path="x", created_at=MONDAY)
    assert not searching.is_due()
    ImportRun.update(state="done").execute()
    assert searching.is_due()


def test_the_list_is_filtered_by_part_country_and_letters(world: World) -> None:
    account("Luchs Gasanalytik", country="DE")
    account("Luchs Gasanalytik KG", country="DE", also="Wildkatze")
    account("Otter Messbau", country="AT")
    account("Otter Messbau GmbH", country="AT")
    searched()
    assert len(listed(world)) == 2
    assert listed(world, country="AT") == [("Otter Messbau", "Otter Messbau GmbH")]
    assert listed(world, sought="wildkat") == [("Luchs Gasanalytik", "Luchs Gasanalytik KG")]
    assert listed(world, sought="%") == []
    assert listed(world, part="proposed") == []


def test_only_those_who_decide_ask_for_a_search_and_one_runs_at_a_time(world: World) -> None:
    for person in (world.ana, world.ada):
        with pytest.raises(Refused):
            searching.ask(person)
    assert searching.ask(world.max) == searching.ask(world.dora)


def test_a_step_holds_the_lock_for_less_than_fifty_milliseconds(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Accounts of one large family: the most pairs that a step can find."""
    with db.atomic():
        for number in range(60):
            row = Account.create(external_id=f"F-{number}", name=f"Global Sensor Werk {number % 3}", updated_at=MONDAY)
            index.put(Kind.ACCOUNT, row.id, lookup.company_of_record(row))
    spans, write = list[float](), searching._write

    def timed(*given: Any) -> None:
        began = time.process_time()  # of a machine that does nothing else
        write(*given)
        spans.append(time.process_time() - began)

    monkeypatch.setattr(searching, "_write", timed)
    searched()
    assert LikelyPair.select().count() > 100
    assert sorted(spans)[len(spans) // 2] < 0.05


def test_an_account_that_is_forgotten_takes_its_pairs_along_and_leaves_what_was_said(world: World) -> None:
    one = account("Luchs Gasanalytik", domain="a.example")
    other = account("Luchs Gasanalytik KG", domain="b.example")
    searched()
    said = listing.decide(world.max, listing.pairs(world.max, ALL).get(), "different")
    Account.update(is_gone=True).where(Account.id == other.id).execute()
    assert forgetting.forget_mirror(MONDAY + timedelta(days=2000)) == 1
    assert not LikelyPair.select().exists()
    row = Judgement.get_by_id(said.id)
    assert ({row.account_id, row.other_account_id}, row.is_standing) == ({one.id, None}, True)
