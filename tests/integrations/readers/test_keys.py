"""Keys are asked for by name alone, a few at a time, and a silent resolver costs its patience once."""

from __future__ import annotations

import socket
import threading
import time
from typing import Any

import dns.resolver
import pytest

from integrations.readers import Unreachable, key_record, keys_for, signatures
from integrations.readers.keys import MOST


def facts(*names: str) -> dict[str, Any]:
    return {"letters": [{"signatures": [{"key": name}]} for name in names]}


def test_each_name_is_asked_once_and_only_names_are() -> None:
    asked: list[str] = []

    def lookup(name: str, _: float) -> str:
        asked.append(name)
        return "p=x"

    strange = ("", "a b", "../etc/passwd", "x" * 300, "é.example", "a..", "-.")
    keys = keys_for(facts("s1._domainkey.x.example", "s1._domainkey.x.example", *strange), 1, lookup)
    assert asked == ["s1._domainkey.x.example"]
    assert keys.found == {"s1._domainkey.x.example": "p=x"}


def test_at_most_a_few_are_asked_for_one_file() -> None:
    asked: list[str] = []
    keys_for(facts(*(f"s{number}.example" for number in range(50))), 1, lambda name, _: asked.append(name) or "")
    assert len(asked) == MOST


def test_a_resolver_that_does_not_answer_is_asked_no_further() -> None:
    asked: list[str] = []

    def lookup(name: str, _: float) -> str:
        asked.append(name)
        raise Unreachable(name)

    keys = keys_for(facts("a.example", "b.example"), 1, lookup)
    assert keys.is_unreachable
    assert asked == ["a.example"]


def test_a_file_without_signatures_asks_for_nothing() -> None:
    assert keys_for({"kind": "picture"}, 1, lambda *_: pytest.fail("asked")).found == {}


def test_a_silent_server_costs_no_more_than_the_time_given(monkeypatch: pytest.MonkeyPatch) -> None:
    """A real look-up, sent to a port of ours where nobody answers."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as mute:
        mute.bind(("127.0.0.1", 0))
        monkeypatch.setattr(dns.resolver, "default_resolver", _resolver(mute.getsockname()[1]))
        began = time.monotonic()
        with pytest.raises(Unreachable):
            key_record("s1._domainkey.x.example", 0.5)
        assert time.monotonic() - began < 3


def test_a_record_in_pieces_is_put_together_and_none_is_no_key(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as server:
        server.bind(("127.0.0.1", 0))
        monkeypatch.setattr(dns.resolver, "default_resolver", _resolver(server.getsockname()[1]))
        threading.Thread(target=_answer, args=(server, 2), daemon=True).start()
        assert key_record("s1._domainkey.x.example", 5) == "v=DKIM1; p=abc"
        assert key_record("old._domainkey.x.example", 5) == ""


def _resolver(port: int) -> dns.resolver.Resolver:
    resolver = dns.resolver.Resolver(configure=False)
    resolver.nameservers, resolver.port = ["127.0.0.1"], port
    return resolver


def _answer(server: socket.socket, times: int) -> None:
    """A name server that knows one name."""
    import dns.message
    import dns.rcode
    import dns.rrset

    for _ in range(times):
        asked, sender = server.recvfrom(4096)
        query = dns.message.from_wire(asked)
        answer = dns.message.make_response(query)
        name = query.question[0].name
        if str(name).startswith("s1."):
            answer.answer.append(dns.rrset.from_text(name, 60, "IN", "TXT", '"v=DKIM1; " "p=abc"'))
        else:
            answer.set_rcode(dns.rcode.NXDOMAIN)
        server.sendto(answer.to_wire(), sender)


@pytest.mark.parametrize(
    ("domain", "selector"),
    [("a\x00b.example", "s1"), ("x.example", "s\x001"), ("x.example", "a" * 250)],
)
def test_a_signature_whose_names_are_none_is_no_signature(domain: str, selector: str) -> None:
    """PostgreSQL keeps no NUL, and what stands in a sentence for a manager must not be a sentence itself."""
    mail = (
        f"DKIM-Signature: v=1; a=rsa-sha256; d={domain}; s={selector}; h=from; bh=AAAA; b=AAAA\r\n"
        "From: p@x.example\r\n\r\nHello\r\n"
    )
    assert signatures.of(mail.encode(), {}) == []
    plain = mail.replace(domain, "x.example").replace(selector, "s1")
    assert [one["key"] for one in signatures.of(plain.encode(), {})] == ["s1._domainkey.x.example"]
