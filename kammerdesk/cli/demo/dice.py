"""Chance that can be repeated: everything drawn for a demonstration follows from seed, date and purpose."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import TypeVar
from uuid import UUID

from kammerdesk.base.ids import uuid7, uuid7_of

T = TypeVar("T")


def anchor_moment(on: date) -> datetime:
    """The moment at which the demonstration stands: six o'clock UTC of its day, before an office opens."""
    return datetime.combine(on, time(6), UTC)


def replica_of(seed: int, chamber: str) -> str:
    """The replica id of a demonstration database: 16 hex digits that follow from seed and chamber."""
    return hashlib.sha256(f"{seed}/{chamber}".encode()).hexdigest()[:16]


@dataclass(slots=True)
class Dice:
    """A source of chance and of keys; two of the same seed, date and purpose give the same."""

    random: Random
    milliseconds: int

    @classmethod
    def thrown(cls, seed: int, on: date, purpose: str) -> Dice:
        """Dice for one purpose; keys begin one day before the anchor moment and rise from there."""
        start = anchor_moment(on) - timedelta(days=1)
        return cls(Random(f"{seed}/{purpose}"), int(start.timestamp() * 1000))

    def uid(self) -> UUID:
        """The next key."""
        self.milliseconds += 1
        return uuid7(self.milliseconds, self.random)

    def uids(self, count: int) -> list[UUID]:
        """The next keys, so many at once."""
        draw, first = self.random.getrandbits, self.milliseconds + 1
        self.milliseconds += count
        return [uuid7_of(first + place, draw(80)) for place in range(count)]

    def one(self, values: Sequence[T]) -> T:
        """One of the values."""
        return self.random.choice(values)

    def hits(self, per_mille: int) -> bool:
        """True in so many of a thousand cases."""
        return self.random.randrange(1000) < per_mille

    def day_between(self, first: date, last: date) -> date:
        """A day from the first to the last."""
        return first + timedelta(days=self.random.randrange((last - first).days + 1))
