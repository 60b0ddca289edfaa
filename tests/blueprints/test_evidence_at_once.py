"""Does each file on record lie on disk, and no other, also when the same is sent twice and one has to give up?"""

from __future__ import annotations

from errno import ENOSPC
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from peewee import OperationalError

from domain import evidence
from integrations import evidence as store
from integrations import scanner
from integrations.filetypes import Unusable
from models import Event, Evidence, User
from tests.blueprints.test_evidence import MAIL, files
from tests.world import World


def test_a_file_that_cannot_be_put_on_record_does_not_stay(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    draft, ana = world.draft(world.ana), world.sign_in(world.ana)
    folder = world.app.config["DIBS"].evidence_folder

    def full(*_: Any, **__: Any) -> None:
        raise OperationalError("database or disk is full")

    with monkeypatch.context() as patch:
        patch.setattr(evidence, "attach", full)
        answer = ana.post(f"/registrations/{draft.code}/evidence", data=files((MAIL, "AW.eml")))
    assert answer.status_code in (503, 507)
    assert list(folder.glob("[0-9]*/??/*")) == []
    assert ana.post(f"/registrations/{draft.code}/evidence", data=files((MAIL, "AW.eml"))).status_code == 303
    assert len(list(folder.glob("[0-9]*/??/*"))) == 1


@pytest.fixture
def taken_away(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each file goes after it was kept and before its row stands: who sent the same content at once had to give up."""
    folder, attach = world.app.config["DIBS"].evidence_folder, evidence.attach

    def as_another_gives_up(user: User, kept: store.Stored, **about: Any) -> Evidence:
        remove = partial(store.drop, folder, kept.partner_id, kept.sha256)
        assert evidence.drop(kept.partner_id, kept.sha256, remove), "no row names it yet"
        return attach(user, kept, **about)

    monkeypatch.setattr(evidence, "attach", as_another_gives_up)


@pytest.mark.usefixtures("taken_away")
def test_a_second_try_keeps_the_file_that_the_first_one_takes_away(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also when the scanner, which has seen it, answers no more."""
    draft, ana, seen = world.draft(world.ana), world.sign_in(world.ana), list[Path]()

    def once(path: Path) -> None:
        if seen:
            raise Unusable("unscanned")
        seen.append(path)

    monkeypatch.setattr(scanner, "asking", lambda _: once)
    assert ana.post(f"/registrations/{draft.code}/evidence", data=files((MAIL, "AW.eml"))).status_code == 303
    row = Evidence.of_claim(draft).get()
    folder = world.app.config["DIBS"].evidence_folder
    assert store.path_of(folder, row.partner_id, row.sha256).read_bytes() == MAIL


@pytest.mark.usefixtures("taken_away")
def test_a_file_that_is_taken_away_and_cannot_be_kept_again_is_not_on_record(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    draft, ana, keep = world.draft(world.ana), world.sign_in(world.ana), store.keep

    def once(*given: Any) -> store.Stored:
        monkeypatch.setattr(store, "keep", full)
        return keep(*given)

    def full(*_: Any) -> None:
        raise OSError(ENOSPC, "No space left on device")

    monkeypatch.setattr(store, "keep", once)
    assert ana.post(f"/registrations/{draft.code}/evidence", data=files((MAIL, "AW.eml"))).status_code == 507
    assert not Evidence.select().exists()
    assert Event.select().where(Event.name == "evidence.added").count() == 0
