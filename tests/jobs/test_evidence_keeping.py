"""Proof goes when its time is over, by the rules its claim was filed under, and never while something hangs on it."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from config import Config
from domain import decisions, events, moment, protection, questions, reversals, rules
from domain.decisions import Words
from domain.papers import dossier, ordering
from domain.registrations import drafts, filing, history
from domain.settings import publishing
from integrations import evidence as store
from integrations import previews
from jobs import evidence as job
from jobs import papers
from jobs.readouts import read_due
from models import Deletion, Event, Evidence, Question, Rating, Readout, Registration, User
from tests.full import picture
from tests.readers import Here, no_keys
from tests.world import MONDAY, RULES, World

MAIL = (
    b"From: Zora Zeisig <zora@oberwald.example>\r\nTo: ana@acme.example\r\n"
    b"Date: Wed, 03 Mar 2027 14:22:10 +0100\r\n\r\nHi\r\n"
)
ENDED = MONDAY + timedelta(days=1)


def proved(world: World, user: User, company: str, content: bytes = MAIL, name: str = "zeisig.eml") -> Registration:
    """A filed claim with a file that was read."""
    claim = world.draft(user, company)
    put(world, user, f"/registrations/{claim.code}/evidence", content, name)
    return read_and_filed(world, user, claim)


def read_and_filed(world: World, user: User, claim: Registration) -> Registration:
    read_due(moment.now() + timedelta(minutes=1), world.app.config["DIBS"], Here(), no_keys)
    return filing.submit(user, Registration.get_by_id(claim.id))


def put(world: World, user: User, to: str, content: bytes, name: str) -> None:
    answer = world.sign_in(user).post(to, data={"files": (io.BytesIO(content), name)})
    assert answer.status_code == 303, answer.text


def withdrawn(world: World, company: str = "Kieswerk Aller", content: bytes = MAIL) -> Registration:
    with moment.at(MONDAY):
        claim = proved(world, world.ana, company, content)
    with moment.at(ENDED):
        return protection.withdraw(world.ana, claim, "It is off.")


def file_of(claim: Registration) -> Evidence:
    return Evidence.get(Evidence.registration == claim.id)


def lies(world: World, file: Evidence) -> bool:
    config: Config = world.app.config["DIBS"]
    return store.path_of(config.evidence_folder, file.partner_id, file.sha256).exists()


def run(world: World, now: datetime) -> int:
    return job.expire(now, world.app.config["DIBS"])


def test_the_file_its_picture_and_its_readout_go_a_year_after_the_end_and_the_row_stays(world: World) -> None:
    claim = withdrawn(world, content=picture())
    file, config = file_of(claim), world.app.config["DIBS"]
    assert previews.path_of(config.preview_folder, file.partner_id, file.sha256).exists()
    assert run(world, ENDED + timedelta(days=364)) == 0
    assert lies(world, file)
    assert run(world, ENDED + timedelta(days=365)) == 1
    assert not lies(world, file)
    assert not previews.path_of(config.preview_folder, file.partner_id, file.sha256).exists()
    assert not Readout.select().exists()
    row = file_of(claim)
    assert (row.filename, row.sha256, row.size, row.kind) == ("", file.sha256, file.size, file.kind)
    assert Deletion.get().days == 365
    assert run(world, ENDED + timedelta(days=366)) == 0, "it is done once"


def test_the_deletion_stands_in_the_history_with_the_hash_and_the_chain_stays_whole(world: World) -> None:
    claim = withdrawn(world)
    run(world, ENDED + timedelta(days=365))
    event = Event.about("registration", claim.id).where(Event.name == "evidence.deleted").get()
    assert event.facts == {"evidence": file_of(claim).code, "sha256": file_of(claim).sha256, "why": "time", "days": 365}
    assert events.first_broken("registration", claim.id) is None
    assert "A file of evidence was deleted for good." in [line.says for line in history.of(claim, world.ana)]


@pytest.mark.parametrize("who", ["ana", "max"])
def test_pages_say_when_it_was_deleted_and_offer_it_no_more(world: World, who: str) -> None:
    claim = withdrawn(world)
    code = file_of(claim).code
    run(world, ENDED + timedelta(days=365))
    browser = world.sign_in(getattr(world, who))
    page = browser.get(f"/registrations/{claim.code}").text
    assert "365 days after the end" in page
    assert f"File {code}" in page
    assert f'href="/evidence/{code}"' not in page
    assert "zeisig" not in page
    assert browser.get(f"/evidence/{code}").status_code == 404
    assert browser.get(f"/evidence/{code}/picture").status_code == 404


def test_the_dossier_still_has_hash_and_rating(world: World) -> None:
    claim = withdrawn(world)
    Rating.create(evidence=file_of(claim), weight="weak", rated_by=world.max, rated_at=ENDED)
    run(world, ENDED + timedelta(days=365))
    (item,) = dossier.of(Registration.get_by_id(claim.id), world.max, ENDED).kept
    assert item.is_deleted
    assert item.rating is not None
    assert item.rating.weight == "weak"
    assert len(item.file.sha256) == 64
    with moment.at(ENDED + timedelta(days=366)):
        order = ordering.order_dossier(world.max, Registration.get_by_id(claim.id))
        printed = papers.dossier_of(order, Registration.get_by_id(claim.id), moment.now(), world.app.config["DIBS"])
    assert "365 days after the end" in printed.html
    assert item.file.sha256 in printed.html
    assert "zeisig" not in printed.html


def test_what_was_declined_goes_sooner(world: World) -> None:
    with moment.at(MONDAY):
        claim = proved(world, world.ana, "Kieswerk Aller")
        words = Words(reason=RULES.decline_reasons[0].code, clause="4.2", text="No.", next_step="register_again")
        Registration.update(status="submitted", approved_at=None).where(Registration.id == claim.id).execute()
        decisions.decline(world.max, Registration.get_by_id(claim.id), words)
    assert run(world, MONDAY + timedelta(days=179)) == 0
    assert run(world, MONDAY + timedelta(days=180)) == 1


def test_a_claim_keeps_the_days_that_it_was_filed_under(world: World) -> None:
    claim = withdrawn(world)
    with moment.at(ENDED):
        now = rules.in_force()
        publishing.publish(world.ada, publishing.Wanted(replace(now, evidence_days=30), now.number, "Sooner"))
    assert run(world, ENDED + timedelta(days=31)) == 0, "filed when proof was kept for a year"
    with moment.at(ENDED + timedelta(days=40)):
        newer = proved(world, world.ben, "Ziegelei Leine", MAIL + b"\r\nmore")
        protection.withdraw(world.ben, newer, "It is off.")
    assert run(world, ENDED + timedelta(days=71)) == 1
    assert Deletion.get().evidence_id == file_of(newer).id
    assert Deletion.get().days == 30
    assert claim.id != newer.id


def test_an_open_claim_loses_nothing_however_long_it_lives(world: World) -> None:
    with moment.at(MONDAY):
        proved(world, world.ana, "Kieswerk Aller")
    assert run(world, MONDAY + timedelta(days=4000)) == 0


@pytest.mark.parametrize("state", ["draft", "open"])
def test_nothing_goes_while_an_appeal_hangs_on_it_nor_soon_after_its_answer(world: World, state: str) -> None:
    claim = withdrawn(world)
    late = ENDED + timedelta(days=500)
    appeal = Question.create(
        code="Q-1", partner=world.ana.partner, asked_by=world.ana, asked_at=ENDED, company="Kieswerk Aller",
        text="Why?", salt="s", idempotency_key="k", state=state, registration_code=claim.code, due_at=late,
    )  # fmt: skip
    assert run(world, late) == 0
    Question.update(state="answered", answered_at=late).where(Question.id == appeal.id).execute()
    assert run(world, late + timedelta(days=364)) == 0
    assert run(world, late + timedelta(days=365)) == 1


def test_what_backed_an_appeal_goes_a_year_after_its_answer(world: World) -> None:
    with moment.at(MONDAY):
        world.file(world.rita, "Molkerei Rotenhain", domain="molkerei-rotenhain.example")
        refused = world.file(world.ana, "Molkerei Rotenhain", domain="molkerei-rotenhain.example")
        assert refused.status == "refused"
        appeal = questions.ask(world.ana, "We met them first.", drafts.fresh_key(), receipt=None, claim=refused)
        put(world, world.ana, f"/questions/{appeal.code}/evidence", b"They wrote to us", "zeisig.txt")
        questions.answer(world.max, Question.get_by_id(appeal.id), "It stays as it is.")
    assert run(world, MONDAY + timedelta(days=364)) == 0
    assert run(world, MONDAY + timedelta(days=365)) == 1
    page = world.sign_in(world.ana).get(f"/questions/{appeal.code}").text
    assert "zeisig" not in page
    assert events.first_broken("question", appeal.id) is None


def test_a_decision_taken_back_meanwhile_keeps_the_proof(world: World) -> None:
    with moment.at(MONDAY):
        claim = proved(world, world.ana, "Kieswerk Aller")
        Registration.update(status="submitted", approved_at=None).where(Registration.id == claim.id).execute()
        words = Words(reason=RULES.decline_reasons[0].code, clause="4.2", text="No.", next_step="register_again")
        declined = decisions.decline(world.max, Registration.get_by_id(claim.id), words)
        reversals.reverse(world.dora, declined, "It was good.", reversals.outlook(declined).mark)
    assert run(world, MONDAY + timedelta(days=900)) == 0


def test_a_file_that_another_living_claim_uses_stays_on_disk(world: World) -> None:
    ended = withdrawn(world)
    with moment.at(ENDED):
        living = proved(world, world.ben, "Ziegelei Leine")
    assert file_of(living).sha256 == file_of(ended).sha256
    assert run(world, ENDED + timedelta(days=365)) == 1
    assert lies(world, file_of(living)), "the other claim's proof"
    assert world.sign_in(world.ben).get(f"/evidence/{file_of(living).code}").data == MAIL
    with moment.at(ENDED + timedelta(days=366)):
        protection.withdraw(world.ben, Registration.get_by_id(living.id), "Off as well.")
    assert run(world, ENDED + timedelta(days=800)) == 1
    assert not lies(world, file_of(living))


def test_a_clock_that_died_before_the_file_went_leaves_it_to_the_sweep(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    claim = withdrawn(world)

    def dies(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(job, "drop", dies)
        with pytest.raises(KeyboardInterrupt):
            run(world, ENDED + timedelta(days=365))
    assert lies(world, file_of(claim))
    job.sweep(datetime.now(tz=ENDED.tzinfo) + timedelta(days=3), world.app.config["DIBS"])
    assert not lies(world, file_of(claim))


def test_what_was_taken_out_of_a_draft_goes_after_a_month(world: World) -> None:
    with moment.at(MONDAY):
        draft = world.draft(world.ana, "Kieswerk Aller")
        put(world, world.ana, f"/registrations/{draft.code}/evidence", MAIL, "zeisig.eml")
        file = Evidence.get()
        world.sign_in(world.ana).post(f"/evidence/{file.code}/removal")
    assert run(world, MONDAY + timedelta(days=29)) == 0
    assert run(world, MONDAY + timedelta(days=31)) == 1
    assert not lies(world, file)
    assert Evidence.get().filename == ""
