"""Name, logo and colour of the vendor: previewed, published, kept; bad files, colours and stale forms are told."""

from __future__ import annotations

import io
from typing import Any

import pytest
from flask.testing import FlaskClient
from PIL import Image

from domain import branding
from models import BrandVersion, Event, Vendor
from tests.setting_forms import hidden
from tests.world import World

LOGO = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0h9v9Z"/><script>alert(1)</script></svg>'


@pytest.fixture
def ada(world: World) -> FlaskClient:
    return world.sign_in(world.ada)


def fields(**changed: Any) -> dict[str, Any]:
    brand = branding.current()
    shown = {name: getattr(brand, name) for name in branding.FIELDS if name != "logo"}
    return {**shown, "seen": str(BrandVersion.highest()), **changed}


def sent(content: bytes, name: str = "logo.svg") -> dict[str, Any]:
    return {"logo": (io.BytesIO(content), name)}


def test_a_change_is_previewed_then_published_and_seen_everywhere(world: World, ada: FlaskClient) -> None:
    preview = ada.post("/settings/brand", data=fields(name="Südwind", accent="A03020"))
    assert preview.status_code == 200
    assert "<del>Nordwind Instruments</del>" in preview.text
    assert "<ins>Südwind</ins>" in preview.text
    assert Vendor.get_current().name == "Nordwind Instruments"
    answer = ada.post("/settings/brand/publication", data={**hidden(preview.text), "note": "We have merged"})
    assert answer.status_code == 303
    page = ada.get("/settings/brand").text
    assert "Südwind" in page
    assert "We have merged" in page
    assert ada.get("/accent.css").text == ":root{--accent:#a03020}"
    assert "Südwind" in world.app.test_client().get("/sign-in").text


def test_a_logo_is_cleaned_shown_and_carried_to_its_publication(ada: FlaskClient) -> None:
    before = ada.get("/account").text
    preview = ada.post("/settings/brand", data=fields(**sent(LOGO)))
    assert preview.status_code == 200
    assert "drawn without: script" in preview.text
    assert ada.post("/settings/brand/publication", data=hidden(preview.text)).status_code == 303
    kept = Vendor.get_current().logo
    assert "M0 0h9v9Z" in kept
    assert "script" not in kept
    assert ada.get("/logo.svg").text == kept
    after = ada.get("/account").text
    assert f"/logo.svg?{Vendor.get_current().logo_mark}" in after
    assert "/logo.svg" not in before


def test_a_png_becomes_the_logo(ada: FlaskClient) -> None:
    kept = io.BytesIO()
    Image.new("RGB", (80, 40), "teal").save(kept, "PNG")
    preview = ada.post("/settings/brand", data=fields(**sent(kept.getvalue(), "logo.png")))
    assert ada.post("/settings/brand/publication", data=hidden(preview.text)).status_code == 303
    assert 'href="data:image/png;base64,' in Vendor.get_current().logo


def test_a_logo_that_we_did_not_clean_is_not_taken_from_a_form(ada: FlaskClient) -> None:
    """The hidden field is signed: whoever writes a drawing of their own into it gets the present one."""
    for carried in (LOGO.decode(), "x.y", ""):
        answer = ada.post("/settings/brand/publication", data=fields(name="Südwind", carried=carried))
        assert answer.status_code in (303, 422)
        assert "script" not in Vendor.get_current().logo


def test_a_logo_can_be_taken_out(ada: FlaskClient) -> None:
    Vendor.update(logo=LOGO.decode()).execute()
    preview = ada.post("/settings/brand", data=fields(drop_logo="1"))
    ada.post("/settings/brand/publication", data=hidden(preview.text))
    assert Vendor.get_current().logo == ""


@pytest.mark.parametrize(
    ("content", "says"),
    [(b"GIF89a", "neither an SVG nor a PNG"), (b"", "empty"), (b"<svg", "damaged"), (b"x" * 1_000_001, "too large")],
)
def test_a_file_that_is_no_logo_is_told_and_the_rest_kept(ada: FlaskClient, content: bytes, says: str) -> None:
    answer = ada.post("/settings/brand", data=fields(name="Südwind", **sent(content)))
    assert answer.status_code == 422
    assert says in answer.text
    assert 'value="Südwind"' in answer.text


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"name": " "}, "name"), ({"legal_name": "x" * 201}, "legal_name"), ({"country": "Atlantis"}, "country"),
        ({"mail": "partners"}, "mail"), ({"accent": "red"}, "accent"), ({"accent": "#12345g"}, "accent"),
    ],
)  # fmt: skip
def test_a_wrong_answer_is_told(ada: FlaskClient, changed: dict[str, str], field: str) -> None:
    for path in ("/settings/brand", "/settings/brand/publication"):
        answer = ada.post(path, data=fields(**changed))
        assert answer.status_code == 422
        assert f'id="{field}-error"' in answer.text
    assert BrandVersion.select().count() == 0


def test_an_unchanged_form_publishes_nothing(ada: FlaskClient) -> None:
    for path in ("/settings/brand", "/settings/brand/publication"):
        answer = ada.post(path, data=fields())
        assert (answer.status_code, "Nothing would change" in answer.text) == (422, True)


def test_the_second_of_two_keeps_what_was_typed(ada: FlaskClient) -> None:
    mine = fields(name="Südwind")
    assert ada.post("/settings/brand/publication", data=fields(accent="#a03020")).status_code == 303
    for path in ("/settings/brand", "/settings/brand/publication"):
        answer = ada.post(path, data=mine)
        assert answer.status_code == 409
        assert "Somebody has changed the appearance" in answer.text
        assert 'value="Südwind"' in answer.text
    assert Vendor.get_current().name == "Nordwind Instruments"


def test_the_history_leads_back(ada: FlaskClient) -> None:
    ada.post("/settings/brand/publication", data=fields(name="Südwind"))
    ada.post("/settings/brand/publication", data=fields(accent="#a03020"))
    page = ada.get("/settings/brand?from=1")
    assert 'value="Nordwind Instruments"' in page.text
    preview = ada.post(
        "/settings/brand", data=hidden(page.text) | fields(name="Nordwind Instruments", accent="#0f5061")
    )
    ada.post("/settings/brand/publication", data=hidden(preview.text))
    assert [(one.number, one.name, one.accent) for one in BrandVersion.newest_first()] == [
        (4, "Nordwind Instruments", "#0f5061"), (3, "Südwind", "#a03020"), (2, "Südwind", "#0f5061"),
        (1, "Nordwind Instruments", "#0f5061"),
    ]  # fmt: skip
    for strange in ("0", "99", "x", "9" * 40):
        assert ada.get(f"/settings/brand?from={strange}").status_code == 200


def test_a_change_is_on_record(ada: FlaskClient) -> None:
    ada.post("/settings/brand/publication", data=fields(accent="#a03020", note="Fresh"))
    event = Event.get(Event.name == "vendor.branded")
    assert event.actor.name == "Ada Berg"
    assert event.facts == {"number": 2, "fields": ["accent"], "accent": "#a03020"}


@pytest.mark.parametrize(("accent", "shown"), [("#a03020", "7.1 : 1"), ("nonsense", "Enter a colour")])
def test_the_contrast_is_shown_while_typing_and_by_its_button(ada: FlaskClient, accent: str, shown: str) -> None:
    fragment = ada.post("/settings/brand/contrast", data={"accent": accent}, headers={"HX-Request": "true"})
    assert fragment.text.lstrip().startswith('<div id="contrast"')
    assert shown in fragment.text
    assert "style=" not in fragment.text
    whole = ada.post("/settings/brand/contrast", data=fields(name="Südwind", accent=accent))
    assert shown in whole.text
    assert 'value="Südwind"' in whole.text


@pytest.mark.parametrize("who", ["dora", "max", "ana"])
def test_only_administrators_change_it(world: World, who: str) -> None:
    client = world.sign_in(getattr(world, who))
    for path in ("/settings/brand", "/settings/brand/publication", "/settings/brand/contrast"):
        assert client.post(path, data=fields(name="Südwind")).status_code == 403
    assert Vendor.get_current().name == "Nordwind Instruments"
