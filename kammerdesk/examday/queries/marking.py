"""An exam day with what its candidates' marks amount to, and what was printed of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, null, select
from sqlalchemy.orm import Session

from kammerdesk.base.verdicts import Verdict
from kammerdesk.examday.model import IndividualMark, JointMark, Slot
from kammerdesk.examday.queries.card import exam_day
from kammerdesk.examday.queries.rows import ExamDayCard
from kammerdesk.examday.rules import shared_employers
from kammerdesk.exams import queries as exam_queries
from kammerdesk.exams.model import Candidate
from kammerdesk.exams.rules.catalogue import regulation
from kammerdesk.exams.rules.passing import Assessment
from kammerdesk.exams.rules.regulation import ExamArea, Regulation
from kammerdesk.people.model import Person
from kammerdesk.people.rules import list_name
from kammerdesk.store.house import house_of
from kammerdesk.store.journal import JournalChange, JournalEntry
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
class LastMark:
    """The mark that was entered last on a day, when, and for whom; without an examiner it is what was agreed."""

    slot_uid: UUID
    subarea: int
    person_uid: UUID | None
    candidate: str
    at: datetime


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


def last_mark(session: Session, uid: UUID) -> LastMark | None:
    """The mark of an exam day that was entered, corrected or taken back last; None as long as there is none."""
    found = [change for kind in (IndividualMark, JointMark) for change in _last_change(session, kind, uid)]
    return max(found, key=lambda change: change[0])[1] if found else None


def _last_change(
    session: Session, kind: type[IndividualMark] | type[JointMark], exam_day_uid: UUID
) -> Iterator[tuple[int, LastMark]]:
    """The last mark of this kind with the number of its journal entry, if there is one."""
    examiner: Any = kind.person_uid if issubclass(kind, IndividualMark) else null()
    changes = session.execute(
        select(JournalEntry.id, JournalEntry.at, kind.slot_uid, kind.subarea, examiner, Person)
        .join(JournalChange, JournalChange.entry_id == JournalEntry.id)
        .join(kind, kind.uid == JournalChange.uid)
        .join(Slot, kind.slot_uid == Slot.uid)
        .join(Candidate, Slot.candidate_uid == Candidate.uid)
        .join(Person, Candidate.person_uid == Person.uid)
        .where(Slot.exam_day_uid == exam_day_uid, Slot.deleted_at.is_(None))
        .order_by(JournalEntry.id.desc())
        .limit(1)
    )
    for entry, at, slot, subarea, examiner_uid, person in changes:
        name = list_name(person.title, person.first_name, person.last_name)
        yield entry, LastMark(slot, subarea, examiner_uid, name, at)


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
