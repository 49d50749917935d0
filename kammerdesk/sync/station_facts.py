"""What workstations of one house tell each other beside their records: keys, transfers, conflicts, graves, receipts.

A frame of facts is a frame (see frames.py) of one group without stamps, whose rows are the values of its fields alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from typing import Annotated, Any

import msgspec
from sqlalchemy import Connection, Table, func, select, union_all
from sqlalchemy.orm import Session

from kammerdesk.base.errors import KammerError
from kammerdesk.base.i18n import tr
from kammerdesk.store.erasure import SyncGrave
from kammerdesk.store.record import Base, UtcDateTime
from kammerdesk.sync.frames import ROWS_PER_FRAME, Verbatim, holds_nul
from kammerdesk.sync.model import (
    SyncConflict,
    SyncEnded,
    SyncIn,
    SyncKey,
    SyncOut,
    SyncParked,
    SyncPeer,
    SyncScope,
    SyncSeen,
    SyncUnknown,
)

Values = dict[str, Any]
"""One fact: its fields by name."""

PASSED_ON: tuple[type[Base], ...] = (SyncKey, SyncGrave, SyncIn, SyncOut, SyncConflict, SyncParked, SyncUnknown)
"""What is passed on when it is new here or was changed."""

TOLD_WHOLE: tuple[type[Base], ...] = (SyncPeer, SyncSeen, SyncEnded)
"""What is told with every bundle: how far the exchange with others has come."""

_PRIVATE = frozenset({"_l", "out_sent", "out_acked", "wants", "asked", "ended_l", "gone"})
"""Numbers of one workstation's own sequence, and what it alone asked or was asked."""

_KINDS: tuple[type[Base], ...] = (*PASSED_ON, *TOLD_WHOLE, SyncScope)
_FACTS: Mapping[str, Table] = {kind.__tablename__: Base.metadata.tables[kind.__tablename__] for kind in _KINDS}
_ENCODER = msgspec.msgpack.Encoder(uuid_format="bytes")


@dataclass(slots=True)
class Facts:
    """The facts of one bundle, by table."""

    rows: dict[str, list[Values]] = field(default_factory=dict)

    def of(self, kind: type[Base]) -> list[Values]:
        """Those of one table."""
        return self.rows.get(kind.__tablename__, [])


class _Packed(msgspec.Struct, array_like=True, frozen=True, forbid_unknown_fields=True):
    kind: Annotated[str, msgspec.Meta(max_length=64)]
    groups: list[tuple[str, list[str]]]
    rows: msgspec.Raw


def fact_frames(session: Session, since: int) -> Iterator[Verbatim]:
    """All facts that the others may lack: new since a number of our sequence (0: all), and what is told whole."""
    connection = session.connection()
    for kind in PASSED_ON:
        table = _FACTS[kind.__tablename__]
        yield from _frames(connection, table, func.coalesce(table.c["_l"], 0) > since if since else None)
    for kind in TOLD_WHOLE:
        yield from _frames(connection, _FACTS[kind.__tablename__], None)
    yield from _frames(connection, _FACTS[SyncScope.__tablename__], SyncScope.entered > since)


def newest_fact(session: Session) -> int:
    """The greatest number of our sequence under which any of them came or changed."""
    numbers = union_all(*(select(func.max(_FACTS[kind.__tablename__].c["_l"])) for kind in PASSED_ON))
    return max(number or 0 for number in session.scalars(numbers))


def is_fact(packed: bytes) -> bool:
    """Whether a packed frame holds facts rather than records."""
    try:
        return msgspec.msgpack.decode(packed, type=_Packed).kind in _FACTS
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        raise _implausible() from None


def collect(facts: Facts, packed: bytes) -> None:
    """Adds the facts of a frame to those of its bundle; raises KammerError for what cannot be."""
    try:
        raw = msgspec.msgpack.decode(packed, type=_Packed)
        ((_, names),) = raw.groups
        rows = _decoder(raw.kind, tuple(names)).decode(raw.rows)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError, ValueError, KeyError):
        raise _implausible() from None
    if holds_nul(rows):
        raise _implausible()
    facts.rows.setdefault(raw.kind, []).extend(dict(zip(names, row, strict=True)) for row in rows)


def _frames(connection: Connection, table: Table, condition: Any) -> Iterator[Verbatim]:
    columns = [column for column in table.columns if column.name not in _PRIVATE]
    query = select(*columns).order_by(*table.primary_key.columns)
    rows = connection.execute(query if condition is None else query.where(condition))
    for some in rows.partitions(ROWS_PER_FRAME // 4):
        values = [tuple(row) for row in some]
        names = [str(column.name) for column in columns]
        yield Verbatim(str(table.name), _ENCODER.encode([str(table.name), [["", names]], values]))


@lru_cache(maxsize=64)
def _decoder(kind: str, names: tuple[str, ...]) -> msgspec.msgpack.Decoder[list[tuple[Any, ...]]]:
    table = _FACTS[kind]
    if len(set(names)) < len(names) or set(names) & _PRIVATE:
        raise ValueError(names)
    row = tuple.__class_getitem__(tuple(_type_of(table.columns[name]) for name in names))
    return msgspec.msgpack.Decoder(Annotated[list[row], msgspec.Meta(max_length=ROWS_PER_FRAME)])  # type: ignore[valid-type]


def _type_of(column: Any) -> Any:
    kind: Any = column.type.python_type
    if isinstance(column.type, UtcDateTime):
        kind = Annotated[datetime, msgspec.Meta(tz=True)]
    elif kind is str:
        kind = Annotated[str, msgspec.Meta(max_length=getattr(column.type, "length", None) or 1_000_000)]
    return kind | None if column.nullable else kind


def _implausible() -> KammerError:
    return KammerError(tr("The bundle contains values that cannot be right. Nothing was taken over."))
