"""Who notes that somebody has passed a course, and who takes it back? The forms of a person's page."""

from __future__ import annotations

from flask import Blueprint, Response, url_for

from blueprints import forms, people, web
from domain import trainings
from domain.people import DATES_WRONG
from domain.refusals import Invalid, Refused
from domain.trainings import Passed
from models import Training, User

bp = Blueprint("trainings", __name__)


@bp.post("/people/<code>/trainings")
def create(code: str) -> Response:
    person: User = web.found(User.visible_to(web.me()), code=code)
    typed = forms.typed("course", "passed_on", "valid_until", longest=200)
    try:
        trainings.note(web.me(), person, _passed(typed))
    except Refused as no:
        return people.refused(person, no, passed=typed)
    return _back(person)


@bp.post("/trainings/<code>/end")
def end(code: str) -> Response:
    training: Training = web.found(Training.visible_to(web.me()), code=code)
    trainings.end(web.me(), training)
    return _back(training.person)


def _passed(typed: dict[str, str]) -> Passed:
    """Raises `Invalid` with all that is wrong when a day cannot be read: it must not be taken for none."""
    days = {name: web.typed_date(typed[name]) for name in ("passed_on", "valid_until")}
    passed = Passed(typed["course"], **days)
    if unread := {name: DATES_WRONG for name, day in days.items() if typed[name] and day is None}:
        raise Invalid({**trainings.faults_of(passed), **unread})
    return passed


def _back(person: User) -> Response:
    return web.go(url_for("people.show", code=person.code) + "#training")
