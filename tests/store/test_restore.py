"""A restored backup takes the place of the data in one step, as a new life; what was there before is never lost."""

from __future__ import annotations

import os
import random
import shutil
import signal
import time
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from kammerdesk.base.clock import FixedClock
from kammerdesk.base.errors import KammerError
from kammerdesk.base.paths import DATABASE_NAME
from kammerdesk.store import generations, keys, lock, quarantine
from kammerdesk.store.actions import Role
from kammerdesk.store.backup import make_backup
from kammerdesk.store.generations import Cause, backups_in
from kammerdesk.store.incarnation import Origin, Replica
from kammerdesk.store.inspection import inspect
from kammerdesk.store.journal import JournalEntry, SyncClock
from kammerdesk.store.key_change import change_key
from kammerdesk.store.restore import Restored, RestoreOrder, put_back, verify_backup
from kammerdesk.store.store import Store
from kammerdesk.store.users import RoleOrder, give_role
from kammerdesk.sync.records import schema
from tests.store.real import add, made, names, opened, ring, state
from tests.store.test_store import add_person, people

__all__ = ("ring", "state")

pytestmark = pytest.mark.usefixtures("ring", "state")


@pytest.fixture
def data(tmp_path: Path, clock: FixedClock) -> Path:
    """Data of which there is a backup with one record less."""
    folder = made(tmp_path / "data", clock, "Alt")
    backed_up(folder, clock)
    add(folder, clock, "Neu")
    return folder


def backed_up(folder: Path, clock: FixedClock) -> Path:
    store = opened(folder, clock)
    try:
        return make_backup(store, folder.parent / "out").file
    finally:
        store.close()


def backup_of(data: Path) -> Path:
    return backups_in(data.parent / "out")[-1].file


def restore(folder: Path, file: Path, clock: FixedClock, **facts: Any) -> Restored:
    return put_back(RestoreOrder(file, folder, **facts), schema(), user="kroeger", clock=clock)


def last_entry(session: Session) -> tuple[str, str]:
    entry = session.scalars(select(JournalEntry).order_by(JournalEntry.id.desc())).first()
    assert entry is not None
    return entry.action, entry.reason


def lives(session: Session) -> list[tuple[str, bool]]:
    rows = session.execute(select(Replica.reason, Replica.retired_at))
    return sorted((reason, retired is not None) for reason, retired in rows)


def replica(session: Session) -> str:
    return session.scalars(select(SyncClock.replica)).one()


def test_a_restored_backup_is_the_data_and_the_former_ones_are_kept_twice(data: Path, clock: FixedClock) -> None:
    done = restore(data, backup_of(data), clock, reason="Rechner getauscht")
    store = opened(data, clock)
    assert store.ask(people) == ["Alt"]
    assert store.ask(last_entry) == ("restore_backup", f"{backup_of(data).name}: Rechner getauscht")
    assert store.notices == []
    assert inspect(store, schema()) == []
    assert done.former == data / quarantine.FOLDER / "20261123-090000"
    former = Store.of_file(done.former / DATABASE_NAME, store.key, user="x", clock=clock)
    assert former.ask(people) == ["Alt", "Neu"]
    former.close()
    (before,) = [one for one in backups_in(data / generations.FOLDER) if one.cause is Cause.RESTORE]
    report = verify_backup(before.file, [store.key], schema())
    assert (report.faults, report.records) == ((), 2)
    store.close()


def test_a_restored_backup_is_a_new_life_each_time_and_its_clock_runs_on(data: Path, clock: FixedClock) -> None:
    store = opened(data, clock)
    first, stamp = store.ask(replica), store.ask(lambda session: session.scalars(select(SyncClock.ver)).one())
    store.close()
    replicas = {first}
    for restored in range(2):
        restore(data, backup_of(data), clock)
        store = opened(data, clock)
        replicas.add(store.ask(replica))
        later = [(Origin.LATER, True)] * restored
        assert store.ask(lives) == sorted([(Origin.CREATED, True), *later, (Origin.RESTORED, False)])
        assert store.ask(lambda session: session.scalars(select(SyncClock.ver)).one()) > stamp
        store.close()
    assert len(replicas) == 3


def test_the_former_data_of_two_restores_do_not_write_over_each_other(data: Path, clock: FixedClock) -> None:
    first = restore(data, backup_of(data), clock).former
    second = restore(data, backup_of(data), clock).former
    assert first == second
    assert first is not None
    assert {file.name for file in first.iterdir()} == {DATABASE_NAME, f"{DATABASE_NAME}.2"}


def test_only_the_head_restores(data: Path, clock: FixedClock) -> None:
    store = opened(data, clock)
    store.do(give_role, RoleOrder("oezdemir", Role.HEAD))
    store.do(give_role, RoleOrder("kroeger", Role.CLERK))
    store.close()
    before = (data / DATABASE_NAME).read_bytes()
    with pytest.raises(KammerError, match="zurückspielen"):
        restore(data, backup_of(data), clock)
    assert (data / DATABASE_NAME).read_bytes() == before
    assert not (data / quarantine.FOLDER).exists()


def test_a_damaged_backup_is_not_restored_and_nothing_is_changed(data: Path, clock: FixedClock) -> None:
    raw = bytearray(backup_of(data).read_bytes())
    raw[len(raw) // 2] ^= 1
    backup_of(data).write_bytes(raw)
    with pytest.raises(KammerError, match="beschädigt"):
        restore(data, backup_of(data), clock)
    assert names(data, clock) == ["Alt", "Neu"]
    assert not list(data.glob("*.restoring*"))
    assert not (data / quarantine.FOLDER).exists()


def test_a_backup_of_another_chamber_is_refused(data: Path, tmp_path: Path, clock: FixedClock) -> None:
    other = Store.create(tmp_path / "lw", "LW", schema(), user="thoms", clock=clock)
    file, key = make_backup(other, tmp_path / "lw-out").file, other.key
    other.close()
    with pytest.raises(KammerError, match="LW"):
        restore(data, file, clock, key=key)
    assert names(data, clock) == ["Alt", "Neu"]


@pytest.mark.parametrize("what", ["missing", "itself", "nothing", "text"])
def test_what_is_no_backup_is_told(data: Path, clock: FixedClock, what: str) -> None:
    file = data.parent / "x.kdbackup"
    if what != "missing":
        file.write_bytes(b"" if what == "nothing" else b"Dies ist keine Sicherung. " * 1000)
    with pytest.raises(KammerError, match=DATABASE_NAME if what == "itself" else file.name):
        restore(data, data / DATABASE_NAME if what == "itself" else file, clock)
    assert names(data, clock) == ["Alt", "Neu"]


def test_damaged_data_do_not_stand_in_the_way_and_lie_aside_afterwards(data: Path, clock: FixedClock) -> None:
    junk = b"\x00" * 100_000
    (data / DATABASE_NAME).write_bytes(junk)
    with pytest.raises(KammerError):
        opened(data, clock)
    done = restore(data, backup_of(data), clock)
    assert names(data, clock) == ["Alt"]
    assert done.former is not None
    assert (done.former / DATABASE_NAME).read_bytes() == junk


def test_data_in_use_are_not_replaced(data: Path, clock: FixedClock) -> None:
    with lock.shared(data), pytest.raises(KammerError, match="gerade benutzt"):
        restore(data, backup_of(data), clock)
    assert names(data, clock) == ["Alt", "Neu"]


def test_data_that_were_set_aside_come_back_with_their_log(data: Path, tmp_path: Path, clock: FixedClock) -> None:
    store = opened(data, clock)
    store.do(add_person, "Nur im Protokoll")
    aside = tmp_path / "aside"
    shutil.copytree(data, aside)
    store.close()
    restore(data, backup_of(data), clock)
    restore(data, aside / DATABASE_NAME, clock)
    assert names(data, clock) == ["Alt", "Neu", "Nur im Protokoll"]


def test_a_backup_with_a_former_key_opens_as_it_is(data: Path, clock: FixedClock) -> None:
    former = keys.stored_key(data)
    change_key(data)
    assert keys.stored_key(data) != former
    restore(data, backup_of(data), clock)
    assert names(data, clock) == ["Alt"]
    assert keys.stored_key(data) == former
    assert len(keys.former_keys(data)) == 1


def test_on_a_new_computer_the_key_comes_from_the_sheet_and_is_kept(
    data: Path, tmp_path: Path, clock: FixedClock
) -> None:
    with pytest.raises(KammerError):
        restore(tmp_path / "new", backup_of(data), clock)
    done = restore(tmp_path / "new", backup_of(data), clock, key=keys.stored_key(data))
    assert done.former is None
    assert names(tmp_path / "new", clock) == ["Alt"]


def test_nothing_is_restored_under_a_key_that_could_not_be_kept(data: Path, tmp_path: Path, clock: FixedClock) -> None:
    order = RestoreOrder(backup_of(data), tmp_path / "new", key=keys.stored_key(data), passphrase="kurz")
    with pytest.raises(KammerError, match="10"):
        put_back(order, schema(), user="kroeger", clock=clock)
    assert not (tmp_path / "new" / DATABASE_NAME).exists()
    assert list((tmp_path / "new").glob("*restor*")) == []


def test_a_backup_of_an_older_program_is_brought_up_to_this_one(tmp_path: Path, clock: FixedClock) -> None:
    old = Path(__file__).parents[1] / "files" / "v1"
    key = (old / keys.KEY_FILE).read_text(encoding="ascii").strip()
    report = verify_backup(old / DATABASE_NAME, [key], schema())
    assert report.faults == ()
    done = restore(tmp_path / "new", old / DATABASE_NAME, clock, key=key)
    assert done.report.records == report.records > 0
    store = opened(tmp_path / "new", clock)
    assert store.ask(last_entry)[0] == "restore_backup"
    assert inspect(store, schema()) == []
    store.close()


def test_a_wrong_key_names_those_that_were_tried(data: Path, tmp_path: Path, clock: FixedClock) -> None:
    with pytest.raises(KammerError, match=keys.fingerprint("ab" * 32)):
        restore(tmp_path / "new", backup_of(data), clock, key="ab" * 32)


def test_an_exchange_that_was_interrupted_is_finished_at_opening(data: Path, clock: FixedClock) -> None:
    """Killed right after the decision, then again when only the former file had been moved."""
    moment = clock.now()
    for interrupted in range(2):
        shutil.copy(backup_of(data), data / "part")
        quarantine.stage(data / "part", data, moment)
        if interrupted:
            quarantine.set_aside([data / DATABASE_NAME], data, quarantine.label_at(moment))
        assert names(data, clock) == ["Alt"]
        add(data, clock, "Neu")
    assert len(list((data / quarantine.FOLDER).rglob("*"))) == 3


def test_a_program_killed_during_a_restore_leaves_the_former_or_the_restored_data(
    data: Path, clock: FixedClock
) -> None:
    chance = random.Random(5)
    began = time.monotonic()
    restore(data, backup_of(data), clock)
    longest = time.monotonic() - began
    killed = 0
    for number in range(30):
        name = f"Nr. {number:02}"
        add(data, clock, name)
        child = os.fork()
        if child == 0:
            restore(data, backup_of(data), clock)
            os._exit(0)
        time.sleep(chance.uniform(0, longest))
        os.kill(child, signal.SIGKILL)
        killed += os.WIFSIGNALED(os.waitpid(child, 0)[1])
        found = names(data, clock)
        assert found == ["Alt"] or found[-1] == name
        if killed == 10:
            break
    assert killed == 10
    store = opened(data, clock)
    assert inspect(store, schema()) == []
    store.close()


def test_a_rehearsal_says_that_a_backup_can_be_restored_and_leaves_nothing(
    data: Path, tmp_path: Path, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "temp"))
    (tmp_path / "temp").mkdir()
    before = backup_of(data).read_bytes()
    report = verify_backup(backup_of(data), [keys.stored_key(data)], schema())
    assert report.faults == ()
    assert (report.records, report.entries) == (1, 1)
    assert "lässt sich zurückspielen" in " ".join(report.sentences)
    assert list((tmp_path / "temp").iterdir()) == []
    assert backup_of(data).read_bytes() == before
