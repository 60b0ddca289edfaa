"""Where does the browser get stylesheet, script and icons? Addresses with the content's hash, kept for a year."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path
from typing import cast

from flask import Blueprint, Flask, Response, abort, request, send_file, url_for
from flask.blueprints import BlueprintSetupState
from flask.sessions import SecureCookieSessionInterface, SessionMixin
from werkzeug.security import safe_join

from config import ROOT

STATIC = ROOT / "static"
YEAR = 31_536_000  # seconds
ENCODINGS = {"br": ".br", "gzip": ".gz"}  # best first; the compressed copies are made by bin/build
TYPES = {
    ".css": "text/css",
    ".js": "text/javascript",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".webmanifest": "application/manifest+json",
    ".woff2": "font/woff2",
}

bp = Blueprint("assets", __name__)


class Sessions(SecureCookieSessionInterface):
    """Flask's own; but a static file is the same for everybody, so no cookie is set with it and caches need not ask."""

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        if request.blueprint not in (bp.name, "offline") and not response.cache_control.public:
            super().save_session(app, session, response)


@bp.record_once
def _share(state: BlueprintSetupState) -> None:
    cast(Flask, state.app).session_interface = Sessions()


@bp.app_template_global()
def asset_url(name: str) -> str:
    """The address of a static file in its present form. Raises `FileNotFoundError` for a name that is not there."""
    path = STATIC / name
    return url_for("assets.show", name=name, v=_fingerprint(path, path.stat().st_mtime_ns))


@bp.get("/static/<path:name>")
def show(name: str) -> Response:
    path = Path(safe_join(str(STATIC), name) or "")
    if path.suffix not in TYPES or not path.is_file():
        abort(404)
    fingerprint = _fingerprint(path, path.stat().st_mtime_ns)
    encoding = _encoding(path)
    source = path.with_name(path.name + ENCODINGS[encoding]) if encoding else path
    response = send_file(source, TYPES[path.suffix], etag=f"{fingerprint}-{encoding or 'plain'}")
    if encoding:
        response.content_encoding = encoding
    for needless in ("Content-Disposition", "Accept-Ranges", "Last-Modified"):  # the ETag says it
        response.headers.pop(needless, None)
    response.vary.add("Accept-Encoding")
    is_exact = request.args.get("v") == fingerprint
    response.headers["Cache-Control"] = f"public, max-age={YEAR}, immutable" if is_exact else "no-cache"
    return response


def _encoding(path: Path) -> str:
    """The best compressed form that the browser takes and that is not older than the file; empty for none."""
    changed = path.stat().st_mtime
    for encoding, suffix in ENCODINGS.items():
        packed = path.with_name(path.name + suffix)
        if request.accept_encodings[encoding] > 0 and packed.is_file() and packed.stat().st_mtime >= changed:
            return encoding
    return ""


@lru_cache(maxsize=256)
def _fingerprint(path: Path, changed: int) -> str:  # noqa: ARG001  # `changed` makes an edited file another entry
    return hashlib.sha256(path.read_bytes()).hexdigest()[:16]
