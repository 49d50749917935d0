"""Gathers invented rows by kind and stores them by columns, parents before children."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple
from uuid import UUID

from kammerdesk.base.i18n import N_
from kammerdesk.cli.demo.people import Row
from kammerdesk.committees.model import Appointment, Committee
from kammerdesk.examday.model import ExamDay, Sitting, Slot
from kammerdesk.exams.model import AreaMark, Candidate, ExamSeason
from kammerdesk.people.model import Lending, Organisation, Person, Room, Venue
from kammerdesk.store.actions import action
from kammerdesk.store.record import Record
from kammerdesk.store.work import Work

_PARENTS_FIRST: tuple[type[Record], ...] = (
    *(Organisation, Person, Lending, Venue, Room, Committee, Appointment, ExamSeason, Candidate, AreaMark),
    *(ExamDay, Sitting, Slot),
)

_ROWS_AT_ONCE = 50_000


class Batch(NamedTuple):
    """Columns of one kind: a list is a column, anything else stands in every row (see Work.pour)."""

    kind: type[Record]
    columns: Mapping[str, Any]


@dataclass(slots=True)
class World:
    """The rows of one small database, before they are stored."""

    rows: dict[type[Record], list[Row]] = field(default_factory=lambda: {kind: [] for kind in _PARENTS_FIRST})

    def add(self, kind: type[Record], row: Row) -> UUID:
        """Takes a row in and returns its key."""
        self.rows[kind].append(row)
        uid: UUID = row["uid"]
        return uid

    def batches(self) -> list[Batch]:
        """All rows in the order in which they can be stored."""
        found: list[Batch] = []
        for kind, rows in self.rows.items():
            shapes: dict[tuple[str, ...], list[Row]] = {}
            for row in rows:
                shapes.setdefault(tuple(row), []).append(row)
            found += [Batch(kind, by_columns(alike)) for alike in shapes.values()]
        return found


def by_columns(rows: list[Row]) -> dict[str, list[Any]]:
    """Rows that all name the same columns, turned on their side."""
    return {name: [row[name] for row in rows] for name in rows[0]}


def packed(portions: Iterable[list[Batch]], size: int = _ROWS_AT_ONCE) -> Iterator[list[Batch]]:
    """Portions joined until they have so many rows: every transaction rewrites pages of the same large indexes."""
    pack: list[Batch] = []
    for portion in portions:
        pack += portion
        if sum(len(batch.columns["uid"]) for batch in pack) >= size:
            yield pack
            pack = []
    if pack:
        yield pack


@action(N_("Fill with demonstration data"), roles=(), lasting=True)
def fill_demonstration(work: Work, batches: Iterable[Batch]) -> int:
    """Stores invented records as they are; returns how many."""
    return sum(work.pour(batch.kind, batch.columns) for batch in batches)
