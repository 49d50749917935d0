"""Brings the data of an older program up to this one: alone, after a backup, in one transaction or not at all."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

from sqlalchemy import Engine
from sqlalchemy.exc import DatabaseError

from kammerdesk.base.clock import Clock
from kammerdesk.base.errors import KammerError
from kammerdesk.base.i18n import N_, tr
from kammerdesk.store import faults, lock
from kammerdesk.store.actions import Role, action
from kammerdesk.store.copying import copy_whole
from kammerdesk.store.durable import sync_folder
from kammerdesk.store.engine import WRITE, connect_raw, open_engine
from kammerdesk.store.generations import FOLDER, Cause, new_name, place_for
from kammerdesk.store.journal import close_entry, open_entry
from kammerdesk.store.merging import merge_log
from kammerdesk.store.record import Base
from kammerdesk.store.search import rebuild_statements

SCHEMA_VERSION = 3
"""Kept in the file as PRAGMA user_version; an older file is brought up to it, a newer one refused."""


def upgrade_if_older(file: Path, key: str, user: str, clock: Clock) -> str:
    """Brings a file of an older version up to SCHEMA_VERSION; returns a sentence for the user, "" for any other file.

    Nobody else may have the data open. A backup comes first; then all steps and their journal entry are one
    transaction, so that a file is of one version or of the other. Raises KammerError when that cannot be done; the
    data are then as they were.
    """
    if not 0 < _version(file, key) < SCHEMA_VERSION:
        return ""
    with lock.exclusive(file.parent):
        version = _version(file, key)
        if not 0 < version < SCHEMA_VERSION:  # somebody else has just done it
            return ""
        backup = _back_up(file, key, clock)
        engine = open_engine(file, key)
        try:
            upgrade_data(engine, version, user, clock)
        except DatabaseError as error:
            raise _untouched(file, faults.while_working(error, file.parent)) from error
        finally:
            engine.dispose()
    sentence = tr("The data were brought up to this version of KammerDesk. What they were before lies in “{backup}”.")
    return sentence.format(backup=backup)


def upgrade_copy(file: Path, key: str, user: str, clock: Clock) -> None:
    """The same for a copy that nobody else knows, such as a backup that is being restored: it needs no backup."""
    version = _version(file, key)
    if 0 < version < SCHEMA_VERSION:
        engine = open_engine(file, key)
        try:
            upgrade_data(engine, version, user, clock)
        except DatabaseError as error:
            raise faults.while_opening(file, error.orig) from error
        finally:
            engine.dispose()


@action(N_("Bring data up to this version"), roles=Role, lasting=True)
def upgrade_data(engine: Engine, version: int, user: str, clock: Clock) -> None:
    """All steps from a version on, with their journal entry; goes past the one door, which does not fit yet."""
    from kammerdesk.store.migrations import migrate

    with engine.execution_options(**{WRITE: True}).begin() as connection:
        reached = migrate(connection, Base.metadata, version)
        entry = open_entry(connection, upgrade_data.__name__, f"{version} → {reached}", user, clock.now())
        for statement in rebuild_statements(Base.metadata):
            connection.exec_driver_sql(statement)
        close_entry(connection, entry.id)


def _version(file: Path, key: str) -> int:
    with closing(connect_raw(file, key)) as connection:
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        return int(version)


def _back_up(file: Path, key: str, clock: Clock) -> Path:
    """A copy of the file as it is, which holds everything: nobody else is there, and the log is emptied first.

    Programs of version 1 knew no lock; one that is still open is found by its log.
    """
    merge_log(file, key)
    with closing(connect_raw(file, key)) as connection:
        (chamber,) = connection.execute("SELECT chamber FROM installation").fetchone()
    place = place_for(file.parent / FOLDER, Cause.MIGRATION)
    place.mkdir(parents=True, exist_ok=True)
    backup = new_name(chamber, clock.now(), place)
    part = backup.with_name(backup.name + ".part")
    part.unlink(missing_ok=True)
    copy_whole(file, part)
    part.rename(backup)
    sync_folder(place)
    return backup


def _untouched(file: Path, error: Exception) -> Exception:
    if not isinstance(error, KammerError):
        return error
    sentence = tr("The data in “{folder}” could not be brought up to this version and are as they were.")
    return KammerError(f"{sentence.format(folder=file.parent)} {error}")
