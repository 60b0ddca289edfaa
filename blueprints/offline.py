"""What is there without connection? The manifest, the worker that keeps static files, and the page that stands in."""

from __future__ import annotations

import gzip
import hashlib
import json
from contextlib import AbstractContextManager
from typing import Any

from flask import Blueprint, Response, render_template, request, url_for
from flask_babel import force_locale

from blueprints.assets import STATIC, asset_url
from domain.words import LANGUAGES, spoken
from models import Vendor

bp = Blueprint("offline", __name__)

KEPT = ("dibs.css", "dibs.js", "offline.js", "vendor/htmx.min.js", "icon.svg")
"""Static files that the offline page needs; nothing that a signed-in person sees is ever kept."""

ICONS = (("icon.svg", "any", "any"), ("icon-192.png", "192x192", "any"), ("icon-512.png", "512x512", "any"),
         ("icon-mask-512.png", "512x512", "maskable"))  # fmt: skip
PAPER = "#fdfefd"


@bp.get("/manifest.webmanifest")
def manifest() -> Response:
    """How the portal stands on a phone's home screen: under the vendor's name, in its colour."""
    vendor = Vendor.select().order_by(Vendor.id).first()
    name = vendor.name if vendor else "Dibs"
    content: dict[str, Any] = {
        "id": "/", "name": name, "short_name": name.split()[0], "start_url": "/", "scope": "/", "display": "standalone",
        "background_color": PAPER, "theme_color": vendor.accent if vendor else PAPER,
        "icons": [
            {"src": asset_url(file), "sizes": sizes, "purpose": purpose,
             "type": "image/svg+xml" if file.endswith("svg") else "image/png"}
            for file, sizes, purpose in ICONS
        ],
    }  # fmt: skip
    headers = {"Cache-Control": "public, max-age=86400"}
    return Response(json.dumps(content, ensure_ascii=False), mimetype="application/manifest+json", headers=headers)


@bp.get("/worker.js")
def worker() -> Response:
    """The worker with the names of what it keeps. A new name, when any of it changed, replaces what was kept."""
    language, files = _language(), _files()
    page = url_for(".show", lang=language)
    seal = hashlib.sha256(json.dumps([files, _page(language)]).encode()).hexdigest()[:12]
    begin = "".join(
        f"const {name} = {json.dumps(value)};\n"
        for name, value in (("NAME", f"dibs-{seal}"), ("FILES", files), ("PAGE", page))
    )
    text = begin + (STATIC / "worker.js").read_text()
    return _packed(text, "text/javascript; charset=utf-8")


@bp.get("/offline")
def show() -> Response:
    """The same for everybody who reads this language, signed in or not."""
    return _packed(_page(_language()), "text/html; charset=utf-8")


def _packed(text: str, kind: str) -> Response:
    """Compressed where the browser takes it: there is no secret in it, and nothing that was typed."""
    response = Response(text, content_type=kind, headers={"Cache-Control": "no-cache"})
    response.vary.update(["Accept-Encoding", "Accept-Language"])
    if request.accept_encodings["gzip"]:
        response.set_data(gzip.compress(response.get_data(), mtime=0))
        response.content_encoding = "gzip"
    return response


def _language() -> str:
    asked = request.args.get("lang", "")
    return spoken(asked) if asked else request.accept_languages.best_match(LANGUAGES) or "en"


def _files() -> list[str]:
    """The addresses as pages ask for them: what has another fingerprint is another file."""
    vendor = Vendor.select().order_by(Vendor.id).first()
    accent = f"/accent.css?{vendor.accent[1:]}" if vendor else "/accent.css?"
    return [*map(asset_url, KEPT), accent, *([f"/logo.svg?{vendor.logo_mark}"] if vendor and vendor.logo else [])]


def _page(language: str) -> str:
    reading: AbstractContextManager[None] = force_locale(language)
    with reading:
        return render_template(
            "offline/show.html", me=None, may=lambda *_: False, unread=0, locale=lambda: language
        )  # fmt: skip
