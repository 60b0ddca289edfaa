"""What does the seal of an entry in the register look like? Four rings drawn from its first twelve bytes; pure."""

from __future__ import annotations

from dataclasses import dataclass

BANDS = ((40, 46, 15, 27, 15, 30), (30, 38, 12, 23, 13, 24), (21, 28, 10, 18, 9, 18), (13, 18, 5, 10, 7, 13))
"""Of each ring, from the outside: least and greatest half width, half height and number; the whole is 50 wide."""


@dataclass(frozen=True)
class Ring:
    """`count` equal ellipses, each turned by 180°/count against the one before: a closed guilloche."""

    width: float
    height: float
    count: int

    @property
    def angles(self) -> list[float]:
        return [round(180 * i / self.count, 2) for i in range(self.count)]


def rings(entry: str) -> list[Ring]:
    """The four rings of an entry (hexadecimal, 24 digits or more): three bytes each, for width, height and number."""
    octets = bytes.fromhex(entry[:24])
    return [_ring(band, *octets[3 * i : 3 * i + 3]) for i, band in enumerate(BANDS)]


def _ring(band: tuple[int, ...], wide: int, high: int, many: int) -> Ring:
    narrow, broad, flat, tall, few, most = band
    width = narrow + (broad - narrow) * wide / 255
    height = flat + (tall - flat) * high / 255
    return Ring(round(width, 2), round(height, 2), few + round((most - few) * many / 255))


def groups(entry: str) -> str:
    """The digits as they are printed: 7f3a 91d0 c19e 44b2 8e05 a6d7."""
    return " ".join(entry[i : i + 4] for i in range(0, 24, 4))
