"""In which language does somebody read who is not signed in? The switch in the footer, kept in a cookie."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import urlsplit

from flask import Blueprint, Response, current_app, request
from werkzeug.exceptions import HTTPException

from blueprints import speaking, web
from domain.words import LANGUAGES

bp = Blueprint("languages", __name__)

LASTS = timedelta(days=365)


@bp.post("/language")
def update() -> Response:
    response = web.go(_back())
    language = request.form.get("language", "")
    if language in LANGUAGES:
        response.set_cookie(
            speaking.cookie(), language, max_age=LASTS, secure=web.config().is_secure, httponly=True,
            samesite="Lax",
        )  # fmt: skip
    return response


def _back() -> str:
    """The page whose footer it was; home when that was the answer to a form and cannot be asked for again."""
    path = web.came_from()
    try:
        current_app.create_url_adapter(request).match(urlsplit(path).path, "GET")  # type: ignore[union-attr]
    except HTTPException:
        return "/"
    return path or "/"
