"""How is an account registered, and where does a registration stand? Form, drafts, filing, the page of a claim."""

from __future__ import annotations

from functools import partial
from typing import Any, cast

from flask import Blueprint, Response, request, url_for

from blueprints import certificates, claim_form, evidence, web, words
from blueprints.claim_form import Typed
from blueprints.evidence import RefusedFile
from domain import decisions, deliveries, moment, reversals, rules, trainings
from domain.permissions import Action, may
from domain.refusals import Invalid, Refused
from domain.registrations import details, drafts, filing, holds, lists, standing
from domain.registrations.ball import Ball
from domain.words import N_
from models import Condition, Partner, Receipt, Registration, User

bp = Blueprint("registrations", __name__, url_prefix="/registrations")

NEXT: dict[str, tuple[str, str]] = {
    "details": (N_("Complete stage 2"), "/registrations/{code}/details"),
    "reply": (N_("Answer the question."), "/registrations/{code}/reply"),
    "evidence": (N_("Add proof"), "#evidence"),
    "update": (N_("Write an update."), "#update"),
    "extend": (N_("Extend protection"), "#protection"),
    "appeal": (N_("Appeal"), "/questions/new?registration={code}"),
    "appealed": (N_("Open your appeal"), "/questions/{appeal}"),
    "again": (N_("Check again"), "/?again={code}"),
    "decide": (N_("Decide"), "/registrations/{code}/decision"),
}
REFUSED_FILE = {"files": N_("Remove the file that was refused, or choose another")}
NEXT_NEEDS: dict[str, Action] = {"decide": "registrations:decide"}
"""Next action -> word and address; and what it takes, where it is not the holder's to do."""


@bp.get("")
def index() -> Response:
    """Mine, my company's, or all that was filed; what needs something first."""
    person = web.me()
    part = request.args.get("part", "open")
    part = part if part in lists.PARTS else "open"
    words_sought = web.clean(request.args.get("q"), 80)
    asked = request.args.get("page", "1")
    listing = lists.of(person, part, int(asked) if asked.isdecimal() and len(asked) < 6 else 1, words_sought)
    return web.page("registrations/index.html", listing=listing, part=part, q=words_sought, in_force=rules.in_force())


@bp.get("/new")
def new() -> Response:
    """An empty form; its key makes one draft of it, however often it is sent."""
    person = web.me()
    return _form(person, None, claim_form.empty(), drafts.fresh_key())


@bp.post("/drafts")
def draft() -> Response:
    """Begin a claim from a receipt, or keep what was typed so far."""
    person = web.me()
    if "receipt" in request.form:
        return _from_receipt(person, request.form["receipt"])
    typed = claim_form.from_request()
    typed_at = web.typed_moment(request.form.get("typed_at", ""))
    drafts.require_newer(person, claim_form.key(), typed.stage_one(), typed_at)
    kept = drafts.save(person, claim_form.key(), typed.stage_one())
    refused = evidence.take(person, registration=kept)
    if refused:
        return _form(person, kept, typed, kept.idempotency_key, 422, errors=REFUSED_FILE, refused=refused)
    to = url_for(".edit", code=kept.code)
    response = web.swap("registrations/_saved.html", to, saved_at=kept.saved_at)
    response.headers["HX-Replace-Url"] = to
    return response


@bp.get("/<code>/edit")
def edit(code: str) -> Response:
    person = web.me()
    claim = _visible(person, code)
    if claim.status not in ("draft", "held"):
        return web.go(url_for(".show", code=code))
    return _form(person, claim, claim_form.from_claim(claim), claim.idempotency_key)


@bp.post("")
def create() -> Response:
    """File. What is wrong comes back with all that was typed; what was filed already is shown."""
    person, typed = web.me(), claim_form.from_request()
    claim = drafts.save(person, claim_form.key(), typed.stage_one())
    again = partial(_form, person, claim, typed, claim.idempotency_key)
    refused = evidence.take(person, registration=claim)
    if refused:
        return again(422, errors=REFUSED_FILE, refused=refused)
    try:
        filed = filing.submit(person, claim)
    except Invalid as wrong:
        return again(422, errors={**wrong.errors, **typed.unread}, values=wrong.values)
    except Refused as no:
        return again(no.kind.value, said=_said(person, no))
    return web.go(url_for(".show", code=filed.code))


@bp.post("/<code>/discard")
def discard(code: str) -> Response:
    person = web.me()
    drafts.discard(person, _visible(person, code))
    return web.go("/registrations")


@bp.get("/<code>")
def show(code: str) -> Response:
    person = web.me()
    claim = _visible(person, code)
    deliveries.read_about(person, claim)
    return page_of(person, claim)


def page_of(
    person: User, claim: Registration, status: int = 200, *, errors: dict[str, str] | None = None, says: str = ""
) -> Response:
    """The page of a claim; with what was wrong in one of its forms, or what has changed meanwhile.

    A draft has no page yet but its form.
    """
    if claim.status in ("draft", "held"):
        return web.go(url_for("registrations.edit", code=claim.code))
    in_force = rules.of(claim.rules_version)
    stands = standing.of(claim, person, in_force)
    return web.page(
        "registrations/show.html", status, claim=claim, in_force=in_force, stands=stands, errors=errors or {},
        says=says, typed=request.form, tier=in_force.tier(claim.partner.tier),
        next=_next(person, claim, stands.ball),
        **certificates.papers_of(claim), asked_for=Condition.of_claim(claim.id),
        reversal=reversals.reversible(claim) if stands.may_decide else None,
        may_revoke=claim.status == "approved" and stands.may_decide and decisions.is_theirs(person, claim),
        stages=words.options(details.BUYING_STAGES),
        names=details.ANSWERS, asked={c.code: c.name for c in (*details.HOW_FOUND, *details.BUYING_STAGES)},
    )  # fmt: skip


def _next(person: User, claim: Registration, ball: Ball) -> dict[str, str] | None:
    """Word and address of the one thing to do next, if it is this person's to do."""
    action = ball.action
    if action not in NEXT or not may(person, NEXT_NEEDS.get(action, "claims:change"), claim):
        return None
    if action == "decide" and not decisions.is_theirs(person, claim):
        return None
    word, to = NEXT[action]
    return {"word": words.translated(word), "to": to.format(code=claim.code, appeal=ball.values.get("appeal"))}


def _from_receipt(person: User, code: str) -> Response:
    receipt = web.found(Receipt.visible_to(person), code=code)
    claim = holds.hold(person, drafts.start(person, receipt))
    return web.go(url_for(".edit", code=claim.code))


def _form(
    person: User, claim: Registration | None, typed: Typed, key: str, status: int = 200, *,
    errors: dict[str, str] | None = None, values: dict[str, Any] | None = None,
    refused: list[RefusedFile] | None = None, said: dict[str, Any] | None = None,
) -> Response:  # fmt: skip
    """The form as it stands: with what is wrong at the fields, files that were refused, or a refusal above it all."""
    partner = cast(Partner, claim.partner if claim else person.partner)
    holder = claim.holder if claim else person
    return web.page(
        "registrations/edit.html", status, said=said, refused=refused or [], holder=holder,
        lacks=trainings.missing(holder, rules.in_force(), moment.now()),
        **claim_form.context(partner, claim, typed, key, errors, values),
    )  # fmt: skip


def _said(person: User, refused: Refused) -> dict[str, Any]:
    """The words of a refusal, and the claim it speaks of if this person may see it."""
    own = Registration.visible_to(person).where(Registration.id == refused.values.get("own", 0)).first()
    return {"says": words.translated(refused.message, refused.values), "own": own}


def _visible(person: User, code: str) -> Registration:
    claim: Registration = web.found(Registration.visible_to(person), code=code)
    return claim
