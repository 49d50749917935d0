"""Remembers which of our records a partner may have: what came into the scope since its last bundle, what left."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Connection, Table, and_, delete, literal, null, or_, select, update
from sqlalchemy.dialects.sqlite import insert

from kammerdesk.sync.model import SyncScope
from kammerdesk.sync.scope import Condition, Side, members, shared_kinds


@dataclass(frozen=True, slots=True)
class Move:
    """A record that left the scope, or came back into it after it had been told that it left."""

    kind: str
    uid: UUID
    gone: bool


def renew_members(connection: Connection, side: Side, sequence: int, acked: int) -> None:
    """Writes down what is in the scope of a partner now, under the number of the running transaction.

    What left it and does not exist any more is forgotten when the partner, who took in all up to `acked`, knows of it.
    """
    for table in shared_kinds().values():
        _renew(connection, table, side, sequence)
        there = select(table.c.uid)
        erased = SyncScope.gone <= acked, SyncScope.entered < SyncScope.gone, SyncScope.uid.not_in(there)
        connection.execute(delete(SyncScope).where(of_kind(table, side), *erased))


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


def _renew(connection: Connection, table: Table, side: Side, sequence: int) -> None:
    now = members(table, side)
    values = (literal(side.partner), literal(table.name), now.c.uid, now.c.reasons, literal(sequence), null())
    names = ["peer", "kind", "uid", "reasons", "entered", "gone"]
    # SQLite takes the ON of a join for that of the conflict unless there is a WHERE
    entering = insert(SyncScope).from_select(names, select(*values).where(literal(1) == literal(1)))
    differs = or_(SyncScope.reasons != entering.excluded.reasons, SyncScope.gone >= SyncScope.entered)
    again = {"reasons": entering.excluded.reasons, "entered": entering.excluded.entered}
    connection.execute(
        entering.on_conflict_do_update(index_elements=["peer", "kind", "uid"], set_=again, where=differs)
    )
    outside = SyncScope.uid.not_in(select(now.c.uid))
    connection.execute(update(SyncScope).where(of_kind(table, side), is_member(), outside).values(gone=sequence))
