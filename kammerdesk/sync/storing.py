"""New rows as the file holds them, past SQLAlchemy: it looks at every value of every row, where a column does."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, Dialect, Table
from sqlalchemy.sql.schema import ScalarElementColumnDefault

from kammerdesk.store.dialects import Convert, converter
from kammerdesk.store.record import STAMP_PREFIX
from kammerdesk.sync.frames import FIRST_PART, UID, Frame, Groups, Row


def stored_rows(
    connection: Connection, table: Table, frame: Frame, rows: Sequence[Row], sequence: int
) -> tuple[list[str], list[tuple[Any, ...]]]:
    """What to insert for rows of a frame: the names of the columns, and their values.

    Fields that do not travel get the defaults of the model; a group without a stamp of its own has that of the
    creation.
    """
    names, converts, defaults = _prepared(connection.dialect, table, frame.groups)
    uids, homes, created, *cells = _columns(frame, rows, converts)
    for place in frame.stamp_places:
        stamps = cells[place - FIRST_PART]
        cells[place - FIRST_PART] = [
            None if stamp == first else stamp for stamp, first in zip(stamps, created, strict=True)
        ]
    same = ([value] * len(rows) for value in (sequence, *defaults))
    return names, list(zip(uids, homes, created, *cells, *same, strict=True))


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
def _prepared(dialect: Dialect, table: Table, groups: Groups) -> tuple[list[str], dict[int, Convert | None], list[Any]]:
    """The columns; how the value at each place of a row is stored; and the values that do not travel."""
    names, place = ["uid", "home", "_c"], FIRST_PART
    converts: dict[int, Convert | None] = {UID: converter(table.c.uid.type, dialect)}
    for group, fields in groups:
        names.append(STAMP_PREFIX + group)
        place += 1
        for name in fields:
            converts[place] = converter(table.c[name].type, dialect)
            names.append(name)
            place += 1
    names.append("_l")
    defaults = []
    for column in table.columns:
        if column.name not in names and isinstance(column.default, ScalarElementColumnDefault):
            convert = converter(column.type, dialect)
            defaults.append(column.default.arg if convert is None else convert(column.default.arg))
            names.append(str(column.name))
    return names, converts, defaults
