"""Papers on order: choose certificates, ask for a sheet or a dossier, watch it being made, fetch it."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from typing import Any

from flask import Blueprint, Response, abort, request, send_file, url_for

from blueprints import forms, pages, web
from domain import papers, rules
from domain.papers import Choice
from domain.papers.ordering import MOST_CERTIFICATES
from domain.refusals import Invalid, Refused
from domain.words import N_
from integrations import parcels
from models import PaperOrder, Registration, User

bp = Blueprint("papers", __name__)
log = logging.getLogger(__name__)

KIND_WORDS = {
    "certificates": N_("Certificates (ZIP)"), "benefits": N_("Benefit sheet (PDF)"), "dossier": N_("Dossier (PDF)"),
}  # fmt: skip
TYPES = {"zip": "application/zip", "pdf": "application/pdf"}


@bp.get("/certificates")
def certificates() -> Response:
    """All certificates that this person sees, to be fetched one by one or many at once."""
    return _certificates(web.me())


@bp.get("/papers")
def index() -> Response:
    """What this person ordered and can still fetch."""
    orders = list(PaperOrder.visible_to(web.me()).order_by(PaperOrder.id.desc()))
    return web.page("papers/index.html", orders=orders, kinds=KIND_WORDS, names=_names(orders))


@bp.post("/papers")
def create() -> Response:
    """Order the ticked certificates, or all that the filter means."""
    person = web.me()
    try:
        order = papers.order_certificates(person, _claims(person))
    except Invalid as no:
        return _certificates(person, no)
    return web.go(url_for(".show", code=order.code))


@bp.post("/registrations/<code>/benefit-sheet")
def benefit_sheet(code: str) -> Response:
    claim = web.found(Registration.visible_to(web.me()), code=code)
    return web.go(url_for(".show", code=papers.order_benefits(web.me(), claim).code))


@bp.post("/registrations/<code>/dossier")
def dossier(code: str) -> Response:
    claim = web.found(Registration.visible_to(web.me()), code=code)
    return web.go(url_for(".show", code=papers.order_dossier(web.me(), claim).code))


@bp.get("/papers/<code>")
def show(code: str) -> Response:
    return web.page("papers/show.html", **_seen(_found(code)))


@bp.get("/papers/<code>/progress")
def progress(code: str) -> Response:
    """How far it is, asked once a second; when it is over the whole page comes anew."""
    order = _found(code)
    if not web.is_htmx() or not order.is_under_way:
        return web.go(url_for(".show", code=code))
    return web.page("papers/_progress.html", **_seen(order))


@bp.get("/papers/<code>/file")
def file(code: str) -> Response:
    """The file, once it is ready, while all that is in it is still this person's to see."""
    order = _found(code)
    if order.state != "ready":
        return web.go(url_for(".show", code=code))
    if order.registrations().count() < len(order.claims):
        abort(404)
    path = parcels.path(web.config().paper_folder, order.code)
    if not path.exists():
        log.error("the file of order %s is gone", order.code)
        abort(404)
    response = send_file(
        path, TYPES[order.filename.rpartition(".")[2]], as_attachment=True, download_name=order.filename, etag=False,
    )  # fmt: skip
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _found(code: str) -> PaperOrder:
    return web.found(PaperOrder.visible_to(web.me()), code=code)


def _seen(order: PaperOrder) -> dict[str, Any]:
    return {"order": order, "kinds": KIND_WORDS, "names": _names([order])}


def _names(orders: Iterable[PaperOrder]) -> dict[str, str]:
    """What the orders of a single claim are about: code of the order -> company, for claims that are seen still."""
    about = {order.code: order.claims[0] for order in orders if len(order.claims) == 1}
    rows = Registration.visible_to(web.me()).where(Registration.id.in_([*about.values(), 0]))
    companies = {row.id: row.company for row in rows}
    return {code: companies.get(claim, "") for code, claim in about.items()}


def _choice() -> Choice:
    """The filter, from the address or from the form that repeats it."""
    given = request.values
    part = given.get("part", "valid")
    return Choice(
        part if part in papers.PARTS else "valid", web.clean(given.get("line"), 40), web.clean(given.get("q"), 80)
    )


def _claims(person: User) -> list[int]:
    """Whose certificates are wanted: ids. Codes that this person does not see are not there: 404."""
    if "all" in request.form:
        rows = papers.chosen(person, _choice()).limit(MOST_CERTIFICATES + 1)
        return [row.registration_id for row in rows]
    codes = {code for code in request.form.getlist("registration") if len(code) <= 40 and "\0" not in code}
    if len(codes) < len(set(request.form.getlist("registration"))):
        abort(404)
    found = list(Registration.visible_to(person).where(Registration.code.in_([*codes][: MOST_CERTIFICATES + 1])))
    if len(found) < min(len(codes), MOST_CERTIFICATES + 1):
        abort(404)
    return [claim.id for claim in found]


def _certificates(person: User, no: Refused | None = None) -> Response:
    choice, in_force = _choice(), rules.in_force()
    counts = {part: papers.chosen(person, choice.with_(part=part)).count() for part in papers.PARTS}
    ticked = set(request.form.getlist("registration")) if no else set()
    return web.page(
        "papers/certificates.html", no.kind.value if no else 200, cut=pages.cut(papers.chosen(person, choice)),
        choice=choice, counts=counts, lines=in_force.lines, ticked=ticked, errors=forms.told(no) if no else {},
    )  # fmt: skip
