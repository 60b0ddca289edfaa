"""The live check and its log: four straight answers, equal whatever their cause, and nothing learnt across partners."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from flask.testing import FlaskClient

from domain import moment
from models import Account, Budget, Event, Lead, Opportunity, Receipt, Registration, User
from models.base import db, log_db
from tests.world import MONDAY, World

NAME = "Talsperrenverband Oberwald"
SETTLED = {"name": NAME, "settled": "1"}
HTMX = {"HX-Request": "true"}


def verdict(text: str) -> str:
    found = re.search(r'data-verdict="(\w*)"', text)
    assert found, text[:500]
    return found.group(1)


def bare(text: str) -> str:
    """An answer without what differs by right: receipt, moment, token."""
    text = re.sub(r"R-\w{4}-\w{4}", "R", text)
    text = re.sub(r"<time[^>]*>.*?</time>", "T", text)
    return re.sub(r'value="[^"]*"', "V", text)


def account(name: str, **values: object) -> Account:
    from domain.matching import Company, index
    from domain.matching.index import Kind

    row = Account.create(external_id=name, name=name, country="DE", updated_at=MONDAY, **{"products": [], **values})
    with db.atomic():
        index.put(Kind.ACCOUNT, row.id, Company(name, str(values.get("domain", "")), "DE"))
    return row


def opportunity(owner: Account, days_asleep: int = 3, **values: object) -> Opportunity:
    active = MONDAY.date() - timedelta(days=days_asleep)
    given = {"stage": "proposal", "created_on": active - timedelta(days=30), "last_activity_on": active, **values}
    return Opportunity.create(external_id=f"O-{owner.id}", account=owner, name="Deal", updated_at=MONDAY, **given)


def ask(world: World, person: User, **form: str) -> str:
    with moment.at(MONDAY):
        return verdict(world.sign_in(person).post("/checks", data={**SETTLED, **form}, headers=HTMX).text)


def test_home_asks_one_question(world: World) -> None:
    page = world.sign_in(world.ana).get("/").text
    assert "Who is the prospect?" in page
    assert 'role="status"' in page


def test_free_taken_and_own_by_who_asks(world: World) -> None:
    assert ask(world, world.rita) == "free"
    with moment.at(MONDAY):
        world.file(world.ana)
    assert ask(world, world.rita) == "taken"
    assert ask(world, world.ana) == "own"
    assert ask(world, world.ben) == "own"


def test_own_is_not_shown_to_a_colleague_who_may_not_see_it(world: World) -> None:
    with moment.at(MONDAY):
        claim = world.file(world.ben)
    User.update(sees="own").where(User.id == world.ana.id).execute()
    with moment.at(MONDAY):
        text = world.sign_in(world.ana).post("/checks", data=SETTLED, headers=HTMX).text
    assert verdict(text) == "own"
    assert claim.code not in text
    assert "Ben Adler" not in text
    assert "Ask your partner admin" in text


def test_within_taken_the_cause_cannot_be_told(world: World) -> None:
    with moment.at(MONDAY):
        world.file(world.ana, NAME)
        opportunity(account("Bryggeri Sund"))
        client = world.sign_in(world.rita)
        by_claim = client.post("/checks", data=SETTLED, headers=HTMX).text
        by_crm = client.post("/checks", data={**SETTLED, "name": "Bryggeri Sund"}, headers=HTMX).text
    assert verdict(by_claim) == verdict(by_crm) == "taken"
    assert bare(by_claim) == bare(by_crm)
    assert len(by_claim) == len(by_crm)


@pytest.mark.parametrize("settled", ["", "1"])
def test_every_answer_takes_as_many_statements(world: World, settled: str) -> None:
    """Free, taken by a claim, taken by the CRM, under review: the work does not tell, typed or settled.

    While typing, what is not free costs a name and so some statements more; whatever the cause, as many.
    """
    names = {"Käserei Brunnthal": "free", NAME: "taken", "Bryggeri Sund": "taken", "Zementwerk Karst": "review"}
    with moment.at(MONDAY):
        world.file(world.ana, NAME)
        opportunity(account("Bryggeri Sund"))
        opportunity(account("Zementwerk Karst"), is_open=False)
        client = world.sign_in(world.rita)
        opportunity(account("Molinos del Ebro"))
        statements(client, "Molinos del Ebro", settled)  # the first of a day opens its budgets
        counts = {name: statements(client, name, settled) for name in names}
    assert {name: told for name, (told, _) in counts.items()} == names
    alike = counts.values() if settled else [one for one in counts.values() if one[0] != "free"]
    assert len({count for _, count in alike}) == 1, counts


def statements(client: FlaskClient, name: str, settled: str) -> tuple[str, int]:
    """What was answered, and how many statements it cost."""
    seen: list[object] = []
    for database in (db, log_db):
        database.query_hooks.append(lambda *_: seen.append(1))
    try:
        text = client.post("/checks", data={"name": name, "settled": settled}, headers=HTMX).text
    finally:
        for database in (db, log_db):
            database.query_hooks.clear()
    return verdict(text), len(seen)


def test_nothing_of_the_vendors_completes_the_typed_name(world: World) -> None:
    with moment.at(MONDAY):
        world.file(world.ana, NAME)
        text = world.sign_in(world.rita).post("/checks", data={**SETTLED, "name": "Talsperenverband Oberwald"}).text
    assert verdict(text) == "taken"
    assert NAME not in text
    assert "Acme" not in text


@pytest.mark.parametrize("typed", ["Tal", "Tals", "Talsperren", "Talsperrenver"])
def test_a_half_typed_name_is_never_taken(world: World, typed: str) -> None:
    with moment.at(MONDAY):
        world.file(world.ana, NAME)
        text = world.sign_in(world.rita).post("/checks", data={"name": typed}, headers=HTMX).text
    assert verdict(text) in ("", "free")


def test_typing_leaves_nothing_behind_but_the_minute(world: World) -> None:
    with moment.at(MONDAY):
        client = world.sign_in(world.ana)
        before = Event.select().count()
        text = client.post("/checks", data={"name": NAME}, headers=HTMX).text
    assert "data-provisional" in text
    assert "Free so far" in text
    assert Receipt.select().count() == 0
    assert Event.select().count() == before
    assert [(row.window, row.spent) for row in Budget.select()] == [("minute", 1)]


def test_a_settled_check_gets_a_numbered_receipt_once(world: World) -> None:
    with moment.at(MONDAY):
        client = world.sign_in(world.ana)
        first = client.post("/checks", data=SETTLED, headers=HTMX).text
        client.post("/checks", data=SETTLED, headers=HTMX)
    receipt = Receipt.get()
    assert receipt.code in first
    assert Receipt.select().count() == 1
    assert Budget.get(Budget.window == "day").spent == 1


def test_over_the_minute_the_answer_says_when_to_go_on(world: World) -> None:
    with moment.at(MONDAY):
        client = world.sign_in(world.ana)
        answers = [client.post("/checks", data={"name": f"{NAME} {n}"}, headers=HTMX) for n in range(31)]
    assert [a.status_code for a in answers] == [200] * 30 + [429]
    assert answers[-1].headers["Retry-After"] == "60"
    assert "Go on at" in answers[-1].text


def test_over_the_day_no_verdict_is_given(world: World) -> None:
    with moment.at(MONDAY):
        client = world.sign_in(world.ana)
    for n in range(41):
        with moment.at(MONDAY + timedelta(minutes=n)):
            last = client.post("/checks", data={"name": f"Company number {n} Ltd", "settled": "1"}, headers=HTMX)
    assert last.status_code == 429
    assert verdict(last.text) == ""
    assert Receipt.select().count() == 40


def test_budgets_are_one_for_all_processes(world: World) -> None:
    from app import create_app

    with moment.at(MONDAY):
        for _ in range(30):
            ask_unsettled(world, world.ana)
        other = create_app(world.app.config["DIBS"])
        other.config.update(TESTING=True, WTF_CSRF_ENABLED=False)
        assert World(other).sign_in(world.ana).post("/checks", data={"name": NAME}, headers=HTMX).status_code == 429


def ask_unsettled(world: World, person: User) -> None:
    world.sign_in(person).post("/checks", data={"name": NAME}, headers=HTMX)


def test_a_hold_reads_review_for_others_and_own_for_colleagues(world: World) -> None:
    with moment.at(MONDAY):
        client = world.sign_in(world.ana)
        text = client.post("/checks", data={**SETTLED, "country": "DE"}, headers=HTMX).text
        receipt = re.search(r"R-\w{4}-\w{4}", text)
        assert receipt
        assert client.post("/registrations/drafts", data={"receipt": receipt.group()}).status_code == 303
    assert Registration.get().status == "held"
    assert ask(world, world.rita) == "review"
    assert ask(world, world.ben) == "own"


def test_a_claim_for_another_product_line_is_free(world: World) -> None:
    with moment.at(MONDAY):
        world.file(world.ana, NAME, product_line="flow")
    assert ask(world, world.rita, line="gas") == "free"
    assert ask(world, world.rita, line="flow") == "taken"
    assert ask(world, world.rita, line="") == "taken"
    assert User.get_by_id(world.rita.id).last_line == "flow"


def test_crm_records_clash_only_while_alive(world: World) -> None:
    opportunity(account("Molinos del Ebro"), days_asleep=120)
    opportunity(account("Bryggeri Sund"), days_asleep=10)
    opportunity(account("Zementwerk Karst"), days_asleep=10, is_open=False)
    assert ask(world, world.rita, name="Molinos del Ebro") == "review"
    assert ask(world, world.rita, name="Bryggeri Sund") == "taken"
    assert ask(world, world.rita, name="Zementwerk Karst") == "review"  # an account we know, nothing open


def test_installed_base_another_line_is_free_the_same_line_is_looked_at(world: World) -> None:
    account("Klinikum Westerode", products=["flow"])
    assert ask(world, world.rita, name="Klinikum Westerode", line="gas") == "free"
    assert ask(world, world.rita, name="Klinikum Westerode", line="flow") == "review"


def test_a_lead_made_after_the_partners_receipt_does_not_win(world: World) -> None:
    from domain.matching import Company, index
    from domain.matching.index import Kind

    assert ask(world, world.rita) == "free"
    later = date(2027, 3, 9)
    dates = {"created_on": later, "last_activity_on": later, "updated_at": MONDAY}
    lead = Lead.create(external_id="L1", company=NAME, stage="working", **dates)
    with db.atomic():
        index.put(Kind.LEAD, lead.id, Company(NAME))
    with moment.at(MONDAY + timedelta(days=2)):
        client = world.sign_in(world.rita)
        assert verdict(client.post("/checks", data=SETTLED, headers=HTMX).text) == "review"
        assert verdict(world.sign_in(world.ana).post("/checks", data=SETTLED, headers=HTMX).text) == "taken"


def test_the_product_line_is_remembered(world: World) -> None:
    ask(world, world.ana, line="gas")
    page = world.sign_in(world.ana).get("/").text
    assert '<option value="gas" selected>' in page
