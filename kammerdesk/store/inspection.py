"""Looks whether a database is whole: pages, references, triggers, the chain of the journal, and what it tells."""

from __future__ import annotations

from sqlalchemy import Connection, MetaData, text

from kammerdesk.base.errors import KammerError
from kammerdesk.base.i18n import tr
from kammerdesk.store.history import history_faults
from kammerdesk.store.journal import broken_entries
from kammerdesk.store.store import Store
from kammerdesk.store.triggers import trigger_statements


def inspect(store: Store, metadata: MetaData) -> list[str]:
    """One sentence for each fault found; empty when the database is whole."""
    try:
        return store.ask(lambda session: _faults(session.connection(), metadata))
    except KammerError as error:  # too damaged to be read to the end
        return [str(error)]


def _faults(connection: Connection, metadata: MetaData) -> list[str]:
    faults = [
        tr("A page of the file is damaged: {detail}.").format(detail=row[0])
        for pragma in ("cipher_integrity_check", "integrity_check")
        for row in connection.execute(text(f"PRAGMA {pragma}"))
        if row[0] != "ok"
    ]
    faults += [
        tr("A record of “{table}” refers to one that is missing.").format(table=row[0])
        for row in connection.execute(text("PRAGMA foreign_key_check"))
    ]
    faults += _trigger_faults(connection, metadata)
    faults += [
        tr("Entry {number} of the journal was changed afterwards.").format(number=number)
        for number in broken_entries(connection)
    ]
    return faults + list(history_faults(connection, metadata))


def _trigger_faults(connection: Connection, metadata: MetaData) -> list[str]:
    stored = connection.execute(text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"))
    installed = {row.name: row.sql for row in stored}
    wanted = trigger_statements(metadata)
    differing = sorted(name for name in installed.keys() | wanted.keys() if installed.get(name) != wanted.get(name))
    return [tr("The trigger “{name}” is missing or was changed.").format(name=name) for name in differing]
