"""The records of people: person, organisation, venue and room."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from kammerdesk.store.record import Record, grouped


class Organisation(Record):
    """A training company, a vocational school, or a body that proposes examiners."""

    __tablename__ = "organisation"

    name: Mapped[str] = grouped("name", index=True)
    kind: Mapped[str] = mapped_column(String(16), index=True)
    street: Mapped[str] = grouped("address", default="")
    postal_code: Mapped[str] = grouped("address", default="")
    town: Mapped[str] = grouped("address", default="")
    county: Mapped[str] = grouped("address", default="")
    phone: Mapped[str] = grouped("contact", default="")
    mail: Mapped[str] = grouped("contact", default="")


class Person(Record):
    """One human being, whatever roles: examiner, candidate, trainer."""

    __tablename__ = "person"

    last_name: Mapped[str] = grouped("name", index=True)
    first_name: Mapped[str] = grouped("name")
    title: Mapped[str] = grouped("name", default="")
    salutation: Mapped[str] = grouped("name", default="")
    birth_name: Mapped[str] = grouped("birth", default="")
    birth_date: Mapped[date | None] = grouped("birth")
    birth_place: Mapped[str] = grouped("birth", default="")
    street: Mapped[str] = grouped("address", default="")
    postal_code: Mapped[str] = grouped("address", default="")
    town: Mapped[str] = grouped("address", default="")
    phone: Mapped[str] = grouped("contact", default="")
    mail: Mapped[str] = grouped("contact", default="")
    employer_uid: Mapped[UUID | None] = grouped("work", ForeignKey("organisation.uid"), index=True)
    job_title: Mapped[str] = grouped("work", default="")
    iban: Mapped[str] = grouped("bank", default="")


class Venue(Record):
    """A building in which examinations take place."""

    __tablename__ = "venue"

    name: Mapped[str]
    street: Mapped[str] = grouped("address", default="")
    postal_code: Mapped[str] = grouped("address", default="")
    town: Mapped[str] = grouped("address", default="")


class Room(Record):
    """A room of a venue."""

    __tablename__ = "room"

    venue_uid: Mapped[UUID] = mapped_column(ForeignKey("venue.uid"), index=True)
    name: Mapped[str]
    seats: Mapped[int]
