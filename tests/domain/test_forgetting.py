"""What had its time goes, nothing else does, and what is left still opens."""

from __future__ import annotations

import io
from datetime import timedelta

from config import Config
from domain import events, forgetting, moment, watches
from domain.checks import Prospect, check
from jobs import forgetting as job
from jobs.mail import send_due
from models import (
    Account,
    Delivery,
    Event,
    ImportRun,
    Lead,
    Obstacle,
    Opportunity,
    Receipt,
    Registration,
    Spreadsheet,
    SpreadsheetRow,
    Watch,
)
from tests.full import ACCOUNTS, SPREADSHEET
from tests.world import MONDAY, World

LATE = MONDAY + timedelta(days=400)


def test_a_draft_nobody_touched_is_discarded_and_emptied_and_a_fresh_one_stays(world: World) -> None:
    with moment.at(MONDAY):
        old = world.draft(world.ana, "Kieswerk Aller", contact_name="Zora Zeisig")
    with moment.at(MONDAY + timedelta(days=100)):
        fresh = world.draft(world.ana, "Ziegelei Leine")
    with moment.at(MONDAY + timedelta(days=181)):
        assert forgetting.empty_drafts(moment.now()) == 1
        assert forgetting.empty_drafts(moment.now()) == 0, "once"
    emptied = Registration.get_by_id(old.id)
    assert (emptied.status, emptied.company, emptied.contact_name, emptied.domain) == ("discarded", "", "", "")
    assert Registration.get_by_id(fresh.id).company == "Ziegelei Leine"
    assert events.first_broken("registration", old.id) is None


def test_a_filed_claim_is_no_draft_however_old(world: World) -> None:
    with moment.at(MONDAY):
        claim = world.file(world.ana)
    with moment.at(MONDAY + timedelta(days=4000)):
        assert forgetting.empty_drafts(moment.now()) == 0
    assert Registration.get_by_id(claim.id).contact_name


def test_old_news_and_kept_mails_go_and_the_history_stays(world: World, config: Config) -> None:
    with moment.at(MONDAY):
        claim = world.file(world.ana)
        assert send_due(moment.now(), config) > 0
    told, known = Delivery.select().count(), Event.select().count()
    assert list(config.mail_folder.glob("*.eml"))
    assert job.forget_news(MONDAY + timedelta(days=364), config) == 0
    assert Delivery.select().count() == told
    assert job.forget_news(MONDAY + timedelta(days=366), config) > 0
    assert not Delivery.select().exists()
    assert not list(config.mail_folder.glob("*.eml"))
    assert Event.select().count() == known
    assert world.sign_in(world.ana).get(f"/registrations/{claim.code}").status_code == 200


def test_a_mail_that_still_waits_is_not_forgotten(world: World, config: Config) -> None:
    with moment.at(MONDAY):
        world.file(world.ana)
    job.forget_news(LATE, config)
    assert Delivery.select().where(Delivery.state == "pending").exists()


def test_a_wish_to_be_told_goes_with_what_was_told_of_it(world: World, config: Config) -> None:
    with moment.at(MONDAY):
        world.file(world.rita, "Molkerei Rotenhain", domain="molkerei-rotenhain.example")
        answer = check(world.ana, Prospect("Molkerei Rotenhain", country="DE"), settled=True)
        watches.ask(world.ana, Receipt.get(Receipt.code == answer.receipt), "Zeisig is a friend.")
    job.forget_news(MONDAY + timedelta(days=90 + 364), config)
    assert Watch.select().count() == 1
    job.forget_news(MONDAY + timedelta(days=90 + 366), config)
    assert Watch.select().count() == 0
    assert world.sign_in(world.ada).get("/mails").status_code == 200


def test_uploads_go_with_their_files_and_the_pages_of_mails_still_open(world: World, config: Config) -> None:
    with moment.at(MONDAY):
        browser = world.sign_in(world.max)
        browser.post("/spreadsheets", data={"file": (io.BytesIO(SPREADSHEET.encode()), "deals.csv")})
        browser.post("/imports", data={"file": (io.BytesIO(ACCOUNTS.encode()), "accounts.csv")})
    assert len(list(config.import_folder.glob("*.csv"))) == 2
    assert job.forget_imports(MONDAY + timedelta(days=89), config) == 0
    job.forget_imports(MONDAY + timedelta(days=91), config)
    assert not list(config.import_folder.iterdir())
    assert [model.select().count() for model in (ImportRun, Spreadsheet, SpreadsheetRow)] == [0, 0, 0]
    assert world.sign_in(world.ada).get("/mails").status_code == 200


def test_a_file_that_no_upload_speaks_of_goes(world: World, config: Config) -> None:
    config.import_folder.mkdir(parents=True)
    stranger = config.import_folder / f"{'a' * 32}.csv"
    stranger.write_text("Zora Zeisig")
    job.forget_imports(moment.now(), config)
    assert stranger.exists(), "its row may still come"
    job.forget_imports(moment.now() + timedelta(days=2), config)
    assert not stranger.exists()


def test_records_that_the_crm_dropped_go_unless_a_claim_was_compared_with_them(world: World) -> None:
    then = {"is_gone": True, "updated_at": MONDAY}
    day = MONDAY.date()
    gone = Account.create(external_id="1", name="Kieswerk Aller", **then)
    Opportunity.create(external_id="o", account=gone, name="x", created_on=day, last_activity_on=day, **then)
    kept = Account.create(external_id="2", name="Ziegelei Leine", **then)
    Account.create(external_id="3", name="Werft am Deich", updated_at=MONDAY)
    Lead.create(external_id="4", company="Sägewerk Solling", created_on=day, last_activity_on=day, **then)
    with moment.at(MONDAY):
        claim = world.file(world.ana)
    Obstacle.create(registration=claim, kind="account", ref=kept.id, score=80, level="similar", effect="review")
    assert forgetting.forget_mirror(MONDAY + timedelta(days=364)) == 0
    assert forgetting.forget_mirror(MONDAY + timedelta(days=366)) == 3
    assert sorted(row.external_id for row in Account.select()) == ["2", "3"]
