"""By which keys can a company be found? Every account, lead and claim with its name, and the keys of its spelling.

Three plain tables, the same on SQLite and PostgreSQL, written in the transaction of the row they speak of. Only
`domain.matching.index` reads and writes them; nobody sees their rows, so they have no `visible_to`.
"""

from __future__ import annotations

from peewee import CompositeKey, IntegerField, TextField

from models.base import Model


class NameEntry(Model):
    """What a comparison needs to know about one account, lead or claim, whose kind and id make its number."""

    id = IntegerField(primary_key=True)
    name = TextField()
    domain = TextField(default="")
    country = TextField(default="")
    city = TextField(default="")
    vat = TextField(default="")
    core = TextField(index=True)  # normalised names, one a line: ranking reads a hundred per check, in their order too
    also = TextField(default="")  # other full names, one a line


class NameKey(Model):
    """One way to find an entry: a word, two neighbouring words, the web domain … as a CRC-32 shifted to be signed."""

    key = IntegerField()
    entry = IntegerField()  # id of a NameEntry; no foreign key, since ten of these are written with every name

    class Meta:
        primary_key = CompositeKey("key", "entry")
        without_rowid = True


class NameWord(Model):
    """A known word, under the CRC-32 of its beginning and of this beginning less one letter, to find it by a slip."""

    key = IntegerField()
    word = TextField()

    class Meta:
        primary_key = CompositeKey("key", "word")
        without_rowid = True


class NameState(Model):
    """How far the index has been filed anew; one row, none before the first time. `version`: by which rules of keys."""

    id = IntegerField(primary_key=True)
    version = IntegerField()
    stage = TextField()  # "" when it is whole
    key = IntegerField()
    entry = IntegerField()
