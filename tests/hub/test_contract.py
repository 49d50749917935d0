"""What holds of a replica of a house, whichever engine keeps it: a file of SQLite, or a hub of PostgreSQL."""

from __future__ import annotations

from kammerdesk.sync.same_state import house_code
from tests.hub.conftest import House
from tests.sync.test_workstations import inbox, records


def assert_alike(house: House) -> None:
    first = house.doors[0]
    assert all(door.ask(records) == first.ask(records) for door in house.doors)
    assert all(door.ask(inbox) == first.ask(inbox) for door in house.doors)
    assert {door.ask(house_code) for door in house.doors} == {first.ask(house_code)}


def test_it_gets_every_record_with_every_field_and_stamp(house: House) -> None:
    assert len(house.third.ask(records)) > 20
    assert_alike(house)
