"""What can be asked about exam days: the days, who sits, who came, what was marked, what one can choose from."""

from __future__ import annotations

from kammerdesk.examday.queries.card import exam_day
from kammerdesk.examday.queries.days import (
    busy_times,
    exam_days,
    planned_among,
    recent_exam_days,
    rooms,
    slots_of_people,
)
from kammerdesk.examday.queries.marking import DayOverview, LastMark, Marking, day_overview, last_mark, marking
from kammerdesk.examday.queries.planning import PlanningChoices, free_candidates, planning_choices
from kammerdesk.examday.queries.rows import (
    BusyPersonRow,
    BusyRow,
    ExamDayCard,
    ExamDayRow,
    JointRow,
    RoomRow,
    SittingRow,
    SlotRow,
)
from kammerdesk.examday.queries.substitutes import (
    Biased,
    SubstituteRow,
    Substitutes,
    day_of_examiner,
    substitutes,
)

__all__ = [
    "Biased",
    "BusyPersonRow",
    "BusyRow",
    "DayOverview",
    "ExamDayCard",
    "ExamDayRow",
    "JointRow",
    "LastMark",
    "Marking",
    "PlanningChoices",
    "RoomRow",
    "SittingRow",
    "SlotRow",
    "SubstituteRow",
    "Substitutes",
    "busy_times",
    "day_of_examiner",
    "day_overview",
    "exam_day",
    "exam_days",
    "free_candidates",
    "last_mark",
    "marking",
    "planned_among",
    "planning_choices",
    "recent_exam_days",
    "rooms",
    "slots_of_people",
    "substitutes",
]
