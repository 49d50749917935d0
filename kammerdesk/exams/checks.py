"""Whether marks are possible, and whether announced results are what the marks give by the regulation."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import groupby
from typing import Any
from uuid import UUID

from sqlalchemy import MetaData, not_, select
from sqlalchemy.orm import Session

from kammerdesk.base.clock import office_time
from kammerdesk.base.errors import KammerError
from kammerdesk.base.i18n import N_, tr
from kammerdesk.base.points import comma_text, from_ten_thousandths, to_ten_thousandths
from kammerdesk.exams.model import AreaMark, Candidate, ExamResult
from kammerdesk.exams.queries import ROUNDING_SETTING
from kammerdesk.exams.rules.catalogue import regulation
from kammerdesk.exams.rules.grading import Rounding
from kammerdesk.exams.rules.passing import BEST, WORST, Assessment, Mark, assess
from kammerdesk.exams.rules.summary import result_total
from kammerdesk.store.checks import Check, Fault
from kammerdesk.store.house import house_of
from kammerdesk.store.settings import setting_on

_BOUNDS = to_ten_thousandths(WORST), to_ten_thousandths(BEST)


def _impossible_marks(session: Session, _metadata: MetaData) -> Iterator[Fault]:
    columns: tuple[Any, ...] = (AreaMark.points, AreaMark.supplementary_points)
    for column in columns:
        query = (
            select(AreaMark.uid, Candidate.number, AreaMark.area, column)
            .join(Candidate, Candidate.uid == AreaMark.candidate_uid)
            .where(AreaMark.deleted_at.is_(None), not_(column.between(*_BOUNDS)))
        )
        for uid, number, area, points in session.execute(query):
            sentence = tr("Candidate {number}, {area}: {points} points are not possible. Allowed are 0 to 100 points.")
            shown = ("-" if points < 0 else "") + comma_text(from_ten_thousandths(abs(points)))
            yield Fault(sentence.format(number=number, area=area, points=shown), "area_mark", uid)


@dataclass(frozen=True, slots=True)
class _Announced:
    """One announced result: what it was, when, and under which regulation."""

    candidate_uid: UUID
    number: str
    regulation: str
    day: date
    passed: bool
    total: str
    grade: int | None


def _other_results(session: Session, _metadata: MetaData) -> Iterator[Fault]:
    """Results of our own candidates that the marks stored today do not give; the partner's marks may not be here."""

    @cache
    def rounding_on(day: date) -> Rounding | None:
        rounding = setting_on(session, ROUNDING_SETTING, day, "")
        return Rounding(rounding) if rounding else None

    for announced, marks in _announced(session):
        try:
            judged = assess(
                regulation(announced.regulation), marks, on=announced.day, rounding=rounding_on(announced.day)
            )
        except KammerError as error:
            yield _fault(announced, str(error))
            continue
        if not _is_same(announced, judged):
            yield _fault(announced, tr("The announced result is not what the stored marks give."))


def _is_same(announced: _Announced, judged: Assessment) -> bool:
    grade = judged.grade.number if judged.grade else None
    given = (bool(judged.passed), result_total(judged), grade)
    return not judged.open_areas and given == (announced.passed, announced.total, announced.grade)


def _fault(announced: _Announced, sentence: str) -> Fault:
    told = tr("Candidate {number}: {sentence}").format(number=announced.number, sentence=sentence)
    return Fault(told, "candidate", announced.candidate_uid)


def _announced(session: Session) -> Iterator[tuple[_Announced, dict[str, Mark]]]:
    """Our announced results with the marks of their candidates, in one way through both tables."""
    query = (
        select(
            Candidate.uid,
            Candidate.number,
            Candidate.regulation,
            ExamResult.announced_at,
            ExamResult.passed,
            ExamResult.total,
            ExamResult.grade,
            AreaMark.area,
            AreaMark.points,
            AreaMark.supplementary_points,
        )
        .join(ExamResult, (ExamResult.candidate_uid == Candidate.uid) & ExamResult.deleted_at.is_(None))
        .outerjoin(AreaMark, (AreaMark.candidate_uid == Candidate.uid) & AreaMark.deleted_at.is_(None))
        .where(Candidate.home == house_of(session).chamber, Candidate.deleted_at.is_(None))
        .order_by(Candidate.uid, ExamResult.uid)
    )
    for _, rows in groupby(session.execute(query), key=lambda row: row[:7]):
        found = list(rows)
        uid, number, rules, announced_at, passed, total, grade = found[0][:7]
        day = office_time(announced_at).date()
        yield _Announced(uid, number, rules, day, passed, total, grade), _marks(found)


def _marks(rows: Iterable[Any]) -> dict[str, Mark]:
    return {
        row.area: Mark(
            from_ten_thousandths(row.points),
            None if row.supplementary_points is None else from_ten_thousandths(row.supplementary_points),
        )
        for row in rows
        if row.area is not None
    }


CHECKS = (
    Check("marks", N_("Marks of examination areas"), _impossible_marks, finding=True),
    Check("results", N_("Announced results"), _other_results, finding=True),
)
"""People have to mend these: a result is an administrative act."""
