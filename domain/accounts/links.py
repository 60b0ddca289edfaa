"""Does this link or code prove who holds the mail box? Made, sent as an event, used once.

Neither the link nor the code stands in the database: both are derived from a row's nonce with the server's secret, by
this module when they are used and by whoever writes the mail.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from datetime import datetime, timedelta

from domain import events, moment, rules
from domain.accounts import throttles
from domain.accounts.factors import enter
from domain.refusals import Kind, Refused
from domain.words import N_
from models import SigninLink, User
from models.base import db

WRONG_CODE = N_("This is not the code of the email. Type the six digits of the newest email.")
DEAD_CODE = N_("This code no longer works. Ask for a new email.")
DEAD_LINK = N_("This link no longer works.")


def ask_for_link(email: str, network: str) -> str:
    """Have a sign-in link mailed, and return the handle with which this browser may type the mail's code.

    Known, unknown and inactive addresses get the same answer for the same work: for one that nobody has, the event is
    recorded about a stand-in and rolled back, and a link is kept that belongs to nobody.
    Raises `Refused` (over budget).
    """
    throttles.spend(throttles.LINKS_PER_NETWORK, network)
    throttles.spend(throttles.LINKS_PER_ADDRESS, email)
    person, stand_in = User.active_with_email(email), User.stand_in()
    lasts = timedelta(minutes=rules.in_force().link_minutes)
    with db.atomic():
        link = _make(person, "sign_in", lasts)
        with db.atomic() as attempt:
            about = person or stand_in
            events.record("sign_in.requested", about, facts={"link": link.id}, to=[about])
            if person is None:
                attempt.rollback()
    return link.nonce


def invite(person: User, by: User | None) -> SigninLink:
    """Mail an invitation; a newer one replaces those before. Call it in the transaction that made the person."""
    SigninLink.end_all(person, "set_up", moment.now())
    link = _make(person, "set_up", timedelta(days=rules.in_force().invitation_days))
    events.record("user.invited", person, actor=by, facts={"link": link.id}, to=[person])
    return link


def first_link() -> SigninLink:
    """The link of the first set-up; a newer one replaces those before."""
    with db.atomic():
        SigninLink.end_all(None, "first", moment.now())
        return _make(None, "first", None)


def link_token(link: SigninLink, key: bytes) -> str:
    """What the mailed address ends in. It cannot be made from the database alone."""
    return f"{link.nonce}.{_derived(link, key, 'link')}"


def link_path(link: SigninLink, key: bytes) -> str:
    """The path of the link's page, below the portal's address: for the mail and the command line."""
    return f"/{'set-up' if link.purpose == 'first' else 'sign-in/link'}/{link_token(link, key)}"


def link_code(link: SigninLink, key: bytes) -> str:
    """The six digits of the mail."""
    return f"{int(_derived(link, key, 'code'), 16) % 1_000_000:06d}"


def link_of(token: str, key: bytes) -> SigninLink | None:
    """The link with this token, whether it still works or not; None: there never was such a link."""
    if not token.isprintable():  # PostgreSQL does not even look for a NUL
        return None
    link = SigninLink.get_or_none(SigninLink.nonce == token.partition(".")[0])
    return link if link and hmac.compare_digest(link_token(link, key), token) else None


def living_link(token: str, key: bytes) -> SigninLink | None:
    """The link with this token, if it can be used now. Looking uses nothing up: mail scanners open every link."""
    link = link_of(token, key)
    return link if link and link.is_living(moment.now()) else None


def use_link(token: str, key: bytes, agent: str, network: str = "") -> tuple[User, str]:
    """Sign in with the link, once. Returns the person and the session's key, half for who has a second factor.

    Raises `Refused` (moved on).
    """
    link = link_of(token, key)
    if link is None or link.user is None:
        raise Refused(DEAD_LINK)
    return link.user, _use(link, agent, "link", DEAD_LINK, network)


def use_code(handle: str, email: str, code: str, key: bytes, agent: str, network: str) -> tuple[User, str]:
    """Sign in with the digits of the mail, in the browser that asked for it (it alone has the handle).

    Returns the person and the session's key. Raises `Refused`: wrong, dead after five tries or by time, over budget.
    """
    throttles.spend(throttles.CODES_PER_NETWORK, network)
    throttles.spend(throttles.CODES_PER_ADDRESS, email)
    link = SigninLink.get_or_none(SigninLink.nonce == handle, SigninLink.purpose == "sign_in")
    if link is None or not link.try_code(rules.in_force().code_tries, moment.now()):
        raise Refused(DEAD_CODE, Kind.WRONG, "code")
    is_right = hmac.compare_digest(link_code(link, key).encode(), code.encode())
    if not is_right or link.user is None:
        raise Refused(WRONG_CODE, Kind.WRONG, "code")
    session = _use(link, agent, "code", DEAD_CODE, network)
    throttles.give_back(throttles.CODES_PER_NETWORK, network)
    throttles.give_back(throttles.CODES_PER_ADDRESS, email)
    return link.user, session


def forget_old(now: datetime) -> int:
    """Delete links made more than 30 days ago; returns how many."""
    old = (SigninLink.created_at < now - timedelta(days=30), SigninLink.purpose != "first")
    return int(SigninLink.delete().where(*old).execute())


def _make(person: User | None, purpose: str, lasts: timedelta | None) -> SigninLink:
    now = moment.now()
    return SigninLink.create(
        user=person, purpose=purpose, nonce=secrets.token_urlsafe(18), created_at=now,
        expires_at=now + lasts if lasts else None,
    )  # fmt: skip


def _use(link: SigninLink, agent: str, how: str, dead: str, network: str) -> str:
    with db.atomic():
        if link.user is None or not link.user.is_active or not link.use_up(moment.now()):
            raise Refused(dead)
        SigninLink.end_all(link.user, "set_up", moment.now())
        return enter(link.user, agent, how, network)


def _derived(link: SigninLink, key: bytes, use: str) -> str:
    return hmac.new(key, f"{use}\n{link.purpose}\n{link.id}\n{link.nonce}".encode(), hashlib.sha256).hexdigest()
