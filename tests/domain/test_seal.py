"""The seal: same entry, same drawing; another entry, another drawing; always inside its circle."""

from __future__ import annotations

import hashlib

from domain import seal


def entry(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def test_the_same_entry_gives_the_same_seal() -> None:
    assert seal.rings(entry("a")) == seal.rings(entry("a"))


def test_every_one_of_the_twelve_printed_bytes_changes_the_seal() -> None:
    first = bytes(12)
    for place in range(12):
        other = bytearray(first)
        other[place] = 255
        assert seal.rings(first.hex()) != seal.rings(other.hex()), place


def test_what_is_not_printed_does_not_change_the_seal() -> None:
    assert seal.rings(entry("a")[:24] + "0" * 40) == seal.rings(entry("a"))


def test_no_seal_leaves_its_circle_and_every_ring_can_be_seen() -> None:
    for extreme in ("00" * 12, "ff" * 12, *(entry(str(n))[:24] for n in range(200))):
        widths = [max(ring.width, ring.height) for ring in seal.rings(extreme)]
        assert max(widths) <= 47
        assert widths == sorted(widths, reverse=True)
        assert all(7 <= ring.count <= 30 and len(ring.angles) == ring.count for ring in seal.rings(extreme))


def test_the_entry_is_printed_in_groups_of_four() -> None:
    assert seal.groups("7f3a91d0c19e44b28e05a6d7" + "0" * 40) == "7f3a 91d0 c19e 44b2 8e05 a6d7"
