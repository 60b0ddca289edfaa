"""Does every page speak the reader's language, and nothing else?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import pytest
from babel import Locale
from peewee import TextField

import models
from domain import moment
from models import Event, RulesVersion, User
from tests.english import english_on, marked, reads_english
from tests.forms import client_of, pages
from tests.full import NOW, Full
from tests.world import World

WHO = ("ana", "ben", "max", "dora", "ada", "")


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with moment.at(NOW):
        yield


def typed_in(language: str) -> list[str]:
    """What people wrote: sentences in the database, headers of their files; and names of countries in this language."""
    written = {text for model in models.ALL if model not in (Event, RulesVersion) for text in _texts(model)}
    countries = set(Locale.parse(language).territories.values())
    return sorted(written | countries | {"Website"}, key=len, reverse=True)


def _texts(model: Any) -> Iterator[str]:
    for column in (field for field in model._meta.sorted_fields if isinstance(field, TextField)):
        for (value,) in model.select(column).tuples():
            if isinstance(value, str) and " " in value:
                yield value


def english_in(full: Full, who: str, language: str, typed: list[str]) -> dict[str, str]:
    """English text -> a page of this person's on which it stands."""
    client, found = client_of(full, who), {}
    for path in pages(full.world.app, full):
        answer = client.get(path, headers={"Accept-Language": language})
        if answer.mimetype == "text/html" and not answer.location:
            found |= {english: f"{who} {path}" for english in english_on(answer.text, language, typed)}
    return found


@pytest.mark.once
@pytest.mark.parametrize("language", ["de", "es"])
def test_no_page_shows_an_english_sentence(full: Full, language: str) -> None:
    User.update(locale=language).execute()
    typed, found = typed_in(language), defaultdict(list)
    for who in WHO:
        for english, place in english_in(full, who, language, typed).items():
            found[english].append(place)
    assert not found, "\n".join(f"{english!r}: {places}" for english, places in found.items())


@pytest.mark.parametrize(
    "planted",
    [
        "<p>There is a problem</p>",
        "<p>Es gilt: <b>Nothing you filed is lost. Try again in a minute.</b></p>",
        '<button aria-label="Sign out">x</button>',
        "<p>We answer by <time>Di., 9. März</time></p>",
        "<p>Certificate <b>V-1</b> of the claim that you filed</p>",
        "<p>Your claim on Kafka was declined: Proof too weak.</p>",
        "<td>Protected until</td>",
    ],
)
def test_an_english_sentence_on_a_german_page_is_found(planted: str) -> None:
    assert english_on(f"<html><main><h1>Prüfen</h1>{planted}</main></html>", "de")


@pytest.mark.parametrize(
    "right",
    [
        "<p>Es gibt ein Problem</p>",
        "<p>Partner, Lead, Website, 48 kB</p>",
        '<p lang="en">First to file wins, whoever you are and whatever you do.</p>',
        "<p>„They told us that they were not in the market“</p>",
        '<button lang="en">English</button>',
        "<code>flask run to the end of the world</code>",
    ],
)
def test_what_is_german_a_name_or_a_persons_own_words_passes(right: str) -> None:
    typed = ["They told us that they were not in the market"]
    assert english_on(f"<html><main>{right}</main></html>", "de", typed) == []


def test_marked_and_unmarked_english_are_told_apart() -> None:
    assert list(marked(["There is a problem"], "es"))
    assert not list(marked(["Hay un problema"], "es"))
    assert list(reads_english(["This was never marked by those who wrote it"], "es"))
    assert not list(reads_english(["Esto no es para nadie"], "es"))


# whose language


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


@pytest.mark.parametrize("came", ["http://elsewhere.example/", "http://localhost/sign-in/again", "http://localhost//x", "y"])
def test_the_switch_leads_nowhere_else(world: World, came: str) -> None:
    answer = world.app.test_client().post("/language", data={"language": "de"}, headers={"Referer": came})
    assert answer.location == "/"


def test_who_is_signed_in_reads_their_own_language_whatever_the_browser_says(world: World) -> None:
    client = world.sign_in(world.ana)
    client.set_cookie("language", "es")
    page = client.get("/account", headers={"Accept-Language": "de"}).text
    assert lang_of(page) == "en"
    assert 'action="/language"' not in page
