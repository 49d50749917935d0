"""Two houses for the exchange bench: a joint committee, its examiners, exam days and candidates, 100,000 records."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import date, time, timedelta
from pathlib import Path
from random import Random
from typing import Any
from uuid import UUID

from sqlalchemy import func, select, update

from kammerdesk.base.ids import uuid7
from kammerdesk.committees.model import Appointment, Committee
from kammerdesk.examday.model import ExamDay, Slot
from kammerdesk.exams.model import Candidate, ExamSeason
from kammerdesk.people.model import Organisation, Person, Room, Venue
from kammerdesk.store.store import Store
from kammerdesk.store.work import Work
from kammerdesk.sync.records import schema
from kammerdesk.sync.service import establish_demonstration_keys
from tools.bench.store_world import USER, empty_folder

EXAMINERS, CANDIDATES, COMPANIES, DAYS = 8_000, 27_000, 2_000, 1_200
_LAST = ("Müller", "Öztürk", "Schröder", "Weiß", "Łukasz", "Meier", "Çelik", "Ärmel", "von der Heide", "Großmann")
_FIRST = ("Jörg", "Anna", "Ayşe", "Thomas", "Zoë", "Karl-Heinz", "Renée", "Uwe")
_DAY = date(2026, 11, 2)


@contextmanager
def houses() -> Iterator[tuple[Store, Store]]:
    """Braunschweig full, Lüneburg-Wolfsburg empty; both know each other."""
    with closing(_made("full", "BS")) as bs, closing(_made("empty", "LW")) as lw:
        bs.do(fill_house, None)
        yield bs, lw


@contextmanager
def copied(store: Store, name: str) -> Iterator[Store]:
    """A copy of a house as it is now."""
    folder = empty_folder(name)
    with store.standing_still() as file:
        shutil.copytree(file.parent, folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns("*-wal", "*-shm"))
    with closing(Store.open(folder, user=USER)) as copy:
        yield copy


def _made(name: str, chamber: str) -> Store:
    folder: Path = empty_folder(name)
    store = Store.create(folder, chamber, schema(), user=USER, demonstration=True)
    store.do(establish_demonstration_keys, None)
    return store


def fill_house(work: Work, _order: None) -> None:
    """Everything that a joint committee and its exam days need, in the numbers above."""
    source = Random(7)

    def pour(record: Any, count: int, /, **columns: Any) -> list[UUID]:
        uids = [uuid7() for _ in range(count)]
        work.pour(record, {"uid": uids, **columns})
        return uids

    def drawn(values: Any, count: int) -> list[Any]:
        return [source.choice(values) for _ in range(count)]

    companies = pour(
        Organisation, COMPANIES, name=[f"{source.choice(_LAST)} {number} GmbH" for number in range(COMPANIES)],
        kind="company", town=drawn(("Goslar", "Peine", "Wolfenbüttel", "Salzgitter"), COMPANIES),
    )  # fmt: skip
    people = EXAMINERS + CANDIDATES
    persons = pour(
        Person, people, last_name=[f"{source.choice(_LAST)}{number % 97}" for number in range(people)],
        first_name=drawn(_FIRST, people), phone=[f"0531 {source.randrange(10**6)}" for _ in range(people)],
        mail=[f"p{number}@beispiel.example" for number in range(people)], employer_uid=drawn(companies, people),
    )  # fmt: skip
    (committee,) = pour(
        Committee, 1, number="BS-101", name="FIAE 1", occupation="fiae", joint=True, host="BS", partner="LW",
        target_size=9,
    )  # fmt: skip
    (season,) = pour(ExamSeason, 1, name="Winter", starts_on=_DAY, ends_on=_DAY + timedelta(days=120))
    (venue,) = pour(Venue, 1, name="Haus der Wirtschaft", street="Garküche 3", postal_code="38100", town="BS")
    (room,) = pour(Room, 1, venue_uid=venue, name="1.02", seats=12)
    pour(
        Appointment, EXAMINERS, person_uid=persons[:EXAMINERS], committee_uid=committee,
        bench=drawn(("AN", "AG", "LK"), EXAMINERS), role="member", valid_from=_DAY,
        valid_until=_DAY + timedelta(days=1800),
    )  # fmt: skip
    days = pour(
        ExamDay, DAYS, day=[_DAY + timedelta(days=number % 120) for number in range(DAYS)], committee_uid=committee,
        season_uid=season, regulation="fiae2020", area="PUS", room_uid=room, starts_at=time(8), slot_minutes=45,
    )  # fmt: skip
    candidates = pour(
        Candidate, CANDIDATES, number=[f"2027-{number:05d}" for number in range(CANDIDATES)],
        person_uid=persons[EXAMINERS:], season_uid=season, regulation="fiae2020",
        company_uid=drawn(companies, CANDIDATES),
    )  # fmt: skip
    pour(
        Slot, CANDIDATES, exam_day_uid=drawn(days, CANDIDATES), candidate_uid=candidates, starts_at=time(8),
        ends_at=time(8, 45),
    )  # fmt: skip


def change_house(work: Work, _order: None) -> int:
    """Changes one group of every fourth person, slot and appointment, as clerks do; returns how many."""
    changes: tuple[tuple[Any, dict[str, Any]], ...] = (
        (Slot, {"starts_at": time(9), "ends_at": time(9, 45)}),
        (Person, {"last_name": func.concat(Person.last_name, "-Neu")}),
        (Appointment, {"valid_until": _DAY + timedelta(days=2000)}),
    )
    count = 0
    for kind, values in changes:
        some = func.substr(kind.uid, -1).in_(["0", "4", "8", "c"])
        count += work.session.scalar(select(func.count()).select_from(kind).where(some)) or 0
        work.session.execute(update(kind).where(some).values(values), execution_options={"synchronize_session": False})
    return count
