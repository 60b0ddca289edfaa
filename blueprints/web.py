"""How does every screen read a request and answer it? Rows or 404, fragment or redirect, refusals, headers."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any, TypeVar, cast
from urllib.parse import urlsplit

from flask import Flask, Response, abort, current_app, make_response, redirect, render_template, request
from flask_login import current_user
from flask_wtf.csrf import CSRFError
from peewee import ModelSelect
from werkzeug.exceptions import BadHost, HTTPException, RequestEntityTooLarge

from blueprints import words
from config import Config
from domain.permissions import Action, may
from domain.refusals import Invalid, Kind, Refused
from domain.words import N_
from models import Delivery, User, Vendor
from models.base import Model, close, db, log_db

Row = TypeVar("Row", bound=Model)

POLICY = (
    "default-src 'none'; object-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; manifest-src 'self'; "
    "worker-src 'self'"
)

HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "geolocation=(), microphone=(), payment=()",
}

TLS_ALONE = "max-age=31536000; includeSubDomains"
"""For a year browsers ask this host, and what lies below it, over TLS alone. Said where `BASE_URL` is https."""

FILE_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
}
"""Of what is the same for everybody: stylesheets, scripts, icons. What else a page promises is nothing to them, and
on a first visit the long words would weigh as much as all our scripts."""

NOT_ALLOWED = N_("You cannot do this. Ask your channel manager or administrator.")

PAGES: dict[int, tuple[str, str]] = {
    400: (
        N_("This request could not be read"),
        N_("Go back, reload the page and try again. What you typed is still there."),
    ),
    404: (N_("There is no such page"), N_("The address may be mistyped, or what was here is not visible to you.")),
    405: (N_("This address cannot be used that way"), N_("Go back and use the button on the page.")),
    413: (
        N_("That is too large"),
        N_("A file may have up to 25 MB, a claim up to 100 MB in all. Choose a smaller file."),
    ),
    500: (N_("Something went wrong on our side"), N_("Nothing you filed is lost. Try again in a minute.")),
}
"""Status -> what happened, what to do."""


YEARS = range(1900, 2200)
"""Years that a date of business can have; at the ends of the calendar nothing can be reckoned."""


def config() -> Config:
    return cast(Config, current_app.config["DIBS"])


def me() -> User:
    """The person who is signed in. Sends others to the sign-in page, with HX-Redirect for htmx."""
    if not current_user.is_authenticated:
        abort(current_app.login_manager.unauthorized())  # type: ignore[attr-defined]
    return cast(User, current_user._get_current_object())


def allowed(action: Action, thing: Any = None) -> User:
    """The person, if `action` is theirs to do; else 403."""
    person = me()
    if not may(person, action, thing):
        raise Refused(NOT_ALLOWED, Kind.NOT_YOURS)
    return person


def found(visible: ModelSelect[Row], **by: Any) -> Row:
    """The one row of `visible` with these values, or 404: unknown and foreign look the same."""
    model = visible.model
    if not all(map(_can_be_stored, by.values())):
        abort(404)
    row = visible.where(*(getattr(model, name) == value for name, value in by.items())).get_or_none()
    return row if row is not None else abort(404)


def _can_be_stored(value: Any) -> bool:
    """Could a row have this at all? Databases refuse to look for what they could not keep."""
    if isinstance(value, int):
        return abs(value) < 2**31
    return not isinstance(value, str) or "\0" not in value


def is_htmx() -> bool:
    return bool(request.htmx)  # type: ignore[attr-defined]


def swap(fragment: str, to: str, status: int = 200, /, **context: Any) -> Response:
    """Answer an action: the fragment for htmx, else a redirect to the page that includes it."""
    if is_htmx():
        return make_response(render_template(fragment, **context), status)
    return go(to)


def go(to: str) -> Response:
    """On to another page: 303, or HX-Redirect, which loads it whole."""
    if is_htmx():
        return Response(status=204, headers={"HX-Redirect": to})
    return cast(Response, redirect(to, 303))


def page(template: str, status: int = 200, /, **context: Any) -> Response:
    return make_response(render_template(template, **context), status)


def typed_date(text: str) -> date | None:
    """A date as browsers send it (2027-03-09) or people type it (9.3.2027, 9/3/2027); None: no such day."""
    for shape in ("%Y-%m-%d", "%d.%m.%Y", "%d/%m/%Y"):
        try:
            day = datetime.strptime(text.strip()[:10], shape).date()  # noqa: DTZ007
        except ValueError:
            continue
        return day if day.year in YEARS else None
    return None


def typed_moment(text: str) -> datetime | None:
    """A moment as scripts send it (2027-03-09T08:41:07.000Z); None: no such moment."""
    try:
        return datetime.fromisoformat(text).astimezone(UTC) if text[10:11] == "T" else None
    except (ValueError, OverflowError):
        return None


def clean(text: str | None, longest: int = 2000) -> str:
    """Typed text without control and direction characters, spaces closed up; cut far beyond any field's limit."""
    kept = "".join(c if c.isprintable() or c in "\n\t" else " " * c.isspace() for c in (text or "")[: longest * 2])
    lines = (" ".join(line.split()) for line in kept.splitlines())
    return "\n".join(lines).strip()[:longest]


def init(app: Flask) -> None:
    app.before_request(_connect)
    app.teardown_request(_disconnect)
    app.after_request(_protect)
    app.context_processor(_always)
    app.register_error_handler(Refused, _refused)
    app.register_error_handler(CSRFError, _stale_form)
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(500, _http_error)


def _connect() -> None:
    """One connection per thread, kept: opening costs as much as a page. Machines that watch may not need any."""
    if request.blueprint == "wellness":
        return
    db.connect(reuse_if_open=True)
    log_db.connect(reuse_if_open=True)


def _disconnect(error: BaseException | None) -> None:
    if error is not None:
        close()


def _protect(response: Response) -> Response:
    is_file = bool(response.cache_control.public)
    for name, value in (FILE_HEADERS if is_file else HEADERS).items():
        response.headers.setdefault(name, value)
    if config().is_secure:
        response.headers.setdefault("Strict-Transport-Security", TLS_ALONE)
    if "Cache-Control" not in response.headers:
        response.headers["Cache-Control"] = "no-store"
    if not is_file and request.blueprint not in ("assets", "offline"):  # the same for everybody
        response.vary.update(["HX-Request", "Cookie", "Accept-Language"])
    return response


def _always() -> dict[str, Any]:
    """What every template may use."""
    person = cast(User, current_user._get_current_object()) if current_user.is_authenticated else None
    return {
        "me": person,
        "may": lambda action, thing=None: person is not None and may(person, action, thing),
        "vendor": Vendor.select().order_by(Vendor.id).first(),
        "config": config(),
        "here": request.path,
        "unread": Delivery.unread_count(person) if person else 0,
    }


def _refused(error: Refused) -> Response:
    """A verb said no: its kind is the status, its words stand where the reader looks."""
    says = words.translated(error.message, error.values)
    errors = {name: words.translated(text, error.values) for name, text in getattr(error, "errors", {}).items()}
    title, _, advice = says.partition(". ")
    response = _told(error.kind.value, title, advice, errors if isinstance(error, Invalid) else {})
    if error.kind is Kind.OVER_BUDGET and "retry_after" in error.values:
        response.headers["Retry-After"] = str(error.values["retry_after"])
    return response


def _stale_form(_: CSRFError) -> Response:
    return _told(400, words.translated(N_("This form is too old to be sent")), words.translated(PAGES[400][1]))


def _http_error(error: HTTPException | Exception) -> Response:
    if isinstance(error, HTTPException) and error.response is not None:
        return cast(Response, error.response)
    if isinstance(error, BadHost):  # no page can be drawn: none of its addresses can be told
        return Response(words.translated(PAGES[400][0]), 400, mimetype="text/plain")
    code = error.code or 500 if isinstance(error, HTTPException) else 500
    if isinstance(error, RequestEntityTooLarge):
        code = 413
    title, advice = PAGES.get(code, PAGES[400] if code < 500 else PAGES[500])
    return _told(code, words.translated(title), words.translated(advice))


def _told(status: int, says: str, advice: str, errors: dict[str, str] | None = None) -> Response:
    """The words as a notice for htmx, as a page for everyone else."""
    context = {"status": status, "says": says, "advice": advice, "errors": errors or {}}
    if is_htmx():
        response = page("_notice.html", status, **context)
        response.headers.update({"HX-Retarget": "#notice", "HX-Reswap": "outerHTML"})
        return response
    return page("told.html", status, back=came_from() or "/", **context)


def came_from() -> str:
    """Path and query of the page of ours that this person was on; "" for a page of anybody else's."""
    try:
        at = urlsplit(request.headers.get("HX-Current-URL") or request.referrer or "")
    except ValueError:
        return ""
    is_ours = at.netloc == request.host and at.path.startswith("/") and not at.path.startswith(("//", "/\\"))
    return f"{at.path}?{at.query}".rstrip("?") if is_ours else ""
