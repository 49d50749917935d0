"""The exam day that stands in the calendar already: planned and about to be held, so that one can let candidates in."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import time

from kammerdesk.cli.demo.calendar import working_day_from
from kammerdesk.cli.demo.people import Row
from kammerdesk.cli.demo.small.surroundings import Surroundings
from kammerdesk.cli.demo.training import TRAININGS
from kammerdesk.examday.model import ExamDay, Sitting, Slot
from kammerdesk.examday.rules import Attendance, slot_times

SLOTS = 6
_STARTS_AT = time(8, 30)
_AIDS = "Reporte zur Fachaufgabe, eigene Notizen"


def plan_exam_day(here: Surroundings, seats: Sequence[Row], candidates: Sequence[Row]) -> None:
    """A day of Fachgespräche today or on the next working day: the members of one committee and six candidates."""
    day, regulation = working_day_from(here.on), candidates[0]["regulation"]
    training = TRAININGS[regulation]
    day_uid = here.world.add(
        ExamDay,
        {
            "uid": here.dice.uid(),
            "day": day,
            "committee_uid": seats[0]["committee_uid"],
            "season_uid": here.season_uid,
            "regulation": regulation,
            "area": training.oral_area,
            "room_uid": here.rooms[0]["uid"],
            "starts_at": _STARTS_AT,
            "slot_minutes": training.slot_minutes,
            "aids": _AIDS,
        },
    )
    for seat in seats:
        if seat["role"] != "deputy":
            sitting = {"uid": here.dice.uid(), "exam_day_uid": day_uid, "appointment_uid": seat["uid"]}
            same = {name: seat[name] for name in ("person_uid", "bench", "role")}
            here.world.add(Sitting, sitting | same)
    times = slot_times(day, _STARTS_AT, training.slot_minutes, [0] * SLOTS)
    for candidate, slot in zip(candidates, times, strict=False):
        starts_and_ends = {"starts_at": slot.starts_at, "ends_at": slot.ends_at}
        slot_row = {"uid": here.dice.uid(), "exam_day_uid": day_uid, "candidate_uid": candidate["uid"]}
        here.world.add(Slot, slot_row | starts_and_ends | {"attendance": str(Attendance.EXPECTED)})
