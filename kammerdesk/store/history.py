"""Whether the records are what the journal tells of them: nothing written, changed or taken away behind its back."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Connection, MetaData, Table, func, select, text

from kammerdesk.base.i18n import N_, tr
from kammerdesk.store.journal import ERASE, JournalChange, JournalEntry, SyncClock
from kammerdesk.store.record import record_tables
from kammerdesk.store.triggers import shape_of, told_columns


def history_faults(connection: Connection, metadata: MetaData) -> Iterator[str]:
    """One sentence for each way in which journal and records disagree."""
    outside = connection.scalar(select(func.count()).where(JournalChange.entry_id.is_(None)))
    if outside:
        yield tr("{count} changes were made without the program.").format(count=outside)
    last = select(JournalEntry.digest).order_by(JournalEntry.id.desc()).limit(1)
    if connection.scalar(last) != connection.scalar(select(SyncClock.digest)):
        yield tr("The end of the journal is missing or was changed afterwards.")
    told = _told(connection)
    for table in record_tables(metadata):
        here = connection.scalar(select(func.count()).select_from(table)) or 0
        added = _untold(connection, table)
        counts = {
            N_("{count} records of “{table}” were added without the program."): added,
            N_("{count} records of “{table}” were taken away without the program."): (
                told.get((table.name, "insert"), 0) - told.get((table.name, ERASE), 0) - (here - added)
            ),
            N_("{count} records of “{table}” were changed without the program."): (
                _silently_changed(connection, table) if here else 0
            ),
        }
        yield from (tr(words).format(count=count, table=table.name) for words, count in counts.items() if count)


def _told(connection: Connection) -> dict[tuple[str, str], int]:
    """Of how many records the journal tells, by kind and operation; one way through it, for it may be long."""
    parts = JournalChange.kind, JournalChange.operation
    query = select(*parts, func.count(JournalChange.uid.distinct())).group_by(*parts)
    return {(kind, operation): count for kind, operation, count in connection.execute(query)}


def _untold(connection: Connection, table: Table) -> int:
    """How many records the journal does not tell of."""
    inserted = (JournalChange.uid == table.c.uid, JournalChange.kind == table.name, JournalChange.operation == "insert")
    untold = ~select(JournalChange.id).where(*inserted).exists()
    return connection.scalar(select(func.count()).select_from(table).where(untold)) or 0


def _silently_changed(connection: Connection, table: Table) -> int:
    """How many records have a value that differs from what the journal says it had become.

    A record that was never changed must be what its insert kept, as a whole: that is quick, and these are the most.
    """
    names = told_columns(table)
    query = text(f"""
        SELECT count(*) FROM journal_change AS c JOIN {table.name} AS record ON record.uid = c.uid
        WHERE c.kind = :kind AND c.operation = 'insert' AND c.shape = :shape AND c.erased IS NULL
        AND c.after IS NOT jsonb_array({", ".join(f"record.{name}" for name in names)})
        AND NOT EXISTS (SELECT 1 FROM journal_change AS u WHERE u.uid = c.uid AND u.kind = :kind AND {_FOLLOWED})
    """)
    never_changed = connection.scalar(query, {"kind": table.name, "shape": shape_of(table)}) or 0
    return never_changed + _differing_steps(connection, table, names)


_FOLLOWED = "u.operation = 'update' AND u.erased IS NULL"


def _differing_steps(connection: Connection, table: Table, names: list[str]) -> int:
    """The same among records that were changed, or made when the table had other columns, field by field.

    What a field became must be what the next change found there, and after the last change what is there now.
    """
    now = " ".join(f"WHEN '{name}' THEN record.{name}" for name in names)
    query = text(f"""
        WITH followed AS MATERIALIZED (
            SELECT DISTINCT u.uid FROM journal_change AS u WHERE u.kind = :kind
            AND ({_FOLLOWED} OR (u.operation = 'insert' AND u.shape <> :shape AND u.erased IS NULL))
        ), told AS (
            SELECT c.id, c.uid, n.value AS field, f.value AS became, NULL AS was
            FROM followed JOIN journal_change AS c ON c.uid = followed.uid
            JOIN journal_shape AS s ON s.id = c.shape, json_each(c.after) AS f, json_each(s.columns) AS n
            WHERE c.kind = :kind AND c.operation = 'insert' AND n.key = f.key
            UNION ALL
            SELECT c.id, c.uid, f.key, f.value, c.before ->> ('$.' || f.key)
            FROM followed JOIN journal_change AS c ON c.uid = followed.uid, json_each(c.after) AS f
            WHERE c.kind = :kind AND c.operation = 'update'
        ), steps AS (
            SELECT uid, field, became, lead(id) OVER later AS next, lead(was) OVER later AS found
            FROM told WINDOW later AS (PARTITION BY uid, field ORDER BY id)
        )
        SELECT count(DISTINCT steps.uid) FROM steps JOIN {table.name} AS record ON record.uid = steps.uid
        WHERE field IN ({", ".join(f"'{name}'" for name in names)})
        AND became IS NOT CASE WHEN next IS NULL THEN CASE field {now} END ELSE found END
    """)
    return connection.scalar(query, {"kind": table.name, "shape": shape_of(table)}) or 0
