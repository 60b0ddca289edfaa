"""What the vendor lends to every page: a logo may be any drawing, and runs nothing."""

from __future__ import annotations

import re

import pytest

from models import Vendor
from tests.world import World


def test_a_logo_opened_by_itself_is_sandboxed(world: World) -> None:
    Vendor.update(logo='<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>').execute()
    answer = world.app.test_client().get("/logo.svg")
    policy = answer.headers["Content-Security-Policy"]
    assert "sandbox" in policy
    assert "script-src" not in policy


@pytest.mark.parametrize("path", ["/accent.css", "/logo.svg"])
def test_what_a_page_asks_for_is_kept_for_a_year_and_anything_else_for_a_day(world: World, path: str) -> None:
    """The address on the page names colour and drawing, so another one has another address."""
    Vendor.update(logo='<svg xmlns="http://www.w3.org/2000/svg"/>').execute()
    client = world.app.test_client()
    asked = re.search(rf'"({re.escape(path)}\?\w+)"', client.get("/sign-in").text)
    assert asked
    exact, guessed = client.get(asked[1]), client.get(f"{path}?guess")
    assert exact.cache_control.immutable
    assert exact.cache_control.max_age == 365 * 86_400
    assert guessed.cache_control.max_age == 86_400
    assert "Cookie" not in exact.headers.get("Vary", ""), "the same for everybody"
    assert "Set-Cookie" not in exact.headers


def test_the_worker_keeps_the_logo_at_the_address_that_pages_have(world: World) -> None:
    Vendor.update(logo='<svg xmlns="http://www.w3.org/2000/svg"/>').execute()
    client = world.app.test_client()
    asked = re.search(r'"(/logo\.svg[^"]*)"', client.get("/offline").text)
    assert asked
    assert f'"{asked[1]}"' in client.get("/worker.js").text
