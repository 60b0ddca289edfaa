"""By which keys can a company be found? Every account, lead and claim with its name, and the keys of its spelling.

Three plain tables, the same on SQLite and PostgreSQL, written in the transaction of the row they speak of. Only
`domain.matching.index` reads and writes them; nobody sees their rows, so they have no `visible_to`.
"""

from __future__ import annotations

from peewee import CompositeKey, IntegerField, TextField

from models.base import Model


class NameEntry(Model):
    """What a comparison needs to know about one account, lead or claim."""

    kind = TextField()
    ref = IntegerField()
    name = TextField()
    domain = TextField(default="")
    country = TextField(default="")
    city = TextField(default="")
    vat = TextField(default="")
    core = TextField()  # normalised name, kept because ranking reads a hundred of them per check

    class Meta:
        indexes = ((("kind", "ref"), True),)


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
