"""What the printed forms of an exam day are filled with: plain values, nothing to be looked up any more."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time

from kammerdesk.base.points import Hundredths
from kammerdesk.exams.forms.rows import Contact, Exam, Recipient


@dataclass(frozen=True, slots=True)
class Occasion:
    """When and where an examination takes place; `place` is the building with its address in one line."""

    exam: Exam
    day: date
    starts_at: time
    ends_at: time | None
    room: str
    place: str


@dataclass(frozen=True, slots=True)
class ExaminerLine:
    """One examiner of the day.

    `bench` is "AG", "AN" or "LK"; `function` as it stands on paper ("Vorsitz", "ordentliches Mitglied").
    `replaces` names the member whom a deputy replaces; `present` is None on paper for the day itself.
    """

    name: str
    bench: str
    function: str
    replaces: str = ""
    present: bool | None = None


@dataclass(frozen=True, slots=True)
class PerformanceLine:
    """One performance that is marked by itself; `share` in per cent of the area, `minutes` if limited."""

    name: str
    share: int
    minutes: int | None = None
    points: Hundredths = 100_00
    """The most points that can be achieved."""
    criteria: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SlotLine:
    """One candidate's time; `extra_time` such as "+25 %" names the measure, never the reason."""

    starts_at: time
    ends_at: time
    number: str
    name: str
    topic: str = ""
    extra_time: str = ""


@dataclass(frozen=True, slots=True)
class ExaminerInvitationRow:
    """An examiner's invitation; `as_member` is the line of the examiner himself, `others` those who sit with him."""

    occasion: Occasion
    contact: Contact
    recipient: Recipient
    written_on: date
    as_member: ExaminerLine
    others: tuple[ExaminerLine, ...]
    area: str
    performances: tuple[PerformanceLine, ...]
    candidates: int
    answer_by: date | None


@dataclass(frozen=True, slots=True)
class CandidateSummonsRow:
    """A candidate's summons; `arrive_at` is when to be there, `aids` what is permitted, `video` per BBiG § 42a."""

    occasion: Occasion
    contact: Contact
    recipient: Recipient
    written_on: date
    slot: SlotLine
    arrive_at: time
    area: str
    performances: tuple[PerformanceLine, ...]
    aids: tuple[str, ...]
    video: bool = False


@dataclass(frozen=True, slots=True)
class AttendanceLine:
    """One candidate on the attendance list."""

    number: str
    name: str
    birth_date: date | None
    starts_at: time
    seat: str = ""


@dataclass(frozen=True, slots=True)
class AttendanceListRow:
    """The attendance list of a room."""

    occasion: Occasion
    candidates: tuple[AttendanceLine, ...]
    supervisors: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DoorSignRow:
    """The sign at the door: times and numbers, never names."""

    occasion: Occasion
    slots: tuple[tuple[time, str], ...]


@dataclass(frozen=True, slots=True)
class MarkSheetRow:
    """One examiner's sheet for one candidate; `code` is what a scanner reads to find the record again."""

    occasion: Occasion
    examiner: ExaminerLine
    slot: SlotLine
    area: str
    performances: tuple[PerformanceLine, ...]
    code: str


@dataclass(frozen=True, slots=True)
class MarkLine:
    """A performance in the minutes: what each examiner gave (in the order of the examiners) and what was agreed."""

    performance: str
    share: int
    given: tuple[Hundredths | None, ...] = ()
    joint: Hundredths | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class MinutesRow:
    """The minutes of one candidate's examination; what is None or empty is left to be written by hand.

    `size` and `quorum` are those of the committee (BBiG § 41); `area_points` the points of the area,
    `area_grade` its grade in words; `votes` are yes, no and abstentions on the result.
    """

    occasion: Occasion
    slot: SlotLine
    birth_name: str
    birth_date: date | None
    address: str
    examiners: tuple[ExaminerLine, ...]
    size: int
    quorum: int
    area: str
    marks: tuple[MarkLine, ...]
    code: str
    began_at: time | None = None
    ended_at: time | None = None
    identity_document: str = ""
    instructed: bool | None = None
    fit: bool | None = None
    bias_claimed: bool | None = None
    incidents: str | None = None
    """None: to be written; empty: nothing happened."""
    questions: str = ""
    area_points: Hundredths | None = None
    area_grade: str = ""
    votes: tuple[int, int, int] | None = None
    passed: bool | None = None
    """The whole exam, where this was its last performance; else None."""
    final: bool = False
    """Whether the result of the whole exam is decided on this day."""
    announced_at: time | None = None


@dataclass(frozen=True, slots=True)
class DayPlanLine:
    """One line of the plan: a slot, a break or the consultation; the number is empty where no candidate comes."""

    starts_at: time
    ends_at: time
    what: str
    number: str = ""
    name: str = ""
    remark: str = ""


@dataclass(frozen=True, slots=True)
class DayPlanRow:
    """The plan of one exam day in one room, for the committee."""

    occasion: Occasion
    area: str
    lines: tuple[DayPlanLine, ...]
    examiners: tuple[ExaminerLine, ...]
