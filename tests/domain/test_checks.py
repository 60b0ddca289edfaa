"""PRODUCT.md A as rules: what is live, what a receipt is worth, what a hold does, and what nobody learns."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from domain import checks, decisions, moment, protection
from domain.checks import Answer, Prospect
from domain.decisions import Words
from domain.matching import Company, index
from domain.matching.index import Kind
from domain.refusals import Invalid, Refused
from domain.registrations import drafts, filing, holds
from models import Account, Budget, Opportunity, Receipt, Registration, User
from models.base import close, db
from tests.world import MONDAY, World

NAME = "Talsperrenverband Oberwald"
ROOT = Path(__file__).resolve().parents[2]

ELSEWHERE = """
from datetime import datetime
from app import create_app
from tests.world import World
from models.base import db
from domain import moment
app = create_app()
db.connect(reuse_if_open=True)
world = World(app)
with moment.at(datetime.fromisoformat("{now}")):
    world.file(world.ana)
"""


def ask(user: User, name: str = NAME, *, days: float = 0, settled: bool = True, **typed: Any) -> Answer:
    with moment.at(MONDAY + timedelta(days=days)):
        return checks.check(user, Prospect(name, **typed), settled=settled)


def account_with_opportunity(name: str, created_on: date) -> None:
    row = Account.create(external_id=name, name=name, country="DE", updated_at=MONDAY)
    Opportunity.create(
        external_id=f"O {name}", account=row, name="Deal", stage="proposal", created_on=created_on,
        last_activity_on=created_on, updated_at=MONDAY,
    )  # fmt: skip
    with db.atomic():
        index.put(Kind.ACCOUNT, row.id, Company(name, country="DE"))


def test_what_another_process_commits_the_next_check_sees(world: World) -> None:
    assert ask(world.rita).verdict == "free"
    config = world.app.config["DIBS"]
    env = {**os.environ, "INSTANCE": str(config.instance), "DATABASE_URL": config.database_url, "SECRET_KEY": "x"}
    close()
    script = ELSEWHERE.format(now=MONDAY.isoformat())
    subprocess.run([sys.executable, "-c", script], cwd=ROOT, env=env, check=True, timeout=60)
    db.connect(reuse_if_open=True)
    assert ask(world.rita).verdict == "taken"


def test_whoever_files_behind_a_hold_moves_up_when_it_lapses(world: World) -> None:
    with moment.at(MONDAY):
        receipt = Receipt.get(code=checks.check(world.ana, Prospect(NAME, country="DE"), settled=True).receipt)
        held = holds.hold(world.ana, drafts.start(world.ana, receipt))
        assert held.status == "held"
    assert ask(world.rita).verdict == "review"
    assert [ask(person).verdict for person in (world.ana, world.ben)] == ["own", "own"]
    with moment.at(MONDAY + timedelta(hours=1)):
        waiting = world.file(world.rita)
        assert waiting.is_waiting
    with moment.at(MONDAY + timedelta(hours=5)):
        holds.release_due(moment.now())
    assert Registration.get_by_id(waiting.id).is_protected
    assert ask(world.ana, days=1).verdict == "taken"


def test_who_knew_first_does_not_lose_to_the_crm_in_the_check_nor_in_the_filing(world: World) -> None:
    """The first receipt counts, whatever was asked after it, and a filing is judged as the check was."""
    assert ask(world.rita).verdict == "free"
    account_with_opportunity(NAME, (MONDAY + timedelta(days=2)).date())
    assert ask(world.rita, days=4).verdict == "review"
    assert ask(world.ana, days=4).verdict == "taken"
    with moment.at(MONDAY + timedelta(days=4)):
        late_contact = {"first_contact_on": (MONDAY + timedelta(days=4)).date()}
        filed = [filing.submit(who, world.draft(who, NAME, **late_contact)) for who in (world.rita, world.ana)]
    assert [claim.status for claim in filed] == ["submitted", "refused"]


def test_a_bare_address_is_remembered_by_its_domain_alone(world: World) -> None:
    """Two addresses have no name in common; the first must not count as a receipt of the second."""
    ask(world.rita, "www.oberwald.example")
    account_with_opportunity("Kleinwerk", (MONDAY + timedelta(days=2)).date())
    Account.update(domain="kleinwerk.example").execute()
    with db.atomic():
        index.put(Kind.ACCOUNT, Account.get().id, Company("Kleinwerk", "kleinwerk.example", "DE"))
    assert ask(world.rita, "jo@kleinwerk.example", days=4).verdict == "taken"
    assert sorted(row.core for row in Receipt.select()) == ["@kleinwerk.example", "@oberwald.example"]


def test_an_address_typed_as_name_begins_a_form_without_a_company(world: World) -> None:
    receipt = Receipt.get(code=ask(world.ana, "https://www.oberwald.example/kontakt").receipt)
    with moment.at(MONDAY):
        draft = drafts.start(world.ana, receipt)
    assert (draft.company, draft.domain) == ("", "https://www.oberwald.example/kontakt")


def test_an_address_in_the_large_field_is_asked_whatever_stands_beside_it(world: World) -> None:
    with moment.at(MONDAY):
        world.file(world.ana, NAME, domain="www.oberwald.example")
    assert ask(world.rita, "oberwald.example", domain="left-over.example").verdict == "taken"


@pytest.mark.parametrize("name", ["jo@gmail.com", "https://www.linkedin.com/company/talsperre"])
def test_an_address_that_many_share_is_no_company(world: World, name: str) -> None:
    with pytest.raises(Invalid, match="Many share this address"):
        ask(world.rita, name)
    assert not Budget.select().exists()


@pytest.mark.parametrize(
    ("typed", "field"),
    [({"name": "x" * 201}, "name"), ({"name": NAME, "city": "x" * 101}, "city"), ({"name": "Tal"}, "name")],
)
def test_what_cannot_be_judged_is_told_by_field_and_costs_nothing(world: World, typed: Any, field: str) -> None:
    with pytest.raises(Invalid) as told:
        checks.check(world.rita, Prospect(**typed), settled=True)
    assert list(told.value.errors) == [field]
    assert not Budget.select().exists()
    assert not Receipt.select().exists()


def test_unknown_codes_count_as_not_given(world: World) -> None:
    with moment.at(MONDAY):
        world.file(world.ana, NAME, product_line="flow")
    assert ask(world.rita, line="no-such-line", country="nowhere").verdict == "taken"
    assert (Receipt.get().product_line, Receipt.get().country) == ("", "")


def test_the_same_name_costs_once_a_day_and_a_new_receipt_after_ten_minutes(world: World) -> None:
    first, soon, later = (ask(world.rita, "Käserei Brunnthal", days=minutes / 1440) for minutes in (0, 9, 11))
    ask(world.rita, "Kaeserei Brunnthal GmbH", days=0.02)
    assert first.receipt == soon.receipt != later.receipt
    assert first.at == soon.at
    assert Budget.get(Budget.window == "day").spent == 1
    ask(world.rita, "Käserei Brunnthal", days=0.03, line="gas")
    ask(world.rita, "Käserei Brunnthal", days=0.04, domain="brunnthal.example")
    assert Budget.get(Budget.window == "day").spent == 3


def test_a_changed_answer_gets_a_receipt_of_its_own(world: World) -> None:
    before = ask(world.rita)
    with moment.at(MONDAY):
        world.file(world.ana)
    after = ask(world.rita, days=0.001)
    assert (before.verdict, after.verdict) == ("free", "taken")
    assert before.receipt != after.receipt


def test_the_budget_of_the_day_begins_anew_at_midnight_where_the_programme_is(world: World) -> None:
    for number in range(40):
        ask(world.rita, f"Company number {number}", days=number / 1440)
    with pytest.raises(Refused) as told:
        ask(world.rita, "One more company", days=0.1)
    assert told.value.values["until"].astimezone(moment.now().tzinfo).isoformat() == "2027-03-08T23:00:00+00:00"
    assert ask(world.rita, "One more company", days=0.59).verdict == "free"


def test_a_refused_check_leaves_no_receipt_and_a_colleague_has_a_budget_of_their_own(world: World) -> None:
    for number in range(40):
        ask(world.ana, f"Company number {number}", days=number / 1440)
    with pytest.raises(Refused):
        ask(world.ana, "One more company", days=0.1)
    assert Receipt.select().count() == 40
    assert ask(world.ben, "One more company", days=0.1).verdict == "free"


def test_a_former_holder_reads_when_it_may_register_again(world: World) -> None:
    with moment.at(MONDAY):
        claim = decisions.approve(world.max, world.file(world.ana), Words(clause="5.1"))
        ended = protection.withdraw(world.ana, claim)
    answer = ask(world.ben, days=1)
    assert (answer.verdict, answer.again_on) == ("free", ended.cooldown_until)
    assert ask(world.rita, days=1).again_on is None


def test_own_shows_the_claim_that_is_most_alike(world: World) -> None:
    with moment.at(MONDAY):
        world.file(world.ana, "Stadtwerke Oberwald", product_line="gas", domain="www.sw-oberwald.example")
        meant = world.file(world.ben, NAME)
    answer = ask(world.ana)
    assert answer.claim is not None
    assert answer.claim.id == meant.id


def test_staff_spend_no_budget_and_see_what_stands_behind_the_answer(world: World) -> None:
    with moment.at(MONDAY):
        claim = world.file(world.ana)
        before = Budget.select().count()
        for _ in range(35):
            look = checks.explain(Prospect(NAME))
    assert (look.verdict, look.score) == ("taken", 100)
    assert [(found.kind, found.ref) for found in look.findings] == [("claim", claim.id)]
    assert Budget.select().count() == before
    assert not Receipt.select().exists()


@pytest.mark.parametrize(
    ("held", "typed"),
    [
        ("Baltic Logistics UAB", "UAB Baltic Logistics"),
        ("Bank of Georgia", "JSC Bank of Georgia"),
        ("Deutsche Telekom AG", "GmbH Deutsche Telekom"),
        ("Logistics UAB", "UAB Logistics"),
        ("SIA Engineering", "Engineering"),
        ("Audi AG", "Audi aka AG"),
        ("Sapa AB", "Hydro Extrusions formerly Sapa AB"),
        ("Sapa AB", "Sapa"),
        ("Banesco C.A.", "BANESCO CA"),
        ("株式会社セブン・イレブン・ジャパン", "株式会社セブンイレブンジャパン"),
    ],
)
def test_no_way_of_writing_a_name_frees_it(world: World, held: str, typed: str) -> None:
    world.file(world.ana, held)
    assert ask(world.rita, typed).verdict in ("taken", "review")
    assert not world.file(world.rita, typed, domain="other.example").is_protected
