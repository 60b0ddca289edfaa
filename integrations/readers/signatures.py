"""Is a mail as its signer sent it? DKIM (RFC 6376), checked with keys that were fetched before; no network here."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any

import dkim
from dkim.util import InvalidTagValueList

from integrations.readers import words

MOST = 4
SINGLE = (b"from", b"date", b"subject", b"to")
"""Fields that stand once in a true mail; a second one could show what was never signed."""

LAPSE = (b"t", b"x")
"""When it was signed and until when servers should take it. A mail that is years old keeps its proof."""

Signature = dict[str, Any]
"""`domain`, `key` (its name), `result` (verified, altered, no_key), `covers` (fields), `is_partial`, `signed_at`"""


def of(raw: bytes, keys: dict[str, str]) -> list[Signature]:
    """The signatures of a mail, best first. `result` is "no_key" as long as the key is not among `keys`."""
    try:
        mail = dkim.DKIM(raw)
    except (dkim.DKIMException, IndexError, ValueError):
        return []
    headers = [header for header in mail.headers if header[0].lower() == b"dkim-signature"][:MOST]
    found = [_one(mail, header, keys) for header in headers]
    order = ("verified", "altered", "no_key")
    return sorted((one for one in found if one), key=lambda one: order.index(one["result"]))


def _one(mail: dkim.DKIM, header: list[bytes], keys: dict[str, str]) -> Signature | None:
    try:
        tags = dkim.parse_tag_value(header[1])
        dkim.validate_signature_fields({name: value for name, value in tags.items() if name not in LAPSE})
        fields = [field.lower() for field in re.split(rb"\s*:\s*", tags[b"h"].strip())]
        domain, selector = tags[b"d"].decode("ascii").lower(), tags[b"s"].decode("ascii").lower()
    except (dkim.DKIMException, InvalidTagValueList, UnicodeDecodeError, KeyError, ValueError):
        return None  # no signature that anybody could check
    name = f"{selector}._domainkey.{domain}"
    if not (words.HOST.match(domain) and words.HOST.match(name)):
        return None
    return {
        "domain": domain, "key": name, "result": _result(mail, header, tags, fields, keys.get(name, "")),
        "covers": [field.decode("ascii", "replace") for field in SINGLE if field in fields],
        "is_partial": b"l" in tags, "signed_at": _moment(tags.get(b"t", b"")),
    }  # fmt: skip


def _result(mail: dkim.DKIM, header: list[bytes], tags: dict[bytes, bytes], fields: list[bytes], key: str) -> str:
    """verified, altered, or no_key when there is none that we can use."""
    try:
        mail.pk, mail.keysize, mail.ktag, mail.seqtlsrpt = dkim.evaluate_pk(tags[b"s"], key)
    except (dkim.DKIMException, ValueError):
        return "no_key"
    if mail.pk is None or mail.keysize < mail.minkey or mail.ktag != b"rsa":
        return "no_key"
    try:
        is_good = b"from" in fields and mail.verify_sig_process(tags, [*fields], header, None)
    except (dkim.DKIMException, ValueError):
        is_good = False
    return "verified" if is_good and not _twice(mail) else "altered"


def _twice(mail: dkim.DKIM) -> bool:
    names = [name.lower() for name, _ in mail.headers]
    return any(names.count(name) > 1 for name in SINGLE)


def _moment(seconds: bytes) -> str:
    try:
        return datetime.fromtimestamp(int(seconds), UTC).isoformat(timespec="seconds")
    except (ValueError, OverflowError, OSError):
        return ""
