"""Which accounts of the CRM look alike? Side by side, judged by one key or button; as a file; searched anew."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, Response, request
from flask_babel import gettext

from blueprints import forms, pages, report_files, web, words
from domain.duplicates import listing, searching
from domain.duplicates.listing import PARTS, PROPOSALS, Wanted
from integrations.workbook import Cell, Sheet
from models import Account, Judgement, LikelyPair, PairSearch

bp = Blueprint("duplicates", __name__, url_prefix="/duplicates")

LENGTH = 10
MOST = 20_000
"""Pairs in a file: what a spreadsheet still opens with pleasure."""


@bp.get("")
def index() -> Response:
    """Pairs that nobody judged, most alike first."""
    person, wanted = web.me(), _wanted(request.args)
    return web.page(
        "duplicates/index.html", here="/queue", wanted=wanted, cut=pages.cut(listing.pairs(person, wanted), LENGTH),
        counts={part: listing.pairs(person, Wanted(part, wanted.country, wanted.sought)).count() for part in PARTS},
        kept=_query(wanted), proposals=PROPOSALS, done=_just_said(), search=PairSearch.newest(),
        countries=forms.countries(LikelyPair.countries()),
    )  # fmt: skip


@bp.post("/<int:number>")
def update(number: int) -> Response:
    """Same or different; on to the next pair of the same list."""
    pair: LikelyPair = web.found(LikelyPair.visible_to(web.me()), id=number)
    said = listing.decide(web.me(), pair, request.form.get("verdict", ""))
    return web.go(f"/duplicates?{_query(_wanted(request.form))}done={said.code}")


@bp.post("/search")
def create() -> Response:
    """Search all accounts anew."""
    searching.ask(web.me())
    return web.go("/duplicates")


@bp.get("/progress")
def progress() -> Response:
    """How far the search is; when it is through, the page as it is then."""
    search = PairSearch.newest()
    if web.is_htmx() and (search is None or search.state == "done"):
        return web.go("/duplicates")
    return web.page("duplicates/_progress.html", search=search)


@bp.get("/file")
def pairs_file() -> Response:
    """The same list as CSV or XLSX."""
    found = listing.pairs(web.me(), _wanted(request.args)).limit(MOST)
    sheet = Sheet(gettext("Accounts that look alike"), _head(), (_cells(pair) for pair in found))
    return report_files.sent([sheet], request.args.get("as", ""), "duplicates")


def _wanted(asked: Any) -> Wanted:
    part, country = asked.get("part", ""), asked.get("country", "")
    return Wanted(
        part if part in PARTS else "all", country if len(country) == 2 else "", web.clean(asked.get("q"), 100)
    )


def _query(wanted: Wanted) -> str:
    """What of the address stays from page to page, ending in & if there is anything."""
    said = {"part": wanted.part if wanted.part != "all" else "", "country": wanted.country, "q": wanted.sought}
    kept = urlencode({name: value for name, value in said.items() if value})
    return f"{kept}&" if kept else ""


def _just_said() -> Judgement | None:
    """What was just said, to say that it is remembered."""
    code = web.clean(request.args.get("done"), 40)
    found: Judgement | None = Judgement.visible_to(web.me()).where(Judgement.code == code).first() if code else None
    return found if found is not None and found.is_standing else None


def _head() -> list[str]:
    sides = [
        gettext("Account number"), gettext("Company"), gettext("Other names"), gettext("Website"), gettext("Country"),
        gettext("City"), gettext("VAT number"), gettext("Partner of record"), gettext("Owner"),
    ]  # fmt: skip
    both = [f"{word} {number}" for number in (1, 2) for word in sides]
    return [gettext("Likeness"), *both, gettext("Reasons")]


def _cells(pair: LikelyPair) -> list[Cell]:
    reasons = [words.reason(one["code"], one["detail"]) for one in pair.reasons]
    proposal = [words.translated(PROPOSALS[pair.proposal])] if pair.proposal in PROPOSALS else []
    return [pair.score, *_side(pair.one), *_side(pair.other), "; ".join([*proposal, *reasons])]


def _side(row: Account) -> list[Cell]:
    holder = row.partner_of_record.name if row.partner_of_record else ""
    return [
        row.external_id, row.name, "; ".join(row.other_names), row.domain, row.country, row.city, row.vat, holder,
        row.owner,
    ]  # fmt: skip
