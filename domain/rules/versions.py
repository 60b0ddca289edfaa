"""Which version of the rules holds, which holds for a claim, and how does a new one come to be?"""

from __future__ import annotations

import dataclasses
from datetime import datetime
from typing import Any

from domain import moment
from domain.rules import codes
from domain.rules.numbers import Rules
from models import Registration, RulesVersion

_read: dict[int, Rules] = {}  # versions never change once written


def in_force(now: datetime | None = None) -> Rules:
    """The rules that hold now, or at `now`."""
    key, number = RulesVersion.number_in_force(now or moment.now())
    read = _read.get(key)
    return read if read is not None and read.number == number else of(RulesVersion.get_by_id(key))


def of(version: RulesVersion) -> Rules:
    """The numbers of one version. Numbers it does not name have the default of this release."""
    key = version.id
    if key not in _read or _read[key].number != version.number:
        _read[key] = from_json(version.numbers, version_id=key, number=version.number)
    return _read[key]


def of_claim(claim: Registration) -> Rules:
    """The rules that a claim was filed under: it keeps them, whatever is published later (PRODUCT.md G)."""
    known = _read.get(claim.rules_version_id)
    return known if known is not None else of(claim.rules_version)


def forget() -> None:
    """Another database is bound now (tests): read versions again."""
    _read.clear()
    codes.forget()


def to_json(rules: Rules) -> dict[str, Any]:
    numbers = dataclasses.asdict(rules)
    del numbers["version_id"], numbers["number"]
    return numbers


def from_json(numbers: dict[str, Any], *, version_id: int = 0, number: int = 0) -> Rules:
    """Typed rules from stored numbers; unknown names, from a newer release, are left out."""
    known = {f.name for f in dataclasses.fields(Rules)}
    values = {name: _typed(name, value) for name, value in numbers.items() if name in known}
    return Rules(**{**values, "version_id": version_id, "number": number})


def every_version() -> list[Rules]:
    """All versions, oldest first: a claim is judged by the one it was made under."""
    return [of(version) for version in RulesVersion.select().order_by(RulesVersion.id)]


def publish(rules: Rules, text: dict[str, str], by: Any = None, effective_at: datetime | None = None) -> RulesVersion:
    """Write a new version. Nothing that was decided under an older one changes."""
    last = RulesVersion.select().order_by(RulesVersion.number.desc()).first()
    now = moment.now()
    return RulesVersion.create(
        number=(last.number if last else 0) + 1, effective_at=effective_at or now, numbers=to_json(rules), text=text,
        created_at=now, created_by=by,
    )  # fmt: skip


def _typed(name: str, value: Any) -> Any:
    if name in codes.KINDS:
        return codes.listed(name, value)
    return tuple(value) if isinstance(value, list) else value
