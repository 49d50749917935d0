"""Rows in groups: which lines of a table are headings and which are rows, while some groups are closed."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Group:
    """Rows that say the same in one column: the words ("" for empty cells), the number of the first, how many."""

    words: str
    first: int
    count: int
    closed: bool


class Grouping:
    """Lines are counted with the headings and without the rows of closed groups; rows are counted without either."""

    def __init__(self, sizes: Sequence[tuple[str, int]], closed: Container[str]) -> None:
        self.groups: list[Group] = []
        self._lines: list[int] = []
        """On which line the heading of each group stands."""
        line = first = 0
        for words, count in sizes:
            self.groups.append(Group(words, first, count, words in closed))
            self._lines.append(line)
            first += count
            line += 1 if words in closed else 1 + count
        self.line_count = line
        self._firsts = [group.first for group in self.groups]

    def heading_at(self, line: int) -> Group | None:
        """The group whose heading stands on a line; None for the line of a row."""
        place = bisect_right(self._lines, line) - 1
        return self.groups[place] if place >= 0 and self._lines[place] == line else None

    def group_at(self, line: int) -> Group:
        """The group a line belongs to."""
        return self.groups[max(bisect_right(self._lines, line) - 1, 0)]

    def line_of_heading(self, words: str) -> int:
        """Where the heading of a group stands; -1 when there is no such group."""
        places = (line for line, group in zip(self._lines, self.groups, strict=True) if group.words == words)
        return next(places, -1)

    def row_at(self, line: int) -> int:
        """The number of the row on a line; -1 for a heading."""
        place = bisect_right(self._lines, line) - 1
        return self.groups[place].first + line - self._lines[place] - 1 if self._lines[place] != line else -1

    def group_of(self, row: int) -> Group:
        """The group of a row."""
        return self.groups[bisect_right(self._firsts, row) - 1]

    def line_of(self, row: int) -> int:
        """On which line a row stands; -1 while its group is closed."""
        place = bisect_right(self._firsts, row) - 1
        group = self.groups[place]
        return -1 if group.closed else self._lines[place] + 1 + row - group.first

    def rows_between(self, first: int, last: int) -> Iterator[tuple[int, int]]:
        """First and last number of each run of rows on the lines from one to another, both included."""
        for line, group in zip(self._lines, self.groups, strict=True):
            if line > last:
                return
            low, high = max(first - line - 1, 0), min(last - line - 1, group.count - 1)
            if not group.closed and low <= high:
                yield group.first + low, group.first + high
