"""Who is trained, and who must be? Certificates of courses, noted by the vendor; valid through their whole last day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from domain import clock, codes, events, moment, rules
from domain.permissions import may
from domain.refusals import Invalid, Kind, Refused
from domain.rules import Rules
from domain.words import N_
from models import Training, User
from models.base import db, serialised

LONGEST_COURSE = 60
EARLIEST, LONGEST_VALID = date(1990, 1, 1), timedelta(days=50 * 365)

NOT_YOURS = N_("Only our own staff note and withdraw certificates.")
NOT_A_PARTNERS = N_("Certificates are for people of partners.")
COURSE_WRONG = N_("Enter the name of the course: at most 60 characters, no comma.")
PASSED_WRONG = N_("Enter the day on which it was passed; today or earlier.")
UNTIL_WRONG = N_("Enter a last day from today on, or leave it empty if the certificate does not end.")
MOVED_ON = N_("This certificate was withdrawn already.")
ENDED = N_(
    "To register, a valid certificate of “%(course)s” is needed. That of %(name)s ended on %(day)s."
    " Ask the channel manager about the training; what was typed is kept."
)
NONE_YET = N_(
    "To register, a valid certificate of “%(course)s” is needed, and %(name)s has none."
    " Ask the channel manager about the training; what was typed is kept."
)
SEVERAL = N_(
    "To register, valid certificates of these are needed, and %(name)s has none: %(course)s."
    " Ask the channel manager about the training; what was typed is kept."
)


@dataclass(frozen=True)
class Passed:
    """What is typed about a course that somebody has passed; `valid_until` None: the certificate does not end."""

    course: str
    passed_on: date | None
    valid_until: date | None = None


@dataclass(frozen=True)
class Missing:
    """A course of which somebody has no valid certificate; `ended_on`: the last day of the one they had."""

    course: str
    ended_on: date | None = None


@dataclass(frozen=True)
class Held:
    """A certificate and how it stands: valid, ending (`days` left after today), ended or withdrawn."""

    training: Training
    state: str
    days: int = 0


def note(by: User, person: User, typed: Passed) -> Training:
    """Put on record that somebody has passed a course. Sent twice it is noted once.

    Raises `Refused` (not yours, nobody of a partner) and `Invalid`.
    """
    _require_staff(by)
    if person.is_staff:
        raise Refused(NOT_A_PARTNERS, Kind.WRONG)
    if errors := faults_of(typed):
        raise Invalid(errors)
    with serialised("trainings"):
        return _same(person, typed) or _noted(by, person, typed)


def faults_of(typed: Passed) -> dict[str, str]:
    """What is wrong with what was typed, by field."""
    course, passed, until = _tidy(typed.course), typed.passed_on, typed.valid_until
    today = _today(moment.now())
    is_named = 0 < len(course) <= LONGEST_COURSE and "," not in course
    found = {
        "course": None if is_named else COURSE_WRONG,
        "passed_on": None if passed is not None and EARLIEST <= passed <= today else PASSED_WRONG,
        "valid_until": None if until is None or today <= until <= today + LONGEST_VALID else UNTIL_WRONG,
    }
    return {name: says for name, says in found.items() if says}


def end(by: User, training: Training) -> Training:
    """Withdraw a certificate: it counts no more. Raises `Refused` (not yours, withdrawn already)."""
    _require_staff(by)
    with db.atomic():
        ended = Training.update(ended_at=moment.now(), ended_by=by).where(
            Training.id == training.id, Training.ended_at.is_null()
        )
        if ended.execute() != 1:
            raise Refused(MOVED_ON)
        fresh = Training.get_by_id(training.id)
        events.record("training.withdrawn", fresh, actor=by, facts=facts_of(fresh), to=_nobody_of(fresh.person))
    return fresh


def missing(person: User | int, in_force: Rules, now: datetime) -> list[Missing]:
    """Which certificates that the rules require does this person not hold on the day of `now`? None: may register."""
    if not in_force.required_training:
        return []
    whose = person.id if isinstance(person, User) else person
    theirs, today = list(Training.standing([whose])), clock.local_day(now, in_force.zone)
    found = []
    for course in in_force.required_training:
        rows = [row for row in theirs if _is_of(row, course)]
        if all(row.is_over(today) for row in rows):
            found.append(Missing(course, max((row.valid_until for row in rows if row.valid_until), default=None)))
    return found


def require(person: User, in_force: Rules, now: datetime) -> None:
    """Raises `Refused`, naming the courses and when the certificate ended, for somebody who may not register."""
    lacks = missing(person, in_force, now)
    if not lacks:
        return
    message = SEVERAL if lacks[1:] else ENDED if lacks[0].ended_on else NONE_YET
    raise Refused(message, name=person.name, course=", ".join(one.course for one in lacks), day=lacks[0].ended_on)


def held_by(person: User, in_force: Rules, now: datetime) -> list[Held]:
    """All certificates of a person, the newest first."""
    return [_standing(row, in_force, clock.local_day(now, in_force.zone)) for row in Training.of(person)]


def known_courses(in_force: Rules) -> list[str]:
    """What a form offers: the courses that the rules require, then those that somebody has passed."""
    names = (*in_force.required_training, *Training.courses())
    return list({name.casefold(): name for name in reversed(names)}.values())[::-1]


def without(course: str, in_force: Rules, now: datetime) -> int:
    """How many people of partners who may register hold no valid certificate of this course?"""
    people = User.select(User.id).where(
        User.partner.is_null(False), User.is_active == True, User.role != "reader"  # noqa: E712
    )  # fmt: skip
    today = clock.local_day(now, in_force.zone)
    rows = (row for row in Training.standing(people) if _is_of(row, course) and not row.is_over(today))
    return int(people.count()) - len({row.person_id for row in rows})


def is_outlasted(training: Training) -> bool:
    """Does the person hold another certificate of the course that lasts longer, or as long and was noted later?"""
    return any(
        row.id != training.id and _is_of(row, training.course) and _lasts(row) > _lasts(training)
        for row in Training.standing([training.person_id])
    )


def is_needed(training: Training, in_force: Rules, now: datetime) -> bool:
    """Can the person not register without this certificate, because no other of the course takes its place?"""
    if not is_required(training.course, in_force):
        return False
    if training.is_withdrawn:
        return any(_is_of(training, lack.course) for lack in missing(training.person_id, in_force, now))
    return not is_outlasted(training)


def is_required(course: str, in_force: Rules) -> bool:
    return course.casefold() in {name.casefold() for name in in_force.required_training}


def _require_staff(by: User) -> None:
    if not may(by, "trainings:note"):
        raise Refused(NOT_YOURS, Kind.NOT_YOURS)


def _same(person: User, typed: Passed) -> Training | None:
    """What the same form has noted before."""
    rows = Training.standing([person.id]).where(Training.passed_on == typed.passed_on)
    return next((row for row in rows if _is_of(row, typed.course) and row.valid_until == typed.valid_until), None)


def _noted(by: User, person: User, typed: Passed) -> Training:
    row = Training.create(
        code=codes.fresh("T"), person=person, course=_tidy(typed.course), passed_on=typed.passed_on,
        valid_until=typed.valid_until, noted_by=by, noted_at=moment.now(),
    )  # fmt: skip
    events.record("training.noted", row, actor=by, facts=facts_of(row), to=_nobody_of(person))
    return row


def _nobody_of(person: User) -> list[User] | None:
    """Of somebody who is gone nobody need hear, not even the programme's owner; None: whom the table names."""
    return None if person.is_active else []


def _standing(row: Training, in_force: Rules, today: date) -> Held:
    if row.is_withdrawn:
        return Held(row, "withdrawn")
    if row.valid_until is None:
        return Held(row, "valid")
    days = (row.valid_until - today).days
    return Held(row, "ended" if days < 0 else "ending" if days <= in_force.training_reminder_days else "valid", days)


def facts_of(row: Training) -> dict[str, str | None]:
    """The name of a course may be anything that was typed: it stands in the row alone."""
    until = row.valid_until.isoformat() if row.valid_until else None
    return {"training": row.code, "passed_on": row.passed_on.isoformat(), "until": until}


def _lasts(row: Training) -> tuple[date, int]:
    return row.valid_until or date.max, row.id


def _is_of(row: Training, course: str) -> bool:
    """Courses are told apart by name, whatever the case of letters."""
    return bool(row.course.casefold() == _tidy(course).casefold())


def _tidy(course: str) -> str:
    return " ".join(course.split())


def _today(now: datetime) -> date:
    return clock.local_day(now, rules.in_force(now).zone)
