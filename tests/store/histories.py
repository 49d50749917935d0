"""Random histories: actions of every kind of change on persons and organisations, in a house of their own."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from sqlalchemy import select, text, update
from sqlalchemy.orm import Session

from kammerdesk.people.model import Organisation, Person
from kammerdesk.store.record import Record, field_groups
from kammerdesk.store.store import Store
from kammerdesk.store.work import Work
from kammerdesk.sync.records import schema

Step = tuple[str, int, str]
"""What to do, to which record (counted modulo), with which text."""

Dump = dict[str, dict[str, tuple[Any, ...]]]
"""By kind and key the stored values of all records."""

KINDS = ("organisation", "person")

MODEST = settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)

WORDS = ("add", "found", "fill", "rename", "rename back", "move", "move all", "employ", "dismiss", "remove", "restore")
steps = st.tuples(
    st.sampled_from(WORDS), st.integers(0, 5), st.sampled_from(["Müller", "O'Neill", '{"a": "ß"}', "1e3"])
)
actions = st.lists(st.lists(steps, min_size=1, max_size=4), min_size=1, max_size=7)


@dataclass
class Ticking:
    """A clock on which a minute passes from action to action."""

    moment: datetime = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)

    def now(self) -> datetime:
        """The moment it shows."""
        return self.moment

    def tick(self) -> datetime:
        """A minute on; returns the moment just before."""
        self.moment += timedelta(minutes=1)
        return self.moment - timedelta(seconds=1)


@dataclass
class Told:
    """A house after a history: what it looked like at the beginning and after each action, and when that was."""

    store: Store
    clock: Ticking
    states: list[Dump] = field(default_factory=list)
    moments: list[datetime] = field(default_factory=list)

    def remember(self) -> None:
        """Keeps the state of now."""
        self.states.append(self.store.ask(dump))
        self.moments.append(self.clock.tick())


def make_house(folder: Path) -> Path:
    """A house with two persons and two organisations, to be copied; making one takes longer than a history."""
    store = Store.create(folder, "BS", schema(), user="kroeger", clock=Ticking(), demonstration=True)
    store.do(carry_out, [("add", 0, "Müller"), ("add", 0, "Öztürk"), ("found", 0, "Werk"), ("found", 0, "Amt")])
    store.close()
    return folder


@contextmanager
def told(house: Path, history: list[list[Step]]) -> Iterator[Told]:
    """A copy of the house after this history."""
    with TemporaryDirectory() as folder:
        shutil.copytree(house, Path(folder) / "bs")
        clock = Ticking()
        clock.tick()
        store = Store.open(Path(folder) / "bs", user="kroeger", clock=clock)
        try:
            result = Told(store, clock)
            result.remember()
            for one in history:
                store.do(carry_out, one)
                result.remember()
            yield result
        finally:
            store.close()


def carry_out(work: Work, order: list[Step]) -> None:
    """One action of several steps, written one by one."""
    for word, number, value in order:
        _step(work, word, number, value)
        work.session.flush()
        work.session.expire_all()


def dump(session: Session) -> Dump:
    """All records with their stored values."""
    return {kind: _rows(session, kind) for kind in KINDS}


def values_of(kind: str) -> list[str]:
    """The columns that a dump holds, in its order."""
    table = Record.metadata.tables[kind]
    return ["home", *(column.name for columns in field_groups(table).values() for column in columns)]


def _rows(session: Session, kind: str) -> dict[str, tuple[Any, ...]]:
    found = session.execute(text(f"SELECT uid, {', '.join(values_of(kind))} FROM {kind} ORDER BY uid"))
    return {row[0]: tuple(row[1:]) for row in found}


def _step(work: Work, word: str, number: int, value: str) -> None:
    session = work.session
    if word == "add":
        work.add(Person(last_name=value, first_name="Ada", birth_date=date(2004, 2, 29)))
    elif word == "found":
        work.add(Organisation(name=value, kind="company"))
    elif word == "fill":
        work.bulk(Organisation, ({"name": f"{value} {n}", "kind": "school"} for n in range(number)))
    elif word == "move all":
        everybody = update(Person).values(town=value, birth_date=None)
        session.execute(everybody.execution_options(synchronize_session=False))
    else:
        _change(work, word, number, value)


def _change(work: Work, word: str, number: int, value: str) -> None:
    """Changes one record."""
    people = list(work.session.scalars(select(Person).order_by(Person.uid)))
    firms = list(work.session.scalars(select(Organisation).order_by(Organisation.uid)))
    everything: list[Person | Organisation] = [*people, *firms]
    person, firm = people[number % len(people)], firms[number % len(firms)]
    any_one = everything[number % len(everything)]
    match word:
        case "rename":
            person.last_name, firm.name = value, value
        case "rename back":
            before, person.last_name = person.last_name, f"{value}-Lang"
            work.session.flush()
            person.last_name = before
        case "move":
            person.town, person.phone = value, str(number)
        case "employ":
            person.employer_uid = firm.uid
        case "dismiss":
            person.employer_uid = None
        case "remove" if any_one.deleted_at is None:
            work.remove(any_one)
        case "restore":
            any_one.deleted_at = any_one.deleted_by = None
