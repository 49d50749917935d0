"""The records of examinations: season, candidate, marks by area, and the result."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from kammerdesk.base.points import Hundredths
from kammerdesk.store.record import Record, grouped


class ExamSeason(Record):
    """A Prüfungsdurchgang, such as "Winter 2026/27"."""

    __tablename__ = "exam_season"

    name: Mapped[str]
    starts_on: Mapped[date] = mapped_column(index=True)
    ends_on: Mapped[date]


class Candidate(Record):
    """One person's examination in one season under one regulation."""

    __tablename__ = "candidate"

    number: Mapped[str] = mapped_column(index=True)
    person_uid: Mapped[UUID] = mapped_column(ForeignKey("person.uid"), index=True)
    season_uid: Mapped[UUID] = mapped_column(ForeignKey("exam_season.uid"), index=True)
    regulation: Mapped[str] = mapped_column(String(32), index=True)
    attempt: Mapped[int] = mapped_column(default=1)
    company_uid: Mapped[UUID | None] = grouped("training", ForeignKey("organisation.uid"), index=True)
    school_uid: Mapped[UUID | None] = grouped("training", ForeignKey("organisation.uid"))
    contract_from: Mapped[date | None] = grouped("training")
    contract_until: Mapped[date | None] = grouped("training")
    accommodation: Mapped[str] = grouped("accommodation", default="")
    extra_time_percent: Mapped[int] = grouped("accommodation", default=0)


class AreaMark(Record):
    """The points of one examination area, and of a supplementary oral exam in it."""

    __tablename__ = "area_mark"
    __table_args__ = (Index("ix_area_mark_candidate_area", "candidate_uid", "area"),)

    candidate_uid: Mapped[UUID] = mapped_column(ForeignKey("candidate.uid"))
    area: Mapped[str] = mapped_column(String(16))
    points: Mapped[Hundredths] = grouped("points")
    supplementary_points: Mapped[Hundredths | None] = grouped("points")


class ExamResult(Record):
    """What the committee decided and announced; the numbers as they were that day, exact as text."""

    __tablename__ = "exam_result"

    candidate_uid: Mapped[UUID] = mapped_column(ForeignKey("candidate.uid"), index=True)
    passed: Mapped[bool] = grouped("decision")
    total: Mapped[str] = grouped("decision", default="")
    part2: Mapped[str] = grouped("decision", default="")
    grade: Mapped[int | None] = grouped("decision")
    decimal_grade: Mapped[str] = grouped("decision", default="")
    announced_at: Mapped[datetime] = grouped("decision", index=True)
    decided_by: Mapped[str] = grouped("decision", default="")
