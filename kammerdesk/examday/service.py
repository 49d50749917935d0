"""What a clerk does to exam days: create one, check candidates in, record marks, agree, announce."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time
from uuid import UUID

from sqlalchemy import select

from kammerdesk.base.dates import format_date
from kammerdesk.base.errors import Reason, Refused, refuse
from kammerdesk.base.i18n import tr
from kammerdesk.base.points import Hundredths
from kammerdesk.base.verdicts import State
from kammerdesk.committees import queries as committee_queries
from kammerdesk.committees.rules.check import check_committee
from kammerdesk.examday import queries
from kammerdesk.examday.model import ExamDay, IndividualMark, JointMark, Sitting, Slot
from kammerdesk.examday.rules import (
    REASON_NEEDED_BELOW,
    Attendance,
    Break,
    area_points,
    slot_times,
    subarea_names,
)
from kammerdesk.exams import service as exams
from kammerdesk.exams.model import Candidate
from kammerdesk.exams.rules.catalogue import regulation
from kammerdesk.store.work import Work


@dataclass(frozen=True, slots=True)
class ExamDayOrder:
    """A new exam day; `appointment_uids` are those who sit, `candidate_uids` in the order of their slots."""

    day: date
    starts_at: time
    slot_minutes: int
    committee_uid: UUID
    season_uid: UUID
    regulation: str
    area: str
    room_uid: UUID
    appointment_uids: tuple[UUID, ...]
    candidate_uids: tuple[UUID, ...]
    pause: Break | None = None
    aids: str = ""


@dataclass(frozen=True, slots=True)
class CheckInOrder:
    """How a candidate came to his slot; without all four confirmations nobody is let in."""

    slot_uid: UUID
    attendance: Attendance
    identity_document: str = ""
    photo_matches: bool = False
    instructed: bool = False
    fit: bool = False
    no_bias_claimed: bool = False


@dataclass(frozen=True, slots=True)
class IndividualMarkOrder:
    """What one examiner gives in one subarea (1 = the first); None takes the mark back."""

    slot_uid: UUID
    person_uid: UUID
    subarea: int
    points: Hundredths | None


@dataclass(frozen=True, slots=True)
class JointMarkOrder:
    """What the committee agrees in one subarea; None takes it back."""

    slot_uid: UUID
    subarea: int
    points: Hundredths | None
    reason: str = ""


def create_exam_day(work: Work, order: ExamDayOrder) -> UUID:
    """Plans a day with its examiners and slots; refused with every reason why it would not stand."""
    reasons = _objections(work, order)
    if reasons:
        raise Refused(reasons)
    extra = {
        candidate.uid: candidate.extra_time_percent
        for candidate in work.session.scalars(select(Candidate).where(Candidate.uid.in_(order.candidate_uids)))
    }
    percents = [extra[uid] for uid in order.candidate_uids]
    times = slot_times(order.day, order.starts_at, order.slot_minutes, percents, order.pause)
    exam_day = work.add(
        ExamDay(
            day=order.day,
            committee_uid=order.committee_uid,
            season_uid=order.season_uid,
            regulation=order.regulation,
            area=order.area,
            room_uid=order.room_uid,
            starts_at=order.starts_at,
            slot_minutes=order.slot_minutes,
            aids=order.aids,
        )
    )
    work.session.flush()
    committee = committee_queries.committee(work.session, order.committee_uid)
    for seat in committee.seats if committee else ():
        if seat.id in order.appointment_uids:
            work.add(
                Sitting(
                    exam_day_uid=exam_day.uid,
                    appointment_uid=seat.id,
                    person_uid=seat.person_uid,
                    bench=seat.bench,
                    role=seat.role,
                )
            )
    for uid, slot in zip(order.candidate_uids, times, strict=True):
        work.add(Slot(exam_day_uid=exam_day.uid, candidate_uid=uid, starts_at=slot.starts_at, ends_at=slot.ends_at))
    return exam_day.uid


def _objections(work: Work, order: ExamDayOrder) -> list[Reason]:
    reasons: list[Reason] = []
    if order.day < work.today:
        reasons.append(Reason("day", tr("The day {date} is over.").format(date=format_date(order.day))))
    if not order.candidate_uids:
        reasons.append(Reason("candidates", tr("Please choose at least one candidate.")))
    if order.slot_minutes <= 0:
        reasons.append(Reason("slot_minutes", tr("A slot needs at least one minute.")))
    committee = committee_queries.committee(work.session, order.committee_uid)
    if committee is None:
        return [*reasons, Reason("committee", tr("Please choose a committee."))]
    case = committee_queries.case_of(committee, order.day, present=frozenset(order.appointment_uids))
    broken = [verdict for verdict in check_committee(case) if verdict.state is State.BROKEN]
    reasons += [Reason("committee", f"{verdict.sentence} ({verdict.paragraph})") for verdict in broken]
    taken = set(queries.planned_candidates(work.session)) & set(order.candidate_uids)
    if taken:
        reasons.append(
            Reason("candidates", tr("{n} of the chosen candidates have a slot already.").format(n=len(taken)))
        )
    clash = work.session.scalars(
        select(ExamDay).where(
            ExamDay.room_uid == order.room_uid, ExamDay.day == order.day, ExamDay.deleted_at.is_(None)
        )
    ).first()
    if clash is not None:
        reasons.append(Reason("room", tr("The room is taken by another examination on that day.")))
    return reasons


def check_in(work: Work, order: CheckInOrder) -> None:
    """Lets a candidate in, or notes that he did not come; correct it by calling again (the journal keeps both)."""
    slot = work.get(Slot, order.slot_uid)
    exams.refuse_if_announced(work, slot.candidate_uid)
    if order.attendance is Attendance.CHECKED_IN:
        _refuse_incomplete(order)
    slot.attendance = order.attendance
    slot.checked_in_at = work.now if order.attendance is Attendance.CHECKED_IN else None
    slot.identity_document = order.identity_document
    slot.photo_matches = order.photo_matches
    slot.instructed = order.instructed
    slot.fit = order.fit
    slot.no_bias_claimed = order.no_bias_claimed


def _refuse_incomplete(order: CheckInOrder) -> None:
    wanted = (
        ("identity_document", bool(order.identity_document), tr("Please choose the document that was shown.")),
        ("photo_matches", order.photo_matches, tr("Please confirm that the photograph matches.")),
        ("instructed", order.instructed, tr("Please confirm that the candidate was instructed.")),
        ("fit", order.fit, tr("Please ask whether the candidate feels fit for the examination.")),
        (
            "no_bias_claimed",
            order.no_bias_claimed,
            tr("Please ask whether bias is claimed; if so, replace the examiner."),
        ),
    )
    reasons = [Reason(field, sentence) for field, given, sentence in wanted if not given]
    if reasons:
        raise Refused(reasons)


def record_individual_mark(work: Work, order: IndividualMarkOrder) -> None:
    """Stores what one examiner gave; refused for someone who does not sit, or a candidate who is not there."""
    slot = _slot_being_marked(work, order.slot_uid)
    if order.person_uid not in _sitting_persons(work, slot.exam_day_uid):
        raise refuse("person", tr("Only examiners who sit on this day give marks."))
    mark = work.session.scalars(
        select(IndividualMark).where(
            IndividualMark.slot_uid == order.slot_uid,
            IndividualMark.person_uid == order.person_uid,
            IndividualMark.subarea == order.subarea,
            IndividualMark.deleted_at.is_(None),
        )
    ).first()
    if order.points is None:
        if mark is not None:
            work.remove(mark)
    elif mark is None:
        work.add(
            IndividualMark(
                slot_uid=order.slot_uid, person_uid=order.person_uid, subarea=order.subarea, points=order.points
            )
        )
    else:
        mark.points = order.points


def agree_joint_mark(work: Work, order: JointMarkOrder) -> None:
    """Stores what the committee agreed, and the area's points once all subareas are agreed.

    Refused until every examiner who sits has marked for himself (VG Oldenburg, 12 A 818/01).
    """
    slot = _slot_being_marked(work, order.slot_uid)
    given = work.session.scalars(
        select(IndividualMark.person_uid).where(
            IndividualMark.slot_uid == order.slot_uid,
            IndividualMark.subarea == order.subarea,
            IndividualMark.deleted_at.is_(None),
        )
    )
    if order.points is not None and not _sitting_persons(work, slot.exam_day_uid) <= set(given):
        raise refuse("points", tr("First every examiner marks for himself; then the joint mark is agreed."))
    mark = _joint_mark(work, order)
    if order.points is None:
        if mark is not None:
            work.remove(mark)
    elif mark is None:
        work.add(JointMark(slot_uid=slot.uid, subarea=order.subarea, points=order.points, reason=order.reason))
    else:
        mark.points, mark.reason = order.points, order.reason
    work.session.flush()
    _carry_over(work, slot)


def _joint_mark(work: Work, order: JointMarkOrder) -> JointMark | None:
    return work.session.scalars(
        select(JointMark).where(
            JointMark.slot_uid == order.slot_uid,
            JointMark.subarea == order.subarea,
            JointMark.deleted_at.is_(None),
        )
    ).first()


def announce_slot_result(work: Work, slot_uid: UUID) -> UUID:
    """Announces the result of the candidate in a slot; a joint mark below 50 points needs its reasons first."""
    slot = _slot_being_marked(work, slot_uid)
    exam_day = work.get(ExamDay, slot.exam_day_uid)
    joint = work.session.scalars(
        select(JointMark).where(JointMark.slot_uid == slot_uid, JointMark.deleted_at.is_(None))
    )
    if any(mark.points < REASON_NEEDED_BELOW and not mark.reason.strip() for mark in joint):
        raise refuse("reason", tr("A joint mark below 50 points needs a written reason."))
    committee = committee_queries.committee(work.session, exam_day.committee_uid)
    decided_by = committee.name if committee else ""
    return exams.announce_result(work, exams.AnnounceOrder(slot.candidate_uid, decided_by))


def _slot_being_marked(work: Work, slot_uid: UUID) -> Slot:
    slot = work.get(Slot, slot_uid)
    exams.refuse_if_announced(work, slot.candidate_uid)
    if slot.attendance != Attendance.CHECKED_IN:
        raise refuse("attendance", tr("The candidate is not checked in. Please check in first."))
    return slot


def _sitting_persons(work: Work, exam_day_uid: UUID) -> set[UUID]:
    found: Sequence[UUID] = work.session.scalars(
        select(Sitting.person_uid).where(Sitting.exam_day_uid == exam_day_uid, Sitting.deleted_at.is_(None))
    ).all()
    return set(found)


def _carry_over(work: Work, slot: Slot) -> None:
    """Writes the area's points when every subarea has a joint mark."""
    exam_day = work.get(ExamDay, slot.exam_day_uid)
    area = regulation(exam_day.regulation).area(exam_day.area)
    joint = {
        mark.subarea: mark.points
        for mark in work.session.scalars(
            select(JointMark).where(JointMark.slot_uid == slot.uid, JointMark.deleted_at.is_(None))
        )
    }
    wanted = range(1, len(subarea_names(area)) + 1)
    if all(number in joint for number in wanted):
        points = area_points(area, [joint[number] for number in wanted])
        exams.enter_area_mark(work, exams.AreaMarkOrder(slot.candidate_uid, exam_day.area, points))
    else:
        exams.withdraw_area_mark(work, slot.candidate_uid, exam_day.area)
