"""How much clocks and journal let a file grow under mixed work, beside the same work in a file without them."""

from __future__ import annotations

import random
from collections.abc import Iterable
from contextlib import closing
from typing import Any, NamedTuple

from kammerdesk.cli.demo.batches import Batch, fill_demonstration
from kammerdesk.store.engine import connect_raw
from kammerdesk.store.record import record_tables
from kammerdesk.store.store import Store
from kammerdesk.store.work import Work
from kammerdesk.sync.records import schema
from tools.bench.report import Line
from tools.bench.store_world import empty_store, packs, record_count

PACK, BASE_PACKS, MORE_PACKS = 6_500, 12, 3
AT_ONCE = 100
AIM = "at most 2.2 times"

_GROUPS: dict[str, tuple[tuple[str, ...], ...]] = {
    "person": (("street", "postal_code", "town"), ("last_name", "first_name"), ("phone", "mail")),
    "candidate": (("contract_from", "contract_until"), ("accommodation", "extra_time_percent")),
    "area_mark": (("points",),),
    "exam_result": (("total", "grade", "grade_word"),),
    "organisation": (("street", "postal_code", "town"),),
}
"""What is changed together, by kind."""

_REMOVAL = {"deleted_at": "2026-11-23 08:00:00.000000", "deleted_by": "bench"}


class Change(NamedTuple):
    """Fields of one record and what they become, as they are stored."""

    kind: str
    uid: str
    fields: dict[str, Any]


class Portion(NamedTuple):
    """Rows of one kind as they are stored, without clocks."""

    statement: str
    rows: list[tuple[Any, ...]]


def lines(_runs: int) -> tuple[list[Line], list[str]]:
    """The sizes after the same work; measured once, for they do not depend on the machine's mood."""
    all_packs = packs(PACK, BASE_PACKS + MORE_PACKS)
    base, more = all_packs[:BASE_PACKS], [batch for pack in all_packs[BASE_PACKS:] for batch in pack]
    before, added = sum(map(record_count, base)), record_count(more)
    with empty_store() as store:
        _fill(store, base)
        changes, first = _changes(store, added), _portions(store)
        both = _worked(store, more, changes)
        second = _portions(store, first)
    with empty_store() as store:
        _drop(store, "trigger", "search_close")
        _fill(store, base)
        unsearched = _worked(store, more, changes)
    with empty_store() as store:
        bare = _worked_bare(store, [*first, *second], changes) + both - unsearched
    line = Line(
        f"file after {added + len(changes):,} changes on {before:,} records",
        f"{both / 1e6:.1f} MB",
        f"without clocks and journal: {bare / 1e6:.1f} MB",
        f"{both / bare:.2f}",
        AIM,
    )
    note = (
        f"Growth: 30 % new records, 60 % changes of one group, 10 % removals, {AT_ONCE} in an action; what was there"
        " before is in the journal too. Both files are encrypted and hold the search index, which is"
        f" {(both - unsearched) / 1e6:.1f} MB (the difference to the same work without it)."
    )
    return [line], [note]


def write_changes(work: Work, changes: list[Change]) -> None:
    """Changes by plain SQL, which the triggers see as they see everything."""
    for kind, uid, fields in changes:
        assigned = ", ".join(f"{name} = ?" for name in fields)
        work.session.connection().exec_driver_sql(
            f"UPDATE {kind} SET {assigned} WHERE uid = ?", (*fields.values(), uid)
        )


def _fill(store: Store, base: Iterable[list[Batch]]) -> None:
    for pack in base:
        store.do(fill_demonstration, pack)


def _worked(store: Store, more: list[Batch], changes: list[Change]) -> int:
    """The size of the file after the work."""
    store.do(fill_demonstration, more)
    for start in range(0, len(changes), AT_ONCE):
        store.do(write_changes, changes[start : start + AT_ONCE])
    return _size(store)


def _worked_bare(store: Store, portions: list[Portion], changes: list[Change]) -> int:
    """The same in a file whose tables have no clocks and no triggers."""
    _drop(store, "trigger", "%")
    _drop(store, "index", "ix%!_!_l")
    with closing(connect_raw(store.file, store.key)) as connection:
        for table in record_tables(schema()):
            for column in table.columns:
                if column.name.startswith("_"):
                    connection.execute(f"ALTER TABLE {table.name} DROP COLUMN {column.name}")
        connection.execute("BEGIN")
        for statement, rows in portions:
            connection.executemany(statement, rows)
        connection.execute("COMMIT")
        for start in range(0, len(changes), AT_ONCE):
            connection.execute("BEGIN")
            for kind, uid, fields in changes[start : start + AT_ONCE]:
                assigned = ", ".join(f"{name} = ?" for name in fields)
                connection.execute(f"UPDATE {kind} SET {assigned} WHERE uid = ?", (*fields.values(), uid))
            connection.execute("COMMIT")
    return _size(store)


def _drop(store: Store, what: str, like: str) -> None:
    with closing(connect_raw(store.file, store.key)) as connection:
        query = "SELECT name FROM sqlite_master WHERE type = ? AND name LIKE ? ESCAPE '!'"
        for (name,) in connection.execute(query, (what, like)).fetchall():
            connection.execute(f"DROP {what} {name}")


def _size(store: Store) -> int:
    with closing(connect_raw(store.file, store.key)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    return store.file.stat().st_size


def _portions(store: Store, known: Iterable[Portion] = ()) -> list[Portion]:
    """All rows of the store, parents first, without those that are known already."""
    there = {row[0] for portion in known for row in portion.rows}
    found = []
    with closing(connect_raw(store.file, store.key)) as connection:
        for table in record_tables(schema()):
            names = [column.name for column in table.columns if not column.name.startswith("_")]
            rows = connection.execute(f"SELECT {', '.join(names)} FROM {table.name} ORDER BY rowid").fetchall()
            into = f"INSERT INTO {table.name} ({', '.join(names)}) VALUES ({', '.join('?' * len(names))})"
            found.append(Portion(into, [row for row in rows if row[0] not in there]))
    return found


def _changes(store: Store, added: int) -> list[Change]:
    """Two changes and a third of a removal for every added record, over the records in an order drawn by chance."""
    dice = random.Random(7)
    with closing(connect_raw(store.file, store.key)) as connection:
        keys = [
            (kind, uid)
            for kind in _GROUPS
            for (uid,) in connection.execute(f"SELECT uid FROM {kind} ORDER BY rowid").fetchall()
        ]
    dice.shuffle(keys)
    changed = (keys[number % len(keys)] for number in range(2 * added))
    made = [
        Change(kind, uid, {name: _value(name, number) for name in _GROUPS[kind][number % len(_GROUPS[kind])]})
        for number, (kind, uid) in enumerate(changed)
    ]
    return made + [Change(kind, uid, _REMOVAL) for kind, uid in keys[: added // 3]]


def _value(name: str, number: int) -> Any:
    """A value that suits the field and differs from what is there."""
    if name in ("points", "extra_time_percent", "grade"):
        return number % 10_000
    if name.startswith("contract"):
        return f"20{10 + number % 10}-08-0{1 + number % 9}"
    return f"{10_000 + number % 80_000}" if name == "postal_code" else f"{name.title()} {number * 7919 % 100_000}"
