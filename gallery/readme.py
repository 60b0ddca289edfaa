"""What does the picture at the head of the README show? Free, not available, and a registration with its next move."""

from __future__ import annotations

import base64
import tempfile
import threading
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright
from werkzeug.serving import make_server

from app import create_app
from config import Config
from domain.accounts import open_session
from gallery.camera import FONTS
from gallery.programme import taken_name
from migrations.runner import migrate_all
from models import Registration, User
from models.base import close, db
from sample.build import build

SHEET = """<body style="margin:0;display:flex;gap:20px;padding:20px;background:#e4e9e7;width:max-content">
{}</body>"""
PHONE = '<img src="data:image/png;base64,{}" width="360" style="border-radius:16px;border:1px solid #73827d">'


def take(to: Path) -> None:
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        config = Config(instance=Path(folder), secret_key="pictures", sample=True)
        app = create_app(config)
        with db.connection_context():
            migrate_all()
            build(config, print)
            who = User.get(User.email == "ana@acme.example")
            cookie, mine = open_session(who, "pictures"), _approved(who)
            taken, path = taken_name(mine.product_line), f"/registrations/{mine.code}"
        server = make_server("127.0.0.1", 0, app, threaded=True)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium-headless-shell", args=["--no-sandbox"])
        page = _phone(browser, f"http://127.0.0.1:{server.server_port}", cookie)
        shots = [_checked(page, "Käserei Brunnthal"), _checked(page, taken), _shown(page, path)]
        _sheet(browser, shots, to)
        server.shutdown()
        close()


def _approved(who: User) -> Registration:
    return Registration.get(Registration.holder == who, Registration.status == "approved")


def _phone(browser: Browser, address: str, cookie: str) -> Page:
    context = browser.new_context(
        viewport={"width": 390, "height": 780}, device_scale_factor=2, color_scheme="light", base_url=address,
        bypass_csp=True,
    )  # fmt: skip
    context.add_cookies([{"name": "dibs", "value": cookie, "url": address}])
    return context.new_page()


def _checked(page: Page, name: str) -> bytes:
    page.goto("/")
    page.add_style_tag(content=FONTS)
    page.get_by_label("Who is the prospect?").fill(name)
    page.keyboard.press("Enter")
    page.locator("#answer .stub .code").wait_for()
    page.locator("#name").blur()
    return page.screenshot()


def _shown(page: Page, path: str) -> bytes:
    page.goto(path)
    page.add_style_tag(content=FONTS)
    return page.screenshot()


def _sheet(browser: Browser, shots: list[bytes], to: Path) -> None:
    """Side by side, at one and a half and in 128 colours: crisp and still small."""
    page = browser.new_page(device_scale_factor=1.5)
    page.set_content(SHEET.format("".join(PHONE.format(base64.b64encode(shot).decode()) for shot in shots)))
    page.locator("body").screenshot(path=to)
    Image.open(to).convert("RGB").quantize(128).save(to, optimize=True)
