"""What can be asked about examiners, committees and appointments."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import Session, aliased

from kammerdesk.committees.model import Appointment, Committee
from kammerdesk.committees.rules.case import Bench, CommitteeCase, Kind, Role, Seat
from kammerdesk.people.model import Organisation, Person
from kammerdesk.people.rules import full_name


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
    seats: tuple[SeatRow, ...]


@dataclass(frozen=True, slots=True)
class ExaminerRow:
    """One examiner in the pool; the appointment shown is the one that lasts longest."""

    id: UUID
    last_name: str
    first_name: str
    title: str
    home: str
    bench: str
    committee: str
    committee_count: int
    valid_until: date
    phone: str
    mail: str
    employer: str


def _seats(*conditions: ColumnElement[bool]) -> Select[*tuple[Any, ...]]:
    return (
        select(Appointment, Person)
        .join(Person, Appointment.person_uid == Person.uid)
        .where(Appointment.deleted_at.is_(None), *conditions)
        .order_by(Person.last_name, Person.first_name)
    )


def _seat_row(appointment: Appointment, person: Person) -> SeatRow:
    return SeatRow(
        id=appointment.uid,
        person_uid=person.uid,
        last_name=person.last_name,
        first_name=person.first_name,
        title=person.title,
        salutation=person.salutation,
        phone=person.phone,
        mail=person.mail,
        home=person.home,
        bench=appointment.bench,
        role=appointment.role,
        fields=appointment.fields,
        valid_from=appointment.valid_from,
        valid_until=appointment.valid_until,
        dismissed_on=appointment.dismissed_on,
    )


def committees(session: Session) -> list[CommitteeRow]:
    """All committees by number, with their seats."""
    seats: dict[UUID, list[SeatRow]] = defaultdict(list)
    for appointment, person in session.execute(_seats()):
        seats[appointment.committee_uid].append(_seat_row(appointment, person))
    found = session.scalars(select(Committee).where(Committee.deleted_at.is_(None)).order_by(Committee.number))
    return [_committee_row(committee, seats[committee.uid]) for committee in found]


def committee(session: Session, uid: UUID) -> CommitteeRow | None:
    """One committee with its seats; None when there is none with this key."""
    found = session.get(Committee, uid)
    if found is None or found.deleted_at is not None:
        return None
    seats = session.execute(_seats(Appointment.committee_uid == uid))
    return _committee_row(found, [_seat_row(appointment, person) for appointment, person in seats])


def _committee_row(found: Committee, seats: Sequence[SeatRow]) -> CommitteeRow:
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
        seats=tuple(seats),
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


def examiners(session: Session) -> list[ExaminerRow]:
    """The examiner pool of both chambers, by name; dismissed appointments are left out."""
    employer = aliased(Organisation)
    latest = (
        select(
            Appointment.person_uid,
            func.max(Appointment.valid_until).label("valid_until"),
            func.count().label("committee_count"),
        )
        .where(Appointment.deleted_at.is_(None), Appointment.dismissed_on.is_(None))
        .group_by(Appointment.person_uid)
        .subquery()
    )
    shown = (
        select(func.min(Appointment.uid).label("uid"), Appointment.person_uid)
        .join(
            latest,
            and_(Appointment.person_uid == latest.c.person_uid, Appointment.valid_until == latest.c.valid_until),
        )
        .where(Appointment.deleted_at.is_(None), Appointment.dismissed_on.is_(None))
        .group_by(Appointment.person_uid)
        .subquery()
    )
    rows = session.execute(
        select(
            Person.uid,
            Person.last_name,
            Person.first_name,
            Person.title,
            Person.home,
            Appointment.bench,
            Committee.name,
            latest.c.committee_count,
            Appointment.valid_until,
            Person.phone,
            Person.mail,
            func.coalesce(employer.name, ""),
        )
        .join(shown, shown.c.person_uid == Person.uid)
        .join(latest, latest.c.person_uid == Person.uid)
        .join(Appointment, Appointment.uid == shown.c.uid)
        .join(Committee, Appointment.committee_uid == Committee.uid)
        .outerjoin(employer, Person.employer_uid == employer.uid)
        .where(Person.deleted_at.is_(None))
        .order_by(Person.last_name, Person.first_name)
    )
    return [ExaminerRow(*row) for row in rows]


def appointments_ending(session: Session, today: date, until: date) -> list[tuple[SeatRow, str]]:
    """Appointments that have run out within the last year or will by `until`, soonest first, with their committee."""
    rows = session.execute(
        select(Appointment, Person, Committee.name)
        .join(Person, Appointment.person_uid == Person.uid)
        .join(Committee, Appointment.committee_uid == Committee.uid)
        .where(
            Appointment.deleted_at.is_(None),
            or_(Appointment.dismissed_on.is_(None), Appointment.dismissed_on > today),
            Appointment.valid_until.between(date(today.year - 1, today.month, 1), until),
        )
        .order_by(Appointment.valid_until, Person.last_name)
    )
    return [(_seat_row(appointment, person), name) for appointment, person, name in rows]
