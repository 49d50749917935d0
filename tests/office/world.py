"""A chamber with a past: an examination of long ago, one of ten years ago, one of this winter."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from uuid import UUID

from kammerdesk.committees.model import Appointment, Committee
from kammerdesk.examday.model import ExamDay, IndividualMark, JointMark, Sitting, Slot
from kammerdesk.exams.model import AreaMark, Candidate, ExamResult, ExamSeason
from kammerdesk.people.model import Organisation, Person, Room, Venue
from kammerdesk.store.printed import PrintedDocument
from kammerdesk.store.record import Record
from kammerdesk.store.work import Work

LONG_AGO, TEN_YEARS_AGO, THIS_WINTER = 1974, 2014, 2026


@dataclass(frozen=True, slots=True)
class Exam:
    """The keys of one candidate's examination; every text of its records bears the candidate's last name."""

    name: str
    person: UUID
    candidate: UUID
    slot: UUID
    day: UUID


@dataclass(frozen=True, slots=True)
class World:
    """One examination for each time, the examiner who sat in all of them, and the committee."""

    exams: dict[int, Exam]
    examiner: UUID
    committee: UUID
    room: UUID


def furnish(work: Work, names: dict[int, str]) -> World:
    """One examination per year, of a candidate with that name."""
    venue = _put(work, Venue(name="Haus der Wirtschaft"))
    room = _put(work, Room(venue_uid=venue, name="1.02", seats=12))
    committee = _put(work, Committee(number="BS-1", name="FIAE 1", occupation="fiae", target_size=3))
    examiner = _put(work, Person(last_name="Prüferin", first_name="Ute"))
    term = {"valid_from": date(2020, 1, 1), "valid_until": date(2029, 12, 31)}
    office = _put(work, Appointment(person_uid=examiner, committee_uid=committee, bench="AN", role="chair", **term))
    places = {"committee_uid": committee, "room_uid": room}
    exams = {year: _examine(work, year, name, places, (examiner, office)) for year, name in names.items()}
    return World(exams, examiner, committee, room)


def _examine(work: Work, year: int, name: str, places: dict[str, UUID], examiner: tuple[UUID, UUID]) -> Exam:
    season = _put(work, ExamSeason(name=f"Winter {year}", starts_on=date(year, 11, 1), ends_on=date(year + 1, 2, 28)))
    company = _put(work, Organisation(name=f"Betrieb {name}", kind="company"))
    person = _put(work, Person(last_name=name, first_name="Jo", mail=f"{name}@example.org", employer_uid=company))
    course = {"regulation": "fiae2020", "season_uid": season}
    candidate = _put(work, Candidate(number=f"{year}-{name}", person_uid=person, company_uid=company, **course))
    _put(work, AreaMark(candidate_uid=candidate, area="PUS", points=81_0000))
    times = {"starts_at": time(8), "slot_minutes": 45}
    day = _put(work, ExamDay(day=date(year, 11, 20), area="PUS", **course, **places, **times))
    _put(work, Sitting(exam_day_uid=day, appointment_uid=examiner[1], person_uid=examiner[0], bench="AN", role="chair"))
    slot = _put(work, Slot(exam_day_uid=day, candidate_uid=candidate, starts_at=time(8), ends_at=time(9)))
    _put(work, IndividualMark(slot_uid=slot, person_uid=examiner[0], subarea=1, points=81_00))
    _put(work, JointMark(slot_uid=slot, subarea=1, points=81_00, reason=f"Grund bei {name}"))
    announced = datetime(year, 11, 21, 12, tzinfo=UTC)
    _put(work, ExamResult(candidate_uid=candidate, passed=True, total="81", announced_at=announced))
    note = {"form": "pass_confirmation", "printed_at": announced, "printed_by": "kroeger", "sha256": "0" * 64}
    _put(work, PrintedDocument(subject_kind="candidate", subject_uid=candidate, **note))
    return Exam(name, person, candidate, slot, day)


def _put(work: Work, record: Record) -> UUID:
    work.add(record)
    work.session.flush()
    return record.uid
