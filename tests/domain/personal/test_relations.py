"""Is every table that points to a person in the overview, and is nothing handed out that is not theirs?"""

from __future__ import annotations

import pytest
from peewee import ForeignKeyField

import models
from domain.personal import columns
from domain.personal.relations import RELATIONS
from models import User

POINTING = sorted(
    (model._meta.table_name, field.name)
    for model in models.ALL
    for field in model._meta.sorted_fields
    if isinstance(field, ForeignKeyField) and field.rel_model is User
)


def test_every_table_that_points_to_a_person_is_told_to_that_person() -> None:
    told = {(one.model._meta.table_name, one.by) for one in RELATIONS}
    assert [pair for pair in POINTING if pair not in told] == []


@pytest.mark.parametrize("relation", RELATIONS, ids=lambda one: one.name)
def test_what_is_told_exists_and_is_no_secret(relation: object) -> None:
    fields = {**relation.model._meta.fields, "registration_id": None}  # type: ignore[attr-defined]
    for name in relation.columns:  # type: ignore[attr-defined]
        assert name in fields
        assert fields[name] is None or not columns.is_secret(relation.model, fields[name])  # type: ignore[attr-defined]


def test_what_is_the_vendors_alone_is_never_handed_out() -> None:
    """Why a check was answered so, and who stood before a claim (promise 3)."""
    for relation in RELATIONS:
        assert not {"causes", "review_reasons", "facts", "assignee", "held_as"} & set(relation.columns)


def test_secrets_are_told_by_their_name() -> None:
    secrets = {
        f"{columns.table_of(model)}.{field.name}"
        for model in models.ALL
        for field in model._meta.sorted_fields
        if columns.is_secret(model, field)
    }
    known = "user.password_hash session.key_hash signin_link.nonce calendar_feed.key_hash throttle.key vendor.salt"
    assert set(known.split()) <= secrets
    assert "event.text_hash" not in secrets, "the register could not be checked without"


def test_every_column_that_stays_exists_and_says_why() -> None:
    known = {f"{columns.table_of(model)}.{name}" for model in models.ALL for name in model._meta.fields}
    assert set(columns.STAYS) <= known
    assert {f"{table}.{name}" for table, names in columns.SEALED.items() for name in (*names, "salt")} <= known
    tables = {columns.table_of(model) for model in models.ALL}
    assert tables >= columns.DERIVED | columns.NAMELESS
