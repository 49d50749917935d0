"""What a clerk does to exam days: plan one, check candidates in, record marks, agree, announce, print."""

from __future__ import annotations

import kammerdesk.examday.service.going_back  # noqa: F401  declares its rules
from kammerdesk.examday.service.blocks import MarksOrder, record_marks
from kammerdesk.examday.service.planning import ExamDayOrder, create_exam_day
from kammerdesk.examday.service.printing import PrintedOrder, note_printed
from kammerdesk.examday.service.recording import (
    AnnounceSlotOrder,
    CheckInOrder,
    IndividualMarkOrder,
    JointMarkOrder,
    ReasonOrder,
    agree_joint_mark,
    announce_slot_result,
    check_in,
    give_reason,
    record_individual_mark,
)

__all__ = [
    "AnnounceSlotOrder",
    "CheckInOrder",
    "ExamDayOrder",
    "IndividualMarkOrder",
    "JointMarkOrder",
    "MarksOrder",
    "PrintedOrder",
    "ReasonOrder",
    "agree_joint_mark",
    "announce_slot_result",
    "check_in",
    "create_exam_day",
    "give_reason",
    "note_printed",
    "record_individual_mark",
    "record_marks",
]
