"""Does every event become a mail that its reader understands, and that says nothing it must not?"""

from __future__ import annotations

import logging
import re
import secrets
from datetime import timedelta
from typing import Any

import pytest

from domain import applications, audiences, codes, events, letters, moment
from integrations import message
from integrations.message import Message
from models import (
    AddressChange,
    Alarm,
    Allowance,
    Application,
    BulkCheck,
    CheckPause,
    Delivery,
    Erasure,
    ImportRun,
    Question,
    Registration,
    RulesVersion,
    SigninLink,
    Spreadsheet,
    Training,
    Vendor,
    Watch,
)
from models.base import db
from tests import applicants
from tests.world import MONDAY, World

pytestmark = pytest.mark.once

UNTIL = (MONDAY + timedelta(days=90)).date().isoformat()
FACTS: dict[str, dict[str, Any]] = {
    "registration.approved": {
        "until": (MONDAY + timedelta(days=90)).isoformat(),
        "rule": "",
        "before": ["DR-1111-1111"],
    },
    "registration.returned": {"reply_by": UNTIL},
    "registration.reversed": {"decision": "approve", "before": ["DR-1111-1111"], "behind": ["DR-1111-1111"]},
    "registration.reply_due": {"reply_by": UNTIL},
    "condition.met": {"condition": "C-1", "due_on": UNTIL},
    "condition.due": {"condition": "C-1", "due_on": UNTIL},
    "condition.missed": {"condition": "C-1", "due_on": UNTIL},
    "registration.lapsed": {"why": "reply", "again_on": UNTIL},
    "registration.expired": {"why": "silence", "again_on": UNTIL},
    "registration.stage_two_due": {"until": UNTIL},
    "answer.half_used": {"due": MONDAY.isoformat(), "per_cent": 50},
    "answer.mostly_used": {"due": MONDAY.isoformat(), "per_cent": 80},
    "answer.overdue": {"due": MONDAY.isoformat(), "per_cent": 104},
    "protection.ending": {"days": 30, "until": UNTIL},
    "protection.extended": {"days": 30, "until": UNTIL},
    "extension.requested": {"until": UNTIL},
    "extension.declined": {"until": UNTIL},
    "silence.warned": {"since": UNTIL, "ends_on": UNTIL},
    "certificate.issued": {"revision": 2},
    "rules.published": {"number": 2, "before": 1, "fields": ["protection_days"], "texts": [], "restored": None},
    "user.role_changed": {"from": "rep", "to": "reader", "sees": "team"},
    "vendor.key_ending": {"fingerprint": "ab" * 32, "days": 30, "until": (MONDAY + timedelta(days=30)).isoformat()},
    "application.sent": {"code": "AP-1111-1111", "rules": 1},
    "application.confirmed": {"code": "AP-1111-1111", "due": MONDAY.isoformat()},
    "application.due": {"code": "AP-1111-1111", "due": MONDAY.isoformat()},
    "application.withdrawn": {"code": "AP-1111-1111"},
    "application.declined": {"code": "AP-1111-1111", "reason": "told_too_little"},
    "person.erased": {"code": "X-1", "files": 2},
    "allowance.given": {"day": 200, "month": 1200, "until": UNTIL},
    "user.factor_added": {"kind": "passkey", "sessions_ended": 1},
    "user.factor_removed": {"kind": "app", "sessions_ended": 1},
    "user.code_used": {"left": 9},
    "training.noted": {"training": "T-1", "passed_on": "2027-03-01", "until": None},
    "training.ending": {"training": "T-1", "passed_on": "2027-03-01", "until": UNTIL},
    "training.over": {"training": "T-1", "passed_on": "2026-03-01", "until": "2027-03-07"},
    "training.withdrawn": {"training": "T-1", "passed_on": "2027-03-01", "until": UNTIL},
    "vendor.branded": {"number": 2, "fields": ["accent"], "accent": "#0f5061"},
}
"""What the verbs put into these events."""

TOLD = sorted({*audiences.AUDIENCES, *audiences.TO_APPLICANT})


def about(name: str, world: World) -> Any:
    """A row such as the event is recorded on."""
    now, subject = moment.now(), name.split(".")[0]
    if subject == "question":
        return Question.get_or_none() or Question.create(
            code=codes.fresh("Q"), partner=world.ana.partner, asked_by=world.ana, asked_at=now, company="Oberwald",
            text="Why?", answer="Because.", salt="s", idempotency_key="k", assignee=world.max, due_at=now,
        )  # fmt: skip
    if subject == "watch":
        return Watch.get_or_none() or Watch.create(
            code=codes.fresh("W"), user=world.ana, partner=world.ana.partner, name="Oberwald", reason="Ours",
            created_at=now, expires_at=now,
        )  # fmt: skip
    if subject == "import":
        return ImportRun.get_or_none() or ImportRun.create(
            code="I-1", kind="leads", filename="leads.csv", path="x", created_by=world.ada, created_at=now
        )
    if subject == "rules":
        return RulesVersion.get()
    if subject == "vendor":
        return Vendor.get_current()
    if subject == "spreadsheet":
        return Spreadsheet.get_or_none() or Spreadsheet.create(
            code="S-1", filename="deals.xlsx", path="x", source={}, mapping={}, created_by=world.ada, created_at=now
        )
    if subject == "application":
        return Application.get_or_none() or applications.decline(
            world.max, applicants.waiting(locale=world.max.locale), "told_too_little", "Fuchs 2027"
        )
    if subject == "person":
        return Erasure.get_or_none() or Erasure.create(
            code="X-1", reason="asked", erased_by=world.ada, erased_at=now, done={}, stays={}
        )
    if subject == "alarm":
        return Alarm.create(code=codes.fresh("AL"), partner=world.ana.partner, since=now, raised_at=now, salt="s")
    if subject == "allowance":
        return Allowance.create(
            code=codes.fresh("AW"), partner=world.ana.partner, per_person=80, per_day=200, per_month=1200, salt="s",
            reason="The fair in Hanover.", given_by=world.max, given_at=now, until=now + timedelta(days=30),
        )  # fmt: skip
    if subject == "checks":
        return CheckPause.create(
            partner=world.ana.partner, reason="Please call.", salt="s", paused_by=world.max, paused_at=now
        )
    if subject == "list":
        return BulkCheck.get_or_none() or BulkCheck.create(
            code="L-1", user=world.ana, name="fair.xlsx", rows=[], mapping={}, created_at=now, next_at=now
        )
    if subject == "training":
        return Training.get_or_none() or Training.create(
            code="T-1", person=world.ana, course="Flow basics", passed_on=now.date(), noted_by=world.max, noted_at=now
        )
    if subject in ("sign_in", "user"):
        return world.ana
    return Registration.get_or_none(Registration.holder == world.ana) or world.file(world.ana)


def link(world: World) -> SigninLink:
    now = moment.now()
    return SigninLink.create(
        user=world.ana,
        purpose="sign_in",
        nonce=secrets.token_hex(),
        created_at=now,
        expires_at=now + timedelta(minutes=15),
    )


def moved(world: World) -> AddressChange:
    now = moment.now()
    return AddressChange.create(
        user=world.ana, nonce=secrets.token_hex(), old="ana@acme.example", new="anna@acme.example", asked_at=now,
        expires_at=now + timedelta(hours=24), confirmed_at=now, back_until=now + timedelta(days=14),
    )  # fmt: skip


def delivered(name: str, world: World, **facts: Any) -> list[Delivery]:
    """The mails of one such event."""
    row = about(name, world)
    if name in audiences.MAIL_ONLY:
        facts["link"] = link(world).id
    if name.startswith("user.address_"):
        facts["change"] = moved(world).id
    with db.atomic():
        event = events.record(name, row, facts={**FACTS.get(name, {}), **facts})
    channel = "inbox" if name in audiences.INBOX_ONLY else "mail"
    return list(Delivery.with_event().where(Delivery.event == event, Delivery.channel == channel))


def words(delivery: Delivery) -> Message:
    letter = letters.of(delivery, b"key")
    return message.write(letter.event, letter.locale, letter.facts)


@pytest.mark.parametrize("name", TOLD)
def test_every_event_has_a_subject_a_first_line_what_to_do_and_one_button(world: World, name: str) -> None:
    with moment.at(MONDAY):
        mails = delivered(name, world)
        assert mails, "nobody would hear of it"
        for mail in mails:
            said = words(mail)
            text, page = said.text("https://p.example/x"), said.html("https://p.example/x", "#0f5061")
            assert all((said.subject, said.happened, said.todo, said.button, said.footer))
            assert text.count("https://") == page.count("https://") == 1
            assert "{" not in text
            assert "None" not in text
            assert "%(" not in text
            assert "!" not in text


@pytest.mark.parametrize("name", TOLD)
def test_text_and_html_say_the_same_words(world: World, name: str) -> None:
    with moment.at(MONDAY):
        said = words(delivered(name, world)[0])
        html = re.sub(r"</?span[^>]*>", "", said.html("u", "#0f5061"))  # keep words together; part none
        page = re.sub(r"<[^>]+>", " ", html.split("<body", 1)[1])
        for line in (said.happened.rstrip("."), said.todo, said.button, said.more, said.footer):
            assert line in " ".join(said.text("u").split())
            assert line in " ".join(page.replace("&#39;", "'").split())


def test_the_subject_begins_with_what_it_is_about(world: World) -> None:
    with moment.at(MONDAY):
        for name in audiences.AUDIENCES:
            if name.split(".")[0] in (
                "registration",
                "answer",
                "protection",
                "silence",
                "extension",
                "certificate",
                "condition",
            ):
                for mail in delivered(name, world):
                    assert words(mail).subject.startswith("Talsperrenverband Oberwald: ")


def test_a_partners_mail_says_nothing_of_other_partners(world: World) -> None:
    """Rita stands behind Ana; what Ana is told holds neither Rita's company nor her code, whatever the event knows."""
    with moment.at(MONDAY):
        world.file(world.ana, project="one")
        behind = world.file(world.rita, project="another")
        assert behind.is_waiting
        for name in audiences.AUDIENCES:
            for mail in delivered(name, world):
                if not mail.reader.is_staff:
                    said = words(mail)
                    whole = said.text("u") + said.html("u", "#0f5061") + said.subject
                    assert not any(foreign in whole for foreign in ("Rival", "Rita", behind.code, "DR-1111-1111"))


def test_names_cannot_break_the_page_or_the_subject(world: World) -> None:
    with moment.at(MONDAY):
        mean = 'Ober<b>wald</b> & "Söhne"\r\nBcc: all@x.example'
        claim = world.file(world.ana)
        Registration.update(company=mean).where(Registration.id == claim.id).execute()
        said = words(delivered("silence.warned", world)[0])
        assert "\n" not in said.subject
        assert "<b>wald" not in said.html("u", "#0f5061")
        assert "<b>wald" in said.text("u")


def test_a_sign_in_mail_carries_link_and_digits(world: World) -> None:
    with moment.at(MONDAY):
        letter = letters.of(delivered("sign_in.requested", world)[0], b"key")
        said = message.write(letter.event, letter.locale, letter.facts)
        pin = letter.facts["pin"]
        assert re.fullmatch(r"\d{6}", pin)
        assert pin in said.text(letter.path)
        assert letter.path.startswith("/sign-in/")
        assert pin in said.html(letter.path, "#0f5061")


def test_who_stands_in_for_nobody_is_told_why(world: World) -> None:
    """A claim without assignee: the director hears of it, and that it is as owner of the programme."""
    with moment.at(MONDAY):
        claim = world.file(world.ana)
        Registration.update(assignee=None).where(Registration.id == claim.id).execute()
        mails = [mail for mail in delivered("answer.half_used", world) if mail.recipient == world.dora]
        assert len(mails) == 1
        assert "owner of the programme" in words(mails[0]).footer


def test_letters_of_many_take_a_handful_of_queries(world: World, caplog: pytest.LogCaptureFixture) -> None:
    with moment.at(MONDAY):
        for _ in range(10):
            for name in (
                "silence.warned",
                "protection.ending",
                "watch.freed",
                "question.answered",
                "registration.declined",
            ):
                delivered(name, world)
        rows = list(Delivery.with_event().where(Delivery.channel == "inbox"))
        assert len(rows) >= 50
        with caplog.at_level(logging.DEBUG, "peewee"):
            letters.of_many(rows)
        assert 0 < len(caplog.records) <= 8


@pytest.mark.parametrize("step", range(0, 256, 15))
def test_words_on_the_accent_keep_their_contrast(step: int) -> None:
    for accent in (f"#{step:02x}{step:02x}{step:02x}", f"#{step:02x}40c0", f"#f0{step:02x}20"):
        assert contrast(accent, message.on(accent)) >= 4.5


def contrast(one: str, other: str) -> float:
    bright, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
