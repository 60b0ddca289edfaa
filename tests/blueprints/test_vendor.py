"""What the vendor lends to every page: a logo may be any drawing, and runs nothing."""

from __future__ import annotations

from models import Vendor
from tests.world import World


def test_a_logo_opened_by_itself_is_sandboxed(world: World) -> None:
    Vendor.update(logo='<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>').execute()
    answer = world.app.test_client().get("/logo.svg")
    policy = answer.headers["Content-Security-Policy"]
    assert "sandbox" in policy
    assert "script-src" not in policy
