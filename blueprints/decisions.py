"""The queue, and the page on which a claim is decided."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from flask import Blueprint, Response, request

from blueprints import evidence, web, words
from domain import audiences, casefile, decisions, deliveries, marks, moment, precedents, queue, reversals, rules
from domain.decisions import CONDITION_SLOTS, Wanted, Words
from domain.refusals import Invalid, Kind, Refused
from models import Alarm, Registration, User

bp = Blueprint("decisions", __name__)

VERBS = {
    "approve": decisions.approve,
    "conditions": decisions.approve_with_conditions,
    "return": decisions.return_for_information,
    "decline": decisions.decline,
    "escalate": decisions.escalate,
}


@bp.get("/queue")
def index() -> Response:
    person = web.me()
    in_force = rules.in_force()
    rows, parts = queue.rows(in_force), queue.filters(person, in_force)
    which = request.args.get("which", "all")
    line = request.args.get("line", "")
    in_part = [row for row in rows if parts.get(which, parts["all"])(row)]
    in_line = [row for row in rows if not line or row.line == line]
    kept = [row for row in in_part if not line or row.line == line]
    return web.page(
        "decisions/index.html", rows=kept, which=which, line=line, in_force=in_force,
        counts={name: sum(map(keeps, in_line)) for name, keeps in parts.items()}, in_part=len(in_part),
        total=len(rows),
        lines=[(item, sum(row.line == item.code for row in in_part)) for item in in_force.lines],
        last_answered=None if kept else queue.last_answered(), done=_just_decided(person),
        alarms=Alarm.open_count(person),
    )  # fmt: skip


@bp.get("/registrations/<code>/decision")
def edit(code: str) -> Response:
    """Opening the page starts the answer clock, if stage 2 has not."""
    person, claim = _to_decide(code)
    claim = decisions.opened(person, claim)
    deliveries.read_about(person, claim)
    return _page(person, claim, {}, {})


@bp.post("/registrations/<code>/decision")
def update(code: str) -> Response:
    person, claim = _to_decide(code)
    action, typed = request.form.get("action", ""), request.form.to_dict()
    said = _said(action, claim)
    if action not in VERBS:
        return _again(person, claim, typed, {}, 200)
    try:
        VERBS[action](person, claim, said)
    except Invalid as wrong:
        errors = {f"{action}-{name}": words.translated(text, wrong.values) for name, text in wrong.errors.items()}
        return _again(person, claim, {**typed, "open": action}, errors, 422)
    except Refused as refused:
        if refused.kind is not Kind.MOVED_ON:
            raise
        current = web.found(Registration.visible_to(person), code=code)
        errors = {f"{action}-{refused.field}" if refused.field else "decide": words.translated(refused.message)}
        return _again(person, current, {**typed, "open": action}, errors, 409)
    return web.go(f"/queue?done={claim.code}")


def _just_decided(person: User) -> Registration | None:
    """The claim whose decision led to the queue, to say that it is done."""
    code = web.clean(request.args.get("done"), 40)
    return Registration.visible_to(person).where(Registration.code == code).get_or_none() if code else None


def _to_decide(code: str) -> tuple[User, Registration]:
    """Who decides, and what: 404 for whom it does not concern, 403 for whom it does but who does not decide."""
    claim = web.found(Registration.visible_to(web.me()), code=code)
    return web.me(), claim


def _again(person: User, claim: Registration, typed: dict[str, str], errors: dict[str, str], status: int) -> Response:
    """The form once more, with what was typed, and what happened since the page was opened: as fragment or page."""
    if web.is_htmx():
        return web.page("decisions/_decision.html", status, **_seen(person, claim, typed), errors=errors)
    return _page(person, claim, typed, errors, status)


def _page(
    person: User, claim: Registration, typed: dict[str, str], errors: dict[str, str], status: int = 200
) -> Response:  # fmt: skip
    seen = _seen(person, claim, typed)
    return web.page("decisions/edit.html", status, **seen, errors=errors, before=precedents.of(claim))


def _said(action: str, claim: Registration) -> Words:
    typed = {name: web.clean(value, 4001) for name, value in request.form.items()}
    return Words(
        reason=typed.get(f"{action}-reason", ""),
        clause=typed.get(f"{action}-clause", ""),
        text=typed.get(f"{action}-text", ""),
        next_step=typed.get(f"{action}-next_step", ""),
        reply_by=web.typed_date(typed.get(f"{action}-reply_by", "")),
        checklist={choice.code: f"check-{choice.code}" in typed for choice in rules.of_claim(claim).checklist},
        is_other_customer=f"{action}-is_other_customer" in typed,
        conditions=tuple(_condition(typed, number) for number in range(1, CONDITION_SLOTS + 1)),
        seen=typed.get("seen", ""),
    )


def _condition(typed: dict[str, str], number: int) -> Wanted:
    due_on = web.typed_date(typed.get(f"conditions-due_on-{number}", ""))
    return Wanted(typed.get(f"conditions-text-{number}", ""), due_on)


def _seen(person: User, claim: Registration, typed: dict[str, str]) -> dict[str, Any]:
    """The case file, and what the form itself needs."""
    in_force = rules.of_claim(claim)
    return {
        **evidence.proof(web.me(), claim),
        "claim": claim,
        "case": casefile.of(claim, in_force),
        "in_force": in_force,
        "typed": typed,
        "seen": marks.of(claim),
        "changes": marks.changes(claim, typed.get("seen", ""), person),
        "refused": _refusal(person, claim),
        "why_not_reverse": reversals.why_not(person, claim),
        "slots": range(1, CONDITION_SLOTS + 1),
        "director": audiences.director(),
        "until": decisions.protected_until(in_force, moment.now()),
        "reply_by": (moment.now() + timedelta(days=in_force.reply_days)).date().isoformat(),
        "points": in_force.tier(claim.partner.tier).discount_points,
    }


def _refusal(person: User, claim: Registration) -> str:
    """Why this person does not decide this claim, in words; "" if they do."""
    try:
        decisions.require_decider(person, claim)
    except Refused as no:
        return words.translated(no.message, no.values)
    return ""
