"""The state of section 7 of docs/format.md, worked out by the second program from the rows of a bundle."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from tests.sync.second_reader import MOVE, Row

State = dict[str, list[Any]]


def told(value: Any, kind: str) -> str:
    """A value as it stands in a line."""
    if value is None:
        return "\x10"
    if isinstance(value, bytes):
        return value.hex()
    if isinstance(value, datetime):
        return value.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S.%f")
    if isinstance(value, bool):
        return "1" if value else "0"
    return f"{value}.000000" if kind.startswith("time") else str(value)


def short_hash(text: bytes) -> bytes:
    return hashlib.sha256(text).digest()[:8]


def state_of(rows: Iterable[Row], chamber: str) -> State:
    """What the head of a chamber's bundle from the beginning must tell."""
    lines: defaultdict[str, defaultdict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for kind, types, cells in sorted(rows, key=lambda row: row[2][0]):
        if types is not MOVE and cells[1] == chamber:
            values = (told(value, one) for value, one in zip(cells[3:], types[3:], strict=True))
            lines[kind][cells[0].hex()[-2:]].append("\x1f".join((cells[0].hex(), *values)))
    state = {}
    for kind, buckets in lines.items():
        hashed = {name: short_hash("\x1e".join(buckets[name]).encode()) for name in sorted(buckets)}
        whole = short_hash(b"".join(name.encode() + one for name, one in hashed.items()))
        state[kind] = [sum(map(len, buckets.values())), whole]
    return state


def state_code(states: dict[str, State]) -> str:
    """The code over both chambers' states."""
    text = "".join(
        f"{chamber} {kind} {number} {one.hex()}\n"
        for chamber, kinds in sorted(states.items())
        for kind, (number, one) in sorted(kinds.items())
    )
    code = int.from_bytes(hashlib.sha256(text.encode()).digest()[:10], "big")
    digits = "".join("0123456789ABCDEFGHJKMNPQRSTVWXYZ"[code >> place & 31] for place in range(75, -1, -5))
    return "-".join(digits[start : start + 4] for start in range(0, 16, 4))
