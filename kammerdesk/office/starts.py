"""What starts a period, as SQL: a path of rules.yaml becomes an expression, or the set of records it may concern."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import count

from sqlalchemy import Table

from kammerdesk.office.rules import Rule
from kammerdesk.store.record import Record

_ALIASES = count()


def start_of(table: Table, rule: Rule, alias: str, prefix: str = "") -> str:
    """An expression for the start of the period of a row: the first of the rule's paths that leads to a value."""
    found = [_value(table, prefix + path, alias) for path in rule.starts]
    return found[0] if len(found) == 1 else f"coalesce({', '.join(found)})"


def may_have_started(table: Table, rule: Rule, alias: str) -> str:
    """A condition, carried out by indexes, that every row whose period started before :end fulfils."""
    return " OR ".join(_before(table, path, alias) for path in rule.starts)


def end_of(last: date) -> str:
    """What every date and every moment up to the end of that day comes before, as text."""
    return (last + timedelta(1)).isoformat()


def _value(table: Table, path: str, alias: str) -> str:
    step, _, rest = path.partition("/")
    if not rest:
        return f"{alias}.{table.c[step].name}"
    other = f"s{next(_ALIASES)}"
    if "." in step:
        child, column = _child(step)
        value = _value(child, rest, other)
        return (
            f"(SELECT max({value}) FROM {child.name} {other} "
            f"WHERE {other}.{column} = {alias}.uid AND {other}.deleted_at IS NULL)"
        )
    parent = _parent(table, step)
    return f"(SELECT {_value(parent, rest, other)} FROM {parent.name} {other} WHERE {other}.uid = {alias}.{step})"


def _before(table: Table, path: str, alias: str) -> str:
    step, _, rest = path.partition("/")
    if not rest:
        return f"{alias}.{table.c[step].name} < :end"
    other = f"s{next(_ALIASES)}"
    if "." in step:
        child, column = _child(step)
        key, target = f"{alias}.uid", f"{other}.{column}"
    else:
        child = _parent(table, step)
        key, target = f"{alias}.{step}", f"{other}.uid"
    return f"{key} IN (SELECT {target} FROM {child.name} {other} WHERE {_before(child, rest, other)})"


def _child(step: str) -> tuple[Table, str]:
    kind, _, column = step.partition(".")
    table = Record.metadata.tables[kind]
    return table, table.c[column].name


def _parent(table: Table, column: str) -> Table:
    (key,) = table.c[column].foreign_keys
    return key.column.table
