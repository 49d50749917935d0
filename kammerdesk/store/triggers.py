"""The triggers that stamp and remember every change, generated from the mapped tables.

They work inside the database, so that bulk import, merge and raw SQL cannot go around them. A group's stamp moves only
when one of its fields really changed and nobody set the stamp himself: that is how a merge writes foreign stamps.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable

from sqlalchemy import Column, MetaData, Table

from kammerdesk.store.record import STAMP_PREFIX, field_groups, record_tables
from kammerdesk.store.search_triggers import search_triggers
from kammerdesk.store.text_triggers import text_triggers


def trigger_statements(metadata: MetaData) -> dict[str, str]:
    """Every trigger by name: its CREATE statement."""
    statements: dict[str, str] = {}
    for table in record_tables(metadata):
        statements |= _record_triggers(table)
    return statements | text_triggers(metadata) | _kept_journal() | search_triggers(metadata)


def shapes(metadata: MetaData) -> list[dict[str, object]]:
    """The rows of `journal_shape` that the triggers refer to."""
    return [
        {"id": shape_of(table), "kind": table.name, "columns": json.dumps(told_columns(table))}
        for table in record_tables(metadata)
    ]


def told_columns(table: Table) -> list[str]:
    """What an insert writes down, in this order."""
    return ["home", *(column.name for columns in field_groups(table).values() for column in columns)]


def shape_of(table: Table) -> int:
    """A number that follows from the table's columns alone: 48 bits, so that JSON and SQLite hold it exactly."""
    return int.from_bytes(hashlib.sha256(json.dumps([table.name, *told_columns(table)]).encode()).digest()[:6])


def _record_triggers(table: Table) -> dict[str, str]:
    name = table.name
    clock = "(SELECT {} FROM sync_clock)"
    statements = {
        f"{name}_stamp_insert": f"AFTER INSERT ON {name} WHEN NEW._c IS NULL BEGIN "
        f"UPDATE {name} SET _c = {clock.format('ver')}, _l = {clock.format('lseq')} WHERE uid = NEW.uid; END",
        f"{name}_no_delete": f"BEFORE DELETE ON {name} WHEN NOT {clock.format('erasing')} "
        "BEGIN SELECT RAISE(ABORT, 'records are never deleted'); END",
        f"{name}_fixed": f"BEFORE UPDATE OF uid, home ON {name} "
        "WHEN NEW.uid IS NOT OLD.uid OR NEW.home IS NOT OLD.home BEGIN "
        "SELECT RAISE(ABORT, 'key and home of a record are fixed'); END",
    }
    groups = field_groups(table)
    for group, columns in groups.items():
        stamp = STAMP_PREFIX + group
        statements[f"{name}_stamp_{group}"] = (
            f"AFTER UPDATE OF {_names(columns)} ON {name} "
            f"WHEN NEW.{stamp} IS OLD.{stamp} AND ({_differs(columns)}) BEGIN "
            f"UPDATE {name} SET {stamp} = {clock.format('ver')}, _l = {clock.format('lseq')} WHERE uid = NEW.uid; END"
        )
    everything = [column for columns in groups.values() for column in columns]
    values = f"jsonb_array({', '.join(f'NEW.{column}' for column in told_columns(table))})"
    told = _told(name, "insert", shape_of(table), "NULL", values)
    statements[f"{name}_journal_insert"] = f"AFTER INSERT ON {name} BEGIN {told}; END"
    told = _told(name, "update", "NULL", _values("OLD", everything), _values("NEW", everything))
    statements[f"{name}_journal_update"] = (
        f"AFTER UPDATE OF {_names(everything)} ON {name} WHEN {_differs(everything)} BEGIN {told}; END"
    )
    return {key: f"CREATE TRIGGER {key} {text}" for key, text in statements.items()}


def _told(kind: str, operation: str, shape: object, before: str, after: str) -> str:
    """The statement that writes one change into the running entry."""
    return (
        "INSERT INTO journal_change (entry_id, kind, uid, salt, operation, shape, before, after) VALUES "
        f"((SELECT entry_id FROM sync_clock), '{kind}', NEW.uid, random(), '{operation}', {shape}, {before}, {after})"
    )


def _kept_journal() -> dict[str, str]:
    """The journal is only ever added to; a retention run may blank values, which leaves the digests as they were."""
    erasing = "(SELECT erasing FROM sync_clock)"
    blanked = (
        "NEW.before IS NULL AND NEW.after IS NULL AND NEW.salt IS NULL AND OLD.erased IS NULL "
        "AND NEW.erased IS NOT NULL"
    )
    unexplained = "NEW.reason = '' AND NEW.salt IS NULL AND OLD.erased IS NULL AND NEW.erased IS NOT NULL"
    refused = {
        "journal_change_no_update": f"BEFORE UPDATE ON journal_change WHEN NOT ({erasing} AND {blanked})",
        "journal_change_no_delete": "BEFORE DELETE ON journal_change",
        "journal_entry_closed": "BEFORE UPDATE ON journal_entry "
        f"WHEN OLD.digest IS NOT NULL AND NOT ({erasing} AND {unexplained})",
        "journal_entry_no_delete": "BEFORE DELETE ON journal_entry",
        "journal_shape_no_update": "BEFORE UPDATE ON journal_shape",
        "journal_shape_no_delete": "BEFORE DELETE ON journal_shape",
    }
    return {
        name: f"CREATE TRIGGER {name} {when} BEGIN SELECT RAISE(ABORT, 'the journal is only ever added to'); END"
        for name, when in refused.items()
    }


def _names(columns: Iterable[Column[object]]) -> str:
    return ", ".join(column.name for column in columns)


def _differs(columns: Iterable[Column[object]]) -> str:
    return " OR ".join(f"OLD.{column.name} IS NOT NEW.{column.name}" for column in columns)


def _values(side: str, columns: Iterable[Column[object]]) -> str:
    """The changed fields as a JSON object of their values on one side."""
    parts = (
        f"SELECT '{column.name}' AS k, {side}.{column.name} AS v WHERE OLD.{column.name} IS NOT NEW.{column.name}"
        for column in columns
    )
    return f"(SELECT jsonb_group_object(k, v) FROM ({' UNION ALL '.join(parts)}))"
