"""Where do passkeys of this portal work, and how is a device asked for one?"""

from __future__ import annotations

from dataclasses import dataclass

from flask import Response, abort, request

from blueprints import web
from domain.accounts.passkeys import Place
from models import Vendor


@dataclass(frozen=True)
class Here:
    """Do passkeys work at the address that this person has opened? If not: at which, "" for none."""

    works: bool
    at: str


def here() -> Here:
    config = web.config()
    works = bool(config.passkey_host) and f"{request.scheme}://{request.host}" == config.origin
    return Here(works, config.origin if config.passkey_host else "")


def or_404() -> Place:
    """Where passkeys of this portal work; 404 for a portal that browsers allow none."""
    config = web.config()
    return Place(config.passkey_host, config.origin, Vendor.get_current().name) if config.passkey_host else abort(404)


def asks(question: str) -> Response:
    return Response(question, content_type="application/json")
