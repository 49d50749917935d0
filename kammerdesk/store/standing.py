"""Lets an open database stand still, so that its file alone can be copied."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from typing import Any

from sqlalchemy import Engine

from kammerdesk.base.errors import KammerError
from kammerdesk.base.i18n import tr
from kammerdesk.store.engine import BUSY_TIMEOUT

_PATIENCE, _PAUSE = 30.0, 0.002
"""Seconds to wait for a turn at all, and between two looks."""


@contextmanager
def standing_still(engine: Engine) -> Iterator[None]:
    """Inside the block nobody writes, and the file of the database alone holds everything that was ever committed.

    Raises KammerError when somebody reads or writes without end, so that the log cannot be emptied into the file.
    """
    with closing(engine.raw_connection()) as writing, closing(engine.raw_connection()) as emptying:
        writer, emptier = writing.cursor(), emptying.cursor()
        writer.execute("PRAGMA busy_timeout = 0")  # SQLite's own waiting looks too seldom to get between busy writers
        try:
            _take_turn(engine, writer, emptier)
            try:
                yield
            finally:
                writer.execute("ROLLBACK")
        finally:
            writer.execute(f"PRAGMA busy_timeout = {BUSY_TIMEOUT}")


def _take_turn(engine: Engine, writer: Any, emptier: Any) -> None:
    """Waits until nobody else writes and the log is emptied, and keeps it so."""
    until = time.monotonic() + _PATIENCE
    emptier.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchall()  # the most of it while nobody waits
    while time.monotonic() < until:
        with suppress(engine.dialect.loaded_dbapi.OperationalError):
            writer.execute("BEGIN IMMEDIATE")
        if writer.connection.in_transaction:
            busy, written, moved = emptier.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()
            if not busy and written == moved:  # while another one empties the log both are -1, whatever is in it
                return
            writer.execute("ROLLBACK")
        time.sleep(_PAUSE)
    raise KammerError(tr("The data are being used all the time just now. Please try again in a moment."))
