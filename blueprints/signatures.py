"""How does anyone check the signature on a paper of ours? Whose it must be, and its certificate to compare with."""

from __future__ import annotations

from pathlib import Path

from flask import Blueprint, Response, abort

from blueprints import web
from integrations import signers

bp = Blueprint("signatures", __name__, url_prefix="/verify")


@bp.get("/signature")
def index() -> Response:
    return web.page("signatures/index.html", signers=signers.every(_folder()))


@bp.get("/signers/<fingerprint>.pem")
def certificate(fingerprint: str) -> Response:
    """The public half of a key, for readers of PDF that are to trust it."""
    content = signers.certificate(_folder(), fingerprint)
    if content is None:
        abort(404)
    name = f"attachment; filename=signer-{fingerprint[:8]}.pem"
    return Response(content, mimetype="application/x-pem-file", headers={"Content-Disposition": name})


def signer_of(fingerprint: str) -> signers.Facts | None:
    """Who signed a file, as its page says; None: it bears no signature of ours."""
    return signers.facts_of(_folder(), fingerprint)


def _folder() -> Path:
    return web.config().signing_folder
