"""Does filing anew bring the index to what it is made of, wherever it was ended, and is every fault found?"""

from __future__ import annotations

from collections.abc import Callable
from itertools import islice

import pytest

from domain import moment, reindexing
from domain.matching import Company, index
from domain.matching.index import Kind
from domain.reindexing import faults, is_current, reindex
from models import Account, Lead, NameState, Registration
from models.base import db
from tests.world import MONDAY, World

HEIDKRUG = "Heidkrug Feinmechanik GmbH"


@pytest.fixture(autouse=True)
def programme(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Accounts, leads and claims, filed as they always are; steps so small that there are many."""
    monkeypatch.setattr(reindexing, "BATCH", 2)
    monkeypatch.setattr(reindexing, "KEYS", 5)
    with moment.at(MONDAY):
        for number in range(5):
            account(number, f"{HEIDKRUG} {number}")
        world.file(world.ana)
        world.file(world.rita, company="Nordlicht Optik")
    assert list(faults()) == []


def account(number: int, name: str) -> Account:
    made = Account.create(external_id=f"T-{number}", name=name, products=[], updated_at=MONDAY)
    with db.atomic():
        index.put(Kind.ACCOUNT, made.id, Company(name))
    return made


def run(sql: str) -> None:
    db.execute_sql(sql)


PLANTED: dict[str, Callable[[], object]] = {
    "an account that is not filed": lambda: index.remove(Kind.ACCOUNT, _last()),
    "an account under its old name": lambda: Account.update(name="Anders").where(Account.id == _last()).execute(),
    "a name that is ranked by an old rule": lambda: run(f"UPDATE name_entry SET core = 'alt' WHERE id = {_last()}"),
    "an account that is gone": lambda: Account.update(is_gone=True).where(Account.id == _last()).execute(),
    "a claim that has ended": lambda: Registration.update(status="withdrawn", is_protected=False).execute(),
    "a claim that is not filed": lambda: index.remove(Kind.CLAIM, Registration.select().get().id),
    "a key too few": lambda: run(f"DELETE FROM name_key WHERE entry = {_last()} AND key > 0"),
    "a key too many": lambda: run(f"INSERT INTO name_key (key, entry) VALUES (7, {_last()})"),
    "a key of nothing": lambda: run("INSERT INTO name_key (key, entry) VALUES (7, 123456)"),
    "a word that cannot be found": lambda: run("DELETE FROM name_word WHERE word = 'heidkrug'"),
    "a lead that is not filed": lambda: Lead.create(
        external_id="L-1", company="Einsam", created_on=MONDAY.date(), last_activity_on=MONDAY.date(), updated_at=MONDAY
    ),
}  # fmt: skip


def _last() -> int:
    return int(Account.select().order_by(Account.id.desc()).get().id)


@pytest.mark.parametrize("fault", PLANTED)
def test_a_fault_is_found_and_mended(fault: str) -> None:
    PLANTED[fault]()
    assert list(faults()), "it is not found"
    assert list(reindex())
    assert list(faults()) == []


def test_it_goes_on_where_it_was_ended() -> None:
    run("DELETE FROM name_key")
    steps = len(list(reindex()))
    run("DELETE FROM name_key")
    taken = 0
    while not is_current() or not taken:
        taken += len(list(islice(reindex(afresh=taken == 0), 3)))  # as if killed after every third step
    assert taken == steps
    assert list(faults()) == []


def test_a_step_that_breaks_off_leaves_nothing_half_done(monkeypatch: pytest.MonkeyPatch) -> None:
    list(reindex())
    before = NameState.get()
    run("DELETE FROM name_key")

    def broken(*_: object) -> None:
        raise ConnectionError

    monkeypatch.setattr(index, "refile", broken)
    with pytest.raises(ConnectionError):
        next(reindex())
    assert NameState.get().stage == "accounts"
    monkeypatch.undo()
    list(reindex(afresh=False))
    assert list(faults()) == []
    assert NameState.get() == before


def test_who_is_filed_while_it_runs_is_found_at_once_and_afterwards() -> None:
    for number, _ in enumerate(reindex()):
        made = account(100 + number, f"Zwischenruf Labor {number}")
        found = [(entry.kind, entry.ref) for entry in index.candidates(Company(f"Zwischenruf Labor {number}"))]
        assert (Kind.ACCOUNT, made.id) in found
        if number > 40:
            break
    list(reindex(afresh=False))
    assert list(faults()) == []


def test_nothing_is_missed_while_it_runs() -> None:
    for _ in reindex():
        assert index.candidates(Company(f"{HEIDKRUG} 3"))[0].company.name == f"{HEIDKRUG} 3"


def test_an_index_of_an_older_release_is_not_current(monkeypatch: pytest.MonkeyPatch) -> None:
    list(reindex())
    assert is_current()
    monkeypatch.setattr(index, "VERSION", index.VERSION + 1)
    assert not is_current()
    list(reindex(afresh=False))
    assert is_current()
