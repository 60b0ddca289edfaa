"""Is nothing secret sent compressed together with what a stranger can put into the request?"""

from __future__ import annotations

import gzip

import pytest
from flask.testing import FlaskClient

from blueprints.packing import MOST_NOISE, packed
from tests.world import World

TAKES = {"Accept-Encoding": "gzip, br"}


def without_tokens(page: bytes) -> list[bytes]:
    """Lines that are the same each time."""
    return [line for line in page.splitlines() if b"csrf" not in line.lower()]


@pytest.fixture
def ana(world: World) -> FlaskClient:
    return world.sign_in(world.ana)


def test_a_whole_page_comes_compressed_and_is_the_same(ana: FlaskClient) -> None:
    plain, small = ana.get("/watches"), ana.get("/watches", headers=TAKES)
    assert small.headers["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in small.headers["Vary"]
    assert "Accept-Encoding" in plain.headers["Vary"]
    assert "Content-Encoding" not in plain.headers
    assert int(small.headers["Content-Length"]) == len(small.data) < 0.5 * len(plain.data)
    assert without_tokens(gzip.decompress(small.data)) == without_tokens(plain.data)


def test_a_browser_that_does_not_take_it_gets_the_page_as_it_is(ana: FlaskClient) -> None:
    for accepted in ("", "br", "gzip;q=0", "identity"):
        assert "Content-Encoding" not in ana.get("/", headers={"Accept-Encoding": accepted}).headers, accepted


@pytest.mark.parametrize(
    "path", ["/registrations?q=guess", "/sign-in?next=/guess", "/reports?partner=guess", "/?guess"]
)
def test_a_page_that_may_repeat_its_query_is_never_compressed(ana: FlaskClient, path: str) -> None:
    assert "Content-Encoding" not in ana.get(path, headers=TAKES).headers


def test_no_answer_to_a_form_is_compressed_above_all_no_verdict(ana: FlaskClient) -> None:
    for more in ({}, {"HX-Request": "true"}):
        answer = ana.post("/checks", data={"name": "Käserei Brunnthal", "settled": "1"}, headers={**TAKES, **more})
        assert answer.status_code == 200
        assert "Content-Encoding" not in answer.headers


def test_a_refusal_that_repeats_where_one_came_from_is_not_compressed(ana: FlaskClient) -> None:
    answer = ana.get("/nowhere", headers={**TAKES, "Referer": "http://localhost/?guess"})
    assert "guess" in answer.text
    assert "Content-Encoding" not in answer.headers


def test_neither_is_a_fragment_nor_a_file(ana: FlaskClient) -> None:
    assert "Content-Encoding" not in ana.get("/watches", headers={**TAKES, "HX-Request": "true"}).headers
    assert "Content-Encoding" not in ana.get("/health", headers=TAKES).headers


def test_the_length_of_the_same_page_varies() -> None:
    content = b"<p>the same</p>" * 300
    lengths = {len(packed(content)) for _ in range(200)}
    assert len(lengths) > 20
    assert max(lengths) - min(lengths) <= MOST_NOISE + 1
    assert {gzip.decompress(packed(content)) for _ in range(20)} == {content}
