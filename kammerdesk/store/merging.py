"""Brings everything that a database holds into its one file, before that is copied or exchanged."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

from kammerdesk.base.errors import KammerError
from kammerdesk.base.i18n import tr
from kammerdesk.store.durable import sync_folder
from kammerdesk.store.engine import connect_raw


def merge_log(file: Path, key: str) -> None:
    """Empties the log into the file; one that came back after a power failure would spoil whatever replaces that.

    The log goes when the last connection is closed: one that stays betrays a program that does not know our lock, such
    as an older one. Raises KammerError for that.
    """
    with closing(connect_raw(file, key)) as connection:
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    if file.with_name(f"{file.name}-wal").exists():
        sentence = tr("The data in “{folder}” are open in another program. Please close it, then try again.")
        raise KammerError(sentence.format(folder=file.parent))
    sync_folder(file.parent)
