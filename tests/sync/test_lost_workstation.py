"""A workstation is stolen with the keys of the house: its bundles are read no more, and the others go on together."""

from __future__ import annotations

from pathlib import Path

import pytest

from kammerdesk.base.errors import KammerError
from kammerdesk.people.model import Person
from kammerdesk.sync.key_changes import RevokeOrder, revoke_key, rotate_keys
from kammerdesk.sync.queries import signing_card
from kammerdesk.sync.service import create_keys
from tests.sync.test_key_changes import OLD
from tests.sync.test_two_houses import rename
from tests.sync.test_workstations import House, house

__all__ = ["house"]

STOLEN = 2


def name(house: House, number: int) -> str:
    uid = house.pair.keys["examiner"]
    return house.three[number].ask(lambda session: session.get_one(Person, uid).last_name)


def write(house: House, number: int, last_name: str) -> Path:
    house.clock.wind(1)
    house.three[number].do(rename, (house.pair.keys["examiner"], last_name))
    return house.write(number)


def revoke(house: House) -> None:
    house.clock.wind(1)
    house.three[0].do(revoke_key, RevokeOrder(OLD.keys.key_id.hex(), house.clock.now()))


def test_with_new_keys_everywhere_before_the_revocation_all_but_the_stolen_one_go_on(house: House) -> None:
    card = house.three[0].do(rotate_keys, None).value
    house.take(1, house.write(0))
    revoke(house)
    unheard = write(house, 1, "Noch nicht gehört")
    with pytest.raises(KammerError, match="widerrufen"):
        house.take(0, unheard)
    house.take(1, house.write(0))
    assert [house.three[number].ask(signing_card) for number in (0, 1)] == [card] * 2
    house.take(0, house.write(1))
    assert name(house, 0) == "Noch nicht gehört"
    forged = write(house, STOLEN, "Vom Dieb")
    for number in (0, 1):
        with pytest.raises(KammerError, match="widerrufen"):
            house.take(number, forged)
    with pytest.raises(KammerError):
        house.take(STOLEN, house.write(0))


def test_without_them_the_others_are_cut_off_and_what_they_wrote_before_is_still_read(house: House) -> None:
    before = write(house, 1, "Vorher")
    revoke(house)
    house.three[0].do(create_keys, None)
    house.take(0, before)
    assert name(house, 0) == "Vorher"
    with pytest.raises(KammerError, match="widerrufen"):
        house.take(0, write(house, 1, "Nachher"))
    with pytest.raises(KammerError):
        house.take(1, house.write(0))
