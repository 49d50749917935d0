"""Gathers invented rows by kind and stores them in one go, parents before children."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple
from uuid import UUID

from kammerdesk.cli.demo.people import Row
from kammerdesk.committees.model import Appointment, Committee
from kammerdesk.examday.model import ExamDay, IndividualMark, JointMark, Sitting, Slot
from kammerdesk.exams.model import AreaMark, Candidate, ExamResult, ExamSeason
from kammerdesk.people.model import Organisation, Person, Room, Venue
from kammerdesk.store.record import Record
from kammerdesk.store.work import Work

KINDS: tuple[type[Record], ...] = (
    *(Organisation, Person, Venue, Room, Committee, Appointment, ExamSeason, Candidate, AreaMark, ExamResult),
    *(ExamDay, Sitting, Slot, IndividualMark, JointMark),
)
"""The kinds a demonstration fills, parents before children."""


class Batch(NamedTuple):
    """Rows of one kind that all name the same columns."""

    kind: type[Record]
    rows: Sequence[Row]


@dataclass(slots=True)
class World:
    """The rows of one database, before they are stored."""

    rows: dict[type[Record], list[Row]] = field(default_factory=lambda: {kind: [] for kind in KINDS})

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
            found += [Batch(kind, alike) for alike in shapes.values()]
        return found


def fill_demonstration(work: Work, batches: Iterable[Batch]) -> int:
    """Stores invented rows as they are; returns how many."""
    return sum(work.bulk(batch.kind, batch.rows) for batch in batches)
