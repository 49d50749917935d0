"""A backup is whole or not there, holds everything that was stored before it, and stays as long as it should."""

from __future__ import annotations

import os
import random
import resource
import signal
import threading
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text

from kammerdesk.base.clock import FixedClock, office_time
from kammerdesk.base.errors import KammerError
from kammerdesk.store import generations
from kammerdesk.store.backup import SecondCopy, back_up, catch_up, make_backup
from kammerdesk.store.generations import Cause, backup_due, backups_in, kept, kept_untouched
from kammerdesk.store.machine_file import MACHINE_FILE
from kammerdesk.store.pages import PAGE_SIZE
from kammerdesk.store.restore import verify_backup
from kammerdesk.store.second_place import second_place, set_second_place
from kammerdesk.store.store import Store
from kammerdesk.sync.records import schema
from tests.conftest import NOW
from tests.store.test_store import add_person, people


def content(file: Path, key: str) -> list[str]:
    store = Store.of_file(file, key, user="kroeger", clock=FixedClock(NOW))
    try:
        return store.ask(people)
    finally:
        store.close()


def names(folder: Path) -> list[str]:
    return sorted(file.name for file in folder.rglob("*") if file.is_file())


def at(store: Store, moment: datetime) -> Store:
    store.clock = FixedClock(moment)
    return store


def test_a_backup_of_open_data_holds_everything_and_is_named_by_chamber_and_time(store: Store, tmp_path: Path) -> None:
    store.do(add_person, "Öztürk")
    backup = make_backup(store, tmp_path / "out")
    assert names(tmp_path / "out") == ["KammerDesk-BS-20261123-090000.kdbackup"]
    store.do(add_person, "Später")
    assert content(backup.file, store.key) == ["Öztürk"]
    assert backup.size == backup.file.stat().st_size
    assert verify_backup(backup.file, [store.key], schema()).faults == ()
    assert names(tmp_path / "out") == ["KammerDesk-BS-20261123-090000.kdbackup"]


def test_two_backups_of_one_second_do_not_write_over_each_other(store: Store, tmp_path: Path) -> None:
    first, second = make_backup(store, tmp_path), make_backup(store, tmp_path)
    assert first.file != second.file
    assert [found.file for found in backups_in(tmp_path)] == [second.file, first.file]


def test_under_load_a_backup_has_what_was_stored_before_it_and_nobody_fails(store: Store, tmp_path: Path) -> None:
    told: list[str] = []
    stop = threading.Event()
    folder = store.file.parent

    def work() -> None:
        other = Store.open(folder, user="thoms", clock=store.clock)
        while not stop.is_set():
            name = f"Nr. {len(told):05}"
            other.do(add_person, name)
            told.append(name)
        other.close()

    worker = threading.Thread(target=work)
    worker.start()
    try:
        for number in range(3):
            while len(told) < 5 * number and worker.is_alive():
                time.sleep(0.001)
            before = list(told)
            backup = make_backup(store, tmp_path / "out")
            found = content(backup.file, store.key)
            assert found[: len(before)] == before
    finally:
        stop.set()
        worker.join()
    assert verify_backup(backup.file, [store.key], schema()).faults == ()
    assert store.ask(people) == told


def test_data_stay_locked_for_other_programs_after_a_backup(store: Store, tmp_path: Path) -> None:
    """Reading the file must not take away our locks: the other would clear our log away when it closes."""
    store.do(add_person, "Vorher")
    make_backup(store, tmp_path)
    store.do(add_person, "Im Protokoll")
    child = os.fork()
    if child == 0:
        code = "import sys; from pathlib import Path; from kammerdesk.store.store import Store;"
        code += "from kammerdesk.sync.records import schema; schema();"
        code += "Store.open(Path(sys.argv[1]), user='x').close()"
        os.execv(os.sys.executable, [os.sys.executable, "-c", code, str(store.file.parent)])  # type: ignore[attr-defined]
    assert os.waitpid(child, 0)[1] == 0
    assert store.file.with_name(f"{store.file.name}-wal").stat().st_size > 0
    store.do(add_person, "Nachher")
    assert store.ask(people) == ["Im Protokoll", "Nachher", "Vorher"]
    assert content(store.file, store.key) == ["Im Protokoll", "Nachher", "Vorher"]


def test_a_damaged_page_is_found_and_no_backup_is_kept(store: Store, tmp_path: Path) -> None:
    store.do(add_person, "Müller")
    root = store.ask(lambda session: session.scalar(text("SELECT rootpage FROM sqlite_master WHERE name = 'person'")))
    store.close()
    raw = bytearray(store.file.read_bytes())
    raw[PAGE_SIZE * (root - 1) + 4000] ^= 1
    store.file.write_bytes(raw)
    again = Store.open(store.file.parent, user="kroeger")
    with pytest.raises(KammerError, match="nicht vollständig"):
        make_backup(again, tmp_path / "out")
    assert names(tmp_path / "out") == []
    again.close()


def test_a_drive_without_space_is_told_and_nothing_stays_behind(store: Store, tmp_path: Path) -> None:
    child = os.fork()
    if child == 0:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))
        try:
            make_backup(Store.open(store.file.parent, user="thoms", clock=store.clock), tmp_path / "out")
        except KammerError as error:
            os._exit(0 if str(tmp_path / "out") in str(error) else 2)
        os._exit(1)
    assert os.waitpid(child, 0)[1] == 0
    assert names(tmp_path / "out") == []


def test_a_place_that_is_a_file_is_told(store: Store, tmp_path: Path) -> None:
    (tmp_path / "out").write_bytes(b"")
    with pytest.raises(KammerError, match="out"):
        make_backup(store, tmp_path / "out")


def test_what_a_killed_backup_left_is_cleared_away_when_nobody_works_on_it_any_more(
    store: Store, tmp_path: Path
) -> None:
    left, fresh = (tmp_path / f"KammerDesk-BS-20261122-09000{n}.kdbackup.part" for n in range(2))
    for file in (left, fresh):
        file.write_bytes(b"half")
    os.utime(left, (0, 0))
    make_backup(store, tmp_path)
    assert (left.exists(), fresh.exists()) == (False, True)


def test_a_program_killed_during_a_backup_leaves_no_half_one_and_sound_data(store: Store, tmp_path: Path) -> None:
    chance = random.Random(3)
    for number in range(200):
        store.do(add_person, f"Nr. {number:05}")
    out = tmp_path / "out"
    killed = 0
    store.close()
    for _ in range(30):
        child = os.fork()
        if child == 0:
            again = Store.open(store.file.parent, user="kroeger", clock=store.clock)
            make_backup(again, out)
            os._exit(0)
        time.sleep(chance.uniform(0.005, 0.12))
        os.kill(child, signal.SIGKILL)
        killed += os.WIFSIGNALED(os.waitpid(child, 0)[1])
        if killed == 10:
            break
    assert killed == 10
    for backup in backups_in(out):
        assert len(content(backup.file, store.key)) == 200
    again = Store.open(store.file.parent, user="kroeger", clock=store.clock)
    assert len(again.ask(people)) == 200
    assert len(content(make_backup(again, out).file, again.key)) == 200
    again.close()


# --- the second place


def test_the_second_place_gets_a_copy_and_a_missing_one_is_caught_up(store: Store, tmp_path: Path) -> None:
    data, stick = store.file.parent, tmp_path / "stick"
    set_second_place(data, stick)
    done = back_up(store)
    assert done.backup.file.parent == data / generations.FOLDER
    assert done.second.file is None
    assert str(stick) in done.second.notices[0]
    stick.mkdir()
    caught = catch_up(store)
    assert caught.notices == ()
    assert caught.file is not None
    assert caught.file.read_bytes() == done.backup.file.read_bytes()
    assert catch_up(store) == SecondCopy()
    assert names(stick) == [done.backup.file.name]


def test_without_a_second_place_there_is_one_copy_and_nothing_to_say(store: Store) -> None:
    assert back_up(store).second == SecondCopy()
    assert catch_up(store) == SecondCopy()


def test_the_second_place_is_set_for_this_computer_and_may_have_any_name(tmp_path: Path) -> None:
    place = tmp_path / 'E\\ "Stick" Müller'
    assert second_place(tmp_path / "data") is None
    (tmp_path / "data").mkdir()
    set_second_place(tmp_path / "data", place)
    assert second_place(tmp_path / "data") == place
    set_second_place(tmp_path / "data", None)
    assert second_place(tmp_path / "data") is None


def test_a_second_place_inside_the_data_is_refused(tmp_path: Path) -> None:
    with pytest.raises(KammerError, match="innerhalb"):
        set_second_place(tmp_path, tmp_path / "backups")


@pytest.mark.parametrize("broken", [b"\xff\xfe", b"backup = 3", b"[backup]\nsecond_place = 3", b"[backup"])
def test_a_broken_setting_is_told(tmp_path: Path, broken: bytes) -> None:
    (tmp_path / MACHINE_FILE).write_bytes(broken)
    with pytest.raises(KammerError, match=MACHINE_FILE):
        second_place(tmp_path)


# --- generations

hours = st.integers(0, 3 * 365 * 24).map(lambda hour: datetime(2025, 1, 1, tzinfo=UTC) + timedelta(hours=hour))
moments = st.lists(hours, max_size=60)
now = hours


@given(moments, now)
def test_the_newest_backup_and_all_of_today_always_stay(moments: list[datetime], now: datetime) -> None:
    staying = kept(moments, now)
    assert staying <= set(moments)
    assert not moments or max(moments) in staying
    today = office_time(now).date()
    assert {moment for moment in moments if office_time(moment).date() >= today} <= staying


@given(moments, now)
def test_what_goes_has_a_younger_one_in_each_of_its_periods_or_twelve_months_after_it(
    moments: list[datetime], now: datetime
) -> None:
    staying = kept(moments, now)
    for gone in set(moments) - staying:
        day = office_time(gone).date()
        later = {office_time(moment).date() for moment in staying if moment > gone}
        months = {(one.year, one.month) for one in later}
        assert (day.year, day.month) in months or len(months) >= 12


@given(moments, now)
def test_rotating_twice_takes_nothing_more(moments: list[datetime], now: datetime) -> None:
    once = kept(moments, now)
    assert kept(once, now) == once


def test_a_backup_every_noon_leaves_seven_days_four_weeks_and_twelve_months() -> None:
    noon = datetime(2026, 12, 31, 11, tzinfo=UTC)
    staying: set[datetime] = set()
    for back in range(600, -1, -1):
        day = noon - timedelta(days=back)
        staying = kept([*staying, day], day)
    days = sorted((noon - moment).days for moment in staying)
    assert days[:7] == [0, 1, 2, 3, 4, 5, 6]
    assert 18 <= len(days) <= 23
    assert days[-1] >= 330


@given(moments, now)
def test_backups_made_before_something_stay_thirty_days_and_the_last_for_ever(
    moments: list[datetime], now: datetime
) -> None:
    staying = kept_untouched(moments, now)
    assert all(moment in staying for moment in moments if now - moment <= timedelta(days=30))
    assert not moments or max(moments) in staying


def test_old_backups_go_those_before_something_lie_apart_and_foreign_files_stay(store: Store) -> None:
    place = store.file.parent / generations.FOLDER
    for hours in (0, 1, 2):
        back_up(at(store, NOW - timedelta(days=1, hours=hours)))
        back_up(at(store, NOW - timedelta(days=1, hours=hours)), Cause.KEY_CHANGE)
    (place / "Notizen.txt").write_text("wichtig", encoding="utf-8")
    (place / "KammerDesk-BS-20269999-090000.kdbackup").write_bytes(b"?")
    back_up(at(store, NOW))
    causes = [backup.cause for backup in backups_in(place)]
    assert causes.count(Cause.ROUTINE) == 2
    assert causes.count(Cause.KEY_CHANGE) == 3
    assert (place / "Notizen.txt").exists()
    assert (place / "KammerDesk-BS-20269999-090000.kdbackup").exists()


def test_a_backup_is_due_once_a_day(store: Store) -> None:
    data = store.file.parent
    assert backup_due(data, NOW)
    back_up(store, Cause.RESTORE)
    assert backup_due(data, NOW)
    back_up(store)
    assert not backup_due(data, NOW + timedelta(hours=14))
    assert backup_due(data, NOW + timedelta(hours=16))
