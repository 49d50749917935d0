"""What a column of a list must hold, as data: a filter of the screen, a WHERE of the store, a part of a saved view."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time
from decimal import Decimal
from enum import Enum, StrEnum
from typing import Any

from kammerdesk.base.folding import Needle, haystack

Natural = Decimal | int | date | time | str
"""What a cell is compared by: numbers, dates, times; words folded as `folding.fold` does."""


class Kind(Enum):
    """How the cells of a column are compared."""

    TEXT = "text"
    NUMBER = "number"
    DATE = "date"
    TIME = "time"


class Total(StrEnum):
    """What may stand below a column, over all rows that are shown: of numbers any of these, else the filled cells."""

    SUM = "sum"
    AVERAGE = "average"
    COUNT = "count"


@dataclass(frozen=True, slots=True)
class Between:
    """From `low` to `high`, both included unless they are `open_low` and `open_high`; None has no end."""

    low: Natural | None = None
    high: Natural | None = None
    open_low: bool = False
    open_high: bool = False

    def holds(self, natural: Any, prepared: str) -> bool:
        """Whether a cell lies within; an empty one never does."""
        if natural is None or natural == "":
            return False
        if self.low is not None and (natural <= self.low if self.open_low else natural < self.low):
            return False
        return self.high is None or bool(natural < self.high if self.open_high else natural <= self.high)


@dataclass(frozen=True, slots=True)
class Holds:
    """Every word of `text` occurs in the cell; with `whole` the cell says exactly that."""

    text: str
    whole: bool = False

    def holds(self, natural: Any, prepared: str) -> bool:
        """Whether it is so; `prepared` is the cell after `folding.haystack`."""
        if self.whole:
            return _loose(prepared) == _loose(haystack(self.text))
        return Needle(self.text).found_in(prepared)


@dataclass(frozen=True, slots=True)
class Blank:
    """There is nothing in the cell."""

    def holds(self, natural: Any, prepared: str) -> bool:
        """Whether it is so."""
        return prepared == "\n"


Test = Between | Holds | Blank


@dataclass(frozen=True, slots=True)
class Condition:
    """One of `wanted`, if there are any, and none of `unwanted`."""

    wanted: tuple[Test, ...] = ()
    unwanted: tuple[Test, ...] = ()

    def holds(self, natural: Any, prepared: str) -> bool:
        """Whether a cell is as wanted: `natural` is what it is compared by, `prepared` its words by `haystack`."""
        if self.wanted and not any(test.holds(natural, prepared) for test in self.wanted):
            return False
        return not any(test.holds(natural, prepared) for test in self.unwanted)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which rows in which order: words anywhere, conditions by column, columns to sort by (True: descending).

    `group` is the column whose equal cells stand together; it is sorted by before all others.
    """

    words: str = ""
    conditions: Mapping[str, Condition] = field(default_factory=dict)
    sort: tuple[tuple[str, bool], ...] = ()
    group: str = ""

    @property
    def sorting(self) -> tuple[tuple[str, bool], ...]:
        """All columns to sort by, by weight: that of the groups first, in the direction that was wanted for it."""
        if not self.group:
            return self.sort
        others = tuple(pair for pair in self.sort if pair[0] != self.group)
        return ((self.group, dict(self.sort).get(self.group, False)), *others)


def _loose(prepared: str) -> str:
    return prepared.rpartition("\n")[2]
