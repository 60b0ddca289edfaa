"""`flask --app app match-pairs FILE`: what does the engine say of pairs of names? To measure it on labelled ones."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from typing import TextIO

import click
from peewee import DatabaseError, DoesNotExist

from domain import rules
from domain.imports import values
from domain.matching import Company, Level, Thresholds, compare, in_english

VERDICTS = {Level.SAME: "taken", Level.SIMILAR: "review", Level.DIFFERENT: "free"}
FACTS = ("name", "domain", "country", "city", "vat", "also")
SAID = ("score", "verdict", "reason")
"""The columns that are added."""


@click.command("match-pairs")
@click.argument("file", type=click.File(encoding="utf-8-sig"))
def match_pairs(file: TextIO) -> None:
    """Judge each pair of FILE, a table parted by tabs with the columns name_a and name_b.

    name_a is the account that exists, name_b what a partner typed; domain_a, domain_b, country_a and so on (city, vat,
    also: other names, parted by ; or |) count when they are there. Writes the same table with score, verdict (free,
    review, taken) and reason. The verdict is that for an account which is held: whether it is held, the programme's
    rules say.
    """
    heads, rows = _read(file)
    click.echo(_line((*heads, *SAID)))
    thresholds = _thresholds()
    try:
        for row in rows:
            click.echo(_line((*(row.get(head) or "" for head in heads), *_judged(row, thresholds))))
    except (csv.Error, UnicodeDecodeError) as wrong:
        raise click.ClickException(f"A line cannot be read: {wrong}.") from None


def _read(file: TextIO) -> tuple[Sequence[str], Iterator[dict[str, str]]]:
    """The heads and the rows. Raises `ClickException` without the two names, or with columns that we would add."""
    table = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
    try:
        heads = table.fieldnames or ()
    except UnicodeDecodeError:
        raise click.ClickException("The file is not UTF-8. Save it as UTF-8.") from None
    if lacks := {"name_a", "name_b"} - set(heads):
        raise click.ClickException(f"The first line has no column {' and '.join(sorted(lacks))}, parted by tabs.")
    if twice := set(SAID) & set(heads):
        raise click.ClickException(f"The table has a column {', '.join(sorted(twice))} already. Rename it.")
    return heads, iter(table)


def _judged(row: dict[str, str], thresholds: Thresholds) -> tuple[str, str, str]:
    account, typed = _company(row, "a"), _company(row, "b")
    found = compare(typed, account, thresholds)
    return str(found.score), VERDICTS[found.level], "; ".join(in_english(reason) for reason in found.reasons)


def _company(row: dict[str, str], side: str) -> Company:
    name, domain, country, city, vat, also = (row.get(f"{fact}_{side}") or "" for fact in FACTS)
    return Company(name, domain, country, city, vat, tuple(values.names(also)))


def _thresholds() -> Thresholds:
    """Those of the programme, or those that we ship where there is no programme yet."""
    try:
        numbers = rules.in_force()
    except (DoesNotExist, DatabaseError):
        numbers = rules.Rules()
    return Thresholds(numbers.same_score, numbers.similar_score)


def _line(cells: Iterable[str]) -> str:
    return "\t".join(cells)
