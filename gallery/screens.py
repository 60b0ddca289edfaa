"""What is a screen in the list of pictures: who sees it, at which address, and what is done before it is taken?"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from playwright.sync_api import Page

from config import Config
from models import Registration, User

Act = Callable[[Page], object]
HOME = "nordwind.example"
PEOPLE = {
    "ana": "ana@acme.example", "ben": "ben@acme.example", "lena": "lena@weserwerk.example",
    "max": f"max@{HOME}", "dora": f"dora@{HOME}", "ada": f"ada@{HOME}",
}  # fmt: skip


@dataclass(frozen=True)
class Screen:
    """One screen. `shows` is the endpoint of the URL map behind it; `act` is done once its address is open."""

    name: str
    title: str
    shows: str
    who: str | Callable[[], User] = ""  # a key of PEOPLE; "": nobody is signed in
    at: str | Callable[[], str] = "/"
    act: Act | None = None
    status: int = 200
    is_dark: bool = False  # taken once more in dark colours
    is_print: bool = False  # as the printer gets it

    def person(self) -> User | None:
        if callable(self.who):
            return self.who()
        return User.get(User.email == PEOPLE[self.who]) if self.who else None

    def address(self) -> str:
        return self.at() if callable(self.at) else self.at


@dataclass(frozen=True)
class Sheet:
    """What is no page of the portal: a mail or a paper, made of it in a language. `make` gives HTML or a PDF."""

    name: str
    title: str
    make: Callable[[str, Config], str | bytes]


@dataclass(frozen=True)
class Chapter:
    title: str
    screens: tuple[Screen | Sheet, ...]


def claim(status: str, *more: object) -> Registration:
    """A registration in this state: Ana's if she has one, else the newest of whoever has."""
    rows = Registration.select().where(Registration.status == status, *more)
    ana = User.get(User.email == PEOPLE["ana"])
    return rows.order_by((Registration.holder == ana).desc(), Registration.id.desc()).get()


def of_claim(
    name: str, title: str, found: Callable[[], Registration], after: str = "", shows: str = "registrations.show",
    act: Act | None = None, who: str = "", status: int = 200, is_dark: bool = False, is_print: bool = False,
) -> Screen:  # fmt: skip
    """A page of a registration, as whoever holds it sees it, unless somebody is named."""
    looker: str | Callable[[], User] = who or (lambda: found().holder)
    return Screen(
        name, title, shows, looker, lambda: f"/registrations/{found().code}{after}", act, status, is_dark, is_print
    )


def typed(fields: dict[str, str], press: str = "main form .button", shows: str = "") -> Act:
    """Fill in fields by their names, press a button, and wait until something of the answer is there."""

    def act(page: Page) -> None:
        for name, value in fields.items():
            field = page.locator(f'main [name="{name}"]:visible').first
            if field.evaluate("field => field.tagName") == "SELECT":
                field.select_option(value) if value else field.select_option(index=1)
            else:
                field.fill(value)
        if press:
            page.locator(press).first.click()
        if shows:
            page.locator(shows).first.wait_for()

    return act


def opened(*summaries: str) -> Act:
    def act(page: Page) -> None:
        for summary in summaries:
            page.locator(summary).first.click()

    return act


def chained(acts: Iterable[Act]) -> Act:
    def act(page: Page) -> None:
        for one in acts:
            one(page)

    return act
