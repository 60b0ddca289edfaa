"""Does a page ask the database as often for fifty rows as for five?"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from domain import branding, codes, decisions, moment, rules
from domain.decisions import Words
from domain.registrations import drafts
from domain.settings.publishing import Wanted, publish
from models import (
    Account,
    Evidence,
    ImportRun,
    LikelyPair,
    Partner,
    Question,
    Receipt,
    Registration,
    Session,
    Territory,
    User,
    Watch,
    base,
)
from tests.world import MONDAY, SILVER, World

pytestmark = pytest.mark.once

MOST = 16
"""Statements of a list."""

LISTS = {
    "ana": "/ /registrations /registrations?part=all /inbox /watches /questions /checks/receipts /account "
    "/reports /reports/claims?what=filed",
    "ben": "/ /registrations /registrations?part=all /partners/P-ACME-1111",
    "ada": "/people /partners /mails /inbox /account /settings /settings/offer /settings/brand /settings/versions",
    "max": "/queue /queue?which=mine /registrations?part=all /partners /imports /inbox /checks/log /registrations/for "
    "/reports /reports/claims?what=pipeline /duplicates /duplicates/file?as=csv",
}


@contextmanager
def counted() -> Iterator[list[str]]:
    """The statements that run meanwhile, on both connections."""
    said: list[str] = []
    kept = [(one.obj, one.obj.execute_sql) for one in (base.db, base.log_db)]

    def listen(run: Any) -> Any:
        def execute_sql(sql: str, *rest: Any, **more: Any) -> Any:
            said.append(sql)
            return run(sql, *rest, **more)

        return execute_sql

    for database, run in kept:
        database.execute_sql = listen(run)
    try:
        yield said
    finally:
        for database, run in kept:
            database.execute_sql = run


def grow(world: World, first: int, last: int) -> None:
    """Rows of every kind that stands in a list, numbered from `first` to before `last`."""
    for number in range(first, last):
        _claims(world, number)
        _rows(world, number)


def _claims(world: World, number: int) -> None:
    name = f"{_word(number)} {_word(number * 7 + 3)}"
    claim = world.file(world.ana, name, domain=f"{_word(number).lower()}{number}.example")
    Evidence.create(
        code=codes.fresh("E"), registration=claim, partner=claim.partner_id, uploaded_by=world.ana, uploaded_at=MONDAY,
        filename="a.txt", kind="txt", size=1, sha256="0" * 64,
    )  # fmt: skip
    verb = (decisions.approve, decisions.return_for_information, None)[number % 3]
    if verb:
        verb(world.max, Registration.get_by_id(claim.id), Words(clause="5.1", text="Which plant is it?"))
    world.draft(world.ben, f"{name} II")


def _word(number: int) -> str:
    return "".join("bdfgklmnprstvwz"[(number * k + k) % 15] + "aeiou"[(number + k) % 5] for k in (1, 2, 4, 7)).title()


def _rows(world: World, number: int) -> None:
    version, ana = rules.in_force().version_id, world.ana
    seen = {"partner": ana.partner, "name": f"Firma {number}"}
    receipt = Receipt.create(
        code=codes.fresh("R"),
        user=ana,
        at=MONDAY,
        core=f"firma {number}",
        verdict="taken",
        rules_version=version,
        **seen,
    )
    Watch.create(
        code=codes.fresh("W"), user=ana, reason="x", created_at=MONDAY, expires_at=MONDAY + timedelta(days=90), **seen
    )
    Question.create(
        code=codes.fresh("Q"), partner=ana.partner, asked_by=ana, asked_at=MONDAY, company="Firma", text="x",
        receipt_code=receipt.code, salt="x", idempotency_key=drafts.fresh_key(), assignee=world.max,
        due_at=MONDAY + timedelta(days=7),
    )  # fmt: skip
    ImportRun.create(
        code=codes.fresh("I"),
        kind="accounts",
        state="discarded",
        filename="a.csv",
        path="a",
        created_by=world.max,
        created_at=MONDAY,
    )
    partner = Partner.create(code=codes.fresh("P"), name=f"Partner {number}", country="DE", **SILVER)
    people = (("rep", partner), ("rep", ana.partner), ("channel_manager", None))
    for place, (role, company) in enumerate(people):
        User.create(
            email=f"p{number}.{place}@x.example", name=f"Person {number}", role=role, partner=company, created_at=MONDAY
        )
    sides = [
        Account.create(
            external_id=f"A{number}.{side}", name=f"F {number}", partner_of_record=partner, updated_at=MONDAY
        )
        for side in (1, 2)
    ]
    LikelyPair.create(one=sides[0], other=sides[1], score=90, round=0)
    Territory.create(name=f"Area {number}", countries=["FR"], manager=world.max, deputy=world.dora)
    publish(world.ada, Wanted(replace(rules.in_force(), watch_cap=11 + number), rules.in_force().number))
    branding.set_brand(world.ada, replace(branding.current(), address=f"Hafenstraße {number}"))
    Session.create(
        key_hash=f"{number:064d}",
        user=ana,
        created_at=MONDAY,
        last_seen_at=MONDAY,
        proved_at=MONDAY,
        expires_at=MONDAY + timedelta(days=30),
    )


def statements(world: World) -> dict[str, list[str]]:
    found = {}
    for who, paths in LISTS.items():
        client = world.sign_in(getattr(world, who))
        for path in paths.split():
            client.get(path)  # the first time notes when the session was seen
            with counted() as said:
                assert client.get(path).status_code == 200, path
            found[f"{who} {path}"] = [sql for sql in said if sql.startswith(("SELECT", "WITH"))]
    return found


def test_fifty_rows_take_no_more_statements_than_five(world: World) -> None:
    Partner.update(open_claim_cap=1_000).execute()
    with moment.at(MONDAY):
        grow(world, 0, 5)
        few = statements(world)
        grow(world, 5, 50)
        many = statements(world)
    more = {path: (len(few[path]), len(many[path])) for path in few if len(many[path]) > len(few[path])}
    assert not more, more
    over = {path: said for path, said in many.items() if len(said) > MOST}
    assert not over, over


def test_a_page_that_asks_for_each_row_would_be_found(world: World) -> None:
    """What Peewee does when a column of another table is read, row by row."""

    def owners() -> str:
        return " ".join(claim.partner.name for claim in Registration.select())

    world.app.add_url_rule("/owners", "owners", owners)
    with moment.at(MONDAY):
        for number in range(3):
            world.draft(world.ana, f"Firma {number}")
        with counted() as said:
            world.app.test_client().get("/owners")
    assert len([sql for sql in said if 'FROM "partner"' in sql]) == 3


@pytest.mark.parametrize("who", LISTS)
def test_the_lists_are_those_of_people_who_may_see_them(world: World, who: str) -> None:
    with moment.at(MONDAY):
        client = world.sign_in(getattr(world, who))
        assert {client.get(path).status_code for path in LISTS[who].split()} == {200}
