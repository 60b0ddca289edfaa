"""Are the words of a statement the same to the letter as Peewee's own?"""

from __future__ import annotations

from typing import Any

import peewee
import pytest
from peewee import JOIN, SQL, Context, fn

from domain import decisions
from domain.decisions import Words
from models import Partner, Registration, User
from models.base import db
from models.context import Quick
from tests.world import World


def words(query: Any, context_class: type[Context]) -> tuple[str, str]:
    context = context_class(**db.get_context_options())
    text, values = context.sql(query).query()
    return str(text), repr([getattr(value, "obj", value) for value in values])  # psycopg wraps JSON anew each time


def queries() -> list[Any]:
    other = User.alias()
    inner = Registration.select(Registration.holder).where(Registration.status == "won")
    return [
        Registration.select(),
        Registration.select(Registration, Partner).join(Partner).where(Partner.name.startswith("A")),
        User.select(User, other).join(other, JOIN.LEFT_OUTER, on=(User.partner == other.partner)),
        User.select().where(User.id.in_(inner)),
        User.select(User.id).where(User.name == "a") | User.select(User.id).order_by(User.id.desc()),
        Registration.select(Registration.status, fn.COUNT(Registration.id).alias("n")).group_by(Registration.status),
        Registration.select(Registration.code).order_by(Registration.filed_at.desc(), SQL("1")).limit(3),
        Partner.update(name="b", city=Partner.name).where(Partner.id == 1),
        Partner.delete().where(Partner.name == "c"),
        Partner.insert(name="d", code="e"),
        inner.with_cte(inner.cte("x")),
    ]


@pytest.mark.parametrize("number", range(len(queries())))
def test_all_kinds_of_statement_read_as_peewee_writes_them(world: World, number: int) -> None:
    query = queries()[number]
    assert words(query, Quick) == words(query, Context)


def test_so_do_those_of_a_claims_life(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    seen, others = 0, []
    execute = peewee.Database.execute

    def compared(self: Any, query: Any, *args: Any, **how: Any) -> Any:
        nonlocal seen
        seen += 1
        quick, own = words(query, Quick), words(query, Context)
        others.extend([] if quick == own else [(quick, own)])
        return execute(self, query, *args, **how)

    monkeypatch.setattr(peewee.Database, "execute", compared)
    claim = world.file(world.ana)
    world.sign_in(world.max).get(f"/registrations/{claim.code}/decision")
    decisions.approve(world.max, decisions.opened(world.max, claim), Words(clause="5.1"))
    world.sign_in(world.ana).get("/registrations")
    assert others == []
    assert seen > 100


def test_the_database_uses_it(world: World) -> None:
    assert db.context_class is Quick
