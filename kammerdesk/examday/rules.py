"""What an exam day may look like: times of slots, how a candidate can come, what check-in asks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from fractions import Fraction
from typing import Protocol

from kammerdesk.base.errors import KammerError
from kammerdesk.base.i18n import N_, tr
from kammerdesk.base.points import Hundredths, exact
from kammerdesk.base.verdicts import Verdict
from kammerdesk.committees.rules.bias import Relation, check_bias
from kammerdesk.exams.rules.regulation import ExamArea, Regulation
from kammerdesk.people.rules import full_name

REASON_NEEDED_BELOW: Hundredths = 50_00
"""A joint mark below "ausreichend" needs written reasons (ux.md, US-09; a refusal must be traceable)."""

WIDE_DEVIATION: Hundredths = 20_00
"""Examiners who are further apart than this should talk about it (ux.md, US-09); a hint, never a block."""
CHANGE_OVER_MINUTES = 15


class Attendance(StrEnum):
    """How a candidate stands to his slot."""

    EXPECTED = "expected"
    CHECKED_IN = "checked_in"
    ABSENT = "absent"


class IdentityDocument(StrEnum):
    """Which document proved the identity; its number is never stored."""

    IDENTITY_CARD = "identity_card"
    PASSPORT = "passport"
    RESIDENCE_PERMIT = "residence_permit"
    OTHER = "other"


ATTENDANCE_WORDS: Mapping[str, str] = {
    Attendance.EXPECTED: N_("expected"),
    Attendance.CHECKED_IN: N_("checked in"),
    Attendance.ABSENT: N_("did not appear"),
}
IDENTITY_WORDS: Mapping[str, str] = {
    IdentityDocument.IDENTITY_CARD: N_("Identity card"),
    IdentityDocument.PASSPORT: N_("Passport"),
    IdentityDocument.RESIDENCE_PERMIT: N_("Residence permit"),
    IdentityDocument.OTHER: N_("Other document"),
}


class DayState(StrEnum):
    """How far an exam day has come; of one that the partner keeps, nobody here knows."""

    PLANNED = "planned"
    UNDER_WAY = "under_way"
    COMPLETE = "complete"
    OVERDUE = "overdue"
    ELSEWHERE = "elsewhere"


DAY_STATE_WORDS: Mapping[str, str] = {
    DayState.PLANNED: N_("planned"),
    DayState.UNDER_WAY: N_("under way"),
    DayState.COMPLETE: N_("complete"),
    DayState.OVERDUE: N_("results missing"),
    DayState.ELSEWHERE: N_("at the partner"),
}


def day_state(day: date, today: date, candidates: int, checked_in: int, settled: int) -> DayState:
    """How far a day has come; `settled` are the candidates whose result is announced or who did not come."""
    if candidates and settled >= candidates:
        return DayState.COMPLETE
    if day < today:
        return DayState.OVERDUE
    return DayState.UNDER_WAY if checked_in or settled else DayState.PLANNED


class Examiner(Protocol):
    """Somebody who sits, as far as bias is concerned."""

    @property
    def title(self) -> str: ...
    @property
    def first_name(self) -> str: ...
    @property
    def last_name(self) -> str: ...
    @property
    def employer(self) -> str: ...


class Examined(Protocol):
    """Somebody who is examined, as far as bias is concerned."""

    @property
    def company(self) -> str: ...


def shared_employers(examiners: Iterable[Examiner], candidates: Iterable[Examined]) -> tuple[Verdict, ...]:
    """A verdict on every examiner who works where one of the candidates is trained."""
    companies = {candidate.company for candidate in candidates if candidate.company}
    return tuple(
        check_bias(full_name(each.title, each.first_name, each.last_name), Relation.SAME_COMPANY)
        for each in examiners
        if each.employer in companies
    )


@dataclass(frozen=True, slots=True)
class SlotTime:
    """When one candidate begins and ends."""

    starts_at: time
    ends_at: time


@dataclass(frozen=True, slots=True)
class Break:
    """A pause of so many minutes that begins before the first slot starting at or after `at`."""

    at: time
    minutes: int


def slot_times(
    day: date, starts_at: time, slot_minutes: int, extra_percents: Sequence[int], pause: Break | None = None
) -> tuple[SlotTime, ...]:
    """The slots one after another; extra time lengthens the slot itself (BBiG § 65), rounded up to whole minutes.

    Raises KammerError when the last one would end after midnight.
    """
    return tuple(_slots(datetime.combine(day, starts_at), slot_minutes, extra_percents, pause))


def _slots(
    moment: datetime, slot_minutes: int, extra_percents: Sequence[int], pause: Break | None
) -> Iterator[SlotTime]:
    day = moment.date()
    for percent in extra_percents:
        if pause and moment.time() >= pause.at:
            moment, pause = moment + timedelta(minutes=pause.minutes), None
        end = moment + timedelta(minutes=-(-slot_minutes * (100 + percent) // 100))
        if end.date() != day:
            raise KammerError(tr("The slots do not fit into one day. Please plan fewer candidates or shorter slots."))
        yield SlotTime(moment.time(), end.time())
        moment = end


def subarea_names(area: ExamArea) -> tuple[str, ...]:
    """What is marked one by one in an area: its subareas, or the area itself."""
    return tuple(subarea.name for subarea in area.subareas) or (area.name,)


def usual_area(regulation: Regulation) -> ExamArea:
    """The area that is examined last and by word of mouth: only written ones allow a supplementary oral exam."""
    return next((area for area in reversed(regulation.areas) if not area.supplementary), regulation.areas[-1])


def usual_slot_minutes(area: ExamArea) -> int:
    """The minutes the regulation gives an area, and a quarter of an hour to consult and to change over."""
    minutes = area.minutes or sum(subarea.minutes or 0 for subarea in area.subareas)
    return minutes + CHANGE_OVER_MINUTES


def area_points(area: ExamArea, joint: Sequence[Hundredths]) -> Fraction:
    """The exact points of an area from the joint marks of its subareas: pass rules look at nothing less."""
    points = [exact(each) for each in joint]
    return area.points_of_subareas(points) if area.subareas else points[0]
