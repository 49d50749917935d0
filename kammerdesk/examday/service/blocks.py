"""Recording many marks in one step, as they come from a spreadsheet."""

from __future__ import annotations

from dataclasses import dataclass

from kammerdesk.base.errors import KammerError, Reason, Refused
from kammerdesk.base.i18n import N_
from kammerdesk.examday.service.recording import (
    IndividualMarkOrder,
    JointMarkOrder,
    agree_joint_mark,
    record_individual_mark,
)
from kammerdesk.store.actions import EXAM_DAY, action
from kammerdesk.store.work import Work

MarkOrder = IndividualMarkOrder | JointMarkOrder


@dataclass(frozen=True, slots=True)
class MarksOrder:
    """Marks of examiners and of the committee, in any order."""

    marks: tuple[MarkOrder, ...]


@action(N_("Record marks"), roles=EXAM_DAY)
def record_marks(work: Work, order: MarksOrder) -> None:
    """Stores all of these marks or none, and is taken back as one.

    Raises Refused with every reason; its field is the place of the mark in the order, from "0" on.
    """
    reasons: list[Reason] = []
    for place, mark in sorted(enumerate(order.marks), key=lambda each: _turn(each[1])):
        try:
            if isinstance(mark, JointMarkOrder):
                agree_joint_mark(work, mark)
            else:
                record_individual_mark(work, mark)
        except KammerError as error:
            reasons.append(Reason(str(place), str(error)))
        work.session.flush()
    if reasons:
        raise Refused(reasons)


def _turn(mark: MarkOrder) -> int:
    """A joint mark is taken back before the marks it rests on, and agreed on after them."""
    if isinstance(mark, JointMarkOrder):
        return 0 if mark.points is None else 2
    return 1
