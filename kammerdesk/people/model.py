"""The records of people: person, organisation, venue and room."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped

from kammerdesk.base.i18n import N_
from kammerdesk.people.rules import ORGANISATION_WORDS
from kammerdesk.store.record import Record, field, grouped


class Organisation(Record):
    """A training company, a vocational school, or a body that proposes examiners."""

    __tablename__ = "organisation"
    __words__ = N_("Organisations")
    __title__ = ("name", "town")

    name: Mapped[str] = grouped("name", words=N_("Name"), search=True, index=True)
    kind: Mapped[str] = field(String(16), words=N_("Kind"), values=ORGANISATION_WORDS, index=True)
    street: Mapped[str] = grouped("address", words=N_("Street"), default="")
    postal_code: Mapped[str] = grouped("address", words=N_("Postal code"), default="")
    town: Mapped[str] = grouped("address", words=N_("Town"), search=True, default="")
    county: Mapped[str] = grouped("address", words=N_("County"), default="")
    phone: Mapped[str] = grouped("contact", words=N_("Telephone"), default="")
    mail: Mapped[str] = grouped("contact", words=N_("Mail address"), default="")


class Person(Record):
    """One human being, whatever roles: examiner, candidate, trainer."""

    __tablename__ = "person"
    __words__ = N_("Persons")
    __title__ = ("last_name", "first_name")

    last_name: Mapped[str] = grouped("name", words=N_("Last name"), search=True, index=True)
    first_name: Mapped[str] = grouped("name", words=N_("First name"), search=True)
    title: Mapped[str] = grouped("name", words=N_("Title"), default="")
    salutation: Mapped[str] = grouped("name", words=N_("Salutation"), default="")
    birth_name: Mapped[str] = grouped("birth", words=N_("Name at birth"), search=True, default="")
    birth_date: Mapped[date | None] = grouped("birth", words=N_("Date of birth"))
    birth_place: Mapped[str] = grouped("birth", words=N_("Place of birth"), default="")
    street: Mapped[str] = grouped("address", words=N_("Street"), default="")
    postal_code: Mapped[str] = grouped("address", words=N_("Postal code"), default="")
    town: Mapped[str] = grouped("address", words=N_("Town"), search=True, default="")
    phone: Mapped[str] = grouped("contact", words=N_("Telephone"), default="")
    mail: Mapped[str] = grouped("contact", words=N_("Mail address"), default="")
    employer_uid: Mapped[UUID | None] = grouped(
        "work", ForeignKey("organisation.uid"), words=N_("Employer"), index=True
    )
    job_title: Mapped[str] = grouped("work", words=N_("Position"), default="")
    iban: Mapped[str] = grouped("bank", words=N_("IBAN"), default="")


class Lending(Record):
    """That a person of this house may examine at a partner, which therefore knows how to reach them (BBiG § 40).

    Only the person's own house releases them; what a partner writes of them releases nothing.
    """

    __tablename__ = "lending"
    __words__ = N_("Releases to a partner")
    __title__ = ("person_uid", "partner")

    person_uid: Mapped[UUID] = field(ForeignKey("person.uid"), words=N_("Person"), index=True, part=True)
    partner: Mapped[str] = field(String(8), words=N_("Partner chamber"))


class Venue(Record):
    """A building in which examinations take place."""

    __tablename__ = "venue"
    __words__ = N_("Venues")
    __title__ = ("name", "town")

    name: Mapped[str] = field(words=N_("Name"), search=True)
    street: Mapped[str] = grouped("address", words=N_("Street"), default="")
    postal_code: Mapped[str] = grouped("address", words=N_("Postal code"), default="")
    town: Mapped[str] = grouped("address", words=N_("Town"), search=True, default="")


class Room(Record):
    """A room of a venue."""

    __tablename__ = "room"
    __words__ = N_("Rooms")
    __title__ = ("name", "venue_uid")

    venue_uid: Mapped[UUID] = field(ForeignKey("venue.uid"), words=N_("Venue"), index=True)
    name: Mapped[str] = field(words=N_("Name"), search=True)
    seats: Mapped[int] = field(words=N_("Seats"))
