"""Reads what may leave: every row with exactly the fields that the scope allows it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations
from uuid import UUID

from sqlalchemy import CTE, Connection, Table, and_, distinct, func, not_, or_, select

from kammerdesk.people.model import Person
from kammerdesk.store.record import record_tables
from kammerdesk.sync.frames import ROWS_PER_FRAME, Frame, Groups, groups_of, row_columns
from kammerdesk.sync.scope import SHARES, Condition, Share, Side, shared_keys


def leaving_frames(connection: Connection, side: Side) -> Iterator[Frame]:
    """Everything that may go to the partner, parents before children, in frames of at most a thousand rows.

    A row in several shares brings the fields of all of them; columns outside are not even read.
    """
    keys = shared_keys(side)
    for table in record_tables(Person.metadata):
        shares = [share for share in SHARES if share.table is table]
        for chosen in _combinations(shares):
            others = [share for share in shares if share not in chosen]
            condition = and_(
                *(_within(share, keys) for share in chosen),
                *(not_(_within(share, keys)) for share in others),
            )
            fields = frozenset[str]().union(*(share.columns for share in chosen))
            yield from _frames(connection, table, groups_of(table, fields), and_(condition, table.c.home == side.ours))


def leaving_number(connection: Connection, side: Side, share: Share, uid: UUID | None = None) -> int:
    """How many rows of a share may go to the partner; of one record, 1 or 0."""
    conditions = [share.table.c.home == side.ours, _within(share, shared_keys(side))]
    if uid is not None:
        conditions.append(share.table.c.uid == uid)
    return connection.scalar(select(func.count()).select_from(share.table).where(*conditions)) or 0


def leaving_persons(connection: Connection, side: Side) -> int:
    """How many people's data may go to the partner, each counted once."""
    keys = shared_keys(side)
    shares = [_within(share, keys) for share in SHARES if share.kind is Person]
    return (
        connection.scalar(select(func.count(distinct(Person.uid))).where(Person.home == side.ours, or_(*shares))) or 0
    )


def _within(share: Share, keys: Mapping[str, CTE]) -> Condition:
    return share.table.c.uid.in_(select(keys[share.key]))


def _combinations(shares: Sequence[Share]) -> Iterator[tuple[Share, ...]]:
    return (chosen for size in range(1, len(shares) + 1) for chosen in combinations(shares, size))


def _frames(connection: Connection, table: Table, groups: Groups, condition: Condition) -> Iterator[Frame]:
    found = connection.execute(
        select(*row_columns(table, groups)).where(condition).order_by(table.c.uid),
        execution_options={"yield_per": ROWS_PER_FRAME},
    )
    for rows in found.partitions():
        yield Frame(str(table.name), groups, [tuple(row) for row in rows])
