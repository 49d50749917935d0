"""Two houses for the exchange: Braunschweig hosts a joint committee, and every private field holds a marker."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Column, select, text
from sqlalchemy.orm import Session

from kammerdesk.committees.model import Appointment, Committee
from kammerdesk.examday.model import ExamDay, IndividualMark, JointMark, Sitting, Slot
from kammerdesk.exams.model import AreaMark, Candidate, ExamResult, ExamSeason
from kammerdesk.people.model import Lending, Organisation, Person, Room, Venue
from kammerdesk.store.printed import PrintedDocument
from kammerdesk.store.record import Record, UtcDateTime, record_tables
from kammerdesk.store.work import Work
from kammerdesk.sync.bundle import KeyRing
from kammerdesk.sync.cards import demonstration_card
from kammerdesk.sync.scope import shared_fields
from kammerdesk.sync.seal import PrivateKeys, demonstration_secret

MARKER = "PRIVAT"
PRIVATE_DAY = date(1907, 1, 13)
PRIVATE_MOMENT = datetime.fromisoformat("1907-01-13T04:05:06+00:00")
PRIVATE_NUMBER = 987654


@dataclass
class WindableClock:
    """A clock that tests wind on."""

    moment: datetime

    def now(self) -> datetime:
        """The moment it shows."""
        return self.moment

    def wind(self, hours: float) -> None:
        """On by so many hours, or back."""
        self.moment += timedelta(hours=hours)


def ring(chamber: str, partner: str) -> KeyRing:
    """The demonstration keys of a house that knows one partner."""
    keys = PrivateKeys(demonstration_secret(chamber))
    card = demonstration_card(partner)
    return KeyRing(chamber, {keys.public.key_id: keys}, {card.keys.key_id: card})


def furnish(work: Work, _order: None = None) -> dict[str, UUID]:
    """Braunschweig's house: what may leave, what may not, and a second committee that is nobody's business."""
    shared = _add_shared(work)
    _add_private(work, shared)
    mark_private_fields(work)
    return shared


def lend_examiner(work: Work, _order: None = None) -> UUID:
    """Lüneburg-Wolfsburg's house: one examiner who may be released to the partner, one who stays at home."""
    employer = work.add(Organisation(name="Heidewerk GmbH", kind="company", town="Celle"))
    work.session.flush()
    lent = work.add(Person(last_name="Düvel", first_name="Ida", phone="05141 1", employer_uid=employer.uid))
    work.add(Person(last_name=f"{MARKER} Zuhause", first_name="Jo"))
    mark_private_fields(work)
    return lent.uid


def release(work: Work, person: UUID) -> None:
    """Lüneburg-Wolfsburg lets somebody examine in Braunschweig."""
    work.add(Lending(person_uid=person, partner="BS"))


def card_of(session: Session, last_name: str) -> dict[str, Any]:
    """An examiner as the partner may know him, stamps included."""
    names = ("uid", "home", "_c", "last_name", "first_name", "phone")
    table = Record.metadata.tables["person"]
    found = session.execute(select(*(table.c[name] for name in names)).where(table.c.last_name == last_name)).one()
    return dict(found._mapping)


def store_card(work: Work, row: dict[str, Any]) -> None:
    """Stores such a card."""
    work.bulk(Person, [row])


def appoint(work: Work, order: tuple[UUID, UUID]) -> None:
    """Appoints a person to a committee for the employers."""
    person, committee = order
    terms = {"valid_from": date(2025, 1, 1), "valid_until": date(2029, 12, 31)}
    work.add(Appointment(person_uid=person, committee_uid=committee, bench="AG", role="member", **terms))


def _add_shared(work: Work) -> dict[str, UUID]:
    def put(record: Record) -> UUID:
        work.add(record)
        work.session.flush()
        return record.uid

    keys: dict[str, UUID] = {}
    keys["employer"] = put(Organisation(name="Okerdata GmbH", kind="company", town="Braunschweig"))
    keys["body"] = put(Organisation(name="DGB Südostniedersachsen", kind="proposing_body", town="Braunschweig"))
    keys["company"] = put(Organisation(name="Harzlogik AG", kind="company", town="Goslar"))
    keys["school"] = put(Organisation(name=f"{MARKER} Schule", kind="school", town="Peine"))
    keys["examiner"] = put(
        Person(last_name="Groß", first_name="Änne", title="Dr.", phone="0531 1", employer_uid=keys["employer"])
    )
    keys["examinee"] = put(Person(last_name="Yıldız", first_name="Ece", salutation=f"{MARKER} Anrede"))
    keys["venue"] = put(Venue(name="Haus der Wirtschaft", street="Garküche 3", postal_code="38100", town="BS"))
    keys["room"] = put(Room(venue_uid=keys["venue"], name="1.02", seats=12))
    keys["committee"] = put(
        Committee(number="BS-101", name="FIAE 1", occupation="fiae", joint=True, host="BS", partner="LW", target_size=3)
    )
    terms = {"valid_from": date(2025, 1, 1), "valid_until": date(2029, 12, 31)}
    keys["appointment"] = put(
        Appointment(
            person_uid=keys["examiner"],
            committee_uid=keys["committee"],
            bench="AN",
            role="chair",
            proposed_by_uid=keys["body"],
            **terms,
        )
    )
    keys["season"] = put(ExamSeason(name="Winter 2026/27", starts_on=date(2026, 11, 1), ends_on=date(2027, 2, 28)))
    keys["candidate"] = put(
        Candidate(
            number="2027-0001",
            person_uid=keys["examinee"],
            season_uid=keys["season"],
            regulation="fiae2020",
            company_uid=keys["company"],
            school_uid=keys["school"],
        )
    )
    keys["day"] = put(
        ExamDay(
            day=date(2027, 1, 12),
            committee_uid=keys["committee"],
            season_uid=keys["season"],
            regulation="fiae2020",
            area="PUS",
            room_uid=keys["room"],
            starts_at=time(8),
            slot_minutes=45,
        )
    )
    keys["sitting"] = put(
        Sitting(
            exam_day_uid=keys["day"],
            appointment_uid=keys["appointment"],
            person_uid=keys["examiner"],
            bench="AN",
            role="chair",
        )
    )
    keys["slot"] = put(
        Slot(exam_day_uid=keys["day"], candidate_uid=keys["candidate"], starts_at=time(8), ends_at=time(8, 45))
    )
    return keys


def _add_private(work: Work, shared: dict[str, UUID]) -> None:
    alone = work.add(
        Committee(number="BS-7", name=f"{MARKER} Ausschuss", occupation="koch", joint=False, target_size=3)
    )
    stranger = work.add(Person(last_name=f"{MARKER} Fremde", first_name="Eva"))
    unused = work.add(Organisation(name=f"{MARKER} Firma", kind="company"))
    work.session.flush()
    examinee = work.get(Person, shared["examinee"])
    examinee.phone, examinee.mail, examinee.employer_uid = f"{MARKER} Telefon", f"{MARKER} Mail", unused.uid
    day = {"valid_from": date(2025, 1, 1), "valid_until": date(2029, 12, 31)}
    records: list[Record] = [
        Appointment(person_uid=stranger.uid, committee_uid=alone.uid, bench="AG", role="chair", **day),
        AreaMark(candidate_uid=shared["candidate"], area="PUS", points=PRIVATE_NUMBER),
        ExamResult(candidate_uid=shared["candidate"], passed=True, announced_at=PRIVATE_MOMENT),
        IndividualMark(slot_uid=shared["slot"], person_uid=shared["examiner"], subarea=1, points=PRIVATE_NUMBER),
        JointMark(slot_uid=shared["slot"], subarea=1, points=PRIVATE_NUMBER, reason=f"{MARKER} Grund"),
        PrintedDocument(
            form="letter",
            subject_kind="person",
            subject_uid=unused.uid,
            printed_at=PRIVATE_MOMENT,
            printed_by=f"{MARKER} Drucker",
            sha256="0" * 64,
        ),
    ]
    for record in records:
        work.add(record)
    work.session.flush()


def mark_private_fields(work: Work) -> None:
    """Puts a marker into every field of every record that may not leave, whatever fields there will be."""
    for table in record_tables(Record.metadata):
        for column in table.columns:
            private = column.name not in shared_fields(table.name) | {"uid", "home"}
            marker = None if column.foreign_keys or column.name.startswith("_") else _marker(column)
            if private and marker is not None:
                work.session.execute(table.update().values({column.name: marker}))
    work.session.expire_all()


def _marker(column: Column[Any]) -> object:
    if isinstance(column.type, UtcDateTime):
        return PRIVATE_MOMENT
    markers: dict[type, object] = {str: f"{MARKER}-Feld", date: PRIVATE_DAY, int: PRIVATE_NUMBER}
    return markers.get(column.type.python_type)


def everything(session: Session) -> dict[str, list[tuple[object, ...]]]:
    """All rows of all tables of a database, for comparing and for searching; the journal of reading aside."""
    names = session.scalars(text("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")).all()
    return {name: [tuple(row) for row in session.execute(text(f'SELECT * FROM "{name}" ORDER BY 1'))] for name in names}


def texts(session: Session) -> str:
    """Everything a database holds, as one text to search in."""
    return repr(everything(session))
