"""What clerks do in the season: people, committees, appointments, marks, bulk changes, undo, deletes, decisions.

Every value that is written is new, so that one that was lost is told from one that stands.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from itertools import count
from random import Random
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from kammerdesk.committees.model import Appointment, Committee
from kammerdesk.examday.model import ExamDay, IndividualMark, Slot
from kammerdesk.exams.model import AreaMark, Candidate
from kammerdesk.people.model import Lending, Organisation, Person
from kammerdesk.people.service import (
    LendingOrder,
    PersonOrder,
    PersonsOrder,
    change_persons,
    create_person,
    lend_person,
    remove_person,
)
from kammerdesk.store.record import Record
from kammerdesk.store.trash import RestoreOrder, restore_removed
from kammerdesk.store.undo import undo, undoable
from kammerdesk.store.work import Work
from kammerdesk.sync.inbox import undecided
from kammerdesk.sync.model import ConflictKind
from kammerdesk.sync.resolving import (
    DeclineOrder,
    ResolveOrder,
    accept_proposal,
    decline_proposal,
    note_conflict,
    resolve_conflict,
)
from tools.soak.season_station import PARTNER, USER, Station

MARKER = "PRIVAT-Feld"
"""Begins what stands in private fields, also of the records with which the season begins."""

_numbers = count(1)


def act(station: Station, chance: Random) -> str:
    """One act of a clerk; returns what it was."""
    name = chance.choice(tuple(_ACTS))
    _ACTS[name](station, chance)
    return name


def decide(station: Station, chance: Random, most: int = 3) -> int:
    """Decides on what waits, as far as this house may; returns on how much."""
    rows = station.store.ask(undecided)[:most]
    for row in rows:
        if row.reason is ConflictKind.PROPOSAL and chance.random() < 0.5:
            done = station.do(accept_proposal, ResolveOrder(row.id))
            if done is None:
                station.do(decline_proposal, DeclineOrder(row.id, "geht nicht"))
        elif row.reason is ConflictKind.PROPOSAL:
            station.do(decline_proposal, DeclineOrder(row.id, "bleibt so"))
        else:
            station.do(resolve_conflict if row.is_ours else note_conflict, ResolveOrder(row.id))
    return len(rows)


def write_fields(work: Work, order: tuple[type[Record], UUID, Mapping[str, Any]]) -> None:
    """Changes some fields of one record, whosever it is."""
    kind, uid, values = order
    record = work.get(kind, uid)
    for name, value in values.items():
        setattr(record, name, value)


def add_record(work: Work, record: Record) -> UUID:
    """Adds one record of our own."""
    work.add(record)
    work.session.flush()
    return record.uid


def _some(station: Station, chance: Random, kind: type[Record], *, ours: bool = True) -> UUID | None:
    """A live record of a kind."""

    def keys(session: Session) -> list[UUID]:
        whose = kind.home == station.store.chamber if ours else kind.home != station.store.chamber
        return list(session.scalars(select(kind.uid).where(whose, kind.deleted_at.is_(None)).order_by(kind.uid)))

    found = station.store.ask(keys)
    return chance.choice(found) if found else None


def _new(prefix: str) -> str:
    return f"{prefix} {next(_numbers)}"


def _change(kind: type[Record], values: Callable[[Random], Mapping[str, Any]], *, ours: bool = True) -> Any:
    def change(station: Station, chance: Random) -> None:
        uid = _some(station, chance, kind, ours=ours)
        if uid is not None:
            station.do(write_fields, (kind, uid, values(chance)))

    return change


def _add_person(station: Station, _chance: Random) -> None:
    order = PersonOrder(last_name=_new("Neu"), first_name="Eva", job_title=_new(MARKER), street=_new(MARKER))
    station.do(create_person, order)


def _add_organisation(station: Station, _chance: Random) -> None:
    station.do(add_record, Organisation(name=_new("Betrieb"), kind="company", phone=_new(MARKER)))


def _appoint(station: Station, chance: Random) -> None:
    person, committee = _some(station, chance, Person), _some(station, chance, Committee)
    if person is not None and committee is not None:
        terms = {"valid_from": date(2025, 1, 1), "valid_until": date(2029, 12, 31)}
        record = Appointment(person_uid=person, committee_uid=committee, bench="AG", role="member", **terms)
        station.do(add_record, record)


def _mark(station: Station, chance: Random) -> None:
    candidate, slot = _some(station, chance, Candidate), _some(station, chance, Slot)
    if candidate is not None:
        station.do(add_record, AreaMark(candidate_uid=candidate, area=f"T{next(_numbers)}", points=7000))
    person = _some(station, chance, Person)
    if slot is not None and person is not None:
        station.do(add_record, IndividualMark(slot_uid=slot, person_uid=person, subarea=1, points=next(_numbers)))


def _bulk(station: Station, chance: Random) -> None:
    def people(session: Session) -> dict[UUID, str]:
        query = select(Person.uid, Person.job_title).where(Person.home == station.store.chamber).limit(40)
        return {row.uid: row.job_title for row in session.execute(query)}

    station.do(change_persons, PersonsOrder(station.store.ask(people), "job_title", _new(MARKER)))


def _undo(station: Station, _chance: Random) -> None:
    entry = station.store.ask(undoable, USER)
    if entry is not None and entry.action != "import_bundle":
        station.do(undo, entry.id)


def _remove(station: Station, chance: Random) -> None:
    uid = _some(station, chance, Person)
    if uid is not None:
        station.do(remove_person, uid)


def _remove_appointment(station: Station, chance: Random) -> None:
    uid = _some(station, chance, Appointment)
    if uid is not None:
        station.do(_put_away, (Appointment, uid))


def _release(station: Station, chance: Random) -> None:
    uid = _some(station, chance, Person)
    if uid is not None:
        station.do(lend_person, LendingOrder(uid, PARTNER[station.store.chamber]))


def _end_release(station: Station, chance: Random) -> None:
    uid = _some(station, chance, Lending)
    if uid is not None:
        station.do(_put_away, (Lending, uid))


def _put_away(work: Work, order: tuple[type[Record], UUID]) -> None:
    work.remove(work.get(*order))


def _bring_back(station: Station, chance: Random) -> None:
    def gone(session: Session) -> list[UUID]:
        ours = Person.home == station.store.chamber
        return list(
            session.scalars(select(Person.uid).where(ours, Person.deleted_at.is_not(None)).order_by(Person.uid))
        )

    found = station.store.ask(gone)
    if found:
        station.do(restore_removed, RestoreOrder("person", chance.choice(found)))


def _decide(station: Station, chance: Random) -> None:
    decide(station, chance)


def _later(_chance: Random) -> Mapping[str, Any]:
    return {"day": date(2027, 1, 1) + timedelta(days=next(_numbers))}


_ACTS: Mapping[str, Callable[[Station, Random], None]] = {
    "add a person": _add_person,
    "add an organisation": _add_organisation,
    "rename a person": _change(Person, lambda _: {"last_name": _new("Name")}),
    "note a telephone number": _change(Person, lambda _: {"phone": _new("Tel")}),
    "note a bank account": _change(Person, lambda _: {"iban": _new(MARKER)}),
    "rename an organisation": _change(Organisation, lambda _: {"name": _new("Firma")}),
    "rename a committee": _change(Committee, lambda _: {"name": _new("Ausschuss")}),
    "move an exam day": _change(ExamDay, _later),
    "appoint": _appoint,
    "dismiss": _remove_appointment,
    "release": _release,
    "end a release": _end_release,
    "mark": _mark,
    "change a mark": _change(AreaMark, lambda _: {"points": 100 + next(_numbers)}),
    "change many people": _bulk,
    "change a person of the partner": _change(Person, lambda _: {"phone": _new("Vorschlag")}, ours=False),
    "change a committee of the partner": _change(Committee, lambda _: {"name": _new("Vorschlag")}, ours=False),
    "undo": _undo,
    "remove a person": _remove,
    "bring a person back": _bring_back,
    "decide": _decide,
}
