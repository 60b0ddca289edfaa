"""What does a form say when it was not taken? The same page again, with what was typed and what to do about it."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from datetime import date
from typing import Any

from flask import Flask, Response, request

from blueprints import web, words
from domain.countries import CODES
from domain.refusals import Kind, Refused

WHOLE = "main"
"""Where a summary leads when no single field is to blame."""


def typed(*names: str, longest: int = 2000) -> dict[str, str]:
    """The named fields as they were typed, cleaned of what cannot be seen."""
    return {name: web.clean(request.form.get(name), longest) for name in names}


def is_day(text: object) -> bool:
    """Can a date field of the browser show this? What it cannot show, it would lose: 20270402, 2027-W14-5."""
    try:
        return not text or date.fromisoformat(str(text)).isoformat() == str(text)
    except ValueError:
        return False


def countries(codes: Iterable[str] = CODES) -> list[tuple[str, str]]:
    """These countries by their names in the reader's language."""
    return sorted(((code, words.country(code)) for code in codes), key=lambda one: _unaccented(one[1]))


def _unaccented(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c)).casefold()


def told(no: Refused) -> dict[str, str]:
    """Field -> sentence in the reader's language."""
    errors = getattr(no, "errors", None) or {no.field or WHOLE: no.message}
    return {name: words.translated(says, no.values) for name, says in errors.items()}


def again(template: str, no: Refused, /, **context: Any) -> Response:
    """The page of the form once more. What is not the form's to say (403) goes to the page of refusals."""
    if no.kind is Kind.NOT_YOURS:
        raise no
    response = web.page(template, no.kind.value, errors=told(no), **context)
    if "retry_after" in no.values:
        response.headers["Retry-After"] = str(no.values["retry_after"])
    return response


def init(app: Flask) -> None:
    app.jinja_env.tests["a_day"] = is_day
