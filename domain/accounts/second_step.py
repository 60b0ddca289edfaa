"""Is the one who showed a first factor, or is signed in already, who they say? Digits, recovery code, password."""

from __future__ import annotations

from domain.accounts import apps, factors, passwords, recovery, sessions, throttles
from domain.refusals import Kind, Refused
from domain.words import N_
from models import Session, User

WRONG = N_("This code is not right, or has been used. Type the newest digits of the app, or another recovery code.")
NOT_ENOUGH = N_("A password does not do here. Use your passkey or the code of your app.")


def finish(half: Session, typed: str, key: bytes, network: str) -> str:
    """Sign in with the digits of the app or a recovery code. Returns the session's key.

    Raises `Refused`: wrong, over budget, too late.
    """
    return sessions.complete(half, _proved(half.user, typed, key, network))


def confirm(user: User, typed: str, key: bytes, network: str, here: str) -> str:
    """Prove once more who one is, with the digits of the app or a recovery code. Returns a fresh key for the session.

    Raises `Refused`: wrong, over budget.
    """
    _proved(user, typed, key, network)
    return sessions.prove(here)


def confirm_by_password(user: User, password: str, here: str) -> str:
    """The same with the password, for those who have no second factor. Raises `Refused`: wrong, over budget."""
    if factors.is_asked(user):
        raise Refused(NOT_ENOUGH, Kind.WRONG, "password")
    passwords.check(user, password, "password")
    return sessions.prove(here)


def _proved(user: User, typed: str, key: bytes, network: str) -> str:
    """`app` or `recovery`. Every try counts for the person, whichever session it comes from, until one is right."""
    throttles.spend(throttles.FACTORS_PER_NETWORK, network)
    throttles.spend(throttles.FACTORS_PER_PERSON, user.code)
    if apps.use(user, typed, key):
        how = "app"
    elif recovery.use(user, typed, key):
        how = "recovery"
    else:
        raise Refused(WRONG, Kind.WRONG, "code")
    throttles.give_back(throttles.FACTORS_PER_NETWORK, network)
    throttles.give_back(throttles.FACTORS_PER_PERSON, user.code)
    return how
