"""A PostgreSQL of the tests' own, and a house of two workstations and a hub."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import URL

from kammerdesk.store.door import Door
from kammerdesk.store.hub import Hub
from kammerdesk.store.incarnation import AnewOrder, go_on_as_copy
from kammerdesk.store.store import Store
from kammerdesk.sync.hub import found_hub
from kammerdesk.sync.station_taking import TakenFromStation, take_from_station
from kammerdesk.sync.stations import wants_writing, write_for_stations
from tests.postgres import Server, running
from tests.sync.conftest import Pair, furnished, pair
from tests.sync.houses import WindableClock

__all__ = ("furnished", "pair")


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """One server for all tests of a process."""
    with running() as found:
        yield found


@pytest.fixture
def url(server: Server) -> URL:
    """An empty database."""
    return server.new_database()


@dataclass
class House:
    """Two workstations of Braunschweig and a third replica: another workstation, or the hub."""

    doors: list[Door]
    pair: Pair
    folder: Path

    @property
    def clock(self) -> WindableClock:
        """The clock of all."""
        return self.pair.clock

    @property
    def third(self) -> Door:
        """The one whose engine is in question."""
        return self.doors[2]

    def write(self, number: int) -> Path:
        """A bundle of one for the others."""
        self.clock.wind(1 / 60)
        return self.doors[number].do(write_for_stations, self.folder).value.file

    def take(self, number: int, file: Path) -> TakenFromStation:
        """Takes it in at one of them."""
        return self.doors[number].do(take_from_station, file).value

    def settle(self) -> None:
        """All write and all take until nobody waits for anything."""
        for _ in range(6):
            for number, door in enumerate(self.doors):
                if door.ask(wants_writing, self.folder):
                    self.write(number)
                for file in sorted(self.folder.glob("BS-BS-*.kdb")):
                    self.take(number, file)
        assert [door.ask(wants_writing, self.folder) for door in self.doors] == [False] * len(self.doors)


def copied(pair: Pair, number: int) -> Store:
    """A workstation made from a copy of the first one's data."""
    folder = pair.folder / f"bs{number}"
    with pair.bs.standing_still():
        shutil.copytree(pair.bs.file.parent, folder)
    store = Store.open(folder, user=f"platz{number}", clock=pair.clock)
    store.do(go_on_as_copy, AnewOrder())
    return store


@pytest.fixture(params=["sqlite", "postgresql"])
def house(request: pytest.FixtureRequest, pair: Pair, tmp_path: Path) -> Iterator[House]:
    """The contract: whatever holds in this house holds with either engine in the third place."""
    place = tmp_path / "haus"
    place.mkdir()
    second = copied(pair, 2)
    third: Store | Hub
    if request.param == "sqlite":
        third = copied(pair, 3)
    else:
        third = found_hub(pair.bs, request.getfixturevalue("url"), tmp_path / "hub", clock=pair.clock)
    made = House([pair.bs, second, third], pair, place)
    made.settle()
    yield made
    second.close()
    third.close()
