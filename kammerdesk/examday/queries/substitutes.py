"""Who may stand in for an examiner who does not come: the deputies of the same group, the best first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from kammerdesk.base.dates import format_date
from kammerdesk.base.errors import KammerError
from kammerdesk.base.i18n import tr
from kammerdesk.base.verdicts import State, Verdict
from kammerdesk.committees.queries import CommitteeRow, SeatRow, committees
from kammerdesk.committees.rules.bias import Relation, check_bias
from kammerdesk.committees.rules.case import Kind, Role
from kammerdesk.committees.rules.voting import quorum
from kammerdesk.examday.model import ExamDay, Sitting, Slot
from kammerdesk.examday.queries.days import busy_times, slots_of_people
from kammerdesk.exams.model import Candidate
from kammerdesk.people.model import Person
from kammerdesk.people.rules import full_name


@dataclass(frozen=True, slots=True)
class Biased:
    """A candidate of the day whom somebody may not examine, or only after a second look; when, and why."""

    starts_at: time
    candidate: str
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class SubstituteRow:
    """One who could stand in; `hindrance` says why not, "" where nothing hinders.

    `biased` are the candidates of the day with a relation to this person; `days` counts the exam days on which the
    person sits in this season.
    """

    appointment_uid: UUID
    person_uid: UUID
    name: str
    phone: str
    home: str
    role: str
    hindrance: str
    biased: tuple[Biased, ...]
    days: int

    @property
    def is_free(self) -> bool:
        """Whether this person may stand in for all candidates of the day."""
        return not self.hindrance and all(each.verdict.state is not State.BROKEN for each in self.biased)


@dataclass(frozen=True, slots=True)
class Substitutes:
    """What the absence of an examiner means, and who could stand in, the best first."""

    exam_day_uid: UUID
    day: date
    committee: str
    absent: str
    bench: str
    quorum: Verdict
    rows: tuple[SubstituteRow, ...]


def day_of_examiner(session: Session, day: date, person: UUID) -> UUID:
    """The exam day of a date on which somebody sits; raises KammerError when there is none, or several."""
    found = session.scalars(
        select(ExamDay.uid)
        .join(Sitting, Sitting.exam_day_uid == ExamDay.uid)
        .where(ExamDay.day == day, ExamDay.deleted_at.is_(None))
        .where(Sitting.person_uid == person, Sitting.deleted_at.is_(None))
        .order_by(ExamDay.starts_at, ExamDay.uid)
    ).all()
    if not found:
        raise KammerError(tr("This person sits on no exam day on {day}.").format(day=format_date(day)))
    if len(found) > 1:
        sentence = tr("This person sits on {n} exam days on {day}. Please have that settled first.")
        raise KammerError(sentence.format(n=len(found), day=format_date(day)))
    return found[0]


def substitutes(session: Session, exam_day: UUID, absent: UUID) -> Substitutes:
    """Everybody of the absent examiner's group who is appointed to the committee and does not sit that day.

    A deputy replaces a member of the same group (§ 40 Abs. 2 Satz 3 BBiG); in a delegation further examiners may too
    (§ 42 Abs. 2 Satz 3). Free ones come first, then those with fewer biases, deputies, and fewer days in the season.
    Raises KammerError when the absent examiner does not sit that day.
    """
    found = session.get_one(ExamDay, exam_day)
    committee = next(row for row in committees(session, found.day) if row.id == found.committee_uid)
    sitting = {
        row.person_uid: row
        for row in session.scalars(
            select(Sitting).where(Sitting.exam_day_uid == exam_day, Sitting.deleted_at.is_(None))
        )
    }
    if absent not in sitting:
        raise KammerError(tr("This person sits on no exam day on {day}.").format(day=format_date(found.day)))
    bench = sitting[absent].bench
    seats = [seat for seat in committee.seats if seat.bench == bench and seat.person_uid not in sitting]
    finder = _Finder(session, found, committee)
    rows = sorted((finder.row(seat) for seat in seats if finder.may_stand_in(seat)), key=_rank)
    person = session.get_one(Person, absent)
    return Substitutes(
        exam_day_uid=exam_day,
        day=found.day,
        committee=f"{committee.number} {committee.name}",
        absent=full_name(person.title, person.first_name, person.last_name),
        bench=bench,
        quorum=quorum(max(committee.target_size, len(sitting)), len(sitting) - 1),
        rows=tuple(rows),
    )


def _rank(row: SubstituteRow) -> tuple[bool, int, bool, int, str]:
    return not row.is_free, len(row.biased), row.role != Role.DEPUTY, row.days, row.name


class _Finder:
    """Looks at one seat after the other for one exam day."""

    def __init__(self, session: Session, exam_day: ExamDay, committee: CommitteeRow) -> None:
        self._session, self._exam_day, self._committee = session, exam_day, committee
        times = busy_times(session, exam_day.day)
        here = next((row for row in times if row.id == exam_day.uid), None)
        self._at_once = [
            row
            for row in times
            if here is not None and row is not here and row.starts_at < here.ends_at and here.starts_at < row.ends_at
        ]
        self._begin, self._end = (here.starts_at, here.ends_at) if here is not None else (time.min, time.max)
        self._candidates = session.execute(
            select(Slot.starts_at, Candidate.person_uid, Candidate.company_uid, Candidate.number, Person.last_name)
            .join(Candidate, Candidate.uid == Slot.candidate_uid)
            .join(Person, Person.uid == Candidate.person_uid)
            .where(Slot.exam_day_uid == exam_day.uid, Slot.deleted_at.is_(None))
            .order_by(Slot.starts_at)
        ).all()
        self._days = self._days_in_season()

    def may_stand_in(self, seat: SeatRow) -> bool:
        """Whether the office allows it at all; who is a member sits in the own right."""
        further = seat.role == Role.FURTHER
        return not further or self._committee.kind == Kind.DELEGATION

    def row(self, seat: SeatRow) -> SubstituteRow:
        """What is to be known of the holder of a seat before somebody calls."""
        return SubstituteRow(
            appointment_uid=seat.id,
            person_uid=seat.person_uid,
            name=full_name(seat.title, seat.first_name, seat.last_name),
            phone=seat.phone,
            home=seat.home,
            role=seat.role,
            hindrance=self._hindrance(seat),
            biased=tuple(self._biased(seat)),
            days=self._days.get(seat.person_uid, 0),
        )

    def _hindrance(self, seat: SeatRow) -> str:
        day = self._exam_day.day
        if not seat.valid_from <= day <= seat.valid_until:
            sentence = tr("appointed from {first} to {last} only")
            return sentence.format(first=format_date(seat.valid_from), last=format_date(seat.valid_until))
        for busy in self._at_once:
            if seat.person_uid in busy.person_uids:
                sentence = tr("sits in {committee} from {begin:%H:%M} to {end:%H:%M}")
                return sentence.format(committee=busy.committee, begin=busy.starts_at, end=busy.ends_at)
        for slot in slots_of_people(self._session, day, [seat.person_uid]):
            if slot.starts_at < self._end and self._begin < slot.ends_at:
                return tr("is examined by {committee} that day").format(committee=slot.committee)
        return ""

    def _biased(self, seat: SeatRow) -> Iterator[Biased]:
        """Relations that the data know: the candidate in person, and the training company (§§ 20, 21 VwVfG)."""
        name = full_name(seat.title, seat.first_name, seat.last_name)
        employer = self._session.scalar(select(Person.employer_uid).where(Person.uid == seat.person_uid))
        for starts_at, person, company, number, last_name in self._candidates:
            if person == seat.person_uid:
                relation = Relation.SELF
            elif employer is not None and company == employer:
                relation = Relation.SAME_COMPANY
            else:
                continue
            yield Biased(starts_at, f"{number} {last_name}", check_bias(name, relation))

    def _days_in_season(self) -> dict[UUID, int]:
        counted = (
            select(Sitting.person_uid, func.count())
            .join(ExamDay, ExamDay.uid == Sitting.exam_day_uid)
            .where(ExamDay.season_uid == self._exam_day.season_uid)
            .where(ExamDay.deleted_at.is_(None), Sitting.deleted_at.is_(None))
            .group_by(Sitting.person_uid)
        )
        return {row[0]: row[1] for row in self._session.execute(counted)}
