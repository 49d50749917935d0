"""The records of an exam day: the day, its examiners, its slots, and the marks given in them."""

from __future__ import annotations

from datetime import date, datetime, time
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped

from kammerdesk.base.i18n import N_
from kammerdesk.base.points import Hundredths
from kammerdesk.committees.rules.case import BENCH_WORDS, ROLE_WORDS
from kammerdesk.examday.rules import ATTENDANCE_WORDS, IDENTITY_WORDS
from kammerdesk.store.record import Record, field, grouped


class ExamDay(Record):
    """One committee examining one area in one room on one day."""

    __tablename__ = "exam_day"
    __words__ = N_("Exam days")
    __title__ = ("day", "area", "committee_uid")

    day: Mapped[date] = field(words=N_("Date"), index=True)
    committee_uid: Mapped[UUID] = field(ForeignKey("committee.uid"), words=N_("Committee"), index=True)
    season_uid: Mapped[UUID] = field(ForeignKey("exam_season.uid"), words=N_("Exam season"))
    regulation: Mapped[str] = field(String(32), words=N_("Examination regulation"))
    area: Mapped[str] = field(String(16), words=N_("Examination area"))
    room_uid: Mapped[UUID] = grouped("place", ForeignKey("room.uid"), words=N_("Room"))
    starts_at: Mapped[time] = grouped("place", words=N_("Begin"))
    slot_minutes: Mapped[int] = grouped("place", words=N_("Minutes per candidate"))
    aids: Mapped[str] = grouped("summons", words=N_("Permitted aids"), default="")


class Sitting(Record):
    """One examiner who sits on an exam day, in the group and role of the appointment it rests on."""

    __tablename__ = "sitting"
    __words__ = N_("Examiners of the day")
    __title__ = ("person_uid", "exam_day_uid")

    exam_day_uid: Mapped[UUID] = field(ForeignKey("exam_day.uid"), words=N_("Exam day"), index=True)
    appointment_uid: Mapped[UUID] = field(ForeignKey("appointment.uid"), words=N_("Appointment"), index=True)
    person_uid: Mapped[UUID] = field(ForeignKey("person.uid"), words=N_("Examiner"), index=True)
    bench: Mapped[str] = grouped(
        "seat", String(2), words=N_("Group (employers, employees, teachers)"), values=BENCH_WORDS
    )
    role: Mapped[str] = grouped("seat", String(16), words=N_("Role"), values=ROLE_WORDS)


class Slot(Record):
    """One candidate's time on an exam day, and how he came."""

    __tablename__ = "slot"
    __words__ = N_("Times of candidates")
    __title__ = ("candidate_uid", "starts_at")

    exam_day_uid: Mapped[UUID] = field(ForeignKey("exam_day.uid"), words=N_("Exam day"), index=True)
    candidate_uid: Mapped[UUID] = field(ForeignKey("candidate.uid"), words=N_("Candidate"), index=True)
    starts_at: Mapped[time] = grouped("time", words=N_("Begin"))
    ends_at: Mapped[time] = grouped("time", words=N_("End"))
    attendance: Mapped[str] = grouped(
        "check_in", String(16), words=N_("Attendance"), values=ATTENDANCE_WORDS, default="expected"
    )
    checked_in_at: Mapped[datetime | None] = grouped("check_in", words=N_("Time of check-in"))
    identity_document: Mapped[str] = grouped(
        "check_in", String(16), words=N_("Identity document"), values=IDENTITY_WORDS, default=""
    )
    photo_matches: Mapped[bool] = grouped("check_in", words=N_("Photograph matches"), default=False)
    instructed: Mapped[bool] = grouped("check_in", words=N_("Instructed"), default=False)
    fit: Mapped[bool] = grouped("check_in", words=N_("Feels fit"), default=False)
    no_bias_claimed: Mapped[bool] = grouped("check_in", words=N_("No bias claimed"), default=False)


class IndividualMark(Record):
    """What one examiner gave for one subarea (1, 2 … in the order of the regulation), before the committee agreed."""

    __tablename__ = "individual_mark"
    __words__ = N_("Individual marks")
    __title__ = ("slot_uid", "person_uid", "subarea")
    __table_args__ = (Index("ix_individual_mark_slot", "slot_uid", "person_uid", "subarea"),)

    slot_uid: Mapped[UUID] = field(ForeignKey("slot.uid"), words=N_("Time of the candidate"))
    person_uid: Mapped[UUID] = field(ForeignKey("person.uid"), words=N_("Examiner"), index=True)
    subarea: Mapped[int] = field(words=N_("Subarea"))
    points: Mapped[Hundredths] = grouped("points", words=N_("Points"), scale=100)


class JointMark(Record):
    """What the committee agreed for one sub-area; a reason is needed below 50 points."""

    __tablename__ = "joint_mark"
    __words__ = N_("Joint marks")
    __title__ = ("slot_uid", "subarea")
    __table_args__ = (Index("ix_joint_mark_slot", "slot_uid", "subarea"),)

    slot_uid: Mapped[UUID] = field(ForeignKey("slot.uid"), words=N_("Time of the candidate"))
    subarea: Mapped[int] = field(words=N_("Subarea"))
    points: Mapped[Hundredths] = grouped("points", words=N_("Points"), scale=100)
    reason: Mapped[str] = grouped("reason", words=N_("Reason"), default="")
