"""The key of real data lies in the keyring under a name that moves with the folder, and none is ever overwritten."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import keyring
import pytest

from kammerdesk.base.clock import FixedClock
from kammerdesk.base.errors import KammerError
from kammerdesk.base.paths import DATABASE_NAME
from kammerdesk.store import keys
from kammerdesk.store.guard import GUARD_FILE
from kammerdesk.store.lock import LOCK_FILE
from kammerdesk.store.store import Store
from kammerdesk.sync.records import schema
from tests.store.rings import ForgetfulKeyring, MemoryKeyring, NoKeyring, use
from tests.store.test_store import add_person, people


@pytest.fixture(autouse=True)
def ring() -> Iterator[MemoryKeyring]:
    before = keyring.get_keyring()
    yield use(MemoryKeyring())
    keyring.set_keyring(before)


def create(folder: Path, clock: FixedClock, name: str = "Müller", *, passphrase: str | None = None) -> None:
    store = Store.create(folder, "BS", schema(), user="kroeger", clock=clock, passphrase=passphrase)
    store.do(add_person, name)
    store.close()


def content(folder: Path) -> list[str]:
    store = Store.open(folder, user="kroeger")
    try:
        return store.ask(people)
    finally:
        store.close()


def test_a_moved_folder_opens(tmp_path: Path, clock: FixedClock) -> None:
    create(tmp_path / "here", clock)
    (tmp_path / "here").rename(tmp_path / "there")
    assert content(tmp_path / "there") == ["Müller"]
    assert {file.name for file in (tmp_path / "there").iterdir()} == {
        DATABASE_NAME,
        keys.NAME_FILE,
        LOCK_FILE,
        GUARD_FILE,
    }


def test_new_data_in_the_old_place_do_not_cost_the_old_data_their_key(
    tmp_path: Path, clock: FixedClock, ring: MemoryKeyring
) -> None:
    place, aside = tmp_path / "KammerDesk", tmp_path / "aside"
    create(place, clock, "Alt")
    place.rename(aside)
    create(place, clock, "Neu")
    assert len(ring.entries) == 2
    assert content(place) == ["Neu"]
    shutil.rmtree(place)
    aside.rename(place)
    assert content(place) == ["Alt"]


def test_the_key_of_an_interrupted_making_is_taken_over(tmp_path: Path, clock: FixedClock, ring: MemoryKeyring) -> None:
    left = keys.new_key(tmp_path, in_file=False)
    create(tmp_path, clock)
    assert list(ring.entries.values()) == [left]


def test_a_name_without_an_entry_is_said_in_words_and_gives_way_to_new_data(tmp_path: Path, clock: FixedClock) -> None:
    create(tmp_path, clock)
    use(MemoryKeyring())  # another user of the computer
    with pytest.raises(KammerError):
        Store.open(tmp_path, user="thoms")
    (tmp_path / DATABASE_NAME).unlink()
    create(tmp_path, clock, "Neu")
    assert content(tmp_path) == ["Neu"]


@pytest.mark.parametrize("useless", [NoKeyring, ForgetfulKeyring])
def test_without_a_keyring_real_data_need_a_passphrase_or_somebody_who_declines_one(
    tmp_path: Path, clock: FixedClock, useless: type[MemoryKeyring]
) -> None:
    use(useless())
    with pytest.raises(KammerError, match="Passphrase"):
        create(tmp_path, clock)
    create(tmp_path, clock, passphrase="")
    assert keys.protection(tmp_path) is keys.Protection.FILE


@pytest.mark.parametrize("useless", [NoKeyring, ForgetfulKeyring])
def test_a_declined_passphrase_leaves_the_key_in_a_file_only_this_user_can_read(
    tmp_path: Path, clock: FixedClock, useless: type[MemoryKeyring]
) -> None:
    use(useless())
    create(tmp_path, clock, passphrase="")
    assert content(tmp_path) == ["Müller"]
    assert (tmp_path / keys.KEY_FILE).stat().st_mode & 0o777 == 0o600
    assert not (tmp_path / keys.NAME_FILE).exists()
