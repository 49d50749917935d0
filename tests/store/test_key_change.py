"""A change of key may be killed at any moment: the folder opens with one key or the other, and no key is lost."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import keyring
import pytest

from kammerdesk.base.clock import FixedClock
from kammerdesk.base.errors import KammerError
from kammerdesk.base.paths import DATABASE_NAME
from kammerdesk.base.steps import Stopped, Watch, watched
from kammerdesk.people.model import Organisation
from kammerdesk.store import keys
from kammerdesk.store.engine import connect_raw
from kammerdesk.store.incarnation import CopyAnswer
from kammerdesk.store.inspection import inspect
from kammerdesk.store.key_change import change_key, key_change_steps
from kammerdesk.store.keys import Protection, fingerprint, sealing
from kammerdesk.store.store import Store
from kammerdesk.store.work import Work
from kammerdesk.sync.records import schema
from tests.store.rings import MemoryKeyring, use
from tests.store.test_store import add_person, people

SECRET = "Vier Wörter für Äpfel"


@pytest.fixture(autouse=True)
def ring() -> Iterator[MemoryKeyring]:
    before = keyring.get_keyring()
    yield use(MemoryKeyring())
    keyring.set_keyring(before)


@pytest.fixture(autouse=True)
def cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sealing, "MEMORY_KIB", 64)


def ask(again: bool) -> str:
    assert not again
    return SECRET


@pytest.fixture(params=Protection)
def folder(request: pytest.FixtureRequest, tmp_path: Path, clock: FixedClock) -> Path:
    """Data with one person, under each protection."""
    protection: Protection = request.param
    made = Store.create(
        tmp_path / "bs",
        "BS",
        schema(),
        user="kroeger",
        clock=clock,
        demonstration=protection is Protection.FILE,
        passphrase=SECRET if protection is Protection.PASSPHRASE else None,
    )
    made.do(add_person, "Öztürk")
    made.close()
    assert keys.protection(tmp_path / "bs") is protection
    return tmp_path / "bs"


def fill(work: Work, count: int) -> int:
    return work.bulk(Organisation, ({"name": f"Betrieb {n}", "kind": "company"} for n in range(count)))


def content(folder: Path) -> list[str]:
    with closing(Store.open(folder, user="kroeger", passphrase=ask, answer=lambda _found: CopyAnswer.COPY)) as store:
        assert inspect(store, schema()) == []
        return store.ask(people)


def test_the_new_key_opens_the_data_and_the_former_one_opens_old_backups_only(folder: Path) -> None:
    old = keys.stored_key(folder, ask)
    shutil.copy(folder / DATABASE_NAME, folder.parent / "backup.db")
    changed = change_key(folder, ask)
    new = keys.stored_key(folder, ask)
    assert new != old
    assert (changed.former, changed.current) == (fingerprint(old), fingerprint(new))
    assert keys.former_keys(folder, ask) == {fingerprint(old): old}
    assert content(folder) == ["Öztürk"]
    shutil.copy(folder.parent / "backup.db", folder / DATABASE_NAME)  # a restored backup of earlier times
    assert content(folder) == ["Öztürk"]
    assert keys.stored_key(folder, ask) == old
    assert keys.former_keys(folder, ask) == {fingerprint(new): new}


def test_every_key_there_ever_was_is_kept(folder: Path) -> None:
    used = [keys.stored_key(folder, ask)]
    for _ in range(2):
        change_key(folder, ask)
        used.append(keys.stored_key(folder, ask))
    assert set(keys.former_keys(folder, ask).values()) == set(used[:-1])
    protection = keys.protect(folder, "ganz neue Wörter", ask)
    assert protection is Protection.PASSPHRASE
    kept = keys.kept_keys(folder, lambda _again: "ganz neue Wörter")
    assert (kept.current, set(kept.former.values())) == (used[-1], set(used[:-1]))


def test_the_changed_file_keeps_its_log_so_that_no_opening_writes_its_first_page_in_place(folder: Path) -> None:
    change_key(folder, ask)
    with closing(connect_raw(folder / DATABASE_NAME, keys.stored_key(folder, ask))) as connection:
        assert connection.execute("PRAGMA journal_mode").fetchall() == [("wal",)]


def test_broken_off_after_any_step_the_folder_opens_and_the_next_change_succeeds(folder: Path, tmp_path: Path) -> None:
    old = keys.stored_key(folder, ask)
    seen = {}
    for step in key_change_steps(folder, ask):
        copy = tmp_path / step
        shutil.copytree(folder, copy)
        assert content(copy) == ["Öztürk"], step
        seen[step] = keys.stored_key(copy, ask) == old
        change_key(copy, ask)
        assert content(copy) == ["Öztürk"], step
        assert list(copy.glob("*.part*")) == [], step
    assert seen == {
        "log merged": True,
        "copied": True,
        "copy has new key": True,
        "copy verified": True,
        "new key kept": True,
        "renamed": False,
    }


def test_the_key_is_stored_before_the_data_need_it(folder: Path) -> None:
    steps = key_change_steps(folder, ask)
    while next(steps) != "copy verified":
        assert keys.former_keys(folder, ask) == {}
    assert next(steps) == "new key kept"
    assert len(keys.former_keys(folder, ask)) == 1
    steps.close()
    assert content(folder) == ["Öztürk"]


def change_until_killed(folder: Path, seconds: float) -> None:
    """Another process changes the key again and again until the system ends it, wherever it is."""
    child = os.fork()
    if child == 0:
        try:
            signal.signal(signal.SIGALRM, signal.SIG_DFL)
            signal.setitimer(signal.ITIMER_REAL, seconds)
            while True:
                change_key(folder)
        finally:
            os._exit(1)
    _, status = os.waitpid(child, 0)
    assert os.WTERMSIG(status) == signal.SIGALRM


def test_killed_at_random_moments_the_folder_always_opens(tmp_path: Path, clock: FixedClock) -> None:
    folder = tmp_path / "bs"
    with closing(Store.create(folder, "BS", schema(), user="kroeger", clock=clock, demonstration=True)) as store:
        store.do(fill, 2000)
        store.do(add_person, "Öztürk")
    chance, before = random.Random(3), keys.stored_key(folder)
    for _ in range(15):
        change_until_killed(folder, chance.uniform(0.01, 0.25))
        assert content(folder) == ["Öztürk"]
    kept = keys.kept_keys(folder)
    assert before in kept.former.values()
    assert fingerprint(kept.current) not in kept.former
    change_key(folder)
    assert list(folder.glob("*.part*")) == []


def test_open_data_are_not_changed(folder: Path) -> None:
    before = keys.stored_key(folder, ask)
    with (
        closing(Store.open(folder, user="kroeger", passphrase=ask)),
        pytest.raises(KammerError, match="benutzt"),
    ):
        change_key(folder, ask)
    assert keys.stored_key(folder, ask) == before
    assert keys.former_keys(folder, ask) == {}


FOREIGN = """
import sys
from pathlib import Path
from kammerdesk.store.engine import open_engine
connection = open_engine(Path(sys.argv[1]), sys.argv[2]).connect()
connection.exec_driver_sql("SELECT count(*) FROM person")
print("ready", flush=True)
sys.stdin.read()
"""


def test_a_program_that_does_not_know_the_lock_is_noticed(folder: Path) -> None:
    key = keys.stored_key(folder, ask)
    words = [sys.executable, "-c", FOREIGN, str(folder / DATABASE_NAME), key]
    other = subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert other.stdout is not None
    assert other.stdout.readline() == "ready\n"
    with pytest.raises(KammerError, match="anderen Programm"):
        change_key(folder, ask)
    other.communicate("")
    change_key(folder, ask)
    assert content(folder) == ["Öztürk"]


def test_damaged_data_keep_their_key(folder: Path) -> None:
    before = keys.stored_key(folder, ask)
    file = folder / DATABASE_NAME
    data = bytearray(file.read_bytes())
    data[-100] ^= 1
    file.write_bytes(data)
    with pytest.raises(KammerError, match="Sicherung"):
        change_key(folder, ask)
    assert file.read_bytes()[-100:] == data[-100:]
    assert keys.former_keys(folder, ask) == {}
    assert keys.stored_key(folder, ask) == before
    assert list(folder.glob("*.part*")) == []


def test_a_folder_without_data_has_no_key_to_change(tmp_path: Path) -> None:
    with pytest.raises(KammerError, match="fehlt"):
        change_key(tmp_path)


def test_a_stopped_change_leaves_the_former_key_and_lets_go_of_the_data(folder: Path) -> None:
    before, watch, told = keys.stored_key(folder, ask), Watch(), None
    watch.stop()
    with watched(watch):
        try:
            change_key(folder, ask)
        except Stopped as stopped:
            told = stopped  # with all its frames, as whoever tells of it keeps it
    assert told is not None
    assert keys.stored_key(folder, ask) == before
    Store.open(folder, user="kroeger", passphrase=ask).close()
    assert list(folder.glob("*.part*")) == []
