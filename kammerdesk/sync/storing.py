"""New rows as the file holds them, past SQLAlchemy: it looks at every value of every row, where a column does."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, Date, Dialect, Table, Uuid, insert
from sqlalchemy.sql.schema import ScalarElementColumnDefault
from sqlalchemy.types import TypeEngine

from kammerdesk.store.record import STAMP_PREFIX
from kammerdesk.sync.frames import FIRST_PART, UID, Frame, Groups, Row

Convert = Callable[[Any], Any]


def stored_rows(
    connection: Connection, table: Table, frame: Frame, rows: Sequence[Row], sequence: int
) -> tuple[str, list[tuple[Any, ...]]]:
    """The statement that inserts rows of a frame, and their values.

    Fields that do not travel get the defaults of the model; a group without a stamp of its own has that of the
    creation.
    """
    statement, converts, defaults = _prepared(connection.dialect, table, frame.groups)
    uids, homes, created, *cells = _columns(frame, rows, converts)
    for place in frame.stamp_places:
        stamps = cells[place - FIRST_PART]
        cells[place - FIRST_PART] = [
            None if stamp == first else stamp for stamp, first in zip(stamps, created, strict=True)
        ]
    same = ([value] * len(rows) for value in (sequence, *defaults))
    return statement, list(zip(uids, homes, created, *cells, *same, strict=True))


def as_stored(connection: Connection, table: Table, frame: Frame) -> list[tuple[Any, ...]]:
    """The rows of a frame with every value as the file holds it, in the order of `row_columns`."""
    _, converts, _ = _prepared(connection.dialect, table, frame.groups)
    return list(zip(*_columns(frame, frame.rows, converts), strict=True))


def _columns(frame: Frame, rows: Sequence[Row], converts: Mapping[int, Convert | None]) -> list[Sequence[Any]]:
    columns: list[Sequence[Any]] = []
    for place, column in enumerate(zip(*rows, strict=True)):
        convert = converts.get(place)
        columns.append(column if convert is None else [convert(value) for value in column])
    return columns


@lru_cache(maxsize=256)
def _prepared(dialect: Dialect, table: Table, groups: Groups) -> tuple[str, dict[int, Convert | None], list[Any]]:
    """The statement; how the value at each place of a row is stored; and the values that do not travel."""
    names, place = ["uid", "home", "_c"], FIRST_PART
    converts: dict[int, Convert | None] = {UID: _convert(table.c.uid.type, dialect)}
    for group, fields in groups:
        names.append(STAMP_PREFIX + group)
        place += 1
        for name in fields:
            converts[place] = _convert(table.c[name].type, dialect)
            names.append(name)
            place += 1
    names.append("_l")
    defaults = []
    for column in table.columns:
        if column.name not in names and isinstance(column.default, ScalarElementColumnDefault):
            convert = _convert(column.type, dialect)
            defaults.append(column.default.arg if convert is None else convert(column.default.arg))
            names.append(str(column.name))
    into = str(insert(table).compile(dialect=dialect, column_keys=names)).partition(" (")[0]
    quoted = ", ".join(dialect.identifier_preparer.quote(name) for name in names)
    return f"{into} ({quoted}) VALUES ({', '.join('?' * len(names))})", converts, defaults


def _convert(kind: TypeEngine[Any], dialect: Dialect) -> Convert | None:
    """How a value is stored; keys and days, of which there are most, by a shorter way."""
    if isinstance(kind, Uuid):
        return lambda value: value and value.hex
    if isinstance(kind, Date):
        return lambda value: value and value.isoformat()
    return kind.dialect_impl(dialect).bind_processor(dialect)
