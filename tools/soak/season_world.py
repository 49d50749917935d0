"""The two chambers of the season: their workstations as copies of one, the folders between them, and the hub."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, Protocol

from sqlalchemy import select

from kammerdesk.base.errors import KammerError
from kammerdesk.committees.model import Appointment, Committee
from kammerdesk.people.model import Person
from kammerdesk.store.second_workstation import make_workstation
from kammerdesk.store.store import Store
from kammerdesk.store.work import Work
from kammerdesk.sync.records import schema
from kammerdesk.sync.same_state import house_code
from kammerdesk.sync.service import establish_demonstration_keys
from kammerdesk.sync.station_folder import house_watch, serve_house
from tests.sync.houses import appoint, card_of, furnish, lend_examiner, mark_private_fields, release, store_card
from tools.soak.season_station import USER, Calendar, Station, WrongClock

BEGIN = datetime(2026, 11, 2, 7, 0, tzinfo=UTC)


class Serving(Protocol):
    """Whoever only serves the folder of a house."""

    words: str

    def serve(self) -> bool:
        """Two looks into the folder; whether anything was taken in or written."""

    def code(self) -> str:
        """The code of everything it has."""

    def close(self) -> None:
        """Ends."""


@dataclass
class Hub:
    """A hub on PostgreSQL, or where there is none a further workstation, behind the same door."""

    door: Any
    folder: Path
    words: str

    def __post_init__(self) -> None:
        self._watch = house_watch(self.door, self.folder)

    def serve(self) -> bool:
        """Two looks, for a file must have settled; whether anything was taken in or written."""
        try:
            served = [serve_house(self.door, self._watch) for _ in range(2)]
        except KammerError:
            return False
        return any(one.taken or one.written for one in served)

    def code(self) -> str:
        """The code of everything it has."""
        return str(self.door.ask(house_code))

    def close(self) -> None:
        """Ends."""
        self.door.close()


@dataclass
class World:
    """Everything in the season; `stations` are those that live, by chamber."""

    place: Path
    calendar: Calendar
    faults: list[str]
    stations: dict[str, list[Station]] = field(default_factory=dict)
    gone: list[Station] = field(default_factory=list)
    hub: Serving | None = None

    @property
    def everybody(self) -> list[Station]:
        """All stations that live."""
        return [station for stations in self.stations.values() for station in stations]

    def close(self) -> None:
        """Ends all work."""
        for station in self.everybody:
            station.store.close()

    def workers(self, chamber: str) -> list[Station]:
        """All that ever worked for a chamber."""
        return [*self.stations[chamber], *(one for one in self.gone if one.store.chamber == chamber)]

    def inside(self, chamber: str) -> Path:
        """The folder of a house."""
        return self.place / f"inside-{chamber}"

    @property
    def between(self) -> Path:
        """The folder of both chambers."""
        return self.place / "between"

    def add(self, name: str, chamber: str, store: Store, clock: WrongClock) -> Station:
        """A workstation that works from now on."""
        inside, outside = self.inside(chamber), self.between
        station = Station(name, store, clock, inside, outside, self.faults)
        self.stations.setdefault(chamber, []).append(station)
        return station

    def copy(self, name: str, source: Station) -> Station:
        """One more workstation, from the data of another."""
        folder, clock = self.place / name, WrongClock(self.calendar, source.clock.error)
        make_workstation(source.store, folder)
        return self.add(name, source.store.chamber, Store.open(folder, user=USER, clock=clock), clock)


@contextmanager
def world(place: Path, each: int, *, with_server: bool) -> Iterator[World]:
    """Both chambers on the first day: so many workstations each, and a hub in Braunschweig."""
    made = World(place, Calendar(BEGIN), [])
    made.between.mkdir(parents=True)
    with ExitStack() as undo:
        first = {chamber: _first(made, chamber) for chamber in ("BS", "LW")}
        _furnish_both(first)
        for chamber, store in first.items():
            station = made.add(f"{chamber}1", chamber, store, store.clock)  # type: ignore[arg-type]
            for number in range(2, each + 1):
                made.copy(f"{chamber}{number}", station)
        undo.callback(made.close)
        made.hub = _hub(made, undo, with_server=with_server)
        undo.callback(made.hub.close)
        yield made


def _first(made: World, chamber: str) -> Store:
    made.inside(chamber).mkdir()
    clock = WrongClock(made.calendar)
    store = Store.create(made.place / f"{chamber}1", chamber, schema(), user=USER, clock=clock, demonstration=True)
    store.do(establish_demonstration_keys, None)
    return store


def _furnish_both(first: dict[str, Store]) -> None:
    """Joint committees at both chambers; an examiner is lent; every private field holds a marker."""
    bs, lw = first["BS"], first["LW"]
    keys = bs.do(furnish, None).value
    lent = lw.do(lend_examiner, None).value
    lw.do(release, lent)
    bs.do(store_card, lw.ask(card_of, "Düvel"))
    bs.do(appoint, (lent, keys["committee"]))
    lw.do(_found_committee, None)


def _found_committee(work: Work, _order: None) -> None:
    facts = {"number": "LW-201", "name": "Koch 2", "occupation": "koch", "target_size": 3}
    committee = work.add(Committee(joint=True, host="LW", partner="BS", **facts))
    person = work.session.scalars(select(Person).where(Person.last_name == "Düvel")).one()
    work.session.flush()
    terms = {"valid_from": date(2025, 1, 1), "valid_until": date(2029, 12, 31)}
    work.add(Appointment(person_uid=person.uid, committee_uid=committee.uid, bench="AN", role="chair", **terms))
    work.session.flush()
    mark_private_fields(work)


def _hub(made: World, undo: ExitStack, *, with_server: bool) -> Hub:
    station, folder = made.stations["BS"][0], made.inside("BS")
    if with_server:
        from kammerdesk.sync.hub import found_hub
        from tools.postgres import running

        url = undo.enter_context(running()).new_database()
        hub = found_hub(station.store, url, made.place / "hub", clock=station.clock)
        return Hub(hub, folder, "a database of PostgreSQL")
    make_workstation(station.store, made.place / "hub")
    store = Store.open(made.place / "hub", user=USER, clock=station.clock)
    return Hub(store, folder, "a seventh workstation on SQLite that only serves the folder")
