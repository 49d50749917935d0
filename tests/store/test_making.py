"""A database is there whole or not at all, and what an interrupted making left behind does not stand in the way."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest

from kammerdesk.base.clock import FixedClock
from kammerdesk.base.errors import KammerError
from kammerdesk.base.paths import DATABASE_NAME
from kammerdesk.store import keys
from kammerdesk.store.engine import open_engine
from kammerdesk.store.inspection import inspect
from kammerdesk.store.lock import LOCK_FILE
from kammerdesk.store.store import Store
from kammerdesk.sync.records import schema
from tests.store.test_store import add_person, people


def create(folder: Path, clock: FixedClock) -> Store:
    return Store.create(folder, "BS", schema(), user="kroeger", clock=clock, demonstration=True)


def build_and_die(folder: Path, clock: FixedClock) -> None:
    with Store.building(folder, "BS", schema(), user="kroeger", clock=clock, demonstration=True) as store:
        store.do(add_person, "Halb")
        os.kill(os.getpid(), signal.SIGKILL)


def names(folder: Path) -> set[str]:
    return {file.name for file in folder.iterdir()} - {LOCK_FILE}


def test_a_new_database_is_one_file_and_its_key(tmp_path: Path, clock: FixedClock) -> None:
    with Store.building(tmp_path, "BS", schema(), user="kroeger", clock=clock, demonstration=True) as store:
        store.do(add_person, "Öztürk")
        assert DATABASE_NAME not in names(tmp_path)
    assert names(tmp_path) == {DATABASE_NAME, keys.KEY_FILE}
    opened = Store.open(tmp_path, user="kroeger", clock=clock)
    assert opened.ask(people) == ["Öztürk"]
    assert inspect(opened, schema()) == []
    opened.close()


def test_a_killed_making_leaves_no_database_and_the_next_one_succeeds(tmp_path: Path, clock: FixedClock) -> None:
    child = os.fork()
    if child == 0:
        build_and_die(tmp_path, clock)
    _, status = os.waitpid(child, 0)
    assert os.WTERMSIG(status) == signal.SIGKILL
    assert DATABASE_NAME not in names(tmp_path)
    store = create(tmp_path, clock)
    assert store.ask(people) == []
    store.close()
    assert names(tmp_path) == {DATABASE_NAME, keys.KEY_FILE}


def test_a_making_that_fails_leaves_no_database(tmp_path: Path, clock: FixedClock) -> None:
    with (
        pytest.raises(ZeroDivisionError),
        Store.building(tmp_path, "BS", schema(), user="x", clock=clock, demonstration=True),
    ):
        raise ZeroDivisionError
    assert names(tmp_path) == {keys.KEY_FILE}


def test_a_key_without_data_is_taken_over_and_never_lost(tmp_path: Path, clock: FixedClock) -> None:
    left = keys.new_key(tmp_path, in_file=True)
    create(tmp_path, clock).close()
    assert keys.stored_key(tmp_path) == left


def test_half_a_key_without_data_is_made_anew(tmp_path: Path, clock: FixedClock) -> None:
    (tmp_path / keys.KEY_FILE).write_text("0123")
    create(tmp_path, clock).close()
    assert len(keys.stored_key(tmp_path)) == 64


def build_while_another_program_does(folder: Path, clock: FixedClock) -> None:
    with Store.building(folder, "BS", schema(), user="x", clock=clock, demonstration=True) as late:
        late.do(add_person, "Spät")
        (folder / DATABASE_NAME).write_bytes(b"of another program")


def test_whoever_comes_second_gives_way(tmp_path: Path, clock: FixedClock) -> None:
    with pytest.raises(KammerError):
        build_while_another_program_does(tmp_path, clock)
    assert (tmp_path / DATABASE_NAME).read_bytes() == b"of another program"
    assert names(tmp_path) == {DATABASE_NAME, keys.KEY_FILE}


def test_a_file_that_was_never_completed_is_said_in_words(tmp_path: Path, clock: FixedClock) -> None:
    engine = open_engine(tmp_path / DATABASE_NAME, keys.new_key(tmp_path, in_file=True))
    with engine.connect():
        pass
    engine.dispose()
    with pytest.raises(KammerError, match=DATABASE_NAME):
        Store.open(tmp_path, user="kroeger", clock=clock)
