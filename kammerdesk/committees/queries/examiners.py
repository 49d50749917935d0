"""The examiner pool of both chambers, and one examiner with all appointments."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Subquery, and_, exists, func, or_, select
from sqlalchemy.orm import Session, aliased

from kammerdesk.base.folding import sort_key
from kammerdesk.committees.model import Appointment, Committee
from kammerdesk.committees.rules.terms import LAPSED_MONTHS, Standing, months_later, standing
from kammerdesk.people.model import Lending, Organisation, Person
from kammerdesk.people.queries import organisation_words, releases
from kammerdesk.people.rules import full_name
from kammerdesk.store.house import house_of
from kammerdesk.store.record import Record
from kammerdesk.store.references import unreferenced


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
    released_to: tuple[str, ...]


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
    rows, released = [], releases(session)
    for row in found:
        stands = standing(row.valid_from, row.valid_until, house.today)
        facts: list[Any] = [*row[:-4], organisation_words(*row[-4:-2]), *row[-2:], stands, released.get(row.uid, ())]
        rows.append(ExaminerRow(*facts))
    return sorted(rows, key=lambda row: (sort_key(row.last_name), sort_key(row.first_name)))


def examiners(session: Session) -> list[ExaminerRow]:
    """The examiner pool of both chambers, by name, with persons of ours who have no part in anything yet.

    Dismissed appointments are left out.
    """
    pool = [*_examiners(session, _longest_appointments()), *_newcomers(session)]
    return sorted(pool, key=lambda row: (sort_key(row.last_name), sort_key(row.first_name)))


def _newcomers(session: Session) -> Iterator[ExaminerRow]:
    """Persons of our chamber without an office: entered, and neither appointed nor examined yet, or released."""
    chamber = house_of(session).chamber
    holds = exists().where(Appointment.person_uid == Person.uid, Appointment.deleted_at.is_(None))
    released = exists().where(Lending.person_uid == Person.uid, Lending.deleted_at.is_(None))
    new = unreferenced(Record.metadata.tables[Person.__tablename__], besides={Lending.__tablename__})
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
            or_(new, and_(released, ~holds)),
        )
    )
    lent = releases(session)
    for uid, last_name, first_name, title, phone, mail, employer, town, job in found:
        place = organisation_words(employer, town)
        yield ExaminerRow(
            *(uid, last_name, first_name, title, True, "", "", "", 0, None, None, phone, mail, place, job, chamber),
            standing=Standing.NEVER,
            released_to=lent.get(uid, ()),
        )


def lapsed_examiners(session: Session) -> list[ExaminerRow]:
    """Examiners whose last appointment, made by our chamber, has run out lately; by name."""
    house = house_of(session)
    lately = months_later(house.today, -LAPSED_MONTHS), house.today - timedelta(days=1)
    ended = select(Appointment.person_uid).where(Appointment.valid_until.between(*lately))
    longest = _longest_appointments(Appointment.person_uid.in_(ended))  # few people, instead of ranking everybody
    return _examiners(session, longest, longest.c.home == house.chamber, longest.c.valid_until.between(*lately))


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
