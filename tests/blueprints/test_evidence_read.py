"""On screen: what was read stands beside the file; the decider rates it, the partner learns with the decision."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from config import Config
from domain import decisions, evidence, moment, questions
from domain.decisions import Words
from domain.registrations import drafts
from integrations import evidence as store
from jobs.readouts import read_due
from models import Event, Evidence, Rating, Registration
from tests.integrations.readers.test_files import pdf
from tests.integrations.readers.thirty import files, mail
from tests.readers import Here, no_keys
from tests.test_statements import counted
from tests.world import MONDAY, World

NOW = MONDAY + timedelta(days=14)
HTMX = {"HX-Request": "true"}


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with moment.at(NOW):
        yield


@pytest.fixture
def claim(world: World) -> Registration:
    """Filed on 22 March; a person decides, for its value."""
    return world.file(
        world.ana, "Käserei Brunnthal", domain="brunnthal.example", contact_name="Petra Wille", value_band="40k_to_100k"
    )


def attach(world: World, config: Config, claim: Registration, name: str, content: bytes) -> Evidence:
    kept = store.keep(config.evidence_folder, claim.partner_id, name, io.BytesIO(content))
    return evidence.attach(world.ana, kept, registration=claim)


@pytest.fixture
def file(world: World, config: Config, claim: Registration) -> Evidence:
    return attach(world, config, claim, "Termin.eml", mail())


def read(config: Config) -> None:
    read_due(NOW, config, Here(), no_keys)


def decision(claim: Registration) -> str:
    return f"/registrations/{claim.code}/decision"


def text(answer: str) -> str:
    whole = re.sub(r'<span class="nowrap">(.*?)</span>', r"\1", answer)  # a day in one line is no words of its own
    return " ".join(re.sub(r"<[^>]+>", " ", whole).split())


def test_both_sides_read_what_the_file_says(world: World, config: Config, claim: Registration, file: Evidence) -> None:
    read(config)
    for who, path in (("ana", f"/registrations/{claim.code}"), ("max", decision(claim))):
        shown = text(world.sign_in(getattr(world, who)).get(path).text)
        assert "Email from the prospect’s domain on 3 March 2027, 19 days before filing" in shown
        assert "No signature: sender, date and text cannot be verified" in shown
        assert (
            "From Petra Wille (petra.wille@brunnthal.example) to Ana Novak (ana@acme.example), subject: Termin" in shown
        )


def test_a_draft_shows_it_too_so_that_a_better_file_can_be_chosen(world: World, config: Config) -> None:
    draft = world.draft(world.ana, "Käserei Brunnthal", domain="brunnthal.example")
    attach(world, config, draft, "Termin.eml", mail())
    read(config)
    shown = text(world.sign_in(world.ana).get(f"/registrations/{draft.code}/edit").text)
    assert "Email from the prospect’s domain on 3 March 2027" in shown


def test_until_it_is_read_the_list_says_so_and_asks_again(
    world: World, config: Config, claim: Registration, file: Evidence
) -> None:
    ana, path = world.sign_in(world.ana), f"/registrations/{claim.code}/evidence"
    waiting = ana.get(f"/registrations/{claim.code}").text
    assert "Being read." in waiting
    assert f'hx-get="{path}"' in waiting
    assert "Being read." in ana.get(path).text
    read(config)
    shown = ana.get(path).text
    assert "Email from the prospect’s domain" in shown
    assert "hx-get" not in shown
    assert world.sign_in(world.rita).get(path).status_code == 404


def test_a_chain_of_replies_is_unfolded(world: World, config: Config, claim: Registration) -> None:
    attach(world, config, claim, "Re.eml", files()["reply-chain.eml"][1])
    read(config)
    shown = text(world.sign_in(world.max).get(decision(claim)).text)
    assert "4 emails in it" in shown
    assert "4 Mar 2027 Ana Novak (ana@acme.example)" in shown


def test_what_a_file_says_of_itself_is_text_and_nothing_else(world: World, config: Config, claim: Registration) -> None:
    attach(
        world, config, claim, "x.eml", mail(Subject="<script>alert(1)</script> 100%(day)s", From='"<b>x" <p@x.example>')
    )
    read(config)
    for who in (world.ana, world.max):
        shown = world.sign_in(who).get(f"/registrations/{claim.code}").text
        assert "&lt;script&gt;alert(1)&lt;/script&gt; 100%(day)s" in shown
        assert "<script>alert" not in shown


def test_the_files_of_an_appeal_are_read_as_well(world: World, config: Config) -> None:
    world.file(world.rita, "Käserei Brunnthal", domain="brunnthal.example")
    lost = world.file(world.ana, "Käserei Brunnthal", domain="brunnthal.example")
    question = questions.ask(world.ana, "We met them first.", drafts.fresh_key(), receipt=None, claim=lost)
    sent = {"files": (io.BytesIO(mail()), "Termin.eml")}
    assert world.sign_in(world.ana).post(f"/questions/{question.code}/evidence", data=sent).status_code == 303
    read(config)
    shown = text(world.sign_in(world.max).get(f"/questions/{question.code}").text)
    assert "Email of 3 March 2027" in shown


# pictures


def test_page_one_of_a_pdf_is_a_picture_for_those_who_may_see_the_file(
    world: World, config: Config, claim: Registration
) -> None:
    row = attach(world, config, claim, "Offer.pdf", pdf())
    path = f"/evidence/{row.code}/picture"
    ana = world.sign_in(world.ana)
    assert ana.get(path).status_code == 404, "not read yet"
    read(config)
    answer = ana.get(path)
    assert (answer.status_code, answer.mimetype) == (200, "image/jpeg")
    assert answer.headers["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "private" in answer.headers["Cache-Control"]
    assert ana.get(path, headers={"If-None-Match": answer.headers["ETag"]}).status_code == 304
    assert f'src="{path}"' in world.sign_in(world.max).get(decision(claim)).text
    assert world.sign_in(world.rita).get(path).status_code == 404


# ratings


def rate(client: FlaskClient, file: Evidence, weight: str, **headers: str) -> int:
    return client.post(f"/evidence/{file.code}/rating", data={"weight": weight}, headers=headers).status_code


def test_a_decider_rates_with_and_without_script(world: World, claim: Registration, file: Evidence) -> None:
    max_ = world.sign_in(world.max)
    assert "0 of 1 rated" in text(max_.get(decision(claim)).text)
    answer = max_.post(f"/evidence/{file.code}/rating", data={"weight": "weak"})
    assert (answer.status_code, answer.location) == (303, f"{decision(claim)}#proof")
    fragment = max_.post(f"/evidence/{file.code}/rating", data={"weight": "accepted"}, headers=HTMX)
    assert fragment.status_code == 200
    assert fragment.text.lstrip().startswith('<section class="section" id="proof"')
    assert "1 of 1 rated" in text(fragment.text)
    assert re.search(r'value="accepted"[^>]* checked', fragment.text)
    assert Event.select().where(Event.name == "evidence.rated").count() == 2


def test_the_partner_reads_the_rating_with_the_decision_and_not_before(
    world: World, claim: Registration, file: Evidence
) -> None:
    rate(world.sign_in(world.max), file, "weak")
    ana, page = world.sign_in(world.ana), f"/registrations/{claim.code}"
    for path in (page, f"{page}/evidence"):
        before = ana.get(path).text
        assert "Rated" not in before
        assert "rated a file" not in before
    decisions.approve(world.max, Registration.get_by_id(claim.id), Words(clause="5.1"))
    for path in (page, f"{page}/evidence"):
        assert "Rated weak: it helps, but does not prove it" in ana.get(path).text
    assert "Max Lindner rated a file." in world.sign_in(world.max).get(page).text
    assert "rated a file" not in ana.get(page).text


def test_strangers_partners_and_administrators_do_not_rate(world: World, claim: Registration, file: Evidence) -> None:
    assert rate(world.sign_in(world.rita), file, "weak") == 403
    assert rate(world.sign_in(world.ana), file, "weak") == 403
    assert rate(world.sign_in(world.ada), file, "weak") == 403
    assert Rating.select().count() == 0


def test_no_word_or_a_strange_one_is_no_rating(world: World, claim: Registration, file: Evidence) -> None:
    max_ = world.sign_in(world.max)
    assert rate(max_, file, "") == rate(max_, file, "excellent") == 422
    assert rate(max_, file, "weak\0") == 422


def test_a_decided_claim_is_rated_no_more(world: World, claim: Registration, file: Evidence) -> None:
    max_ = world.sign_in(world.max)
    decisions.approve(world.max, Registration.get_by_id(claim.id), Words(clause="5.1"))
    assert rate(max_, file, "weak") == 409
    assert 'name="weight"' not in max_.get(decision(claim)).text


def test_the_page_asks_the_database_no_more_often_for_many_files(
    world: World, config: Config, claim: Registration
) -> None:
    max_, said = world.sign_in(world.max), []
    max_.get(decision(claim))  # which starts the answer clock
    for number in (1, 6):
        while Evidence.of_claim(claim).count() < number:
            attach(world, config, claim, "x.eml", mail(Subject=f"Nr. {Evidence.select().count()}"))
        read(config)
        with counted() as statements:
            max_.get(decision(claim))
        said.append(len(statements))
    assert said[0] == said[1]
