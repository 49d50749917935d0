"""Recording an exam day: check candidates in, write down marks, agree, announce."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from uuid import UUID

from sqlalchemy import select

from kammerdesk.base.dates import format_date
from kammerdesk.base.errors import Reason, Refused, refuse
from kammerdesk.base.i18n import N_, tr
from kammerdesk.base.points import Hundredths, exact
from kammerdesk.committees import queries as committee_queries
from kammerdesk.examday.model import ExamDay, IndividualMark, JointMark, Sitting, Slot
from kammerdesk.examday.rules import (
    REASON_NEEDED_BELOW,
    Attendance,
    area_points,
    subarea_names,
)
from kammerdesk.exams import queries as exam_queries
from kammerdesk.exams import service as exams
from kammerdesk.exams.rules.catalogue import regulation
from kammerdesk.people.chambers import chamber_name
from kammerdesk.store.actions import EXAM_DAY, action
from kammerdesk.store.work import Work


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
    """What the committee agrees in one subarea; None takes it back, with its reason."""

    slot_uid: UUID
    subarea: int
    points: Hundredths | None


@dataclass(frozen=True, slots=True)
class ReasonOrder:
    """Why the committee agreed on the joint mark of one subarea."""

    slot_uid: UUID
    subarea: int
    text: str


@dataclass(frozen=True, slots=True)
class AnnounceSlotOrder:
    """The candidate in a slot is told his result; `passed` and `total` (see `result_total`) as they were shown."""

    slot_uid: UUID
    passed: bool
    total: str


@action(N_("Check in"), roles=EXAM_DAY)
def check_in(work: Work, order: CheckInOrder) -> None:
    """Lets a candidate in, or notes that he did not come; correct it by calling again (the journal keeps both).

    A correction does not move the moment at which he came.
    """
    slot, exam_day = _open_slot(work, order.slot_uid)
    if order.attendance is not Attendance.EXPECTED:
        _refuse_too_early(work, exam_day)
    if order.attendance is Attendance.CHECKED_IN:
        _refuse_incomplete(order)
    elif _has_marks(work, slot):
        raise refuse("attendance", tr("The candidate has marks already. Please take them back first."))
    came = order.attendance is Attendance.CHECKED_IN
    slot.attendance = order.attendance
    slot.checked_in_at = (slot.checked_in_at or work.now) if came else None
    slot.identity_document = order.identity_document if came else ""
    slot.photo_matches = came and order.photo_matches
    slot.instructed = came and order.instructed
    slot.fit = came and order.fit
    slot.no_bias_claimed = came and order.no_bias_claimed


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


@action(N_("Record mark"), roles=EXAM_DAY)
def record_individual_mark(work: Work, order: IndividualMarkOrder) -> None:
    """Stores what one examiner gave; refused for someone who does not sit, or a candidate who is not there.

    While the joint mark stands, a mark it rests on can be corrected but not taken back.
    """
    slot, exam_day = _slot_being_marked(work, order.slot_uid)
    _refuse_impossible(exam_day, order.subarea, order.points)
    if order.points is None and _joint_mark(work, order.slot_uid, order.subarea) is not None:
        raise refuse("points", tr("The joint mark rests on this mark. Please take the joint mark back first."))
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


@action(N_("Agree on mark"), roles=EXAM_DAY)
def agree_joint_mark(work: Work, order: JointMarkOrder) -> None:
    """Stores what the committee agreed, and the area's points once all subareas are agreed; the reason stays as it is.

    Refused until every examiner who sits has marked for himself (VG Oldenburg, 12 A 818/01).
    """
    slot, exam_day = _slot_being_marked(work, order.slot_uid)
    _refuse_impossible(exam_day, order.subarea, order.points)
    given = work.session.scalars(
        select(IndividualMark.person_uid).where(
            IndividualMark.slot_uid == order.slot_uid,
            IndividualMark.subarea == order.subarea,
            IndividualMark.deleted_at.is_(None),
        )
    )
    if order.points is not None and not _sitting_persons(work, slot.exam_day_uid) <= set(given):
        raise refuse("points", tr("First every examiner marks for himself; then the joint mark is agreed."))
    before = _agreed_points(work, slot, exam_day)
    mark = _joint_mark(work, order.slot_uid, order.subarea)
    if order.points is None:
        if mark is not None:
            work.remove(mark)
    elif mark is None:
        work.add(JointMark(slot_uid=slot.uid, subarea=order.subarea, points=order.points))
    else:
        mark.points = order.points
    work.session.flush()
    points = _agreed_points(work, slot, exam_day)
    if points is not None:
        oral = exam_queries.supplementary_points(work.session, slot.candidate_uid, exam_day.area)
        exams.enter_area_mark(work, exams.AreaMarkOrder(slot.candidate_uid, exam_day.area, points, oral))
    elif before is not None:  # points that do not come from this day are none of its business
        exams.withdraw_area_mark(work, slot.candidate_uid, exam_day.area)


@action(N_("Give reason"), roles=EXAM_DAY)
def give_reason(work: Work, order: ReasonOrder) -> None:
    """Stores why the committee agreed on a joint mark; its points stay as they are. Refused where none is agreed."""
    _slot_being_marked(work, order.slot_uid)
    mark = _joint_mark(work, order.slot_uid, order.subarea)
    if mark is None:
        raise refuse("reason", tr("There is no joint mark yet that this would be the reason of."))
    mark.reason = order.text


def _joint_mark(work: Work, slot_uid: UUID, subarea: int) -> JointMark | None:
    return work.session.scalars(
        select(JointMark).where(
            JointMark.slot_uid == slot_uid, JointMark.subarea == subarea, JointMark.deleted_at.is_(None)
        )
    ).first()


@action(N_("Announce the result of the day"), roles=EXAM_DAY, lasting=True)
def announce_slot_result(work: Work, order: AnnounceSlotOrder) -> UUID:
    """Announces the result of the candidate in a slot; a joint mark below 50 points needs its reasons first.

    Refused when what would be stored is not what was shown.
    """
    slot, exam_day = _slot_being_marked(work, order.slot_uid)
    _refuse_too_early(work, exam_day)
    joint = work.session.scalars(
        select(JointMark).where(JointMark.slot_uid == slot.uid, JointMark.deleted_at.is_(None))
    )
    if any(mark.points < REASON_NEEDED_BELOW and not mark.reason.strip() for mark in joint):
        raise refuse("reason", tr("A joint mark below 50 points needs a written reason."))
    committee = committee_queries.committee(work.session, exam_day.committee_uid)
    decided_by = committee.name if committee else ""
    return exams.announce_result(work, exams.AnnounceOrder(slot.candidate_uid, decided_by, order.passed, order.total))


def _open_slot(work: Work, slot_uid: UUID) -> tuple[Slot, ExamDay]:
    """A slot of a day that is ours, its result not announced yet."""
    slot = work.get(Slot, slot_uid)
    exam_day = work.get(ExamDay, slot.exam_day_uid)
    if exam_day.home != work.chamber:
        sentence = tr("This exam day is kept by {chamber}; only there it can be recorded.")
        raise refuse("", sentence.format(chamber=chamber_name(exam_day.home)))
    exams.refuse_if_announced(work, slot.candidate_uid)
    return slot, exam_day


def _refuse_too_early(work: Work, exam_day: ExamDay) -> None:
    """Nobody comes, and no result ends a training (BBiG § 21(2)), before the day of the examination."""
    if work.today < exam_day.day:
        sentence = tr("The exam day is only on {date}. Before that nobody can be let in and no result be announced.")
        raise refuse("", sentence.format(date=format_date(exam_day.day)))


def _slot_being_marked(work: Work, slot_uid: UUID) -> tuple[Slot, ExamDay]:
    slot, exam_day = _open_slot(work, slot_uid)
    if slot.attendance != Attendance.CHECKED_IN:
        raise refuse("attendance", tr("The candidate is not checked in. Please check in first."))
    return slot, exam_day


def _refuse_impossible(exam_day: ExamDay, subarea: int, points: Hundredths | None) -> None:
    area = regulation(exam_day.regulation).area(exam_day.area)
    if not 1 <= subarea <= len(subarea_names(area)):
        raise refuse("subarea", tr("“{area}” has no performance number {n}.").format(area=area.name, n=subarea))
    exams.refuse_impossible_points(None if points is None else exact(points))


def _has_marks(work: Work, slot: Slot) -> bool:
    return any(
        work.session.scalars(select(kind.uid).where(kind.slot_uid == slot.uid, kind.deleted_at.is_(None))).first()
        for kind in (IndividualMark, JointMark)
    )


def _sitting_persons(work: Work, exam_day_uid: UUID) -> set[UUID]:
    found: Sequence[UUID] = work.session.scalars(
        select(Sitting.person_uid).where(Sitting.exam_day_uid == exam_day_uid, Sitting.deleted_at.is_(None))
    ).all()
    return set(found)


def _agreed_points(work: Work, slot: Slot, exam_day: ExamDay) -> Fraction | None:
    """The area's points; None until every subarea has a joint mark."""
    area = regulation(exam_day.regulation).area(exam_day.area)
    joint = {
        mark.subarea: mark.points
        for mark in work.session.scalars(
            select(JointMark).where(JointMark.slot_uid == slot.uid, JointMark.deleted_at.is_(None))
        )
    }
    wanted = range(1, len(subarea_names(area)) + 1)
    if all(number in joint for number in wanted):
        return area_points(area, [joint[number] for number in wanted])
    return None
