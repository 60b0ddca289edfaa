"""By what else than mail box and password does a person prove who they are, and must they? Adding and taking away."""

from __future__ import annotations

from dataclasses import dataclass

from domain import events
from domain.accounts import recovery
from domain.accounts.sessions import TOO_LATE, end_sessions, half_of, open_session
from domain.refusals import Invalid, Kind, Refused
from domain.words import N_
from models import AuthenticatorApp, Passkey, RecoveryCode, ShortPassword, User, Vendor
from models.base import db, serialised

LAST_FACTOR = N_("Your role needs a second factor. Set up another one before you remove this one.")
SHORT_PASSWORD = N_(
    "Your password is too short to stand alone. Set one of at least 15 characters, or delete it; then remove this."
)
GONE = N_("This has been done already.")
NAME_MISSING = N_("Give the passkey a name by which you will know it.")
NAME_LONG = N_("Enter a name of at most 60 characters.")
LONGEST_NAME = 60


@dataclass(frozen=True)
class Factors:
    """What a person has set up."""

    app: AuthenticatorApp | None
    passkeys: list[Passkey]
    codes_left: int
    is_required: bool

    @property
    def is_asked(self) -> bool:
        """Is a second factor asked for when this person signs in?"""
        return self.app is not None or bool(self.passkeys)


def of(user: User) -> Factors:
    passkeys = list(Passkey.visible_to(user))
    return Factors(AuthenticatorApp.of(user), passkeys, RecoveryCode.left(user), is_required(user))


def is_asked(user: User) -> bool:
    """Has this person a second factor?"""
    has_app = AuthenticatorApp.select().where(AuthenticatorApp.user == user).exists()
    return has_app or Passkey.select().where(Passkey.user == user).exists()


def is_required(user: User) -> bool:
    """Staff see every partner's claims, so they need a second factor; the made-up people of the sample do not.

    It is the database that says whether it holds the sample: no setting can open a true programme.
    """
    return user.is_staff and not Vendor.get_current().is_sample


def enter(user: User, agent: str, how: str, network: str = "") -> str:
    """Open a session for somebody who has shown one factor: whole, or half until the second one is there."""
    with serialised("factors"):  # a factor that is being added meanwhile is asked for
        awaits = "factor" if is_asked(user) else "set_up" if is_required(user) else ""
        return open_session(user, agent, how, network=network, awaits=awaits)


def check_first(user: User, here: str) -> None:
    """Half a sign-in brings the first factor: another one, set up in the same moment, wins. In the transaction that
    writes the factor, before it does. Raises `Refused` (moved on)."""
    if is_asked(user) and half_of(here) is not None:
        raise Refused(TOO_LATE)


def added(user: User, kind: str, key: bytes, here: str) -> list[str]:
    """Note a new factor, in the transaction that wrote it: all sessions but `here` end, and the first factor brings
    recovery codes. Returns these, to be shown once; empty when there are some already."""
    ended = end_sessions(user, but=here, by="factors")
    codes = [] if RecoveryCode.left(user) else recovery.replaced(user, key)
    events.record("user.factor_added", user, actor=user, facts={"kind": kind, "sessions_ended": ended})
    return codes


def remove_app(user: User, here: str) -> None:
    """Raises `Refused`: it is the last factor of somebody who needs one, or has a short password; gone already."""
    with serialised("factors"):
        if not AuthenticatorApp.delete().where(AuthenticatorApp.user == user).execute():
            raise Refused(GONE)
        _removed(user, "app", here)


def remove_passkey(user: User, passkey: Passkey, here: str) -> None:
    """Raises `Refused`, as `remove_app`."""
    with serialised("factors"):
        if not Passkey.delete().where(Passkey.id == passkey.id, Passkey.user == user).execute():
            raise Refused(GONE)
        _removed(user, "passkey", here)


def rename_passkey(user: User, passkey: Passkey, name: str) -> None:
    """Raises `Invalid`."""
    if says := fault_of_name(name):
        raise Invalid({"name": says})
    with db.atomic():
        Passkey.update(name=name).where(Passkey.id == passkey.id, Passkey.user == user).execute()
        events.record("user.passkey_renamed", user, actor=user)


def fault_of_name(name: str) -> str | None:
    """What is wrong with the name of a passkey, if anything."""
    if not name:
        return NAME_MISSING
    return NAME_LONG if len(name) > LONGEST_NAME else None


def forget_all(user: User) -> None:
    """Take everything away, the password too: who knows it alone must not be the one who sets up the next factor.

    In the transaction of whoever does so.
    """
    for model in (AuthenticatorApp, Passkey, RecoveryCode):
        model.delete().where(model.user == user).execute()
    ShortPassword.delete().where(ShortPassword.user == user).execute()
    User.update(password_hash=None).where(User.id == user.id).execute()


def _removed(user: User, kind: str, here: str) -> None:
    if not is_asked(user):
        if is_required(user):
            raise Refused(LAST_FACTOR, Kind.WRONG)
        if ShortPassword.is_of(user):
            raise Refused(SHORT_PASSWORD, Kind.WRONG)
        RecoveryCode.delete().where(RecoveryCode.user == user).execute()
    ended = end_sessions(user, but=here, by="factors")
    events.record("user.factor_removed", user, actor=user, facts={"kind": kind, "sessions_ended": ended})
