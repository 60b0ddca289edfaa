"""The forms of the settings as a browser sends them."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from domain import rules
from domain.settings import answering, pages


def fields(slug: str, **changed: Any) -> dict[str, Any]:
    """The form of a page as it is shown, with some answers changed."""
    page = pages.named(slug)
    assert page is not None
    now = rules.in_force()
    shown = {name: list(values) for name, values in answering.shown(page, now).items()}
    return {**shown, "seen": str(now.number), **changed}


def published(client: FlaskClient, slug: str, **changed: Any) -> TestResponse:
    """Publish a page with some answers changed."""
    return client.post(f"/settings/{slug}/publication", data=fields(slug, **changed))


def hidden(text: str) -> dict[str, list[str]]:
    """What a preview carries along."""
    found: dict[str, list[str]] = {}
    for name, value in re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', text):
        found.setdefault(unescape(name), []).append(unescape(value))
    return found
