"""Saying which companies are the same: beside a claim, beside a check, in the list, and never for a partner."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from domain import lookup, moment
from domain.judgements import saying
from domain.matching import Company, index
from domain.matching.index import Kind
from models import Account, Judgement, Registration
from models.base import db
from tests.world import MONDAY, World

HTMX = {"HX-Request": "true"}


@pytest.fixture(autouse=True)
def _monday() -> Iterator[None]:
    with moment.at(MONDAY):
        yield


@pytest.fixture
def known(world: World) -> Account:
    row = Account.create(
        external_id="A-1", name="Talsperren Oberwald Service GmbH", also="Oberwald Wasser", updated_at=MONDAY
    )
    with db.atomic():
        index.put(Kind.ACCOUNT, row.id, lookup.company_of_record(row))
    return row


@pytest.fixture
def claim(world: World, known: Account) -> Registration:
    return world.file(world.ana, "Talsperren Oberwald Nord GmbH", domain="nord.example")


@pytest.mark.parametrize("status", ["draft", "discarded"])
def test_what_a_partner_types_and_does_not_file_cannot_be_judged(world: World, known: Account, status: str) -> None:
    draft = world.draft(world.ana, company="Geheimes Vorhaben AG")
    Registration.update(status=status).where(Registration.id == draft.id).execute()
    client = world.sign_in(world.max)
    typed = {"kind": "claim", "ref": str(draft.id), "verdict": "same", "name": "Irgendwer"}
    assert client.post("/aliases", data=typed).status_code == 404
    assert not Judgement.select().exists()
    assert "Geheimes Vorhaben" not in client.get("/aliases").text


def test_beside_a_claim_both_buttons_stand_and_the_answer_stays(
    world: World, claim: Registration, known: Account
) -> None:  # fmt: skip
    client, path = world.sign_in(world.max), f"/registrations/{claim.code}"
    page = client.get(f"{path}/decision").text
    assert "Same company" in page
    assert "Other names: Oberwald Wasser" in page
    typed = {"kind": "account", "ref": str(known.id), "verdict": "different"}
    answer = client.post(f"{path}/alike", data=typed, headers=HTMX)
    assert answer.status_code == 200
    assert answer.text.lstrip().startswith('<section class="section" id="alike"')
    assert "Max Lindner said: different company" in answer.text
    assert "<title>" not in answer.text
    said = Judgement.get()
    assert (said.claim, said.said_by, said.verdict) == (claim, world.max, "different")
    back = client.post(f"/aliases/{said.code}/end", data={"claim": claim.code})
    assert back.location == f"{path}/decision#alike"
    assert "Max Lindner said" not in client.get(f"{path}/decision").text


@pytest.mark.parametrize(
    ("typed", "status"),
    [
        ({"kind": "account", "ref": "999"}, 404), ({"kind": "account", "ref": "x"}, 404), ({}, 404),
        ({"kind": "lead", "ref": "1"}, 404), ({"kind": "user", "ref": "1"}, 404),
        ({"kind": "account", "ref": "²"}, 404),
        ({"kind": "account", "ref": "1", "verdict": "perhaps"}, 422), ({"kind": "account", "ref": "1"}, 422),
    ],
)  # fmt: skip
def test_what_is_not_there_is_404_and_what_is_no_answer_422(
    world: World, claim: Registration, known: Account, typed: dict[str, str], status: int
) -> None:  # fmt: skip
    typed = {**typed, "ref": str(known.id)} if typed.get("ref") == "1" and typed["kind"] == "account" else typed
    answer = world.sign_in(world.max).post(f"/registrations/{claim.code}/alike", data=typed)
    assert answer.status_code == status
    assert not Judgement.select().exists()


def test_beside_a_check_it_is_said_as_well(world: World, known: Account) -> None:
    client = world.sign_in(world.max)
    page = client.post("/queue/check", data={"name": "Oberwald Wasser Nord"}).text
    assert 'action="/aliases"' in page
    typed = {"name": "Stauwerk West", "kind": "account", "ref": str(known.id), "verdict": "same"}
    answer = client.post("/aliases", data=typed)
    assert answer.location == f"/aliases#{Judgement.get().code}"
    assert "A reviewer said: same company" in client.post("/queue/check", data={"name": "Stauwerk West"}).text
    assert client.post("/aliases", data={**typed, "kind": "opportunity"}).status_code == 404


def test_who_only_looks_on_gets_no_buttons(world: World, known: Account) -> None:
    ada = world.sign_in(world.ada)
    assert 'action="/aliases"' not in ada.post("/queue/check", data={"name": "Oberwald Wasser Nord"}).text
    said = saying.say(world.max, Company("Stauwerk West"), Company("Oberwald"), "same")
    page = ada.get("/aliases").text
    assert "Stauwerk West" in page
    assert "/end" not in page
    assert ada.post(f"/aliases/{said.code}/end").status_code == 403


def test_partners_learn_nothing_of_it(world: World, claim: Registration, known: Account) -> None:
    said = saying.say(world.max, lookup.company_of(claim), lookup.company_of_record(known), "same", claim=claim)
    for person in (world.ana, world.ben, world.rita):
        client = world.sign_in(person)
        for path in ("/aliases", "/duplicates", "/duplicates/file"):
            assert client.get(path).status_code == 403
        for path in (f"/aliases/{said.code}/end", "/aliases", f"/registrations/{claim.code}/alike"):
            assert client.post(path).status_code == 403
    own = world.sign_in(world.ana).get(f"/registrations/{claim.code}").text
    assert "reviewer" not in own
    assert "Oberwald Wasser" not in own


def test_the_list_is_searched_and_each_is_taken_back(world: World) -> None:
    client = world.sign_in(world.max)
    assert "Nothing said yet" in client.get("/aliases").text
    first = saying.say(world.max, Company("Stauwerk West GmbH", country="DE"), Company("Oberwald"), "same")
    saying.say(world.dora, Company("Luchs & Söhne"), Company("Otter"), "different")
    page = client.get("/aliases").text
    assert page.index("Luchs &amp; Söhne") < page.index("Stauwerk West GmbH")
    for sought in ("stauwerk", "Oberwald GmbH", "WEST"):
        shown = client.get("/aliases", query_string={"q": sought}).text
        assert "Stauwerk West GmbH" in shown
        assert "Otter" not in shown
    assert "No alias has this name" in client.get("/aliases?q=zzz").text
    assert client.post(f"/aliases/{first.code}/end").location == "/aliases"
    assert "taken back, was: same company" in client.get("/aliases").text
    assert client.post(f"/aliases/{first.code}/end").status_code == 409
    assert client.post("/aliases/J-9999-9999/end").status_code == 404
