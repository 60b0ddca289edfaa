"""Who is asked? Our index, and what a good engineer would take instead, with the same names and the same ranking."""

from __future__ import annotations

import sqlite3
import tempfile
from collections.abc import Callable, Iterable, Sequence
from heapq import nlargest
from pathlib import Path
from typing import Any, Protocol

from rapidfuzz import fuzz, process

from bench.matching.names import Named
from bench.matching.typing import Query
from domain.matching import Company, core, index
from domain.matching.index import Kind
from domain.matching.ranking import likeness
from domain.matching.spellings import spellings
from models.base import db

FOUND = 10
RERANKED = 120
POSTINGS = 3_000  # under one trigram that FTS5 is asked for
BATCH = 2_000

Places = list[int]


class Engine(Protocol):
    name: str

    def build(self, names: Sequence[Named]) -> None: ...

    def search(self, query: Query) -> Places:
        """What the engine itself gives, in its own order."""
        ...


def ranked(query: Query, names: Sequence[Named], places: Iterable[int]) -> Places:
    """The best of what an engine gave, in the order that ours gives them: recall then speaks of the search alone."""
    cores = [" ".join(one.words) for one in spellings(Company(query.typed))]
    rated = {place: likeness(cores, names[place].core, half_typed=query.is_half_typed) for place in set(places)}
    return nlargest(FOUND, rated, key=lambda place: (rated[place], -len(names[place].core)))


class Ours:
    def __init__(self, name: str = "dibs") -> None:
        self.name = name

    def build(self, names: Sequence[Named]) -> None:
        for start in range(0, len(names), BATCH):
            with db.atomic():
                part = enumerate(names[start : start + BATCH], start)
                index.put_many((Kind.ACCOUNT, place, Company(one.name)) for place, one in part)

    def search(self, query: Query) -> Places:
        return [entry.ref for entry in index.candidates(Company(query.typed), FOUND, half_typed=query.is_half_typed)]


class BruteForce:
    """Every name is rated. The best of each part of our ranking, rated as a whole, are the best of all."""

    name = "brute force"
    KEPT = 40

    def build(self, names: Sequence[Named]) -> None:
        self.cores = [one.core for one in names]
        self.sorted = [" ".join(sorted(text.split())) for text in self.cores]

    def search(self, query: Query) -> Places:
        text = core(query.typed)
        found = self._best(text, self.cores) + self._best(" ".join(sorted(text.split())), self.sorted)
        return found + self._best(text, [known[: len(text)] for known in self.cores])

    def _best(self, text: str, among: list[str]) -> Places:
        return [place for _, _, place in process.extract(text, among, scorer=fuzz.ratio, limit=self.KEPT)]


class Ratio(BruteForce):
    """What most write first: rapidfuzz over a list in memory."""

    name = "rapidfuzz ratio"

    def search(self, query: Query) -> Places:
        return [place for _, _, place in process.extract(core(query.typed), self.cores, scorer=fuzz.ratio, limit=FOUND)]


class Trigrams:
    """SQLite's full-text search over trigrams, any of them, by bm25."""

    name = "FTS5 trigram"

    def build(self, names: Sequence[Named]) -> None:
        self.database = sqlite3.connect(Path(tempfile.mkdtemp(prefix="dibs-fts-")) / "names.sqlite")
        self.database.execute("CREATE VIRTUAL TABLE name USING fts5(core, tokenize='trigram', content='')")
        self.database.execute("CREATE VIRTUAL TABLE gram USING fts5vocab(name, 'row')")
        rows = ((place, one.core) for place, one in enumerate(names))
        self.database.executemany("INSERT INTO name (rowid, core) VALUES (?, ?)", rows)
        self.database.commit()

    def search(self, query: Query) -> Places:
        grams = {text[place : place + 3] for text in [core(query.typed)] for place in range(len(text) - 2)}
        counted = {gram: self._count(gram) for gram in grams}
        rare = [gram for gram, count in counted.items() if 0 < count <= POSTINGS]
        asked = " OR ".join(f'"{gram}"' for gram in rare or list(grams))
        sql = f"SELECT rowid FROM name WHERE name MATCH ? ORDER BY bm25(name) LIMIT {RERANKED}"
        return [place for (place,) in self.database.execute(sql, [asked])] if asked else []

    def _count(self, gram: str) -> int:
        row = self.database.execute("SELECT doc FROM gram WHERE term = ?", [gram]).fetchone()
        return int(row[0]) if row else 0


class Tantivy:
    """Trigrams in tantivy, by BM25."""

    name = "tantivy"

    def build(self, names: Sequence[Named]) -> None:
        import tantivy

        self.tantivy = tantivy
        schema = tantivy.SchemaBuilder().add_text_field("core", tokenizer_name="gram", index_option="freq")
        schema = schema.add_unsigned_field("place", stored=True, fast=True).build()
        analyzer = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.ngram(3, 3, False)).build()
        self.index = tantivy.Index(schema, tempfile.mkdtemp(prefix="dibs-tantivy-"))
        self.index.register_tokenizer("gram", analyzer)
        writer = self.index.writer(300_000_000, 1)
        for place, one in enumerate(names):
            document = tantivy.Document(core=one.core)
            document.add_unsigned("place", place)
            writer.add_document(document)
        writer.commit()
        writer.wait_merging_threads()
        self.index.reload()
        self.schema, self.searcher = schema, self.index.searcher()

    def search(self, query: Query) -> Places:
        text = core(query.typed)
        tantivy = self.tantivy
        terms = [
            (tantivy.Occur.Should, tantivy.Query.term_query(self.schema, "core", text[place : place + 3], "freq"))
            for place in range(len(text) - 2)
        ]
        hits = self.searcher.search(tantivy.Query.boolean_query(terms), RERANKED).hits if terms else []
        return [self.searcher.doc(address)["place"][0] for _, address in hits]


class Postgres:
    """pg_trgm with a GIN index. `address` is that of a PostgreSQL where tables may be made."""

    name = "pg_trgm GIN"

    def __init__(self, address: str) -> None:
        self.address = address

    def build(self, names: Sequence[Named]) -> None:
        import psycopg

        self.connection: Any = psycopg.connect(self.address, autocommit=True)
        execute = self.connection.execute
        execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
        execute("DROP TABLE IF EXISTS bench_name")
        execute("CREATE TABLE bench_name (place int, core text)")
        with self.connection.cursor().copy("COPY bench_name FROM STDIN") as copy:
            for place, one in enumerate(names):
                copy.write_row((place, one.core))
        execute("CREATE INDEX ON bench_name USING gin (core gin_trgm_ops)")
        execute("ANALYZE bench_name")
        execute("SET pg_trgm.similarity_threshold = 0.3")

    def search(self, query: Query) -> Places:
        sql = "SELECT place FROM bench_name WHERE core %% %s ORDER BY similarity(core, %s) DESC LIMIT 120"
        return [place for (place,) in self.connection.execute(sql, [core(query.typed)] * 2)]


def peers(address: str | None) -> list[Callable[[], Engine]]:
    """All but ours; PostgreSQL when there is one."""
    there: list[Callable[[], Engine]] = [BruteForce, Ratio, Tantivy, Trigrams]
    return [*there, lambda: Postgres(address)] if address else there
