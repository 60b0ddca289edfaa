"""What may a cell refer to? Partners, product lines and accounts by code, number or name; what is unknown is noted."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable
from typing import Any

from domain.imports.columns import letters
from domain.rules import Rules
from models import Account, Partner

MOST_NOTED = 200  # different unknown words kept of each kind


class Unusable(Exception):
    """This row cannot be taken over. `code` is in `reasons.ROW_REASONS`; `column` and `cell` say where."""

    def __init__(self, code: str, column: str = "", cell: str = "", line: int = 0) -> None:
        super().__init__(code)
        self.code, self.column, self.cell, self.line = code, column, cell[:80], line


class Known:
    """Looks words up for one file, and remembers those that mean nothing to us."""

    def __init__(self, rules: Rules) -> None:
        self.rules = rules
        self.partners = _keyed((key, row.id) for row in Partner.select() for key in (row.code, row.name))
        self.partner_names = {row.id: row.name for row in Partner.select()}
        self.lines = _keyed((key, line.code) for line in rules.lines for key in (line.code, line.name))
        self.places = {line.code: place for place, line in enumerate(rules.lines)}
        self.unknown: defaultdict[str, Counter[str]] = defaultdict(Counter)
        self._accounts: dict[str, int] | None = None
        self._names: dict[str, list[int]] | None = None

    def partner(self, cell: str) -> int | None:
        return self._found(self.partners, cell, "partners") if cell else None

    def line(self, cell: str) -> str:
        """A product line's code; "" for none or one we do not know, which overlaps all."""
        return self._found(self.lines, cell, "lines") or "" if cell else ""

    def products(self, cells: Iterable[str]) -> list[str]:
        """Codes of the lines owned, each once, in the order of the rules."""
        return sorted({code for cell in cells if (code := self.line(cell))}, key=lambda code: self.places[code])

    def account(self, number: str, name: str) -> int:
        """The account of an opportunity, by its number, else by a name that only one account bears."""
        found = self._by_number().get(number) if number else None
        if found is None and name:
            same = self._by_name().get(letters(name), [])
            if len(same) > 1:
                raise Unusable("ambiguous_account", cell=name)
            found = same[0] if same else None
        if found is None:
            raise Unusable("unknown_account" if number or name else "no_account", cell=number or name)
        return found

    def note(self, kind: str, cell: str) -> None:
        words = self.unknown[kind]
        if cell in words or len(words) < MOST_NOTED:
            words[cell[:80]] += 1

    def _found(self, table: dict[str, Any], cell: str, kind: str) -> Any:
        found = table.get(letters(cell))
        if found is None:
            self.note(kind, cell)
        return found

    def _by_number(self) -> dict[str, int]:
        if self._accounts is None:
            rows: Any = Account.select(Account.external_id, Account.id).tuples()
            self._accounts = dict(iter(rows))
        return self._accounts

    def _by_name(self) -> dict[str, list[int]]:
        if self._names is None:
            self._names = defaultdict(list)
            rows: Any = Account.select(Account.name, Account.id).where(Account.is_gone == False).tuples()  # noqa: E712
            for name, ref in rows:
                self._names[letters(name)].append(ref)
        return self._names


def _keyed(pairs: Iterable[tuple[str, Hashable]]) -> dict[str, Any]:
    """By letters alone; of two things under one name the first counts."""
    table: dict[str, Any] = {}
    for word, value in pairs:
        table.setdefault(letters(word), value)
    return table
