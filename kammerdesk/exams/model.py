"""The records of examinations: season, candidate, marks by area, and the result."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped

from kammerdesk.base.i18n import N_
from kammerdesk.base.points import TenThousandths
from kammerdesk.store.record import Record, field, grouped


class ExamSeason(Record):
    """A Prüfungsdurchgang, such as "Winter 2026/27"."""

    __tablename__ = "exam_season"
    __words__ = N_("Exam seasons")
    __title__ = ("name",)

    name: Mapped[str] = field(words=N_("Name"), search=True)
    starts_on: Mapped[date] = field(words=N_("First day"), index=True)
    ends_on: Mapped[date] = field(words=N_("Last day"))


class Candidate(Record):
    """One person's examination in one season under one regulation."""

    __tablename__ = "candidate"
    __words__ = N_("Candidates")
    __title__ = ("number", "person_uid")

    number: Mapped[str] = field(words=N_("Number"), search=True, index=True)
    person_uid: Mapped[UUID] = field(ForeignKey("person.uid"), words=N_("Person"), index=True)
    season_uid: Mapped[UUID] = field(ForeignKey("exam_season.uid"), words=N_("Exam season"), index=True)
    regulation: Mapped[str] = field(String(32), words=N_("Examination regulation"), index=True)
    attempt: Mapped[int] = field(words=N_("Attempt"), default=1)
    company_uid: Mapped[UUID | None] = grouped(
        "training", ForeignKey("organisation.uid"), words=N_("Training company"), index=True
    )
    school_uid: Mapped[UUID | None] = grouped(
        "training", ForeignKey("organisation.uid"), words=N_("Vocational school"), index=True
    )
    contract_from: Mapped[date | None] = grouped("training", words=N_("Apprenticeship from"))
    contract_until: Mapped[date | None] = grouped("training", words=N_("Apprenticeship until"))
    accommodation: Mapped[str] = grouped("accommodation", words=N_("Accommodation"), default="")
    extra_time_percent: Mapped[int] = grouped("accommodation", words=N_("Extra time in percent"), default=0)


class AreaMark(Record):
    """The points of one examination area, and of a supplementary oral exam in it, exact."""

    __tablename__ = "area_mark"
    __words__ = N_("Marks of examination areas")
    __title__ = ("candidate_uid", "area")
    __table_args__ = (Index("ix_area_mark_candidate_area", "candidate_uid", "area"),)

    candidate_uid: Mapped[UUID] = field(ForeignKey("candidate.uid"), words=N_("Candidate"))
    area: Mapped[str] = field(String(16), words=N_("Examination area"))
    points: Mapped[TenThousandths] = grouped("points", words=N_("Points"), scale=10_000)
    supplementary_points: Mapped[TenThousandths | None] = grouped(
        "points", words=N_("Points of the supplementary oral exam"), scale=10_000
    )


class ExamResult(Record):
    """What the committee decided and announced; the numbers as they were that day, exact as text (see Decision)."""

    __tablename__ = "exam_result"
    __words__ = N_("Exam results")
    __title__ = ("candidate_uid",)

    candidate_uid: Mapped[UUID] = field(ForeignKey("candidate.uid"), words=N_("Candidate"), index=True)
    passed: Mapped[bool] = grouped("decision", words=N_("Passed"))
    total: Mapped[str] = grouped("decision", words=N_("Overall result"), default="")
    part2: Mapped[str] = grouped("decision", words=N_("Result of part 2"), default="")
    grade: Mapped[int | None] = grouped("decision", words=N_("Grade"))
    grade_word: Mapped[str] = grouped("decision", words=N_("Grade in words"), default="")
    decimal_grade: Mapped[str] = grouped("decision", words=N_("Decimal grade"), default="")
    areas: Mapped[str] = grouped("decision", words=N_("Results of the examination areas"), default="[]")
    failed_rules: Mapped[str] = grouped("decision", words=N_("Rules for passing that were not met"), default="[]")
    announced_at: Mapped[datetime] = grouped("decision", words=N_("Announced at"), index=True)
    decided_by: Mapped[str] = grouped("decision", words=N_("Decided by"), default="")
