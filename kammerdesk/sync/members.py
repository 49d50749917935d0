"""Remembers which of our records a partner may have: what came into the scope since its last bundle, what left."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import (
    Column,
    Connection,
    MetaData,
    Select,
    String,
    Subquery,
    Table,
    Uuid,
    and_,
    delete,
    exists,
    func,
    insert,
    literal,
    null,
    or_,
    select,
    union,
    update,
)
from sqlalchemy.schema import CreateTable
from sqlalchemy.types import TypeEngine

from kammerdesk.store.dialects import insert_unless
from kammerdesk.sync.model import SyncScope
from kammerdesk.sync.scope import SHARES, Condition, Share, Side, shared_kinds, ways_into


@dataclass(frozen=True, slots=True)
class Move:
    """A record that left the scope, or came back into it after it had been told that it left."""

    kind: str
    uid: UUID
    gone: bool


def _in_memory(name: str, *columns: Column[Any]) -> Table:
    return Table(name, MetaData(), *columns, prefixes=["TEMPORARY"], sqlite_with_rowid=False)


def _key(name: str, kind: type[TypeEngine[Any]]) -> Column[Any]:
    return Column(name, kind, primary_key=True)


_KEYS = _in_memory("scope_key", _key("share", String), _key("uid", Uuid))
_NOW = _in_memory("scope_now", _key("kind", String), _key("uid", Uuid), Column("reasons", String))


def gather(connection: Connection, side: Side) -> None:
    """Puts together once what is in the scope now, for `gathered`; working it out anew for each kind takes far longer.

    It lies in memory, and only as long as the connection or until it is gathered for another side.
    """
    for table in (_KEYS, _NOW):
        connection.execute(CreateTable(table, if_not_exists=True))
        connection.execute(delete(table))
    done: set[str] = set()

    def keys_of(share: Share) -> Select[Any]:
        if share.key not in done:
            done.add(share.key)
            keys = union(*ways_into(share, side, keys_of)).subquery()
            found = select(literal(share.key), keys.c.uid).distinct()  # a union of one way does not tell doubles apart
            connection.execute(insert(_KEYS).from_select(["share", "uid"], found))
        return select(_KEYS.c.uid).where(_KEYS.c.share == share.key)

    for share in SHARES:
        keys_of(share)
    for table in shared_kinds().values():
        names = [share.key for share in SHARES if share.table is table]
        if len(names) == 1:
            rows = select(literal(table.name), table.c.uid, _KEYS.c.share)
        else:
            reasons: Any = func.aggregate_strings(_KEYS.c.share, " ").aggregate_order_by(_KEYS.c.share)
            rows = select(literal(table.name), table.c.uid, reasons).group_by(table.c.uid)
        rows = rows.join(_KEYS, _KEYS.c.uid == table.c.uid)
        rows = rows.where(_KEYS.c.share.in_(names), table.c.home == side.ours)
        connection.execute(insert(_NOW).from_select(["kind", "uid", "reasons"], rows))


def gathered(table: Table) -> Subquery:
    """The members of a kind that were gathered last: `uid` and `reasons`."""
    return select(_NOW.c.uid, _NOW.c.reasons).where(_NOW.c.kind == table.name).subquery()


def renew_members(connection: Connection, side: Side, sequence: int, acked: int) -> None:
    """Writes down what is in the scope of a partner now, under the number of the running transaction.

    What left it and does not exist any more is forgotten when the partner, who took in all up to `acked`, knows of it.
    """
    gather(connection, side)
    _renew(connection, side, sequence)
    left = SyncScope.peer == side.partner, SyncScope.gone <= acked, SyncScope.entered < SyncScope.gone
    for kind in connection.scalars(select(SyncScope.kind).distinct().where(*left)).all():
        if kind in shared_kinds():
            erased = SyncScope.uid.not_in(select(shared_kinds()[kind].c.uid))
            connection.execute(delete(SyncScope).where(SyncScope.kind == kind, *left, erased))


def of_kind(table: Table, side: Side) -> Condition:
    """What is remembered of one record kind for a partner."""
    return and_(SyncScope.peer == side.partner, SyncScope.kind == table.name)


def is_member() -> Condition:
    """Whether a remembered record is in the scope still, or again."""
    return or_(SyncScope.gone.is_(None), SyncScope.entered > SyncScope.gone)


def moves(connection: Connection, side: Side, since: int) -> Iterator[Move]:
    """What left the scope after a number of our sequence, or came back."""
    left, back = SyncScope.gone > since, and_(SyncScope.gone.is_not(None), SyncScope.entered > since)
    columns = SyncScope.kind, SyncScope.uid, SyncScope.entered, SyncScope.gone
    found = select(*columns).where(SyncScope.peer == side.partner, or_(left, back))
    for kind, uid, entered, gone in connection.execute(found.order_by(SyncScope.kind, SyncScope.uid)):
        yield Move(kind, uid, gone=gone is not None and entered < gone)


def _renew(connection: Connection, side: Side, sequence: int) -> None:
    values = (literal(side.partner), _NOW.c.kind, _NOW.c.uid, _NOW.c.reasons, literal(sequence), null())
    names = ["peer", "kind", "uid", "reasons", "entered", "gone"]
    # SQLite takes the ON of a join for that of the conflict unless there is a WHERE
    entering = insert_unless(connection, SyncScope).from_select(names, select(*values).where(literal(1) == literal(1)))
    differs = or_(SyncScope.reasons != entering.excluded.reasons, SyncScope.gone >= SyncScope.entered)
    again = {"reasons": entering.excluded.reasons, "entered": entering.excluded.entered}
    connection.execute(
        entering.on_conflict_do_update(index_elements=["peer", "kind", "uid"], set_=again, where=differs)
    )
    inside = exists().where(_NOW.c.kind == SyncScope.kind, _NOW.c.uid == SyncScope.uid)
    leaving = SyncScope.peer == side.partner, is_member(), SyncScope.kind.in_(list(shared_kinds())), ~inside
    connection.execute(update(SyncScope).where(*leaving).values(gone=sequence))
