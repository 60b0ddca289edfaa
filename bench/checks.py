"""How long does a live check take? At 10,000 and 100,000 accounts, in process and over HTTP."""

from __future__ import annotations

import http.client
import re
from collections.abc import Iterator
from urllib.parse import urlencode

from bench import ground
from config import Config
from domain import checks
from models import User

SIZES = (10_000, 100_000)
COUNT = 1000


def run() -> None:
    for size in SIZES:
        with ground.programme_with(size) as (config, made):
            names = ground.typed_names(made, COUNT)
            user = ground.partner_user()
            for _ in _in_process(user, names[:50]):
                pass
            ground.line(f"{size:,} accounts, in process", ground.timed(_in_process(user, names)))
            cookie = ground.session_of(user)
            with ground.served(config):
                for _ in over_http(config, cookie, names[:50]):
                    pass
                ground.line(f"{size:,} accounts, over HTTP", ground.timed(over_http(config, cookie, names)))


def _in_process(user: User, names: list[str]) -> Iterator[object]:
    for name in names:
        yield checks.check(user, checks.Prospect(name=name, country="DE"), settled=False)


def over_http(config: Config, cookie: str, names: list[str]) -> Iterator[int]:
    """As a browser does it: one connection, htmx's headers, the form's token."""
    connection = http.client.HTTPConnection("127.0.0.1", config.port)
    connection.request("GET", "/", headers={"Cookie": f"dibs={cookie}"})
    home = connection.getresponse()
    token = re.search(r'name="csrf_token" value="([^"]+)"', home.read().decode())
    assert token, "the check's form has no token"
    form = (home.getheader("Set-Cookie") or "").split(";")[0]
    headers = {
        "Cookie": f"dibs={cookie}; {form}",
        "HX-Request": "true",
        "X-CSRFToken": token.group(1),
        "Content-Type": "application/x-www-form-urlencoded",
    }
    for name in names:
        connection.request("POST", "/checks", urlencode({"name": name, "country": "DE"}), headers)
        answer = connection.getresponse()
        answer.read()
        assert answer.status == 200, answer.status
        yield answer.status
