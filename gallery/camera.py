"""How is a picture taken? A throwaway portal at the fixed moment, a browser at two widths, small files of what it shows."""

from __future__ import annotations

import io
import logging
import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pypdfium2
from PIL import Image, ImageChops
from playwright.sync_api import Browser, BrowserContext, Page
from werkzeug.serving import make_server

from app import create_app
from config import Config
from domain import moment
from domain.accounts import open_session, person_of
from gallery.colours import in_few_colours
from gallery.programme import NOW, seeded
from gallery.screens import Screen, Sheet
from models import User
from models.base import close, db

# What most people's devices come near to; a bare machine falls back to wider letters.
FONTS = ':root { --serif: "Charis SIL", Charter, serif; --sans: "Open Sans", "Noto Sans", sans-serif }'
WIDTHS: dict[str, tuple[int, int, float]] = {"phone": (390, 844, 1), "desk": (1280, 900, 0.75)}
"""Name -> width and height in CSS pixels, and how many points of the picture make one."""

ADDRESS = "http://partners.nordwind.example"
"""As mails and papers name the portal."""

TALLEST = 2000
TO_WHAT_COUNTS = """() => {
  const place = document.querySelector("#decide");
  window.scrollTo(0, place ? document.documentElement.scrollHeight : 0);
}"""
"""What is taller than a picture is shown from its top; where something is decided, its end."""

PAPER_SCALE = 1.5

STEADY = """() => {
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) walk.currentNode.data = walk.currentNode.data.replace(/\\b[0-9a-f]{64}\\b/g, "5eed".repeat(16)).replace(/\\b[0-9]+[.,][0-9] ms\\b/g, "4 ms");
}"""
"""The same in all pictures: fingerprints of files signed by a key that is made anew each time, and how long a search took."""


@dataclass(frozen=True)
class Pass:
    """All screens once: in one language, at one width, in one scheme of colours."""

    language: str
    width: str
    scheme: str = "light"
    is_whole: bool = False  # every screen, whatever its width is

    @property
    def ending(self) -> str:
        return self.width + ("-dark" if self.scheme == "dark" else "")


@dataclass
class Camera:
    browser: Browser
    how: Pass
    config: Config
    address: str
    folder: Path
    pages: dict[str, Page] = field(default_factory=dict)
    keys: dict[str, str] = field(default_factory=dict)
    written: int = 0

    def take(self, one: Screen | Sheet) -> None:
        if isinstance(one, Screen):
            self.keep(one.name, self.shot(one))
            return
        made = one.make(self.how.language, self.config)
        if isinstance(made, str):
            self.keep(one.name, self.letter(made))
        else:
            self.keep(one.name, first_page(made))

    def shot(self, screen: Screen) -> bytes:
        page = self.page(screen.person())
        page.emulate_media(media="print" if screen.is_print else "screen")
        answer = page.goto(screen.address())
        if answer is None or answer.status != screen.status:
            raise AssertionError(f"{screen.name}: {page.url} answered {answer and answer.status}")
        if screen.who and page.url.partition("?")[0].endswith("/sign-in"):
            raise AssertionError(f"{screen.name}: {page.url} asks to sign in")
        if screen.act:
            screen.act(page)
            page.wait_for_load_state("networkidle")
        return self.picture(page)

    def letter(self, html: str) -> bytes:
        page = self.page(None)
        page.goto("about:blank")
        page.set_content(html)
        return self.picture(page)

    def picture(self, page: Page) -> bytes:
        page.add_style_tag(content=FONTS)
        page.evaluate(STEADY)
        page.evaluate("() => document.activeElement?.blur()")
        page.mouse.move(0, 0)
        wide, high, _ = WIDTHS[self.how.width]
        whole = page.evaluate("document.documentElement.scrollHeight")
        page.set_viewport_size(
            {"width": wide, "height": max(high, min(TALLEST, whole))}
        )  # bars at the foot stand there
        page.evaluate(TO_WHAT_COUNTS)
        shot = page.screenshot(animations="disabled")
        page.set_viewport_size({"width": wide, "height": high})
        return shot

    def page(self, person: User | None) -> Page:
        """A browser of this person's own, new when the sign-in has ended; nobody's is new each time."""
        name = person.email if person else ""
        if name in self.pages and person_of(self.keys.get(name, "")) is None:
            self.pages.pop(name).context.close()
        if name not in self.pages:
            self.pages[name] = self._context(person).new_page()
        return self.pages[name]

    def keep(self, name: str, shot: bytes) -> None:
        """Write the picture, unless the one that is there looks the same."""
        path = self.folder / self.how.language / f"{name}-{self.how.ending}.webp"
        made = io.BytesIO()
        in_few_colours(Image.open(io.BytesIO(shot)).convert("RGB")).save(
            made, "WEBP", lossless=True, quality=75, method=4
        )
        if not path.exists() or not same(path.read_bytes(), made.getvalue()):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(made.getvalue())
            self.written += 1

    def _context(self, person: User | None) -> BrowserContext:
        wide, high, scale = WIDTHS[self.how.width]
        scheme: Any = self.how.scheme
        context = self.browser.new_context(
            viewport={"width": wide, "height": high}, device_scale_factor=scale, color_scheme=scheme,
            base_url=self.address, bypass_csp=True, locale=self.how.language, timezone_id="Europe/Berlin",
            reduced_motion="reduce", service_workers="block",
        )  # fmt: skip
        context.clock.set_fixed_time(NOW)
        context.set_default_timeout(8000)
        if person:
            key = self.keys[person.email] = open_session(person, "Chrome on Android")
            context.add_cookies([{"name": "dibs", "value": key, "url": self.address}])
        return context


def first_page(pdf: bytes) -> bytes:
    made = io.BytesIO()
    pypdfium2.PdfDocument(pdf)[0].render(scale=PAPER_SCALE).to_pil().save(made, "PNG")
    return made.getvalue()


def same(one: bytes, other: bytes) -> bool:
    before, after = (Image.open(io.BytesIO(content)).convert("RGB") for content in (one, other))
    return before.size == after.size and ImageChops.difference(before, after).getbbox() is None


@dataclass(frozen=True)
class Result:
    taken: int = 0
    written: int = 0
    faults: tuple[str, ...] = ()

    def __add__(self, other: Result) -> Result:
        return Result(self.taken + other.taken, self.written + other.written, self.faults + other.faults)


def run(browser: Browser, made: Path, copy: Path, how: Pass, screens: list[Screen | Sheet], folder: Path) -> Result:
    """One pass on a copy of a programme: what is typed for one picture is in no other pass."""
    shutil.copytree(made, copy)
    seeded()
    config = Config(instance=copy, secret_key="pictures", sample=True, dns_seconds=0, base_url=ADDRESS)
    faults = []
    with serving(config) as address, db.connection_context(), moment.at(NOW):
        User.update(locale=how.language).execute()
        camera = Camera(browser, how, config, address, folder)
        for screen in screens:
            try:
                camera.take(screen)
            except Exception as error:
                first, _, _ = f"{type(error).__name__}: {error}".partition("\n")
                faults.append(f"{how.language} {how.ending}: {screen.name}: {first}")
        for context in browser.contexts:
            context.close()
    close()
    shutil.rmtree(copy)
    return Result(len(screens), camera.written, tuple(faults))


@dataclass(frozen=True)
class Pictured(Config):
    """A portal that people would reach over TLS: pages offer passkeys, though the camera comes another way."""

    comes_by: str = ""

    @property
    def passkey_host(self) -> str:
        return ADDRESS.split("//")[1]

    @property
    def origin(self) -> str:
        return self.comes_by


@contextmanager
def serving(config: Config) -> Iterator[str]:
    """The portal, at the fixed moment whatever the clock on the wall says."""
    app = create_app(replace(config))
    inner: Callable[..., Any] = app.wsgi_app

    def standing_still(environ: Any, start: Any) -> Any:
        with moment.at(NOW):
            return inner(environ, start)

    app.wsgi_app = standing_still  # type: ignore[assignment, method-assign]
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = make_server("127.0.0.1", 0, app, threaded=False)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    address = f"http://127.0.0.1:{server.server_port}"
    app.config["DIBS"] = Pictured(**vars(config), comes_by=address)
    yield address
    server.shutdown()
    thread.join(10)
