"""What if somebody has lost everything by which they sign in? An administrator takes it away, and they begin anew."""

from __future__ import annotations

from domain import accounts, calendars, events, moment
from domain.people import NOT_YOURS
from domain.permissions import may
from domain.refusals import Kind, Refused
from domain.words import N_
from models import SigninLink, User
from models.base import serialised

NOT_ONESELF = N_("You cannot take your own factors away here. Use your account page, or ask another administrator.")
NOTHING = N_("There is nothing to take away.")


def reset(by: User | None, person: User) -> None:
    """Take a person's app, passkeys and codes away; sessions, links and calendar end, and they are told by mail.

    `by` None: the command line, for the last administrator. Raises `Refused`: not yours, oneself, nothing there.
    """
    if by is not None and not may(by, "people:set"):
        raise Refused(NOT_YOURS, Kind.NOT_YOURS)
    if by == person:
        raise Refused(NOT_ONESELF, Kind.WRONG)
    with serialised("factors"):
        if not accounts.factors.is_asked(person):
            raise Refused(NOTHING)
        accounts.factors.forget_all(person)
        ended = accounts.end_sessions(person, by="reset")
        for purpose in ("sign_in", "set_up"):
            SigninLink.end_all(person, purpose, moment.now())
        calendars.end(person, by)
        events.record("user.factors_reset", person, actor=by, facts={"sessions_ended": ended})
