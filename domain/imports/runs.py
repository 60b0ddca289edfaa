"""What may be done with an uploaded file, and when? From upload to queue; `running` does the rest."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from itertools import islice
from typing import Any, Protocol

from domain import codes, events, moment, rules
from domain.imports import columns, sources
from domain.imports.differences import SHAPES, Comparison
from domain.imports.reader import Plan
from domain.imports.reader import Table as Rows
from domain.imports.tally import drops_too_much
from domain.permissions import may
from domain.refusals import Invalid, Kind, Refused
from domain.words import N_
from models import ImportRun, Mirror, User, Vendor
from models.base import db

MOVED_ON = N_("This import has moved on. Reload the page to see where it stands.")
NOT_YOURS = N_("Imports are for channel managers and administrators.")
NOTHING_TO_READ = N_("No row of this file can be taken over. Correct the columns, or upload another file.")
REASON_MISSING = N_("Say why these records may go; the reason is kept with the import.")

SAMPLE_ROWS = 50
DISCARDABLE = ("uploaded", "previewed", "held", "queued", "failed")


class Table(Rows, Protocol):
    @property
    def size(self) -> int: ...
    @property
    def encoding(self) -> str: ...
    @property
    def separator(self) -> str: ...


class Files(Protocol):
    """Where the uploads lie (`integrations.tables.Files`)."""

    def open(self, name: str) -> Table: ...
    def drop(self, name: str) -> None: ...


def receive(user: User | None, path: str, filename: str, table: Table, kind: str = "") -> ImportRun:
    """Note an upload that lies at `path`: its kind and what its headers mean are guessed, a person may correct them."""
    _require(user)
    known = sources.find(table.headers, kind if kind in columns.KINDS else "")
    if known is not None and known.kind not in columns.KINDS:
        known = None
    if kind not in columns.KINDS:
        kind = known.kind if known else columns.guess_kind(filename, table.headers)
    source = {
        "encoding": table.encoding, "separator": table.separator, "size": table.size, "headers": list(table.headers),
        "samples": samples(table), "kept_at": known.kept_at.isoformat() if known else "",
    }  # fmt: skip
    with db.atomic():
        run = ImportRun.create(
            code=codes.fresh("I"), kind=kind, filename=filename[:200], path=path, source=source,
            mapping=sources.mapping_of(known, table.headers) if known else columns.mapped(kind, table.headers),
            date_order=known.date_order if known else "", created_by=user, created_at=moment.now(),
        )  # fmt: skip
        events.record("import.received", run, actor=user, facts={"kind": kind, "size": table.size})
    return run


def samples(table: Rows) -> list[str]:
    """For each header the first filled cell of the first rows, so that a person sees what a column holds."""
    found = [""] * len(table.headers)
    for row in islice(table.rows(), SAMPLE_ROWS):
        if not row.code:
            found = [known or cell.strip()[:60] for known, cell in zip(found, row.cells, strict=True)]
    return found


def correct(user: User, run: ImportRun, kind: str, mapping: Mapping[str, str], date_order: str) -> ImportRun:
    """Read the file by other columns, as another kind, or its dates in another order. Another kind is guessed anew."""
    _require(user)
    headers = tuple(run.source["headers"])
    if kind in columns.KINDS and kind != run.kind:
        chosen = columns.mapped(kind, headers)
    else:
        kind = run.kind
        names = (column.name for column in columns.COLUMNS[kind])
        chosen = {name: mapping[name] for name in names if mapping.get(name) in headers}
    with db.atomic():
        return _move(run, ("uploaded", "previewed"), "uploaded", {
            "kind": kind, "mapping": chosen, "error": "", "differences": {},
            "date_order": date_order if date_order in ("dmy", "mdy") else "",
        })  # fmt: skip


def reopen(user: User, run: ImportRun, table: Table) -> ImportRun:
    """Another sheet of the same workbook was taken: what it is and what its headers mean is found out anew."""
    _require(user)
    kind = columns.guess_kind(run.filename, table.headers)
    source = {
        **run.source,
        "headers": list(table.headers),
        "samples": samples(table),
        "size": table.size,
        "kept_at": "",
    }
    with db.atomic():
        return _move(run, ("uploaded", "previewed"), "uploaded", {
            "kind": kind, "mapping": columns.mapped(kind, table.headers), "source": source, "error": "",
            "differences": {}, "date_order": "",
        })  # fmt: skip


def preview(run: ImportRun, files: Files) -> ImportRun:
    """Read the whole file and say what it would change; changes nothing. Raises what `files` raises for a bad file."""
    if columns.missing(run.kind, run.mapping):
        with db.atomic():
            return _move(run, ("uploaded", "previewed"), "uploaded", {"error": "columns"})
    return note_preview(run, described(compare(plan_of(run), files.open(run.path))))


def note_preview(run: ImportRun, found: dict[str, Any]) -> ImportRun:
    """Keep what a comparison found with the run."""
    with db.atomic():
        return _move(run, ("uploaded", "previewed"), "previewed", {
            "differences": found, "total": found["counts"]["rows"], "error": trouble(found["counts"]),
        })  # fmt: skip


def compare(plan: Plan, table: Rows) -> Comparison:
    """A comparison of the file with the mirror, gone through to its end."""
    comparison = Comparison(plan, table, rules.in_force(), moment.now().date())
    comparison.run()
    return comparison


def described(comparison: Comparison) -> dict[str, Any]:
    """What a comparison found, as a run keeps it."""
    dates = {
        name: {"order": habits.order(comparison.plan.usual_order), "is_ambiguous": habits.is_ambiguous}
        for name, habits in comparison.habits.items()
        if habits.orders
    }
    twins = comparison.twins.to_json() if comparison.twins else {}
    return {
        **comparison.tally.to_json(comparison.known),
        "twins": twins,
        "dates": dates,
        "generation": Mirror.current().generation,
    }


def trouble(counts: Mapping[str, int]) -> str:
    """Why nothing of this file can be taken over, as a code; "" when something can."""
    if not counts["rows"]:
        return "no_rows"
    return "none_readable" if counts["unreadable"] == counts["rows"] else ""


def plan_of(run: ImportRun) -> Plan:
    return Plan(run.kind, run.mapping, run.date_order, usual_order())


def mirror_counts() -> dict[str, int]:
    """Kind -> how many living rows the mirror has."""
    return {kind: shape.model.select().where(shape.model.is_gone == False).count() for kind, shape in SHAPES.items()}  # noqa: E712


def usual_order() -> str:
    """How dates are read that allow both orders: as in the vendor's country."""
    vendor = Vendor.select().order_by(Vendor.id).first()
    return "mdy" if vendor and vendor.country == "US" else "dmy"


def mark(run: ImportRun) -> str:
    """Changes with how the file is read and what that would change: what is applied is what a person saw."""
    told = [run.kind, run.mapping, run.date_order, run.source, run.differences]
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()[:20]


def start(user: User | None, run: ImportRun, seen: str | None = None) -> ImportRun:
    """Queue the import; one that would drop too much of the mirror is held until a person releases it.

    `seen` is the mark of the differences that the person was shown; None: whatever they are.
    """
    _require(user)
    if trouble(run.differences.get("counts", {"rows": 0})):
        raise Refused(NOTHING_TO_READ, Kind.WRONG)
    is_held = drops_too_much(run.differences["counts"], rules.in_force().import_drop_share)
    with db.atomic():
        moved = _move(run, ("previewed",), "held" if is_held else "queued")
        if seen not in (None, mark(moved)):
            raise Refused(MOVED_ON)
        sources.keep(user, run.kind, run.source["headers"], run.filename, run.mapping, run.date_order)
        events.record("import.held" if is_held else "import.queued", moved, actor=user, facts=_facts(moved))
    return moved


def release(user: User, run: ImportRun, reason: str) -> ImportRun:
    """Let a held import go on, with a reason that stays on record."""
    _require(user)
    if len(reason.strip()) < 3:
        raise Invalid({"reason": REASON_MISSING})
    with db.atomic():
        moved = _move(run, ("held",), "queued", {"reason": reason.strip(), "salt": events.fresh_salt()})
        events.record(
            "import.released", moved, actor=user, facts=_facts(moved), text=moved.reason, salt=moved.salt
        )  # fmt: skip
    return moved


def discard(user: User | None, run: ImportRun) -> ImportRun:
    """Give the import up before it runs. The caller drops the file."""
    _require(user)
    with db.atomic():
        moved = _move(run, DISCARDABLE, "discarded", {"finished_at": moment.now()})
        events.record("import.discarded", moved, actor=user)
    return moved


def _require(user: User | None) -> None:
    """A person who may run imports, or the command line."""
    if user is not None and not may(user, "imports:run"):
        raise Refused(NOT_YOURS, Kind.NOT_YOURS)


def _move(run: ImportRun, sources: tuple[str, ...], state: str, more: dict[str, Any] | None = None) -> ImportRun:
    """Bring the run into another state, if it is still where it was seen."""
    changed = (
        ImportRun.update(state=state, **(more or {}))
        .where(ImportRun.id == run.id, ImportRun.state == run.state, ImportRun.state.in_(sources))
        .execute()
    )
    if not changed:
        raise Refused(MOVED_ON)
    return ImportRun.get_by_id(run.id)


def _facts(run: ImportRun) -> dict[str, Any]:
    return {"kind": run.kind, **run.differences["counts"]}
