"""Which screens show how people sign in: second factor, passkeys, recovery codes, passwords?"""

from __future__ import annotations

from datetime import timedelta

from playwright.sync_api import Page

from domain import codes, moment
from domain.accounts import addresses, apps, open_session, sessions
from gallery.programme import KEY, NOW
from gallery.screens import PEOPLE, Act, Chapter, Screen, chained, typed
from models import AddressChange, AuthenticatorApp, Passkey, Session, User
from sample.cast import PASSWORD


def _person(name: str) -> User:
    return User.get(User.email == PEOPLE[name])


def _ready() -> User:
    """Dora, who has all there is; made with the first picture that needs it."""
    dora = _person("dora")
    if AuthenticatorApp.of(dora) is None:
        with moment.at(NOW - timedelta(days=20)):
            step = int(moment.now().timestamp()) // apps.SECONDS
            apps.set_up(dora, "pictures", apps.digits_at(dora, "pictures", KEY, step), KEY, "")
        AuthenticatorApp.update(last_used_at=NOW - timedelta(days=2)).execute()
        for name, days, is_synced in (("Laptop", 12, False), ("Phone", 1, True)):
            Passkey.create(
                code=codes.fresh("K"), user=dora, credential=name, public_key="none", sign_count=1, name=name,
                is_synced=is_synced, created_at=NOW - timedelta(days=19), last_used_at=NOW - timedelta(days=days),
            )  # fmt: skip
    return dora


def _with(name: str, awaits: str = "", *, path: str = "") -> Act:
    """Open a page with a session of a special kind."""

    def act(page: Page) -> None:
        person = _ready() if name == "dora" else _person(name)
        key = open_session(person, "Chrome on Android", awaits=awaits)
        page.context.add_cookies([{"name": "dibs", "value": key, "url": page.url.split("/sign-in")[0]}])
        if not awaits:
            Session.update(expires_at=NOW).where(Session.key_hash == sessions.key_hash(key)).execute()
        page.goto(path)

    return act


def _passkey() -> str:
    return f"/account/passkeys/{Passkey.visible_to(_ready()).get().code}"


def _asked() -> str:
    """Ben waits for a mail, made with the first picture that needs it."""
    ben = _person("ben")
    with moment.at(NOW - timedelta(minutes=3)):
        if AddressChange.pending_of(ben, moment.now()) is None:
            addresses.ask(ben, f"benjamin@{ben.email.partition('@')[2]}", "192.0.2.0/24")
    return "/account/address"


def _new_address() -> str:
    _asked()
    change = AddressChange.select().where(AddressChange.user == _person("ben")).order_by(AddressChange.id).get()
    return addresses.path_of(change, addresses.ASKED, KEY)


def _way_back() -> str:
    """As if Dora had moved; she has not, so that the other pictures find her."""
    dora = _ready()
    change = AddressChange.get_or_none(AddressChange.nonce == "pictures") or AddressChange.create(
        user=dora, nonce="pictures", old=dora.email, new=f"d.{dora.email}", asked_at=NOW, expires_at=NOW,
        confirmed_at=NOW, back_until=NOW + timedelta(days=14),
    )  # fmt: skip
    return addresses.path_of(change, addresses.CHANGED, KEY)


WAYS_IN = Chapter("Second factor, passkeys, password", (
    Screen("ways-in", "How a director signs in", "account.show", _ready, "/account", is_dark=True),
    Screen("second-step", "One more step", "second_step.new", "", "/sign-in", _with("dora", "factor", path="/sign-in/second")),
    Screen("second-step-wrong", "A wrong code", "second_step.new", "", "/sign-in",
           chained([_with("dora", "factor", path="/sign-in/second"), typed({"code": "000000"}, "main form .button", ".problem")])),
    Screen("protect-staff", "Staff set up a second factor", "factors.protect", "", "/sign-in", _with("max", "set_up", path="/account/protect")),
    Screen("app", "The authenticator app", "factors.app", "ana", "/account/app", is_dark=True),
    Screen("app-wrong", "Digits that do not fit", "factors.app", "ana", "/account/app",
           typed({"code": "000000"}, "main form .button", ".problem")),
    Screen("codes", "Recovery codes", "factors.codes", _ready, "/account/codes"),
    Screen("codes-fresh", "Recovery codes, shown once", "factors.codes", _ready, "/account/codes",
           typed({}, "main form .button", ".codes")),
    Screen("passkey-new", "Add a passkey", "passkeys.new", "ana", "/account/passkeys/new"),
    Screen("passkey", "A passkey", "passkeys.show", _ready, _passkey),
    Screen("confirm", "Is it you?", "proofs.new", _ready, "/account/confirm?next=/account/app"),
    Screen("password-new", "Set a password", "account.edit_password", "ana", "/account/password"),
    Screen("password-short", "A password that is too short", "account.edit_password", "ana", "/account/password",
           typed({"current": PASSWORD, "password": "harbour"}, "main form .button:not([type=button])", ".problem")),
    Screen("address", "Change the mail address", "addresses.edit", "ana", "/account/address",
           typed({"email": "ana@rival"}, "main form .button", ".problem")),
    Screen("address-asked", "A link is on its way", "addresses.edit", "ben", _asked),
    Screen("address-confirm", "The link of the new mail box", "addresses.show", "ben", _new_address),
    Screen("address-back", "The way back from the old one", "addresses.back", "", _way_back),
    Screen("address-back-done", "The change is taken back", "addresses.back", "", _way_back, typed({}, "main form .button")),
    Screen("signed-out-idle", "Why one was signed out", "signing_in.new", "", "/sign-in", _with("max", path="/sign-in")),
    Screen("person-factors", "A person with a second factor", "people.show", "ada", lambda: f"/people/{_ready().code}"),
))  # fmt: skip
