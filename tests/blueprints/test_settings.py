"""Setting the programme: found by question, previewed, published as a version; wrong, stale and foreign hands."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient

from domain import decisions, letters, moment, rules
from domain.decisions import Words
from domain.settings import answering, pages
from domain.settings.publishing import Wanted, publish
from integrations import message
from models import Delivery, Event, Partner, Publication, RulesVersion, User
from tests.setting_forms import fields, hidden, published
from tests.world import MONDAY, World


@pytest.fixture
def ada(world: World) -> FlaskClient:
    return world.sign_in(world.ada)


@pytest.mark.parametrize("page", pages.PAGES, ids=lambda page: page.slug)
def test_a_page_shows_every_question_with_its_answer(ada: FlaskClient, page: pages.Page) -> None:
    answer = ada.get(f"/settings/{page.slug}")
    assert answer.status_code == 200
    for setting in page.settings:
        assert f'id="{setting.name}"' in answer.text, setting.name


def test_beside_each_language_stands_what_is_read_when_it_is_left_empty(ada: FlaskClient) -> None:
    typed = {**fields("decisions"), "decline_reasons-name": ["Existing customer", "Our own"], "more": "decline_reasons"}
    said = ada.post("/settings/decisions", data=typed).text
    assert re.search(r'If empty: <span lang="de">Bestandskunde</span>', said)
    assert re.search(r'If empty: <span lang="es">', said)
    assert "Our own, Deutsch" in said
    assert not re.search(r">Our own</span>", said), "our catalogue knows nothing of it"


def test_amounts_stand_as_they_are_read_and_come_back_the_same(ada: FlaskClient) -> None:
    for language, written in (("en", "40,000"), ("de", "40.000")):
        User.update(locale=language).execute()
        for slug in ("decisions", "offer"):
            assert f'value="{written}"' in ada.get(f"/settings/{slug}").text, slug
        again = ada.post("/settings/decisions", data=fields("decisions", auto_approve_limit=written))
        assert again.status_code == 422
        assert 'id="auto_approve_limit-error"' not in again.text


@pytest.mark.parametrize(
    ("words", "setting"),
    [
        ("How long is a claim protected", "protection_days"),
        ("HOLIDAY region", "holiday_region"),
        ("budgets minute", "checks_per_minute"),
    ],
)
def test_a_question_is_found_by_its_words(ada: FlaskClient, words: str, setting: str) -> None:
    answer = ada.get("/settings", query_string={"q": words})
    assert f"#{setting}" in answer.text
    assert "#opportunity_stages" not in answer.text


def test_words_that_no_question_holds_lead_back(ada: FlaskClient) -> None:
    assert "No question holds these words" in ada.get("/settings?q=zzyzx").text


def test_a_preview_says_old_and_new_and_changes_nothing(world: World) -> None:
    with moment.at(MONDAY):
        world.file(world.ana)
        world.draft(world.ana, "Kelterei Amselgrund")
        answer = world.sign_in(world.ada).post(
            "/settings/protection", data=fields("protection", protection_days="120", watch_cap="12")
        )
    assert answer.status_code == 200
    assert "<del>90 days</del>" in answer.text
    assert "<ins>120 days</ins>" in answer.text
    assert "1 open claim keeps the rules it was filed under." in answer.text
    assert "1 draft will be filed under the new rules." in answer.text
    claims, at_once = answer.text.index("For claims filed from then on"), answer.text.index("At once, for everyone")
    assert claims < answer.text.index("How long is a claim protected?") < at_once
    assert answer.text.index("How many accounts may a partner wait for?") > at_once
    assert rules.in_force().number == 1


def test_what_was_previewed_is_what_is_published(ada: FlaskClient) -> None:
    """All pages: a change of one answer, carried by the preview's own fields, is the only difference."""
    changed = {
        "offer": ("open_claim_cap", "30", 30), "protection": ("protection_days", "120", 120),
        "answers": ("work_ends", "17:30", "17:30"), "decisions": ("auto_approve", "no", False),
        "forms": ("stage_two_days", "9", 9),
        "checks": ("hold_hours", "8", 8), "clashes": ("clash_leads", "none", "none"),
        "access": ("code_tries", "4", 4), "keeping": ("draft_days", "90", 90),
        "joining": ("joining_en", "## Why us\n\nBecause.", "## Why us\n\nBecause."),
    }  # fmt: skip
    assert set(changed) == {page.slug for page in pages.PAGES}
    for slug, (name, typed, value) in changed.items():
        before = rules.in_force()
        preview = ada.post(f"/settings/{slug}", data=fields(slug, **{name: typed}))
        answer = ada.post(f"/settings/{slug}/publication", data={**hidden(preview.text), "note": f"Because of {slug}"})
        assert answer.status_code == 303, slug
        after = rules.in_force()
        assert after.number == before.number + 1
        assert [(c.setting.name, c.new) for c in answering.changes(before, after)] == [(name, value)]
        assert Publication.get(Publication.version == after.version_id).note == f"Because of {slug}"


def test_wrong_answers_are_told_one_by_one_and_kept(ada: FlaskClient) -> None:
    answer = ada.post(
        "/settings/protection",
        data=fields("protection", protection_days="9999", silence_end_days="soon", cooldown_days="8"),
    )
    assert answer.status_code == 422
    assert answer.text.count("Enter a whole number between 7 and 730.") == 2  # summary and field
    assert (
        "After how many days without an update does a claim end? Enter a whole number between 4 and 365." in answer.text
    )
    for typed in ("9999", "soon", "8"):
        assert f'value="{typed}"' in answer.text
    assert rules.in_force().number == 1


def test_an_unchanged_page_publishes_nothing(ada: FlaskClient) -> None:
    for slug in ("protection", "offer", "decisions", "answers"):
        for path in (f"/settings/{slug}", f"/settings/{slug}/publication"):
            answer = ada.post(path, data=fields(slug))
            assert (answer.status_code, "Nothing would change" in answer.text) == (422, True), path
    assert RulesVersion.select().count() == 1


def test_the_second_of_two_is_told_and_keeps_what_was_typed(world: World, ada: FlaskClient) -> None:
    """Both begin from version 1; another administrator is faster. What the second did not touch is not set back."""
    other = User.create(email="eve@nordwind.example", name="Eve Ott", role="administrator", created_at=MONDAY)
    mine = fields("protection", protection_days="120")
    theirs = world.sign_in(other).post(
        "/settings/protection/publication", data=fields("protection", cooldown_days="14")
    )
    assert theirs.status_code == 303
    for path in ("/settings/protection", "/settings/protection/publication"):
        answer = ada.post(path, data=mine)
        assert answer.status_code == 409, path
        assert "version 2 is in force" in answer.text
        assert "Eve Ott" in answer.text
        assert 'value="120"' in answer.text
        assert 'name="seen" value="2"' in answer.text
        assert rules.in_force().protection_days == 90
    kept = re.search(r'name="cooldown_days" value="(\d+)"', answer.text)
    assert kept is not None
    assert kept[1] == "14"


def test_two_who_publish_in_one_moment_make_one_version(world: World) -> None:
    """Past the page's own look: the verb itself refuses what was seen on an older version."""
    from dataclasses import replace

    from domain.refusals import Refused

    seen = rules.in_force()
    publish(world.ada, Wanted(replace(seen, cooldown_days=14), seen.number))
    with pytest.raises(Refused, match="moved on"):
        publish(world.ada, Wanted(replace(seen, cooldown_days=21), seen.number))
    assert rules.in_force().cooldown_days == 14


@pytest.mark.parametrize(("who", "reads"), [("dora", 200), ("max", 403), ("ana", 403), ("ben", 403)])
def test_only_administrators_set_and_directors_read(world: World, who: str, reads: int) -> None:
    client = world.sign_in(getattr(world, who))
    for path in ("/settings", "/settings/protection", "/settings/versions", "/settings/versions/1", "/settings/brand"):
        answer = client.get(path)
        assert answer.status_code == reads, path
        assert "See what changes" not in answer.text
    for path in ("/settings/protection", "/settings/protection/publication", "/settings/versions/1/publication"):
        assert client.post(path, data=fields("protection", protection_days="120")).status_code == 403, path
    assert rules.in_force().number == 1


def test_who_may_only_read_sees_answers_and_no_fields(world: World) -> None:
    page = world.sign_in(world.dora).get("/settings/protection").text
    main = page.split("<main", 1)[1].split("</main>", 1)[0]
    assert "90 days" in main
    assert "<input" not in main


def test_a_page_that_is_none_is_not_found(ada: FlaskClient) -> None:
    assert ada.get("/settings/secrets").status_code == 404
    assert ada.post("/settings/secrets").status_code == 404


def test_more_rows_come_and_what_was_typed_stays(ada: FlaskClient) -> None:
    answer = ada.post(
        "/settings/offer", data=fields("offer", more="lines", **{"lines-name": ["Flow", "Gas", "Cal", "Pumps"]})
    )
    assert answer.status_code == 200
    assert 'value="Pumps"' in answer.text
    assert answer.text.count('name="lines-name"') >= 12


def test_a_level_that_partners_are_at_cannot_go(world: World, ada: FlaskClient) -> None:
    """Ana's company is silver: without the level its discount would become that of another."""
    rows = {"tiers-code": ["bronze", "gold"], "tiers-name": ["Bronze", "Gold"], "tiers-points": ["5", "15"]}
    answer = published(ada, "offer", **rows)
    assert answer.status_code == 422
    assert "There are partners at “Silver”" in answer.text
    Partner.update(tier="gold").execute()
    assert published(ada, "offer", **rows).status_code == 303


def test_colleagues_hear_of_a_version_and_the_author_does_not(world: World, ada: FlaskClient) -> None:
    ada.post(
        "/settings/protection/publication", data=fields("protection", protection_days="120", note="Longer projects")
    )
    event = Event.get(Event.name == "rules.published")
    assert event.facts == {"fields": ["protection_days"], "texts": [], "number": 2, "before": 1, "restored": None}
    told = {row.recipient.name for row in Delivery.select().where(Delivery.event == event)}
    assert told == {"Max Lindner", "Dora Feld"}
    for who, path in (("dora", "/settings/versions/2"), ("max", "/rules")):
        client = world.sign_in(getattr(world, who))
        code = re.search(r"/inbox/(?!read)([\w-]+)", client.get("/inbox").text)
        assert code is not None
        assert client.get(f"/inbox/{code[1]}").location == path


def test_each_page_works_from_form_to_version_without_script(ada: FlaskClient) -> None:
    """Every hidden and shown field is an ordinary one; nothing depends on a header of htmx."""
    for page in pages.PAGES:
        text = ada.get(f"/settings/{page.slug}").text
        assert f'action="/settings/{page.slug}" method="post"' in text
        assert "<button" in text


def test_a_partner_reads_the_vendors_own_words_in_their_language(world: World) -> None:
    """On the page and in the mail; whoever reads another language has the words of that one."""
    with moment.at(MONDAY):
        reasons = answering.shown(_decisions(), rules.in_force())
        own = ["Unser Ziel", *reasons["decline_reasons-de"][1:]]
        ada = world.sign_in(world.ada)
        assert published(ada, "decisions", note="Wording", **{"decline_reasons-de": own}).status_code == 303
        User.update(locale="de").where(User.id == world.ana.id).execute()
        claim = world.file(world.ana)
        reason = rules.in_force().decline_reasons[0].code
        no = Words(reason=reason, clause="4.2", text="Nein.", next_step="register_again")
        decisions.decline(world.max, claim, no)
        sent = Delivery.with_event().where(Delivery.recipient == world.ana, Event.name == "registration.declined")
        letter = letters.of(sent.where(Delivery.channel == "mail").get(), b"key")
        assert "Unser Ziel" in message.write(letter.event, letter.locale, letter.facts).happened
        page = f"/registrations/{claim.code}"
        assert "Unser Ziel" in world.sign_in(world.ana).get(page).text
        assert "Unser Ziel" not in world.sign_in(world.max).get(page).text


def _decisions() -> pages.Page:
    page = pages.named("decisions")
    assert page is not None
    return page
