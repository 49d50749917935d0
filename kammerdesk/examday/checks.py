"""Whether exam days can be held: no room, examiner or candidate in two places at once, times and marks possible."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, time
from typing import Any
from uuid import UUID

from sqlalchemy import MetaData, Select, func, not_, or_, select
from sqlalchemy.orm import Session

from kammerdesk.base.dates import format_date, format_time
from kammerdesk.base.i18n import N_, tr
from kammerdesk.base.points import format_points
from kammerdesk.examday.model import ExamDay, IndividualMark, JointMark, Sitting, Slot
from kammerdesk.exams.model import Candidate
from kammerdesk.store.checks import Check, Fault
from kammerdesk.store.titles import record_title

_BOUNDS = 0, 100_00


@dataclass(frozen=True, slots=True)
class _Taken:
    """Who or what is taken on a day, from when to when, by which exam day."""

    uid: UUID
    day: date
    begins: time
    ends: time
    exam_day_uid: UUID


def _double_bookings(session: Session, _metadata: MetaData) -> Iterator[Fault]:
    sentences = {
        "room": N_("{name} is taken by two exam days on {date} at {time}."),
        "person": N_("{name} is wanted in two places on {date} at {time}."),
    }
    for kind, query in (("room", _rooms()), ("person", _examiners()), ("person", _candidates())):
        for taken in _twice(_Taken(*row) for row in session.execute(query)):
            names = {"date": format_date(taken.day), "time": format_time(taken.begins)}
            name = record_title(session, kind, taken.uid)
            yield Fault(tr(sentences[kind]).format(name=name, **names), "exam_day", taken.exam_day_uid)


def _twice(taken: Iterable[_Taken]) -> Iterator[_Taken]:
    """What begins before something else of the same thing on the same day ends; sorted by thing, day and begin."""
    before: _Taken | None = None
    for each in taken:
        same = before is not None and (before.uid, before.day) == (each.uid, each.day)
        if before is not None and same and each.begins < before.ends:
            yield each
        if before is None or not same or each.ends > before.ends:
            before = each


def _held(thing: Any) -> Select[*tuple[Any, ...]]:
    """When each exam day takes a thing: from its begin to the end of its last slot."""
    return (
        select(thing, ExamDay.day, ExamDay.starts_at, func.max(Slot.ends_at), ExamDay.uid)
        .join(Slot, (Slot.exam_day_uid == ExamDay.uid) & Slot.deleted_at.is_(None))
        .where(ExamDay.deleted_at.is_(None))
        .group_by(thing, ExamDay.uid)
        .order_by(thing, ExamDay.day, ExamDay.starts_at)
    )


def _rooms() -> Select[*tuple[Any, ...]]:
    return _held(ExamDay.room_uid)


def _examiners() -> Select[*tuple[Any, ...]]:
    return _held(Sitting.person_uid).join(Sitting, (Sitting.exam_day_uid == ExamDay.uid) & Sitting.deleted_at.is_(None))


def _candidates() -> Select[*tuple[Any, ...]]:
    return (
        select(Candidate.person_uid, ExamDay.day, Slot.starts_at, Slot.ends_at, ExamDay.uid)
        .join(Slot, (Slot.candidate_uid == Candidate.uid) & Slot.deleted_at.is_(None))
        .join(ExamDay, (ExamDay.uid == Slot.exam_day_uid) & ExamDay.deleted_at.is_(None))
        .order_by(Candidate.person_uid, ExamDay.day, Slot.starts_at)
    )


def _impossible_times(session: Session, _metadata: MetaData) -> Iterator[Fault]:
    """Slots that end before they begin, or begin before their day does."""
    query = (
        select(Slot.uid, Candidate.number, ExamDay.day, Slot.starts_at, Slot.ends_at)
        .join(ExamDay, ExamDay.uid == Slot.exam_day_uid)
        .join(Candidate, Candidate.uid == Slot.candidate_uid)
        .where(Slot.deleted_at.is_(None), ExamDay.deleted_at.is_(None))
        .where(or_(Slot.ends_at <= Slot.starts_at, Slot.starts_at < ExamDay.starts_at))
    )
    for uid, number, day, begins, ends in session.execute(query):
        sentence = tr("Candidate {number} on {date}: the time from {begin} to {end} does not lie within the exam day.")
        times = {"begin": format_time(begins), "end": format_time(ends)}
        yield Fault(sentence.format(number=number, date=format_date(day), **times), "slot", uid)


def _impossible_marks(session: Session, _metadata: MetaData) -> Iterator[Fault]:
    for kind in (IndividualMark, JointMark):
        query = (
            select(kind.uid, Candidate.number, kind.subarea, kind.points)
            .join(Slot, Slot.uid == kind.slot_uid)
            .join(Candidate, Candidate.uid == Slot.candidate_uid)
            .where(kind.deleted_at.is_(None), not_(kind.points.between(*_BOUNDS)))
        )
        for uid, number, subarea, points in session.execute(query):
            sentence = tr("Candidate {number}, {area}: {points} points are not possible. Allowed are 0 to 100 points.")
            shown = ("-" if points < 0 else "") + format_points(abs(points))
            yield Fault(sentence.format(number=number, area=subarea, points=shown), kind.__tablename__, uid)


CHECKS = (
    Check("bookings", N_("Rooms, examiners and candidates of exam days"), _double_bookings, finding=True),
    Check("times", N_("Times of exam days"), _impossible_times, finding=True),
    Check("points", N_("Points given on exam days"), _impossible_marks, finding=True),
)
"""People have to mend these: they plan anew, or correct a mark."""
