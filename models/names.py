"""By which keys can a company be found? Every account, lead and claim with its name, and the keys of its spelling.

Three plain tables, the same on SQLite and PostgreSQL, written in the transaction of the row they speak of. Only
`domain.matching.index` reads and writes them; nobody sees their rows, so they have no `visible_to`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from peewee import CompositeKey, IntegerField, TextField

from models.base import Model
from models.statements import marks, query

SCANNED = 4_000  # entries under the key of a whole name that are looked at
CLAIMS_FROM = 2**30  # added to the id of a claim in the keys, so that newest first reads claims first


class NameEntry(Model):
    """What a comparison needs to know about one account, lead or claim."""

    kind = TextField()
    ref = IntegerField()
    name = TextField()
    domain = TextField(default="")
    country = TextField(default="")
    city = TextField(default="")
    vat = TextField(default="")
    core = TextField()  # normalised names, one a line, kept because ranking reads a hundred of them per check
    also = TextField(default="")  # other full names, one a line

    class Meta:
        indexes = ((("kind", "ref"), True),)

    @classmethod
    def called(cls, keys: Sequence[int | None], cores: Sequence[str | None], fields: str, most: int) -> Any:
        """The entries whose name has one of these cores, found under the keys of the names as a whole.

        One statement of one shape, whatever is asked and found.
        """
        newest = f"SELECT DISTINCT entry FROM name_key WHERE key IN ({marks(keys)}) ORDER BY entry DESC LIMIT {SCANNED}"  # noqa: S608
        first = " OR ".join(["e.core LIKE ?"] * len(cores))  # with other names in the lines below
        sql = (
            f"SELECT {fields} FROM ({newest}) k JOIN name_entry e ON e.id = (k.entry & {CLAIMS_FROM - 1})"  # noqa: S608
            f" WHERE e.core IN ({marks(cores)}) OR {first} ORDER BY k.entry DESC LIMIT {most}"
        )
        return query(sql, [*keys, *cores, *(core and f"{core}\n%" for core in cores)])


class NameKey(Model):
    """One way to find an entry: a word, two neighbouring words, the web domain … as a CRC-32 shifted to be signed."""

    key = IntegerField()
    entry = IntegerField()  # id of a NameEntry; no foreign key, since ten of these are written with every name

    class Meta:
        primary_key = CompositeKey("key", "entry")


class NameWord(Model):
    """A known word, under the CRC-32 of its beginning and of this beginning less one letter, to find it by a slip."""

    key = IntegerField()
    word = TextField()

    class Meta:
        primary_key = CompositeKey("key", "word")
