"""Whether both houses stand at the same state: one code over all records that they share, and where they differ.

Each house looks at what it shares with the other and at what the other shares with it. Of every record it takes the key
and, of each group of fields that travels, stamp and values; in 256 buckets by the end of the key. With every bundle
goes one hash of each record kind. Whoever finds another after taking it in asks with its buckets, and gets whole rows
for those that differ. So nothing is ever overwritten as a whole.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Select, Table, func, select, union_all
from sqlalchemy.orm import Session
from sqlalchemy.sql.selectable import FromClause, SelectBase

from kammerdesk.store.dialects import KeyDigits, StoredText
from kammerdesk.store.house import house_of
from kammerdesk.store.record import STAMP_PREFIX, Record, field_groups, record_tables
from kammerdesk.sync.frames import Groups, groups_of
from kammerdesk.sync.members import gather, gathered, is_member, of_kind
from kammerdesk.sync.model import SyncEnded, SyncScope
from kammerdesk.sync.outgoing import bucket_of
from kammerdesk.sync.scope import SHARES, Side, fields_for, shared_kinds

HASH_SIZE = 8
CODE_SIZE = 10

_CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_BETWEEN_CELLS, _BETWEEN_ROWS, _NOTHING = "\x1f", "\x1e", "\x10"


@dataclass(frozen=True, slots=True)
class KindState:
    """The shared records of one kind: how many, and a hash of each bucket that holds some."""

    count: int
    buckets: Mapping[str, bytes]

    @property
    def hash(self) -> bytes:
        """One hash over all buckets."""
        told = b"".join(bucket.encode() + self.buckets[bucket] for bucket in sorted(self.buckets))
        return hashlib.sha256(told).digest()[:HASH_SIZE]

    def differing(self, others: Mapping[str, bytes]) -> list[str]:
        """The buckets that are not alike."""
        both = self.buckets.keys() | others.keys()
        return sorted(bucket for bucket in both if self.buckets.get(bucket) != others.get(bucket))


States = dict[str, KindState]
"""By record kind; kinds of which nothing is shared are not in it."""


def our_state(connection: Connection, side: Side, kinds: Iterable[str] | None = None) -> States:
    """Our records that the partner may have, as they were written down last (see members.py)."""
    found = {}
    for table in _tables(kinds):
        sent = select(SyncScope.uid, SyncScope.reasons).where(of_kind(table, side), is_member()).subquery()
        found[table.name] = _state(connection, table, sent)
    return {kind: state for kind, state in found.items() if state.count}


def their_state(connection: Connection, side: Side, kinds: Iterable[str] | None = None) -> States:
    """The partner's records that it shares with us, as they are here."""
    tables = [table for table in _tables(kinds) if _has_any(connection, table, side.partner)]
    if tables:
        gather(connection, side.reversed)
    found = {}
    for table in tables:
        shared = gathered(table)
        ended = select(SyncEnded.uid).where(SyncEnded.kind == table.name)
        found[table.name] = _state(connection, table, select(shared).where(shared.c.uid.not_in(ended)).subquery())
    return {kind: state for kind, state in found.items() if state.count}


def code_of(states: Mapping[str, States]) -> str:
    """The code of both chambers' shared records, such as 7K2M-9QXR-0VTA-H3ND; the same in both houses."""
    lines = (
        f"{chamber} {kind} {state.count} {state.hash.hex()}\n"
        for chamber, kinds in sorted(states.items())
        for kind, state in sorted(kinds.items())
    )
    number = int.from_bytes(hashlib.sha256("".join(lines).encode()).digest()[:CODE_SIZE], "big")
    digits = "".join(_CROCKFORD[number >> shift & 31] for shift in range(CODE_SIZE * 8 - 5, -1, -5))
    return "-".join(digits[start : start + 4] for start in range(0, len(digits), 4))


def house_code(session: Session) -> str:
    """The code of all records of a house with all their fields; the same at each of its workstations and its hub."""
    connection, found = session.connection(), {}
    for table in record_tables(Record.metadata):
        fields = [column.name for columns in field_groups(table).values() for column in columns]
        found[str(table.name)] = _hashed(connection, _told(table, groups_of(table, fields)))
    return code_of({house_of(session).chamber: {kind: state for kind, state in found.items() if state.count}})


def scope_digest() -> bytes:
    """Eight bytes over the list of what may leave; states of two programs with different lists are not compared."""
    facts = [
        [share.key, share.kind.__tablename__, sorted(share.columns), sorted(share.parents.items()), share.below]
        for share in SHARES
    ]
    return hashlib.sha256(json.dumps(facts).encode()).digest()[:HASH_SIZE]


def _has_any(connection: Connection, table: Table, home: str) -> bool:
    return connection.scalar(select(table.c.uid).where(table.c.home == home).limit(1)) is not None


def _tables(kinds: Iterable[str] | None) -> Iterator[Table]:
    wanted = None if kinds is None else set(kinds)
    return (table for kind, table in sorted(shared_kinds().items()) if wanted is None or kind in wanted)


def _state(connection: Connection, table: Table, shared: FromClause) -> KindState:
    """The hashes are those of texts that the engine puts together, for that is by far the quickest."""
    chosen = connection.scalars(select(shared.c.reasons).distinct()).all()
    if not chosen:
        return KindState(0, {})
    return _hashed(connection, union_all(*(_lines(table, shared, reasons) for reasons in chosen)))


def _hashed(connection: Connection, told_lines: SelectBase) -> KindState:
    lines = told_lines.subquery("line")
    text = func.aggregate_strings(lines.c.line, _BETWEEN_ROWS).aggregate_order_by(lines.c.uid)
    query = select(lines.c.bucket, func.count(), text).group_by(lines.c.bucket)
    count, buckets = 0, {}
    for bucket, number, told in connection.execute(query):
        count += number
        buckets[bucket] = hashlib.sha256(told.encode()).digest()[:HASH_SIZE]
    return KindState(count, buckets)


def _lines(table: Table, shared: FromClause, reasons: str) -> Select[Any]:
    query = _told(table, groups_of(table, fields_for(reasons)))
    return query.join(shared, shared.c.uid == table.c.uid).where(shared.c.reasons == reasons)


def _told(table: Table, groups: Groups) -> Select[Any]:
    cells: list[Any] = [KeyDigits(table.c.uid)]
    for group, fields in groups:
        cells.append(func.coalesce(table.c[STAMP_PREFIX + group], table.c["_c"]))
        cells += [func.coalesce(StoredText(table.c[name]), _NOTHING) for name in fields]
    line = func.concat_ws(_BETWEEN_CELLS, *cells)
    return select(table.c.uid.label("uid"), bucket_of(table).label("bucket"), line.label("line"))
