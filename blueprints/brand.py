"""Under whose name, logo and colour does the portal appear? A form with the contrast in view, a preview, a history."""

from __future__ import annotations

from base64 import b64encode
from dataclasses import asdict, replace
from typing import Any

from flask import Blueprint, Response, request
from itsdangerous import BadData, URLSafeSerializer

from blueprints import forms, web, words
from domain import branding, contrast
from domain.branding import Brand
from domain.permissions import may
from domain.refusals import Invalid, Kind, Refused
from domain.words import N_
from integrations import logos
from models import BrandVersion

bp = Blueprint("brand", __name__, url_prefix="/settings/brand")

SHOWN = 10
"""How many versions stand beside the form."""

TYPED = ("name", "legal_name", "address", "country", "mail", "accent")
WORDS = {
    "name": N_("Name"), "legal_name": N_("Name in the register"), "address": N_("Address"), "country": N_("Country"),
    "mail": N_("Email address"), "accent": N_("Colour"), "logo": N_("Logo"),
}  # fmt: skip
LOGO_REASONS = {
    "empty": N_("The logo file is empty. Choose another."),
    "large": N_("The logo is too large. Use an SVG or PNG of up to 1 MB; a simple drawing is best."),
    "unknown": N_("This is neither an SVG nor a PNG. Save the logo as one of them and choose it again."),
    "broken": N_("The logo file is damaged. Save it again and choose it once more."),
    "blank": N_("We find no shapes in this file. Save the logo as plain SVG, its texts as outlines, or as PNG."),
    "declared": N_("This SVG declares things of its own that we do not take. Save it as plain SVG, or as PNG."),
    "pixels": N_("This picture has too many pixels. Use one of up to 5,000 on each side."),
}  # fmt: skip


@bp.get("")
def edit() -> Response:
    older = _older(request.args.get("from", ""))
    brand = branding.of(older) if older else branding.current()
    return _form(brand, restored=older.number if older else 0)


@bp.post("/contrast")
def look() -> Response:
    """How the colour looks that is being typed: the fragment while typing, the page for its button."""
    accent = request.form.get("accent", "")
    if web.is_htmx():
        return web.page("settings/_contrast.html", **_contrast(accent))
    return _form(_typed())


@bp.post("")
def preview() -> Response:
    """What the answers would change; nothing is changed yet."""
    brand = _typed()
    if _seen() != BrandVersion.highest():
        return _form(brand, Refused(branding.MOVED_ON))
    if "edit" in request.form:
        return _form(brand)
    try:
        brand, left_out = _with_logo(brand)
        brand = branding.judged(brand)
        if not branding.changes(branding.current(), brand):
            raise Invalid({forms.WHOLE: branding.NOTHING})
    except Invalid as wrong:
        return _form(brand, wrong)
    return _preview(brand, left_out=left_out)


@bp.post("/publication")
def publish() -> Response:
    person, brand = web.me(), _typed()
    note = web.clean(request.form.get("note"), 1000)
    try:
        branding.set_brand(person, brand, _seen(), note)
    except Invalid as wrong:
        return _preview(brand, note, wrong) if "note" in wrong.errors else _form(brand, wrong)
    except Refused as no:
        if no.kind is not Kind.MOVED_ON:
            raise
        return _form(brand, no)
    return web.go("/settings/brand")


def _typed() -> Brand:
    """What was typed, with the logo that the form has carried along."""
    typed = {name: text.replace("\n", " ") for name, text in forms.typed(*TYPED, longest=300).items()}
    return Brand(**typed, logo=_carried())


def _seen() -> int:
    text = request.form.get("seen", "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else -1


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(web.config().key(), salt="logo")


def _carried() -> str:
    """The logo from the form's hidden field, if it is one that we have cleaned; else the present one."""
    try:
        return str(_signer().loads(request.form.get("carried", "")))
    except BadData:
        return branding.current().logo


def _with_logo(brand: Brand) -> tuple[Brand, tuple[str, ...]]:
    """The brand with the logo that was sent, cleaned, or without one; and what the logo had to do without."""
    if request.form.get("drop_logo"):
        return replace(brand, logo=""), ()
    sent = request.files.get("logo")
    if sent is None or not sent.filename:
        return brand, ()
    try:
        logo = logos.clean(sent.stream.read(logos.MOST_BYTES + 1))
    except logos.Unusable as error:
        raise Invalid({"logo": LOGO_REASONS[error.code]}) from error
    return replace(brand, logo=logo.svg), logo.left_out


def _form(brand: Brand, no: Refused | None = None, restored: int = 0) -> Response:
    return web.page(
        "settings/brand.html", no.kind.value if no else 200, errors=forms.told(no) if no else {}, brand=brand,
        seen=BrandVersion.highest(), carried=_signer().dumps(brand.logo), logo=_shown(brand.logo), restored=restored,
        countries=forms.countries(), history=_history(), may_set=may(web.me(), "programme:set"),
        **_contrast(brand.accent),
    )  # fmt: skip


def _preview(brand: Brand, note: str = "", wrong: Invalid | None = None, left_out: tuple[str, ...] = ()) -> Response:
    before = branding.current()
    return web.page(
        "settings/brand_preview.html", wrong.kind.value if wrong else 200, errors=forms.told(wrong) if wrong else {},
        brand=brand, note=note, seen=_seen(), carried=_signer().dumps(brand.logo), logo=_shown(brand.logo),
        typed=[(name, getattr(brand, name)) for name in TYPED], left_out=left_out,
        rows=[_row(name, before, brand) for name in branding.changes(before, brand)], **_contrast(brand.accent),
    )  # fmt: skip


def _contrast(accent: str) -> dict[str, Any]:
    colour = contrast.tidy(accent)
    return {"tints": contrast.tints(colour) if colour else (), "least": contrast.LEAST}


def _history() -> list[dict[str, Any]]:
    """The newest versions of the appearance, each with what it changed."""
    versions = list(BrandVersion.newest_first().limit(SHOWN + 1))
    older: list[BrandVersion | None] = [*versions[1:], None]
    return [_version(version, before) for version, before in zip(versions, older, strict=False)][:SHOWN]


def _version(version: BrandVersion, before: BrandVersion | None) -> dict[str, Any]:
    old, new = branding.of(before) if before else None, branding.of(version)
    changed = [_row(name, old, new) for name in branding.changes(old, new)] if old else []
    return {"version": version, "rows": changed}


def _row(name: str, before: Brand, after: Brand) -> dict[str, str]:
    """One line of what changes; a logo is shown beside it rather than told."""
    old, new = (_words(name, asdict(brand)[name]) for brand in (before, after))
    return {"name": name, "word": words.translated(WORDS[name]), "old": old, "new": new}


def _words(name: str, value: str) -> str:
    if name == "logo":
        return words.translated(N_("a logo") if value else N_("the plain mark"))
    return words.country(value) if name == "country" else value or "–"


def _shown(logo: str) -> str:
    """A logo as an address that needs no fetching; "" for none."""
    return f"data:image/svg+xml;base64,{b64encode(logo.encode()).decode()}" if logo else ""


def _older(text: str) -> BrandVersion | None:
    """The older version that the address asks for, to begin from."""
    number = int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else 0
    return next((version for version in BrandVersion.newest_first() if version.number == number), None)
