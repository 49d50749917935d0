"""What can be asked about exam days: the days, who sits, who came, what was marked."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from kammerdesk.base.points import Hundredths
from kammerdesk.committees.model import Committee
from kammerdesk.examday.model import ExamDay, IndividualMark, JointMark, Sitting, Slot
from kammerdesk.examday.rules import Attendance, DayState, day_state
from kammerdesk.exams.model import Candidate, ExamResult, ExamSeason
from kammerdesk.people.model import Organisation, Person, Room, Venue
from kammerdesk.store.house import house_of


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
    """One exam day in a list; the counts are of its slots."""

    id: UUID
    day: date
    starts_at: time
    committee_uid: UUID
    committee: str
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


def rooms(session: Session) -> list[RoomRow]:
    """All rooms by building and name."""
    found = session.execute(
        select(Room, Venue)
        .join(Venue, Room.venue_uid == Venue.uid)
        .where(Room.deleted_at.is_(None))
        .order_by(Venue.name, Room.name)
    )
    return [_room_row(room, venue) for room, venue in found]


def _room_row(room: Room, venue: Venue) -> RoomRow:
    return RoomRow(room.uid, room.name, venue.name, venue.street, venue.postal_code, venue.town, room.seats)


def exam_days(session: Session, first: date, last: date | None = None) -> list[ExamDayRow]:
    """The exam days from one day on, in order of time."""
    days = (
        select(ExamDay, Committee.name, Room.name, Venue.name)
        .join(Committee, ExamDay.committee_uid == Committee.uid)
        .join(Room, ExamDay.room_uid == Room.uid)
        .join(Venue, Room.venue_uid == Venue.uid)
        .where(ExamDay.deleted_at.is_(None), ExamDay.day >= first)
        .order_by(ExamDay.day, ExamDay.starts_at, Room.name)
    )
    if last is not None:
        days = days.where(ExamDay.day <= last)
    found = session.execute(days).all()
    today = house_of(session).today
    counts = _slot_counts(session, [exam_day.uid for exam_day, *_ in found])
    return [
        ExamDayRow(
            exam_day.uid,
            exam_day.day,
            exam_day.starts_at,
            exam_day.committee_uid,
            committee,
            exam_day.regulation,
            exam_day.area,
            room,
            venue,
            exam_day.home,
            *(count := counts.get(exam_day.uid, (0, 0, 0, 0))),
            day_state(exam_day.day, today, count[0], count[1], count[2] + count[3]),
        )
        for exam_day, committee, room, venue in found
    ]


def _slot_counts(session: Session, days: list[UUID]) -> dict[UUID, tuple[int, int, int, int]]:
    counted = session.execute(
        select(
            Slot.exam_day_uid,
            func.count(),
            func.sum(Slot.attendance == Attendance.CHECKED_IN),
            func.count(ExamResult.uid),
            func.sum(Slot.attendance == Attendance.ABSENT),
        )
        .outerjoin(ExamResult, (ExamResult.candidate_uid == Slot.candidate_uid) & ExamResult.deleted_at.is_(None))
        .where(Slot.deleted_at.is_(None), Slot.exam_day_uid.in_(days))
        .group_by(Slot.exam_day_uid)
    )
    return {day: (total, came, decided, absent) for day, total, came, decided, absent in counted}


def planned_candidates(session: Session, area: str) -> list[UUID]:
    """The candidates that have a slot in an area on some exam day; those who did not come need another one."""
    return list(
        session.scalars(
            select(Slot.candidate_uid)
            .join(ExamDay, Slot.exam_day_uid == ExamDay.uid)
            .where(
                Slot.deleted_at.is_(None),
                ExamDay.deleted_at.is_(None),
                ExamDay.area == area,
                Slot.attendance != Attendance.ABSENT,
            )
        )
    )


def busy_times(session: Session, day: date) -> list[BusyRow]:
    """What takes place on a day: when, where, and who sits."""
    found = session.execute(
        select(ExamDay.uid, ExamDay.room_uid, Committee.name, ExamDay.starts_at, func.max(Slot.ends_at))
        .join(Committee, ExamDay.committee_uid == Committee.uid)
        .join(Slot, Slot.exam_day_uid == ExamDay.uid)
        .where(ExamDay.day == day, ExamDay.deleted_at.is_(None), Slot.deleted_at.is_(None))
        .group_by(ExamDay.uid)
    ).all()
    people: dict[UUID, set[UUID]] = defaultdict(set)
    sittings = session.execute(
        select(Sitting.exam_day_uid, Sitting.person_uid)
        .join(ExamDay, Sitting.exam_day_uid == ExamDay.uid)
        .where(ExamDay.day == day, Sitting.deleted_at.is_(None))
    )
    for exam_day_uid, person_uid in sittings:
        people[exam_day_uid].add(person_uid)
    return [BusyRow(*row, person_uids=frozenset(people[row[0]])) for row in found]


def exam_day(session: Session, uid: UUID) -> ExamDayCard | None:
    """One exam day with examiners, slots and marks; None when there is none with this key."""
    found = session.execute(
        select(ExamDay, Committee, Room, Venue, ExamSeason.name)
        .join(Committee, ExamDay.committee_uid == Committee.uid)
        .join(Room, ExamDay.room_uid == Room.uid)
        .join(Venue, Room.venue_uid == Venue.uid)
        .join(ExamSeason, ExamDay.season_uid == ExamSeason.uid)
        .where(ExamDay.uid == uid, ExamDay.deleted_at.is_(None))
    ).first()
    if found is None:
        return None
    exam_day, committee, room, venue, season = found
    return ExamDayCard(
        id=exam_day.uid,
        day=exam_day.day,
        starts_at=exam_day.starts_at,
        slot_minutes=exam_day.slot_minutes,
        aids=exam_day.aids,
        season=season,
        committee_uid=committee.uid,
        committee=committee.name,
        committee_number=committee.number,
        joint=committee.joint,
        host=committee.host,
        target_size=committee.target_size,
        regulation=exam_day.regulation,
        area=exam_day.area,
        room=_room_row(room, venue),
        home=exam_day.home,
        sittings=_sittings(session, uid),
        slots=_slots(session, uid),
    )


_ROLE_ORDER = {"chair": 0, "vice_chair": 1, "member": 2, "deputy": 3}


def _sittings(session: Session, exam_day_uid: UUID) -> tuple[SittingRow, ...]:
    found = session.execute(
        select(Sitting, Person, func.coalesce(Organisation.name, ""))
        .join(Person, Sitting.person_uid == Person.uid)
        .outerjoin(Organisation, Person.employer_uid == Organisation.uid)
        .where(Sitting.exam_day_uid == exam_day_uid, Sitting.deleted_at.is_(None))
    )
    rows = [
        SittingRow(
            person.uid,
            person.salutation,
            person.title,
            person.first_name,
            person.last_name,
            person.street,
            person.postal_code,
            person.town,
            employer,
            sitting.bench,
            sitting.role,
            person.home,
        )
        for sitting, person, employer in found
    ]
    return tuple(sorted(rows, key=lambda row: (_ROLE_ORDER.get(row.role, 9), row.last_name)))


def _slots(session: Session, exam_day_uid: UUID) -> tuple[SlotRow, ...]:
    marks = _marks(session, exam_day_uid)
    joint = _joint_marks(session, exam_day_uid)
    return tuple(
        SlotRow(
            id=slot.uid,
            candidate_uid=candidate.uid,
            number=candidate.number,
            last_name=person.last_name,
            first_name=person.first_name,
            title=person.title,
            birth_date=person.birth_date,
            company=company,
            extra_time_percent=candidate.extra_time_percent,
            starts_at=slot.starts_at,
            ends_at=slot.ends_at,
            attendance=slot.attendance,
            checked_in_at=slot.checked_in_at,
            identity_document=slot.identity_document,
            photo_matches=slot.photo_matches,
            instructed=slot.instructed,
            fit=slot.fit,
            no_bias_claimed=slot.no_bias_claimed,
            marks=marks[slot.uid],
            joint=joint[slot.uid],
            passed=result.passed if result else None,
            total=result.total if result else "",
            grade=result.grade if result else None,
        )
        for slot, candidate, person, company, result in session.execute(_slot_select(exam_day_uid))
    )


def _slot_select(exam_day_uid: UUID) -> Select[*tuple[Any, ...]]:
    return (
        select(Slot, Candidate, Person, func.coalesce(Organisation.name, ""), ExamResult)
        .join(Candidate, Slot.candidate_uid == Candidate.uid)
        .join(Person, Candidate.person_uid == Person.uid)
        .outerjoin(Organisation, Candidate.company_uid == Organisation.uid)
        .outerjoin(ExamResult, (ExamResult.candidate_uid == Candidate.uid) & ExamResult.deleted_at.is_(None))
        .where(Slot.exam_day_uid == exam_day_uid, Slot.deleted_at.is_(None))
        .order_by(Slot.starts_at, Candidate.number)
    )


def _marks(session: Session, exam_day_uid: UUID) -> dict[UUID, dict[tuple[UUID, int], Hundredths]]:
    marks: dict[UUID, dict[tuple[UUID, int], Hundredths]] = defaultdict(dict)
    found = session.scalars(
        select(IndividualMark)
        .join(Slot, IndividualMark.slot_uid == Slot.uid)
        .where(Slot.exam_day_uid == exam_day_uid, IndividualMark.deleted_at.is_(None))
    )
    for mark in found:
        marks[mark.slot_uid][mark.person_uid, mark.subarea] = mark.points
    return marks


def _joint_marks(session: Session, exam_day_uid: UUID) -> dict[UUID, dict[int, JointRow]]:
    joint: dict[UUID, dict[int, JointRow]] = defaultdict(dict)
    found = session.scalars(
        select(JointMark)
        .join(Slot, JointMark.slot_uid == Slot.uid)
        .where(Slot.exam_day_uid == exam_day_uid, JointMark.deleted_at.is_(None))
    )
    for mark in found:
        joint[mark.slot_uid][mark.subarea] = JointRow(mark.points, mark.reason)
    return joint
