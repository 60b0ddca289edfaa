"""A newcomer’s whole way: apply, be approved, invite a colleague, protect the account, hand over, let go."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from playwright.sync_api import Page, expect

from config import Config
from models import Application, Partner, Passkey, Registration, User
from tests.browser.conftest import Look, fits, free_port
from tests.browser.test_passkeys import add_passkey, device
from tests.world import World

pytestmark = pytest.mark.browser

LINK = re.compile(r"http://localhost:\d+(/\S+)")


@pytest.fixture
def config(config: Config) -> Config:
    """Passkeys are bound to a name: no figures."""
    port = free_port()
    return replace(config, port=port, base_url=f"http://localhost:{port}")


def link_in(mail: str) -> str:
    found = LINK.search(mail)
    assert found is not None, mail
    return found[1]


@pytest.mark.parametrize("script", [True, pytest.param(False, marks=pytest.mark.audit)])
def test_a_newcomer_joins_invites_protects_the_account_hands_over_and_lets_a_colleague_go(
    look: Look, world: World, script: bool
) -> None:
    applicant = look.as_(None, "phone", script=script)
    apply(applicant)
    confirm(applicant, look)
    status_page = applicant.url
    approve(look, world)
    applicant.goto(status_page)
    expect(applicant.get_by_role("heading", name="Welcome to the programme")).to_be_visible()
    sign_in(applicant, look)
    invite(applicant)
    colleague = come(look, script=script)
    if script:  # without it there are no passkeys
        protect(applicant)
    claim = world.file(User.get(User.email == "gerd@fuchs-mess.example"), "Talsperrenverband Oberwald")
    colleague.goto("/registrations")
    expect(colleague.get_by_role("link", name="Talsperrenverband Oberwald").first).to_be_visible()
    hand_over_and_let_go(applicant)
    kept = Registration.get_by_id(claim.id)
    assert kept.holder.email == "freya@fuchs-mess.example"
    assert (kept.filed_at, kept.claim_seq) == (claim.filed_at, claim.claim_seq), "time and place stay"
    colleague.get_by_role("link", name="Talsperrenverband Oberwald").first.click()
    expect(colleague).to_have_url(re.compile("/sign-in"))
    expect(colleague.locator("main")).to_contain_text("Your access has ended.")


def apply(page: Page) -> None:
    page.goto("/sign-in")
    page.get_by_role("link", name="Become a partner").click()
    assert fits(page)
    page.get_by_role("link", name="Apply").click()
    page.get_by_label("Company name").fill("Messtechnik Fuchs GmbH")
    page.get_by_role("button", name="Send application").click()
    expect(page.get_by_role("alert")).to_contain_text("Choose a country.")
    expect(page.get_by_label("Company name")).to_have_value("Messtechnik Fuchs GmbH")
    page.get_by_label("Country").select_option("AT")
    page.get_by_label("Register or VAT number").fill("ATU12345678")
    page.get_by_label("Web address").fill("https://www.fuchs-mess.example/kontakt")
    page.get_by_label("Austria").check()
    page.get_by_label("What do you sell").fill("We calibrate for utilities in Tyrol.")
    page.get_by_label("Your name").fill("Freya Fuchs")
    page.get_by_label("Work email address").fill("Freya@fuchs-mess.example")
    page.get_by_label("I have read the programme rules").check()
    assert fits(page)
    page.get_by_role("button", name="Send application").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Confirm your email address")


def confirm(page: Page, look: Look) -> None:
    page.goto(link_in(look.newest_mail()))
    assert Application.get().status == "sent", "opening the link confirms nothing"
    page.get_by_role("button", name="Confirm the application").click()
    expect(page.get_by_role("heading", name="We answer by")).to_be_visible()
    assert fits(page)


def approve(look: Look, world: World) -> None:
    manager = look.as_(world.max, "desk")
    manager.goto("/partners")
    manager.get_by_role("link", name="Applications: 1 waiting").click()
    manager.get_by_role("link", name="Messtechnik Fuchs GmbH").click()
    expect(manager.locator("main")).to_contain_text("Email at the company’s own domain")
    manager.wait_for_load_state()  # keys are heard from then on
    manager.keyboard.press("a")
    manager.get_by_label("Partner level").select_option("silver")
    manager.get_by_label("Words to the applicant, if any").fill("Good to have you.")
    expect(manager.locator(".letter [data-echo=approve-text]")).to_have_text("Good to have you.")
    manager.get_by_role("button", name="Approve and invite").click()
    expect(manager.get_by_role("link", name="Messtechnik Fuchs GmbH")).to_be_visible()


def sign_in(page: Page, look: Look) -> None:
    mail = look.newest_mail()
    assert "Good to have you." in mail
    page.goto(link_in(mail))
    page.get_by_role("button", name="Accept and sign in").click()
    expect(page.get_by_role("heading", name="Who is the prospect?")).to_be_visible()
    page.goto(f"/partners/{Partner.get(Partner.name == 'Messtechnik Fuchs GmbH').code}")
    expect(page.get_by_role("heading", name="Invite a colleague")).to_be_visible()


def invite(page: Page) -> None:
    form = page.locator("section[aria-labelledby=invite]")
    form.get_by_label("Name", exact=True).fill("Gerd Gruber")
    form.get_by_label("Work email address").fill("gerd@fuchs-mess.example")
    form.get_by_label("Partner representative").check()
    form.get_by_label("All registrations of the company").check()
    form.get_by_role("button", name="Send invitation").click()
    expect(page.get_by_role("link", name="Gerd Gruber")).to_be_visible()
    assert fits(page)


def come(look: Look, *, script: bool) -> Page:
    """The colleague opens the invitation, on a desk."""
    page = look.as_(None, "desk", script=script)
    page.goto(link_in(look.newest_mail()))
    page.get_by_role("button", name="Accept and sign in").click()
    expect(page.get_by_role("heading", name="Who is the prospect?")).to_be_visible()
    return page


def protect(page: Page) -> None:
    """A passkey on the phone, with which the next sign-in needs no address."""
    wire, _ = device(page, [])
    add_passkey(page, "Phone")
    expect(page.locator(".codes li")).to_have_count(10)
    page.get_by_role("link", name="I have kept them").click()
    expect(page.locator("#ways")).to_contain_text("Phone")
    page.get_by_role("button", name="Sign out").click()
    page.get_by_role("button", name="Use a passkey").click()
    expect(page.get_by_label("Who is the prospect?")).to_be_visible()
    assert Passkey.get().user.email == "freya@fuchs-mess.example"
    wire.detach()


def hand_over_and_let_go(page: Page) -> None:
    page.goto(f"/partners/{Partner.get(Partner.name == 'Messtechnik Fuchs GmbH').code}")
    page.get_by_role("link", name="Gerd Gruber").click()
    access = page.locator("section[aria-labelledby=access]")
    access.get_by_role("button", name="Deactivate").click()
    expect(page.get_by_role("alert")).to_be_visible()  # nobody is let go while registrations hang on them
    access.get_by_label("Who takes over 1 open registration?").select_option(label="Freya Fuchs")
    access.get_by_role("button", name="Deactivate").click()
    expect(page.locator("main")).to_contain_text("Deactivated")
    assert fits(page)
