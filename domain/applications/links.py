"""Which application does this private link open? Made from a row's nonce with the server's key, kept nowhere."""

from __future__ import annotations

import hashlib
import hmac

from models import Application


def token(application: Application, key: bytes) -> str:
    """What the private link ends in. It cannot be made from the database alone."""
    signed = f"application\n{application.id}\n{application.nonce}".encode()
    return f"{application.nonce}.{hmac.new(key, signed, hashlib.sha256).hexdigest()}"


def path(application: Application, key: bytes) -> str:
    """The path of the applicant's page, below the portal's address."""
    return f"/join/{token(application, key)}"


def of_token(text: str, key: bytes) -> Application | None:
    """The application behind a link; None: there never was one, or it has been deleted."""
    if not text.isascii() or not text.isprintable():  # PostgreSQL does not even look for a NUL
        return None
    found = Application.get_or_none(Application.nonce == text.partition(".")[0])
    return found if found and hmac.compare_digest(token(found, key), text) else None
