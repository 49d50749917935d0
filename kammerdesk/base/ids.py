"""Keys of records: UUIDv7, which sort by the time they were made (RFC 9562, section 5.7)."""

from __future__ import annotations

import os
import time
from random import Random
from uuid import UUID


def uuid7(milliseconds: int | None = None, source: Random | None = None) -> UUID:
    """A new UUIDv7; `milliseconds` since 1970 and a random `source` make it repeatable for demonstrations."""
    moment = time.time_ns() // 1_000_000 if milliseconds is None else milliseconds
    noise = int.from_bytes(os.urandom(10), "big") if source is None else source.getrandbits(80)
    value = (moment & ((1 << 48) - 1)) << 80 | noise
    value = value & ~(0xF << 76) | 0x7 << 76
    return UUID(int=value & ~(0x3 << 62) | 0x2 << 62)
