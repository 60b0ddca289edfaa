"""Companies that want to become partners, applied and confirmed by the domain's verbs."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from domain import applications, rules
from domain.applications import Typed
from models import Application

KEY = b"for tests only"
FUCHS = Typed(
    company="Messtechnik Fuchs GmbH", country="AT", number="ATU12345678", domain="https://www.fuchs-mess.example/de",
    territories=("AT", "DE"), contact_name="Freya Fuchs", email="freya@fuchs-mess.example", locale="de",
    text="We calibrate for utilities in Tyrol. Our customers ask for your sensors.",
)  # fmt: skip


def typed(**changed: Any) -> Typed:
    """A form filled in rightly, with agreement to the rules in force, and what is changed."""
    return replace(FUCHS, agreed=rules.in_force().number, **changed)


def sent(network: str = "192.0.2.0/24", **changed: Any) -> Application:
    """Applied, not yet confirmed."""
    return applications.apply(typed(**changed), applications.fresh_key(), network)


def waiting(**changed: Any) -> Application:
    """Confirmed: an answer is owed."""
    return applications.confirm(sent(**changed))


def form(**changed: Any) -> dict[str, Any]:
    """The same as a browser sends it."""
    values: dict[str, Any] = {**vars(typed()), "territories": ["AT", "DE"], "key": applications.fresh_key()}
    return {**values, **changed}
