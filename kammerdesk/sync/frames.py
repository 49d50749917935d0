"""Rows on their way: up to a thousand rows of one record kind as typed MessagePack, by group of fields."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import lru_cache
from itertools import accumulate, pairwise
from operator import itemgetter
from typing import Annotated, Any, NamedTuple
from uuid import UUID

import msgspec
from sqlalchemy import Column, Date, Table, Time, Uuid, func

from kammerdesk.base.errors import KammerError
from kammerdesk.base.i18n import tr
from kammerdesk.store.dialects import KeyBytes, StoredText
from kammerdesk.store.record import STAMP_PREFIX, UtcDateTime, field_groups

ROWS_PER_FRAME = 1000
FRAME_LIMIT = 64 * 1024 * 1024
"""A longer frame is not read."""

FRAME_GOAL = 1024 * 1024
"""A frame is split before it grows longer, so that neither side ever holds much of a bundle."""

TEXT_LIMIT = 1_000_000

StampText = Annotated[str, msgspec.Meta(pattern="^[0-9a-f]{32}$")]
Groups = tuple[tuple[str, tuple[str, ...]], ...]
"""Groups of fields and the fields that travel, in the order in which they stand in a row."""

_Name = Annotated[str, msgspec.Meta(max_length=64)]
_Code = Annotated[str, msgspec.Meta(min_length=1, max_length=8)]
_TYPES: dict[type, Any] = {
    bool: bool,
    int: Annotated[int, msgspec.Meta(ge=-(2**63), le=2**63 - 1)],
    date: date,
    time: time,
    datetime: Annotated[datetime, msgspec.Meta(tz=True)],
    UUID: UUID,
}
_MOVES: msgspec.msgpack.Decoder[list[tuple[Any, ...]]] = msgspec.msgpack.Decoder(
    Annotated[list[tuple[UUID, bool]], msgspec.Meta(max_length=ROWS_PER_FRAME)]
)
_ENCODER = msgspec.msgpack.Encoder(uuid_format="bytes")


class _Packed(msgspec.Struct, array_like=True, frozen=True, forbid_unknown_fields=True):
    kind: _Name
    groups: Annotated[list[tuple[_Name, list[_Name]]], msgspec.Meta(max_length=64)]
    rows: msgspec.Raw


class Part(NamedTuple):
    """One group of fields of one row: the stamp of its last change, and the values."""

    stamp: str
    values: tuple[Any, ...]


Row = tuple[Any, ...]
"""A row on its way: key, home, stamp of creation, then for each group of its frame its stamp and its values."""

UID, HOME, CREATED, FIRST_PART = 0, 1, 2, 3


@dataclass(frozen=True, slots=True)
class Frame:
    """Rows of one kind that bring the same fields.

    Without groups its rows are only told to have left the scope, or to be in it again: key, and whether it left.
    """

    kind: str
    groups: Groups
    rows: Sequence[Row]

    @property
    def fields(self) -> tuple[str, ...]:
        """All fields that the rows bring."""
        return tuple(field for _, fields in self.groups for field in fields)

    @property
    def stamp_places(self) -> list[int]:
        """Where in a row the stamp of each group stands; its values follow."""
        lengths = (1 + len(fields) for _, fields in self.groups)
        return list(accumulate(lengths, initial=FIRST_PART))[:-1]

    @property
    def field_places(self) -> list[tuple[int, str]]:
        """Where in a row each field stands, and its name."""
        groups = zip(self.stamp_places, self.groups, strict=True)
        return [(place, name) for start, (_, fields) in groups for place, name in enumerate(fields, start + 1)]

    def parts(self, row: Row) -> list[Part]:
        """A row cut into its groups."""
        places = [*self.stamp_places, len(row)]
        return [Part(row[start], row[start + 1 : end]) for start, end in pairwise(places)]

    def greatest_stamp(self) -> str:
        """The latest stamp in the frame; empty without rows."""
        if not self.groups:
            return ""
        places = (CREATED, *self.stamp_places)
        return max(max(map(itemgetter(place), self.rows), default="") for place in places)


@dataclass(frozen=True, slots=True)
class Verbatim:
    """One row that is not known here, packed as it came, to be passed on."""

    kind: str
    packed: bytes


def groups_of(table: Table, fields: Iterable[str]) -> Groups:
    """The given fields of a table by group, both in the order of the table."""
    wanted = set(fields)
    found = (
        (group, tuple(str(c.name) for c in columns if c.name in wanted))
        for group, columns in field_groups(table).items()
    )
    return tuple((group, names) for group, names in found if names)


def row_columns(table: Table, groups: Groups) -> list[Any]:
    """What to select to get rows as they travel; a group without a stamp has that of the creation."""
    columns: list[Any] = [table.c.uid, table.c.home, table.c["_c"]]
    for group, fields in groups:
        columns.append(func.coalesce(table.c[STAMP_PREFIX + group], table.c["_c"]))
        columns += [table.c[name] for name in fields]
    return columns


def wire_columns(table: Table, groups: Groups) -> list[Any]:
    """What to select to get rows as they are packed, so that nothing needs to be made of them but moments and bools."""
    columns: list[Any] = [KeyBytes(table.c.uid), table.c.home, table.c["_c"]]
    for group, fields in groups:
        columns.append(func.coalesce(table.c[STAMP_PREFIX + group], table.c["_c"]))
        columns += [_on_the_wire(table.c[name]) for name in fields]
    return columns


def _on_the_wire(column: Column[Any]) -> Any:
    if isinstance(column.type, Uuid):
        return KeyBytes(column)
    if isinstance(column.type, Time):
        return func.replace(StoredText(column), ".000000", "")
    return StoredText(column) if isinstance(column.type, Date) else column


def pack(frame: Frame) -> Iterator[bytes]:
    """The frame as bytes; split where it would grow long."""
    packed = _ENCODER.encode([frame.kind, frame.groups, frame.rows])
    if len(packed) <= FRAME_GOAL or len(frame.rows) == 1:
        yield packed
        return
    middle = len(frame.rows) // 2
    yield from pack(Frame(frame.kind, frame.groups, frame.rows[:middle]))
    yield from pack(Frame(frame.kind, frame.groups, frame.rows[middle:]))


def unpack(packed: bytes, tables: dict[str, Table]) -> Frame:
    """The frame in these bytes, every value of the type its column has.

    `tables` are the kinds that may come at all. Raises KammerError for unknown kinds or fields, wrong types or lengths.
    """
    try:
        raw = msgspec.msgpack.decode(packed, type=_Packed)
        groups = tuple((group, tuple(fields)) for group, fields in raw.groups)
        if raw.kind not in tables or not _is_known(tables[raw.kind], groups):
            raise KammerError(
                tr(
                    "The bundle contains data that this KammerDesk does not know ({kind}). A newer one may read it."
                ).format(kind=raw.kind)
            )
        rows = (_decoder(tables[raw.kind], groups) if groups else _MOVES).decode(raw.rows)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        raise KammerError(tr("The bundle contains values that cannot be right. Nothing was taken over.")) from None
    if len({row[UID] for row in rows}) < len(rows) or holds_nul(rows):
        raise KammerError(tr("The bundle contains values that cannot be right. Nothing was taken over."))
    return Frame(raw.kind, groups, rows)


def holds_nul(rows: Iterable[Iterable[Any]]) -> bool:
    """Whether any text in these rows holds U+0000, which PostgreSQL cannot store and SQLite shows in part."""
    return any("\0" in "".join(text for text in column if type(text) is str) for column in zip(*rows, strict=True))


def _is_known(table: Table, groups: Groups) -> bool:
    fields = [field for _, names in groups for field in names]
    if len(set(fields)) < len(fields) or len(dict(groups)) < len(groups):
        return False
    return {group: set(names) for group, names in groups} == {
        group: set(names) for group, names in groups_of(table, fields)
    }


@lru_cache(maxsize=256)
def _decoder(table: Table, groups: Groups) -> msgspec.msgpack.Decoder[list[tuple[Any, ...]]]:
    cells: list[Any] = [UUID, _Code, StampText]
    for _, fields in groups:
        cells += [StampText, *(_type_of(table.columns[field]) for field in fields)]
    row = tuple.__class_getitem__(tuple(cells))
    return msgspec.msgpack.Decoder(Annotated[list[row], msgspec.Meta(max_length=ROWS_PER_FRAME)])  # type: ignore[valid-type]


def value_told(column: Column[Any], told: Any) -> Any:
    """A value that was kept as JSON, of the type its column has."""
    return None if told is None else msgspec.convert(told, _python_type(column))


def _python_type(column: Column[Any]) -> type:
    return datetime if isinstance(column.type, UtcDateTime) else column.type.python_type


def _type_of(column: Column[Any]) -> Any:
    python_type = _python_type(column)
    if python_type is str:
        limit = getattr(column.type, "length", None) or TEXT_LIMIT
        found: Any = Annotated[str, msgspec.Meta(max_length=limit)]
    else:
        found = _TYPES[python_type]
    return found | None if column.nullable else found
