"""What can be asked about committees, examiners and appointments."""

from __future__ import annotations

from kammerdesk.committees.queries.examiners import (
    ExaminerCard,
    ExaminerRow,
    OfficeRow,
    examiner_card,
    examiners,
    lapsed_examiners,
)
from kammerdesk.committees.queries.expiring import ExpiringRow, appointments_ending, expiring
from kammerdesk.committees.queries.seats import (
    CommitteeRow,
    JudgedCommittee,
    SeatRow,
    case_of,
    committee,
    committees,
    judged,
    judged_committees,
)

__all__ = [
    "CommitteeRow",
    "ExaminerCard",
    "ExaminerRow",
    "ExpiringRow",
    "JudgedCommittee",
    "OfficeRow",
    "SeatRow",
    "appointments_ending",
    "case_of",
    "committee",
    "committees",
    "examiner_card",
    "examiners",
    "expiring",
    "judged",
    "judged_committees",
    "lapsed_examiners",
]
