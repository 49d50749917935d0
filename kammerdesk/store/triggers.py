"""The triggers that stamp and remember every change, generated from the mapped tables.

They work inside the database, so that bulk import, merge and raw SQL cannot go around them. A group's stamp moves only
when one of its fields really changed and nobody set the stamp himself: that is how a merge writes foreign stamps.
"""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Column, MetaData, Table

from kammerdesk.store.record import STAMP_PREFIX, field_groups, record_tables


def trigger_statements(metadata: MetaData) -> dict[str, str]:
    """Every trigger by name: its CREATE statement."""
    statements: dict[str, str] = {}
    for table in record_tables(metadata):
        statements |= _record_triggers(table)
    return statements | _append_only("journal_change") | _closed_entries()


def _record_triggers(table: Table) -> dict[str, str]:
    name = table.name
    clock = "(SELECT {} FROM sync_clock)"
    statements = {
        f"{name}_stamp_insert": f"AFTER INSERT ON {name} WHEN NEW._c IS NULL BEGIN "
        f"UPDATE {name} SET _c = {clock.format('ver')}, _l = {clock.format('lseq')} WHERE uid = NEW.uid; END",
        f"{name}_no_delete": f"BEFORE DELETE ON {name} BEGIN SELECT RAISE(ABORT, 'records are never deleted'); END",
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
    remember = "INSERT INTO journal_change (entry_id, kind, uid, operation, before, after) SELECT entry_id, "
    statements[f"{name}_journal_insert"] = (
        f"AFTER INSERT ON {name} BEGIN {remember}'{name}', NEW.uid, 'insert', NULL, NULL FROM sync_clock; END"
    )
    statements[f"{name}_journal_update"] = (
        f"AFTER UPDATE OF {_names(everything)} ON {name} WHEN {_differs(everything)} BEGIN "
        f"{remember}'{name}', NEW.uid, 'update', {_values('OLD', everything)}, {_values('NEW', everything)} "
        "FROM sync_clock; END"
    )
    return {key: f"CREATE TRIGGER {key} {text}" for key, text in statements.items()}


def _append_only(table: str) -> dict[str, str]:
    message = "the journal is only ever added to"
    return {
        f"{table}_no_{verb.lower()}": f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
        f"BEGIN SELECT RAISE(ABORT, '{message}'); END"
        for verb in ("UPDATE", "DELETE")
    }


def _closed_entries() -> dict[str, str]:
    update = (
        "CREATE TRIGGER journal_entry_closed BEFORE UPDATE ON journal_entry WHEN OLD.digest IS NOT NULL "
        "BEGIN SELECT RAISE(ABORT, 'a closed journal entry cannot be changed'); END"
    )
    delete = (
        "CREATE TRIGGER journal_entry_no_delete BEFORE DELETE ON journal_entry "
        "BEGIN SELECT RAISE(ABORT, 'the journal is only ever added to'); END"
    )
    return {"journal_entry_closed": update, "journal_entry_no_delete": delete}


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
    return f"(SELECT json_group_object(k, v) FROM ({' UNION ALL '.join(parts)}))"
