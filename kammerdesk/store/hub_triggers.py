"""The triggers of triggers.py in the language of PostgreSQL: stamps, and what is never deleted or changed.

They work before a row is written, so that nothing is written twice. The journal of values is not kept here: it is
for people, and lies where they work.
"""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Column, MetaData, Table
from sqlalchemy.dialects import postgresql

from kammerdesk.store.record import STAMP_PREFIX, field_groups, record_tables

_QUOTE = postgresql.dialect().identifier_preparer.quote  # type: ignore[no-untyped-call]

_REFUSE = """CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_ARGV[1] = 'unless erasing' AND (SELECT erasing FROM sync_clock) THEN RETURN OLD; END IF;
  RAISE EXCEPTION USING MESSAGE = TG_ARGV[0];
END $$"""


def hub_trigger_statements(metadata: MetaData) -> list[str]:
    """Every function and trigger as its CREATE statement, in the order of their making."""
    statements = [_REFUSE]
    for table in record_tables(metadata):
        statements += _record_triggers(table)
    kept = "refuse_change('the journal is only ever added to')"
    return [
        *statements,
        f"CREATE TRIGGER journal_entry_closed BEFORE UPDATE ON journal_entry FOR EACH ROW "
        f"WHEN (OLD.digest IS NOT NULL) EXECUTE FUNCTION {kept}",
        f"CREATE TRIGGER journal_entry_no_delete BEFORE DELETE ON journal_entry FOR EACH ROW EXECUTE FUNCTION {kept}",
    ]


def _record_triggers(table: Table) -> list[str]:
    name = table.name
    statements = [
        _stamping(f"{name}_stamp_insert", "_c"),
        f"CREATE TRIGGER {name}_stamp_insert BEFORE INSERT ON {name} FOR EACH ROW WHEN (NEW._c IS NULL) "
        f"EXECUTE FUNCTION {name}_stamp_insert()",
        f"CREATE TRIGGER {name}_no_delete BEFORE DELETE ON {name} FOR EACH ROW "
        "EXECUTE FUNCTION refuse_change('records are never deleted', 'unless erasing')",
        f"CREATE TRIGGER {name}_no_truncate BEFORE TRUNCATE ON {name} "
        "EXECUTE FUNCTION refuse_change('records are never deleted')",
        f"CREATE TRIGGER {name}_fixed BEFORE UPDATE OF uid, home ON {name} FOR EACH ROW "
        "WHEN (NEW.uid IS DISTINCT FROM OLD.uid OR NEW.home IS DISTINCT FROM OLD.home) "
        "EXECUTE FUNCTION refuse_change('key and home of a record are fixed')",
    ]
    for group, columns in field_groups(table).items():
        stamp, trigger = STAMP_PREFIX + group, f"{name}_stamp_{group}"
        statements += [
            _stamping(trigger, stamp),
            f"CREATE TRIGGER {trigger} BEFORE UPDATE ON {name} FOR EACH ROW "
            f"WHEN (NEW.{stamp} IS NOT DISTINCT FROM OLD.{stamp} AND ({_differs(columns)})) "
            f"EXECUTE FUNCTION {trigger}()",
        ]
    return statements


def _stamping(function: str, stamp: str) -> str:
    return (
        f"CREATE FUNCTION {function}() RETURNS trigger LANGUAGE plpgsql AS $$ "
        f"BEGIN SELECT ver, lseq INTO NEW.{stamp}, NEW._l FROM sync_clock; RETURN NEW; END $$"
    )


def _differs(columns: Iterable[Column[object]]) -> str:
    names = [_QUOTE(column.name) for column in columns]
    return " OR ".join(f"OLD.{name} IS DISTINCT FROM NEW.{name}" for name in names)
