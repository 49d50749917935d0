"""What questions about exam days are answered with: plain values, one class for each answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from uuid import UUID

from kammerdesk.base.points import Hundredths
from kammerdesk.examday.rules import DayState
from kammerdesk.people.rules import list_name


@dataclass(frozen=True, slots=True)
class RoomRow:
    """A room with its building, as lists and forms name it."""

    id: UUID
    name: str
    venue: str
    street: str
    postal_code: str
    town: str
    seats: int

    @property
    def label(self) -> str:
        """Raum 2.14, IHK-Bildungszentrum."""
        return f"{self.name}, {self.venue}"


@dataclass(frozen=True, slots=True)
class ExamDayRow:
    """One exam day in a list; the counts are of its slots, and no slot is both `decided` and `absent`."""

    id: UUID
    day: date
    starts_at: time
    committee_uid: UUID
    committee: str
    committee_number: str
    regulation: str
    area: str
    room: str
    venue: str
    home: str
    candidates: int
    checked_in: int
    decided: int
    absent: int
    state: DayState


@dataclass(frozen=True, slots=True)
class BusyRow:
    """When an exam day takes place, in which room, and the persons who sit."""

    id: UUID
    room_uid: UUID
    committee: str
    starts_at: time
    ends_at: time
    person_uids: frozenset[UUID]


@dataclass(frozen=True, slots=True)
class BusyPersonRow:
    """When a person is examined by which committee."""

    person_uid: UUID
    committee: str
    starts_at: time
    ends_at: time


@dataclass(frozen=True, slots=True)
class SittingRow:
    """One examiner who sits that day."""

    person_uid: UUID
    salutation: str
    title: str
    first_name: str
    last_name: str
    street: str
    postal_code: str
    town: str
    employer: str
    bench: str
    role: str
    home: str


@dataclass(frozen=True, slots=True)
class JointRow:
    """The agreed points of one subarea and why."""

    points: Hundredths
    reason: str


@dataclass(frozen=True, slots=True)
class SlotRow:
    """One candidate's slot with everything recorded in it.

    `marks` by (examiner, subarea), `joint` by subarea; subareas count from 1.
    """

    id: UUID
    candidate_uid: UUID
    number: str
    last_name: str
    first_name: str
    title: str
    birth_date: date | None
    company: str
    extra_time_percent: int
    starts_at: time
    ends_at: time
    attendance: str
    checked_in_at: datetime | None
    identity_document: str
    photo_matches: bool
    instructed: bool
    fit: bool
    no_bias_claimed: bool
    marks: Mapping[tuple[UUID, int], Hundredths]
    joint: Mapping[int, JointRow]
    passed: bool | None
    total: str
    grade: int | None
    announced_at: datetime | None

    @property
    def name(self) -> str:
        """Ebert, Dr. Lea."""
        return list_name(self.title, self.first_name, self.last_name)


@dataclass(frozen=True, slots=True)
class ExamDayCard:
    """One whole exam day."""

    id: UUID
    day: date
    starts_at: time
    slot_minutes: int
    aids: str
    season: str
    committee_uid: UUID
    committee: str
    committee_number: str
    joint: bool
    host: str
    target_size: int
    regulation: str
    area: str
    room: RoomRow
    home: str
    sittings: tuple[SittingRow, ...]
    slots: tuple[SlotRow, ...]
