"""An exam day with what its candidates' marks amount to, and what was printed of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from kammerdesk.base.verdicts import Verdict
from kammerdesk.examday.queries.card import exam_day
from kammerdesk.examday.queries.rows import ExamDayCard
from kammerdesk.examday.rules import shared_employers
from kammerdesk.exams import queries as exam_queries
from kammerdesk.exams.rules.catalogue import regulation
from kammerdesk.exams.rules.passing import Assessment
from kammerdesk.exams.rules.regulation import ExamArea, Regulation
from kammerdesk.store.house import house_of
from kammerdesk.store.printed import PrintedDocument


@dataclass(frozen=True, slots=True)
class Marking:
    """One exam day being recorded; `assessments` by slot, `ours` whether it is recorded in this house."""

    card: ExamDayCard
    regulation: Regulation
    area: ExamArea
    assessments: Mapping[UUID, Assessment]
    ours: bool


@dataclass(frozen=True, slots=True)
class DayOverview:
    """One exam day at a glance: when it was last printed, and who may be biased."""

    card: ExamDayCard
    area: ExamArea
    printed_at: datetime | None
    bias: tuple[Verdict, ...]


def marking(session: Session, uid: UUID) -> Marking | None:
    """One exam day with what the marks of each candidate amount to or what was announced; None where there is none."""
    card = exam_day(session, uid)
    if card is None:
        return None
    house = house_of(session)
    found = regulation(card.regulation)
    judged = {
        slot.id: exam_queries.announced_or_assessed(session, slot.candidate_uid, house.today) for slot in card.slots
    }
    return Marking(card, found, found.area(card.area), judged, card.home == house.chamber)


def day_overview(session: Session, uid: UUID) -> DayOverview | None:
    """One exam day at a glance; None when there is no such day."""
    card = exam_day(session, uid)
    if card is None:
        return None
    subjects = [card.id, *(slot.id for slot in card.slots)]
    printed_at = session.scalar(
        select(func.max(PrintedDocument.printed_at)).where(PrintedDocument.subject_uid.in_(subjects))
    )
    area = regulation(card.regulation).area(card.area)
    return DayOverview(card, area, printed_at, shared_employers(card.sittings, card.slots))
