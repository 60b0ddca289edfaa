"""Is the sample a believable programme, told by the domain's verbs alone?"""

from __future__ import annotations

import email
import io
import zipfile
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image

import sample.build
from config import Config
from domain import events, moment, rules
from integrations import evidence as store
from migrations.runner import migrate_all
from models import (
    Account,
    Alarm,
    Allowance,
    Application,
    Event,
    Evidence,
    Judgement,
    Partner,
    Publication,
    Receipt,
    Registration,
    RulesVersion,
    User,
    Vendor,
)
from models.base import close, connect, db
from models.registrations import FINAL
from sample.aliases import TWINS


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Config:
    """The sample with fewer accounts, in a SQLite file of its own."""
    config = Config(instance=tmp_path_factory.mktemp("sample"), secret_key="x")
    rules.forget()
    close()
    connect(config.database)
    migrate_all()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sample.build, "ACCOUNTS", 400)
        patch.setattr(sample.build, "PROSPECTS", 60)
        sample.build.build(config, lambda _: None)
    return config


@pytest.fixture(autouse=True)
def bound(told: Config) -> None:
    rules.forget()
    close()
    connect(told.database)
    db.connect(reuse_if_open=True)


def test_eight_partners_in_three_countries_with_two_to_four_people_each() -> None:
    people = [User.select().where(User.partner == partner).count() for partner in Partner.select()]
    assert len(people) == 8
    assert set(people) <= {2, 3, 4}
    assert len({partner.country for partner in Partner.select()}) == 3
    assert User.select().where(User.role == "channel_manager").count() == 3


def test_claims_stand_in_every_state() -> None:
    states = {claim.status for claim in Registration.select()}
    assert states >= {"draft", "held", "submitted", "returned", "approved", *FINAL}
    assert Registration.select().count() >= 60


def test_every_claim_has_its_true_events() -> None:
    for claim in Registration.select():
        names = [event.name for event in Event.about("registration", claim.id)]
        assert names[0] == "registration.drafted"
        assert events.first_broken("registration", claim.id) is None
        if claim.filed_at:
            assert {"registration.submitted", "registration.refused"} & set(names)
        if claim.status == "approved":
            assert "registration.approved" in names


def test_no_moment_lies_in_the_future() -> None:
    now = moment.now()
    assert all(event.at <= now for event in Event.select())
    assert all(receipt.at <= now for receipt in Receipt.select())


def test_evidence_really_opens(told: Config) -> None:
    kinds = set()
    for file in Evidence.select():
        path = store.path_of(told.evidence_folder, file.partner_id, file.sha256)
        opens(file.kind, path)
        kinds.add(file.kind)
    assert kinds >= {"eml", "ics", "pdf", "jpeg", "docx"}


def opens(kind: str, path: Path) -> None:
    content = path.read_bytes()
    if kind == "pdf":
        assert "Offer" in pypdfium2.PdfDocument(content)[0].get_textpage().get_text_range()
    elif kind == "jpeg":
        Image.open(io.BytesIO(content)).verify()
    elif kind == "docx":
        assert zipfile.ZipFile(io.BytesIO(content)).testzip() is None
    elif kind == "eml":
        assert email.message_from_bytes(content)["From"]


def test_companies_ask_to_join_one_of_them_for_too_long() -> None:
    waiting = list(Application.waiting())
    assert [one.due_at is not None and one.due_at < moment.now() for one in waiting] == [True, False]
    assert Application.counts() == {"waiting": 2, "declined": 1}


def test_the_sample_says_that_it_is_one() -> None:
    assert Vendor.get_current().is_sample
    assert Account.select().count() == 400 + TWINS
    assert Judgement.select().count() == 3
    assert Account.select().where(Account.also != "").count() > 5


def test_the_programme_was_set_three_times_and_says_why() -> None:
    notes = [row.note for row in Publication.select().order_by(Publication.id)]
    assert len(notes) == 3
    assert all(notes)
    newest = RulesVersion.in_force(moment.now())
    assert "5.5 A claim that was held up by us" in newest.text["en"]
    assert "{" not in newest.text["en"]
    assert rules.of(newest).settled_per_day == 60
    assert {claim.rules_version.number for claim in Registration.select()} == {1, 2, 3, 4}


def test_nobody_in_the_history_looked_like_probing_but_the_one_who_typed_in_a_pile_of_cards() -> None:
    alarms = list(Alarm.select())
    assert [(alarm.partner.name, alarm.state) for alarm in alarms] == [("Ostwall Messtechnik", "closed")]
    assert {"sorted"} == {one["code"] for one in alarms[0].reasons}
    assert Allowance.living_of(alarms[0].partner_id, moment.now()) is not None
