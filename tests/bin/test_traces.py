"""Is a registry's address or a folder of this machine found before it is published?"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from config import ROOT
from tests.bin.loading import script

traces = script("traces")
REGISTRY = sorted(traces.hosts(traces.default_registry()))[0]


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    subprocess.run(["git", "init", "-q", tmp_path], check=True)
    (tmp_path / "clean.md").write_text("Read the documents at https://example.com/docs and start at /checks.\n")
    return tmp_path


def look(checkout: Path) -> list[str]:
    subprocess.run(["git", "add", "-A"], cwd=checkout, check=True)
    return list(traces.traces(checkout))


def test_clean_files_pass(checkout: Path) -> None:
    assert look(checkout) == []


def test_the_command_ends_with_one_when_it_finds_something(checkout: Path) -> None:
    (checkout / "notes.txt").write_text("--{}-url somewhere\n".format("index"))
    look(checkout)
    ran = subprocess.run([sys.executable, ROOT / "bin/traces", checkout], capture_output=True, text=True)
    assert (ran.returncode, ran.stdout) == (1, "notes.txt:1: --{}-url somewhere\n".format("index"))


@pytest.mark.parametrize(
    "planted",
    [
        f"url = 'https://{REGISTRY}/packages/flask.whl'",
        "--find-~links wheels",
        '  "resolved~": "https://somewhere.example/htmx.tgz",',
        "flask @ file:~///srv/wheels/flask.whl",
        "log = '{here}/instance/log'",
    ],
)
def test_a_planted_trace_is_found_with_file_and_line(checkout: Path, planted: str) -> None:
    line = planted.replace("{here}", str(checkout)).replace("~", "")  # else this file would be a find
    (checkout / "notes.txt").write_text(f"first line\n{line}\n")
    (told,) = look(checkout)
    assert told.startswith("notes.txt:2: ")


def test_untracked_and_binary_files_are_left_alone(checkout: Path) -> None:
    (checkout / ".gitignore").write_text("scratch.txt\n")
    (checkout / "scratch.txt").write_text(f"https://{REGISTRY}/")
    (checkout / "picture.png").write_bytes(b"\x89PNG\0" + REGISTRY.encode())
    assert look(checkout) == []
