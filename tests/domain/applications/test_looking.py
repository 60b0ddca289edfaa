"""What does a manager see beside an application: who looks alike and why, and does the mail address fit?"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from domain import applications, moment
from domain.applications import Lookalike
from domain.matching import Company, index
from models import Account, Lead
from models.base import db
from tests.applicants import sent, waiting
from tests.world import MONDAY, World


@pytest.fixture(autouse=True)
def _today(world: World) -> Iterator[None]:
    with moment.at(MONDAY):
        yield


def seen(**changed: Any) -> list[Lookalike]:
    return applications.lookalikes(waiting(**changed))


def put(kind: index.Kind, thing: Account | Lead, company: Company) -> None:
    with db.atomic():
        index.put(kind, thing.id, company)


def test_a_partner_is_found_by_its_name_spelled_otherwise_and_by_its_domain(world: World) -> None:
    [by_name] = seen(company="ACME Systemhaus GmbH & Co. KG", domain="acme-kassel.example", country="DE")
    assert (by_name.kind, by_name.thing) == ("partner", world.ana.partner)
    assert by_name.likeness.reasons
    [by_domain] = [one for one in seen(company="Kasseler Messbau", domain="acme.example") if one.kind == "partner"]
    assert "same_domain" in {why.code for why in by_domain.likeness.reasons}


def test_accounts_and_leads_of_the_crm_are_found(world: World) -> None:
    account = Account.create(external_id="1", name="Messtechnik Fuchs", country="AT", updated_at=MONDAY)
    gone = Account.create(external_id="2", name="Messtechnik Fuchs", is_gone=True, updated_at=MONDAY)
    lead = Lead.create(
        external_id="3", company="Fuchs Messtechnik GmbH", created_on=MONDAY.date(), last_activity_on=MONDAY.date(),
        updated_at=MONDAY,
    )  # fmt: skip
    for row in (account, gone):
        put(index.Kind.ACCOUNT, row, Company(row.name, country=row.country))
    put(index.Kind.LEAD, lead, Company(lead.company))
    assert {(one.kind, one.thing.id) for one in seen()} == {("account", account.id), ("lead", lead.id)}


def test_another_application_of_the_same_company_is_found_once_it_is_confirmed(world: World) -> None:
    other = applications.withdraw(waiting(email="uli@fuchs-mess.example"))
    sent(email="spam@fuchs-mess.example")
    assert [(one.kind, one.thing) for one in seen()] == [("application", other)]


def test_nothing_alike_is_nothing(world: World) -> None:
    assert seen() == []


def test_the_likest_stands_on_top(world: World) -> None:
    applications.withdraw(waiting(domain="fuchs-tirol.example", number="FN 1"))
    applications.withdraw(waiting(email="uli@fuchs-mess.example"))
    scores = [one.likeness.score for one in seen()]
    assert len(scores) == 2
    assert scores == sorted(scores, reverse=True)


@pytest.mark.parametrize(
    ("email", "fit"),
    [("freya@mail.fuchs-mess.example", "own"), ("freya@gmail.com", "free"), ("freya@gmx.at", "free"),
     ("freya@hase.example", "other")],
)  # fmt: skip
def test_the_mail_address_is_held_against_the_web_domain(world: World, email: str, fit: str) -> None:
    assert applications.mail_fit(waiting(email=email)) == fit


def test_staff_see_whose_address_it_is_and_nobody_once_it_is_answered(world: World) -> None:
    made = waiting(email="rita@rival.example")
    assert applications.person_known(made) == world.rita
    assert applications.person_known(applications.withdraw(made)) is None
