"""An import of 100,000 records, beside bare sqlite3 that inserts the same rows into the same tables."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from functools import partial
from sys import intern
from typing import Any

from kammerdesk.cli.demo.batches import Batch, fill_demonstration
from kammerdesk.store.engine import connect_raw
from kammerdesk.store.store import Store
from tools.bench.measure import Cost, taking_turns, weighed
from tools.bench.report import Line
from tools.bench.store_world import empty_folder, empty_store, packs, record_count

ROWS = 100_000
AIM = "at least 0.35 of its rate"

_LAYOUT = "SELECT sql FROM sqlite_master WHERE tbl_name = ? AND type IN ('table', 'index') AND sql IS NOT NULL"


def lines(runs: int) -> tuple[list[Line], list[str]]:
    """The comparison in rows a second of processor time."""
    pack = packs(ROWS, 1)[0]
    with empty_store() as store:
        store.do(fill_demonstration, pack)
        layout, portions = _stored(store, pack)
    ours, bare = taking_turns(runs, partial(_ours, pack), partial(_bare, layout, portions))
    count = record_count(pack)
    line = Line(
        f"import of {count:,} records in one action (triggers, journal, search, encrypted)",
        _rate(count, ours),
        f"sqlite3 {sqlite3.sqlite_version} executemany, plain file: {_rate(count, bare)}",
        f"{bare.cpu / ours.cpu:.2f} (wall {bare.wall / ours.wall:.2f})",
        AIM,
    )
    note = (
        "Import: the same rows in the same tables with the same indexes and references, one transaction, WAL and full"
        " sync for both. Bare sqlite3 gets them as they are stored; our time holds their conversion, the stamps, the"
        " journal with its digest, the search index and the encryption."
    )
    return [line], [note]


def _ours(pack: list[Batch]) -> Cost:
    with empty_store() as store, weighed() as cost:
        store.do(fill_demonstration, pack)
    return cost()


def _bare(layout: list[str], portions: list[tuple[str, list[Any]]]) -> Cost:
    with closing(sqlite3.connect(empty_folder("bare") / "bare.db", isolation_level=None)) as connection:
        for pragma in ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON"):
            connection.execute(f"PRAGMA {pragma}")
        for statement in layout:
            connection.execute(statement)
        with weighed() as cost:
            connection.execute("BEGIN IMMEDIATE")
            for statement, rows in portions:
                connection.executemany(statement, rows)
            connection.execute("COMMIT")
    return cost()


def _stored(store: Store, pack: list[Batch]) -> tuple[list[str], list[tuple[str, list[Any]]]]:
    """How the tables are made; and the rows as they lie there, in the order and portions in which they were poured."""
    portions: list[tuple[str, list[Any]]] = []
    with closing(connect_raw(store.file, store.key)) as connection:
        names = dict.fromkeys(batch.kind.__tablename__ for batch in pack)
        layout = [sql for name in names for (sql,) in connection.execute(_LAYOUT, (name,))]
        tables = {name: connection.execute(f"SELECT * FROM {name} ORDER BY rowid") for name in names}
        for batch in pack:
            name = batch.kind.__tablename__
            rows = tables[name].fetchmany(len(batch.columns["uid"]))
            columns = {
                each[0]: column for each, column in zip(tables[name].description, zip(*rows, strict=True), strict=True)
            }
            given = {each: column for each, column in columns.items() if any(cell is not None for cell in column)}
            statement = f"INSERT INTO {name} ({', '.join(given)}) VALUES ({', '.join('?' * len(given))})"
            portions.append((statement, list(zip(*map(_shared, given.values()), strict=True))))
    return layout, portions


def _shared(column: tuple[Any, ...]) -> list[Any]:
    """Equal texts as one object, as a program that makes them has them: less memory to go through."""
    return [intern(cell) if isinstance(cell, str) else cell for cell in column]


def _rate(count: int, cost: Cost) -> str:
    return f"{count / cost.cpu:,.0f}/s CPU ({cost.cpu:.2f} s, wall {cost.wall:.2f})"
