"""Three workstations of one house and a partner: whatever order things come in, all end alike, nothing leaves."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from kammerdesk.people.model import Person
from kammerdesk.store.incarnation import AnewOrder, go_on_as_copy
from kammerdesk.store.record import Record, record_tables
from kammerdesk.store.store import Store
from kammerdesk.sync.inbox import open_decisions
from kammerdesk.sync.model import SyncConflict, SyncPeer, SyncSeen
from kammerdesk.sync.queries import own_card, transfers
from kammerdesk.sync.station_taking import TakenFromStation, take_from_station
from kammerdesk.sync.stations import stations, wants_writing, write_for_stations
from tests.sync.conftest import Pair
from tests.sync.houses import WindableClock
from tests.sync.test_two_houses import rename


@dataclass
class House:
    """Braunschweig's three workstations, Lüneburg-Wolfsburg's one, and the folder between the three."""

    three: list[Store]
    lw: Store
    pair: Pair
    folder: Path

    @property
    def clock(self) -> WindableClock:
        return self.pair.clock

    def write(self, number: int) -> Path:
        """A bundle of one workstation for the others."""
        self.clock.wind(1 / 60)
        return self.three[number].do(write_for_stations, self.folder).value.file

    def take(self, number: int, file: Path) -> TakenFromStation:
        """Takes it in at one of them."""
        return self.three[number].do(take_from_station, file).value

    def settle(self) -> None:
        """All write and all take until nobody waits for anything."""
        for _ in range(6):
            for number, store in enumerate(self.three):
                if store.ask(wants_writing, self.folder):
                    self.write(number)
                for file in sorted(self.folder.glob("BS-BS-*.kdb")):
                    self.take(number, file)
        assert [store.ask(wants_writing, self.folder) for store in self.three] == [False] * 3


@pytest.fixture
def house(pair: Pair, tmp_path: Path) -> Iterator[House]:
    """The second and the third workstation are copies of the first."""
    place = tmp_path / "haus"
    place.mkdir()
    three = [pair.bs, *(copied(pair, number) for number in (2, 3))]
    made = House(three, pair.lw, pair, place)
    made.settle()
    yield made
    for store in three[1:]:
        store.close()


def copied(pair: Pair, number: int) -> Store:
    """A workstation made from a copy of the first one's data."""
    folder = pair.folder / f"bs{number}"
    with pair.bs.standing_still():
        shutil.copytree(pair.bs.file.parent, folder)
    store = Store.open(folder, user=f"platz{number}", clock=pair.clock)
    store.do(go_on_as_copy, AnewOrder())
    return store


def records(session: Session) -> dict[tuple[str, UUID], tuple[Any, ...]]:
    """Every record with every field and effective stamp."""
    found = {}
    for table in record_tables(Record.metadata):
        for row in session.execute(select(table)):
            facts = row._mapping
            cells = [facts[c.name] or facts["_c"] if c.name.startswith("_v_") else facts[c.name] for c in table.columns]
            found[str(table.name), facts["uid"]] = tuple(
                cell for cell, c in zip(cells, table.columns, strict=True) if c.name != "_l"
            )
    return found


def inbox(session: Session) -> set[str]:
    return set(session.scalars(select(SyncConflict.id)))


def assert_alike(house: House) -> None:
    first = house.three[0]
    assert all(store.ask(records) == first.ask(records) for store in house.three)
    assert all(store.ask(inbox) == first.ask(inbox) for store in house.three)
    for store in (*house.three, house.lw):
        assert store.ask(lambda session: session.execute(text("PRAGMA foreign_key_check")).all()) == []


def test_what_one_writes_the_others_have_with_every_private_field(house: House) -> None:
    uid = house.pair.keys["examiner"]
    house.three[1].do(rename, (uid, "Am zweiten Platz"))
    house.settle()
    assert_alike(house)
    person = house.three[2].ask(lambda session: session.get_one(Person, uid).last_name)
    assert person == "Am zweiten Platz"


def test_each_has_one_file_in_the_folder_and_the_same_keys(house: House) -> None:
    for _ in range(3):
        house.three[0].do(rename, (house.pair.keys["examiner"], f"Groß {house.clock.now():%M}"))
        house.settle()
    assert len(list(house.folder.iterdir())) == 3
    cards = [store.ask(own_card) for store in house.three]
    assert cards[0] is not None
    assert cards == [cards[0]] * 3
    assert [len(store.ask(stations)) for store in house.three] == [3, 3, 3]


def test_two_who_wrote_the_same_unseen_by_each_other_find_it_in_every_inbox(house: House) -> None:
    uid = house.pair.keys["examiner"]
    for number in (0, 1):
        house.clock.wind(0.1)
        house.three[number].do(rename, (uid, f"Platz {number}"))
    house.settle()
    assert_alike(house)
    assert [len(store.ask(open_decisions)) for store in house.three] == [1, 1, 1]


def test_a_partners_bundle_taken_in_by_one_reaches_the_others_and_is_not_asked_for_again(house: House) -> None:
    pair = house.pair
    pair.export(house.three[0], "to_lw.kdb")
    pair.take_in(pair.lw, "to_lw.kdb")
    pair.export(pair.lw, "to_bs.kdb")
    pair.take_in(house.three[1], "to_bs.kdb")
    house.settle()
    assert_alike(house)
    assert all(len(store.ask(transfers)) == 2 for store in house.three)
    known = [store.ask(partner_knowledge) for store in house.three]
    assert known == [known[0]] * 3
    before = house.three[2].ask(records)
    done = pair.take_in(house.three[2], "to_bs.kdb")
    assert (done.written, done.read_before is not None) == (0, True)
    assert house.three[2].ask(records) == before
    (sent,) = [row for row in house.three[2].ask(transfers) if row.outgoing]
    assert sent.acked_at is not None


def partner_knowledge(session: Session) -> tuple[Any, ...]:
    seen = session.execute(select(SyncSeen.replica, SyncSeen.stamp, SyncSeen.upto).where(SyncSeen.chamber == "LW"))
    peer = session.scalars(select(SyncPeer)).one()
    return sorted(map(tuple, seen)), peer.told, peer.receipts, peer.seen
