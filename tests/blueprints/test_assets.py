"""Do stylesheet and script arrive small, and only once?"""

from __future__ import annotations

import gzip
import os
from pathlib import Path

import pytest
from flask import Flask, Response, session
from flask.testing import FlaskClient

from blueprints import assets


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A static folder with one stylesheet and its compressed copies."""
    (tmp_path / "look.css").write_text("p { color: red }")
    (tmp_path / "look.css.gz").write_bytes(gzip.compress(b"p { color: red }"))
    (tmp_path / "look.css.br").write_bytes(b"brotli")
    (tmp_path / "secret.txt").write_text("not for browsers")
    monkeypatch.setattr(assets, "STATIC", tmp_path)
    return tmp_path


@pytest.fixture
def client(folder: Path) -> FlaskClient:
    app = Flask("assets", static_folder=None)
    app.register_blueprint(assets.bp)
    return app.test_client()


def address(client: FlaskClient, name: str = "look.css") -> str:
    with client.application.test_request_context():
        return assets.asset_url(name)


def test_a_versioned_address_is_kept_for_a_year(client: FlaskClient) -> None:
    answer = client.get(address(client))
    assert answer.data == b"p { color: red }"
    assert answer.content_type == "text/css; charset=utf-8"
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"


def test_an_old_or_missing_version_is_asked_for_again(client: FlaskClient) -> None:
    for url in ("/static/look.css", "/static/look.css?v=0000"):
        assert client.get(url).headers["Cache-Control"] == "no-cache"


def test_an_edited_file_has_a_new_address(client: FlaskClient, folder: Path) -> None:
    before = address(client)
    (folder / "look.css").write_text("p { color: blue }")
    os.utime(folder / "look.css", ns=(0, 0))
    assert address(client) != before


@pytest.mark.parametrize(
    ("accepted", "encoding"),
    [("gzip, br", "br"), ("gzip", "gzip"), ("br;q=0, gzip", "gzip"), ("identity", None), ("", None)],
)
def test_the_smallest_form_that_the_browser_takes_is_sent(
    client: FlaskClient, accepted: str, encoding: str | None
) -> None:
    answer = client.get("/static/look.css", headers={"Accept-Encoding": accepted})
    assert answer.headers.get("Content-Encoding") == encoding
    assert "Accept-Encoding" in answer.headers["Vary"]
    assert answer.content_type == "text/css; charset=utf-8"


def test_a_compressed_copy_older_than_its_source_is_not_sent(client: FlaskClient, folder: Path) -> None:
    os.utime(folder / "look.css.br", (1, 1))
    answer = client.get("/static/look.css", headers={"Accept-Encoding": "br, gzip"})
    assert answer.headers["Content-Encoding"] == "gzip"


def test_an_unchanged_file_is_not_sent_again(client: FlaskClient) -> None:
    for accepted in ("br", "identity"):
        first = client.get("/static/look.css", headers={"Accept-Encoding": accepted})
        again = client.get(
            "/static/look.css", headers={"Accept-Encoding": accepted, "If-None-Match": first.headers["ETag"]}
        )
        assert (again.status_code, again.data) == (304, b"")


@pytest.mark.parametrize(
    "name", ["../config.py", "look.css.br", "secret.txt", "none.css", "%2e%2e/app.py", "/etc/passwd"]
)
def test_nothing_else_is_served(client: FlaskClient, name: str) -> None:
    assert client.get(f"/static/{name}").status_code in (404, 308)


def test_a_static_file_is_the_same_for_everybody(client: FlaskClient) -> None:
    @client.application.after_request
    def look_into_session(response: Response) -> Response:  # as Flask-Login does after every request
        session.get("anything")
        return response

    client.application.secret_key = "for tests only"
    assert client.get("/static/look.css").headers["Vary"] == "Accept-Encoding"
    assert "Cookie" in client.get("/elsewhere").headers["Vary"]


def test_a_misspelt_name_in_a_template_fails_at_once(client: FlaskClient) -> None:
    with pytest.raises(FileNotFoundError):
        address(client, "lok.css")
