"""Is this the person's password, and is a new one good enough? Argon2id, the same work for every address."""

from __future__ import annotations

import re
import threading
import unicodedata

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from domain import events, moment
from domain.accounts import throttles
from domain.accounts.common_passwords import COMMON, listed
from domain.accounts.factors import enter, is_asked
from domain.accounts.sessions import end_sessions
from domain.refusals import Invalid, Kind, Refused
from domain.words import N_
from models import ShortPassword, SigninLink, User, Vendor
from models.base import serialised

SHORTEST, SHORTEST_WITH_FACTOR, LONGEST = 15, 8, 128
"""Characters. NIST 800-63B: 15 where the password is the only factor, 8 beside a second one; no rules but length."""

HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
"""OWASP's least for Argon2id: 19 MiB, two passes; about 20 ms."""

AT_ONCE = threading.BoundedSemaphore(2)
"""So many hashes at once in a process: a flood of sign-ins must not take the machine's memory and cores."""

NOBODY = HASHER.hash("the hash that is checked when nobody has the address")

WRONG = N_("Email address and password do not match. Try again, or let us email you a link.")
TOO_SHORT = N_("Choose a password of at least 15 characters. Four or five words that you can remember do well.")
TOO_SHORT_BESIDE = N_("Choose a password of at least 8 characters.")
TOO_LONG = N_("Choose a password of at most 128 characters.")
TOO_COMMON = N_("This password is one of the first that anybody would try. Choose another.")
TOO_PERSONAL = N_("This password is built on a name or address that others know. Choose another.")
NOT_SAME = N_("The two passwords differ. Type the new one twice.")
NOT_CURRENT = N_("This is not your current password.")


def sign_in_by_password(email: str, password: str, agent: str, network: str) -> tuple[User, str]:
    """Returns the person and the session's key, half for who has a second factor. Raises `Refused`: one answer for a
    wrong password, an unknown or inactive address and a person who has none, after the same work; or over budget."""
    throttles.spend(throttles.PASSWORDS_PER_NETWORK, network)
    throttles.spend(throttles.PASSWORDS_PER_ADDRESS, email)
    person = User.active_with_email(email)
    kept = person.password_hash if person and person.password_hash else NOBODY
    if not _matches(kept, password) or person is None or kept == NOBODY:
        raise Refused(WRONG, Kind.WRONG, "password")
    throttles.give_back(throttles.PASSWORDS_PER_NETWORK, network)
    throttles.give_back(throttles.PASSWORDS_PER_ADDRESS, email)
    return person, enter(person, agent, "password", network)


def check(user: User, password: str, field: str) -> None:
    """Is this the person's password? Raises `Invalid` at `field`, and `Refused` (over budget)."""
    throttles.spend(throttles.PASSWORDS_PER_ADDRESS, user.email)
    if not _matches(user.password_hash or NOBODY, password) or not user.password_hash:
        raise Invalid({field: NOT_CURRENT})
    throttles.give_back(throttles.PASSWORDS_PER_ADDRESS, user.email)


def change_password(user: User, current: str, new: str, again: str, key: str = "") -> None:
    """Set or change one's own password; every other session ends (`key` is the one that stays). Raises `Invalid`."""
    if user.password_hash:
        check(user, current, "current")
    judge(new, user.email, user.name, again=again, shortest=shortest_for(user))
    set_password(user, new, key)


def set_password(user: User, new: str, key: str = "") -> None:
    """Keep the hash of a password that was judged, and end every session but `key`."""
    hashed, is_short = hashed_password(new), len(_plain(new)) < SHORTEST
    with serialised("factors"):
        if is_short and not is_asked(user):
            raise Invalid({"password": TOO_SHORT})  # the second factor went meanwhile
        ShortPassword.delete().where(ShortPassword.user == user).execute()
        if is_short:
            ShortPassword.create(user=user)
        _put(user, hashed, key, "user.password_set")


def delete_password(user: User, key: str = "") -> None:
    """From now on a mailed link or a passkey is the way in. Every session but `key` ends."""
    with serialised("factors"):
        ShortPassword.delete().where(ShortPassword.user == user).execute()
        _put(user, None, key, "user.password_deleted")


def shortest_for(user: User) -> int:
    """How many characters this person's password needs."""
    return SHORTEST_WITH_FACTOR if is_asked(user) else SHORTEST


def judge(password: str, *about: str, again: str | None = None, shortest: int = SHORTEST) -> None:
    """Raises `Invalid` unless it is long enough, not common, and not built on `about` (mail, name) or the vendor."""
    vendor = Vendor.select().order_by(Vendor.id).first()
    says = fault_of(password, *about, vendor.name if vendor else "", shortest=shortest)
    if says is None and again is not None and again != password:
        says = NOT_SAME
    if says:
        raise Invalid({"password": says})


def fault_of(password: str, *about: str, shortest: int = SHORTEST) -> str | None:
    """What is wrong with a new password, if anything; `about` is what others know of its owner."""
    plain = _plain(password)
    if len(plain) < shortest:
        return TOO_SHORT if shortest == SHORTEST else TOO_SHORT_BESIDE
    if len(plain) > LONGEST:
        return TOO_LONG
    folded = _letters(plain)
    if _rest(folded, COMMON) < 4 or len(set(folded)) < 5 or folded in listed():
        return TOO_COMMON
    left = _rest(folded, _words_of(about))
    return TOO_PERSONAL if left < min(8, len(folded)) else None


def hashed_password(password: str) -> str:
    with AT_ONCE:
        return HASHER.hash(_plain(password))


def _put(user: User, hashed: str | None, key: str, event: str) -> None:
    User.update(password_hash=hashed).where(User.id == user.id).execute()
    ended = end_sessions(user, but=key, by="password")
    SigninLink.end_all(user, "set_up", moment.now())
    events.record(event, user, actor=user, facts={"sessions_ended": ended})


def _words_of(about: tuple[str, ...]) -> set[str]:
    """Names and addresses whole and in their parts; parts of one or two letters say nothing."""
    parts = (part for phrase in about for part in (phrase, *re.split(r"[\s@.]+", phrase)))
    return {word for part in parts if len(word := _letters(part)) > 2}


def _rest(folded: str, words: set[str] | frozenset[str]) -> int:
    """How many characters are left when the words are struck out, longest first."""
    for word in sorted(words, key=len, reverse=True):
        folded = folded.replace(word, "")
    return len(folded)


def _plain(password: str) -> str:
    """The same characters however a keyboard composed them."""
    return unicodedata.normalize("NFKC", password)


def _letters(text: str) -> str:
    return "".join(c for c in text.casefold() if c.isalnum())


def _matches(kept: str, password: str) -> bool:
    """Too long a password is hashed in part, so that its length costs nobody time."""
    with AT_ONCE:
        try:
            return HASHER.verify(kept, _plain(password[: LONGEST * 8])) and len(_plain(password)) <= LONGEST
        except (VerificationError, InvalidHashError):
            return False
