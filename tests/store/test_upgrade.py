"""Files of every version open for ever: brought up to this one after a backup, whole or not at all."""

from __future__ import annotations

import shutil
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, text
from sqlalchemy.orm import Session

from kammerdesk.base.errors import KammerError
from kammerdesk.base.paths import DATABASE_NAME
from kammerdesk.committees.model import Committee
from kammerdesk.examday.model import JointMark
from kammerdesk.people.model import Person
from kammerdesk.store import lock
from kammerdesk.store.engine import WRITE, connect_raw, open_engine
from kammerdesk.store.generations import FOLDER, Cause, backups_in
from kammerdesk.store.inspection import inspect
from kammerdesk.store.keys import KEY_FILE
from kammerdesk.store.lines import history_lines
from kammerdesk.store.store import Store
from kammerdesk.store.upgrade import SCHEMA_VERSION
from kammerdesk.sync.records import schema
from tests.store.test_store import add_person

FILES = Path(__file__).parents[1] / "files"
OLD = sorted(FILES.glob("v*"))


@pytest.fixture(params=OLD, ids=lambda folder: folder.name)
def folder(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A copy of a file of every version that was ever given out."""
    copy = tmp_path / "old"
    shutil.copytree(request.param, copy)
    (copy / KEY_FILE).chmod(0o600)
    return copy


def counts(session: Session) -> dict[str, int]:
    """How many records of some kinds there are."""
    return {kind.__tablename__: session.query(kind).count() for kind in (Person, Committee, JointMark)}


def structure(connection: Connection) -> dict[str, object]:
    """Tables with their columns in any order, indexes and triggers, as the engine sees them."""
    rows = connection.execute(
        text("SELECT type, name, tbl_name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_%'")
    )
    found: dict[str, object] = {}
    for kind, name, table, sql in rows.all():
        if kind == "table" and "VIRTUAL" not in sql:
            columns = connection.execute(text(f'PRAGMA table_xinfo("{name}")')).all()
            references = connection.execute(text(f'PRAGMA foreign_key_list("{name}")')).all()
            found[name] = {tuple(column[1:]) for column in columns}, {tuple(one[2:]) for one in references}
        else:
            found[name] = table, " ".join((sql or "").split())
    return found


def structure_of(folder: Path) -> dict[str, object]:
    """The structure of the database in a folder."""
    engine = open_engine(folder / DATABASE_NAME, (folder / KEY_FILE).read_text().strip())
    try:
        with engine.connect() as connection:
            return structure(connection)
    finally:
        engine.dispose()


def test_there_is_a_file_of_every_earlier_version() -> None:
    assert [folder.name for folder in OLD] == [f"v{number}" for number in range(1, SCHEMA_VERSION)]


def test_an_old_file_opens_whole_with_all_its_records_and_can_be_worked_with(folder: Path) -> None:
    store = Store.open(folder, user="kroeger")
    assert store.ask(counts) == {"person": 93, "committee": 6, "joint_mark": 24}
    assert inspect(store, schema()) == []
    store.do(add_person, "Müller")
    assert inspect(store, schema()) == []
    store.close()


def test_a_migrated_file_is_built_like_a_new_one(folder: Path, store: Store) -> None:
    Store.open(folder, user="kroeger").close()
    assert structure_of(folder) == structure_of(store.file.parent)
    engine = open_engine(folder / DATABASE_NAME, (folder / KEY_FILE).read_text().strip())
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        differences = [one for one in compare_metadata(context, schema()) if "search_" not in repr(one)]
    engine.dispose()
    assert differences == []


def test_before_anything_is_changed_the_old_file_is_kept(folder: Path) -> None:
    before = (folder / DATABASE_NAME).read_bytes()
    Store.open(folder, user="kroeger").close()
    (backup,) = backups_in(folder / FOLDER)
    assert backup.cause is Cause.MIGRATION
    assert backup.file.read_bytes() == before


def test_the_user_is_told_once_where_the_old_data_lie(folder: Path) -> None:
    store = Store.open(folder, user="kroeger")
    assert any("before-migration" in notice for notice in store.notices)
    store.close()
    again = Store.open(folder, user="kroeger")
    assert again.notices == []
    again.close()


def test_the_journal_tells_of_the_step_and_reads_on_from_before(folder: Path) -> None:
    store = Store.open(folder, user="kroeger")
    lines = store.ask(lambda session: history_lines(session, limit=5))
    store.close()
    assert len(lines) == 5


def test_what_was_changed_behind_the_journal_stays_visible(folder: Path) -> None:
    engine = open_engine(folder / DATABASE_NAME, (folder / KEY_FILE).read_text().strip())
    with engine.execution_options(**{WRITE: True}).begin() as connection:
        connection.exec_driver_sql("DROP TRIGGER journal_entry_closed")
        connection.exec_driver_sql("UPDATE journal_entry SET user = 'niemand' WHERE id = 3")
    engine.dispose()
    store = Store.open(folder, user="kroeger")
    assert any("3" in fault for fault in inspect(store, schema()))
    store.close()


def test_a_file_that_is_in_use_is_not_brought_up(folder: Path) -> None:
    before = (folder / DATABASE_NAME).read_bytes()
    with lock.shared(folder), pytest.raises(KammerError):
        Store.open(folder, user="kroeger")
    assert (folder / DATABASE_NAME).read_bytes() == before


def test_an_older_program_that_is_still_open_is_noticed_though_it_knows_no_lock(folder: Path) -> None:
    file, key = folder / DATABASE_NAME, (folder / KEY_FILE).read_text().strip()
    with closing(connect_raw(file, key)) as other:
        other.execute("SELECT count(*) FROM person").fetchall()
        version = other.execute("PRAGMA user_version").fetchone()
        with pytest.raises(KammerError, match="geöffnet"):
            Store.open(folder, user="kroeger")
        assert other.execute("PRAGMA user_version").fetchone() == version
        assert version < (SCHEMA_VERSION,)
    store = Store.open(folder, user="kroeger")
    assert inspect(store, schema()) == []
    store.close()


@pytest.mark.parametrize(
    "behind_the_back",
    [
        "DELETE FROM area_mark WHERE uid IN (SELECT uid FROM journal_change WHERE kind = 'area_mark' LIMIT 1)",
        "DELETE FROM journal_change WHERE kind = 'person' AND operation = 'insert'",
        "UPDATE journal_change SET entry_id = NULL WHERE id % 7 = 0",
    ],
)
def test_what_was_done_past_version_1_is_brought_along_and_stays_visible(folder: Path, behind_the_back: str) -> None:
    engine = open_engine(folder / DATABASE_NAME, (folder / KEY_FILE).read_text().strip())
    with engine.execution_options(**{WRITE: True}).begin() as connection:
        marked = "INSERT INTO journal_change (entry_id, kind, uid, operation, before, after) "
        sample = "SELECT entry_id, kind, uid, 'update', '{\"points\":1}', '{\"points\":2}' FROM journal_change "
        connection.exec_driver_sql(f"{marked} {sample} WHERE kind = 'area_mark' LIMIT 1")
        for trigger in connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'trigger'").all():
            connection.exec_driver_sql(f"DROP TRIGGER {trigger[0]}")
        connection.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
        connection.exec_driver_sql(behind_the_back)
    engine.dispose()
    store = Store.open(folder, user="kroeger")
    assert inspect(store, schema())
    store.close()


FULL_DRIVE = """
import resource, sys
from pathlib import Path
from kammerdesk.base.clock import SystemClock
from kammerdesk.store.engine import open_engine
from kammerdesk.store.upgrade import upgrade_data
from kammerdesk.sync.records import schema

schema()
file, key = Path(sys.argv[1]), sys.argv[2]
engine = open_engine(file, key)
resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, resource.RLIM_INFINITY))
upgrade_data(engine, 1, "kroeger", SystemClock())
"""


@pytest.mark.skipif(sys.platform == "win32", reason="limits of files are asked of a POSIX system")
def test_a_drive_that_fills_up_in_the_middle_leaves_the_old_data(folder: Path) -> None:
    file, key = folder / DATABASE_NAME, (folder / KEY_FILE).read_text().strip()
    before = file.read_bytes()
    ended = subprocess.run([sys.executable, "-c", FULL_DRIVE, str(file), key], capture_output=True, text=True)
    assert "OperationalError" in ended.stderr
    assert file.read_bytes() == before
    store = Store.open(folder, user="kroeger")
    assert inspect(store, schema()) == []
    store.close()
