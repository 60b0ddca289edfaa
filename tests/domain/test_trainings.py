"""Who may register with which certificate: to the end of its last day, whoever files, and nothing said twice."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from domain import decisions, moment, rules, training_reminders, trainings
from domain.decisions import Words
from domain.refusals import Invalid, Kind, Refused
from domain.registrations import behalf, drafts, filing, hand_over, holds
from domain.rules import Rules
from domain.settings import effects
from domain.settings.answering import changes
from domain.trainings import Missing, Passed
from models import Delivery, Event, Evidence, Registration, Training, User
from models.base import close, db
from tests.world import MONDAY, RULES, World

FLOW, GAS = "Flow basics", "Gas safety"
TODAY = date(2027, 3, 8)
LAST_MOMENT = datetime(2027, 3, 20, 22, 59, 59, tzinfo=UTC)
"""23:59:59 on 20 March in Berlin."""


@pytest.fixture(autouse=True)
def _monday() -> Iterator[None]:
    with moment.at(MONDAY):
        yield


def required(*courses: str) -> Rules:
    rules.publish(replace(RULES, required_training=courses), {"en": "## Training"})
    return rules.in_force()


def passed(world: World, person: User, course: str = FLOW, until: date | None = None) -> Training:
    return trainings.note(world.max, person, Passed(course, TODAY, until))


def told(name: str, channel: str = "mail") -> list[str]:
    """Who heard of such an event, once for each time."""
    rows = Delivery.select(Delivery, Event).join(Event).where(Event.name == name, Delivery.channel == channel)
    return sorted(row.recipient.name for row in rows)


def test_without_required_training_everybody_registers(world: World) -> None:
    assert rules.in_force().required_training == ()
    assert world.file(world.ana).status == "submitted"


def test_an_old_version_without_the_field_still_loads() -> None:
    numbers = rules.to_json(RULES)
    del numbers["required_training"], numbers["training_reminder_days"]
    assert rules.from_json(numbers).required_training == ()
    assert rules.from_json({**numbers, "required_training": [FLOW]}).required_training == (FLOW,)


def test_who_has_none_is_refused_by_name_and_what_was_typed_stays(world: World) -> None:
    required(FLOW)
    with pytest.raises(Refused) as no:
        world.file(world.ana)
    assert (no.value.message, no.value.values["course"], no.value.values["name"]) == (
        trainings.NONE_YET, FLOW, "Ana Novak",
    )  # fmt: skip
    draft = Registration.get(Registration.holder == world.ana)
    assert (draft.status, draft.company, draft.claim_seq) == ("draft", "Talsperrenverband Oberwald", None)
    passed(world, world.ana)
    assert filing.submit(world.ana, draft).status == "submitted"


def test_a_certificate_counts_through_its_whole_last_day_where_the_programme_is_at_home(world: World) -> None:
    required(FLOW)
    passed(world, world.ana, until=date(2027, 3, 20))
    with moment.at(LAST_MOMENT):
        assert world.file(world.ana).status == "submitted"
    with moment.at(LAST_MOMENT + timedelta(seconds=1)), pytest.raises(Refused) as no:
        world.file(world.ana, "Molkerei Rotenhain")
    assert (no.value.message, no.value.values["day"]) == (trainings.ENDED, date(2027, 3, 20))


def test_each_required_course_is_asked_for_whatever_the_case_of_letters(world: World) -> None:
    in_force = required(FLOW, GAS)
    assert trainings.missing(world.ana, in_force, MONDAY) == [Missing(FLOW), Missing(GAS)]
    with pytest.raises(Refused) as no:
        world.file(world.ana)
    assert (no.value.message, no.value.values["course"]) == (trainings.SEVERAL, f"{FLOW}, {GAS}")
    passed(world, world.ana, "  flow   BASICS ")
    assert trainings.missing(world.ana, in_force, MONDAY) == [Missing(GAS)]
    passed(world, world.ben, GAS)
    assert trainings.missing(world.ana, in_force, MONDAY) == [Missing(GAS)], "a colleague's does not count"


def test_the_holder_must_be_trained_whoever_files(world: World) -> None:
    """Neither the admin who files a colleague's draft nor the manager on behalf lends a certificate."""
    required(FLOW)
    passed(world, world.ben)
    draft = world.draft(world.ana)
    with pytest.raises(Refused):
        filing.submit(world.ben, draft)
    own = world.draft(world.ana, "Molkerei Rotenhain")
    typed = drafts.StageOne(**{name: getattr(own, name) for name in drafts.StageOne.__dataclass_fields__})
    asked = behalf.draft(world.max, world.ana, "one form", typed)
    with pytest.raises(Refused):
        behalf.submit(world.max, asked)
    again = behalf.draft(world.max, world.ben, "one form", typed)
    assert (again.id, again.holder) == (asked.id, world.ben), "the same form, sent for the colleague"
    filed = behalf.submit(world.max, again)
    assert (filed.status, filed.holder) == ("submitted", world.ben)
    assert behalf.draft(world.max, world.ana, "one form", typed).holder == world.ben, "filed is filed"


def test_no_hold_without_training_and_none_becomes_a_claim_after_its_end(world: World) -> None:
    required(FLOW)
    assert holds.hold(world.ana, world.draft(world.ana)).status == "draft"
    row = passed(world, world.ana)
    held = holds.hold(world.ana, world.draft(world.ana))
    assert held.status == "held"
    trainings.end(world.max, row)
    with pytest.raises(Refused):
        filing.submit(world.ana, held)
    assert Registration.get_by_id(held.id).status == "held"


def test_what_is_filed_goes_on_and_may_be_handed_to_somebody_untrained(world: World) -> None:
    required(FLOW)
    row = passed(world, world.ana)
    claim = world.file(world.ana)
    trainings.end(world.max, row)
    assert hand_over.hand_over(world.max, world.ana, world.ben) == 1
    after = Registration.get_by_id(claim.id)
    kept = ("status", "claim_seq", "filed_at", "is_protected", "answer_due_at", "stage_two_due_at")
    assert [getattr(after, name) for name in kept] == [getattr(claim, name) for name in kept]
    assert decisions.approve(world.max, after, Words(clause="5.1")).status == "approved"


def proof(claim: Registration) -> None:
    Evidence.create(
        code=f"E-{claim.id}", partner=claim.partner, registration=claim, uploaded_by=claim.holder,
        uploaded_at=moment.now(), filename="a.eml", kind="eml", size=1, sha256="ab" * 32,
    )  # fmt: skip


def test_no_rule_approves_the_claim_of_somebody_untrained(world: World) -> None:
    required(FLOW)
    row = passed(world, world.ana)
    claim = world.file(world.ana)
    proof(claim)
    trainings.end(world.max, row)
    assert decisions.approve_if_clear(claim).status == "submitted"
    passed(world, world.ana, until=TODAY)
    assert decisions.approve_if_clear(claim).status == "approved"


def test_a_claim_is_approved_under_the_training_its_own_rules_asked_for(world: World) -> None:
    claim = world.file(world.ana)
    proof(claim)
    required(FLOW)
    assert decisions.approve_if_clear(claim).status == "approved"


@pytest.mark.parametrize(
    ("typed", "wrong"),
    [
        (Passed("", None), ["course", "passed_on"]),
        (Passed("   ", TODAY), ["course"]),
        (Passed("a, b", TODAY), ["course"]),
        (Passed("x" * 61, TODAY), ["course"]),
        (Passed(FLOW, TODAY + timedelta(days=1)), ["passed_on"]),
        (Passed(FLOW, date(1989, 12, 31)), ["passed_on"]),
        (Passed(FLOW, TODAY, TODAY - timedelta(days=1)), ["valid_until"]),
        (Passed(FLOW, TODAY, date(2099, 1, 1)), ["valid_until"]),
    ],
)
def test_what_cannot_be_is_named_by_its_field(world: World, typed: Passed, wrong: list[str]) -> None:
    with pytest.raises(Invalid) as no:
        trainings.note(world.max, world.ana, typed)
    assert list(no.value.errors) == wrong
    assert Training.select().count() == 0


def test_only_staff_note_and_withdraw_and_only_for_people_of_partners(world: World) -> None:
    row = passed(world, world.ana)
    for person in (world.ana, world.ben, world.rita):
        for verb in (lambda by: trainings.note(by, world.ana, Passed(GAS, TODAY)), lambda by: trainings.end(by, row)):
            with pytest.raises(Refused) as no:
                verb(person)
            assert no.value.kind is Kind.NOT_YOURS
    with pytest.raises(Refused) as no:
        trainings.note(world.max, world.dora, Passed(FLOW, TODAY))
    assert no.value.kind is Kind.WRONG
    assert [one.state for one in trainings.held_by(world.ana, RULES, MONDAY)] == ["valid"]


def test_sent_twice_it_is_noted_once_and_withdrawn_once(world: World) -> None:
    row = passed(world, world.ana, until=date(2028, 3, 8))
    assert passed(world, world.ana, "FLOW basics", date(2028, 3, 8)) == row
    assert passed(world, world.ana, until=date(2028, 3, 9)) != row
    ended = trainings.end(world.dora, row)
    assert (ended.ended_at, ended.ended_by) == (MONDAY, world.dora)
    with pytest.raises(Refused) as no:
        trainings.end(world.max, row)
    assert no.value.kind is Kind.MOVED_ON
    names = [event.name for event in Event.about("training", row.id)]
    assert names == ["training.noted", "training.withdrawn"]
    assert passed(world, world.ana, until=date(2028, 3, 8)) != row, "it can be noted anew"


def test_of_many_double_clicks_one_is_noted_and_one_withdraws(world: World) -> None:
    ana, max_ = world.ana, world.max
    assert sum(at_once(lambda: trainings.note(max_, ana, Passed(FLOW, TODAY)))) == 6
    row = Training.get()
    assert Training.select().count() == 1
    assert sum(at_once(lambda: trainings.end(max_, row))) == 1
    assert Event.select().where(Event.name == "training.withdrawn").count() == 1


def at_once(verb: object) -> list[bool]:
    """The same verb in six threads; which of them were not refused."""
    took: list[bool] = []

    def work() -> None:
        with moment.at(MONDAY), db.connection_context():
            try:
                verb()  # type: ignore[operator]
                took.append(True)
            except Refused:
                took.append(False)
        close()

    threads = [threading.Thread(target=work) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return took


def test_staff_see_all_an_admin_the_companys_others_their_own(world: World) -> None:
    anas, ritas = passed(world, world.ana), passed(world, world.rita)
    seen = {
        person.name: {row.id for row in Training.visible_to(person)}
        for person in (world.max, world.ada, world.ben, world.ana, world.rita)
    }
    assert seen == {
        "Max Lindner": {anas.id, ritas.id}, "Ada Berg": {anas.id, ritas.id}, "Ben Adler": {anas.id},
        "Ana Novak": {anas.id}, "Rita Sommer": {ritas.id},
    }  # fmt: skip


def test_the_person_and_the_admins_hear_of_the_end_once_before_and_once_after(world: World) -> None:
    passed(world, world.ana, until=date(2027, 5, 7))
    passed(world, world.rita)
    for day in range(0, 90):
        training_reminders.remind_due(MONDAY + timedelta(days=day))
    for name in ("training.ending", "training.over"):
        for channel in ("mail", "inbox"):
            assert told(name, channel) == ["Ana Novak", "Ben Adler"]
    assert told("training.noted") == ["Ana Novak", "Rita Sommer"]


@pytest.mark.parametrize(
    ("days", "event"),
    [(29, ""), (30, "training.ending"), (60, "training.ending"), (61, "training.over"), (200, "training.over")],
)
def test_it_is_told_on_its_day_and_caught_up_after_a_standstill(world: World, days: int, event: str) -> None:
    """Valid until 7 May: 60 days from Monday. A clock that stood still says only what is still true."""
    passed(world, world.ana, until=TODAY + timedelta(days=60))
    assert training_reminders.remind_due(MONDAY + timedelta(days=days)) == bool(event)
    found = [row.name for row in Event.select().where(Event.name.in_(["training.ending", "training.over"]))]
    assert found == [event] * bool(event)


def test_an_outlasted_certificate_is_not_worth_a_word_until_the_longer_one_is_withdrawn(world: World) -> None:
    passed(world, world.ana, until=TODAY + timedelta(days=10))
    longer = passed(world, world.ana, until=TODAY + timedelta(days=400))
    assert training_reminders.remind_due(MONDAY) == 0
    trainings.end(world.max, longer)
    assert training_reminders.remind_due(MONDAY) == 1
    assert told("training.ending") == ["Ana Novak", "Ben Adler"]


def test_an_outlasted_certificate_ends_in_silence(world: World) -> None:
    passed(world, world.ana, until=TODAY)
    passed(world, world.ana)
    training_reminders.remind_due(MONDAY + timedelta(days=1))
    training_reminders.remind_due(MONDAY + timedelta(days=2))
    assert told("training.over") == told("training.ending") == []


def test_nobody_hears_of_withdrawn_ones_nor_of_people_who_are_gone(world: World) -> None:
    trainings.end(world.max, passed(world, world.ana, until=TODAY))
    passed(world, world.rita, until=TODAY)
    User.update(is_active=False).where(User.id == world.rita.id).execute()
    assert training_reminders.remind_due(MONDAY) == training_reminders.remind_due(MONDAY + timedelta(days=1)) == 0
    trainings.end(world.max, Training.get(Training.person == world.rita))
    assert told("training.withdrawn") == ["Ana Novak", "Ben Adler"], "not the programme's owner in Rita's stead"


def test_states_in_words(world: World) -> None:
    for until in (None, TODAY, TODAY + timedelta(days=30), TODAY + timedelta(days=31)):
        passed(world, world.ana, until=until)
    found = [(one.state, one.days) for one in trainings.held_by(world.ana, RULES, MONDAY)][::-1]
    assert found == [("valid", 0), ("ending", 0), ("ending", 30), ("valid", 31)]
    tomorrow = trainings.held_by(world.ana, RULES, MONDAY + timedelta(days=1))
    assert tomorrow[2].state == "ended"


def test_before_publishing_one_reads_how_many_could_not_register(world: World) -> None:
    passed(world, world.ana, FLOW)
    before, after = rules.in_force(), replace(rules.in_force(), required_training=(FLOW,))
    said = [one for one in effects.of(changes(before, after), before, after) if "course" in one.values]
    assert [(one.says, one.values["num"]) for one in said] == [(effects.UNTRAINED, 2)], "Ben and Rita"
