"""A joint committee, its deputies, a room, a season and three candidates: all that one exam day needs."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, time
from typing import Any
from uuid import UUID

from kammerdesk.committees.model import Appointment, Committee
from kammerdesk.examday.service import CheckInOrder, ExamDayOrder, check_in, create_exam_day
from kammerdesk.exams.model import AreaMark, Candidate, ExamSeason
from kammerdesk.exams.rules.catalogue import regulation
from kammerdesk.people.model import Organisation, Person, Room, Venue
from kammerdesk.store.record import Record
from kammerdesk.store.store import Store
from kammerdesk.store.work import Work

DAY = date(2026, 11, 23)
"""Today, by the clock of the tests: before, nobody is let in."""
WRITTEN = {"EITA": 67_0000, "PSP": 67_0000, "EUA": 67_0000, "WISO": 67_0000}
"""With 67 in the project the total is exactly 67,00."""


@dataclass(frozen=True)
class World:
    """The keys of what was furnished; people by short names, candidates in the order of their numbers."""

    committee: UUID
    season: UUID
    room: UUID
    other_room: UUID
    seats: dict[str, UUID]
    people: dict[str, UUID]
    candidates: tuple[UUID, ...]

    @property
    def members(self) -> tuple[UUID, ...]:
        """The appointments of the ordinary members."""
        return (self.seats["chair"], self.seats["vice"], self.seats["teacher"])

    @property
    def examiners(self) -> tuple[UUID, ...]:
        """The persons of the ordinary members."""
        return (self.people["chair"], self.people["vice"], self.people["teacher"])

    def order(self, **changes: Any) -> ExamDayOrder:
        """A day that stands, or the same with changes."""
        sound = ExamDayOrder(
            day=DAY,
            starts_at=time(8, 30),
            slot_minutes=45,
            committee_uid=self.committee,
            season_uid=self.season,
            regulation="fiae2020",
            area="PUS",
            room_uid=self.room,
            appointment_uids=self.members,
            candidate_uids=self.candidates,
        )
        return replace(sound, **changes)


_SEATS = (
    ("chair", "Weber", "Anna", "AG", "chair"),
    ("vice", "Haupt", "Iris", "AN", "vice_chair"),
    ("teacher", "Lang", "Uwe", "LK", "member"),
    ("deputy_ag", "Öz", "Can", "AG", "deputy"),
    ("deputy_an", "Kurz", "Olga", "AN", "deputy"),
)
_CANDIDATES = (("4301", "Adler", "Jana", 0), ("4302", "Çelik", "Ayşe", 25), ("4303", "Dietz", "Oskar", 0))


def furnish(work: Work, _: object = None) -> World:
    """Puts everything into the store."""
    season = _add(work, ExamSeason(name="Winter 2026/27", starts_on=date(2026, 9, 1), ends_on=date(2027, 2, 28)))
    venue = _add(work, Venue(name="Bildungshaus", street="Ring 1", postal_code="38100", town="Braunschweig"))
    room, other = (_add(work, Room(venue_uid=venue, name=name, seats=20)) for name in ("Raum 2.14", "Raum 2.15"))
    occupation = regulation("fiae2020").occupation.title
    committee = _add(
        work,
        Committee(
            number="BS-101",
            name="Gemeinsamer Prüfungsausschuss Fachinformatik",
            occupation=occupation,
            joint=True,
            host="BS",
            partner="LW",
            target_size=3,
        ),
    )
    people, seats = {}, {}
    for key, last, first, bench, role in _SEATS:
        people[key] = _add(work, Person(last_name=last, first_name=first, salutation="Frau"))
        seats[key] = _add(
            work,
            Appointment(
                person_uid=people[key],
                committee_uid=committee,
                bench=bench,
                role=role,
                valid_from=date(2024, 9, 1),
                valid_until=date(2029, 8, 31),
            ),
        )
    company = _add(work, Organisation(name="Möller Logistik GmbH", kind="company"))
    candidates = tuple(_candidate(work, season, company, *row) for row in _CANDIDATES)
    return World(committee, season, room, other, seats, people, candidates)


def _candidate(work: Work, season: UUID, company: UUID, number: str, last: str, first: str, extra: int) -> UUID:
    person = _add(
        work,
        Person(
            last_name=last,
            first_name=first,
            birth_date=date(2004, 5, 3),
            birth_place="Peine",
            street="Am Wall 3",
            postal_code="38100",
            town="Braunschweig",
            salutation="Frau",
        ),
    )
    candidate = _add(
        work,
        Candidate(
            number=number,
            person_uid=person,
            season_uid=season,
            regulation="fiae2020",
            company_uid=company,
            extra_time_percent=extra,
        ),
    )
    for area, points in WRITTEN.items():
        _add(work, AreaMark(candidate_uid=candidate, area=area, points=points))
    return candidate


def _add(work: Work, record: Record) -> UUID:
    work.add(record)
    work.session.flush()
    return record.uid


def admitted(store: Store, world: World, **changes: Any) -> tuple[UUID, tuple[UUID, ...]]:
    """A planned day whose candidates are all checked in: the keys of the day and of its slots."""
    from kammerdesk.examday import queries

    day = store.do(create_exam_day, world.order(**changes)).value
    card = store.ask(queries.exam_day, day)
    assert card is not None
    slots = tuple(slot.id for slot in card.slots)
    for slot in slots:
        store.do(check_in, came(slot))
    return day, slots


def came(slot: UUID, **changes: Any) -> CheckInOrder:
    """A check-in with everything confirmed, or the same with changes."""
    from kammerdesk.examday.rules import Attendance, IdentityDocument

    complete = CheckInOrder(
        slot_uid=slot,
        attendance=Attendance.CHECKED_IN,
        identity_document=IdentityDocument.IDENTITY_CARD,
        photo_matches=True,
        instructed=True,
        fit=True,
        no_bias_claimed=True,
    )
    return replace(complete, **changes)
