"""Brings the frames of a bundle into the store: carries out what plan.py decided, keeps losers, parks orphans."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import Connection, Table, delete, insert, null, select, update

from kammerdesk.store.dialects import insert_rows, update_rows
from kammerdesk.store.record import STAMP_PREFIX, Record, record_tables
from kammerdesk.sync.decision import NOTHING_KNOWN
from kammerdesk.sync.delivery import Delivery
from kammerdesk.sync.frames import UID, Frame, Groups, Row, pack, unpack
from kammerdesk.sync.graves import Graveyard
from kammerdesk.sync.model import ConflictKind, SyncConflict, SyncParked, SyncSeen
from kammerdesk.sync.plan import Change, Loser, Plan, plan_frame
from kammerdesk.sync.storing import stored_rows
from kammerdesk.sync.unknown import Cell, keep_unknown, known_by_now


@dataclass(slots=True)
class Tally:
    """What a bundle brought, in rows per kind.

    `proposals` were not the sender's to write, `parked` must wait, `buried` were erased here and are left out.
    """

    read: Counter[str] = field(default_factory=Counter)
    added: Counter[str] = field(default_factory=Counter)
    changed: Counter[str] = field(default_factory=Counter)
    conflicts: Counter[str] = field(default_factory=Counter)
    proposals: Counter[str] = field(default_factory=Counter)
    parked: Counter[str] = field(default_factory=Counter)
    buried: Counter[str] = field(default_factory=Counter)


class Merge:
    """Takes the frames of one delivery, in the order in which they come.

    With `writing=False` nothing is written: the same decisions are only counted, for the preview.
    """

    def __init__(self, connection: Connection, delivery: Delivery, *, writing: bool = True) -> None:
        self._connection = connection
        self._delivery = delivery
        self._writing = writing
        self._announced: set[UUID] = set()
        self._parked: dict[str, str] = {}
        self._tally = Tally()
        self._graveyard = Graveyard(connection)
        self.written = 0
        """Rows written so far, whether values, stamps, losers or parked; 0 when a bundle brought nothing new."""

    @property
    def tally(self) -> Tally:
        """What was brought so far."""
        self._tally.parked = Counter(self._parked.values())
        return self._tally

    def take(self, frame: Frame | list[Cell]) -> None:
        """Decides on every row of a frame and carries it out; what is not known here is kept as it is.

        A frame that only tells of the scope is passed over.
        """
        if isinstance(frame, list):
            self.written += keep_unknown(self._connection, self._delivery, frame) if self._writing else 0
        elif frame.groups:
            self._take(frame)

    def take_known_by_now(self) -> None:
        """Takes what was kept as unknown and is known since an update; who wrote it when is as it was."""
        delivery = self._delivery
        for frame, signer, bundle in list(known_by_now(self._connection)):
            writers = set(self._connection.scalars(select(SyncSeen.replica).where(SyncSeen.chamber == signer)))
            self._delivery = replace(delivery, bundle=bundle, signer=signer, known=NOTHING_KNOWN, replicas=writers)
            self._take(frame)
        self._delivery = delivery

    def _take(self, frame: Frame) -> None:
        table = Record.metadata.tables[frame.kind]
        self._tally.read[frame.kind] += len(frame.rows)
        frame, buried = self._graveyard.sift(table, frame)
        self._tally.buried[frame.kind] += buried
        plan = self._planned(table, frame, self._delivery)
        self._carry_out(table, frame, plan, self._delivery)
        self._park(frame, plan)

    def retry_parked(self) -> None:
        """Tries again what waits for a parent, whatever bundle it came with; parents first.

        What both sides knew when it came is forgotten, so that every difference to a local change counts as conflict.
        """
        waiting = set(self._connection.scalars(select(SyncParked.kind).distinct()))
        for table in (one for one in record_tables(Record.metadata) if one.name in waiting):
            query = select(SyncParked.__table__).where(SyncParked.kind == table.name).order_by(SyncParked.id)
            for parked in self._connection.execute(query).all():
                frame = unpack(parked.frame, {table.name: table})
                came = replace(self._delivery, bundle=parked.bundle, signer=parked.signer, known=NOTHING_KNOWN)
                plan = self._planned(table, frame, came)
                if not plan.orphans:
                    self._carry_out(table, frame, plan, came)
                    self._connection.execute(delete(SyncParked).where(SyncParked.id == parked.id))
                    self._parked.pop(parked.id, None)

    def _planned(self, table: Table, frame: Frame, delivery: Delivery) -> Plan:
        return plan_frame(self._connection, table, frame, delivery, self._announced)

    def _carry_out(self, table: Table, frame: Frame, plan: Plan, delivery: Delivery) -> None:
        self._tally.added[table.name] += len(plan.inserts)
        self._tally.changed[table.name] += len(plan.changed)
        self._keep_losers(frame.kind, frame.groups, plan.losers, delivery)
        if not self._writing:
            self._announced.update(row[UID] for row in plan.inserts)
            return
        self._insert(table, frame, plan.inserts)
        for index, changes in plan.changes.items():
            self._change(table, *frame.groups[index], changes)

    def _insert(self, table: Table, frame: Frame, rows: Iterable[Row]) -> None:
        """New rows; fields that do not travel get the defaults of the model."""
        found = list(rows)
        if found:
            names, values = stored_rows(self._connection, table, frame, found, self._delivery.sequence)
            insert_rows(self._connection, table, names, values)
            self.written += len(values)

    def _change(self, table: Table, group: str, fields: tuple[str, ...], changes: list[Change]) -> None:
        """Overwrites one group of many rows, with the stamps they came with.

        The trigger leaves a stamp alone only when it changes with the values; so one that stays is emptied first.
        """
        stamp = STAMP_PREFIX + group
        same = [change.uid for change in changes if change.same_stamp]
        if same:
            self._connection.execute(update(table).where(table.c.uid.in_(same)).values({stamp: null()}))
        sequence = self._delivery.sequence
        rows = [(change.uid, change.part.stamp, sequence, *change.part.values) for change in changes]
        update_rows(self._connection, table, (stamp, "_l", *fields), rows)
        self.written += len(rows)

    def _keep_losers(self, kind: str, groups: Groups, losers: Iterable[Loser], delivery: Delivery) -> None:
        """Stores what lost, unless it is stored already."""
        found = {loser.key(kind, groups[loser.group][0]): loser for loser in losers}
        new = {key: found[key] for key in found.keys() - self._known_ids(SyncConflict.id, found)}
        for loser in (one for one in new.values() if not one.is_same):
            tally = self._tally.conflicts if loser.reason is ConflictKind.CONFLICT else self._tally.proposals
            tally[kind] += 1
        if new and self._writing:
            rows = [_lost(key, kind, groups[loser.group], loser, delivery) for key, loser in sorted(new.items())]
            self._connection.execute(insert(SyncConflict), rows)
            self.written += len(rows)

    def _park(self, frame: Frame, plan: Plan) -> None:
        """Keeps rows whose parent is missing, each once, until it comes."""
        rows: dict[str, dict[str, Any]] = {}
        for row, missing in plan.orphans:
            (packed,) = pack(Frame(frame.kind, frame.groups, [row]))
            key = hashlib.sha256(self._delivery.signer.encode() + b"|" + packed).hexdigest()
            self._parked[key] = frame.kind
            rows[key] = {
                "id": key,
                "kind": frame.kind,
                "uid": row[UID],
                "missing": missing,
                "signer": self._delivery.signer,
                "bundle": self._delivery.bundle,
                "since": self._delivery.at,
                "frame": packed,
            }
        new = rows.keys() - self._known_ids(SyncParked.id, rows)
        if new and self._writing:
            self._connection.execute(insert(SyncParked), [rows[key] for key in sorted(new)])
            self.written += len(new)

    def _known_ids(self, column: Any, keys: Mapping[str, object]) -> set[str]:
        return set(self._connection.scalars(select(column).where(column.in_(list(keys))))) if keys else set()


def _lost(key: str, kind: str, group: tuple[str, tuple[str, ...]], loser: Loser, delivery: Delivery) -> dict[str, Any]:
    """A loser as it is stored."""
    name, fields = group
    values = {} if loser.is_same else dict(zip(fields, loser.part.values, strict=True))
    return {
        "id": key,
        "reason": loser.reason,
        "kind": kind,
        "uid": loser.uid,
        "group": name,
        "winner_stamp": loser.winner_stamp,
        "loser_stamp": loser.part.stamp,
        "values": msgspec.json.encode(values).decode(),
        "signer": delivery.signer,
        "bundle": delivery.bundle,
        "found_at": delivery.at,
    }
