"""Keys of records: UUIDv7, which sort by the time they were made (RFC 9562, section 5.7)."""

from __future__ import annotations

import os
import time
from random import Random
from uuid import UUID

_KEPT = ((1 << 128) - 1) & ~(0xF << 76) & ~(0x3 << 62)
_VERSION_AND_VARIANT = 0x7 << 76 | 0x2 << 62


def uuid7(milliseconds: int | None = None, source: Random | None = None) -> UUID:
    """A new UUIDv7; `milliseconds` since 1970 and a random `source` make it repeatable for demonstrations."""
    moment = time.time_ns() // 1_000_000 if milliseconds is None else milliseconds
    noise = int.from_bytes(os.urandom(10), "big") if source is None else source.getrandbits(80)
    return uuid7_of(moment, noise)


def uuid7_of(milliseconds: int, noise: int) -> UUID:
    """The UUIDv7 of a moment and 80 random bits, of which it keeps 74."""
    value = (milliseconds << 80 | noise) & _KEPT | _VERSION_AND_VARIANT
    return UUID(int=value)
