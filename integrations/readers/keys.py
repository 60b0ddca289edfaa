"""Which public keys do the signatures of a mail need, and what does the domain name system say of them?

Nothing of a file's content is sent: only the name under which its signer publishes the key (`s1._domainkey.x.example`).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import dns.exception
import dns.resolver

from integrations.readers.words import HOST

MOST = 6
"""Names asked for one file."""

Lookup = Callable[[str, float], str]
"""Name and seconds -> the record, "" when there is none. Raises `Unreachable`."""


class Unreachable(Exception):
    """Nobody answered in time: asking later may help."""


@dataclass
class Keys:
    """The keys that were found, by name, and whether some could not be asked for."""

    found: dict[str, str] = field(default_factory=dict)
    is_unreachable: bool = False


def key_record(name: str, seconds: float) -> str:
    """The key record under this name; what a resolver of this machine answers within the time."""
    try:
        answer = dns.resolver.resolve(name, "TXT", lifetime=seconds, search=False)
        return max((b"".join(row.strings).decode("ascii", "replace") for row in answer), default="", key=_is_key)
    except (dns.resolver.NXDOMAIN, dns.resolver.NoAnswer):
        return ""
    except (dns.exception.DNSException, OSError) as error:
        raise Unreachable(name) from error


def keys_for(facts: dict[str, Any], seconds: float, lookup: Lookup = key_record) -> Keys:
    """Ask for what the signatures in `facts` need. The first that gets no answer in time ends the asking."""
    keys = Keys()
    names = [signature["key"] for letter in facts.get("letters", []) for signature in letter.get("signatures", [])]
    for name in list(dict.fromkeys(filter(HOST.match, names)))[:MOST]:
        try:
            if said := lookup(name, seconds):
                keys.found[name] = said
        except Unreachable:
            keys.is_unreachable = True
            break
    return keys


def _is_key(text: str) -> bool:
    return "p=" in text
