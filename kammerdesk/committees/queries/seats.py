"""Committees with their seats, and what the rules say of them on a day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, or_, select
from sqlalchemy.orm import Session

from kammerdesk.base.folding import sort_key
from kammerdesk.base.verdicts import State, Verdict
from kammerdesk.committees.model import Appointment, Committee
from kammerdesk.committees.rules.case import Bench, CommitteeCase, Kind, Role, Seat
from kammerdesk.committees.rules.check import check_committee
from kammerdesk.committees.rules.terms import LAPSED_MONTHS, months_later
from kammerdesk.people.model import Person
from kammerdesk.people.rules import full_name
from kammerdesk.store.house import house_of


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
