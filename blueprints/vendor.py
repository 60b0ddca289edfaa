"""What does the vendor lend to every page? Its accent, its logo, the rules in words."""

from __future__ import annotations

import re

from flask import Blueprint, Response, abort, request

from blueprints import words
from blueprints.assets import YEAR
from blueprints.web import page
from domain import moment, programme
from models import RulesVersion, Vendor

bp = Blueprint("vendor", __name__)

COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
A_DAY = "public, max-age=86400"
SANDBOX = "sandbox; default-src 'none'; img-src data:; frame-ancestors 'none'"
"""Opened by itself a drawing runs nothing on our address, and shows no picture but one that stands inside it."""


@bp.get("/accent.css")
def accent() -> Response:
    vendor = Vendor.select().order_by(Vendor.id).first()
    colour = vendor.accent if vendor and COLOUR.fullmatch(vendor.accent) else "#0f5061"
    return Response(f":root{{--accent:{colour}}}", mimetype="text/css", headers=_kept(colour[1:]))


@bp.get("/logo.svg")
def logo() -> Response:
    vendor = Vendor.select().order_by(Vendor.id).first()
    if vendor is None or not vendor.logo:
        abort(404)
    headers = {**_kept(vendor.logo_mark), "Content-Security-Policy": SANDBOX}
    return Response(vendor.logo, mimetype="image/svg+xml", headers=headers)


def _kept(mark: str) -> dict[str, str]:
    """A year at the address that names what is sent, as pages have it; a day at any other."""
    is_exact = request.query_string == mark.encode()
    return {"Cache-Control": f"public, max-age={YEAR}, immutable" if is_exact else A_DAY}


@bp.get("/rules")
def rules() -> Response:
    """The programme rules in force, in the reader's language if there; before set-up there are none."""
    if not programme.is_set_up():
        abort(404)
    version = RulesVersion.in_force(moment.now())
    written = words.locale() if version.text.get(words.locale()) else "en"
    return page("vendor/rules.html", version=version, text=version.text.get(written, ""), written=written)
