"""One whole exam day: who sits, who came, what was marked."""

from __future__ import annotations

from collections import defaultdict
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from kammerdesk.base.points import Hundredths
from kammerdesk.committees.model import Committee
from kammerdesk.examday.model import ExamDay, IndividualMark, JointMark, Sitting, Slot
from kammerdesk.examday.queries.days import room_row
from kammerdesk.examday.queries.rows import ExamDayCard, JointRow, SittingRow, SlotRow
from kammerdesk.exams.model import Candidate, ExamResult, ExamSeason
from kammerdesk.people.model import Organisation, Person, Room, Venue


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
        room=room_row(room, venue),
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
            announced_at=result.announced_at if result else None,
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
        .where(Slot.exam_day_uid == exam_day_uid, Slot.deleted_at.is_(None), Candidate.deleted_at.is_(None))
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
