"""Does the index hold exactly what the CRM mirror and the order of claims hold, and how is it filed anew?

Filing anew works beside checks, filings and imports: each step is one short transaction, nothing is taken out before
all is filed, and whoever is killed goes on where the last step was committed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from domain.lookup import company_of_record, place_of
from domain.matching import Company, index
from domain.matching.index import FIRST, Kind, Thing
from models import Account, Lead, NameState, Registration
from models.base import db, is_postgres, serialised
from models.registrations import IN_ORDER

BATCH = 100
"""Entries of one step, which takes about 20 ms: nobody who files waits longer for it."""

KEYS = 500  # rows of keys of one step


@dataclass(frozen=True)
class Source:
    """Where entries of one kind come from: the rows that stand in the index, and what each is compared by."""

    kind: Kind
    rows: Callable[[], Any]
    model: Any
    company: Callable[[Any], Company]


def _accounts() -> Any:
    return Account.select().where(Account.is_gone == False)  # noqa: E712


def _leads() -> Any:
    return Lead.select().where(Lead.is_gone == False)  # noqa: E712


def _claims() -> Any:
    return Registration.select().where(Registration.status.in_(IN_ORDER))


SOURCES = {
    "accounts": Source(Kind.ACCOUNT, _accounts, Account, company_of_record),
    "leads": Source(Kind.LEAD, _leads, Lead, company_of_record),
    "claims": Source(Kind.CLAIM, _claims, Registration, place_of),
}
STAGES = (*SOURCES, "surplus", "keys", "")
"""In this order: what should stand there is filed, what should not is taken out, then its keys. "": done."""


@dataclass(frozen=True)
class Progress:
    stage: str
    done: int  # entries, or rows of keys, of this stage so far


def is_current() -> bool:
    """Is the whole index filed by the rules of this release?"""
    state = NameState.get_or_none(NameState.id == 1)
    return state is not None and state.version == index.VERSION and state.stage == ""


def reindex(*, afresh: bool = True) -> Iterator[Progress]:
    """File all anew, a step for each time it is asked. Not `afresh`: go on where the last one ended."""
    state = NameState.get_or_none(NameState.id == 1)
    if state is None or state.version != index.VERSION or (afresh and state.stage == ""):
        state = _begin()
    done = 0
    while state.stage:
        stage = state.stage
        with serialised("claims"):
            moved = _step(state)
            state.save()
        done += moved
        yield Progress(stage, done)
        done = done if state.stage == stage else 0


def _begin() -> NameState:
    """Start with the first stage."""
    with db.atomic():
        NameState.delete().execute()
        return NameState.create(id=1, version=index.VERSION, stage=STAGES[0], key=FIRST[0], entry=-1)


def _step(state: NameState) -> int:
    """One step of the stage; moves the state on. Returns how many were looked at."""
    if state.stage == "keys":
        return _sweep(state)
    return _take_out(state) if state.stage == "surplus" else _refile(state, SOURCES[state.stage])


def _refile(state: NameState, source: Source) -> int:
    key = source.model.id
    wanted = source.rows().where(key > state.entry).order_by(key).limit(BATCH)
    rows = list(wanted.for_update() if is_postgres() else wanted)  # an import must not change them meanwhile
    index.refile([((source.kind, row.id), source.company(row)) for row in rows])
    _move(state, rows[-1].id if rows else None)
    return len(rows)


def _take_out(state: NameState) -> int:
    """Take out entries of which the account, lead or claim is not there any more."""
    some = index.things_after(state.entry, BATCH)
    for kind, ref in _gone(thing for _, thing in some):
        index.remove(kind, ref)
    _move(state, some[-1][0] if some else None)
    return len(some)


def _gone(things: Iterable[Thing]) -> Iterator[Thing]:
    """Those of which the account, lead or claim is not there, or not in the order, any more."""
    wanted = list(things)
    for source in SOURCES.values():
        refs = [ref for kind, ref in wanted if kind is source.kind]
        there = {row.id for row in source.rows().where(source.model.id.in_([*refs, 0]))}
        yield from ((source.kind, ref) for ref in refs if ref not in there)


def _sweep(state: NameState) -> int:
    last = index.sweep((state.key, state.entry), KEYS)
    if last is None:
        _move(state, None)
        return 0
    state.key, state.entry = last
    return KEYS


def _move(state: NameState, last: int | None) -> None:
    """On to the next place, or to the first of the next stage."""
    if last is not None:
        state.entry = last
        return
    state.stage = STAGES[STAGES.index(state.stage) + 1]
    state.entry = -1


def faults() -> Iterator[str]:
    """What is wrong with the index, in words: nothing when it and what it is made of agree. Changes nothing."""
    for source in SOURCES.values():
        yield from _differences(source)
    yield from _surplus()
    yield from index.faults()


def _differences(source: Source) -> Iterator[str]:
    last = -1
    key = source.model.id
    while rows := list(source.rows().where(key > last).order_by(key).limit(BATCH)):
        wrong = index.differing([((source.kind, row.id), source.company(row)) for row in rows])
        yield from (f"{kind} {ref} is missing or stands there under another name" for kind, ref in wrong)
        last = rows[-1].id


def _surplus() -> Iterator[str]:
    last = -1
    while some := index.things_after(last, BATCH):
        yield from (f"{kind} {ref} should not stand there" for kind, ref in _gone(thing for _, thing in some))
        last = some[-1][0]
