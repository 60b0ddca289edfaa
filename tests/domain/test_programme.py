"""Does an empty portal become a programme once, whole, and by its link alone?"""

from __future__ import annotations

from dataclasses import replace

import pytest

from domain import accounts, events, moment, programme, programme_text, rules, wording
from domain.programme import Founding
from domain.refusals import Invalid, Refused
from models import Event, RulesVersion, SigninLink, User, Vendor
from tests.world import MONDAY, World

KEY = b"for tests only"
TYPED = Founding(
    vendor="Sud Optik", legal_name="Sud Optik GmbH", country="AT", zone="Europe/Vienna", currency="EUR",
    lines=("Lenses", "", " lenses ", "Night  sights"), name="Eva Kern", email="Eva@sud.example",
    password="quiet rivers carry small boats",
)  # fmt: skip


@pytest.fixture
def empty(world: World) -> World:
    """A portal that nobody has set up: no administrator, no vendor."""
    User.update(is_active=False, role="director").where(User.role == "administrator").execute()
    Vendor.delete().execute()
    return world


def first_token() -> str:
    return accounts.link_token(accounts.first_link(), KEY)


def test_the_link_founds_the_programme_and_signs_in(empty: World) -> None:
    person, key = programme.set_up(first_token(), KEY, TYPED, "Firefox")
    assert accounts.person_of(key) is None  # an administrator needs a second factor first
    half = accounts.sessions.half_of(key)
    assert half is not None
    assert (half.user, half.awaits) == (person, "set_up")
    assert (person.email, person.role) == ("eva@sud.example", "administrator")
    numbers = rules.in_force()
    assert (numbers.zone, numbers.holiday_country) == ("Europe/Vienna", "AT")
    assert [line.name for line in numbers.lines] == ["Lenses", "Night sights"]
    assert Vendor.get_current().name == "Sud Optik"
    assert accounts.sign_in_by_password("eva@sud.example", TYPED.password, "", "net")


def test_the_rules_in_words_agree_with_the_numbers(empty: World) -> None:
    programme.found(TYPED, rules.Rules(protection_days=120, answer_hours=8))
    text = RulesVersion.select().order_by(RulesVersion.number.desc()).get().text["en"]
    assert "protected for 120 days" in text
    assert "within 8 business hours" in text
    assert "It is not a ban on selling and it sets no price" in text.replace("\n", " ")
    assert all(clause.code in text for clause in rules.CLAUSES)
    assert "{" not in text


def test_every_number_of_the_text_comes_from_the_rules() -> None:
    assert "{" not in programme_text.text_of(rules.Rules(), "Nordwind {vendor}")["en"].replace("{vendor}", "")


def test_the_link_works_once(empty: World) -> None:
    token = first_token()
    programme.set_up(token, KEY, TYPED, "")
    with pytest.raises(Refused):
        programme.set_up(token, KEY, replace(TYPED, email="mallory@sud.example"), "")
    assert not User.select().where(User.email == "mallory@sud.example").exists()


def test_a_newer_link_replaces_the_older(empty: World) -> None:
    old, new = first_token(), first_token()
    assert accounts.living_link(old, KEY) is None
    assert accounts.living_link(new, KEY)


def test_a_link_kept_from_before_founds_nothing_once_there_is_an_administrator(world: World) -> None:
    with pytest.raises(Refused):
        programme.set_up(first_token(), KEY, TYPED, "")
    assert Vendor.select().count() == 1


def test_a_sign_in_link_founds_nothing(empty: World) -> None:
    accounts.ask_for_link("ana@acme.example", "net")
    with pytest.raises(Refused):
        programme.set_up(accounts.link_token(SigninLink.get(), KEY), KEY, TYPED, "")


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"vendor": ""}, "vendor"), ({"legal_name": "x" * 300}, "legal_name"), ({"country": "Austria"}, "country"),
        ({"zone": "Vienna"}, "zone"), ({"currency": "XXX"}, "currency"), ({"lines": ()}, "lines"),
        ({"lines": tuple(f"line {n}" for n in range(51))}, "lines"), ({"name": " "}, "name"),
        ({"email": "eva"}, "email"),
        ({"password": "short"}, "password"), ({"password": "Sud Optik Sud Optik"}, "password"),
    ],
)  # fmt: skip
def test_a_wrong_answer_is_told_and_founds_nothing(empty: World, changed: dict[str, object], field: str) -> None:
    versions = RulesVersion.select().count()
    with pytest.raises(Invalid) as refusal:
        programme.found(replace(TYPED, **changed))  # type: ignore[arg-type]
    assert list(refusal.value.errors) == [field]
    assert not programme.is_set_up()
    assert RulesVersion.select().count() == versions


def test_the_beginning_is_on_record(empty: World) -> None:
    programme.found(TYPED)
    event = Event.get(Event.name == "programme.founded")
    assert event.actor.email == "eva@sud.example"
    assert events.first_broken(event.subject, event.subject_id) is None


@pytest.mark.parametrize("language", ["en", "de", "es"])
def test_a_text_that_an_older_release_made_is_still_known_as_ours(world: World, language: str) -> None:
    """Else its numbers would stand still when the rules change."""
    now, before = programme_text.templates_of(language)
    assert now != before
    assert "{evidence}" not in before
    numbers, name = rules.in_force(), Vendor.get_current().name
    made = programme_text.filled(before, numbers, name, language)
    with moment.at(MONDAY):
        version = rules.publish(numbers, {language: made})
    assert wording.of(version) == {language: before}
    assert "365" in programme_text.filled(now, numbers, name, language)
