"""The records of an exam day: the day, its examiners, its slots, and the marks given in them."""

from __future__ import annotations

from datetime import date, datetime, time
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from kammerdesk.base.points import Hundredths
from kammerdesk.store.record import Record, grouped


class ExamDay(Record):
    """One committee examining one area in one room on one day."""

    __tablename__ = "exam_day"

    day: Mapped[date] = mapped_column(index=True)
    committee_uid: Mapped[UUID] = mapped_column(ForeignKey("committee.uid"), index=True)
    season_uid: Mapped[UUID] = mapped_column(ForeignKey("exam_season.uid"))
    regulation: Mapped[str] = mapped_column(String(32))
    area: Mapped[str] = mapped_column(String(16))
    room_uid: Mapped[UUID] = grouped("place", ForeignKey("room.uid"))
    starts_at: Mapped[time] = grouped("place")
    slot_minutes: Mapped[int] = grouped("place")
    aids: Mapped[str] = grouped("summons", default="")


class Sitting(Record):
    """One examiner who sits on an exam day, in the group and role of the appointment it rests on."""

    __tablename__ = "sitting"

    exam_day_uid: Mapped[UUID] = mapped_column(ForeignKey("exam_day.uid"), index=True)
    appointment_uid: Mapped[UUID] = mapped_column(ForeignKey("appointment.uid"))
    person_uid: Mapped[UUID] = mapped_column(ForeignKey("person.uid"), index=True)
    bench: Mapped[str] = grouped("seat", String(2))
    role: Mapped[str] = grouped("seat", String(16))


class Slot(Record):
    """One candidate's time on an exam day, and how he came."""

    __tablename__ = "slot"

    exam_day_uid: Mapped[UUID] = mapped_column(ForeignKey("exam_day.uid"), index=True)
    candidate_uid: Mapped[UUID] = mapped_column(ForeignKey("candidate.uid"), index=True)
    starts_at: Mapped[time] = grouped("time")
    ends_at: Mapped[time] = grouped("time")
    attendance: Mapped[str] = grouped("check_in", String(16), default="expected")
    checked_in_at: Mapped[datetime | None] = grouped("check_in")
    identity_document: Mapped[str] = grouped("check_in", String(16), default="")
    photo_matches: Mapped[bool] = grouped("check_in", default=False)
    instructed: Mapped[bool] = grouped("check_in", default=False)
    fit: Mapped[bool] = grouped("check_in", default=False)
    no_bias_claimed: Mapped[bool] = grouped("check_in", default=False)


class IndividualMark(Record):
    """What one examiner gave for one subarea (1, 2 … in the order of the regulation), before the committee agreed."""

    __tablename__ = "individual_mark"
    __table_args__ = (Index("ix_individual_mark_slot", "slot_uid", "person_uid", "subarea"),)

    slot_uid: Mapped[UUID] = mapped_column(ForeignKey("slot.uid"))
    person_uid: Mapped[UUID] = mapped_column(ForeignKey("person.uid"))
    subarea: Mapped[int]
    points: Mapped[Hundredths] = grouped("points")


class JointMark(Record):
    """What the committee agreed for one sub-area; a reason is needed below 50 points."""

    __tablename__ = "joint_mark"
    __table_args__ = (Index("ix_joint_mark_slot", "slot_uid", "subarea"),)

    slot_uid: Mapped[UUID] = mapped_column(ForeignKey("slot.uid"))
    subarea: Mapped[int]
    points: Mapped[Hundredths] = grouped("points")
    reason: Mapped[str] = grouped("points", default="")
