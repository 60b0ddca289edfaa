"""Is every setting documented, with its true default, and read from the environment?"""

from __future__ import annotations

import os
import re
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest

import config
from config import ROOT, Config, Misconfigured, from_environment

ROW = re.compile(r"^\| `([A-Z_]+)` \| (?:`([^`]*)`|empty) \| (.+) \|$", re.MULTILINE)
DOCUMENTED = {
    name: (default, meaning) for name, default, meaning in ROW.findall((ROOT / "docs/operating.md").read_text())
}
TRIED = {
    "INSTANCE": "elsewhere",
    "PORT": "9",
    "WORKERS": "9",
    "THREADS": "9",
    "TRUSTED_PROXIES": "9",
    "CLAMAV": "127.0.0.1:3310",
    "DNS_SECONDS": "9",
    "SAMPLE": "1",
    "LOG_FORMAT": "json",
}


def test_every_setting_is_documented_and_nothing_else_is() -> None:
    assert set(DOCUMENTED) == {field.name.upper() for field in fields(Config)}


@pytest.mark.parametrize("name", sorted(DOCUMENTED))
def test_the_documented_default_is_the_true_one(name: str) -> None:
    default = getattr(from_environment({}), name.lower())
    written = DOCUMENTED[name][0]
    if isinstance(default, Path):
        assert default == (ROOT / written).resolve()
    else:
        assert written == (str(int(default)) if isinstance(default, bool) else str(default))


@pytest.mark.parametrize("name", sorted(DOCUMENTED))
def test_every_setting_is_read_from_the_environment(name: str) -> None:
    set_to = getattr(from_environment({name: TRIED.get(name, "other")}), name.lower())
    assert set_to != getattr(from_environment({}), name.lower())


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "eighty"),
        ("WORKERS", "-1"),
        ("THREADS", "1.5"),
        ("SAMPLE", "maybe"),
        ("LOG_FORMAT", "xml"),
        ("CLAMAV", "yes"),
    ],
)
def test_a_value_that_makes_no_sense_is_refused_by_name(name: str, value: str) -> None:
    with pytest.raises(Misconfigured, match=name):
        from_environment({name: value})


def test_secrets_are_not_shown_with_the_settings() -> None:
    shown = repr(from_environment({"SECRET_KEY": "hush", "MAIL_URL": "smtp://me:hush@host"}))
    assert "hush" not in shown


def test_two_processes_that_start_together_sign_with_one_secret(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The second looks while the first has made the file and not yet written it: an empty key could be forged."""
    path, write, seen = tmp_path / "secret.key", os.fdopen, []

    def interrupted(*given: Any) -> Any:
        monkeypatch.setattr(os, "fdopen", write)
        seen.append(config._kept_secret(path))
        return write(*given)

    monkeypatch.setattr(os, "fdopen", interrupted)
    mine = config._kept_secret(path)
    assert len(mine) == 64
    assert seen == [mine]
    assert path.stat().st_mode & 0o777 == 0o600
    assert [file.name for file in tmp_path.iterdir()] == ["secret.key"]
