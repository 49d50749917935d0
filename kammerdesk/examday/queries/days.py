"""The exam days in a list, and what is taken on a day: rooms, people, candidates."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import date
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from kammerdesk.committees.model import Committee
from kammerdesk.examday.model import ExamDay, Sitting, Slot
from kammerdesk.examday.queries.rows import BusyPersonRow, BusyRow, ExamDayRow, RoomRow
from kammerdesk.examday.rules import Attendance, DayState, day_state
from kammerdesk.exams.model import Candidate, ExamResult
from kammerdesk.people.model import Room, Venue
from kammerdesk.store.house import House, house_of


def rooms(session: Session) -> list[RoomRow]:
    """All rooms by building and name."""
    found = session.execute(
        select(Room, Venue)
        .join(Venue, Room.venue_uid == Venue.uid)
        .where(Room.deleted_at.is_(None))
        .order_by(Venue.name, Room.name)
    )
    return [room_row(room, venue) for room, venue in found]


def room_row(room: Room, venue: Venue) -> RoomRow:
    return RoomRow(room.uid, room.name, venue.name, venue.street, venue.postal_code, venue.town, room.seats)


def recent_exam_days(session: Session) -> list[ExamDayRow]:
    """The exam days of the last twelve months and all that are planned."""
    today = house_of(session).today
    return exam_days(session, date(today.year - 1, today.month, 1))


def exam_days(session: Session, first: date, last: date | None = None) -> list[ExamDayRow]:
    """The exam days from one day on, in order of time."""
    days = (
        select(ExamDay, Committee.name, Committee.number, Room.name, Venue.name)
        .join(Committee, ExamDay.committee_uid == Committee.uid)
        .join(Room, ExamDay.room_uid == Room.uid)
        .join(Venue, Room.venue_uid == Venue.uid)
        .where(ExamDay.deleted_at.is_(None), ExamDay.day >= first)
        .order_by(ExamDay.day, ExamDay.starts_at, Room.name)
    )
    if last is not None:
        days = days.where(ExamDay.day <= last)
    found = session.execute(days).all()
    house = house_of(session)
    counts = _slot_counts(session, [exam_day.uid for exam_day, *_ in found])
    return [
        ExamDayRow(
            exam_day.uid,
            exam_day.day,
            exam_day.starts_at,
            exam_day.committee_uid,
            committee,
            number,
            exam_day.regulation,
            exam_day.area,
            room,
            venue,
            exam_day.home,
            *(count := counts.get(exam_day.uid, (0, 0, 0, 0))),
            _state(exam_day, house, count),
        )
        for exam_day, committee, number, room, venue in found
    ]


def _state(exam_day: ExamDay, house: House, count: tuple[int, int, int, int]) -> DayState:
    candidates, checked_in, decided, absent = count
    if exam_day.home != house.chamber:
        return DayState.ELSEWHERE
    return day_state(exam_day.day, house.today, candidates, checked_in, decided + absent)


def _slot_counts(session: Session, days: list[UUID]) -> dict[UUID, tuple[int, int, int, int]]:
    """Candidates, those checked in, decided and absent; who stayed away and was decided on another day is absent."""
    absent = Slot.attendance == Attendance.ABSENT
    counted = session.execute(
        select(
            Slot.exam_day_uid,
            func.count(),
            func.count().filter(Slot.attendance == Attendance.CHECKED_IN),
            func.count().filter(ExamResult.uid.is_not(None), ~absent),
            func.count().filter(absent),
        )
        .outerjoin(ExamResult, (ExamResult.candidate_uid == Slot.candidate_uid) & ExamResult.deleted_at.is_(None))
        .join(Candidate, Slot.candidate_uid == Candidate.uid)
        .where(Slot.deleted_at.is_(None), Candidate.deleted_at.is_(None), Slot.exam_day_uid.in_(days))
        .group_by(Slot.exam_day_uid)
    )
    return {day: (total, came, decided, absent) for day, total, came, decided, absent in counted}


def planned(area: str) -> Select[UUID]:
    """The candidates that have a slot in an area on some exam day; those who did not come need another one."""
    return (
        select(Slot.candidate_uid)
        .join(ExamDay, Slot.exam_day_uid == ExamDay.uid)
        .where(
            Slot.deleted_at.is_(None),
            ExamDay.deleted_at.is_(None),
            ExamDay.area == area,
            Slot.attendance != Attendance.ABSENT,
        )
    )


def planned_among(session: Session, area: str, candidates: Collection[UUID]) -> set[UUID]:
    """Which of these candidates have a slot in an area already."""
    return set(session.scalars(planned(area).where(Slot.candidate_uid.in_(candidates))))


def slots_of_people(session: Session, day: date, people: Collection[UUID]) -> list[BusyPersonRow]:
    """When these persons are examined on a day, in whatever area; those who did not come are not."""
    found = session.execute(
        select(Candidate.person_uid, Committee.name, Slot.starts_at, Slot.ends_at)
        .join(Slot, Slot.candidate_uid == Candidate.uid)
        .join(ExamDay, Slot.exam_day_uid == ExamDay.uid)
        .join(Committee, ExamDay.committee_uid == Committee.uid)
        .where(
            ExamDay.day == day,
            ExamDay.deleted_at.is_(None),
            Slot.deleted_at.is_(None),
            Slot.attendance != Attendance.ABSENT,
            Candidate.person_uid.in_(people),
        )
    )
    return [BusyPersonRow(*row) for row in found]


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
