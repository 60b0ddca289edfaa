"""How are all accounts searched for pairs? In small steps of the clock; after a kill the next one goes on."""

from __future__ import annotations

import secrets
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from peewee import EXCLUDED, fn

from domain import events, moment, rules
from domain.duplicates import finding
from domain.duplicates.finding import Found
from domain.judgements.known import side_of
from domain.lookup import company_of_record
from domain.permissions import may
from domain.refusals import Kind, Refused
from domain.words import N_
from models import Account, ImportRun, Judgement, LikelyPair, Mirror, PairSearch, User
from models.base import relaxed, serialised

STEP = 10  # accounts of one step: compared without a lock, then written in one short transaction
WORK_SECONDS = 20.0  # of one run of the clock; the next goes on
STANDSTILL = timedelta(seconds=60)  # without progress for so long, another clock takes a search up
FOUND = (LikelyPair.score, LikelyPair.reasons, LikelyPair.proposal, LikelyPair.country, LikelyPair.round)
NOT_YOURS = N_("Channel managers and directors say which companies are the same.")


class Overtaken(Exception):
    """Another clock has taken this search up: stop without a trace."""


def ask(by: User) -> PairSearch:
    """Search all accounts anew; while one search is under way, that one. Raises `Refused`."""
    if not may(by, "aliases:set"):
        raise Refused(NOT_YOURS, Kind.NOT_YOURS)
    with serialised("pairs"):
        newest = PairSearch.newest()
        if newest is not None and newest.state != "done":
            return newest
        search = _begun(None)
        events.record("pair_search.asked", search, actor=by)
    return search


def run_due(seconds: float = WORK_SECONDS) -> int:
    """Go on with the search that is due, for some seconds. Returns how many accounts were searched."""
    after_import()
    search = take(moment.now())
    if search is None:
        return 0
    before, until = search.done, time.monotonic() + seconds
    try:
        with relaxed():
            for _ in steps(search):
                if time.monotonic() > until:
                    break
        PairSearch.update(taken_by="").where(_is_ours(search)).execute()
    except Overtaken:
        pass
    return search.done - before


def is_due() -> bool:
    """Would a run find something to do?"""
    newest = PairSearch.newest()
    return (newest is not None and newest.state != "done") or _is_behind(newest)


def after_import() -> PairSearch | None:
    """What an import changed is searched once it is through; before the first search, everything."""
    with serialised("pairs"):
        newest = PairSearch.newest()
        return _begun(newest.asked_at if newest else None) if _is_behind(newest) else None


def take(now: datetime) -> PairSearch | None:
    """The search that waits, now ours; None when there is none, or another clock is at it."""
    stale = PairSearch.progress_at.is_null() | (PairSearch.progress_at < now - STANDSTILL)
    free = (PairSearch.state != "done") & ((PairSearch.taken_by == "") | stale)
    waiting = PairSearch.select().where(free).order_by(PairSearch.id).first()
    if waiting is None:
        return None
    same = (PairSearch.id == waiting.id, PairSearch.taken_by == waiting.taken_by, PairSearch.last == waiting.last, free)
    ours = {"state": "running", "taken_by": secrets.token_hex(8), "progress_at": now}
    return PairSearch.get_by_id(waiting.id) if PairSearch.update(ours).where(*same).execute() == 1 else None


def steps(search: PairSearch) -> Iterator[int]:
    """Do the work; between two steps no lock is held, and the number of accounts searched so far comes out.

    May be left at any point: a step's pairs and how far it has come are written together, or not at all.
    """
    in_force, done = rules.in_force(), 0
    while accounts := list(_accounts(search).limit(STEP)):
        found = {(one.one, one.other): one for account in accounts for one in finding.around(account, in_force)}
        _write(search, accounts, list(found.values()))
        done += len(accounts)
        yield done
    _finish(search)


def _accounts(search: PairSearch) -> Any:
    """Those that are still to be searched, in their order."""
    rows = Account.select().where(Account.is_gone == False, Account.id > search.last)  # noqa: E712
    return _changed(rows, search).order_by(Account.id)


def _changed(rows: Any, search: PairSearch) -> Any:
    return rows.where(Account.updated_at >= search.since) if search.since else rows


def _write(search: PairSearch, accounts: list[Account], found: list[Found]) -> None:
    """Put what was found in place of what these accounts looked like before; pairs that were judged stay."""
    ids = [account.id for account in accounts]
    with serialised("claims"):  # as those who judge: none may be taken back in between
        _progress(search, {"last": ids[-1], "done": search.done + len(ids), "progress_at": moment.now()})
        theirs = LikelyPair.one.in_(ids) | LikelyPair.other.in_(ids)
        LikelyPair.delete().where(theirs, LikelyPair.round < search.id, LikelyPair.judgement.is_null()).execute()
        _put([one.as_row(search.id) for one in found])
        over = Judgement.select(Judgement.id).where(Judgement.taken_back_at.is_null(False))
        LikelyPair.update(judgement=None).where(theirs, LikelyPair.judgement.in_(over)).execute()
        LikelyPair.update(judgement=None).where(LikelyPair.id.in_(_renamed(theirs))).execute()


def _renamed(theirs: Any) -> list[int]:
    """Judged pairs of records that have another name since: what was said is not about them any more."""
    judged = LikelyPair.select(LikelyPair, Judgement).join(Judgement).where(theirs)
    return [pair.id for pair in judged if (said := pair.judgement) and _cores(pair) != {said.core, said.other_core}]


def _cores(pair: LikelyPair) -> set[str]:
    return {side_of(company_of_record(account)).core for account in (pair.one, pair.other)}


def _put(rows: list[dict[str, Any]]) -> None:
    """Insert or replace these pairs; one that was judged stays so."""
    if rows:
        changes: dict[Any, Any] = {field: EXCLUDED[field.column_name] for field in FOUND}
        changes[LikelyPair.judgement] = fn.COALESCE(EXCLUDED["judgement_id"], LikelyPair.judgement)
        pair = [LikelyPair.one, LikelyPair.other]
        LikelyPair.insert_many(rows).on_conflict(conflict_target=pair, update=changes).execute()


def _finish(search: PairSearch) -> None:
    with serialised("pairs"):
        _progress(search, {"state": "done", "finished_at": moment.now(), "taken_by": ""})
        if search.since is None:
            LikelyPair.delete().where(LikelyPair.round < search.id, LikelyPair.judgement.is_null()).execute()


def _progress(search: PairSearch, values: dict[str, Any]) -> None:
    """Write to the search, if it is still ours."""
    if PairSearch.update(values).where(_is_ours(search)).execute() != 1:
        raise Overtaken
    for name, value in values.items():
        if name != "taken_by":
            setattr(search, name, value)


def _is_ours(search: PairSearch) -> Any:
    return (PairSearch.id == search.id) & (PairSearch.taken_by == search.taken_by)


def _begun(since: datetime | None) -> PairSearch:
    search = PairSearch(generation=Mirror.current().generation, since=since, asked_at=moment.now())
    living = Account.select().where(Account.is_gone == False)  # noqa: E712
    search.total = _changed(living, search).count()
    search.save(force_insert=True)
    return search


def _is_behind(newest: PairSearch | None) -> bool:
    """Has an import ended since the last search began, and none is running now?"""
    if ImportRun.select().where(ImportRun.state == "running").exists():
        return False
    if newest is None:
        return Account.select().exists()
    return bool(newest.state == "done" and newest.generation != Mirror.current().generation)
