"""PRODUCT.md D: how long a claim lives, what keeps it alive, how it ends, and that a second click changes nothing."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from domain import clock, decisions, events, moment, protection, rules
from domain.decisions import Words
from domain.refusals import Invalid, Kind, Refused
from domain.registrations import filing
from models import Delivery, Event, Note, Registration
from models.base import db
from tests.world import MONDAY, World


def after(days: float) -> datetime:
    """So many days after the approval, at ten in Berlin."""
    return MONDAY + timedelta(days=days)


@pytest.fixture
def claim(world: World) -> Registration:
    """Approved on Monday 8 March, protected until 6 June."""
    with moment.at(MONDAY):
        filed = world.file(world.ana)
        Registration.update(stage_two_at=MONDAY).where(Registration.id == filed.id).execute()
        return decisions.approve(world.max, Registration.get_by_id(filed.id), Words(clause="5.1"))


def named(name: str) -> list[Event]:
    return list(Event.select().where(Event.name == name).order_by(Event.id))


def fresh(claim: Registration) -> Registration:
    return Registration.get_by_id(claim.id)


def last_day(claim: Registration) -> date:
    until = fresh(claim).protected_until
    assert until is not None
    return clock.local_day(until, "Europe/Berlin")


def remind(days: float) -> int:
    with moment.at(after(days)):
        return protection.remind_due(moment.now())


def test_reminders_come_thirty_fourteen_seven_and_one_day_before(claim: Registration) -> None:
    sent = [day for day in range(91) if remind(day)]
    assert sent == [60, 76, 83, 89]
    assert [event.facts["days"] for event in named("protection.ending")] == [30, 14, 7, 1]
    assert all(remind(day) == 0 for day in range(91)), "a second time nothing is sent"


def test_of_several_overdue_reminders_only_the_nearest_is_sent(claim: Registration) -> None:
    assert remind(85) == 1
    assert [event.facts["days"] for event in named("protection.ending")] == [5]
    assert remind(86) == 0
    assert remind(89) == 1


def test_protection_holds_to_the_end_of_its_last_day_and_not_longer(world: World, claim: Registration) -> None:
    assert last_day(claim) == date(2027, 6, 6)
    for when, count in (
        (datetime(2027, 6, 6, 21, 59, 59, tzinfo=UTC), 0),
        (datetime(2027, 6, 6, 22, 0, tzinfo=UTC), 1),
    ):
        with moment.at(when):
            assert protection.expire_due(when) == count
    ended = fresh(claim)
    assert (ended.status, ended.is_protected) == ("expired", False)
    assert protection.expire_due(after(400)) == 0
    assert protection.again_on(ended) == "2027-06-14"


def test_an_update_is_kept_with_its_hash_and_ends_the_silence(world: World, claim: Registration) -> None:
    with moment.at(after(40)):
        protection.warn_silent(moment.now())
        assert fresh(claim).silence_warned_at
        updated = protection.update(world.ana, fresh(claim), "Met the buyer.", "evaluation", "Demo on 3 May")
    assert updated.silence_warned_at is None
    assert updated.updated_at == after(40)
    assert updated.details["buying_stage"] == "evaluation"
    note = Note.get(Note.kind == "update")
    assert note.text == "Met the buyer.\n→ Demo on 3 May"
    assert named("registration.updated")[0].text_hash == events.hashed(note.text, note.salt)
    assert "buyer" not in str(named("registration.updated")[0].facts)


def test_the_same_update_twice_is_one(world: World, claim: Registration) -> None:
    for minutes in (0, 1):
        with moment.at(after(3) + timedelta(minutes=minutes)):
            protection.update(world.ana, fresh(claim), "Met the buyer.")
    assert Note.select().where(Note.kind == "update").count() == len(named("registration.updated")) == 1


@pytest.mark.parametrize("text", ["", "  \n ", "x" * 2001])
def test_an_update_needs_words_and_not_too_many(world: World, claim: Registration, text: str) -> None:
    with moment.at(after(3)), pytest.raises(Invalid):
        protection.update(world.ana, claim, text)


def test_only_the_holder_and_the_partner_admin_update(world: World, claim: Registration) -> None:
    with moment.at(after(3)):
        protection.update(world.ben, claim, "By the admin.")
        for stranger in (world.rita, world.max):
            with pytest.raises(Refused) as refused:
                protection.update(stranger, claim, "Not mine.")
            assert refused.value.kind is Kind.NOT_YOURS


def test_four_weeks_silent_is_warned_and_six_weeks_ends_it_at_the_end_of_the_day_that_was_named(
    world: World, claim: Registration
) -> None:
    days: dict[int, tuple[int, int]] = {}
    for day in range(60):
        with moment.at(after(day)):
            days[day] = (protection.expire_silent(moment.now()), protection.warn_silent(moment.now()))
    assert [day for day, (ended, warned) in days.items() if warned] == [28]
    assert [day for day, (ended, warned) in days.items() if ended] == [43]
    assert named("silence.warned")[0].facts == {"since": "2027-03-08", "ends_on": "2027-04-19"}
    assert named("registration.expired")[0].facts["why"] == "silence"
    assert fresh(claim).status == "expired"


def test_nobody_is_expired_for_silence_without_two_weeks_of_warning(claim: Registration) -> None:
    """The clock stood still for weeks: the warning comes late, and so does the end."""
    with moment.at(after(50)):
        assert protection.expire_silent(moment.now()) == 0
        assert protection.warn_silent(moment.now()) == 1
    for day, ended in ((63, 0), (64, 0), (65, 1)):
        with moment.at(after(day)):
            assert protection.expire_silent(moment.now()) == ended


def test_an_update_in_the_last_moment_saves_the_claim(
    world: World, claim: Registration, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The row was read as silent; before the job comes to it, the update is in."""
    with moment.at(after(28)):
        protection.warn_silent(moment.now())
    stale = fresh(claim)
    with moment.at(after(43)):
        protection.update(world.ana, stale, "Still on it.")
        with pytest.raises(Refused):
            protection.close(stale, "expire", None, only_if=Registration.silence_warned_at == stale.silence_warned_at)
    assert fresh(claim).status == "approved"


def test_the_first_extension_is_granted_at_once_after_a_recent_update(world: World, claim: Registration) -> None:
    with moment.at(after(70)):
        protection.update(world.ana, fresh(claim), "Offer is out.")
    with moment.at(after(80)):
        extended = protection.extend(world.ana, fresh(claim))
    assert (extended.extensions, last_day(claim)) == (1, date(2027, 7, 6))
    assert named("protection.extended")[0].facts == {"until": "2027-07-06", "days": 30}


def test_without_a_recent_update_the_tap_asks_for_one_and_takes_it_along(world: World, claim: Registration) -> None:
    with moment.at(after(80)):
        with pytest.raises(Invalid):
            protection.extend(world.ana, fresh(claim))
        assert protection.extend(world.ana, fresh(claim), "Offer is out.").extensions == 1
    assert Note.select().where(Note.kind == "update").count() == 1


def test_the_approval_itself_is_no_update(world: World, claim: Registration) -> None:
    with moment.at(after(2)), pytest.raises(Invalid):
        protection.extend(world.ana, fresh(claim))


def test_a_double_click_extends_once(world: World, claim: Registration) -> None:
    with moment.at(after(80)):
        first = protection.extend(world.ana, fresh(claim), "Offer is out.", seen=0)
        again = protection.extend(world.ana, fresh(claim), "Offer is out.", seen=0)
        with pytest.raises(Refused):
            protection.extend(world.ana, claim)
    assert first.extensions == again.extensions == fresh(claim).extensions == 1
    assert named("extension.requested") == []


def test_a_second_extension_is_a_managers_to_grant(world: World, claim: Registration) -> None:
    with moment.at(after(80)):
        protection.extend(world.ana, fresh(claim), "Offer is out.")
    with moment.at(after(110)):
        asked = protection.extend(world.ana, fresh(claim), "They want a second demo.")
        protection.extend(world.ana, fresh(claim))
    assert (asked.extensions, last_day(claim)) == (1, date(2027, 7, 6))
    assert len(named("extension.requested")) == 1
    told = Delivery.select().where(Delivery.event == named("extension.requested")[0])
    assert {row.recipient.name for row in told} == {"Max Lindner"}
    with moment.at(after(111)):
        for person in (world.ana, world.ada):
            with pytest.raises(Refused):
                protection.grant_extension(person, fresh(claim))
        protection.grant_extension(world.max, fresh(claim))
        with pytest.raises(Refused):
            protection.grant_extension(world.max, fresh(claim))
    assert (fresh(claim).extensions, last_day(claim)) == (2, date(2027, 8, 5))


def test_a_declined_extension_leaves_the_day_and_may_be_asked_for_again(world: World, claim: Registration) -> None:
    with moment.at(after(80)):
        protection.extend(world.ana, fresh(claim), "Offer is out.")
    with moment.at(after(110)):
        protection.extend(world.ana, fresh(claim), "More time, please.")
        protection.decline_extension(world.max, fresh(claim))
    assert last_day(claim) == date(2027, 7, 6)
    assert len(named("extension.declined")) == 1
    with moment.at(after(112)):
        assert protection.extend(world.ana, fresh(claim)).extension_asked_at


def test_after_an_extension_reminders_begin_anew(world: World, claim: Registration) -> None:
    assert remind(83) == 1
    with moment.at(after(83.1)):
        protection.extend(world.ana, fresh(claim), "Offer is out.")
    assert [day for day in range(83, 121) if remind(day)] == [90, 106, 113, 119]


def test_what_has_ended_cannot_be_extended(world: World, claim: Registration) -> None:
    with moment.at(after(91)), pytest.raises(Refused):
        protection.extend(world.ana, fresh(claim), "Too late.")
    assert fresh(claim).extensions == 0
    assert Note.select().where(Note.kind == "update").count() == 0, "what was not done leaves no note"


@pytest.mark.parametrize(
    ("verb", "status"), [(protection.win, "won"), (protection.lose, "lost"), (protection.withdraw, "withdrawn")]
)
def test_the_partner_ends_a_claim_and_cools_down(world: World, claim: Registration, verb, status: str) -> None:  # type: ignore[no-untyped-def]
    with moment.at(after(10)):
        ended = verb(world.ana, claim)
        assert (ended.status, ended.is_protected, ended.ended_at) == (status, False, after(10))
        assert protection.again_on(ended) == "2027-03-25"
        with pytest.raises(Refused) as refused:
            world.file(world.ana)
        assert refused.value.values["day"] == date(2027, 3, 25)
        with pytest.raises(Refused):
            verb(world.ana, claim)
    with moment.at(datetime(2027, 3, 25, 0, 0, tzinfo=UTC)):
        assert world.file(world.ana).status == "submitted"


def test_the_vendor_may_close_as_won_but_not_withdraw(world: World, claim: Registration) -> None:
    with moment.at(after(10)):
        with pytest.raises(Refused) as refused:
            protection.withdraw(world.max, claim)
        assert refused.value.kind is Kind.NOT_YOURS
        for person in (world.rita, world.ada):
            with pytest.raises(Refused):
                protection.win(person, claim)
        assert protection.win(world.max, claim).status == "won"


def test_those_behind_move_up_when_a_claim_ends(world: World) -> None:
    with moment.at(MONDAY):
        first = world.file(world.ana, project="one")
        second = world.file(world.rita, project="two")
        assert second.is_waiting
        protection.withdraw(world.ana, first, "No budget.")
    assert fresh(second).is_protected
    assert Note.get(Note.kind == "withdrawal").text == "No budget."


def test_each_claim_keeps_the_numbers_it_was_made_under(world: World, claim: Registration) -> None:
    """The vendor shortens the silence for new claims; this one has its four weeks."""
    import dataclasses

    with moment.at(after(1)), db.atomic():
        rules.publish(
            dataclasses.replace(rules.in_force(), silence_warning_days=10, protection_reminders=(60,)), {"en": "x"}
        )
    with moment.at(after(20)):
        assert protection.warn_silent(moment.now()) == 0
    assert remind(31) == 0
    with moment.at(after(28)):
        assert protection.warn_silent(moment.now()) == 1


def test_one_broken_row_does_not_stop_the_rest(
    world: World, claim: Registration, monkeypatch: pytest.MonkeyPatch
) -> None:
    with moment.at(MONDAY):
        other = decisions.approve(world.max, world.file(world.ben, "Wasserwerk Unterstein"), Words(clause="5.1"))
    closing = protection.closing.close  # type: ignore[attr-defined]

    def break_one(row: Registration, *args: object, **more: object) -> Registration:
        if row.id == claim.id:
            raise ValueError("broken")
        return closing(row, *args, **more)

    monkeypatch.setattr(protection.closing, "close", break_one)  # type: ignore[attr-defined]
    with moment.at(after(100)):
        assert protection.expire_due(after(100)) == 1
    assert (fresh(claim).status, fresh(other).status) == ("approved", "expired")


def test_a_claim_is_judged_by_the_rules_of_its_filing_not_of_its_draft(world: World) -> None:
    import dataclasses

    with moment.at(MONDAY):
        draft = world.draft(world.ana, "Wasserwerk Unterstein")
        with db.atomic():
            rules.publish(dataclasses.replace(rules.in_force(), protection_days=30), {"en": "x"})
        filed = filing.submit(world.ana, draft)
        approved = decisions.approve(world.max, filed, Words(clause="5.1"))
    assert filed.rules_version_id != draft.rules_version_id
    assert approved.protected_until is not None
    assert (approved.protected_until - MONDAY).days == 30
