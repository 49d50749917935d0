"""Which of our appointments run out by a day, and whom the chamber must ask before it appoints again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session, aliased

from kammerdesk.base.folding import sort_key
from kammerdesk.committees.model import Appointment, Committee
from kammerdesk.people.model import Organisation, Person
from kammerdesk.people.rules import list_name
from kammerdesk.store.house import house_of


@dataclass(frozen=True, slots=True)
class ExpiringRow:
    """An appointment that nobody has renewed yet; `body` proposed it, "" where none is known."""

    id: UUID
    person_uid: UUID
    name: str
    committee: str
    committee_name: str
    bench: str
    role: str
    valid_until: date
    body: str


def expiring(session: Session, first: date, last: date) -> list[ExpiringRow]:
    """Appointments made by our chamber whose last day lies between two days, by that day and by name.

    Those are left out whose holder was dismissed or is appointed to the same committee for longer already.
    """
    body, later = aliased(Organisation), aliased(Appointment)
    renewed = exists().where(
        later.person_uid == Appointment.person_uid,
        later.committee_uid == Appointment.committee_uid,
        later.valid_until > Appointment.valid_until,
        later.dismissed_on.is_(None),
        later.deleted_at.is_(None),
    )
    found = session.execute(
        select(
            Appointment.uid,
            Appointment.person_uid,
            Person.title,
            Person.first_name,
            Person.last_name,
            Committee.number,
            Committee.name,
            Appointment.bench,
            Appointment.role,
            Appointment.valid_until,
            func.coalesce(body.name, ""),
        )
        .join(Person, Person.uid == Appointment.person_uid)
        .join(Committee, Committee.uid == Appointment.committee_uid)
        .outerjoin(body, body.uid == Appointment.proposed_by_uid)
        .where(
            Appointment.home == house_of(session).chamber,
            Appointment.deleted_at.is_(None),
            Appointment.dismissed_on.is_(None),
            Appointment.valid_until.between(first, last),
            Committee.deleted_at.is_(None),
            ~renewed,
        )
    )
    rows = [
        ExpiringRow(uid, person, list_name(title, given, family), *rest)
        for uid, person, title, given, family, *rest in found
    ]
    return sorted(rows, key=lambda row: (row.valid_until, sort_key(row.name), row.committee))


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
