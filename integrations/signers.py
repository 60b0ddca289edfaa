"""Whose signatures are on our papers? The public half of every key that ever signed; standard library alone."""

from __future__ import annotations

import json
import os
import re
import secrets
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

FINGERPRINT = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True)
class Place:
    """Where the key lies: the vendor's own PKCS#12 file, else a file in `folder`, made with this name on first use."""

    folder: Path
    name: str = ""
    file: str = ""
    password: str = ""

    def to_json(self) -> dict[str, str]:
        return {**asdict(self), "folder": str(self.folder)}


@dataclass(frozen=True)
class Facts:
    """What a certificate says, as shown; moments as ISO text. The fingerprint is the SHA-256 of its DER form."""

    fingerprint: str
    name: str
    valid_from: str
    valid_until: str
    is_self_signed: bool

    @property
    def since(self) -> datetime:
        return datetime.fromisoformat(self.valid_from)

    @property
    def until(self) -> datetime:
        return datetime.fromisoformat(self.valid_until)

    @property
    def groups(self) -> str:
        """The fingerprint as readers of PDF show it: 7F3A 91D0 …"""
        return " ".join(self.fingerprint[i : i + 4] for i in range(0, 64, 4)).upper()


def publish(folder: Path, pem: str, facts: Facts) -> None:
    """Keep the certificate beside the key, for those who check signatures; once per certificate."""
    if facts_of(folder, facts.fingerprint) is not None:
        return
    public = folder / "public"
    public.mkdir(parents=True, exist_ok=True)
    for suffix, text in (("pem", pem), ("json", json.dumps(asdict(facts)))):
        part = public / f".{secrets.token_hex(8)}"
        with part.open("w") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        part.replace(public / f"{facts.fingerprint}.{suffix}")


def facts_of(folder: Path, fingerprint: str) -> Facts | None:
    """What we know of the certificate with this fingerprint; None: no paper of ours was signed with it."""
    if not FINGERPRINT.fullmatch(fingerprint):
        return None
    try:
        return Facts(**json.loads((folder / "public" / f"{fingerprint}.json").read_text()))
    except (OSError, ValueError, TypeError):
        return None


def every(folder: Path) -> list[Facts]:
    """All certificates that papers were signed with, newest first."""
    known = [facts_of(folder, path.stem) for path in (folder / "public").glob("*.json")]
    return sorted((facts for facts in known if facts), key=lambda facts: facts.valid_from, reverse=True)


def certificate(folder: Path, fingerprint: str) -> bytes | None:
    """The certificate as PEM; None: there is none."""
    if facts_of(folder, fingerprint) is None:
        return None
    return (folder / "public" / f"{fingerprint}.pem").read_bytes()
