"""Has a file with these headers come before? The columns as a person set them are kept for each source."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence

from domain import moment
from domain.imports.columns import letters
from models import ImportSource, User


def signature(headers: Sequence[str]) -> str:
    """What tells a source: its headers by their letters, in whatever order."""
    words = sorted(letters(header) or header for header in headers)
    return hashlib.sha256("\n".join(words).encode()).hexdigest()


def find(headers: Sequence[str], kind: str = "") -> ImportSource | None:
    """The source of a file with these headers, of this kind if it is known; the one kept last."""
    rows = ImportSource.select().where(ImportSource.signature == signature(headers))
    rows = rows.where(ImportSource.kind == kind) if kind else rows
    found: ImportSource | None = rows.order_by(ImportSource.kept_at.desc(), ImportSource.id.desc()).first()
    return found


def mapping_of(source: ImportSource, headers: Sequence[str]) -> dict[str, str]:
    """Our field -> header of this file, as it was set for the source."""
    by_letters = {letters(header) or header: header for header in reversed(headers)}
    return {name: by_letters[word] for name, word in source.mapping.items() if word in by_letters}


def keep(
    by: User | None, kind: str, headers: Sequence[str], filename: str, mapping: Mapping[str, str], date_order: str
) -> None:
    """Remember how files of this source are read. Call it when a file of it was taken over."""
    values = {
        "filename": filename, "date_order": date_order, "kept_by": by, "kept_at": moment.now(),
        "mapping": {name: letters(header) or header for name, header in mapping.items() if header},
    }  # fmt: skip
    row = ImportSource.insert(kind=kind, signature=signature(headers), **values)
    same = [ImportSource.signature, ImportSource.kind]
    new = [ImportSource.filename, ImportSource.date_order, ImportSource.kept_by, ImportSource.kept_at]
    row.on_conflict(conflict_target=same, preserve=[*new, ImportSource.mapping]).execute()
