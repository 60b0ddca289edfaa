"""Without connection, in a real browser: what is typed stays on the phone, is sent once, and is nobody else's."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect

from config import Config
from models import Registration, User
from tests.browser.conftest import PHONE_FIRST, Look, fits, looking
from tests.browser.test_registering import fill
from tests.world import World

pytestmark = pytest.mark.browser

LOST = re.compile(r"ERR_INTERNET_DISCONNECTED|ERR_FAILED|htmx:sendError|Failed to fetch")
ALLOWED = re.compile(r"/static/[\w./-]+\?v=\w+$|/accent\.css\?\w*$|/logo\.svg$|/offline\?lang=en$")
KEPT = """async () => {
  const found = [];
  for (const name of await caches.keys()) for (const one of await (await caches.open(name)).keys()) found.push(one.url);
  return found;
}"""


@pytest.fixture
def look(app: Flask, config: Config, chromium: Browser) -> Iterator[Look]:
    """As ever, but what the browser notes of a connection that we cut is meant."""
    with looking(app, config, chromium) as look:
        yield look
        look.complaints[:] = [said for said in look.complaints if not LOST.search(said)]


def arrive(look: Look, user: User, width: str = "phone") -> Page:
    """Somebody's browser, once the worker has kept what it keeps."""
    page = look.as_(user, width)
    page.goto("/")
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    until(page, "navigator.serviceWorker.controller !== null")
    return page


def until(page: Page, expression: str) -> None:
    """Wait for it without `eval`, which our policy forbids."""
    for _ in range(100):
        if page.evaluate(expression):
            return
        page.wait_for_timeout(50)
    raise AssertionError(expression)


def cut(page: Page, *, is_cut: bool = True) -> None:
    page.context.set_offline(is_cut)


def notes(page: Page) -> str | None:
    return page.evaluate("localStorage.getItem('dibs.notes')")  # type: ignore[no-any-return]


@pytest.mark.parametrize("width", PHONE_FIRST)
def test_a_note_on_the_way_becomes_a_draft_later(look: Look, world: World, width: str) -> None:
    page = arrive(look, world.ana, width)
    cut(page)
    page.goto("/registrations")
    expect(page.get_by_role("heading", level=1)).to_have_text("No connection")
    assert fits(page)
    page.get_by_label("Company").fill("Käserei Brunnthal eG")
    page.get_by_label("City").fill("Brunnthal")
    page.get_by_role("button", name="Keep on this device").click()
    expect(page.locator("#waiting")).to_contain_text("Käserei Brunnthal eG")
    expect(page.locator("#waiting")).to_contain_text("not yet sent")
    assert fits(page)
    page.get_by_role("button", name="Change").click()
    expect(page.get_by_label("City")).to_have_value("Brunnthal")
    page.get_by_label("Your contact there").fill("Josef Hartinger")
    page.get_by_role("button", name="Keep on this device").click()
    expect(page.locator("#waiting li")).to_have_count(1)
    assert not Registration.select().exists()
    cut(page, is_cut=False)
    expect(page.locator("#back")).to_be_visible()
    page.get_by_role("link", name="Try again").click()
    expect(page.locator("#kept")).to_contain_text("Your note on Käserei Brunnthal eG was sent")
    assert fits(page)
    page.get_by_role("link", name="Open the draft").click()
    expect(page.get_by_label("Your contact there")).to_have_value("Josef Hartinger")
    draft = Registration.get()
    assert (draft.status, draft.company, draft.city) == ("draft", "Käserei Brunnthal eG", "Brunnthal")
    assert notes(page) is None
    page.goto("/registrations")
    assert Registration.select().count() == 1


@pytest.mark.parametrize("width", PHONE_FIRST)
def test_what_is_typed_into_the_form_survives_the_tunnel(look: Look, world: World, width: str) -> None:
    page = arrive(look, world.ana, width)
    page.goto("/registrations/new")
    page.get_by_label("Company").fill("Käserei Brunnthal eG")
    page.get_by_label("Company").blur()
    expect(page.locator("#saved")).to_contain_text("Saved as draft at")
    cut(page)
    fill(page)
    expect(page.locator("#saved")).to_contain_text("No connection. What you typed is kept on this device")
    page.get_by_role("button", name="Register claim").last.click()
    expect(page.get_by_label("Your contact there")).to_have_value("Josef Hartinger")
    assert fits(page)
    page.reload()
    expect(page.get_by_role("heading", level=1)).to_have_text("No connection")
    expect(page.locator("#waiting li")).to_have_count(1)
    cut(page, is_cut=False)
    page.get_by_role("link", name="Try again").click()
    expect(page.get_by_label("Your contact there")).to_have_value("Josef Hartinger")
    expect(page.get_by_label("Product line")).to_have_value("flow")
    assert Registration.select().count() == 1
    assert notes(page) is None
    page.get_by_role("button", name="Register claim").last.click()
    expect(page).to_have_url(re.compile(r"/registrations/DR-[\w-]+$"))
    assert notes(page) is None or "Hartinger" in str(notes(page))
    page.goto("/")
    until(page, "localStorage.getItem('dibs.notes') === null")
    assert Registration.select().count() == 1


def test_it_is_sent_by_itself_when_the_connection_comes_back(look: Look, world: World) -> None:
    page = arrive(look, world.ana)
    page.goto("/registrations/new")
    cut(page)
    page.get_by_label("Company").fill("Käserei Brunnthal eG")
    page.get_by_label("Company").blur()
    expect(page.locator("#saved")).to_contain_text("No connection")
    cut(page, is_cut=False)
    until(page, "localStorage.getItem('dibs.notes') === null")
    draft = Registration.get()
    assert draft.company == "Käserei Brunnthal eG"
    expect(page.locator("#saved")).to_contain_text("Saved as draft at")
    expect(page).to_have_url(f"{look.address}/registrations/{draft.code}/edit")
    expect(page.get_by_label("Company")).to_have_value("Käserei Brunnthal eG")


def test_what_was_typed_just_before_the_page_goes_is_kept_too(look: Look, world: World) -> None:
    page = arrive(look, world.ana)
    page.goto("/registrations/new")
    page.evaluate("""() => {
      const field = document.getElementById("company");
      field.value = "Käserei Brunnthal eG";
      field.dispatchEvent(new Event("input", {bubbles: true}));
      location.reload();
    }""")
    expect(page.locator("#kept")).to_contain_text("Käserei Brunnthal eG")
    assert Registration.get().company == "Käserei Brunnthal eG"


def test_a_full_device_does_not_say_that_it_keeps(look: Look, world: World) -> None:
    page = arrive(look, world.ana)
    page.goto("/registrations/new")
    page.evaluate("""() => {
      Storage.prototype.setItem = () => {
        window.refused = true;
        throw new DOMException("full", "QuotaExceededError");
      };
      addEventListener("htmx:afterRequest", () => { window.answered = true; });
    }""")
    cut(page)
    page.get_by_label("Company").press_sequentially("Käserei Brunnthal eG")
    page.get_by_label("Company").blur()
    until(page, "window.refused && window.answered")
    expect(page.locator("#saved")).not_to_contain_text("kept on this device")
    expect(page.get_by_label("Company")).to_have_value("Käserei Brunnthal eG")
    look.complaints[:] = [said for said in look.complaints if "full" not in said]


def test_no_signed_in_page_is_ever_kept(look: Look, world: World) -> None:
    claim = world.file(world.ana, "Fjordlaks AS")
    page = arrive(look, world.ana)
    for path in (
        "/",
        "/registrations",
        f"/registrations/{claim.code}",
        "/account",
        "/inbox",
        "/reports",
        "/partners/P-ACME-1111",
    ):
        page.goto(path)
    addresses = [one.removeprefix(look.address) for one in page.evaluate(KEPT)]
    assert len(addresses) >= 7
    assert [one for one in addresses if not ALLOWED.fullmatch(one)] == []
    cut(page)
    for path in ("/", f"/registrations/{claim.code}", "/account"):
        page.goto(path)
        expect(page.get_by_role("heading", level=1)).to_have_text("No connection")
        assert "Fjordlaks" not in page.content()
        assert "Ana" not in page.content()


def test_signing_out_leaves_nothing_on_the_phone(look: Look, world: World) -> None:
    page = arrive(look, world.ana)
    page.evaluate('localStorage.setItem(\'dibs.notes\', \'{"k": {"fields": {"company": "X"}, "typed": ""}}\')')
    page.route("**/registrations/drafts", lambda route: route.abort())
    page.goto("/account")
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/sign-in")
    assert page.evaluate("localStorage.length") == 0
    assert page.evaluate(KEPT) == []


def test_a_note_is_its_persons_alone(look: Look, world: World) -> None:
    page = arrive(look, world.ana)
    cut(page)
    page.goto("/")
    page.get_by_label("Company").fill("Käserei Brunnthal eG")
    page.get_by_role("button", name="Keep on this device").click()
    cut(page, is_cut=False)
    from domain.accounts import open_session

    page.context.add_cookies([{"name": "dibs", "value": open_session(world.rita, "x"), "url": look.address}])
    page.goto("/")
    expect(page.get_by_label("Who is the prospect?")).to_be_visible()
    assert notes(page) is None
    assert not Registration.select().exists()


def test_a_note_that_is_older_than_the_draft_is_for_the_person_to_decide(look: Look, world: World) -> None:
    draft = world.draft(world.ana, "Käserei Brunnthal eG")
    page = arrive(look, world.ana)
    stored = (
        f'{{"{draft.idempotency_key}": {{"fields": {{"company": "Old name"}}, "typed": "2020-01-01T00:00:00.000Z"}}}}'
    )
    page.evaluate("text => localStorage.setItem('dibs.notes', text)", stored)
    page.goto("/registrations")
    expect(page.locator("#kept")).to_contain_text("was changed elsewhere after you typed your note")
    assert Registration.get().company == "Käserei Brunnthal eG"
    page.get_by_role("button", name="Send my note anyway").click()
    expect(page.locator("#kept")).to_contain_text("was sent")
    assert Registration.get().company == "Old name"


def test_a_tab_that_stayed_open_hands_nothing_to_the_next_person(look: Look, world: World) -> None:
    """Ana's form is still open in one tab when Rita signs in in another one of the same browser."""
    from domain.accounts import open_session

    left = arrive(look, world.ana)
    left.goto("/registrations/new")
    left.context.add_cookies([{"name": "dibs", "value": open_session(world.rita, "x"), "url": look.address}])
    next_ = left.context.new_page()
    next_.goto("/")
    left.route("**/registrations/drafts", lambda route: route.abort())
    left.get_by_label("Company").fill("Käserei Brunnthal eG")
    left.get_by_label("Company").blur()
    left.wait_for_timeout(300)
    assert notes(left) is None
    next_.goto("/registrations")
    next_.wait_for_load_state("networkidle")
    assert not Registration.select().exists()
