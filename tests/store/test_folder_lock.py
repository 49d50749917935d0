"""Many stores together, or one alone that replaces files; one window; and a dead process holds nothing."""

from __future__ import annotations

import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from kammerdesk.base.clock import FixedClock
from kammerdesk.base.errors import KammerError
from kammerdesk.store.lock import WINDOW_FILE, exclusive, lock_window, shared
from kammerdesk.store.store import Store

HOLD = """
import sys
from pathlib import Path
from kammerdesk.store.lock import *
lock = {take}(Path(sys.argv[1]))
print("held", flush=True)
sys.stdin.read()
"""


def holding(folder: Path, take: str) -> subprocess.Popen[str]:
    """Another program that holds a lock until it is killed."""
    words = [sys.executable, "-c", HOLD.format(take=take), str(folder)]
    other = subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert other.stdout is not None
    assert other.stdout.readline() == "held\n"
    return other


def kill(other: subprocess.Popen[str]) -> None:
    other.kill()
    other.communicate()


def test_a_second_window_is_refused_in_a_sentence(tmp_path: Path) -> None:
    held = lock_window(tmp_path)
    with pytest.raises(KammerError, match="Fenster"):
        lock_window(tmp_path)
    held.release()
    lock_window(tmp_path).release()


def test_the_window_of_a_killed_program_is_taken_over(tmp_path: Path) -> None:
    other = holding(tmp_path, "lock_window")
    with pytest.raises(KammerError):
        lock_window(tmp_path)
    kill(other)
    assert (tmp_path / WINDOW_FILE).exists()
    lock_window(tmp_path).release()


def test_two_stores_share_the_data_and_nobody_is_alone_before_both_are_closed(store: Store, tmp_path: Path) -> None:
    folder = tmp_path / "bs"
    with closing(Store.open(folder, user="thoms")), pytest.raises(KammerError, match="benutzt"), exclusive(folder):
        pass
    with pytest.raises(KammerError), exclusive(folder):
        pass
    store.close()
    with exclusive(folder):
        pass


def test_a_store_of_another_program_counts_too(tmp_path: Path) -> None:
    other = holding(tmp_path, "shared")
    shared(tmp_path).release()
    with pytest.raises(KammerError), exclusive(tmp_path):
        pass
    kill(other)
    with exclusive(tmp_path):
        pass


def test_whoever_is_alone_lets_nobody_open_the_data(store: Store, tmp_path: Path, clock: FixedClock) -> None:
    store.close()
    with exclusive(tmp_path / "bs"):
        with pytest.raises(KammerError, match="gerade"):
            Store.open(tmp_path / "bs", user="kroeger", clock=clock)
        with pytest.raises(KammerError), exclusive(tmp_path / "bs"):
            pass
    Store.open(tmp_path / "bs", user="kroeger", clock=clock).close()


def test_a_store_that_does_not_open_holds_nothing(store: Store, tmp_path: Path) -> None:
    store.close()
    folder = tmp_path / "bs"
    (folder / "kammerdesk.key").write_text("0" * 64, encoding="ascii")
    with pytest.raises(KammerError):
        Store.open(folder, user="kroeger")
    with exclusive(folder):
        pass


def test_a_lock_given_free_twice_is_given_free_once(tmp_path: Path) -> None:
    held = shared(tmp_path)
    held.release()
    held.release()
    with exclusive(tmp_path):
        pass


def test_a_folder_that_is_not_there_is_not_locked(tmp_path: Path) -> None:
    with exclusive(tmp_path / "nowhere"):
        assert not (tmp_path / "nowhere").exists()
