"""Do passkeys work in a true browser: made, used to sign in, to finish and to confirm, and refused in words?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace

import pytest
from playwright.sync_api import CDPSession, Page, expect

from config import Config
from domain import accounts
from models import Passkey
from tests.browser.conftest import Look, free_port
from tests.factors import digits, give_app
from tests.world import World

pytestmark = pytest.mark.browser

DEVICE = {
    "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
    "isUserVerified": True, "automaticPresenceSimulation": True,
}  # fmt: skip


@pytest.fixture
def config(config: Config) -> Config:
    """Passkeys are bound to a name: no figures."""
    port = free_port()
    return replace(config, port=port, base_url=f"http://localhost:{port}")


@pytest.fixture
def taps() -> Iterator[list[CDPSession]]:
    """The wires to virtual devices, closed at the end."""
    opened: list[CDPSession] = []
    yield opened
    for one in opened:
        with suppress(Exception):
            one.detach()


def device(page: Page, taps: list[CDPSession], **how: bool) -> tuple[CDPSession, str]:
    """Give the browser a device that keeps passkeys."""
    wire = page.context.new_cdp_session(page)
    taps.append(wire)
    wire.send("WebAuthn.enable")
    made = wire.send("WebAuthn.addVirtualAuthenticator", {"options": {**DEVICE, **how}})
    return wire, str(made["authenticatorId"])


def add_passkey(page: Page, name: str) -> None:
    page.goto("/account")
    page.get_by_role("link", name="Add a passkey").click()
    page.get_by_label("Name of the passkey").fill(name)
    page.get_by_role("button", name="Continue").click()


@pytest.mark.parametrize("width", ["phone", "desk"])
def test_a_passkey_is_made_and_signs_in_without_an_address(
    look: Look, world: World, taps: list[CDPSession], width: str
) -> None:
    page = look.as_(world.ana, width)
    wire, name = device(page, taps)
    add_passkey(page, "Work phone")
    expect(page.get_by_role("heading", name="Recovery codes")).to_be_visible()
    expect(page.locator(".codes li")).to_have_count(10)
    page.get_by_role("link", name="I have kept them").click()
    expect(page.locator("#ways")).to_contain_text("Work phone")
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/sign-in")
    page.get_by_role("button", name="Use a passkey").click()
    expect(page.get_by_label("Who is the prospect?")).to_be_visible()
    assert Passkey.get().sign_count >= 1
    [kept] = wire.send("WebAuthn.getCredentials", {"authenticatorId": name})["credentials"]
    assert kept["isResidentCredential"]
    add_passkey(page, "The same device")
    expect(page.locator("[data-said]")).to_have_text("This device has a passkey of yours already.")


def test_staff_are_led_to_a_passkey_and_are_in(look: Look, world: World, taps: list[CDPSession]) -> None:
    page = look.as_(None, "desk")
    page.context.add_cookies([{"name": "dibs", "value": accounts.enter(world.max, "", "link"), "url": look.address}])
    device(page, taps)
    page.goto("/queue")
    expect(page).to_have_url(re.compile("/account/protect$"))
    page.get_by_role("link", name="Add a passkey").click()
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("link", name="I have kept them").click()
    expect(page).to_have_url(re.compile(r"/queue$"))


def test_who_is_not_verified_is_not_let_in(look: Look, world: World, taps: list[CDPSession]) -> None:
    page = look.as_(world.ana)
    wire, name = device(page, taps)
    add_passkey(page, "Phone")
    page.get_by_role("link", name="I have kept them").click()
    page.get_by_role("button", name="Sign out").click()
    wire.send("WebAuthn.setUserVerified", {"authenticatorId": name, "isUserVerified": False})
    page.get_by_role("button", name="Use a passkey").click()
    expect(page.locator("[data-said]")).to_contain_text("Nothing was done")
    expect(page.get_by_role("button", name="Use a passkey")).to_be_enabled()


def test_a_passkey_that_the_portal_no_longer_knows_is_told(look: Look, world: World, taps: list[CDPSession]) -> None:
    page = look.as_(world.ana)
    device(page, taps)
    add_passkey(page, "Phone")
    page.get_by_role("link", name="I have kept them").click()
    Passkey.delete().execute()
    page.get_by_role("button", name="Sign out").click()
    page.get_by_role("button", name="Use a passkey").click()
    expect(page.get_by_role("alert")).to_contain_text("This passkey is not known here")


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_an_app_is_asked_for_after_the_mailed_code(look: Look, world: World, script: bool) -> None:
    give_app(world.ana)
    page = look.as_(None, script=script)
    page.goto("/sign-in")
    page.get_by_label("Work email address").fill(world.ana.email)
    page.get_by_role("button", name="Send me a link").click()
    found = re.search(r"\b\d{6}\b", look.newest_mail())
    assert found is not None
    page.get_by_label("Six-digit code").fill(found[0])
    page.get_by_role("button", name="Sign in").click()
    page.get_by_label("Code", exact=True).fill(digits(world.ana))
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_label("Who is the prospect?")).to_be_visible()


def test_without_script_the_pages_say_what_passkeys_need(look: Look, world: World) -> None:
    page = look.as_(world.ana, script=False)
    page.goto("/account/passkeys/new")
    expect(page.get_by_text("Passkeys need script")).to_be_visible()
    expect(page.get_by_role("button", name="Continue")).to_be_hidden()
    page.goto("/account/password")
    expect(page.get_by_role("button", name="Show")).to_have_count(0)


def test_a_password_is_pasted_shown_and_hidden_again(look: Look, world: World) -> None:
    page = look.as_(world.ana)
    page.goto("/account/password")
    field = page.get_by_label("New password", exact=True)
    field.fill("quiet rivers carry small boats")
    show = page.get_by_role("button", name="Show New password", exact=True)
    show.click()
    expect(field).to_have_attribute("type", "text")
    expect(show).to_have_attribute("aria-pressed", "true")
    show.click()
    expect(field).to_have_attribute("type", "password")
