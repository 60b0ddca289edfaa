"""A passkey device made of software: answers what browsers ask it, rightly or with one thing wrong."""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
from typing import Any

import cbor2
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256

HOST, ORIGIN = "localhost", "http://localhost"
PRESENT, VERIFIED, ATTESTED = 0x01, 0x04, 0x40


def text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def raw(encoded: str) -> bytes:
    return base64.urlsafe_b64decode(encoded + "=" * (-len(encoded) % 4))


class Device:
    """One passkey. Keywords of `make` and `answer` say what is wrong about it."""

    def __init__(self, *, counts: bool = True) -> None:
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.credential = secrets.token_bytes(32)
        self.counts, self.count, self.owner = counts, 0, b""

    def make(self, question: str, **wrong: Any) -> str:
        """What `navigator.credentials.create` would give, as static/account.js tells it."""
        asked = json.loads(question)
        self.owner = raw(asked["user"]["id"])
        length = len(self.credential).to_bytes(2, "big")
        data = self._head(ATTESTED, **wrong) + bytes(16) + length + self.credential + cbor2.dumps(self._public())
        attested = cbor2.dumps({"fmt": "none", "attStmt": {}, "authData": data})
        client = self._client("webauthn.create", asked["challenge"], **wrong)
        return self._told(clientDataJSON=text(client), attestationObject=text(attested))

    def answer(self, question: str, **wrong: Any) -> str:
        """What `navigator.credentials.get` would give."""
        challenge = json.loads(question)["challenge"]
        self.count += self.counts
        data = self._head(0, **wrong)
        client = self._client("webauthn.get", challenge, **wrong)
        key = wrong.get("key", self.key)
        signature = key.sign(data + hashlib.sha256(client).digest(), ec.ECDSA(SHA256()))
        owner = wrong.get("owner", self.owner)
        parts = {"clientDataJSON": text(client), "authenticatorData": text(data), "signature": text(signature)}
        return self._told(**parts, **({"userHandle": text(owner)} if owner else {}))

    def _head(self, more: int, **wrong: Any) -> bytes:
        flags = more | PRESENT | (0 if wrong.get("unverified") else VERIFIED)
        count = wrong.get("count", self.count)
        return hashlib.sha256(wrong.get("host", HOST).encode()).digest() + bytes([flags]) + count.to_bytes(4, "big")

    def _client(self, does: str, asked: str, **wrong: Any) -> bytes:
        said = {"type": does, "challenge": asked, "origin": ORIGIN}
        return json.dumps({name: wrong.get(name, value) for name, value in said.items()}).encode()

    def _told(self, **parts: str) -> str:
        name = text(self.credential)
        return json.dumps({"id": name, "rawId": name, "type": "public-key", "response": parts})

    def _public(self) -> dict[int, Any]:
        numbers = self.key.public_key().public_numbers()
        return {1: 2, 3: -7, -1: 1, -2: numbers.x.to_bytes(32, "big"), -3: numbers.y.to_bytes(32, "big")}
