"""How many pages a second, relative to an empty Flask response measured in the same run?"""

from __future__ import annotations

import time
from collections.abc import Callable

from flask import Flask

from app import create_app
from bench import ground
from domain.registrations import drafts
from models import User

SECONDS = 3.0


def run() -> None:
    with ground.programme_with(10_000) as (config, _):
        bare = Flask("bare")
        bare.route("/")(lambda: "")
        empty = _rate(bare.test_client().get, "/")
        print(f"  {'empty Flask response':42} {empty:8.0f} a second   1.0")
        app = create_app(config)
        for who, path in (
            ("boss@acme.example", "/"),
            ("boss@acme.example", "/registrations"),
            ("max@bench.example", "/queue"),
            ("", "/sign-in"),
            ("boss@acme.example", _draft()),
        ):
            client = app.test_client()
            if who:
                client.set_cookie("dibs", ground.session_of(User.get(User.email == who)))
            rate = _rate(client.get, path)
            shown = "/registrations/<code>/edit" if path.endswith("/edit") else path
            print(f"  {shown:42} {rate:8.0f} a second   1/{empty / rate:.0f}")


def _draft() -> str:
    user = ground.partner_user()
    return f"/registrations/{drafts.save(user, drafts.fresh_key(), drafts.StageOne(company='Bryggeri Sund')).code}/edit"


def _rate(get: Callable[[str], object], path: str) -> float:
    """Requests a second in one thread; the best of three windows, since neighbours are noisy."""
    answer = get(path)
    assert getattr(answer, "status_code", 0) == 200, (path, answer)
    return max(_window(get, path) for _ in range(3))


def _window(get: Callable[[str], object], path: str) -> float:
    count, start = 0, time.process_time()
    while time.process_time() - start < SECONDS / 3:
        get(path)
        count += 1
    return count / (time.process_time() - start)
