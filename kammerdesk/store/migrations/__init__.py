"""Brings an older file to the schema of this program: one self-contained step for each version."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, MetaData, text
from sqlalchemy.dialects.sqlite import insert

from kammerdesk.store.journal import JournalShape
from kammerdesk.store.triggers import shapes, trigger_statements

_FOLDER = Path(__file__).parent


def migrate(connection: Connection, metadata: MetaData, version: int) -> int:
    """Carries out every step after `version` inside the running transaction; returns the version reached.

    The triggers are not migrated but made anew from the mapped tables, as in a new file. Whoever calls has made a
    backup and holds the folder alone.
    """
    from alembic.operations import Operations
    from alembic.runtime.migration import MigrationContext
    from alembic.script import ScriptDirectory

    for (name,) in connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).all():
        connection.execute(text(f'DROP TRIGGER "{name}"'))
    steps = ScriptDirectory(str(_FOLDER)).iterate_revisions("head", f"{version:04}")
    with Operations.context(MigrationContext.configure(connection)):
        for step in reversed(list(steps)):
            step.module.upgrade()
            version = int(step.revision)
    connection.execute(insert(JournalShape).on_conflict_do_nothing(), shapes(metadata))
    for statement in trigger_statements(metadata).values():
        connection.execute(text(statement))
    connection.execute(text(f"PRAGMA user_version = {version}"))
    return version
