"""Whether the records are what the journal tells of them: nothing written, changed or taken away behind its back."""

from __future__ import annotations

from collections import Counter
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
    tables = list(record_tables(metadata))
    told = _told(connection, tables)
    for table in tables:
        here, untold, changed = _compared(connection, table)
        counts = {
            N_("{count} records of “{table}” were added without the program."): untold,
            N_("{count} records of “{table}” were taken away without the program."): told[table.name] - (here - untold),
            N_("{count} records of “{table}” were changed without the program."): (
                changed + _differing_steps(connection, table)
            ),
        }
        yield from (tr(words).format(count=count, table=table.name) for words, count in counts.items() if count)
    connection.exec_driver_sql(f"DROP TABLE {_FOLLOWED}")


_FOLLOWED = "temp.followed"
"""The records of which the journal tells more than one insert of today's columns: they are looked at step by step."""


def _told(connection: Connection, tables: list[Table]) -> Counter[str]:
    """Of how many records that were not erased the journal tells, by kind; it is long, so it is read but once."""
    shapes = ", ".join(str(shape_of(table)) for table in tables)
    connection.exec_driver_sql("CREATE TEMP TABLE followed (uid CHAR(32) PRIMARY KEY, kind TEXT) WITHOUT ROWID")
    connection.exec_driver_sql(
        f"INSERT OR IGNORE INTO {_FOLLOWED} SELECT uid, kind FROM journal_change "
        f"WHERE erased IS NULL AND (operation = 'update' OR operation = 'insert' AND shape NOT IN ({shapes}))"
    )
    parts = JournalChange.kind, JournalChange.operation
    query = select(*parts, func.count()).where(JournalChange.operation.in_(("insert", ERASE))).group_by(*parts)
    told: Counter[str] = Counter()
    for kind, operation, count in connection.execute(query):
        told[kind] += count if operation == "insert" else -count
    return told


def _compared(connection: Connection, table: Table) -> tuple[int, int, int]:
    """How many records there are, how many of them the journal does not tell of, and how many differ from it.

    A record that was never changed must be what its insert kept, as a whole: that is quick, and these are the most.
    """
    values = ", ".join(f"record.{name}" for name in told_columns(table))
    query = text(f"""
        SELECT count(*), coalesce(sum(c.id IS NULL), 0), coalesce(sum(
            c.erased IS NULL AND c.after IS NOT jsonb_array({values})
            AND NOT EXISTS (SELECT 1 FROM {_FOLLOWED} AS f WHERE f.uid = record.uid)
        ) FILTER (WHERE c.id IS NOT NULL), 0)
        FROM {table.name} AS record LEFT JOIN journal_change AS c
        ON c.uid = record.uid AND c.kind = :kind AND c.operation = 'insert'
    """)
    here, untold, changed = connection.execute(query, {"kind": table.name}).one()
    return here, untold, changed


def _differing_steps(connection: Connection, table: Table) -> int:
    """How many records that were changed differ from the journal, field by field.

    What a field became must be what the next change found there, and after the last change what is there now.
    """
    names = told_columns(table)
    now = " ".join(f"WHEN '{name}' THEN record.{name}" for name in names)
    query = text(f"""
        WITH told AS (
            SELECT c.id, c.uid, n.value AS field, f.value AS became, NULL AS was
            FROM {_FOLLOWED} AS followed CROSS JOIN journal_change AS c ON c.uid = followed.uid
            JOIN journal_shape AS s ON s.id = c.shape, json_each(c.after) AS f, json_each(s.columns) AS n
            WHERE followed.kind = :kind AND c.kind = :kind AND c.operation = 'insert' AND n.key = f.key
            UNION ALL
            SELECT c.id, c.uid, f.key, f.value, c.before ->> ('$.' || f.key)
            FROM {_FOLLOWED} AS followed CROSS JOIN journal_change AS c ON c.uid = followed.uid, json_each(c.after) AS f
            WHERE followed.kind = :kind AND c.kind = :kind AND c.operation = 'update'
        ), steps AS (
            SELECT uid, field, became, lead(id) OVER later AS next, lead(was) OVER later AS found
            FROM told WINDOW later AS (PARTITION BY uid, field ORDER BY id)
        )
        SELECT count(DISTINCT steps.uid) FROM steps JOIN {table.name} AS record ON record.uid = steps.uid
        WHERE field IN ({", ".join(f"'{name}'" for name in names)})
        AND became IS NOT CASE WHEN next IS NULL THEN CASE field {now} END ELSE found END
    """)
    return connection.scalar(query, {"kind": table.name}) or 0
