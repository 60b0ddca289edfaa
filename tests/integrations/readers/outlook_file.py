"""How is an Outlook message made? A compound file ([MS-CFB]) with the properties of a message ([MS-OXMSG]) in it."""

from __future__ import annotations

import struct
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

SECTOR, SMALL, CUTOFF = 512, 64, 4096
FREE, END, FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
Tree = dict[str, Any]
"""Name -> bytes of a stream, or what is inside a storage."""


@dataclass
class Entry:
    name: str
    content: bytes | None  # None: a storage
    children: list[int] = field(default_factory=list)
    left: int = FREE
    right: int = FREE
    child: int = FREE
    start: int = END
    size: int = 0

    def packed(self, kind: int) -> bytes:
        name = self.name.encode("utf-16-le") + b"\0\0"
        head = name.ljust(64, b"\0") + struct.pack("<HBB", len(name), kind, 1)
        links = struct.pack("<III", self.left, self.right, self.child)
        return head + links + bytes(36) + struct.pack("<IQ", self.start, self.size)


def compound(tree: Tree) -> bytes:
    """The file as bytes: header, table of sectors, directory, small streams, large streams."""
    entries = [Entry("Root Entry", None)]
    _add(entries, 0, tree)
    small, large = bytearray(), list[bytes]()
    small_chain: list[int] = []
    for entry in entries[1:]:
        if entry.content is None:
            continue
        entry.size = len(entry.content)
        if entry.content and entry.size < CUTOFF:
            entry.start = len(small) // SMALL
            count = -(-entry.size // SMALL)
            small_chain += [*range(entry.start + 1, entry.start + count), END]
            small += entry.content.ljust(count * SMALL, b"\0")
    chains = [_sectors(struct.pack(f"<{len(small_chain)}I", *small_chain), b"\xff"), _sectors(bytes(small), b"\0")]
    larges = [entry for entry in entries if entry.content and entry.size >= CUTOFF]
    large = [_sectors(entry.content or b"", b"\0") for entry in larges]
    return _laid_out(entries, chains, larges, large, len(small))


def _laid_out(
    entries: list[Entry], chains: list[list[bytes]], larges: list[Entry], large: list[list[bytes]], small: int
) -> bytes:
    directory_sectors = -(-len(entries) // 4)
    table, starts, at = [FAT], [], 1
    counts = [directory_sectors, *(len(chain) for chain in chains), *(len(chain) for chain in large)]
    for count in counts:
        starts.append(at if count else END)
        table += [*range(at + 1, at + count), END] if count else []
        at += count
    assert len(table) <= SECTOR // 4, "this writer has one sector for the table: about 60 kB"
    entries[0].start, entries[0].size = starts[2], small
    for entry, start in zip(larges, starts[3:], strict=True):
        entry.start = start
    kinds = [5, *(1 if entry.content is None else 2 for entry in entries[1:])]
    directory = b"".join(entry.packed(kind) for entry, kind in zip(entries, kinds, strict=True))
    body = [
        struct.pack("<128I", *table, *[FREE] * (128 - len(table))),
        directory.ljust(directory_sectors * SECTOR, b"\0"),
    ]
    body += [b"".join(chain) for chain in (*chains, *large)]
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    head += struct.pack("<IIIIIIII", 0, 1, starts[0], 0, CUTOFF, starts[1], len(chains[0]), END)
    head += struct.pack("<I", 0) + struct.pack("<109I", 0, *[FREE] * 108)
    return head + b"".join(body)


def _sectors(content: bytes, filler: bytes) -> list[bytes]:
    return [content[at : at + SECTOR].ljust(SECTOR, filler) for at in range(0, len(content), SECTOR)]


def _add(entries: list[Entry], parent: int, tree: Tree) -> None:
    """The entries of a storage as a balanced tree, ordered as the format wants: shorter names first."""
    mine = []
    for name in sorted(tree, key=lambda name: (len(name), name.upper())):
        entries.append(Entry(name, tree[name] if isinstance(tree[name], bytes) else None))
        mine.append(len(entries) - 1)
    entries[parent].child = _balanced(entries, mine)
    for number in mine:
        if entries[number].content is None:
            _add(entries, number, tree[entries[number].name])


def _balanced(entries: list[Entry], numbers: list[int]) -> int:
    if not numbers:
        return FREE
    middle = len(numbers) // 2
    top = entries[numbers[middle]]
    top.left, top.right = _balanced(entries, numbers[:middle]), _balanced(entries, numbers[middle + 1 :])
    return numbers[middle]


def message(
    texts: dict[int, str], times: dict[int, datetime], to: list[tuple[str, str]], attached: list[Tree] | None = None,
    *, codepage: int = 0, is_inner: bool = False,
) -> Tree:  # fmt: skip
    """The storage of one message. `codepage`: write texts as bytes of that page, as older Outlooks do."""
    fixed = b"".join(struct.pack("<IIq", number << 16 | 0x40, 6, _ticks(at)) for number, at in times.items())
    fixed += struct.pack("<IIq", 0x3FFD0003, 6, codepage) if codepage else b""
    tree: Tree = {"__properties_version1.0": bytes(24 if is_inner else 32) + fixed}
    for number, text in texts.items():
        suffix, content = ("001E", text.encode(f"cp{codepage}")) if codepage else ("001F", text.encode("utf-16-le"))
        tree[f"__substg1.0_{number:04X}{suffix}"] = content
    for number, (name, address) in enumerate(to):
        tree[f"__recip_version1.0_#{number:08X}"] = {
            "__properties_version1.0": bytes(8), "__substg1.0_3001001F": name.encode("utf-16-le"),
            "__substg1.0_39FE001F": address.encode("utf-16-le"),
        }  # fmt: skip
    for number, inner in enumerate(attached or []):
        tree[f"__attach_version1.0_#{number:08X}"] = {
            "__properties_version1.0": bytes(8),
            "__substg1.0_3701000D": inner,
        }
    return tree if is_inner else {**tree, "__nameid_version1.0": {"__substg1.0_00020102": bytes(16)}}


def _ticks(at: datetime) -> int:
    since = at - datetime(1601, 1, 1, tzinfo=UTC)
    return (since.days * 86_400 + since.seconds) * 10_000_000
