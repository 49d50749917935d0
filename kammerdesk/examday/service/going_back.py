"""What must still hold of an exam day when an action is taken back, such as that nobody was marked who did not come."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, Select, exists, or_, select
from sqlalchemy.orm import Session, aliased

from kammerdesk.base.i18n import tr
from kammerdesk.examday import queries
from kammerdesk.examday.model import ExamDay, IndividualMark, JointMark, Sitting, Slot
from kammerdesk.examday.rules import Attendance, subarea_names
from kammerdesk.exams import service as exams
from kammerdesk.exams.model import AreaMark, Candidate
from kammerdesk.exams.rules.catalogue import regulation
from kammerdesk.store.coherence import changed_in, must_be_one, must_fit
from kammerdesk.store.house import house_of
from kammerdesk.store.record import Base
from kammerdesk.store.titles import record_title

_MARKS = (IndividualMark, JointMark)

must_be_one(Base.metadata.tables["individual_mark"], "slot_uid", "person_uid", "subarea")
must_be_one(Base.metadata.tables["joint_mark"], "slot_uid", "subarea")


def _concerned(session: Session, now: int) -> ColumnElement[bool]:
    """Our slots that entry `now` changed, or marks in them; what a partner sends is as the partner has it."""
    marks = (select(kind.slot_uid).where(kind.uid.in_(changed_in(now, kind.__tablename__))) for kind in _MARKS)
    changed = (Slot.uid.in_(keys) for keys in (changed_in(now, "slot"), *marks))
    return (Slot.home == house_of(session).chamber) & Slot.deleted_at.is_(None) & or_(*changed)


def _numbers(session: Session, now: int) -> Select[str]:
    """The numbers of the candidates in these slots, to be narrowed down."""
    return select(Candidate.number).join(Slot, Slot.candidate_uid == Candidate.uid).where(_concerned(session, now))


@must_fit("slot", "individual_mark", "joint_mark")
def _results(session: Session, now: int) -> Iterator[str]:
    yield from exams.announced_before(session, now, select(Slot.candidate_uid).where(_concerned(session, now)))


@must_fit("slot", "individual_mark", "joint_mark")
def _marks_of_absent_candidates(session: Session, now: int) -> Iterator[str]:
    marked = or_(*(exists().where(kind.slot_uid == Slot.uid, kind.deleted_at.is_(None)) for kind in _MARKS))
    query = _numbers(session, now).where(Slot.attendance != Attendance.CHECKED_IN, marked)
    sentence = tr("Candidate {number} has marks, and would not be checked in.")
    yield from (sentence.format(number=number) for number in session.scalars(query).all())


@must_fit("individual_mark", "joint_mark")
def _joint_marks_without_single_ones(session: Session, now: int) -> Iterator[str]:
    given = exists().where(
        IndividualMark.slot_uid == Slot.uid,
        IndividualMark.person_uid == Sitting.person_uid,
        IndividualMark.subarea == JointMark.subarea,
        IndividualMark.deleted_at.is_(None),
    )
    query = (
        _numbers(session, now)
        .join(JointMark, (JointMark.slot_uid == Slot.uid) & JointMark.deleted_at.is_(None))
        .join(Sitting, (Sitting.exam_day_uid == Slot.exam_day_uid) & Sitting.deleted_at.is_(None))
        .where(~given)
        .distinct()
    )
    sentence = tr("Candidate {number}: the joint mark rests on marks that would be missing.")
    yield from (sentence.format(number=number) for number in session.scalars(query).all())


@must_fit("joint_mark")
def _points_without_joint_marks(session: Session, now: int) -> Iterator[str]:
    """Points of an area that came from its joint marks, of which one is missing."""
    query = (
        _numbers(session, now)
        .join(ExamDay, ExamDay.uid == Slot.exam_day_uid)
        .join(AreaMark, (AreaMark.candidate_uid == Candidate.uid) & (AreaMark.area == ExamDay.area))
        .where(AreaMark.deleted_at.is_(None))
        .add_columns(Slot.uid, ExamDay.regulation, ExamDay.area, AreaMark.uid.in_(changed_in(now, "area_mark")))
    )
    for number, slot_uid, rules, area, is_back in session.execute(query).all():
        wanted = set(range(1, len(subarea_names(regulation(rules).area(area))) + 1))
        marks = select(JointMark.subarea).where(JointMark.slot_uid == slot_uid)
        there = set(session.scalars(marks.where(JointMark.deleted_at.is_(None))))
        before = there | set(session.scalars(marks.where(JointMark.uid.in_(changed_in(now, "joint_mark")))))
        if there < wanted and (is_back or before == wanted):
            sentence = tr("Candidate {number}: the points in “{area}” rest on a joint mark that would be missing.")
            yield sentence.format(number=number, area=area)


@must_fit("exam_day")
def _double_bookings(session: Session, now: int) -> Iterator[str]:
    query = select(ExamDay.uid, ExamDay.day, ExamDay.area).where(
        ExamDay.uid.in_(changed_in(now, "exam_day")),
        ExamDay.deleted_at.is_(None),
        ExamDay.home == house_of(session).chamber,
    )
    for uid, day, area in session.execute(query).all():
        if _is_taken(session, uid, day) or session.scalars(_candidates_elsewhere(uid, day, area)).first():
            sentence = tr("“{record}”: its room, an examiner or a candidate is taken by another exam day by now.")
            yield sentence.format(record=record_title(session, "exam_day", uid))


def _is_taken(session: Session, uid: UUID, day: date) -> bool:
    """Whether the room or an examiner is wanted elsewhere at the same time."""
    busy = {one.id: one for one in queries.busy_times(session, day)}
    mine = busy.pop(uid, None)
    return mine is not None and any(
        other.starts_at < mine.ends_at
        and mine.starts_at < other.ends_at
        and (other.room_uid == mine.room_uid or other.person_uids & mine.person_uids)
        for other in busy.values()
    )


def _candidates_elsewhere(uid: UUID, day: date, area: str) -> Select[UUID]:
    """Slots of the day whose candidate is examined elsewhere at the same time, or in the same area again."""
    slot, person = aliased(Slot), aliased(Candidate)
    same_time = (ExamDay.day == day) & (slot.starts_at < Slot.ends_at) & (Slot.starts_at < slot.ends_at)
    same_area = (ExamDay.area == area) & (slot.candidate_uid == Slot.candidate_uid)
    return (
        select(slot.uid)
        .join(person, person.uid == slot.candidate_uid)
        .join(Candidate, Candidate.person_uid == person.person_uid)
        .join(Slot, (Slot.candidate_uid == Candidate.uid) & (Slot.exam_day_uid != uid) & Slot.deleted_at.is_(None))
        .join(ExamDay, (ExamDay.uid == Slot.exam_day_uid) & ExamDay.deleted_at.is_(None))
        .where(slot.exam_day_uid == uid, slot.deleted_at.is_(None), Slot.attendance != Attendance.ABSENT)
        .where(same_time | same_area)
    )
