"""Can the right people invite, deactivate and hand over, and nobody else?"""

from __future__ import annotations

import re

import pytest

from domain import accounts, audiences
from domain.permissions import DECIDERS
from models import Delivery, Event, Partner, Registration, SigninLink, Territory, User
from tests.world import World

NEW = {"name": "Mia Holt", "email": "mia@nordwind.example", "role": "channel_manager"}


def test_an_administrator_invites_a_colleague(world: World) -> None:
    client = world.sign_in(world.ada)
    assert client.post("/people", data=NEW).status_code == 303
    assert "Invited" in client.get("/people").text
    [mail] = Delivery.select()
    assert (mail.recipient.email, mail.event.name) == ("mia@nordwind.example", "user.invited")


@pytest.mark.parametrize(("chosen", "spoken"), [("es", "es"), ("de", "de"), ("", "en"), ("tlh", "en")])
def test_the_invitation_is_written_in_the_language_that_was_chosen(world: World, chosen: str, spoken: str) -> None:
    client = world.sign_in(world.ada)
    assert '<option value="es">Español</option>' in client.get("/people").text
    client.post("/people", data={**NEW, "locale": chosen})
    assert User.get(User.email == NEW["email"]).locale == spoken


def test_so_is_that_of_a_partners_first_person_and_of_a_colleague(world: World) -> None:
    partner = world.ben.partner
    colleague = {"name": "Mia Holt", "email": "mia@acme.example", "role": "rep", "locale": "es"}
    assert world.sign_in(world.ben).post(f"/partners/{partner.code}/people", data=colleague).status_code == 303
    assert User.get(User.email == "mia@acme.example").locale == "es"
    company = {
        "name": "Agua SL", "country": "ES", "city": "Jaca", "domain": "agua.example", "tier": "silver",
        "territory": "Europe", "joined_on": "2027-03-01", "admin_name": "Eva Gil", "admin_email": "eva@agua.example",
        "locale": "es",
    }  # fmt: skip
    assert world.sign_in(world.max).post("/partners", data=company).status_code == 303
    assert User.get(User.email == "eva@agua.example").locale == "es"


def test_the_invitation_lets_its_person_in(world: World) -> None:
    world.sign_in(world.ada).post("/people", data=NEW)
    key = world.app.config["DIBS"].key()
    guest = world.app.test_client()
    path = accounts.link_path(SigninLink.get(), key)
    assert "Welcome, Mia Holt" in guest.get(path).text
    assert guest.post(path).location == "/account/protect"  # staff need a second factor
    assert "Invited" not in world.sign_in(world.ada).get("/people").text


@pytest.mark.parametrize("name", ["ana", "ben", "max", "dora"])
def test_staff_are_for_administrators_alone(world: World, name: str) -> None:
    client = world.sign_in(getattr(world, name))
    for path in ("/people", "/people/territories/new", "/people/territories/1"):
        assert client.get(path).status_code == 403
    for path in ("/people", "/people/territories", "/people/territories/1"):
        assert client.post(path, data=NEW).status_code == 403
    assert not User.select().where(User.email == NEW["email"]).exists()


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"email": "ana@acme.example"}, "email"), ({"email": "no address"}, "email"), ({"name": ""}, "name"),
        ({"role": "rep"}, "role"), ({"role": "king"}, "role"), ({"name": "x" * 10_000}, "name"),
    ],
)  # fmt: skip
def test_a_wrong_invitation_is_told_and_kept(world: World, changed: dict[str, str], field: str) -> None:
    response = world.sign_in(world.ada).post("/people", data={**NEW, **changed})
    assert response.status_code == 422
    assert f'id="{field}-error"' in response.text
    if field != "email":
        assert 'value="mia@nordwind.example"' in response.text
    assert not Delivery.select().exists()


ROLE = {"role": "reader", "sees": "company", "team": "North"}


def test_a_partner_admin_changes_a_colleagues_role(world: World) -> None:
    ben, ana = world.sign_in(world.ben), world.sign_in(world.ana)
    page = ben.get(f"/people/{world.ana.code}").text
    assert "Change the role" in page
    assert 'value="director"' not in page
    assert ben.post(f"/people/{world.ana.code}/role", data=ROLE).status_code == 303
    assert "Read only" in ben.get(f"/people/{world.ana.code}").text
    assert ana.get("/account").status_code == 303, "signed out"
    reader = world.sign_in(User.get_by_id(world.ana.id))
    assert reader.get("/").location == "/registrations"
    assert reader.get("/registrations/new").status_code == 403
    assert reader.post("/checks", data={"name": "Kafka Werke"}).status_code == 403
    assert 'href="/registrations/new"' not in reader.get("/registrations").text


def test_a_wrong_role_keeps_what_was_typed(world: World) -> None:
    ben = world.sign_in(world.ben)
    answer = ben.post(f"/people/{world.ana.code}/role", data={"role": "rep", "sees": "team", "team": " "})
    assert answer.status_code == 422
    assert "Enter the name of the team." in answer.text
    assert re.search(r'value="team"[^>]* checked', answer.text)
    world.file(world.ana)
    answer = ben.post(f"/people/{world.ana.code}/role", data=ROLE)
    assert (answer.status_code, "Choose who takes them over" in answer.text) == (422, True)
    assert ben.post(f"/people/{world.ana.code}/role", data={**ROLE, "heir": world.ben.code}).status_code == 303


def test_without_a_decider_the_page_says_so(world: World) -> None:
    client = world.sign_in(world.ada)
    assert "Nobody can decide" not in client.get("/people").text
    User.update(is_active=False).where(User.role.in_(DECIDERS)).execute()
    assert "Nobody can decide registrations yet" in client.get("/people").text


def test_a_stranger_cannot_tell_whether_a_person_exists(world: World) -> None:
    User.update(role="partner_admin").where(User.id == world.rita.id).execute()
    client = world.sign_in(world.rita)
    for code in (world.ana.code, world.max.code, "0123456789ab"):
        assert client.get(f"/people/{code}").status_code == 404
        assert client.post(f"/people/{code}/deactivation").status_code == 404
    assert world.ana.is_active


def test_a_colleague_is_visible_but_not_a_reps_to_set(world: World) -> None:
    client = world.sign_in(world.ana)
    for path in ("", "/invitation", "/deactivation", "/reactivation"):
        method = client.post if path else client.get
        assert method(f"/people/{world.ben.code}{path}").status_code == 403
    assert world.ben.is_active


def test_somebody_without_claims_can_go_and_come_back(world: World) -> None:
    ben, ana = world.sign_in(world.ben), world.sign_in(world.ana)
    assert ben.post(f"/people/{world.ana.code}/deactivation").status_code == 303
    assert ana.get("/account").status_code == 303
    assert "Deactivated" in ben.get(f"/partners/{world.ana.partner.code}").text
    assert ben.post(f"/people/{world.ana.code}/deactivation").status_code == 409
    assert ben.post(f"/people/{world.ana.code}/reactivation").status_code == 303
    assert world.ana.is_active


def test_open_claims_are_handed_over_first_with_their_times(world: World) -> None:
    claim, draft = world.file(world.ana), world.draft(world.ana, "Gasversorgung Unterwald")
    client = world.sign_in(world.ben)
    refused = client.post(f"/people/{world.ana.code}/deactivation")
    assert refused.status_code == 422
    assert "Ana Novak holds open registrations" in refused.text
    assert world.ana.is_active
    for stranger in (world.rita, world.max, world.ana):
        data = {"successor": stranger.code}
        assert client.post(f"/people/{world.ana.code}/deactivation", data=data).status_code == 422
    assert client.post(f"/people/{world.ana.code}/deactivation", data={"successor": world.ben.code}).status_code == 303
    after = Registration.get_by_id(claim.id)
    assert (after.holder, after.claim_seq, after.filed_at) == (world.ben, claim.claim_seq, claim.filed_at)
    assert Registration.get_by_id(draft.id).holder == world.ben
    [event] = Event.select().where(Event.name == "registration.handed_over")
    told = Delivery.select().where(Delivery.event == event, Delivery.channel == "mail")
    assert [one.recipient for one in told] == [world.ben]


def test_nobody_deactivates_oneself_nor_the_last_administrator(world: World) -> None:
    client = world.sign_in(world.ada)
    assert client.post(f"/people/{world.ada.code}/deactivation").status_code == 422
    assert world.ada.is_active


def test_a_territory_is_not_left_without_its_manager(world: World) -> None:
    client = world.sign_in(world.ada)
    refused = client.post(f"/people/{world.max.code}/deactivation")
    assert (refused.status_code, "looks after Europe" in refused.text) == (422, True)
    assert world.max.is_active


def test_claims_to_answer_pass_on_when_a_manager_goes(world: World) -> None:
    claim = world.file(world.ana)
    Registration.update(assignee=world.max).where(Registration.id == claim.id).execute()
    client = world.sign_in(world.ada)
    data = {"name": "Europe", "countries": ["DE", "AT"], "manager": world.dora.code, "deputy": ""}
    client.post("/people/territories/1", data=data)
    assert client.post(f"/people/{world.max.code}/deactivation").status_code == 303
    assert Registration.get_by_id(claim.id).assignee == world.dora
    assert Event.get(Event.name == "registration.reassigned").facts == {"from": world.max.id, "to": world.dora.id}


def test_a_territory_is_added_and_routes_its_countries(world: World) -> None:
    client = world.sign_in(world.ada)
    europe = {"name": "Europe", "countries": ["AT"], "manager": world.max.code, "deputy": world.dora.code}
    assert client.post("/people/territories/1", data=europe).status_code == 303
    north = {"name": "North", "countries": ["DE", "DK"], "manager": world.dora.code}
    assert client.post("/people/territories", data=north).status_code == 303
    assert audiences.manager_for("DE") == world.dora
    assert audiences.manager_for("AT") == world.max
    assert "North" in client.get("/people").text


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"name": ""}, "name"), ({"name": "europe"}, "name"), ({"countries": []}, "countries"),
        ({"countries": ["DE"]}, "countries"), ({"countries": ["ZZ"]}, "countries"), ({"manager": "ana"}, "manager"),
        ({"deputy": "max"}, "deputy"),
    ],
)  # fmt: skip
def test_a_wrong_territory_is_told_and_kept(world: World, changed: dict[str, object], field: str) -> None:
    typed = {"name": "Islands", "countries": ["IS"], "manager": "max", "deputy": "", **changed}
    data = {**typed, **{name: getattr(world, str(typed[name])).code for name in ("manager", "deputy") if typed[name]}}
    response = world.sign_in(world.ada).post("/people/territories", data=data)
    assert response.status_code == 422
    assert f'href="#{field}"' in response.text
    assert 'value="IS" checked' in response.text or "countries" in changed
    assert Territory.select().count() == 1


def test_partner_people_are_staffs_to_deactivate_too(world: World) -> None:
    assert world.sign_in(world.max).post(f"/people/{world.rita.code}/deactivation").status_code == 303
    assert world.sign_in(world.max).get(f"/people/{world.dora.code}").status_code == 403
    assert not world.rita.is_active
    assert Partner.select().count() == 2
