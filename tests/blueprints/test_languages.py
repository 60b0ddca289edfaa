"""Is everybody spoken to in their language: strangers, people who sign in, and people who chose one?"""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from flask.testing import FlaskClient

from blueprints import amounts, words
from domain import accounts, moment, people
from domain.people import Invitation
from domain.registrations.history import SYSTEM
from models import LanguageChoice, SigninLink, User
from tests.world import MONDAY, World


def lang_of(text: str) -> str:
    return text.partition('<html lang="')[2][:2]


def test_a_stranger_reads_what_the_browser_asks_for(world: World) -> None:
    client = world.app.test_client()
    for asked, spoken in (("de-AT,de;q=0.9", "de"), ("es-MX", "es"), ("fr, es;q=0.5", "es"), ("fr", "en"), ("", "en")):
        assert lang_of(client.get("/sign-in", headers={"Accept-Language": asked}).text) == spoken, asked


def test_the_switch_in_the_footer_is_kept_and_leads_back(world: World) -> None:
    client = world.app.test_client()
    assert 'value="es" lang="es"' in client.get("/verify").text
    answer = client.post("/language", data={"language": "es"}, headers={"Referer": "http://localhost/verify?code=7"})
    assert answer.status_code == 303
    assert answer.location == "/verify?code=7"
    assert lang_of(client.get("/sign-in", headers={"Accept-Language": "de"}).text) == "es"


@pytest.mark.parametrize("language", ["fr", "", "../de", "\0"])
def test_a_language_that_we_do_not_speak_changes_nothing(world: World, language: str) -> None:
    client = world.app.test_client()
    answer = client.post("/language", data={"language": language})
    assert answer.status_code == 303
    assert client.get_cookie("language") is None
    client.set_cookie("language", "xx")
    assert lang_of(client.get("/verify").text) == "en"


@pytest.mark.parametrize(
    "came", ["http://elsewhere.example/", "http://localhost/sign-in/again", "http://localhost//x", "y"]
)
def test_the_switch_leads_nowhere_else(world: World, came: str) -> None:
    answer = world.app.test_client().post("/language", data={"language": "de"}, headers={"Referer": came})
    assert answer.location == "/"


def test_who_is_signed_in_reads_their_own_language_whatever_the_browser_says(world: World) -> None:
    client = world.sign_in(world.ana)
    client.set_cookie("language", "es")
    page = client.get("/account", headers={"Accept-Language": "de"}).text
    assert lang_of(page) == "en"
    assert 'action="/language"' not in page


# at sign-in


def sign_in(world: World, user: User, language: str = "", cookie: str = "") -> FlaskClient:
    """Come in by a mailed link, with a browser that asks for this language."""
    accounts.ask_for_link(user.email, "net")
    client = world.app.test_client()
    if cookie:
        client.set_cookie("language", cookie)
    link = accounts.link_token(SigninLink.newest_of(user), world.app.config["DIBS"].key())
    assert client.post(f"/sign-in/link/{link}", headers={"Accept-Language": language}).status_code == 303
    return client


def test_the_browser_decides_at_each_sign_in_until_a_language_is_chosen(world: World) -> None:
    assert lang_of(sign_in(world, world.ana, "de-CH").get("/account").text) == "de"
    assert lang_of(sign_in(world, world.ana, "es").get("/account").text) == "es"
    client = sign_in(world, world.ana, "de")
    client.post("/account", data={"name": "Ana Novak", "locale": "en"})
    assert lang_of(client.get("/account").text) == "en"
    assert lang_of(sign_in(world, world.ana, "de", cookie="es").get("/account").text) == "en"


def test_a_browser_that_asks_for_none_of_ours_changes_nothing(world: World) -> None:
    User.update(locale="es").where(User.id == world.ana.id).execute()
    assert lang_of(sign_in(world, world.ana, "fr").get("/account").text) == "es"


def test_what_was_chosen_in_the_footer_goes_before_the_browser(world: World) -> None:
    assert lang_of(sign_in(world, world.ana, "de", cookie="es").get("/account").text) == "es"


def test_saving_ones_name_chooses_no_language(world: World) -> None:
    client = sign_in(world, world.ana, "de")
    client.post("/account", data={"name": "Ana Nová", "locale": "de"})
    assert not LanguageChoice.is_made_by(world.ana)
    client.post("/account", data={"name": "Ana Nová", "locale": "xx"})
    assert world.ana.locale == "de"


def test_choosing_twice_is_harmless_and_belongs_to_one(world: World) -> None:
    for language in ("es", "de", "es"):
        people.set_profile(world.ana, "Ana", language)
    assert world.ana.locale == "es"
    assert [choice.user_id for choice in LanguageChoice.select()] == [world.ana.id]
    assert world.rita.locale == "en"


def test_an_invitation_speaks_as_the_person_who_invites(world: World) -> None:
    people.set_profile(world.ben, "Ben", "de")
    invited = people.invite(world.ben, Invitation("carla@acme.example", "Carla", "rep"), world.ben.partner)
    assert invited.locale == "de"
    by_hand = people.invite(None, Invitation("cleo@acme.example", "Cleo", "rep", locale="es"), world.ben.partner)
    assert by_hand.locale == "es"


# how it is written


def said(world: World, language: str) -> dict[str, str]:
    """The same things as each language writes them."""
    at = datetime(2027, 3, 9, 8, 41, 7, tzinfo=UTC)
    with world.app.test_request_context("/", headers={"Accept-Language": language}), moment.at(MONDAY):
        return {
            "day": str(words.day(at)).split(">")[1].split("<")[0],
            "stamp": str(words.stamp(at)).split(">")[1].split("<")[0],
            "month": str(words.day(date(2024, 5, 1), "MMMM y")).split(">")[1].split("<")[0],
            "money": amounts.money(12_345_00, "EUR").replace("\u202f", " ").replace("\xa0", " "),
            "count": amounts.whole(12345),
            "size": amounts.size(4_100_000),
            "country": words.country("DE"),
            "reason": words.reason("other_country", "DE / ES"),
            "actor": words.translated("Approved by %(who)s. Protected until %(until)s.", {"who": SYSTEM, "until": at}),
            "refused": words.translated(
                "%(countries)s belongs to %(territory)s already. Take it out there first.",
                {"countries": "DE", "territory": "DE"},
            ),
        }


def test_days_numbers_money_and_countries_are_written_as_the_language_does(world: World) -> None:
    english, german, spanish = (said(world, language) for language in ("en", "de", "es"))
    assert english["day"] == "9 March 2027"
    assert german == {
        "day": "9. März 2027", "stamp": "Di., 9. März 2027, 09:41:07", "month": "Mai 2024", "money": "12.345 €",
        "count": "12.345", "size": "4,1 MB", "country": "Deutschland",
        "reason": "Anderes Land: Deutschland / Spanien",
        "actor": "Genehmigt durch die Programmbedingungen. Geschützt bis Di., 9. März, 09:41.",
        "refused": "Deutschland gehört schon zu DE. Nehmen Sie es dort zuerst heraus.",
    }  # fmt: skip
    assert spanish == {
        "day": "9 de marzo de 2027", "stamp": "mar. 9 de marzo de 2027, 09:41:07", "month": "mayo de 2024",
        "money": "12.345 €", "count": "12.345", "size": "4,1 MB", "country": "Alemania",
        "reason": "Otro país: Alemania / España",
        "actor": "Aprobado por las reglas del programa. Protegido hasta el mar. 9 de marzo, 09:41.",
        "refused": "Alemania ya pertenece a DE. Quítelo de allí primero.",
    }  # fmt: skip


def test_a_refusal_at_the_door_is_in_the_readers_language(world: World) -> None:
    answer = world.app.test_client().post("/sign-in", data={"email": "x"}, headers={"Accept-Language": "de"})
    assert answer.status_code == 422
    assert "Geben Sie eine E-Mail-Adresse wie name@firma.de ein." in answer.text
    assert "<title>Fehler: Anmelden" in answer.text


def test_the_rules_are_read_in_ones_own_language_or_marked_as_english(world: World) -> None:
    client = world.app.test_client()
    german = client.get("/rules", headers={"Accept-Language": "de"}).text
    assert '<div class="stack clauses" lang="en">' in german  # the cast's vendor wrote them in English alone
    assert "Programmbedingungen, Fassung 1" in german
    assert 'class="stack clauses">' in client.get("/rules").text
