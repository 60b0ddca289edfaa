"""Requests that nobody should send, drawn by lot from all addresses, forms and nasty values that there are."""

from __future__ import annotations

import random
from typing import Any

from flask import Flask

from tests.forms import Form
from tests.full import NOUNS, Full, addresses, noun
from tests.nasty import HEADERS, NAMES, QUERIES, VALUES, body

METHODS = ["GET", "GET", "POST", "POST", "HEAD", "OPTIONS", "PUT", "DELETE", "PATCH", "TRACE"]
KINDS = ["application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "", "a/b"]


def random_request(rng: random.Random, app: Flask, full: Full, forms: list[Form]) -> dict[str, Any]:
    """One request, as the arguments of a test client."""
    rule = rng.choice(list(app.url_map.iter_rules()))
    there = addresses(full, rule) or [("", rule.rule)]  # none, when what was sent before has ended the last
    path = rng.choice(there)[1]
    if rule.arguments and rng.random() < 0.3:
        key = noun(rule)
        others = NOUNS[rng.choice(list(NOUNS))](full)  # none as well
        path = rule.rule.replace(key[key.index("<") :], rng.choice([*NAMES, *rng.sample(others, min(1, len(others)))]))
    values = [rng.choice(list(VALUES.values()))[:500] for _ in range(4)]
    names = [*QUERIES, *rng.choice(forms).fields]
    return {
        "path": path + "?" + rng.choice(["", body([(rng.choice(names), values[0])]).decode(), "&&==%&%zz", "a" * 3000]),
        "method": rng.choice(METHODS),
        "headers": dict(rng.sample(HEADERS, rng.randrange(4))),
        "data": rng.choice([b"", b"\x00\xff" * 50, body(list(zip(names, values, strict=False)))]),
        "content_type": rng.choice(KINDS),
    }
