"""The ORM's unit of work with clocks, journal and search, beside the same work on the same engine without triggers."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from kammerdesk.base.ids import uuid7
from kammerdesk.people.model import Person
from kammerdesk.store.engine import WRITE, connect_raw, open_engine
from kammerdesk.store.store import Store
from kammerdesk.store.work import Work
from tools.bench.measure import Cost, taking_turns, weighed
from tools.bench.report import Line
from tools.bench.store_world import USER, empty_store

PEOPLE = 20_000
UNITS = 20
ADDED, CHANGED, REMOVED = 150, 300, 50
"""In every unit of work, as sync.md 3b: of ten changes three new, six changed in one group, one removed."""
AIM = "at least 0.65 of its rate"


@dataclass(frozen=True, slots=True)
class Unit:
    """What one action does: how many people it adds, and whose address it changes, whom it removes."""

    number: int
    changed: list[UUID]
    removed: list[UUID]


def lines(runs: int) -> tuple[list[Line], list[str]]:
    """The comparison in changes a second of processor time."""
    ours, bare = taking_turns(runs, _with, _without)
    changes = UNITS * (ADDED + CHANGED + REMOVED)
    line = Line(
        f"ORM unit of work, {changes:,} changes of people in {UNITS} actions",
        f"{changes / ours.cpu:,.0f}/s CPU ({ours.cpu:.2f} s, wall {ours.wall:.2f})",
        f"the same on the same engine without triggers: {changes / bare.cpu:,.0f}/s CPU ({bare.cpu:.2f} s)",
        f"{bare.cpu / ours.cpu:.2f} (wall {bare.wall / ours.wall:.2f})",
        AIM,
    )
    note = (
        "Unit of work: 30 % new people, 60 % with a new address, 10 % removed. Ours is Store.do with right, stamps,"
        " journal, digest and search; the other is a session of the same classes on the same encrypted file whose"
        " triggers were dropped."
    )
    return [line], [note]


def change(work: Work, unit: Unit) -> None:
    """One unit of work."""
    for place in range(ADDED):
        work.add(Person(last_name=f"Neuhaus {unit.number} {place}", first_name="Eva", town="Peine"))
    for person in work.session.scalars(select(Person).where(Person.uid.in_(unit.changed))):
        person.street, person.postal_code = f"Neue Straße {unit.number}", "38100"
    for person in work.session.scalars(select(Person).where(Person.uid.in_(unit.removed))):
        work.remove(person)


def _with() -> Cost:
    with empty_store() as store:
        units = _filled(store)
        with weighed() as cost:
            for unit in units:
                store.do(change, unit)
    return cost()


def _without() -> Cost:
    with empty_store() as store:
        units = _filled(store)
        _drop_triggers(store)
        engine = open_engine(store.file, store.key).execution_options(**{WRITE: True})
        with weighed() as cost:
            for unit in units:
                _change_bare(engine, store, unit)
        engine.dispose()
    return cost()


def _change_bare(engine: Engine, store: Store, unit: Unit) -> None:
    with Session(engine) as session, session.begin():
        change(Work(session, store.clock, USER, store.chamber, "0" * 32, unit.number), unit)


def _drop_triggers(store: Store) -> None:
    with closing(connect_raw(store.file, store.key)) as connection:
        for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            connection.execute(f"DROP TRIGGER {name}")


def fill(work: Work, uids: list[UUID]) -> None:
    """The people who are there before."""
    names = [f"Altmann {place}" for place in range(len(uids))]
    work.pour(Person, {"uid": uids, "last_name": names, "first_name": "Ada", "street": "Alter Weg 1"})


def _filled(store: Store) -> list[Unit]:
    uids = [uuid7() for _ in range(PEOPLE)]
    store.do(fill, uids)
    touched = CHANGED + REMOVED
    parts = [uids[start : start + touched] for start in range(0, UNITS * touched, touched)]
    return [Unit(number, part[:CHANGED], part[CHANGED:]) for number, part in enumerate(parts)]
