"""A manager registers for a partner: the claim is the partner's, in its place of the order, and who did it is shown."""

from __future__ import annotations

import io
from typing import Any

import pytest

from domain.registrations import drafts
from models import Event, Registration
from tests.blueprints.test_registrations import form
from tests.world import World

MAIL = b"From: ana@acme.example\r\nTo: max@nordwind.example\r\nSubject: Anmeldung\r\n\r\nBitte vormerken."


def typed(world: World, **changes: Any) -> dict[str, Any]:
    return form(holder=str(world.ana.id), **changes)


def mail() -> dict[str, Any]:
    return {"files": [(io.BytesIO(MAIL), "Anmeldung.eml")]}


def test_the_claim_is_the_partners_and_shows_who_filed_it(world: World) -> None:
    max_ = world.sign_in(world.max)
    assert "Ana Novak" in max_.get("/registrations/for/P-ACME-1111").text
    answer = max_.post("/registrations/for/P-ACME-1111", data=typed(world))
    claim = Registration.get()
    assert answer.location == f"/registrations/{claim.code}"
    assert (claim.holder, claim.status, claim.is_protected) == (world.ana, "submitted", True)
    assert "Registered by Max Lindner" in world.sign_in(world.ana).get(answer.location).text


def test_sent_twice_it_is_one(world: World) -> None:
    max_ = world.sign_in(world.max)
    first, second = (max_.post("/registrations/for/P-ACME-1111", data=typed(world)) for _ in range(2))
    assert first.location == second.location
    assert Registration.select().count() == 1


def test_an_asserted_time_needs_a_mail_is_noted_and_moves_nothing(world: World) -> None:
    hers = world.file(world.rita, "Käserei Brunnthal eG", domain="brunnthal-kaese.example")
    max_ = world.sign_in(world.max)
    without = max_.post("/registrations/for/P-ACME-1111", data=typed(world, asserted_at="2026-01-07T10:12"))
    assert without.status_code == 422
    assert "Attach the email that shows the earlier time" in without.text
    max_.post("/registrations/for/P-ACME-1111", data={**typed(world, asserted_at="2026-01-07T10:12"), **mail()})
    claim = Registration.get(Registration.partner == world.ana.partner_id)
    assert (claim.status, claim.claim_seq) == ("refused", hers.claim_seq + 1)
    assert claim.asserted_at.isoformat() == "2026-01-07T09:12:00+00:00"
    assert "does not move the order" in max_.get(f"/registrations/{claim.code}").text
    assert Event.select().where(Event.name == "registration.asserted").count() == 1


@pytest.mark.parametrize(
    "changes", [{"asserted_at": "2999-01-01T00:00"}, {"asserted_at": "soon"}, {"holder": "999"}, {"company": ""}]
)
def test_what_is_wrong_is_told_and_kept(world: World, changes: dict[str, str]) -> None:
    answer = world.sign_in(world.max).post("/registrations/for/P-ACME-1111", data={**typed(world), **changes, **mail()})
    assert answer.status_code == 422
    assert "Josef Hartinger" in answer.text
    assert not Registration.select().where(Registration.filed_at.is_null(False)).exists()


def test_a_holder_of_another_partner_is_none(world: World) -> None:
    answer = world.sign_in(world.max).post(
        "/registrations/for/P-ACME-1111", data={**typed(world), "holder": str(world.rita.id)}
    )
    assert answer.status_code == 422


def test_partners_and_administrators_may_not_and_nobody_finds_a_partner_that_is_none(world: World) -> None:
    for name in ("ana", "ada"):
        client = world.sign_in(getattr(world, name))
        assert client.get("/registrations/for/P-ACME-1111").status_code == 403
        assert client.post("/registrations/for/P-ACME-1111", data=typed(world)).status_code == 403
    assert world.sign_in(world.ana).get("/registrations/for/P-RIVA-2222").status_code == 403
    assert world.sign_in(world.max).get("/registrations/for/P-XXXX-XXXX").status_code == 404


def test_a_manager_changes_no_filed_claim_in_the_partners_place(world: World) -> None:
    claim = world.file(world.ana)
    max_ = world.sign_in(world.max)
    for path, data in (
        ("updates", {"text": "x"}),
        ("extension", {}),
        ("closing", {"how": "withdraw"}),
        ("details", {}),
    ):
        assert max_.post(f"/registrations/{claim.code}/{path}", data=data).status_code == 403
    draft = world.draft(world.ana, "Draft GmbH")
    assert max_.get(f"/registrations/{draft.code}/edit").status_code == 404
    assert drafts.by_key(world.ana, draft.idempotency_key) == draft
