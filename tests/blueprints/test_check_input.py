"""Who may check, and with what: odd names, addresses, no script, no right; receipts are for those who made them."""

from __future__ import annotations

import pytest

from domain import moment
from models import Receipt, User
from tests.blueprints.test_checks import HTMX, NAME, SETTLED, ask, verdict
from tests.world import MONDAY, World


@pytest.mark.parametrize(
    "name",
    [
        "",
        "ab",
        "!!!",
        "x" * 10_000,
        "\x00\x01\u202e\u200f",
        "<script>alert(1)</script>",
        "🙂🙂🙂",
        "'; DROP TABLE user; --",
        "株",
    ],
)
def test_no_name_breaks_the_check(world: World, name: str) -> None:
    with moment.at(MONDAY):
        for form in ({"name": name}, {"name": name, "settled": "1"}):
            answer = world.sign_in(world.ana).post("/checks", data=form)
            assert answer.status_code in (200, 422)
            assert "<script>alert" not in answer.text


def test_an_address_in_the_large_field_is_understood(world: World) -> None:
    with moment.at(MONDAY):
        world.file(world.ana, NAME, domain="www.oberwald.example")
    assert ask(world, world.rita, name="https://oberwald.example/kontakt") == "taken"
    assert ask(world, world.rita, name="info@mail.oberwald.example") == "taken"


def test_without_script_the_same_address_answers_a_whole_page(world: World) -> None:
    with moment.at(MONDAY):
        page = world.sign_in(world.ana).post("/checks", data=SETTLED).text
    assert "<!doctype html>" in page
    assert verdict(page) == "free"
    assert f'value="{NAME}"' in page


def test_a_partner_sees_its_own_receipts_alone(world: World) -> None:
    ask(world, world.rita, name="Bryggeri Sund")
    ask(world, world.ana, name="Molinos del Ebro")
    page = world.sign_in(world.ana).get("/checks/receipts").text
    assert "Molinos del Ebro" in page
    assert "Bryggeri Sund" not in page


def test_a_rep_who_sees_only_their_own_sees_no_receipts_of_colleagues(world: World) -> None:
    ask(world, world.ben, name="Bryggeri Sund")
    User.update(sees="own").where(User.id == world.ana.id).execute()
    client = world.sign_in(world.ana)
    assert "Bryggeri Sund" not in client.get("/checks/receipts").text
    code = Receipt.get().code
    assert client.get(f"/questions/new?receipt={code}").status_code == 404
    assert client.post("/registrations/drafts", data={"receipt": code}).status_code == 404


def test_staff_begin_elsewhere_and_make_no_partner_checks(world: World) -> None:
    for person, home in (("max", "/queue"), ("dora", "/queue"), ("ada", "/people")):
        client = world.sign_in(getattr(world, person))
        assert client.get("/").location == home
        assert client.post("/checks", data=SETTLED).status_code == 403


def test_who_is_not_signed_in_is_sent_to_sign_in(world: World) -> None:
    stranger = world.app.test_client()
    assert "Sign in" in stranger.get("/").text
    assert stranger.post("/checks", data=SETTLED).location.startswith("/sign-in")
    assert stranger.post("/checks", data=SETTLED, headers=HTMX).headers["HX-Redirect"].startswith("/sign-in")


def test_an_emptied_field_empties_the_answer(world: World) -> None:
    client = world.sign_in(world.ana)
    typed = client.post("/checks", data={"name": "  "}, headers=HTMX)
    assert (typed.status_code, "four letters" in typed.text) == (200, False)
    entered = client.post("/checks", data={"name": "", "settled": "1"}, headers=HTMX)
    assert (entered.status_code, "four letters" in entered.text) == (422, True)


def test_what_cannot_be_seen_is_left_out_and_nothing_typed_is_lost(world: World) -> None:
    with moment.at(MONDAY):
        world.file(world.ana, NAME)
        client = world.sign_in(world.rita)
        hidden = client.post(
            "/checks", data={**SETTLED, "name": "\u202eTalsperren\u200bverband\x07 Oberwald"}, headers=HTMX
        )
        long = client.post("/checks", data={**SETTLED, "name": "y" * 10_000})
    assert verdict(hidden.text) == "taken"
    assert Receipt.get().name == NAME
    assert (long.status_code, "y" * 10_000 in long.text) == (422, True)
    assert "Shorten this to 200 characters" in long.text
