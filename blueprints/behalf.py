"""How does a manager register in a partner's name? Choose the partner, then the same form, filed at once."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from flask import Blueprint, Response, request, url_for
from flask_babel import gettext

from blueprints import claim_form, evidence, registrations, web, words
from blueprints.claim_form import Typed
from domain import moment, rules, trainings
from domain.refusals import Invalid, Refused
from domain.registrations import behalf, drafts
from domain.words import N_
from models import Partner, User

bp = Blueprint("behalf", __name__, url_prefix="/registrations/for")

NO_SUCH_TIME = N_("This is no time of the calendar. Enter it like 2027-03-09 10:12.")


@bp.get("")
def index() -> Response:
    """For whom?"""
    person = web.me()
    chosen = request.args.get("partner", "")
    if chosen:
        return web.go(url_for(".new", code=web.found(Partner.visible_to(person), code=chosen).code))
    partners = Partner.visible_to(person).where(Partner.status == "active").order_by(Partner.name, Partner.id)
    return web.page("registrations/for.html", partners=[(partner.code, partner.name) for partner in partners])


@bp.get("/<code>")
def new(code: str) -> Response:
    partner = web.found(Partner.visible_to(web.me()), code=code)
    return _form(partner, claim_form.empty(), drafts.fresh_key())


@bp.post("/<code>")
def create(code: str) -> Response:
    partner = web.found(Partner.visible_to(web.me()), code=code)
    person = web.me()
    typed, key = claim_form.from_request(), claim_form.key()
    try:
        asserted_at = _moment(request.form.get("asserted_at", ""))
        claim = behalf.draft(person, _holder(partner, request.form.get("holder", "")), key, typed.stage_one())
        refused = evidence.take(person, registration=claim)
        if refused:
            return _form(partner, typed, key, 422, registrations.REFUSED_FILE, refused=refused)
        filed = behalf.submit(person, claim, asserted_at)
    except Invalid as wrong:
        return _form(partner, typed, key, 422, {**wrong.errors, **typed.unread}, wrong.values)
    except Refused as no:
        return _form(partner, typed, key, no.kind.value, said=no)
    return web.go(url_for("registrations.show", code=filed.code))


def _form(
    partner: Partner, typed: Typed, key: str, status: int = 200, errors: dict[str, str] | None = None,
    values: dict[str, object] | None = None, *, said: Refused | None = None,
    refused: list[evidence.RefusedFile] | None = None,
) -> Response:  # fmt: skip
    return web.page(
        "registrations/behalf.html", status, partner=partner, said=said and _said(said), refused=refused or [],
        people=_people(partner),
        holder=request.form.get("holder", ""), asserted=web.clean(request.form.get("asserted_at"), 40),
        **claim_form.context(partner, None, typed, key, errors, values),
    )  # fmt: skip


def _said(no: Refused) -> dict[str, object]:
    return {"says": words.translated(no.message, no.values), "own": None}


def _holder(partner: Partner, chosen: str) -> User | None:
    return next((person for person in User.who_hold(partner) if str(person.id) == chosen), None)


def _people(partner: Partner) -> list[tuple[str, str]]:
    """Who may hold it, by name; of whom training is missing is said beside the name."""
    in_force, now = rules.in_force(), moment.now()
    people = [(one, bool(trainings.missing(one, in_force, now))) for one in User.who_hold(partner)]
    return [
        (str(one.id), str(gettext("%(name)s (training missing)", name=one.name)) if is_untrained else one.name)
        for one, is_untrained in people
    ]


def _moment(text: str) -> datetime | None:
    """A local time as browsers send it, where the programme is at home. Raises `Invalid` for what is none."""
    if not text.strip():
        return None
    try:
        return datetime.fromisoformat(web.clean(text, 40)).replace(tzinfo=ZoneInfo(rules.in_force().zone))
    except ValueError:
        raise Invalid({"asserted_at": NO_SUCH_TIME}) from None
