"""What do others say of a signed paper? The two tools that our papers must satisfy, each asked in its own words."""

from __future__ import annotations

import io
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pyhanko.keys import load_cert_from_pemder
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext


def by_pdfsig(path: Path) -> str:
    return subprocess.run(["pdfsig", str(path)], capture_output=True, text=True).stdout


def by_pyhanko(path: Path, certificate: Path) -> str:
    """What `pyhanko sign validate` says, its status with it."""
    command = Path(sys.executable).with_name("pyhanko")
    asked = [command, "sign", "validate", "--no-revocation-check", "--trust", certificate, "--pretty-print", path]
    done = subprocess.run(list(map(str, asked)), capture_output=True, text=True)
    return f"{done.returncode}\n{done.stdout}{done.stderr}"


def is_whole(paper: bytes, certificate: Path) -> bool:
    """Does the signature hold, and over every byte? A file that cannot be read at all is not whole."""
    try:
        (signature,) = PdfFileReader(io.BytesIO(paper)).embedded_signatures
        trusted = ValidationContext(trust_roots=[load_cert_from_pemder(str(certificate))], allow_fetching=False)
        status: Any = validate_pdf_signature(signature, trusted)
        return bool(status.bottom_line and status.coverage.name == "ENTIRE_FILE")
    except Exception:
        return False


def inside(paper: bytes) -> dict[str, Any]:
    """The file that is attached: name, type, relation to the page, content."""
    root = PdfFileReader(io.BytesIO(paper)).root
    (spec,) = (one.get_object() for one in root["/AF"])
    stream = spec["/EF"]["/F"]
    return {
        "name": spec["/UF"], "is_named": root["/Names"]["/EmbeddedFiles"]["/Names"][1].get_object() == spec,
        "relation": spec["/AFRelationship"], "type": stream["/Subtype"], "content": stream.data,
    }  # fmt: skip


def spoken(paper: bytes) -> tuple[str, bool, list[str]]:
    """Language of the paper, whether readers show its title, and what stands for its pictures."""
    root = PdfFileReader(io.BytesIO(paper)).root
    return (
        str(root["/Lang"]),
        bool(root["/ViewerPreferences"]["/DisplayDocTitle"]),
        list(_alts(root["/StructTreeRoot"])),
    )


def _alts(node: Any) -> Iterator[str]:
    """Every picture's description, "" for one without, in reading order."""
    node = node.get_object()
    if isinstance(node, list):
        for child in node:
            yield from _alts(child)
    elif isinstance(node, dict):
        if node.get("/S") == "/Figure":
            yield str(node.get("/Alt", ""))
        if "/K" in node:
            yield from _alts(node["/K"])
