"""Is an application kept once, whole or not at all, and does its answer say nothing of whom we know?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

import jobs.mail
from config import Config
from domain import applications, events, moment, rules
from domain.matching import Company, index
from domain.refusals import Invalid, Kind, Refused
from domain.settings.publishing import Wanted, publish
from models import Account, Application, Delivery, Event, Throttle
from models.base import db
from tests.applicants import FUCHS, KEY, sent, typed
from tests.together import at_once
from tests.world import MONDAY, World


@pytest.fixture(autouse=True)
def _today(world: World) -> Iterator[None]:
    with moment.at(MONDAY):
        yield


def test_what_was_typed_is_kept_with_the_rules_agreed_to(world: World) -> None:
    made = sent()
    assert (made.status, made.domain, made.email) == ("sent", "fuchs-mess.example", "freya@fuchs-mess.example")
    assert made.territories == ["AT", "DE"]
    assert made.rules_version_id == rules.in_force().version_id
    assert made.forget_at == MONDAY + timedelta(days=7)
    [event] = Event.about("application", made.id)
    assert event.name == "application.sent"
    assert event.text_hash == events.hashed(made.text, made.salt)
    assert "Fuchs" not in str(event.facts)


def test_only_the_applicant_hears_of_it_until_it_is_confirmed(world: World) -> None:
    made = sent()
    [mail] = Delivery.select()
    assert (mail.application, mail.recipient, mail.channel) == (made, None, "mail")
    assert list(Application.visible_to(world.max)) == []


def test_the_mail_to_an_unproven_address_carries_no_word_of_whoever_typed_it(world: World) -> None:
    """Else anybody could have us mail anything to anybody."""
    typed_words = {
        "company": "Gewinnspiel www.boese.example", "contact_name": "Jetzt klicken", "text": "boese.example",
        "domain": "boese.example", "number": "www.boese.example",
    }  # fmt: skip
    sent(**typed_words)
    [mail] = Delivery.with_event()
    made = jobs.mail.composed(mail, Config(secret_key="x"))
    composed = "".join(f"{part.items()}{part.get_content()}" for part in made.walk() if not part.is_multipart())
    assert (made["To"], len(composed) > 1000) == ("freya@fuchs-mess.example", True)
    for word in ("boese", "Gewinnspiel", "klicken"):
        assert word not in composed + str(made.items())


@pytest.mark.parametrize(
    ("changed", "fields"),
    [
        ({"company": ""}, {"company"}), ({"company": "x" * 201}, {"company"}), ({"country": "ZZ"}, {"country"}),
        ({"number": " - "}, {"number"}), ({"number": "1" * 41}, {"number"}), ({"domain": "fuchs"}, {"domain"}),
        ({"domain": "gmail.com"}, {"domain"}), ({"territories": ()}, {"territories"}),
        ({"territories": ("AT", "JP")}, {"territories"}), ({"text": ""}, {"text"}), ({"text": "x" * 2001}, {"text"}),
        ({"contact_name": ""}, {"contact_name"}), ({"email": "freya"}, {"email"}),
        ({"company": "", "email": "?", "text": ""}, {"company", "email", "text"}),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_at_once_and_nothing_is_kept(
    world: World, changed: dict[str, Any], fields: set[str]
) -> None:
    with pytest.raises(Invalid) as refused:
        sent(**changed)
    assert set(refused.value.errors) == fields
    assert Application.select().count() == Delivery.select().count() == Throttle.select().count() == 0


@pytest.mark.parametrize("agreed", [0, 7])
def test_without_agreement_to_the_rules_in_force_there_is_no_application(world: World, agreed: int) -> None:
    with pytest.raises(Invalid) as refused:
        applications.apply(replace(FUCHS, agreed=agreed), "key", "net")
    assert set(refused.value.errors) == {"agreed"}


def test_a_double_click_makes_one_application_and_one_mail(world: World) -> None:
    first, second = (applications.apply(typed(), "key", "net") for _ in range(2))
    assert first == second
    assert Delivery.select().count() == 1


def test_the_same_form_sent_in_one_moment_makes_one(world: World) -> None:
    form = typed()
    made = at_once(*[lambda: applications.apply(form, "key", "net").id] * 4, at=MONDAY)
    assert {type(one) for one in made} == {int}
    assert len(set(made)) == Application.select().count() == Delivery.select().count() == 1


def test_whoever_mends_the_address_in_the_same_form_gets_a_mail_there(world: World) -> None:
    applications.apply(typed(email="freia@fuchs-mess.example"), "key", "net")
    mended = applications.apply(typed(), "key", "net")
    assert mended.email == "freya@fuchs-mess.example"
    assert Delivery.select().count() == 2


def test_without_a_key_each_form_is_its_own(world: World) -> None:
    assert applications.apply(typed(), "", "net") != applications.apply(typed(), "", "net")


KNOWN = [
    {}, {"email": "ana@acme.example"}, {"company": "Acme Systemhaus", "domain": "acme.example"},
    {"company": "Talsperrenverband Oberwald", "domain": "oberwald.example"},
]  # fmt: skip


def test_applying_does_the_same_work_whoever_is_known(world: World) -> None:
    """Not one statement more or less for a partner, a person who is here, or an account of the CRM."""
    account = Account.create(
        external_id="1", name="Talsperrenverband Oberwald", domain="oberwald.example", updated_at=MONDAY
    )
    with db.atomic():
        index.put(index.Kind.ACCOUNT, account.id, Company(account.name, account.domain))
    sent(network="first")  # what is read once is read now
    assert len({tuple(statements(number, known)) for number, known in enumerate(KNOWN)}) == 1


def statements(number: int, known: dict[str, str]) -> list[str]:
    asked: list[str] = []
    execute = db.obj.execute_sql

    def listen(sql: str, *given: Any, **named: Any) -> Any:
        asked.append(sql)
        return execute(sql, *given, **named)

    db.obj.execute_sql = listen
    try:
        sent(network=f"net {number}", **known)
    finally:
        del db.obj.execute_sql
    return asked


def test_an_address_can_be_mailed_five_times_a_day_and_then_again(world: World) -> None:
    for number in range(5):
        sent(network=f"net {number}")
    with pytest.raises(Refused) as refused:
        sent(network="another", email="Freya@FUCHS-mess.example")
    assert refused.value.kind is Kind.OVER_BUDGET
    assert refused.value.values["retry_after"] > 0
    sent(network="another", email="other@fuchs-mess.example")
    with moment.at(MONDAY + timedelta(hours=5)):
        sent(network="another")


def test_one_network_can_apply_twenty_times_an_hour(world: World) -> None:
    for number in range(20):
        sent(email=f"freya{number}@fuchs-mess.example")
    with pytest.raises(Refused) as refused:
        sent(email="one.more@fuchs-mess.example")
    assert refused.value.kind is Kind.OVER_BUDGET
    sent(network="198.51.100.0/24", email="one.more@fuchs-mess.example")


def test_a_closed_programme_takes_none_and_still_confirms_what_was_sent(world: World) -> None:
    before = sent()
    now = rules.in_force()
    publish(world.ada, Wanted(replace(now, takes_applications=False), now.number))
    with pytest.raises(Refused) as refused:
        sent()
    assert refused.value.message == applications.CLOSED
    assert applications.confirm(before).status == "waiting"


def test_a_link_opens_its_own_application_alone(world: World) -> None:
    one, other = sent(), sent(company="Andere GmbH")
    token = applications.path(one, KEY).removeprefix("/join/")
    assert applications.of_token(token, KEY) == one
    nonce, _, signature = token.partition(".")
    for wrong in (
        f"{other.nonce}.{signature}", f"{nonce}.{signature[:-1]}0x", nonce, f"{nonce}.", "", "\0", "ä.ö", token + "x",
    ):  # fmt: skip
        assert applications.of_token(wrong, KEY) is None, wrong
    assert applications.of_token(token, b"another key") is None
    row = db.execute_sql("SELECT * FROM application").fetchall()
    assert signature not in str(row)
