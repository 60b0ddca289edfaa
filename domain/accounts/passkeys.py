"""Does this answer come from a passkey of ours? Challenges, registering, signing in; the library loads on first use.

A challenge is derived with the server's key from what it is for, for whom and when, so that asking for one writes
nothing; answering it writes that it is spent.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from domain import codes, events, moment
from domain.accounts import factors, throttles
from domain.accounts.sessions import open_session, prove
from domain.refusals import Invalid, Kind, Refused
from domain.words import N_
from models import Passkey, SpentChallenge, User
from models.base import db, serialised

if TYPE_CHECKING:
    from webauthn.helpers.structs import AuthenticationCredential

LASTS = timedelta(minutes=5)
"""From the press of the button to the finger on the sensor."""

MOST, LONGEST_ANSWER = 20, 20_000

NOT_KNOWN = N_("This passkey is not known here, or its answer came too late. Try again, or sign in another way.")
NOT_MADE = N_("The passkey could not be made. Try again, or choose another device.")
COPIED = N_("This passkey was refused: its counter says that a copy of it is about. Remove it and make a new one.")
NOT_YOURS = N_("This passkey belongs to somebody else.")
TOO_MANY = N_("You have 20 passkeys. Remove one that you no longer use.")
KNOWN = N_("This passkey is here already.")


@dataclass(frozen=True)
class Place:
    """Where passkeys are made and used: the host they are bound to, the origin of the pages, whose portal it is."""

    host: str
    origin: str
    vendor: str = ""


def to_sign_in(place: Place, key: bytes) -> str:
    """What the browser is asked, as JSON. It names nobody: the device knows whose passkeys it has."""
    import webauthn
    from webauthn.helpers.structs import UserVerificationRequirement

    asked = webauthn.generate_authentication_options(
        rp_id=place.host, challenge=_challenge(key, "sign in"), user_verification=UserVerificationRequirement.REQUIRED
    )
    return webauthn.options_to_json(asked)


def to_register(user: User, place: Place, key: bytes) -> str:
    """What the browser is asked to make, as JSON."""
    import webauthn
    from webauthn.helpers import structs

    chosen = structs.AuthenticatorSelectionCriteria(
        resident_key=structs.ResidentKeyRequirement.REQUIRED,
        user_verification=structs.UserVerificationRequirement.REQUIRED,
    )
    known = [structs.PublicKeyCredentialDescriptor(id=_bytes(one.credential)) for one in Passkey.visible_to(user)]
    asked = webauthn.generate_registration_options(
        rp_id=place.host, rp_name=place.vendor or place.host, user_name=user.email, user_display_name=user.name,
        user_id=user.code.encode(), challenge=_challenge(key, f"register {user.code}"),
        authenticator_selection=chosen, exclude_credentials=known,
    )  # fmt: skip
    return webauthn.options_to_json(asked)


def sign_in(answer: str, place: Place, key: bytes, agent: str, network: str) -> tuple[User, str]:
    """Sign in by passkey alone: the device has checked finger, face or PIN, so that it is two factors in one.

    Returns the person and the session's key. Raises `Refused`: unknown, wrong, spent; a copy; over budget.
    """
    throttles.spend(throttles.PASSKEYS_PER_NETWORK, network)
    passkey = _answered(answer, place, key)
    throttles.give_back(throttles.PASSKEYS_PER_NETWORK, network)
    with serialised("factors"):  # one that is removed meanwhile opens nothing any more
        if not Passkey.select().where(Passkey.id == passkey.id).exists():
            raise Refused(NOT_KNOWN, Kind.WRONG, "passkey")
        return passkey.user, open_session(passkey.user, agent, "passkey", network=network)


def confirm(user: User, answer: str, place: Place, key: bytes, network: str, here: str) -> str:
    """Prove once more who one is. Returns a fresh key for the session. Raises `Refused`, as `sign_in`; not yours."""
    throttles.spend(throttles.PASSKEYS_PER_NETWORK, network)
    if _answered(answer, place, key).user_id != user.id:
        raise Refused(NOT_YOURS, Kind.WRONG, "passkey")
    throttles.give_back(throttles.PASSKEYS_PER_NETWORK, network)
    return prove(here)


def register(user: User, answer: str, name: str, place: Place, key: bytes, here: str) -> list[str]:
    """Keep a new passkey. Every session but `here` ends. Returns recovery codes to be shown once, if there were none.

    Raises `Invalid`, `Refused` (moved on).
    """
    if says := factors.fault_of_name(name):
        raise Invalid({"name": says})
    made = _made(user, answer, place, key)
    with serialised("factors"):
        factors.check_first(user, here)
        if Passkey.visible_to(user).count() >= MOST:
            raise Invalid({"passkey": TOO_MANY})
        if Passkey.get_or_none(Passkey.credential == made["credential"]):
            raise Invalid({"passkey": KNOWN})
        Passkey.create(code=codes.fresh("K"), user=user, name=name, created_at=moment.now(), **made)
        return factors.added(user, "passkey", key, here)


def _answered(answer: str, place: Place, key: bytes) -> Passkey:
    """The passkey that signed a challenge of ours, its use noted. Raises `Refused`."""
    said = _read(answer)
    passkey = Passkey.by_credential(said.id) if said else None
    if said is None or passkey is None or said.response.user_handle != passkey.user.code.encode():
        raise Refused(NOT_KNOWN, Kind.WRONG, "passkey")
    count = _count(said, passkey, place, key)
    if count is None:
        raise Refused(NOT_KNOWN, Kind.WRONG, "passkey")
    if not passkey.use(count, moment.now()):
        with db.atomic():
            events.record("user.passkey_refused", passkey.user, facts={"passkey": passkey.code})
        raise Refused(COPIED, Kind.WRONG, "passkey")
    return passkey


def _read(answer: str) -> AuthenticationCredential | None:
    from webauthn.helpers import parse_authentication_credential_json

    try:
        said = parse_authentication_credential_json(answer[:LONGEST_ANSWER])
        return said if said.id.isascii() and said.id.isprintable() else None
    except Exception:  # whatever a stranger sends, and wherever it trips the library, it is no answer
        return None


def _count(said: AuthenticationCredential, passkey: Passkey, place: Place, key: bytes) -> int | None:
    """The passkey's counter, if signature, place, person and challenge are right, the challenge spent with it."""
    import webauthn

    try:
        asked = webauthn.helpers.parse_client_data_json(said.response.client_data_json).challenge
        verified = webauthn.verify_authentication_response(
            credential=said, expected_challenge=asked, expected_rp_id=place.host, expected_origin=place.origin,
            credential_public_key=_bytes(passkey.public_key), require_user_verification=True,
            credential_current_sign_count=0,  # what it must be is judged after the signature, by us
        )  # fmt: skip
    except Exception:  # as above
        return None
    return verified.new_sign_count if _is_ours(asked, key, "sign in") else None


def _made(user: User, answer: str, place: Place, key: bytes) -> dict[str, Any]:
    """What is kept of a new passkey. Raises `Invalid`."""
    import webauthn
    from webauthn.helpers import parse_client_data_json, parse_registration_credential_json

    try:
        said = parse_registration_credential_json(answer[:LONGEST_ANSWER])
        asked = parse_client_data_json(said.response.client_data_json).challenge
        made = webauthn.verify_registration_response(
            credential=said, expected_challenge=asked, expected_rp_id=place.host, expected_origin=place.origin,
            require_user_verification=True,
        )  # fmt: skip
    except Exception as error:  # as above
        raise Invalid({"passkey": NOT_MADE}) from error
    if not _is_ours(asked, key, f"register {user.code}"):
        raise Invalid({"passkey": NOT_MADE})
    return {
        "credential": _text(made.credential_id), "public_key": _text(made.credential_public_key),
        "sign_count": made.sign_count, "is_synced": made.credential_backed_up,
    }  # fmt: skip


def _challenge(key: bytes, what: str) -> bytes:
    """Random, the time, and a seal over both and what it is for."""
    head = secrets.token_bytes(16) + int(moment.now().timestamp()).to_bytes(8, "big")
    return head + _seal(key, what, head)


def _is_ours(challenge: bytes, key: bytes, what: str) -> bool:
    """Made by us for this, a few minutes ago at most, and not answered before."""
    head, seal, now = challenge[:24], challenge[24:], moment.now()
    if not hmac.compare_digest(_seal(key, what, head), seal):
        return False
    age = now.timestamp() - int.from_bytes(head[16:], "big")
    return -1 <= age < LASTS.total_seconds() and SpentChallenge.spend(hashlib.sha256(challenge).hexdigest(), now)


def _seal(key: bytes, what: str, head: bytes) -> bytes:
    return hmac.new(key, b"passkey\n" + what.encode() + b"\n" + head, hashlib.sha256).digest()[:16]


def _bytes(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def _text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()
