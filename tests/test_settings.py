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
    "DATABASE_URL": "postgresql:///other",
    "MAIL_URL": "smtps://mail.example",
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
    shown = repr(from_environment({"SECRET_KEY": "hush", "MAIL_URL": "smtps://me:hush@host"}))
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


@pytest.mark.parametrize(
    "url",
    ["smtp://mail.example:25", "smtp://127.0.0.1.mail.example", "smtp://me:hush@mail.example:587?tls=0",
     "smtp://mail.example?tls=1&tls=0", "lmtp://mail.example"],
)  # fmt: skip
def test_mails_leave_this_machine_over_tls_alone(url: str) -> None:
    with pytest.raises(Misconfigured, match=r"MAIL_URL leads to .* without TLS") as told:
        from_environment({"MAIL_URL": url})
    assert "hush" not in str(told.value)


@pytest.mark.parametrize(
    "url", ["smtp://localhost", "smtp://127.0.0.1:1025", "smtp://[::1]:25", "smtps://mail.example",
            "smtp://me:hush@mail.example:587?tls=1"],
)  # fmt: skip
def test_a_mail_server_of_this_machine_or_with_tls_is_taken(url: str) -> None:
    assert from_environment({"MAIL_URL": url}).mail_url == url


@pytest.mark.parametrize(
    "url",
    ["postgresql://dibs:hush@db.example/dibs", "postgresql:///dibs?host=db.example",
     "postgresql://localhost,db.example:5432/dibs", "postgresql://localhost/dibs?hostaddr=10.0.0.7",
     "postgresql:///dibs?service=far"],
)  # fmt: skip
def test_a_database_elsewhere_must_show_its_certificate(url: str) -> None:
    """The driver's own default takes what it gets, and none at all."""
    taken = from_environment({"DATABASE_URL": url}).database_url
    assert taken.endswith("sslmode=verify-full")
    assert taken.startswith(url)
    joint = "&" if "?" in url else "?"
    assert from_environment({"DATABASE_URL": taken}).database_url == taken
    for weaker in ("disable", "prefer", "require", "verify-ca"):
        with pytest.raises(Misconfigured, match="sslmode must be verify-full") as told:
            from_environment({"DATABASE_URL": f"{url}{joint}sslmode={weaker}"})
        assert "hush" not in str(told.value)
        with pytest.raises(Misconfigured):
            from_environment({"DATABASE_URL": url, "PGSSLMODE": weaker})


@pytest.mark.parametrize(
    "url", ["", "sqlite:////srv/dibs.sqlite", "postgresql:///dibs", "postgresql://dibs@localhost/dibs",
            "postgresql://dibs@127.0.0.1:5432/dibs", "postgresql://dibs@[::1]:5432/dibs",
            "postgresql:///dibs?host=/run/postgresql"],
)  # fmt: skip
def test_a_database_of_this_machine_needs_none(url: str) -> None:
    assert from_environment({"DATABASE_URL": url}).database_url == url


def test_an_address_without_a_host_goes_where_the_driver_is_told_to() -> None:
    taken = from_environment({"DATABASE_URL": "postgresql:///dibs", "PGHOST": "db.example"}).database_url
    assert taken == "postgresql:///dibs?sslmode=verify-full"


def test_proof_goes_to_a_scanner_of_this_machine_alone() -> None:
    for place in ("/run/clamav/clamd.ctl", "127.0.0.1:3310", "localhost:3310", "[::1]:3310"):
        assert from_environment({"CLAMAV": place}).clamav == place
    for place in ("10.0.0.7:3310", "scanner.example:3310", "127.0.0.1.example:3310"):
        with pytest.raises(Misconfigured, match="CLAMAV"):
            from_environment({"CLAMAV": place})


SECRETS = {
    "SECRET_KEY": "a" * 40, "DATABASE_URL": "postgresql:///dibs", "MAIL_URL": "smtps://mail.example",
    "SIGNING_PASSWORD": "hush",
}  # fmt: skip


@pytest.mark.parametrize("name", SECRETS)
def test_a_secret_can_stand_in_a_file_or_come_unsealed_from_the_system(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text(f"{SECRETS[name]}\n")
    field = name.lower()
    assert getattr(from_environment({f"{name}_FILE": str(tmp_path / name)}), field) == SECRETS[name]
    assert getattr(from_environment({"CREDENTIALS_DIRECTORY": str(tmp_path)}), field) == SECRETS[name]
    assert getattr(from_environment({"CREDENTIALS_DIRECTORY": str(tmp_path / "none")}), field) == ""
    with pytest.raises(Misconfigured, match=name):
        from_environment({f"{name}_FILE": str(tmp_path / "none")})


def test_a_name_that_begins_like_this_machine_is_not_this_machine() -> None:
    assert [config.is_local(host) for host in ("127.0.0.1", "127.9.9.9", "::1", "localhost")] == [True] * 4
    assert not any(config.is_local(host) for host in ("127.0.0.1.evil.example", "10.0.0.1", "", "localhost.example"))
