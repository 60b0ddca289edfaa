"""Are the files that are made from others made, whoever asks for it?"""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

from config import ROOT

BARE = [sys.executable, "-I", "-S"]
"""A Python without any package, as a system's own may be."""


def built(folder: Path, *python: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([*python, folder / "bin/build"], cwd="/", capture_output=True, text=True)


def checkout(folder: Path) -> Path:
    """A checkout with the script, one stylesheet, and no packages."""
    for name in ("bin", "static", "translations"):
        (folder / name).mkdir()
    shutil.copy(ROOT / "bin/build", folder / "bin/build")
    (folder / "static/a.css").write_text("a { color: red } /* for us */")
    return folder


def give_python(folder: Path, *command: str) -> None:
    own = folder / ".venv/bin/python"
    own.parent.mkdir(parents=True)
    own.write_text(f'#!/bin/sh\nexec {" ".join(command)} "$@"\n')
    own.chmod(0o700)


def test_a_python_that_lacks_what_is_needed_gives_way_to_the_projects_own(tmp_path: Path) -> None:
    give_python(checkout(tmp_path), sys.executable)
    made = built(tmp_path, *BARE)
    assert (made.returncode, made.stderr) == (0, "")
    assert sorted(path.name for path in (tmp_path / "static").iterdir()) == ["a.css", "a.css.br", "a.css.gz"]


def test_without_the_projects_own_it_is_said_what_to_do(tmp_path: Path) -> None:
    made = built(checkout(tmp_path), *BARE)
    assert made.returncode == 1
    assert "bin/setup" in made.stderr
    assert "Traceback" not in made.stderr


def test_an_own_python_that_lacks_it_as_well_ends_there(tmp_path: Path) -> None:
    give_python(checkout(tmp_path), *BARE)
    made = built(tmp_path, *BARE)
    assert made.returncode == 1
    assert "brotli and babel cannot be found" in made.stderr
