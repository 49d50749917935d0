"""Reads what is to leave: every row with exactly the fields that the scope allows, as far as the partner lacks it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Table, and_, distinct, false, func, not_, or_, select

from kammerdesk.people.model import Person
from kammerdesk.store.dialects import KeyDigits
from kammerdesk.store.record import STAMP_PREFIX, record_tables
from kammerdesk.store.stamps import STAMP_LENGTH
from kammerdesk.sync.decision import Seen, replica_of
from kammerdesk.sync.frames import FIRST_PART, ROWS_PER_FRAME, Frame, Groups, Row, groups_of, row_columns, wire_columns
from kammerdesk.sync.members import is_member, moves, of_kind
from kammerdesk.sync.model import SyncScope
from kammerdesk.sync.scope import (
    SHARES,
    Condition,
    Share,
    Side,
    fields_for,
    members,
    shared_fields,
    shared_keys,
    shared_kinds,
)

KEY_DIGITS, BUCKET_DIGITS = 32, 2
"""The last hex digits of its key say in which of 256 buckets a record stands."""


@dataclass(frozen=True, slots=True)
class Cursor:
    """From where a bundle goes on: 0 is the beginning, and then everything travels.

    `since` is the number of our sequence up to which the partner has all our bundles, `seen` the writing that it had
    then, which is left out, `wants` the buckets of each kind that it asks for again.
    """

    since: int = 0
    seen: Seen = field(default_factory=dict)
    wants: Mapping[str, Collection[str]] = field(default_factory=dict)


def leaving_frames(connection: Connection, side: Side, since: int = 0) -> Iterator[Frame]:
    """Everything that may go to the partner, parents before children, in frames of at most a thousand rows.

    A row in several shares brings the fields of all of them; columns outside are not even read. With `since` only what
    was written here after that number of our sequence.
    """
    for table in _tables():
        now = members(table, side)
        for reasons in connection.scalars(select(now.c.reasons).distinct().order_by(now.c.reasons)).all():
            chosen = table.c.uid.in_(select(now.c.uid).where(now.c.reasons == reasons))
            yield from _frames(connection, table, reasons, and_(chosen, table.c["_l"] > since))


def departing_frames(connection: Connection, side: Side, cursor: Cursor, kind: str = "") -> Iterator[Frame]:
    """What a bundle to the partner holds, or that of one kind, after its members were renewed (see members.py).

    First what left the scope or came back; then, parents before children, rows whole that came into it or are asked
    for again, and of rows that changed the groups of fields that the partner lacks. Keys, days and times of day are as
    they are packed.
    """
    yield from _moves(connection, side, cursor.since)
    for table in (one for one in _tables() if kind in ("", one.name)):
        for reasons in _reasons(connection, table, side):
            whole, changed = _whole(table, side, reasons, cursor), _changed(table, side, reasons, cursor)
            yield from _frames(connection, table, reasons, whole, wire_columns)
            if cursor.since:
                rows = _frames(connection, table, reasons, changed, wire_columns)
                yield from lacking(rows, lambda stamp: stamp > cursor.seen.get(replica_of(stamp), ""))


def edited_frames(connection: Connection, side: Side, cursor: Cursor, own: Collection[str]) -> Iterator[Frame]:
    """What our replicas (`own`) wrote into the partner's records, as far as it shares them and has not seen it."""
    for table in _tables():
        stamps = [table.c[STAMP_PREFIX + group] for group, _ in groups_of(table, shared_fields(table.name))]
        ours = or_(*(written_by(stamp, own) for stamp in stamps))
        edited = and_(table.c.home == side.partner, table.c["_l"] > cursor.since, ours)
        if connection.scalar(select(table.c.uid).where(edited).limit(1)) is None:
            continue
        theirs = members(table, side.reversed)
        for reasons in connection.scalars(select(theirs.c.reasons).distinct().order_by(theirs.c.reasons)).all():
            chosen = table.c.uid.in_(select(theirs.c.uid).where(theirs.c.reasons == reasons))
            rows = _frames(connection, table, reasons, and_(edited, chosen))
            yield from lacking(
                rows, lambda stamp: replica_of(stamp) in own and stamp > cursor.seen.get(replica_of(stamp), "")
            )


def written_by(stamp: Any, replicas: Collection[str]) -> Condition:
    """Whether a column of stamps holds one of these replicas."""
    return func.substr(stamp, STAMP_LENGTH // 2 + 1).in_(replicas)


def lacking(frames: Iterable[Frame], is_lacking: Callable[[str], bool]) -> Iterator[Frame]:
    """The same rows with those groups only whose stamps are lacking; rows that lack none are left out."""
    for frame in frames:
        found: defaultdict[tuple[int, ...], list[Row]] = defaultdict(list)
        for row in frame.rows:
            parts = frame.parts(row)
            places = tuple(index for index, part in enumerate(parts) if is_lacking(part.stamp))
            if places:
                cells = [cell for index in places for cell in (parts[index].stamp, *parts[index].values)]
                found[places].append((*row[:FIRST_PART], *cells))
        for places, rows in found.items():
            yield Frame(frame.kind, tuple(frame.groups[index] for index in places), rows)


def departing_numbers(connection: Connection, side: Side, cursor: Cursor) -> dict[tuple[str, str], int]:
    """How many rows `departing_frames` looks at, by kind and reasons; it gives less where some changed privately."""
    found = {}
    for table in _tables():
        for reasons in _reasons(connection, table, side):
            chosen = or_(_whole(table, side, reasons, cursor), _changed(table, side, reasons, cursor))
            number = connection.scalar(select(func.count()).select_from(table).where(chosen))
            if number:
                found[table.name, reasons] = number
    return found


def leaving_number(connection: Connection, side: Side, share: Share, uid: UUID | None = None) -> int:
    """How many rows of a share may go to the partner; of one record, 1 or 0."""
    conditions = [share.table.c.home == side.ours, _within(share, side)]
    if uid is not None:
        conditions.append(share.table.c.uid == uid)
    return connection.scalar(select(func.count()).select_from(share.table).where(*conditions)) or 0


def leaving_persons(connection: Connection, side: Side) -> int:
    """How many people's data may go to the partner, each counted once."""
    keys = shared_keys(side)
    shares = [share.table.c.uid.in_(select(keys[share.key])) for share in SHARES if share.kind is Person]
    return (
        connection.scalar(select(func.count(distinct(Person.uid))).where(Person.home == side.ours, or_(*shares))) or 0
    )


def _tables() -> Iterator[Table]:
    return (table for table in record_tables(Person.metadata) if table.name in shared_kinds())


def _within(share: Share, side: Side) -> Condition:
    return share.table.c.uid.in_(select(shared_keys(side)[share.key]))


def _moves(connection: Connection, side: Side, since: int) -> Iterator[Frame]:
    found: defaultdict[str, list[Row]] = defaultdict(list)
    for move in moves(connection, side, since):
        found[move.kind].append((move.uid, move.gone))
    for kind, rows in found.items():
        for start in range(0, len(rows), ROWS_PER_FRAME):
            yield Frame(kind, (), rows[start : start + ROWS_PER_FRAME])


def _reasons(connection: Connection, table: Table, side: Side) -> list[str]:
    """The combinations of shares in which rows of a kind are."""
    query = select(SyncScope.reasons).distinct().where(of_kind(table, side), is_member())
    return list(connection.scalars(query.order_by(SyncScope.reasons)))


def _chosen(table: Table, side: Side, reasons: str, *conditions: Condition) -> Condition:
    ours = select(SyncScope.uid).where(of_kind(table, side), is_member(), SyncScope.reasons == reasons, *conditions)
    return table.c.uid.in_(ours)


def _whole(table: Table, side: Side, reasons: str, cursor: Cursor) -> Condition:
    entered = _chosen(table, side, reasons, SyncScope.entered > cursor.since)
    return or_(entered, and_(_wanted(table, cursor), _chosen(table, side, reasons)))


def _changed(table: Table, side: Side, reasons: str, cursor: Cursor) -> Condition:
    known = _chosen(table, side, reasons, SyncScope.entered <= cursor.since)
    return and_(table.c["_l"] > cursor.since, known, not_(_wanted(table, cursor)))


def _wanted(table: Table, cursor: Cursor) -> Condition:
    buckets = cursor.wants.get(table.name)
    return bucket_of(table).in_(buckets) if buckets else false()


def bucket_of(table: Table) -> Any:
    """In which bucket a record stands, as two hex digits."""
    return func.substr(KeyDigits(table.c.uid), KEY_DIGITS - BUCKET_DIGITS + 1)


def _frames(
    connection: Connection,
    table: Table,
    reasons: str,
    condition: Condition,
    columns: Callable[[Table, Groups], list[Any]] = row_columns,
) -> Iterator[Frame]:
    groups = groups_of(table, fields_for(reasons))
    found = connection.execute(
        select(*columns(table, groups)).where(condition).order_by(table.c.uid),
        execution_options={"yield_per": ROWS_PER_FRAME},
    )
    for rows in found.partitions():
        yield Frame(str(table.name), groups, [tuple(row) for row in rows])
