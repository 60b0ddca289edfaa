"""Which screens does somebody see who is not signed in, who may not go on, or who begins?"""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page

from domain import accounts, applications, certificates, protection
from domain.accounts import throttles
from domain.certificates.verifying import Standing
from gallery.programme import KEY, NOW
from gallery.screens import PEOPLE, Act, Chapter, Screen, chained, claim, typed
from models import Application, Certificate, SigninLink, Throttle, User

LINK = f"/sign-in/link/{'x' * 24}.{'0' * 32}"


def link(page: Page) -> None:
    """Open the newest link that was mailed to Ana, without the mail."""
    ana = User.get(User.email == PEOPLE["ana"])
    page.goto(accounts.link_path(SigninLink.newest_of(ana), KEY))


def asked(name: str) -> Act:
    return typed({"email": PEOPLE[name]}, "main form .button", 'main [name="code"]')


def asked_often(page: Page) -> None:
    typed({"email": PEOPLE["ben"]}, "main form .button", 'main [name="code"]')(page)
    Throttle.update(full_at=NOW + throttles.HOUR).execute()  # what is later is not believed
    page.goto("/sign-in")
    typed({"email": PEOPLE["ben"]}, "main form .button", ".problem")(page)


def paper(standing: Standing) -> Certificate:
    """The newest paper that is worth this much now."""
    rows = Certificate.select().where(Certificate.state == "issued").order_by(Certificate.id.desc())
    return next(row for row in rows if certificates.standing(row, NOW) is standing)


def verified(standing: Standing) -> str:
    return f"/v/{paper(standing).verify_code.removeprefix('V-')}"


def names(*, is_right: bool) -> Act:
    def act(page: Page) -> None:
        facts = paper(Standing.VALID).facts
        account = facts["account"] if is_right else f"{facts['account']} Nord"
        typed({"partner": facts["partner"], "account": account}, "#names .button", "#names[data-names]")(page)

    return act


def file(content: bytes = b"%PDF-1.7 made by somebody else") -> Act:
    def act(page: Page) -> None:
        page.locator('main input[type="file"]').first.set_input_files(
            {"name": "certificate.pdf", "mimeType": "application/pdf", "buffer": content}
        )
        page.locator("form:has(input[type=file]) .button").first.click()
        page.locator("#compare-file[data-file], [data-file]").first.wait_for()

    return act


def moved_on(page: Page) -> None:
    """Somebody else has closed the registration meanwhile."""
    found = claim("returned")
    page.locator('[name="text"]').fill("Petra Wille, head of metering.")
    protection.withdraw(found.holder, found)
    page.locator("main form .pin .button").click()
    page.wait_for_load_state()


def stale(page: Page) -> None:
    """A form from before the last sign-in."""
    page.context.clear_cookies(name="form")
    page.locator("main form .button").first.click()
    page.wait_for_load_state()


SIGN_IN = Chapter("Sign in", (
    Screen("sign-in", "Sign in", "signing_in.new", "", "/sign-in", is_dark=True),
    Screen("sign-in-errors", "An address that is none", "signing_in.new", "", "/sign-in", typed({"email": "ana"}, "main form .button", ".problem")),
    Screen("sign-in-mail", "The code of the mail", "signing_in.mail", "", "/sign-in", asked("ana")),
    Screen("sign-in-code-wrong", "A wrong code", "signing_in.mail", "", "/sign-in",
           chained([asked("ben"), typed({"code": "000000"}, "main form .button", ".problem")])),
    Screen("sign-in-link", "The link of the mail", "signing_in.link", "", "/sign-in", chained([asked("ana"), link])),
    Screen("sign-in-link-dead", "A link that has been used", "signing_in.link", "", LINK, status=410),
    Screen("sign-in-password", "With a password", "signing_in.password", "", "/sign-in/password"),
    Screen("sign-in-password-wrong", "A wrong password", "signing_in.password", "", "/sign-in/password",
           typed({"email": PEOPLE["ana"], "password": "first served"}, "main form .button:not([data-reveal])", ".problem")),
))  # fmt: skip


def applied(status: str) -> Application:
    rows = Application.select().where(Application.status == status)
    return rows.order_by(Application.due_at, Application.id).get()


def own_page(status: str) -> Callable[[], str]:
    return lambda: applications.path(applied(status), KEY)


def apply(page: Page) -> None:
    """Fill in all of the form and send it."""
    page.locator('[name="territories"]').first.check()
    page.locator('[name="agreed"]').check()
    typed(
        {
            "company": "Kaltenbrunner Messtechnik",
            "country": "AT",
            "number": "ATU 4711 0815",
            "domain": "kaltenbrunner.example",
            "text": "Wir warten Gasanalysatoren in Tirol.",
            "contact_name": "Eva Kaltenbrunner",
            "email": "eva@kaltenbrunner.example",
        },
        "main form .pin .button",
        "h1",
    )(page)
    page.wait_for_url("**/join/sent")


def confirmed(page: Page) -> None:
    """The page behind the link of the newest application, before it is confirmed."""
    apply(page)
    page.goto(applications.path(Application.select().order_by(Application.id.desc()).get(), KEY))


JOIN = Chapter("Become a partner", (
    Screen("join", "What a partner gains", "joining.index", "", "/join", is_dark=True),
    Screen("join-form", "The application", "joining.new", "", "/join/application"),
    Screen("join-form-errors", "What is missing", "joining.new", "", "/join/application", typed({"company": "Weserwerk", "domain": "gmail.com"}, "main form .pin .button", ".problem")),
    Screen("join-sent", "A mail is on its way", "joining.sent", "", "/join/application", apply),
    Screen("join-confirm", "Confirm it", "joining.show", "", "/join/application", confirmed),
    Screen("join-waits", "An application that waits", "joining.show", "", lambda: applications.path(Application.waiting().order_by(Application.due_at.desc()).get(), KEY)),
    Screen("join-late", "An answer that is late", "joining.show", "", own_page("waiting")),
    Screen("join-declined", "Declined", "joining.show", "", own_page("declined")),
    Screen("join-gone", "A link without application", "joining.show", "", f"/join/{'x' * 24}.{'0' * 64}", status=404),
))  # fmt: skip

VERIFY = Chapter("Verify a certificate", (
    Screen("verify", "Code or file", "certificates.verify", "", "/verify"),
    Screen("verify-errors", "No code", "certificates.verify", "", "/verify?code=+", status=422),
    Screen("verify-valid", "Valid", "certificates.verify_code", "", lambda: verified(Standing.VALID), is_dark=True),
    Screen("verify-expired", "Expired", "certificates.verify_code", "", lambda: verified(Standing.EXPIRED)),
    Screen("verify-ended", "Ended", "certificates.verify_code", "", lambda: verified(Standing.ENDED)),
    Screen("verify-revoked", "Revoked", "certificates.verify_code", "", lambda: verified(Standing.REVOKED)),
    Screen("verify-replaced", "Replaced by a newer one", "certificates.verify_code", "", lambda: verified(Standing.REPLACED)),
    Screen("verify-matches", "The names match", "certificates.verify_code", "", lambda: verified(Standing.VALID), names(is_right=True)),
    Screen("verify-differs", "The names do not match", "certificates.verify_code", "", lambda: verified(Standing.VALID), names(is_right=False)),
    Screen("verify-foreign", "A file that we did not issue", "certificates.verify", "", "/verify", file()),
    Screen("verify-unknown", "A code that is not ours", "certificates.verify_code", "", "/v/7K4M-2QXR"),
    Screen("signature", "With what we sign", "signatures.index", "", "/verify/signature"),
))  # fmt: skip

REFUSED = Chapter("What cannot be", (
    Screen("told-404", "There is no such page", "registrations.show", "ana", "/registrations/DR-1111-1111", status=404),
    Screen("told-403", "Not yours to do", "decisions.index", "ana", "/queue", status=403),
    Screen("told-409", "Somebody was faster", "details.ask", lambda: claim("returned").holder,
           lambda: f"/registrations/{claim('returned').code}/reply", moved_on),
    Screen("told-400", "A form that is too old", "account.show", "ana", "/account", stale),
    Screen("told-429", "Too often", "signing_in.new", "", "/sign-in", asked_often),
))  # fmt: skip

FOUNDING = Chapter("Begin", (
    Screen("not-set-up", "A new portal", "signing_in.new", "", "/sign-in"),
    Screen("set-up", "Set it up", "set_up.new", "", lambda: accounts.link_path(accounts.first_link(), KEY)),
    Screen("set-up-errors", "What is missing", "set_up.new", "", lambda: accounts.link_path(accounts.first_link(), KEY),
           typed({"vendor": "Nordwind Instruments"}, "main form .button:not([data-reveal]):visible", ".problem")),
    Screen("set-up-dead", "A link that has been used", "set_up.new", "", f"/set-up/{'x' * 24}.{'0' * 32}", status=410),
))  # fmt: skip
"""Taken of an empty portal."""
