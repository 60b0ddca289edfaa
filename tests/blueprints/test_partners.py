"""Are partners added, changed and suspended by staff, and does a partner see itself alone?"""

from __future__ import annotations

import pytest

from domain import accounts
from models import Delivery, Event, Partner, User
from tests.world import World

NEW = {
    "name": "Datenwerk Hansen", "country": "DK", "city": "Aarhus", "domain": "https://www.datenwerk.example/de",
    "tier": "silver", "territory": "Europe", "admin_name": "Lene Hansen", "admin_email": "Lene@datenwerk.example",
}  # fmt: skip
MIA = {"name": "Mia Holt", "email": "mia@acme.example", "role": "rep", "sees": "own"}


def test_staff_add_a_partner_and_its_admin_is_invited(world: World) -> None:
    client = world.sign_in(world.max)
    made = client.post("/partners", data=NEW)
    assert made.status_code == 303
    text = client.get(made.location).text
    assert "Datenwerk Hansen" in text
    assert "lene@datenwerk.example" in text
    partner = Partner.get(Partner.name == "Datenwerk Hansen")
    assert (partner.domain, partner.status) == ("datenwerk.example", "active")
    [mail] = Delivery.select()
    assert (mail.recipient.role, mail.recipient.partner) == ("partner_admin", partner)


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"name": " "}, "name"), ({"name": "x" * 250}, "name"), ({"country": "ZZ"}, "country"),
        ({"tier": "tin"}, "tier"), ({"territory": "Mars"}, "territory"), ({"domain": "gmail.com"}, "domain"),
        ({"admin_name": ""}, "admin_name"),
        ({"admin_email": "rita@rival.example"}, "admin_email"), ({"admin_email": "?"}, "admin_email"),
    ],
)  # fmt: skip
def test_a_wrong_partner_is_told_kept_and_not_half_made(world: World, changed: dict[str, str], field: str) -> None:
    response = world.sign_in(world.max).post("/partners", data={**NEW, **changed})
    assert response.status_code == 422
    assert f'id="{field}-error"' in response.text
    assert 'value="Aarhus"' in response.text
    assert Partner.select().count() == 2
    assert not Event.select().where(Event.name == "partner.added").exists()


def test_a_double_click_makes_one_partner_and_one_mail(world: World) -> None:
    client = world.sign_in(world.max)
    first, second = client.post("/partners", data=NEW), client.post("/partners", data=NEW)
    assert first.location == second.location
    assert Partner.select().count() == 3
    assert Delivery.select().count() == 1


def test_a_double_click_invites_once(world: World) -> None:
    client, code = world.sign_in(world.ben), world.ben.partner.code
    for _ in range(2):
        assert client.post(f"/partners/{code}/people", data=MIA).status_code == 303
    assert Delivery.select().count() == 1


def test_all_errors_are_told_at_once(world: World) -> None:
    text = world.sign_in(world.max).post("/partners", data={}).text
    for field in ("name", "country", "tier", "admin_name", "admin_email"):
        assert f'href="#{field}"' in text


@pytest.mark.parametrize("name", ["ana", "ben"])
def test_partners_see_themselves_alone(world: World, name: str) -> None:
    client = world.sign_in(getattr(world, name))
    rival = world.rita.partner.code
    assert client.get("/partners").status_code == 403
    assert client.get("/partners/new").status_code == 403
    assert client.post("/partners", data=NEW).status_code == 403
    assert client.get(f"/partners/{world.ana.partner.code}").status_code == 200
    for code in (rival, "PA-0000-0000"):
        assert client.get(f"/partners/{code}").status_code == 404
        assert client.get(f"/partners/{code}/edit").status_code == 403
        for path in ("", "/suspension", "/restoration"):
            assert client.post(f"/partners/{code}{path}", data={**NEW, **MIA}).status_code == 403
        is_admins = 404 if name == "ben" else 403
        assert client.post(f"/partners/{code}/people", data={**NEW, **MIA}).status_code == is_admins


def test_a_partner_cannot_change_what_the_vendor_says_of_it(world: World) -> None:
    client, code = world.sign_in(world.ben), world.ben.partner.code
    assert client.get(f"/partners/{code}/edit").status_code == 403
    for path in ("", "/suspension", "/restoration"):
        assert client.post(f"/partners/{code}{path}", data={**NEW, "tier": "gold"}).status_code == 403
    assert world.ben.partner.tier == "silver"


def test_a_partner_admin_invites_a_colleague(world: World) -> None:
    client, code = world.sign_in(world.ben), world.ben.partner.code
    assert client.post(f"/partners/{code}/people", data=MIA).status_code == 303
    mia = User.get(User.email == "mia@acme.example")
    assert (mia.partner, mia.role, mia.sees) == (world.ben.partner, "rep", "own")


def test_a_rep_invites_nobody(world: World) -> None:
    client, code = world.sign_in(world.ana), world.ana.partner.code
    assert "Send invitation" not in client.get(f"/partners/{code}").text
    assert client.post(f"/partners/{code}/people", data=MIA).status_code == 403


@pytest.mark.parametrize(
    "email", ["rita@rival.example", "nobody@rival.example", "mia@gmail.com", "max@nordwind.example"]
)
def test_an_invitation_does_not_tell_who_works_elsewhere(world: World, email: str) -> None:
    """Known or not, an address outside the partner's own domain gets one answer."""
    response = world.sign_in(world.ben).post(f"/partners/{world.ben.partner.code}/people", data={**MIA, "email": email})
    assert response.status_code == 422
    assert "Enter an address at acme.example." in response.text
    assert "is here already" not in response.text


@pytest.mark.parametrize("role", ["administrator", "channel_manager", ""])
def test_a_partner_admin_cannot_make_staff(world: World, role: str) -> None:
    response = world.sign_in(world.ben).post(f"/partners/{world.ben.partner.code}/people", data={**MIA, "role": role})
    assert response.status_code == 422
    assert not User.select().where(User.email == MIA["email"]).exists()


def test_a_partner_is_changed(world: World) -> None:
    code = world.ana.partner.code
    data = {"name": "Acme AG", "country": "CH", "city": "", "domain": "acme.example", "tier": "gold", "territory": ""}
    assert world.sign_in(world.max).post(f"/partners/{code}", data=data).status_code == 303
    assert (world.ana.partner.name, world.ana.partner.tier) == ("Acme AG", "gold")


def test_a_partner_is_suspended_once_and_let_back(world: World) -> None:
    client, code = world.sign_in(world.max), world.ana.partner.code
    assert client.post(f"/partners/{code}/suspension").status_code == 303
    assert client.post(f"/partners/{code}/suspension").status_code == 409
    assert "Suspended" in client.get("/partners").text
    assert client.post(f"/partners/{code}/restoration").status_code == 303
    assert world.ana.partner.is_in_good_standing


def test_the_list_costs_the_same_however_many_there_are(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    from models.base import db

    client, said = world.sign_in(world.max), []
    execute = db.obj.execute_sql
    monkeypatch.setattr(db.obj, "execute_sql", lambda sql, *a, **k: said.append(sql) or execute(sql, *a, **k))
    client.get("/partners")
    few, said[:] = len(said), []
    for number in range(5):
        client.post("/partners", data={**NEW, "name": f"P{number}", "admin_email": f"a{number}@datenwerk.example"})
    said[:] = []
    assert client.get("/partners").status_code == 200
    assert len(said) == few <= 12


def test_an_admin_of_a_partner_without_web_domain_asks_us(world: World) -> None:
    Partner.update(domain="").where(Partner.id == world.ben.partner_id).execute()
    response = world.sign_in(world.ben).post(f"/partners/{world.ben.partner.code}/people", data=MIA)
    assert response.status_code == 422
    assert accounts.person_of("") is None
