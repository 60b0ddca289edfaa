"""How does a person move to another mail address? Asked for, confirmed from the new one, told to the old one.

Nothing is looked up while somebody asks: the answer is the same whether an address is known here or not. Whoever holds
its mail box learns it, and nobody else.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from datetime import timedelta

from peewee import IntegrityError

from domain import events, moment, people, rules
from domain.accounts import throttles
from domain.accounts.links import DEAD_LINK
from domain.accounts.sessions import end_sessions
from domain.matching import registrable_domain
from domain.refusals import Invalid, Refused
from domain.words import N_
from models import AddressChange, ShortPassword, SigninLink, User
from models.base import db, serialised

ASKED, CHANGED = "user.address_asked", "user.address_changed"

SAME = N_("This is your address already.")
ELSEWHERE = N_("Enter an address at %(domain)s. If yours is another one, ask us.")
TAKEN = N_("Somebody else signs in with this address. Enter another one.")
TAKEN_MEANWHILE = N_("Somebody else signs in with your former address by now. Please call us.")


def ask(user: User, typed: str, network: str) -> AddressChange:
    """Mail a link to the new address; a newer request replaces those before.

    Raises `Invalid`, and `Refused` (over budget).
    """
    new, now = typed.strip().lower(), moment.now()
    if says := _fault_of(user, new):
        raise Invalid({"email": says}, domain=user.partner.domain if user.partner else "")
    throttles.spend(throttles.ADDRESSES_PER_NETWORK, network)
    throttles.spend(throttles.ADDRESSES_PER_PERSON, user.code)
    throttles.spend(throttles.ADDRESSES_PER_ADDRESS, new)
    with db.atomic():
        AddressChange.end_others(user, now, AddressChange.confirmed_at.is_null())
        change = AddressChange.create(
            user=user, nonce=secrets.token_urlsafe(18), old=user.email, new=new, asked_at=now,
            expires_at=now + timedelta(hours=rules.in_force().address_hours),
        )  # fmt: skip
        events.record(ASKED, user, actor=user, facts={"change": change.id})
    return change


def confirm(user: User, change: AddressChange, here: str) -> None:
    """From now on this is the address. Every sign-in but `here` ends, and so do links mailed to the old one.

    Raises `Refused`: used, replaced, too late; somebody else has this address.
    """
    now = moment.now()
    back_until = now + timedelta(days=rules.in_force().address_back_days)
    try:
        with serialised("people"):
            if not change.confirm(now, back_until) or not _move(user, change.new, User.email == change.old):
                raise Refused(DEAD_LINK)
            ended = _signed_out(user, here)
            events.record(CHANGED, user, actor=user, facts={"change": change.id, "sessions_ended": ended})
    except IntegrityError as taken:
        AddressChange.end_others(user, now, AddressChange.id == change.id)
        raise Refused(TAKEN) from taken


def take_back(change: AddressChange) -> None:
    """It was not the person: the old address counts again, later changes with it. Every sign-in ends, and so does the
    password, which somebody else may know. A second factor stays: who has the mail box alone must not get past it.

    Raises `Refused`: used, too late; somebody else has the old address by now.
    """
    now, user = moment.now(), change.user
    try:
        with serialised("people"):
            if not change.take_back(now) or not _move(user, change.old, User.is_active == True):  # noqa: E712
                raise Refused(DEAD_LINK)
            AddressChange.end_others(user, now, AddressChange.id > change.id)
            ShortPassword.delete().where(ShortPassword.user == user).execute()
            User.update(password_hash=None).where(User.id == user.id).execute()
            ended = _signed_out(user, "")
            events.record("user.address_restored", user, facts={"change": change.id, "sessions_ended": ended})
    except IntegrityError as taken:
        raise Refused(TAKEN_MEANWHILE) from taken


def path_of(change: AddressChange, event: str, key: bytes) -> str:
    """The path of the link in the mail of this event."""
    if event == ASKED:
        return f"/account/address/{_token(change, 'confirm', key)}"
    return f"/address/back/{_token(change, 'back', key)}"


def to_confirm(user: User, token: str, key: bytes) -> AddressChange | None:
    """This person's change behind a link to the new address, living or not; None: there is no such link of theirs."""
    found = _of(token, "confirm", key)
    return found if found is not None and found.user_id == user.id else None


def to_take_back(token: str, key: bytes) -> AddressChange | None:
    """The change behind a link to the old address, living or not; None: there never was such a link."""
    return _of(token, "back", key)


def _fault_of(user: User, new: str) -> str | None:
    if new == user.email:
        return SAME
    return people.fault_of_address(new) or (None if _is_at_home(user, new) else ELSEWHERE)


def _is_at_home(user: User, new: str) -> bool:
    """A partner's people stay at its web domain, or at that which they have: the account is the company's."""
    own = registrable_domain(user.partner.domain) if user.partner else ""
    return not own or registrable_domain(new) in {own, registrable_domain(user.email)} - {""}


def _move(user: User, to: str, unchanged: object) -> bool:
    return bool(User.update(email=to).where(User.id == user.id, unchanged).execute())


def _signed_out(user: User, here: str) -> int:
    """Links that were mailed to the other address must not sign in any more."""
    for purpose in ("sign_in", "set_up"):
        SigninLink.end_all(user, purpose, moment.now())
    return end_sessions(user, but=here, by="address")


def _token(change: AddressChange, use: str, key: bytes) -> str:
    signed = f"address {use}\n{change.id}\n{change.nonce}".encode()
    return f"{change.nonce}.{hmac.new(key, signed, hashlib.sha256).hexdigest()}"


def _of(token: str, use: str, key: bytes) -> AddressChange | None:
    if not token.isascii() or not token.isprintable():  # PostgreSQL does not even look for a NUL
        return None
    found = AddressChange.get_or_none(AddressChange.nonce == token.partition(".")[0])
    return found if found and hmac.compare_digest(_token(found, use, key), token) else None
