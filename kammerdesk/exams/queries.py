"""What can be asked about examinations: seasons, candidates, their marks and results."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, fields, replace
from datetime import date, datetime
from fractions import Fraction
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, aliased

from kammerdesk.base.csv_file import read_csv
from kammerdesk.base.errors import KammerError
from kammerdesk.base.i18n import tr
from kammerdesk.base.points import from_ten_thousandths
from kammerdesk.exams.candidate_file import CandidateEntry, KnownCandidate, PlannedLine, file_notes, plan_import
from kammerdesk.exams.model import AreaMark, Candidate, ExamResult, ExamSeason
from kammerdesk.exams.rules.catalogue import regulation, regulations
from kammerdesk.exams.rules.decision import AreaResult, Decision, area_results, as_announced, kept_areas
from kammerdesk.exams.rules.grading import Rounding
from kammerdesk.exams.rules.passing import Assessment, Mark, assess
from kammerdesk.exams.rules.regulation import Regulation
from kammerdesk.people.model import Organisation, Person
from kammerdesk.store.house import house_of
from kammerdesk.store.settings import setting_on

ROUNDING_SETTING = "rounding"


@dataclass(frozen=True, slots=True)
class SeasonRow:
    """A Prüfungsdurchgang."""

    id: UUID
    name: str
    starts_on: date
    ends_on: date


@dataclass(frozen=True, slots=True)
class CandidateRow:
    """One candidate in a list; `passed` is None while nothing is decided."""

    id: UUID
    number: str
    last_name: str
    first_name: str
    title: str
    regulation: str
    company: str
    season: str
    attempt: int
    extra_time_percent: int
    home: str
    passed: bool | None
    grade: int | None
    total: str
    occupation: str


@dataclass(frozen=True, slots=True)
class SeasonCandidates:
    """A season's candidates; `chosen` is None where there is no season yet."""

    seasons: tuple[SeasonRow, ...]
    chosen: UUID | None
    rows: tuple[CandidateRow, ...]


@dataclass(frozen=True, slots=True)
class MarkRow:
    """The exact points of one area and of a supplementary oral exam in it."""

    area: str
    points: Fraction
    supplementary_points: Fraction | None


@dataclass(frozen=True, slots=True)
class CandidateCard:
    """Everything about one candidate's examination, with the address for letters."""

    id: UUID
    number: str
    salutation: str
    title: str
    first_name: str
    last_name: str
    birth_name: str
    birth_date: date | None
    birth_place: str
    street: str
    postal_code: str
    town: str
    regulation: str
    season: str
    company: str
    attempt: int
    accommodation: str
    extra_time_percent: int
    home: str
    marks: tuple[MarkRow, ...]


@dataclass(frozen=True, slots=True)
class ResultRow(Decision):
    """A decided and announced result."""

    id: UUID
    announced_at: datetime
    decided_by: str


@dataclass(frozen=True, slots=True)
class Examination:
    """One candidate's whole examination: who, under which regulation, what the marks amount to, what was announced.

    Once it is announced, `assessment` and `areas` are what was announced.
    """

    card: CandidateCard
    regulation: Regulation
    assessment: Assessment
    areas: tuple[AreaResult, ...]
    result: ResultRow | None


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """A file of candidates, judged for a season; nothing of it is stored. `notes` are about the file as a whole."""

    file_name: str
    seasons: tuple[SeasonRow, ...]
    season: SeasonRow
    lines: tuple[PlannedLine, ...]
    notes: tuple[str, ...]


def seasons(session: Session) -> list[SeasonRow]:
    """All seasons, newest first."""
    found = session.scalars(
        select(ExamSeason).where(ExamSeason.deleted_at.is_(None)).order_by(ExamSeason.starts_on.desc())
    )
    return [SeasonRow(season.uid, season.name, season.starts_on, season.ends_on) for season in found]


def season_for(session: Session, day: date) -> SeasonRow | None:
    """The season that runs on a day, else the next one, else the latest."""
    known = sorted(seasons(session), key=lambda season: season.starts_on)
    coming = [season for season in known if season.ends_on >= day]
    return coming[0] if coming else (known[-1] if known else None)


def known_candidates(session: Session, season_uid: UUID) -> dict[str, KnownCandidate]:
    """The stored candidates of a season by number."""
    rows = session.execute(
        select(Candidate.number, Person.last_name, Person.first_name, Person.birth_date)
        .join(Person, Candidate.person_uid == Person.uid)
        .where(Candidate.season_uid == season_uid, Candidate.deleted_at.is_(None))
    )
    return {number: KnownCandidate(last, first, born) for number, last, first, born in rows}


def import_plan(session: Session, file: Path, season_uid: UUID | None) -> ImportPlan:
    """Reads a file of candidates and judges its lines for a season, by default for the one that is running.

    Raises KammerError when the file is no such file, or when there is no season.
    """
    found = read_csv(file)
    running = season_for(session, house_of(session).today)
    known = seasons(session)
    season = next((season for season in known if season.id == season_uid), running)
    if season is None:
        raise KammerError(tr("There is no season yet. Please create one first."))
    lines = plan_import(found, file.name, regulations(), known_candidates(session, season.id))
    judged = tuple(_with_notes(session, line) for line in lines)
    return ImportPlan(file.name, tuple(known), season, judged, file_notes(found, regulations()))


def _with_notes(session: Session, line: PlannedLine) -> PlannedLine:
    """Says of a line whether a person who is stored already will get another address."""
    person = known_person(session, line.entry) if line.entry else None
    if person is None or line.entry is None or not new_address(person, line.entry):
        return line
    known = ", ".join(filter(None, (person.street, f"{person.postal_code} {person.town}".strip())))
    sentence = tr("The person is stored with another address ({address}) and gets that of the file.")
    return replace(line, notes=(*line.notes, sentence.format(address=known)))


def known_person(session: Session, entry: CandidateEntry) -> Person | None:
    """Our stored person of the same name and birth date."""
    return session.scalars(
        select(Person).where(
            Person.last_name == entry.last_name,
            Person.first_name == entry.first_name,
            Person.birth_date == entry.birth_date,
            Person.home == house_of(session).chamber,
            Person.deleted_at.is_(None),
        )
    ).first()


def new_address(person: Person, entry: CandidateEntry) -> dict[str, str]:
    """The parts of the address that the file gives otherwise than they are stored."""
    given = {name: str(getattr(entry, name)) for name in ("street", "postal_code", "town")}
    return {name: text for name, text in given.items() if text and text != getattr(person, name)}


def _candidate_rows() -> Select[*tuple[Any, ...]]:
    company = aliased(Organisation)
    return (
        select(
            Candidate.uid,
            Candidate.number,
            Person.last_name,
            Person.first_name,
            Person.title,
            Candidate.regulation,
            func.coalesce(company.name, ""),
            ExamSeason.name,
            Candidate.attempt,
            Candidate.extra_time_percent,
            Candidate.home,
            ExamResult.passed,
            ExamResult.grade,
            func.coalesce(ExamResult.total, ""),
        )
        .join(Person, Candidate.person_uid == Person.uid)
        .join(ExamSeason, Candidate.season_uid == ExamSeason.uid)
        .outerjoin(company, Candidate.company_uid == company.uid)
        .outerjoin(ExamResult, (ExamResult.candidate_uid == Candidate.uid) & ExamResult.deleted_at.is_(None))
        .where(Candidate.deleted_at.is_(None))
        .order_by(Candidate.number)
    )


def candidates(session: Session, season_uid: UUID) -> list[CandidateRow]:
    """The candidates of a season by number."""
    return _rows(session, _candidate_rows().where(Candidate.season_uid == season_uid))


def _rows(session: Session, wanted: Select[*tuple[Any, ...]]) -> list[CandidateRow]:
    titles = {uid: found.occupation.title for uid, found in regulations().items()}
    return [CandidateRow(*(*row, titles.get(row[5], row[5]))) for row in session.execute(wanted)]


def season_candidates(session: Session, season_uid: UUID | None) -> SeasonCandidates:
    """The candidates of a season, by default of the one that is running, with all seasons to choose from."""
    known = seasons(session)
    running = season_for(session, house_of(session).today)
    chosen = season_uid or (running.id if running else None)
    return SeasonCandidates(tuple(known), chosen, tuple(candidates(session, chosen)) if chosen else ())


def season_of(session: Session, candidate_uid: UUID) -> UUID | None:
    """The season of a candidate; None when there is none with this key."""
    return session.scalar(select(Candidate.season_uid).where(Candidate.uid == candidate_uid))


def marked(area: str) -> Select[UUID]:
    """The candidates who have points in an area already."""
    return select(AreaMark.candidate_uid).where(AreaMark.area == area, AreaMark.deleted_at.is_(None))


def marked_among(session: Session, area: str, candidates: Collection[UUID]) -> set[UUID]:
    """Which of these candidates have points in an area already."""
    return set(session.scalars(marked(area).where(AreaMark.candidate_uid.in_(candidates))))


def candidates_to_examine(
    session: Session, season_uid: UUID, regulation: str, area: str, taken: Select[UUID]
) -> list[CandidateRow]:
    """The candidates of a season under one regulation who have neither points in an area nor a result yet.

    Those whom `taken` finds are left out too.
    """
    return _rows(
        session,
        _candidate_rows().where(
            Candidate.season_uid == season_uid,
            Candidate.regulation == regulation,
            Candidate.uid.not_in(taken),
            Candidate.uid.not_in(marked(area)),
            ExamResult.uid.is_(None),
        ),
    )


def candidate_card(session: Session, uid: UUID) -> CandidateCard | None:
    """One candidate with his marks; None when there is none with this key."""
    candidate = session.get(Candidate, uid)
    if candidate is None or candidate.deleted_at is not None:
        return None
    person = session.get_one(Person, candidate.person_uid)
    season = session.get_one(ExamSeason, candidate.season_uid)
    company = session.get(Organisation, candidate.company_uid) if candidate.company_uid else None
    return CandidateCard(
        id=candidate.uid,
        number=candidate.number,
        salutation=person.salutation,
        title=person.title,
        first_name=person.first_name,
        last_name=person.last_name,
        birth_name=person.birth_name,
        birth_date=person.birth_date,
        birth_place=person.birth_place,
        street=person.street,
        postal_code=person.postal_code,
        town=person.town,
        regulation=candidate.regulation,
        season=season.name,
        company=company.name if company else "",
        attempt=candidate.attempt,
        accommodation=candidate.accommodation,
        extra_time_percent=candidate.extra_time_percent,
        home=candidate.home,
        marks=area_marks(session, uid),
    )


def area_marks(session: Session, candidate_uid: UUID) -> tuple[MarkRow, ...]:
    """The marks of one candidate by area."""
    found = session.scalars(
        select(AreaMark)
        .where(AreaMark.candidate_uid == candidate_uid, AreaMark.deleted_at.is_(None))
        .order_by(AreaMark.area)
    )
    return tuple(
        MarkRow(
            mark.area,
            from_ten_thousandths(mark.points),
            None if mark.supplementary_points is None else from_ten_thousandths(mark.supplementary_points),
        )
        for mark in found
    )


def supplementary_points(session: Session, candidate_uid: UUID, area: str) -> Fraction | None:
    """What the candidate got in the supplementary oral exam of an area, or None."""
    marks = area_marks(session, candidate_uid)
    return next((mark.supplementary_points for mark in marks if mark.area == area), None)


def result_of(session: Session, candidate_uid: UUID) -> ResultRow | None:
    """The announced result of a candidate, or None."""
    found = session.scalars(
        select(ExamResult).where(ExamResult.candidate_uid == candidate_uid, ExamResult.deleted_at.is_(None))
    ).first()
    if found is None:
        return None
    kept = {each.name: getattr(found, each.name) for each in fields(Decision)}
    return ResultRow(**kept, id=found.uid, announced_at=found.announced_at, decided_by=found.decided_by)


def examination(session: Session, candidate_uid: UUID) -> Examination | None:
    """Everything about one candidate's examination; None when there is no such candidate."""
    card = candidate_card(session, candidate_uid)
    if card is None:
        return None
    today, rules = house_of(session).today, regulation(card.regulation)
    result = result_of(session, candidate_uid)
    judged = announced_or_assessed(session, candidate_uid, today)
    areas = kept_areas(result.areas) if result else area_results(rules, judged, today)
    return Examination(card, rules, judged, areas, result)


def announced_or_assessed(session: Session, candidate_uid: UUID, today: date) -> Assessment:
    """As `assessment`, but an announced result stays what it was, whatever is set or calculated otherwise today."""
    judged, result = assessment(session, candidate_uid, today), result_of(session, candidate_uid)
    return as_announced(judged, result) if result else judged


def assessment(session: Session, candidate_uid: UUID, today: date) -> Assessment:
    """What the regulation says of a candidate's marks so far, rounded as the office has set for that day.

    Raises KammerError when there is no such candidate or regulation.
    """
    candidate = session.get(Candidate, candidate_uid)
    if candidate is None or candidate.deleted_at is not None:
        raise KammerError(tr("This candidate no longer exists. Please reload the page."))
    marks = {mark.area: Mark(mark.points, mark.supplementary_points) for mark in area_marks(session, candidate_uid)}
    rounding = setting_on(session, ROUNDING_SETTING, today, "")
    return assess(regulation(candidate.regulation), marks, on=today, rounding=Rounding(rounding) if rounding else None)
