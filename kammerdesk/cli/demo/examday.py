"""The exam day that stands in the calendar already: planned, not yet held."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from kammerdesk.cli.demo.calendar import next_working_day
from kammerdesk.cli.demo.house import House
from kammerdesk.cli.demo.people import Row
from kammerdesk.examday.model import ExamDay, Sitting, Slot

SLOTS = 6
_AREA = "FA"
_STARTS_AT = time(8, 30)
_SLOT_MINUTES = 30
_AIDS = "Reporte zur Fachaufgabe, eigene Notizen"


def plan_exam_day(house: House, seats: Sequence[Row], candidates: Sequence[Row]) -> None:
    """A day of Fachgespräche on the next working day, with the members of one committee and six candidates."""
    day = next_working_day(house.on)
    day_uid = house.world.add(
        ExamDay,
        {
            "uid": house.dice.uid(),
            "day": day,
            "committee_uid": seats[0]["committee_uid"],
            "season_uid": house.season_uid,
            "regulation": candidates[0]["regulation"],
            "area": _AREA,
            "room_uid": house.rooms[0]["uid"],
            "starts_at": _STARTS_AT,
            "slot_minutes": _SLOT_MINUTES,
            "aids": _AIDS,
        },
    )
    for seat in seats:
        if seat["role"] != "deputy":
            sitting = {"uid": house.dice.uid(), "exam_day_uid": day_uid, "appointment_uid": seat["uid"]}
            same = {name: seat[name] for name in ("person_uid", "bench", "role")}
            house.world.add(Sitting, sitting | same)
    for place, candidate in enumerate(candidates[:SLOTS]):
        starts = clock_time(day, place)
        house.world.add(
            Slot,
            {
                "uid": house.dice.uid(),
                "exam_day_uid": day_uid,
                "candidate_uid": candidate["uid"],
                "starts_at": starts,
                "ends_at": clock_time(day, place + 1),
                **NOT_CHECKED_IN,
            },
        )


NOT_CHECKED_IN: Row = {
    "attendance": "expected",
    "checked_in_at": None,
    "identity_document": "",
    "photo_matches": False,
    "instructed": False,
    "fit": False,
    "no_bias_claimed": False,
}


def clock_time(day: date, place: int) -> time:
    """When the n-th slot of a day begins."""
    return (datetime.combine(day, _STARTS_AT) + timedelta(minutes=_SLOT_MINUTES * place)).time()
