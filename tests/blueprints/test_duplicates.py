"""The page of accounts that look alike: side by side, filtered, judged, as a file, searched again."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

import pytest

from domain import lookup, moment
from domain.duplicates import searching
from domain.matching import index
from domain.matching.index import Kind
from models import Account, Judgement, LikelyPair, Partner
from models.base import db
from tests.world import MONDAY, World


@pytest.fixture(autouse=True)
def _monday() -> Iterator[None]:
    with moment.at(MONDAY):
        yield


@pytest.fixture
def pair(world: World) -> LikelyPair:
    holder = Partner.get(Partner.code == "P-ACME-1111")
    for number, values in enumerate((
        {"name": "Luchs Gasanalytik GmbH", "domain": "luchs.example", "partner_of_record": holder, "also": "Wildkatze"},
        {"name": "=Luchs Gasanalytik <b>", "city": "Emden"},
        {"name": "Otter Messbau"}, {"name": "Otter Messbau KG"},
    )):  # fmt: skip
        row = Account.create(external_id=f"A-{number}", updated_at=MONDAY, country="DE", **values)
        with db.atomic():
            index.put(Kind.ACCOUNT, row.id, lookup.company_of_record(row))
    searching.run_due()
    return LikelyPair.select().order_by(LikelyPair.id).get()


def test_both_accounts_stand_side_by_side_with_the_reasons(world: World, pair: LikelyPair) -> None:
    page = world.sign_in(world.max).get("/duplicates").text
    for words in (
        "A-0",
        "A-1",
        "luchs.example",
        "Acme Systemhaus",
        "Wildkatze",
        "Emden",
        "=Luchs Gasanalytik &lt;b&gt;",
    ):
        assert words in page
    assert "merge them in the CRM" in page
    assert page.count('data-press="s"') == page.count('data-press="d"') == 2


def test_a_judged_pair_is_gone_and_its_answer_can_be_taken_back_at_once(world: World, pair: LikelyPair) -> None:
    client = world.sign_in(world.max)
    typed = {"verdict": "same", "part": "alike", "country": "DE", "q": "Gas & Co"}
    answer = client.post(f"/duplicates/{pair.id}", data={**typed, "q": "gas"})
    said = Judgement.get()
    assert answer.location == f"/duplicates?part=alike&country=DE&q=gas&done={said.code}"
    page = client.get(answer.location).text
    assert "are the same company" in page
    assert "No pair in this part" in page or "No pair waits" in page
    assert client.get("/duplicates").text.count('data-press="s"') == 1
    assert client.post(f"/aliases/{said.code}/end").status_code == 303
    assert client.get(answer.location).text.count('data-press="s"') == 1


def test_bad_input_is_told_and_loses_nothing(world: World, pair: LikelyPair) -> None:
    client = world.sign_in(world.max)
    assert client.post(f"/duplicates/{pair.id}", data={"verdict": "perhaps"}).status_code == 422
    assert client.post("/duplicates/99999", data={"verdict": "same"}).status_code == 404
    assert client.post(f"/duplicates/{10**30}", data={"verdict": "same"}).status_code == 404
    for query in ("part=x&country=XYZ&page=-1", "q=%00%25", "page=99999999999", "done=%00"):
        assert client.get(f"/duplicates?{query}").status_code == 200
    assert not Judgement.select().exists()


@pytest.mark.parametrize("person", ["ana", "ben", "rita", "ada"])
def test_only_those_who_decide_judge(world: World, pair: LikelyPair, person: str) -> None:
    client = world.sign_in(getattr(world, person))
    assert client.post(f"/duplicates/{pair.id}", data={"verdict": "same"}).status_code == 403
    assert client.post("/duplicates/search").status_code == 403
    if person == "ada":
        assert 'data-press="s"' not in client.get("/duplicates").text


def test_the_file_holds_what_the_page_shows_and_no_formula(world: World, pair: LikelyPair) -> None:
    client = world.sign_in(world.max)
    answer = client.get("/duplicates/file?as=csv&q=luchs")
    rows = list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig"))))
    assert len(rows) == 2
    assert rows[0][:3] == ["Likeness", "Account number 1", "Company 1"]
    assert rows[1][2] == "Luchs Gasanalytik GmbH"
    assert "'=Luchs Gasanalytik <b>" in rows[1]
    assert client.get("/duplicates/file?as=xlsx").data.startswith(b"PK")


def test_a_search_shows_how_far_it_is_and_ends_with_the_page(world: World, pair: LikelyPair) -> None:
    client = world.sign_in(world.max)
    assert client.post("/duplicates/search").status_code == 303
    assert "0 of 4" in client.get("/duplicates").text
    assert "0 of 4" in client.get("/duplicates/progress").text
    searching.run_due()
    done = client.get("/duplicates/progress", headers={"HX-Request": "true"})
    assert done.headers["HX-Redirect"] == "/duplicates"
    assert "Last searched" in client.get("/duplicates").text
