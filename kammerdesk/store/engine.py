"""Opens the encrypted SQLite file as SQLAlchemy engine: SQLCipher, WAL, full sync, foreign keys on."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlcipher3 import dbapi2

from kammerdesk.base.errors import KammerError
from kammerdesk.base.i18n import tr
from kammerdesk.store.faults import while_opening

WRITE = "kammerdesk_write"
"""Execution option: this connection's transactions begin as writers."""

_FIRST_SOUND_VERSION = (3, 51, 3)

_PRAGMAS = (
    "PRAGMA cipher_log_level = NONE",
    "PRAGMA cipher_page_size = 8192",
    "PRAGMA cipher_hmac_algorithm = HMAC_SHA256",
    "PRAGMA cipher_kdf_algorithm = PBKDF2_HMAC_SHA256",
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",
    "PRAGMA foreign_keys = ON",
    "PRAGMA busy_timeout = 5000",
    "PRAGMA temp_store = MEMORY",
    "PRAGMA cache_size = -32000",
)


def open_engine(file: Path, key: str) -> Engine:
    """The engine for one database file and its raw 256-bit key (64 hex digits).

    Raises KammerError when the SQLite at hand has the WAL-reset fault (3.7.0 to 3.51.2 can lose committed writes).
    """
    if dbapi2.sqlite_version_info < _FIRST_SOUND_VERSION:
        raise KammerError(
            tr("The database engine {version} can lose data and is not used. Please install KammerDesk again.").format(
                version=dbapi2.sqlite_version
            )
        )
    engine = create_engine(f"sqlite:///{file}", module=dbapi2)

    @event.listens_for(engine, "connect")
    def set_up(connection: Any, _record: object) -> None:
        connection.isolation_level = None  # transactions are begun by the hook below, not by the driver
        cursor = connection.cursor()
        try:
            cursor.execute(f"PRAGMA key = \"x'{key}'\"")
            for pragma in _PRAGMAS:
                cursor.execute(pragma)
            cursor.execute("SELECT count(*) FROM sqlite_master")
        except dbapi2.DatabaseError as error:
            raise while_opening(file, error) from error
        finally:
            cursor.close()

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get(WRITE)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine
