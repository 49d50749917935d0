"""References that taking back or bringing back would break: live records that refer to removed ones."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from sqlalchemy import Connection, text
from sqlalchemy.orm import Session

from kammerdesk.base.errors import Reason
from kammerdesk.base.i18n import tr
from kammerdesk.store.record import Record, record_tables
from kammerdesk.store.titles import Titles

# `:now` is the entry that takes back or brings back, `:since` the one it takes back. What stood so before `:since`
# may stand so again; only what came after it is told.
_WENT = """
    SELECT uid FROM journal_change
    WHERE entry_id = :now AND kind = '{parent}' AND json_type(after, '$.deleted_at') = 'text'
"""
_STILL_NEEDED = """
    SELECT child.uid, child.{field} FROM {child} AS child
    WHERE child.deleted_at IS NULL AND child.{field} IN (SELECT uid FROM temp.gone)
    AND EXISTS (
        SELECT 1 FROM journal_change AS later
        WHERE later.uid = child.uid AND later.entry_id > :since AND later.entry_id < :now
        AND (later.operation = 'insert' OR json_type(later.after, '$.deleted_at') IS NOT NULL
            OR json_type(later.after, '$.{field}') IS NOT NULL)
    )
"""
_NO_LONGER_THERE = """
    SELECT child.uid, parent.uid FROM journal_change AS came
    JOIN {child} AS child ON child.uid = came.uid
    JOIN {parent} AS parent ON parent.uid = child.{field}
    WHERE came.entry_id = :now AND came.kind = '{child}' AND child.deleted_at IS NULL
    AND (json_type(came.after, '$.deleted_at') = 'null' OR json_type(came.after, '$.{field}') IS NOT NULL)
    AND parent.deleted_at IS NOT NULL AND EXISTS (
        SELECT 1 FROM journal_change AS later
        WHERE later.uid = parent.uid AND later.entry_id > :since AND later.entry_id < :now
        AND json_type(later.after, '$.deleted_at') IS NOT NULL
    )
"""


def broken_references(session: Session, now: int, since: int) -> Iterator[Reason]:
    """One reason for each reference that the changes of entry `now`, which go back before entry `since`, broke."""
    connection, titles = session.connection(), Titles(session)
    kinds = text("SELECT DISTINCT kind FROM journal_change WHERE entry_id = :now")
    changed = set(connection.scalars(kinds, {"now": now}))
    for parent in sorted(changed):
        for child, uid, target in _still_needed(connection, parent, now, since):
            yield Reason(
                "",
                tr("“{record}” is needed by “{later}”, which came later.").format(
                    record=titles.of(parent, target), later=titles.of(child, uid)
                ),
            )
    for child, field, parent in _references():
        if child not in changed:
            continue
        query = _NO_LONGER_THERE.format(child=child, field=field, parent=parent)
        for uid, target in connection.execute(text(query), {"now": now, "since": since}):
            yield Reason(
                "",
                tr("“{record}” refers to “{other}”, which is in the trash. Please bring that back first.").format(
                    record=titles.of(child, UUID(uid)), other=titles.of(parent, UUID(target))
                ),
            )


def _references() -> list[tuple[str, str, str]]:
    """Every reference of the records: the kind that refers, its field, the kind it refers to."""
    return [
        (table.name, column.name, key.column.table.name)
        for table in record_tables(Record.metadata)
        for column in table.columns
        for key in column.foreign_keys
    ]


def _still_needed(connection: Connection, parent: str, now: int, since: int) -> Iterator[tuple[str, UUID, UUID]]:
    """Live records that refer to one of kind `parent` that went into the Papierkorb: kind, key, key of that one."""
    connection.exec_driver_sql("CREATE TEMP TABLE gone (uid PRIMARY KEY) WITHOUT ROWID")
    connection.execute(text(f"INSERT INTO temp.gone {_WENT.format(parent=parent)}"), {"now": now})
    if connection.exec_driver_sql("SELECT count(*) FROM temp.gone").scalar_one():
        for child, field, kind in _references():
            if kind == parent:
                query = text(_STILL_NEEDED.format(child=child, field=field))
                for uid, target in connection.execute(query, {"now": now, "since": since}):
                    yield child, UUID(uid), UUID(target)
    connection.exec_driver_sql("DROP TABLE temp.gone")
