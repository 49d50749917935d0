"""What SQLite and PostgreSQL say differently, each difference once, so that the code above is the same for both.

Values are stored alike but for keys, days and moments: SQLite has texts where PostgreSQL has types of its own.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Boolean, Connection, Date, DateTime, Dialect, Integer, Table, Text, Time, Uuid, bindparam, update
from sqlalchemy.dialects import sqlite
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import LargeBinary, TypeEngine

POSTGRES = "postgresql"
"""The name of that dialect; every other one is SQLite's."""

Convert = Callable[[Any], Any]


def is_postgres(connection: Connection) -> bool:
    """Whether a connection leads to PostgreSQL."""
    return connection.dialect.name == POSTGRES


def insert_unless(connection: Connection, target: Any) -> Any:
    """An INSERT that can say what to do about a key that is there already (`on_conflict_…`)."""
    if is_postgres(connection):
        from sqlalchemy.dialects import postgresql  # late, for the window starts without it

        return postgresql.insert(target)
    return sqlite.insert(target)


class KeyBytes(FunctionElement[bytes]):
    """SQL: a key as its 16 bytes."""

    type = LargeBinary()
    inherit_cache = True


class KeyDigits(FunctionElement[str]):
    """SQL: a key as its 32 hex digits."""

    type = Text()
    inherit_cache = True


class StoredText(FunctionElement[str]):
    """SQL: any value as the text that docs/format.md gives it: `2026-11-24`, `08:30:00.000000`, 1 and 0, 32 digits."""

    type = Text()
    inherit_cache = True


class PlaceWithin(FunctionElement[int]):
    """SQL: where in one value of bytes another begins, from 1; 0 where it is not in it."""

    type = Integer()
    inherit_cache = True


@compiles(PlaceWithin)
def _place_within(element: Any, compiler: Any, **options: Any) -> str:
    return f"instr({compiler.process(element.clauses, **options)})"


@compiles(PlaceWithin, POSTGRES)
def _place_within_postgres(element: Any, compiler: Any, **options: Any) -> str:
    whole, part = (compiler.process(clause, **options) for clause in element.clauses)
    return f"position({part} IN {whole})"


@compiles(KeyBytes)
def _key_bytes(element: Any, compiler: Any, **options: Any) -> str:
    return f"unhex({compiler.process(element.clauses, **options)})"


@compiles(KeyBytes, POSTGRES)
def _key_bytes_postgres(element: Any, compiler: Any, **options: Any) -> str:
    return f"uuid_send({compiler.process(element.clauses, **options)})"


@compiles(KeyDigits)
@compiles(StoredText)
def _as_it_is(element: Any, compiler: Any, **options: Any) -> str:
    return str(compiler.process(element.clauses, **options))


@compiles(KeyDigits, POSTGRES)
def _key_digits_postgres(element: Any, compiler: Any, **options: Any) -> str:
    return f"replace(({compiler.process(element.clauses, **options)})::text, '-', '')"


_POSTGRES_TEXTS: dict[type, str] = {
    Uuid: "replace(({})::text, '-', '')",
    Boolean: "({})::integer::text",
    Date: "to_char({}, 'YYYY-MM-DD')",
    Time: "to_char({}, 'HH24:MI:SS.US')",
    DateTime: "to_char({}, 'YYYY-MM-DD HH24:MI:SS.US')",
}


@compiles(StoredText, POSTGRES)
def _stored_text_postgres(element: Any, compiler: Any, **options: Any) -> str:
    (value,) = element.clauses
    kind = getattr(value.type, "impl_instance", value.type)
    form = next((text for type_, text in _POSTGRES_TEXTS.items() if isinstance(kind, type_)), "({})::text")
    return form.format(compiler.process(value, **options))


def keys_among(dialect: Dialect, keys: Collection[UUID]) -> tuple[str, Any]:
    """SQL for the driver that says after a column that it is among some keys, and its one value; they may be many."""
    if dialect.name == POSTGRES:
        return "= ANY(%s::uuid[])", list(keys)
    return "IN (SELECT value FROM json_each(?))", json.dumps([key.hex for key in keys])


def converter(kind: TypeEngine[Any], dialect: Dialect) -> Convert | None:
    """How a value is handed to the driver; keys and days, of which there are most, by a shorter way."""
    if dialect.name != POSTGRES:
        if isinstance(kind, Uuid):
            return lambda value: value and value.hex
        if isinstance(kind, Date):
            return lambda value: value and value.isoformat()
    return kind.dialect_impl(dialect).bind_processor(dialect)


def update_rows(connection: Connection, table: Table, names: Sequence[str], rows: Sequence[tuple[Any, ...]]) -> None:
    """Sets the named columns of many records; a row is the key, then the values, all as Python has them."""
    if not is_postgres(connection):
        columns: dict[Any, Any] = {name: bindparam(f"to_{place}") for place, name in enumerate(names)}
        statement = update(table).where(table.c.uid == bindparam("at_uid")).values(columns)
        given = ["at_uid", *(f"to_{place}" for place in range(len(names)))]
        connection.execute(statement, [dict(zip(given, row, strict=True)) for row in rows])
        return
    dialect = connection.dialect
    quoted = [dialect.identifier_preparer.quote(name) for name in names]
    types = [table.c[name].type for name in ("uid", *names)]
    arrays = ", ".join(f"%s::{kind.compile(dialect)}[]" for kind in types)
    changes = ", ".join(f"{name} = new.{name}" for name in quoted)
    converts = [converter(kind, dialect) or (lambda value: value) for kind in types]
    by_column = zip(converts, zip(*rows, strict=True), strict=True)
    connection.exec_driver_sql(
        f"UPDATE {table.name} SET {changes} FROM unnest({arrays}) AS new (uid, {', '.join(quoted)}) "
        f"WHERE {table.name}.uid = new.uid",
        tuple(list(map(convert, values)) for convert, values in by_column),
    )


def insert_rows(connection: Connection, table: Table, names: Sequence[str], rows: Sequence[tuple[Any, ...]]) -> None:
    """Inserts many rows, every value as the driver wants it (see `converter`), in the quickest way of the engine."""
    quote = connection.dialect.identifier_preparer.quote
    into = f"{quote(str(table.name))} ({', '.join(map(quote, names))})"
    if not is_postgres(connection):
        connection.exec_driver_sql(f"INSERT INTO {into} VALUES ({', '.join('?' * len(names))})", list(rows))
        return
    cursor: Any = connection.connection.cursor()
    with cursor, cursor.copy(f"COPY {into} FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)
