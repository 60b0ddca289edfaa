"""Which registrable domain stands behind what somebody typed, and is it the company's own?"""

from __future__ import annotations

import re
from functools import lru_cache

import idna
from publicsuffixlist import PublicSuffixList

from domain.matching import lists

LONGEST_ADDRESS = 300  # characters that are read; a host name has at most 253
_suffixes = PublicSuffixList()
_RESERVED = (".example", ".test")  # set aside for samples and tests; on no list, yet addresses
_FORMS = (".company", ".gmbh", ".inc", ".limited", ".llc", ".ltd", ".sarl", ".srl")  # Acme.Tools.Ltd is a name
_scheme = re.compile(r"^(?:[a-z][a-z0-9+.-]*://|mailto:)")
_label = re.compile(r"[^\W_](?:[\w-]{0,61}[^\W_])?\Z")
_invisible = re.compile(r"[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\x00-\x1f\x7f]")

SHARED_DOMAINS = frozenset(lists.words("shared_domains"))


@lru_cache(maxsize=20_000)
def registrable_domain(text: str) -> str:
    """The domain a company registered, such as `acme.co.uk` out of `https://shop.acme.co.uk/y` or `jo@mail.acme.co.uk`.

    Unicode labels come back in their xn-- form, so that both spellings are equal. "" when there is no domain, or one
    shared by many (free mail, social networks). `acme.wixsite.com` is Acme's own, as the public suffix list says.
    """
    host = _host(text)
    domain = (_suffixes.privatesuffix(host) or "") if host else ""
    return "" if domain in SHARED_DOMAINS or host in SHARED_DOMAINS else domain


@lru_cache(maxsize=20_000)
def domain_label(domain: str) -> str:
    """The part of a registrable domain that its owner chose, in Unicode: `müller` of `xn--mller-kva.de`."""
    label = domain.split(".", 1)[0]
    try:
        return idna.decode(label) if label.startswith("xn--") else label
    except UnicodeError:
        return label


@lru_cache(maxsize=20_000)
def looks_like_address(text: str) -> bool:
    """Did somebody type a web or mail address where a name was asked for?

    True for addresses under known public suffixes, shared ones included, and for whatever begins like one.
    """
    text = text.strip()
    if "." not in text or len(text.split(maxsplit=1)) != 1:
        return False
    host = _host(text)
    is_marked = "@" in text or "://" in text or text.lower().startswith("www.")
    return bool(host) and (is_marked or host.endswith(_RESERVED) or (_is_listed(host) and not host.endswith(_FORMS)))


def _is_listed(host: str) -> bool:
    """Does the host stand under a suffix of the public list?"""
    return _suffixes.privatesuffix(host, accept_unknown=False) is not None


def _host(text: str) -> str:
    """The host in an address, in lower-case ASCII; "" when it cannot be one."""
    text = _invisible.sub("", text[:LONGEST_ADDRESS]).strip().strip("<>()[]\"'").lower()
    text = re.split(r"[/?#\\\s,;]", _scheme.sub("", text), maxsplit=1)[0]
    host = text.rpartition("@")[2].partition(":")[0].strip(".").removeprefix("www.")
    try:
        labels = [_ascii(label) for label in host.split(".")]
    except UnicodeError:
        return ""
    is_host = len(labels) > 1 and len(labels[-1]) > 1 and not labels[-1].isdigit()
    return ".".join(labels) if is_host else ""


def _ascii(label: str) -> str:
    """One label as DNS writes it. Raises UnicodeError when no host can be called so."""
    if not _label.match(label):
        raise UnicodeError(label)
    # As IDNA 2008: straße and strasse are two domains, which Python's own codec takes for one.
    return label if label.isascii() else idna.encode(label, uts46=True).decode("ascii")
