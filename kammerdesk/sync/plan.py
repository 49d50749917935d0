"""What is to become of the rows of one frame: new, changed, kept aside or parked; reads only, writes nothing."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

from sqlalchemy import Column, Connection, Table, select

from kammerdesk.store.dialects import converter, keys_among
from kammerdesk.store.record import REMOVAL_GROUP, STAMP_PREFIX
from kammerdesk.sync.decision import NOTHING_KNOWN, Knowledge, Returns, decide, replica_of
from kammerdesk.sync.delivery import Delivery
from kammerdesk.sync.frames import HOME, UID, Frame, Part, Row, row_columns
from kammerdesk.sync.members import is_member
from kammerdesk.sync.model import ConflictKind, SyncScope
from kammerdesk.sync.scope import Policy, fields_below, needed_fields
from kammerdesk.sync.storing import as_stored


@dataclass(frozen=True, slots=True)
class Change:
    """One group of one row to be overwritten; `same_stamp` when only fields are added that had not travelled."""

    uid: UUID
    part: Part
    same_stamp: bool


@dataclass(frozen=True, slots=True)
class Loser:
    """Values that are not taken over: their record, the place of their group in the frame, and who won.

    `is_same`: they are what stands here, so there is nothing to decide; but what their author proposed before is over.
    """

    reason: ConflictKind
    uid: UUID
    group: int
    part: Part
    winner_stamp: str
    is_same: bool = False

    def key(self, kind: str, group: str) -> str:
        """The same for the same two versions, in whichever house they meet."""
        first, second = sorted((self.part.stamp, self.winner_stamp))
        return hashlib.sha256(f"{self.reason}|{kind}|{self.uid.hex}|{group}|{first}|{second}".encode()).hexdigest()


@dataclass(slots=True)
class Plan:
    """What is to be done; `changes` by the place of their group in the frame, `orphans` with what they wait for."""

    inserts: list[Row] = field(default_factory=list)
    changes: dict[int, list[Change]] = field(default_factory=lambda: defaultdict(list))
    changed: set[UUID] = field(default_factory=set)
    losers: list[Loser] = field(default_factory=list)
    orphans: list[tuple[Row, str]] = field(default_factory=list)


def plan_frame(
    connection: Connection, table: Table, frame: Frame, delivery: Delivery, announced: Container[UUID] = ()
) -> Plan:
    """Decides on every row of a frame that the signer answers for, or that we wrote ourselves and lost.

    What another workstation of our house brings is decided on by stamps alone, whosever record it is.

    `announced` are keys that earlier frames would have stored (in a preview they are not in the store yet).
    """
    plan, signer, returns, inside = Plan(), delivery.signer, delivery.returns, delivery.is_inside
    stored = _stored(connection, table, frame)
    whole = inside or needed_fields(table.name) <= set(frame.fields)
    frame = replace(frame, rows=[row for row in frame.rows if stored.get(row[UID]) is not row])
    missing = _missing_parents(connection, table, frame, announced)
    trespassing = set() if inside else _below_others(connection, table, frame, delivery)
    edits = _Edits(connection, table, frame, delivery)
    for row in frame.rows:
        ours = stored.get(row[UID])
        foreign = row[HOME] != signer or (ours is not None and ours[HOME] != signer) or row[UID] in trespassing
        if not inside and _comes_back(frame, row, ours, returns):
            _plan_return(plan, frame, row, ours, missing.get(row[UID], "" if ours or whole else "uid"), returns)
        elif foreign and not inside:
            edits.plan(plan, row, ours, missing.get(row[UID]))
        elif row[UID] in missing:
            plan.orphans.append((row, missing[row[UID]]))
        elif ours is None and row[UID] not in announced:
            _plan_new(plan, row, whole=whole)
        elif ours is not None and ours != row:
            _plan_changes(plan, frame, row, ours, delivery)
    return plan


def _plan_new(plan: Plan, row: Row, *, whole: bool) -> None:
    """A row that is not here; changes of one that has not come yet wait for it."""
    if whole:
        plan.inserts.append(row)
    else:
        plan.orphans.append((row, "uid"))


def _plan_changes(plan: Plan, frame: Frame, row: Row, ours: Row, delivery: Delivery) -> None:
    groups = enumerate(zip(frame.groups, frame.parts(ours), frame.parts(row), strict=True))
    for index, ((group, _), local, incoming) in groups:
        added_only = delivery.policy(frame.kind, group) is Policy.ADDED and not delivery.is_inside
        if added_only and incoming.stamp != local.stamp:
            plan.losers += _proposal(row[UID], index, local, incoming)
        else:
            _plan_change(plan, row[UID], index, local, incoming, delivery.known)


def _plan_change(plan: Plan, uid: UUID, index: int, local: Part, incoming: Part, known: Knowledge) -> None:
    decision = decide(local, incoming, known)
    if decision.take:
        plan.changes[index].append(Change(uid, incoming, incoming.stamp == local.stamp))
        if incoming.values != local.values:
            plan.changed.add(uid)
    if decision.loser is not None:
        winner = incoming if decision.take else local
        plan.losers.append(Loser(ConflictKind.CONFLICT, uid, index, decision.loser, winner.stamp))


class _Edits:
    """What a chamber wrote into records that are not its own: taken where both may write, else a proposal."""

    def __init__(self, connection: Connection, table: Table, frame: Frame, delivery: Delivery) -> None:
        self._frame, self._delivery = frame, delivery
        self._both = [delivery.policy(table.name, group) is Policy.SHARED for group, _ in frame.groups]
        uids = [row[UID] for row in frame.rows if row[HOME] != delivery.signer]
        self._shared = _shared_with(connection, table, delivery.signer, uids) if any(self._both) else set()

    def plan(self, plan: Plan, row: Row, ours: Row | None, missing: str | None) -> None:
        """Decides group by group; an old copy of our own values is nothing new."""
        locals_ = self._frame.parts(ours) if ours is not None else [None] * len(self._frame.groups)
        for index, (local, part) in enumerate(zip(locals_, self._frame.parts(row), strict=True)):
            if local is not None and missing is None and self._may_write(row, index, part):
                _plan_change(plan, row[UID], index, local, part, self._delivery.known)
            elif ours is not None and local is not None and self._says_the_same(ours, local, part):
                plan.changes[index].append(Change(row[UID], part, same_stamp=False))
                plan.losers.append(Loser(ConflictKind.PROPOSAL, row[UID], index, part, local.stamp, is_same=True))
            elif local is not None and self._was_unseen(local, part):
                is_same = part.values == local.values
                plan.losers.append(Loser(ConflictKind.PROPOSAL, row[UID], index, part, local.stamp, is_same))
            else:
                plan.losers += _proposal(row[UID], index, local, part)

    def _says_the_same(self, ours: Row, local: Part, part: Part) -> bool:
        """Whether the signer's chamber wrote into our record what stands there, as when it takes its own words back.

        There is nothing to decide, but its stamp is later; unless it counts here too, both houses never stand alike.
        """
        is_ours = ours[HOME] == self._delivery.returns.chamber
        theirs = replica_of(part.stamp) in self._delivery.replicas
        return is_ours and theirs and part.stamp > local.stamp and part.values == local.values

    def _was_unseen(self, local: Part, part: Part) -> bool:
        """Whether the signer's chamber wrote it and we have not heard of it: kept, though we changed the same later.

        The signer may have heard of our version meanwhile, which took the place of its own there (see unheard.py).
        """
        writer = replica_of(part.stamp)
        is_new = writer in self._delivery.replicas and part.stamp > self._delivery.known.ours.get(writer, "")
        return is_new and part.stamp != local.stamp

    def _may_write(self, row: Row, index: int, part: Part) -> bool:
        """Where both may write, the signer's own words count as long as we share the record with it, nobody else's."""
        return self._both[index] and row[UID] in self._shared and replica_of(part.stamp) in self._delivery.replicas


def _comes_back(frame: Frame, row: Row, ours: Row | None, returns: Returns) -> bool:
    """Whether a row is our own and holds something that we lost; one that is wholly lost must be so in every group."""
    if row[HOME] != returns.chamber:
        return False
    held = [returns.holds(part.stamp) for part in frame.parts(row)]
    return any(held) if ours is not None else all(held)


def _plan_return(plan: Plan, frame: Frame, row: Row, ours: Row | None, missing: str, returns: Returns) -> None:
    """Takes back what we lost, group by group; what we did not write ourselves stays a proposal."""
    if missing:
        plan.orphans.append((row, missing))
    elif ours is None:
        plan.inserts.append(row)
    else:
        for index, (local, part) in enumerate(zip(frame.parts(ours), frame.parts(row), strict=True)):
            if returns.holds(part.stamp):
                _plan_change(plan, row[UID], index, local, part, NOTHING_KNOWN)
            else:
                plan.losers += _proposal(row[UID], index, local, part)


def _proposal(uid: UUID, index: int, local: Part | None, part: Part) -> Iterator[Loser]:
    if local is None:
        yield Loser(ConflictKind.PROPOSAL, uid, index, part, "")
    elif part.stamp > local.stamp and part.values != local.values:
        yield Loser(ConflictKind.PROPOSAL, uid, index, part, local.stamp)


def _stored(connection: Connection, table: Table, frame: Frame) -> dict[UUID, Row]:
    """The stored rows with the keys of a frame, cut to its fields; for an equal one the very row of the frame."""
    names = ["uid", "home", "_c"]
    for group, fields in frame.groups:
        names += [f'coalesce("{STAMP_PREFIX}{group}", "_c")', *(f'"{name}"' for name in fields)]
    among, keys = keys_among(connection.dialect, [row[UID] for row in frame.rows])
    query = f"SELECT {', '.join(names)} FROM {table.name} WHERE uid {among}"
    there = {found[UID]: tuple(found) for found in connection.exec_driver_sql(query, (keys,))}
    if not there:
        return {}
    same, others = {}, []
    for row, told in zip(frame.rows, as_stored(connection, table, frame), strict=True):
        if there.get(told[UID]) == told:
            same[row[UID]] = row
        elif told[UID] in there:
            others.append(row[UID])
    typed = select(*row_columns(table, frame.groups)).where(table.c.uid.in_(others))
    return same | ({found[UID]: tuple(found) for found in connection.execute(typed)} if others else {})


def _shared_with(connection: Connection, table: Table, signer: str, uids: Iterable[UUID]) -> set[UUID]:
    """Those of our records that are in the signer's scope still."""
    sent = select(SyncScope.uid).where(SyncScope.peer == signer, SyncScope.kind == table.name, is_member())
    return set(connection.scalars(sent.where(SyncScope.uid.in_(list(uids)))))


def _below_others(connection: Connection, table: Table, frame: Frame, delivery: Delivery) -> set[UUID]:
    """Rows that would belong to a record of another chamber than the signer's, such as a seat in our committee.

    Where everybody adds records of his own there are none.
    """
    found: set[UUID] = set()
    groups = [group for group, _ in frame.groups if group != REMOVAL_GROUP]
    if groups and all(delivery.policy(table.name, group) is Policy.ADDED for group in groups):
        return found
    signer = delivery.signer
    for place, name in frame.field_places:
        if name in fields_below(table.name):
            (key,) = table.c[name].foreign_keys
            targets = {row[place] for row in frame.rows}
            others = select(key.column).where(key.column.in_(targets), key.column.table.c.home != signer)
            foreign = set(connection.scalars(others))
            found |= {row[UID] for row in frame.rows if row[place] in foreign}
    return found


def _missing_parents(connection: Connection, table: Table, frame: Frame, announced: Container[UUID]) -> dict[UUID, str]:
    """Rows whose parent is not stored: their key, and which field points into the void."""
    missing: dict[UUID, str] = {}
    for place, name in frame.field_places:
        for key in table.c[name].foreign_keys:
            targets = {row[place] for row in frame.rows if row[place] is not None and row[place] not in announced}
            lost = targets - _there(connection, key.column, targets) if targets else set()
            missing |= {row[UID]: name for row in frame.rows if row[place] in lost}
    return missing


def _there(connection: Connection, column: Column[Any], keys: Iterable[UUID]) -> set[UUID]:
    """Those of the keys that are stored; past SQLAlchemy, which takes longer over a thousand values than the engine."""
    stored = converter(column.type, connection.dialect) or (lambda key: key)
    by_stored = {stored(key): key for key in keys}
    among, value = keys_among(connection.dialect, by_stored.values())
    query = f"SELECT {column.name} FROM {column.table.name} WHERE {column.name} {among}"
    return {by_stored[found] for (found,) in connection.exec_driver_sql(query, (value,))}
