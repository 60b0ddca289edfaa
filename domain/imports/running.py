"""How does a queued import come into the mirror? Batch by batch, by one worker; another takes over when it dies."""

from __future__ import annotations

import logging
import secrets
import time
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from domain import events, moment, rules
from domain.imports import runs, writing
from domain.imports.differences import Change, Comparison
from domain.imports.reasons import FILE_REASONS
from domain.imports.runs import Files
from domain.imports.tally import drops_too_much
from domain.imports.writing import Pace
from domain.refusals import Refused
from models import ImportRun, Mirror
from models.base import db, relaxed, serialised

log = logging.getLogger(__name__)

STANDSTILL = timedelta(seconds=60)  # without progress for so long, another worker takes a running import up
TELL_SECONDS = 1.0  # how often progress is noted while nothing has to be written


class Overtaken(Exception):
    """Another worker has taken this import up, or a person ended it: stop without a trace."""


def run_due(now: datetime, files: Files) -> int:
    """Read what was uploaded, then apply what is queued or was left standing. Returns how many imports ended well."""
    uploads = ImportRun.select().where(ImportRun.state == "uploaded", ImportRun.error == "")
    for uploaded in list(uploads):
        _guarded(uploaded, files, runs.preview)
    finished = 0
    while (run := take(now)) is not None:
        finished += _guarded(run, files, apply)
    return finished


def take(now: datetime) -> ImportRun | None:
    """The oldest import that waits, now ours; None while another one runs or nothing waits."""
    with serialised("imports"):
        running: ImportRun | None = ImportRun.select().where(ImportRun.state == "running").first()
        if running and running.progress_at and running.progress_at > now - STANDSTILL:
            return None
        queue = ImportRun.select().where(ImportRun.state.in_(("queued", "running"))).order_by(ImportRun.id)
        waiting: ImportRun | None = queue.first()
        if waiting is None:
            return None
        return _taken(waiting, now)


def _taken(waiting: ImportRun, now: datetime) -> ImportRun | None:
    """Make it ours, unless a person gave it up in this moment."""
    differences = {**waiting.differences}
    differences["is_again"] = differences.get("is_again", False) or waiting.done > 0
    same = (ImportRun.id == waiting.id, ImportRun.state == waiting.state, ImportRun.taken_by == waiting.taken_by)
    ours = {
        "state": "running", "done": 0, "error": "", "differences": differences, "taken_by": secrets.token_hex(8),
        "progress_at": max(now, moment.now()),
    }  # fmt: skip
    return ImportRun.get_by_id(waiting.id) if ImportRun.update(ours).where(*same).execute() == 1 else None


def apply(run: ImportRun, files: Files) -> None:
    """Bring a run that we took to its end, then drop its file."""
    with relaxed():
        for _ in batches(run, files):
            pass
    # a commit that waits for the disk takes all before it there: only then may the file go
    ImportRun.update(progress_at=moment.now()).where(ImportRun.id == run.id).execute()
    if ImportRun.get_by_id(run.id).state == "done":
        files.drop(run.path)


def batches(run: ImportRun, files: Files, pace: Pace | None = None) -> Iterator[int]:
    """Do the work; between two batches the lock is free, and the number of rows read so far comes out.

    May be left at any point: only differences are written, so that beginning again repeats nothing.
    """
    pace = pace or Pace()
    comparison = Comparison(runs.plan_of(run), files.open(run.path), rules.in_force(), moment.now().date())
    for part in writing.batches(_told(run, comparison), pace):
        ready = writing.prepare(comparison.shape, part, moment.now())
        pace.pause()
        _batch(run, comparison, pace, len(part), partial(writing.write, ready))
        yield comparison.tally.rows
    yield from _drop(run, comparison, pace)


def _told(run: ImportRun, comparison: Comparison) -> Iterator[Change]:
    """All changes, with a note of how far we are from time to time: a file without changes shows progress as well."""
    last = time.monotonic()
    for step in comparison.changes():
        if time.monotonic() - last > TELL_SECONDS:
            _note(run, {"done": comparison.tally.rows, "progress_at": moment.now()})
            last = time.monotonic()
        yield from step


def _drop(run: ImportRun, comparison: Comparison, pace: Pace) -> Iterator[int]:
    """Take out what the file no longer has, unless that is too much and nobody released it; then close the run."""
    gone = [ref for step in comparison.gone() for ref in step]
    counts = comparison.tally.counts()
    if drops_too_much(counts, rules.in_force().import_drop_share) and not run.reason:
        _close(run, comparison, "held")
        return
    for part in writing.batches(gone, pace):
        pace.pause()
        _batch(run, comparison, pace, len(part), partial(writing.remove, comparison.shape, part, moment.now()))
        yield comparison.tally.rows
    _close(run, comparison, "done")


def _batch(run: ImportRun, comparison: Comparison, pace: Pace, size: int, write: Callable[[], None]) -> None:
    """One transaction under the lock of the claims: rows, index and progress."""
    with serialised("claims"), pace.measured(size):
        write()
        _note(run, {"done": comparison.tally.rows, "progress_at": moment.now()})
    pace.free_since = time.monotonic()


def _close(run: ImportRun, comparison: Comparison, state: str) -> None:
    """The end of a run, and for everyone the moment at which the mirror became another one."""
    now, found = moment.now(), runs.described(comparison)
    is_first = not run.differences["is_again"]  # else some of its differences were written before
    with serialised("claims"):
        Mirror.current()
        if not (comparison.tally.is_empty and is_first):
            Mirror.update(generation=Mirror.generation + 1).where(Mirror.id == 1).execute()
        Mirror.update(filled_at=now).where(Mirror.id == 1).execute()
        _note(run, {
            "state": state, "done": comparison.tally.rows, "total": comparison.tally.rows, "progress_at": now,
            "finished_at": now if state == "done" else None, "differences": found if is_first else run.differences,
        })  # fmt: skip
        events.record(f"import.{state}", run, facts={"kind": run.kind, **comparison.tally.counts()})


def _note(run: ImportRun, values: dict[str, Any]) -> None:
    """Write to the run, if it is still ours."""
    ours = (ImportRun.id == run.id) & (ImportRun.state == "running") & (ImportRun.taken_by == run.taken_by)
    if not ImportRun.update(values).where(ours).execute():
        raise Overtaken


def _guarded(run: ImportRun, files: Files, work: Callable[[ImportRun, Files], object]) -> bool:
    """One file that fails keeps no other waiting; its reason is on record. True if it went well."""
    try:
        work(run, files)
    except (Overtaken, Refused):
        return False
    except FileNotFoundError:
        return _fail(run, "lost")
    except Exception as error:
        code = str(getattr(error, "code", ""))
        if code not in FILE_REASONS:
            log.exception("import %s failed", run.code)
        return _fail(run, code if code in FILE_REASONS else "unexpected")
    return True


def _fail(run: ImportRun, code: str) -> bool:
    ours = (ImportRun.id == run.id) & ImportRun.state.in_(("uploaded", "running"))
    with db.atomic():
        if ImportRun.update(state="failed", error=code, finished_at=moment.now()).where(ours).execute():
            events.record("import.failed", run, facts={"kind": run.kind, "code": code})
    return False
