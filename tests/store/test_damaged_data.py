"""Whatever happened to the files, opening ends with a sentence or with data whose check tells; nothing gets lost."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select, text
from sqlalchemy.orm import Session
from sqlcipher3 import dbapi2

from kammerdesk.base.clock import FixedClock
from kammerdesk.base.errors import KammerError
from kammerdesk.base.paths import DATABASE_NAME
from kammerdesk.people.model import Person
from kammerdesk.store import keys, quarantine
from kammerdesk.store.backup import back_up
from kammerdesk.store.engine import connect_raw
from kammerdesk.store.inspection import inspect
from kammerdesk.store.pages import PAGE_SIZE, fits, is_foreign_wal, wal_of
from kammerdesk.store.store import Store
from kammerdesk.store.work import Work
from kammerdesk.sync.records import schema
from tests.conftest import NOW
from tests.store.test_store import add_person, people

CLOCK = FixedClock(NOW)


def open_(folder: Path) -> Store:
    return Store.open(folder, user="kroeger", clock=CLOCK)


def made(folder: Path, *names: str) -> Path:
    store = Store.create(folder, "BS", schema(), user="kroeger", clock=CLOCK, demonstration=True)
    for name in names:
        store.do(add_person, name)
    store.close()
    return folder


def add_many(work: Work, count: int) -> None:
    work.bulk(Person, ({"last_name": f"Name {number}", "first_name": "A"} for number in range(count)))


def names(folder: Path) -> list[str]:
    store = open_(folder)
    try:
        return store.ask(people)
    finally:
        store.close()


def with_log(folder: Path, name: str) -> None:
    """Leaves data as a power failure does: the last change is in the log only."""
    store = open_(folder)
    store.do(add_person, name)
    shutil.copytree(folder, folder.with_suffix(".cut"))
    store.close()
    shutil.rmtree(folder)
    folder.with_suffix(".cut").rename(folder)
    assert wal_of(folder / DATABASE_NAME).stat().st_size > 0


def contents(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in folder.iterdir() if file.is_file()}


def set_aside(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in (folder / quarantine.FOLDER).rglob("*") if file.is_file()}


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return made(tmp_path / "data", "Müller")


# --- a log of another database


def test_the_log_of_another_database_is_set_aside_before_it_is_written_over_the_data(
    data: Path, tmp_path: Path
) -> None:
    other = made(tmp_path / "other", "Fremd")
    with_log(other, "Auch fremd")
    foreign = wal_of(other / DATABASE_NAME).read_bytes()
    wal_of(data / DATABASE_NAME).write_bytes(foreign)
    before = (data / DATABASE_NAME).read_bytes()
    store = open_(data)
    assert store.ask(people) == ["Müller"]
    assert "anderen Datenbank" in store.notices[0]
    assert inspect(store, schema()) == []
    store.close()
    assert (data / DATABASE_NAME).read_bytes() == before
    assert set_aside(data) == {f"{DATABASE_NAME}-wal": foreign}
    assert names(data) == ["Müller"]


@pytest.mark.parametrize("junk", [b"x", b"x" * 100, b"x" * 20_000, bytes.fromhex("377f0682") + bytes(20_000)])
def test_a_log_that_is_none_is_set_aside(data: Path, junk: bytes) -> None:
    wal_of(data / DATABASE_NAME).write_bytes(junk)
    assert names(data) == ["Müller"]
    assert set_aside(data) == {f"{DATABASE_NAME}-wal": junk}


def test_our_own_log_after_a_power_failure_is_taken_over(data: Path) -> None:
    with_log(data, "Öztürk")
    store = open_(data)
    assert store.ask(people) == ["Müller", "Öztürk"]
    assert store.notices == []
    store.close()
    assert not (data / quarantine.FOLDER).exists()


def test_a_first_page_torn_while_the_log_was_moved_into_the_file_is_read_from_the_log(data: Path) -> None:
    store = open_(data)
    store.do(add_many, 500)  # the file grows, and so its first page is in the log
    shutil.copytree(data, data.with_suffix(".cut"))
    store.close()
    shutil.rmtree(data)
    data.with_suffix(".cut").rename(data)
    with (data / DATABASE_NAME).open("r+b") as file:
        file.seek(1024)
        file.write(os.urandom(2048))
    assert len(names(data)) == 501
    store = open_(data)
    assert inspect(store, schema()) == []
    store.close()


@pytest.mark.parametrize("size", [0, 10, 32, 40, 5000])
def test_a_log_that_was_cut_off_in_its_beginning_does_not_stand_in_the_way(data: Path, size: int) -> None:
    with_log(data, "Verloren")
    wal = wal_of(data / DATABASE_NAME)
    wal.write_bytes(wal.read_bytes()[:size])
    assert names(data) == ["Müller"]


def test_with_a_wrong_key_our_own_log_stays_where_it_is(data: Path) -> None:
    with_log(data, "Öztürk")
    right = (data / keys.KEY_FILE).read_bytes()
    (data / keys.KEY_FILE).write_bytes(b"0" * 64)
    before = contents(data)
    with pytest.raises(KammerError, match="Schlüssel"):
        open_(data)
    assert contents(data) | before == contents(data)
    (data / keys.KEY_FILE).write_bytes(right)
    assert names(data) == ["Müller", "Öztürk"]


def test_nothing_else_of_ours_opens_a_database_beside_a_foreign_log(data: Path) -> None:
    wal_of(data / DATABASE_NAME).write_bytes(b"x" * 20_000)
    before = contents(data)
    key = keys.stored_key(data)
    assert fits(data / DATABASE_NAME, key)
    assert is_foreign_wal(data / DATABASE_NAME, key)
    with pytest.raises(dbapi2.DatabaseError):
        connect_raw(data / DATABASE_NAME, key)
    with pytest.raises(KammerError):
        Store.of_file(data / DATABASE_NAME, key, user="x", clock=CLOCK)
    assert contents(data) == before


# --- what is said


def test_an_empty_file_is_not_made_into_new_data(data: Path) -> None:
    (data / DATABASE_NAME).write_bytes(b"")
    with pytest.raises(KammerError, match="ist leer"):
        open_(data)
    assert (data / DATABASE_NAME).read_bytes() == b""


@pytest.mark.parametrize("damage", ["empty", "half", "junk"])
def test_the_newest_backup_is_named_as_the_way_out(data: Path, damage: str) -> None:
    store = open_(data)
    backup = back_up(store).backup.file
    store.close()
    file = data / DATABASE_NAME
    raw = file.read_bytes()
    file.write_bytes({"empty": b"", "half": raw[: len(raw) // 2], "junk": b"x" * len(raw)}[damage])
    with pytest.raises(KammerError) as caught:
        open_(data)
    assert str(backup) in str(caught.value)
    assert "kammerdesk restore" in str(caught.value)


def test_a_damaged_page_is_told_when_it_is_read_with_the_newest_backup(data: Path) -> None:
    store = open_(data)
    backup = back_up(store).backup.file
    root = store.ask(lambda session: session.scalar(text("SELECT rootpage FROM sqlite_master WHERE name = 'person'")))
    store.close()
    raw = bytearray((data / DATABASE_NAME).read_bytes())
    raw[PAGE_SIZE * (root - 1) + 1000] ^= 1
    (data / DATABASE_NAME).write_bytes(raw)
    store = open_(data)
    with pytest.raises(KammerError, match="beschädigt") as reading:
        store.ask(births)
    with pytest.raises(KammerError, match="beschädigt") as writing:
        store.do(add_person, "Neu")
    assert str(backup) in str(reading.value)
    assert str(backup) in str(writing.value)
    assert inspect(store, schema()) != []
    store.close()


def births(session: Session) -> list[object]:
    return list(session.scalars(select(Person.birth_date)))


def test_a_folder_without_write_permission_is_told() -> None:
    """Root may write anywhere, so a forked process gives its rights up."""
    folder = Path(tempfile.mkdtemp())
    try:
        made(folder / "data", "Müller")
        for file in (folder / "data").iterdir():
            file.chmod(0o444)
        (folder / "data").chmod(0o555)
        folder.chmod(0o755)
        child = os.fork()
        if child == 0:
            code = 1
            try:
                if os.geteuid() == 0:
                    os.setgid(65534)
                    os.setuid(65534)
                open_(folder / "data")
            except KammerError as error:
                code = 0 if "schreib" in str(error) else 2
            finally:
                os._exit(code)
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    finally:
        (folder / "data").chmod(0o755)
        shutil.rmtree(folder)


# --- any single damage


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Small data, to be damaged again and again; how they are lies in “whole”."""
    folder = made(tmp_path_factory.mktemp("sound") / "data", "Müller", "Öztürk")
    shutil.copy(folder / DATABASE_NAME, folder / "whole")
    return folder


def is_told(folder: Path, damaged: bytes) -> bool:
    """Whether opening or the check that follows tells of the damage, in sentences; the file stays as it is."""
    file = folder / DATABASE_NAME
    file.write_bytes(damaged)
    for left in (wal_of(file), file.with_name(f"{file.name}-shm")):
        left.unlink(missing_ok=True)
    try:
        store = open_(folder)
    except KammerError as error:
        return bool(str(error)) and file.read_bytes() == damaged
    try:
        return inspect(store, schema()) != []
    finally:
        store.close()


anywhere = st.integers(0, 2**40)


@settings(max_examples=30, deadline=None)
@given(place=anywhere, bit=st.integers(0, 7))
def test_any_flipped_bit_is_told(sound: Path, place: int, bit: int) -> None:
    damaged = bytearray((sound / "whole").read_bytes())
    damaged[place % len(damaged)] ^= 1 << bit
    assert is_told(sound, bytes(damaged))


@settings(max_examples=20, deadline=None)
@given(place=anywhere, whole_pages=st.booleans())
def test_any_file_that_was_cut_off_is_told(sound: Path, place: int, whole_pages: bool) -> None:
    whole = (sound / "whole").read_bytes()
    size = place % len(whole)
    assert is_told(sound, whole[: size - size % PAGE_SIZE if whole_pages else size])


@pytest.mark.parametrize("place", [0, 15, 16, 100, PAGE_SIZE - 48, PAGE_SIZE - 1, PAGE_SIZE])
def test_a_flipped_bit_in_the_first_page_is_told(sound: Path, place: int) -> None:
    damaged = bytearray((sound / "whole").read_bytes())
    damaged[place] ^= 128
    assert is_told(sound, bytes(damaged))
