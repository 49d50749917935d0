"""Opens the encrypted SQLite file as SQLAlchemy engine: SQLCipher, WAL, full sync, foreign keys on."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.dialects import registry
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.util import LRUCache
from sqlcipher3 import dbapi2

from kammerdesk.base.errors import KammerError
from kammerdesk.base.folding import fold, shadow
from kammerdesk.base.i18n import tr
from kammerdesk.base.steps import check, is_stopped
from kammerdesk.store.faults import while_opening
from kammerdesk.store.pages import is_foreign_wal
from kammerdesk.store.search_triggers import SHADOW_FUNCTION

DriverError = dbapi2.DatabaseError
"""What a statement raises that goes to the driver past SQLAlchemy."""

BUSY_TIMEOUT = 5000
"""For so many milliseconds a writer waits for another."""

WRITE = "kammerdesk_write"
"""Execution option: this connection's transactions begin as writers."""

_BETWEEN_LOOKS = 100_000
"""After so many steps of its machine, a few milliseconds, a statement looks whether it is to stop."""

FOLD_FUNCTION = "folded"
"""In SQL: words as they are sorted and compared."""

_COMPILED: LRUCache[Any, Any] = LRUCache(2000)
"""What was compiled for any file: the next one, opened by a job beside the window say, need not do so again."""

_FIRST_SOUND_VERSION = (3, 51, 3)

_CIPHER = (
    "PRAGMA cipher_log_level = NONE",
    "PRAGMA cipher_page_size = 8192",
    "PRAGMA cipher_hmac_algorithm = HMAC_SHA256",
    "PRAGMA cipher_kdf_algorithm = PBKDF2_HMAC_SHA256",
)

_SETTINGS = (
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",
    "PRAGMA foreign_keys = ON",
    f"PRAGMA busy_timeout = {BUSY_TIMEOUT}",
    "PRAGMA temp_store = MEMORY",
    "PRAGMA cache_size = -64000",
)


class Dialect(SQLiteDialect_pysqlite):
    """SQLite as always; the dialects of two files are alike, so that they share what was compiled."""

    supports_statement_cache = True

    def __eq__(self, other: object) -> bool:
        return type(other) is type(self)

    def __hash__(self) -> int:
        return hash(type(self))


registry.register("sqlite.kammerdesk", __name__, Dialect.__name__)


def refuse_faulty_engine(version: tuple[int, ...] = dbapi2.sqlite_version_info) -> None:
    """Raises KammerError for an SQLite with the WAL-reset fault (3.7.0 to 3.51.2 can lose committed writes)."""
    if version < _FIRST_SOUND_VERSION:
        sentence = tr("The database engine {version} can lose data and is not used. Please install KammerDesk again.")
        raise KammerError(sentence.format(version=".".join(map(str, version))))


def connect_raw(file: Path, key: str) -> Any:
    """A bare connection to an existing encrypted file, for what is done to the file as such; the caller closes it."""
    _refuse_foreign_wal(file, key)
    connection = dbapi2.connect(f"{file.absolute().as_uri()}?mode=rw", uri=True, isolation_level=None)
    _unlock(connection, key)
    return connection


def _refuse_foreign_wal(file: Path, key: str) -> None:
    """Raises DatabaseError, as the engine does for a key that does not fit, before the log is written over the file."""
    if is_foreign_wal(file, key):
        raise dbapi2.DatabaseError("file is not a database")


def _folded(text: str | None) -> str | None:
    return fold(text) if text else text


def _unlock(connection: Any, key: str) -> None:
    connection.execute(f"PRAGMA key = \"x'{key}'\"")
    for pragma in _CIPHER:
        connection.execute(pragma)
    connection.set_progress_handler(is_stopped, _BETWEEN_LOOKS)


def open_engine(file: Path, key: str) -> Engine:
    """The engine for one database file and its raw 256-bit key (64 hex digits).

    Errors never tell the values of a statement: they are personal data. Raises KammerError for a faulty SQLite.
    """
    refuse_faulty_engine()
    engine = create_engine(
        f"sqlite+kammerdesk:///{file}",
        module=dbapi2,
        hide_parameters=True,
        execution_options={"compiled_cache": _COMPILED},
    )

    @event.listens_for(engine, "connect")
    def set_up(connection: Any, _record: object) -> None:
        connection.isolation_level = None  # transactions are begun by the hook below, not by the driver
        try:
            _refuse_foreign_wal(file, key)
            _unlock(connection, key)
            for pragma in _SETTINGS:
                connection.execute(pragma)
            connection.create_function(SHADOW_FUNCTION, -1, shadow, deterministic=True)
            connection.create_function(FOLD_FUNCTION, 1, _folded, deterministic=True)
            connection.execute("SELECT count(*) FROM sqlite_master").fetchall()
        except dbapi2.DatabaseError as error:
            raise while_opening(file, error) from error

    @event.listens_for(engine, "before_cursor_execute")
    def look(*_: object) -> None:
        check()

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get(WRITE)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine
