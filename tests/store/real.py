"""Real data for the tests: guarded, unlike invented ones, with their key in a keyring in memory."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import keyring
import pytest

from kammerdesk.base.clock import Clock
from kammerdesk.store.arrival import Answer
from kammerdesk.store.store import Store
from kammerdesk.sync.records import schema
from tests.store.rings import MemoryKeyring, use
from tests.store.test_store import add_person, people


@pytest.fixture
def ring() -> Iterator[MemoryKeyring]:
    """A working keyring as long as the test lasts."""
    before = keyring.get_keyring()
    yield use(MemoryKeyring())
    keyring.set_keyring(before)


@pytest.fixture
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder in which the program remembers about this user's data."""
    monkeypatch.setenv("KAMMERDESK_STATE", str(tmp_path / "state"))
    return tmp_path / "state"


def made(folder: Path, clock: Clock, *names: str) -> Path:
    """Closed data of Braunschweig with people of these names."""
    store = Store.create(folder, "BS", schema(), user="kroeger", clock=clock)
    for name in names:
        store.do(add_person, name)
    store.close()
    return folder


def opened(folder: Path, clock: Clock, answer: Answer | None = None) -> Store:
    """The data of a folder, opened by their user."""
    return Store.open(folder, user="kroeger", clock=clock, answer=answer)


def names(folder: Path, clock: Clock) -> list[str]:
    """Whose records are in the data of a folder."""
    store = opened(folder, clock)
    try:
        return store.ask(people)
    finally:
        store.close()


def add(folder: Path, clock: Clock, *names: str) -> None:
    """Opens the data, adds people and closes them."""
    store = opened(folder, clock)
    for name in names:
        store.do(add_person, name)
    store.close()
