"""What can be asked about examiners, committees and appointments."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, Subquery, func, or_, select
from sqlalchemy.orm import Session, aliased

from kammerdesk.base.folding import sort_key
from kammerdesk.base.verdicts import State, Verdict
from kammerdesk.committees.model import Appointment, Committee
from kammerdesk.committees.rules.case import Bench, CommitteeCase, Kind, Role, Seat
from kammerdesk.committees.rules.check import check_committee
from kammerdesk.committees.rules.terms import LAPSED_MONTHS, Standing, months_later, standing
from kammerdesk.people.model import Organisation, Person
from kammerdesk.people.queries import organisation_words
from kammerdesk.people.rules import full_name
from kammerdesk.store.house import house_of
from kammerdesk.store.record import Record
from kammerdesk.store.references import unreferenced


@dataclass(frozen=True, slots=True)
class SeatRow:
    """One appointment with the person who holds it."""

    id: UUID
    person_uid: UUID
    last_name: str
    first_name: str
    title: str
    salutation: str
    phone: str
    mail: str
    home: str
    bench: str
    role: str
    fields: str
    valid_from: date
    valid_until: date
    dismissed_on: date | None


@dataclass(frozen=True, slots=True)
class CommitteeRow:
    """One committee in a list, with its seats; rule checks are made from these."""

    id: UUID
    number: str
    name: str
    occupation: str
    kind: str
    joint: bool
    host: str
    partner: str
    target_size: int
    size_basis: str
    deviation_reason: str
    home: str
    is_ours: bool
    seats: tuple[SeatRow, ...]


@dataclass(frozen=True, slots=True)
class JudgedCommittee:
    """A committee, its number of ordinary members, and what the rules say of it on a day.

    Unless a rule is broken one can plan with it.
    """

    committee: CommitteeRow
    on: date
    members: int
    verdicts: tuple[Verdict, ...]

    @property
    def id(self) -> UUID:
        """The committee's key."""
        return self.committee.id

    def number_of(self, state: State) -> int:
        """How many verdicts have this state."""
        return sum(verdict.state is state for verdict in self.verdicts)


@dataclass(frozen=True, slots=True)
class ExaminerRow:
    """One examiner in the pool; the appointment shown is the one that lasts longest, if there is any yet."""

    id: UUID
    last_name: str
    first_name: str
    title: str
    is_ours: bool
    bench: str
    committee_number: str
    committee: str
    committee_count: int
    valid_from: date | None
    valid_until: date | None
    phone: str
    mail: str
    employer: str
    job_title: str
    home: str
    standing: Standing


@dataclass(frozen=True, slots=True)
class OfficeRow:
    """One appointment of one examiner, and how it stands today."""

    id: UUID
    committee_uid: UUID
    committee_number: str
    committee: str
    bench: str
    role: str
    valid_from: date
    valid_until: date
    dismissed_on: date | None
    proposed_by: str
    standing: Standing


@dataclass(frozen=True, slots=True)
class ExaminerCard:
    """Everything the desk shows of one examiner."""

    id: UUID
    name: str
    street: str
    town: str
    phone: str
    mail: str
    employer: str
    job_title: str
    home: str
    offices: tuple[OfficeRow, ...]


_SEAT = (
    Appointment.uid,
    Person.uid,
    Person.last_name,
    Person.first_name,
    Person.title,
    Person.salutation,
    Person.phone,
    Person.mail,
    Person.home,
    Appointment.bench,
    Appointment.role,
    Appointment.fields,
    Appointment.valid_from,
    Appointment.valid_until,
    Appointment.dismissed_on,
)
"""The columns of a SeatRow, in its order; plain columns, because whole records take five times as long."""


def _seats(today: date, *conditions: ColumnElement[bool]) -> Select[*tuple[Any, ...]]:
    """The seats of a day, without those whose holder had left: dismissed, or not appointed again for a year."""
    return (
        select(Appointment.committee_uid, *_SEAT)
        .join(Person, Appointment.person_uid == Person.uid)
        .where(
            Appointment.deleted_at.is_(None),
            or_(Appointment.dismissed_on.is_(None), Appointment.dismissed_on > today),
            Appointment.valid_until >= months_later(today, -LAPSED_MONTHS),
            *conditions,
        )
    )


def committees(session: Session, on: date | None = None) -> list[CommitteeRow]:
    """All committees by number, with their seats on a day; by default today."""
    seats: dict[UUID, list[SeatRow]] = defaultdict(list)
    for committee_uid, *seat in session.execute(_seats(on or house_of(session).today)):
        seats[committee_uid].append(SeatRow(*seat))
    found = session.scalars(select(Committee).where(Committee.deleted_at.is_(None)).order_by(Committee.number))
    chamber = house_of(session).chamber
    return [_committee_row(committee, committee.home == chamber, seats[committee.uid]) for committee in found]


def committee(session: Session, uid: UUID) -> CommitteeRow | None:
    """One committee with its seats; None when there is none with this key."""
    found = session.get(Committee, uid)
    if found is None or found.deleted_at is not None:
        return None
    seats = session.execute(_seats(house_of(session).today, Appointment.committee_uid == uid))
    return _committee_row(found, found.home == house_of(session).chamber, [SeatRow(*seat) for _, *seat in seats])


def _committee_row(found: Committee, is_ours: bool, seats: Sequence[SeatRow]) -> CommitteeRow:
    return CommitteeRow(
        id=found.uid,
        number=found.number,
        name=found.name,
        occupation=found.occupation,
        kind=found.kind,
        joint=found.joint,
        host=found.host,
        partner=found.partner,
        target_size=found.target_size,
        size_basis=found.size_basis,
        deviation_reason=found.deviation_reason,
        home=found.home,
        is_ours=is_ours,
        seats=tuple(sorted(seats, key=lambda seat: (sort_key(seat.last_name), sort_key(seat.first_name)))),
    )


def case_of(committee: CommitteeRow, on: date, present: frozenset[UUID] | None = None) -> CommitteeCase:
    """The committee as its rules look at it on a day; `present` are the appointments that take part, None the usual."""
    return CommitteeCase(
        on=on,
        seats=tuple(
            Seat(
                person=str(seat.person_uid),
                name=full_name(seat.title, seat.first_name, seat.last_name),
                bench=Bench(seat.bench),
                role=Role(seat.role),
                valid_from=seat.valid_from,
                valid_until=seat.valid_until,
                dismissed_on=seat.dismissed_on,
                fields=tuple(seat.fields.split(";")) if seat.fields else (),
                present=None if present is None else seat.id in present,
            )
            for seat in committee.seats
        ),
        target_size=committee.target_size,
        kind=Kind(committee.kind),
        joint=committee.joint,
        host=committee.host,
        deviation_reason=committee.deviation_reason,
        occupation=committee.occupation,
    )


def judged_committees(session: Session, on: date | None = None) -> list[JudgedCommittee]:
    """All committees by number, each with what the rules say of it on a day; by default today."""
    day = on or house_of(session).today
    return [judged(row, day) for row in committees(session, day)]


def judged(committee: CommitteeRow, on: date) -> JudgedCommittee:
    """A committee with what the rules say of it on a day."""
    case = case_of(committee, on)
    return JudgedCommittee(committee, on, len(case.members), tuple(check_committee(case)))


def _longest_appointments(*conditions: ColumnElement[bool]) -> Subquery:
    """Every undismissed appointment with its `place` among those of its person, 1 for the one that lasts longest."""
    return (
        select(
            Appointment,
            func.count().over(partition_by=Appointment.person_uid).label("number"),
            func.row_number()
            .over(partition_by=Appointment.person_uid, order_by=(Appointment.valid_until.desc(), Appointment.uid))
            .label("place"),
        )
        .where(Appointment.deleted_at.is_(None), Appointment.dismissed_on.is_(None), *conditions)
        .subquery()
    )


def _examiners(session: Session, longest: Subquery, *conditions: ColumnElement[bool]) -> list[ExaminerRow]:
    house = house_of(session)
    found = session.execute(
        select(
            Person.uid,
            Person.last_name,
            Person.first_name,
            Person.title,
            Person.home == house.chamber,
            longest.c.bench,
            Committee.number,
            Committee.name,
            longest.c.number,
            longest.c.valid_from,
            longest.c.valid_until,
            Person.phone,
            Person.mail,
            func.coalesce(Organisation.name, ""),
            func.coalesce(Organisation.town, ""),
            Person.job_title,
            Person.home,
        )
        .join(longest, longest.c.person_uid == Person.uid)
        .join(Committee, Committee.uid == longest.c.committee_uid)
        .outerjoin(Organisation, Organisation.uid == Person.employer_uid)
        .where(longest.c.place == 1, Person.deleted_at.is_(None), *conditions)
    )
    rows = []
    for row in found:
        stands = standing(row.valid_from, row.valid_until, house.today)
        facts: list[Any] = [*row[:-4], organisation_words(*row[-4:-2]), *row[-2:], stands]
        rows.append(ExaminerRow(*facts))
    return sorted(rows, key=lambda row: (sort_key(row.last_name), sort_key(row.first_name)))


def examiners(session: Session) -> list[ExaminerRow]:
    """The examiner pool of both chambers, by name, with persons of ours who have no part in anything yet.

    Dismissed appointments are left out.
    """
    pool = [*_examiners(session, _longest_appointments()), *_newcomers(session)]
    return sorted(pool, key=lambda row: (sort_key(row.last_name), sort_key(row.first_name)))


def _newcomers(session: Session) -> Iterator[ExaminerRow]:
    """Persons of our chamber to whom nothing refers: entered, and neither appointed nor examined yet."""
    chamber = house_of(session).chamber
    found = session.execute(
        select(
            Person.uid,
            Person.last_name,
            Person.first_name,
            Person.title,
            Person.phone,
            Person.mail,
            func.coalesce(Organisation.name, ""),
            func.coalesce(Organisation.town, ""),
            Person.job_title,
        )
        .outerjoin(Organisation, Organisation.uid == Person.employer_uid)
        .where(
            Person.home == chamber,
            Person.deleted_at.is_(None),
            unreferenced(Record.metadata.tables[Person.__tablename__]),
        )
    )
    for uid, last_name, first_name, title, phone, mail, employer, town, job in found:
        place = organisation_words(employer, town)
        yield ExaminerRow(
            *(uid, last_name, first_name, title, True, "", "", "", 0, None, None, phone, mail, place, job, chamber),
            standing=Standing.NEVER,
        )


def lapsed_examiners(session: Session) -> list[ExaminerRow]:
    """Examiners whose last appointment, made by our chamber, has run out lately; by name."""
    house = house_of(session)
    lately = months_later(house.today, -LAPSED_MONTHS), house.today - timedelta(days=1)
    ended = select(Appointment.person_uid).where(Appointment.valid_until.between(*lately))
    longest = _longest_appointments(Appointment.person_uid.in_(ended))  # few people, instead of ranking everybody
    return _examiners(session, longest, longest.c.home == house.chamber, longest.c.valid_until.between(*lately))


def appointments_ending(session: Session, last: date) -> list[tuple[date, int]]:
    """How many appointments made by our chamber end on which day from today until `last`."""
    house = house_of(session)
    found = session.execute(
        select(Appointment.valid_until, func.count())
        .where(
            Appointment.home == house.chamber,
            Appointment.deleted_at.is_(None),
            Appointment.dismissed_on.is_(None),
            Appointment.valid_until.between(house.today, last),
        )
        .group_by(Appointment.valid_until)
        .order_by(Appointment.valid_until)
    )
    return [(day, number) for day, number in found]


def examiner_card(session: Session, uid: UUID) -> ExaminerCard | None:
    """One examiner with all appointments, the latest first; None when there is none with this key."""
    person = session.get(Person, uid)
    if person is None or person.deleted_at is not None:
        return None
    employer = session.get(Organisation, person.employer_uid) if person.employer_uid else None
    return ExaminerCard(
        id=person.uid,
        name=full_name(person.title, person.first_name, person.last_name),
        street=person.street,
        town=f"{person.postal_code} {person.town}".strip(),
        phone=person.phone,
        mail=person.mail,
        employer=employer.name if employer else "",
        job_title=person.job_title,
        home=person.home,
        offices=tuple(_offices(session, uid)),
    )


def _offices(session: Session, person_uid: UUID) -> Iterator[OfficeRow]:
    proposer = aliased(Organisation)
    found = session.execute(
        select(
            Appointment.uid,
            Committee.uid,
            Committee.number,
            Committee.name,
            Appointment.bench,
            Appointment.role,
            Appointment.valid_from,
            Appointment.valid_until,
            Appointment.dismissed_on,
            func.coalesce(proposer.name, ""),
        )
        .join(Committee, Appointment.committee_uid == Committee.uid)
        .outerjoin(proposer, Appointment.proposed_by_uid == proposer.uid)
        .where(Appointment.person_uid == person_uid, Appointment.deleted_at.is_(None))
        .order_by(Appointment.valid_until.desc(), Committee.number)
    )
    today = house_of(session).today
    for row in found:
        values: list[Any] = [*row, standing(row.valid_from, row.valid_until, today, row.dismissed_on)]
        yield OfficeRow(*values)
