"""Shared by all tests: a small encrypted store on a real file, with a clock that stands still."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from kammerdesk.base.clock import FixedClock
from kammerdesk.store.store import Store
from kammerdesk.sync.records import schema

# Asked for before any test makes a keyring of its own: none may be found, neither the user's nor one of the tests.
os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.fail.Keyring"

NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)


@pytest.fixture(scope="session", autouse=True)
def state(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """What the program remembers about its user's data goes to a folder of the tests."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("KAMMERDESK_STATE", str(tmp_path_factory.mktemp("state")))
        yield


@pytest.fixture
def clock() -> FixedClock:
    """Monday 23.11.2026, 9 o'clock in the office."""
    return FixedClock(NOW)


@pytest.fixture(scope="session")
def empty_house(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty house of IHK Braunschweig, only to be copied: making one takes ten times as long as opening it."""
    folder = tmp_path_factory.mktemp("empty") / "bs"
    Store.create(folder, "BS", schema(), user="kroeger", clock=FixedClock(NOW), demonstration=True).close()
    return folder


@pytest.fixture
def store(empty_house: Path, tmp_path: Path, clock: FixedClock) -> Iterator[Store]:
    """An empty store of IHK Braunschweig."""
    made = Store.open(Path(shutil.copytree(empty_house, tmp_path / "bs")), user="kroeger", clock=clock)
    yield made
    made.close()
