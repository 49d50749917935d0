"""A PostgreSQL of the tests' own, and a house whose third replica is a workstation or the hub."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import cast
from uuid import UUID

import pytest
from sqlalchemy import URL

from kammerdesk.store.store import Store
from kammerdesk.sync.hub import found_hub
from kammerdesk.sync.stations import wants_writing
from tests.sync.conftest import Pair, furnished, opened_pair, pair
from tests.sync.test_workstations import House, copied
from tools.postgres import Server, programs, running

__all__ = ("furnished", "pair")


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """One server for all tests of a process."""
    if programs() is None:
        pytest.skip("no PostgreSQL server is installed here")
    with running() as found:
        yield found


@pytest.fixture
def url(server: Server) -> URL:
    """An empty database."""
    return server.new_database()


@dataclass
class QuickHouse(House):
    """The same house; everybody reads each file once, and nobody is asked again when all have everything."""

    taken: set[tuple[int, Path]] = field(default_factory=set)

    def settle(self) -> None:
        """All write and all take until nobody waits for anything."""
        for _ in range(6):
            for number, door in enumerate(self.three):
                if door.ask(wants_writing, self.folder):
                    self.taken.add((number, self.write(number)))
            lying = {(number, file) for number in range(3) for file in self.folder.glob("BS-BS-*.kdb")}
            if lying <= self.taken:
                return
            for number, file in sorted(lying - self.taken):
                self.take(number, file)
            self.taken |= lying
        raise AssertionError("somebody always waits")


@contextmanager
def house_with(pair: Pair, place: Path, url: URL | None) -> Iterator[QuickHouse]:
    """Three replicas of Braunschweig; the third is the hub in a database, or without one a workstation."""
    folder = place / "haus"
    folder.mkdir()
    second = copied(pair, 2)
    hub = None if url is None else found_hub(pair.bs, url, place / "hub", clock=pair.clock)
    third = copied(pair, 3) if hub is None else cast("Store", hub)  # to do and to ask is all that is wanted of it
    house = QuickHouse([pair.bs, second, third], pair.lw, pair, folder)
    house.settle()
    yield house
    for door in house.three[1:]:
        door.close()


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def house(
    request: pytest.FixtureRequest,
    furnished: tuple[Path, dict[str, UUID]],
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[House]:
    """The contract: whatever holds in this house holds with either engine in the third place.

    One house for all tests of a module, which begin with everybody having everything.
    """
    place = tmp_path_factory.mktemp("contract")
    url = request.getfixturevalue("server").new_database() if request.param == "postgresql" else None
    with opened_pair(*furnished, place) as pair, house_with(pair, place, url) as made:
        yield made
