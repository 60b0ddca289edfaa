"""Do our own scripts treat what comes from elsewhere as text, and keep nothing but notes that were typed offline?"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from config import ROOT

SCRIPTS = sorted((ROOT / "static").glob("*.js"))

FORBIDDEN = {
    "text that becomes HTML": r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|createContextualFragment",
    "text that becomes a program": r"\beval\(|new Function|setTimeout\(\s*[\"'`]|javascript:",
    "messages of other windows": r"addEventListener\(\s*[\"']message|onmessage|\.postMessage\(",
    "a prototype that can be changed": r"__proto__|Object\.setPrototypeOf|\.prototype\b",
    "other sites": r"[\"'`]https?://|JSONP|document\.domain",
    "cookies": r"document\.cookie",
}

KEEPS = r"localStorage|sessionStorage|indexedDB|caches\."
"""Only the notes of partner people without a connection, and the worker that keeps files for everybody."""


def faults_of(text: str, *, may_keep: bool = False) -> list[str]:
    found = [name for name, pattern in FORBIDDEN.items() if re.search(pattern, text)]
    return found + ([] if may_keep or not re.search(KEEPS, text) else ["what the browser keeps"])


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_a_script_of_ours_makes_no_html_no_program_and_hears_no_other_window(path: Path) -> None:
    assert faults_of(path.read_text(), may_keep=path.name in ("offline.js", "worker.js")) == []


@pytest.mark.parametrize(
    "line",
    ["box.innerHTML = said;", "eval(said)", "window.addEventListener('message', heard)", "made.__proto__.x = 1;",
     "fetch('https://elsewhere.example')", "document.cookie = 'a=1'", "localStorage.setItem('name', typed)"],
)  # fmt: skip
def test_each_fault_is_found(line: str) -> None:
    assert len(faults_of(line)) == 1


def test_there_are_scripts_to_look_at() -> None:
    assert len(SCRIPTS) >= 6
