"""Hybrid logical clock: one stamp per transaction that sorts by time and never runs backwards.

A stamp is 32 hex digits: 12 of milliseconds since 1970, 4 of a counter, 16 of the replica that wrote it.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

STAMP_LENGTH = 32
FUTURE = timedelta(hours=24)
"""How far ahead of our clock a stamp may be; beyond it one of the two clocks is wrong."""

_COUNTERS = 1 << 16


def next_stamp(last: str | None, now: datetime, replica: str) -> str:
    """The stamp after `last` at the moment `now`, also when the wall clock was set back."""
    wall = int(now.timestamp() * 1000)
    tick, counter = (int(last[:12], 16), int(last[12:16], 16) + 1) if last else (0, 0)
    if wall > tick:
        tick, counter = wall, 0
    elif counter >= _COUNTERS:
        tick, counter = tick + 1, 0
    return f"{tick:012x}{counter:04x}{replica}"


def stamp_before(stamp: str) -> str:
    """The greatest that the same replica can have written before a stamp, whether it did or not."""
    half = STAMP_LENGTH // 2
    return f"{int(stamp[:half], 16) - 1:016x}{stamp[half:]}"


def stamp_milliseconds(stamp: str) -> int:
    """The milliseconds since 1970 inside a stamp."""
    return int(stamp[:12], 16)


def stamp_moment(stamp: str) -> datetime:
    """When a stamp was made, by the clock of its writer."""
    return datetime.fromtimestamp(stamp_milliseconds(stamp) / 1000, UTC)


def latest_stamp(now: datetime) -> str:
    """The end of what a stamp may be now: a replica's clock may be ahead of ours, but no more than a day."""
    return f"{int((now + FUTURE).timestamp() * 1000):012x}" + "f" * (STAMP_LENGTH - 12)
