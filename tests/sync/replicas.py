"""Real houses that exchange what changed, past scope and seal: what merge and numbers alone have to get right."""

from __future__ import annotations

import shutil
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import Table, insert, select, text, update
from sqlalchemy.orm import Session

from kammerdesk.base.ids import uuid7
from kammerdesk.store.incarnation import AnewOrder, go_on_from_older_file
from kammerdesk.store.journal import SyncClock
from kammerdesk.store.record import STAMP_PREFIX, Record, field_groups
from kammerdesk.store.store import Store
from kammerdesk.store.work import Work
from kammerdesk.sync.bundle import FORMAT, Head
from kammerdesk.sync.decision import replica_of
from kammerdesk.sync.delivery import Delivery
from kammerdesk.sync.frames import UID, Frame, Row, groups_of, row_columns
from kammerdesk.sync.incoming import knowledge, seen_of, writers_of
from kammerdesk.sync.merge import Merge
from kammerdesk.sync.model import SyncConflict, SyncParked, SyncPeer
from kammerdesk.sync.numbers import cursor_to, hear_receipt, receipts_for, take_numbers
from kammerdesk.sync.outgoing import Cursor, lacking
from kammerdesk.sync.records import schema
from tests.conftest import NOW
from tests.sync.houses import WindableClock

KINDS = ("organisation", "person")
GROUPS = {"organisation": ("name", "address", "contact"), "person": ("name", "birth", "contact", "work")}
FIELDS = {
    "removal": "deleted_at",
    "name": "name",
    "address": "street",
    "contact": "phone",
    "birth": "birth_place",
    "work": "employer_uid",
}


def table_of(kind: str) -> Table:
    return Record.metadata.tables[kind]


def field_of(kind: str, group: str) -> str:
    return "last_name" if (kind, group) == ("person", "name") else FIELDS[group]


@dataclass
class Snapshot:
    """What a house holds of its chamber's own records at one moment that another lacks, and what it had seen."""

    sender: str
    head: Head
    frames: list[Frame]

    def stamps(self) -> set[str]:
        """The stamps of everything in it."""
        return {row[place] for frame in self.frames for row in frame.rows for place in frame.stamp_places}


@dataclass
class Edit:
    """One group written by one house: the stamp it overwrote and the one it got."""

    kind: str
    uid: UUID
    group: str
    before: str
    after: str


@dataclass
class Replica:
    """One house: a workstation of a chamber, with its own clock."""

    store: Store
    clock: WindableClock
    edits: list[Edit] = field(default_factory=list)
    kept: list[Edit] = field(default_factory=list)
    undone: list[Edit] = field(default_factory=list)
    set_aside: set[str] = field(default_factory=set)

    @classmethod
    def copied(cls, template: Path, folder: Path, number: int, clock: WindableClock) -> Replica:
        """A house made from an empty one, with a replica id of its own."""
        shutil.copytree(template, folder)
        store = Store.open(folder, user=f"user{number}", clock=clock)
        store.do(_become, f"{number:016x}")
        return cls(store, clock)

    @property
    def name(self) -> str:
        """Under which others know it, whatever replica it is."""
        return self.store.user

    @property
    def chamber(self) -> str:
        """Whose house it is."""
        return self.store.chamber

    @property
    def replica(self) -> str:
        """The last half of its stamps."""
        return self.store.ask(lambda session: session.scalars(select(SyncClock.replica)).one())

    @property
    def folder(self) -> Path:
        """Where its data lie; a copy that was kept lies beside it."""
        return self.store.file.parent

    def keep(self) -> None:
        """Keeps a copy of the data as they are now."""
        self._exchange(self.folder, self._copy)
        self.kept = list(self.edits)

    def fall_back(self, *, honestly: bool = True) -> None:
        """Goes back to the copy, if one was kept, as a new replica unless dishonestly.

        What waited for a clerk in its inbox since goes with the data that are set aside.
        """
        if self._copy.exists():
            self.set_aside |= self.losers()
            self._exchange(self._copy, self.folder)
            if honestly:
                self.store.do(go_on_from_older_file, AnewOrder())
            self.undone += [edit for edit in self.edits if edit not in self.kept]
            self.edits = list(self.kept)

    @property
    def _copy(self) -> Path:
        return self.folder.with_name(f"{self.folder.name}-kept")

    def _exchange(self, source: Path, target: Path) -> None:
        folder, user = self.folder, self.store.user
        self.store.close()
        shutil.rmtree(target, ignore_errors=True)
        shutil.copytree(source, target)
        self.store = Store.open(folder, user=user, clock=self.clock)

    def knows(self, kind: str, uid: UUID) -> bool:
        """Whether it has that record."""
        return self.store.ask(_stamp, kind, uid, "removal") is not None

    def add(self, kind: str, parent: UUID | None = None) -> UUID:
        """A new record of our own."""
        return self.store.do(_add, (kind, parent)).value

    def write(self, kind: str, uid: UUID, group: str, value: object) -> None:
        """Writes one group of a record, if it is here; keeps what it overwrote."""
        before = self.store.ask(_stamp, kind, uid, group)
        if before is not None:
            self.store.do(_write, (kind, uid, field_of(kind, group), value))
            after = self.store.ask(_stamp, kind, uid, group)
            assert after is not None
            if after != before:
                self.edits.append(Edit(kind, uid, group, before, after))

    def snapshot(self, to: Replica | None = None) -> Snapshot:
        """What this house would send now; everything, or to another house what that did not confirm."""
        if to is None:
            return self.store.ask(_snapshot, self.name, self.chamber, Cursor())
        return self.store.ask(_snapshot, self.name, self.chamber, self.store.ask(cursor_to, to.name), to.chamber)

    def forgery(self) -> Snapshot:
        """What a house would send that passes on the partner's records as well, changed as they are here."""
        return Snapshot(self.name, self.snapshot().head, self.store.ask(_frames, None))

    def take(self, snapshot: Snapshot) -> int:
        """Takes a snapshot of another house in; returns the rows written."""
        return self.store.do(_take, snapshot).value

    def state(self) -> dict[tuple[str, UUID], Row]:
        """All records with values and effective stamps."""
        frames = self.store.ask(_frames, None)
        return {(frame.kind, row[UID]): row for frame in frames for row in frame.rows}

    def stamps(self) -> set[str]:
        """The effective stamps of all groups of all records."""
        frames = self.store.ask(_frames, None)
        return {row[place] for frame in frames for row in frame.rows for place in frame.stamp_places}

    def losers(self) -> set[str]:
        """The stamps of all versions that lost and are kept."""
        return set(self.store.ask(lambda session: session.scalars(select(SyncConflict.loser_stamp)).all()))

    def parked(self) -> int:
        """How many rows wait."""
        return len(self.store.ask(lambda session: session.scalars(select(SyncParked.id)).all()))

    def dangling(self) -> list[Any]:
        """References into the void."""
        return self.store.ask(lambda session: list(session.execute(text("PRAGMA foreign_key_check"))))


def make_templates(folder: Path, clock: WindableClock) -> dict[str, Path]:
    """An empty house of each chamber, to be copied."""
    for chamber in ("BS", "LW"):
        Store.create(folder / chamber, chamber, schema(), user="x", clock=clock, demonstration=True).close()
    return {chamber: folder / chamber for chamber in ("BS", "LW")}


def _become(work: Work, replica: str) -> None:
    work.session.execute(update(SyncClock).values(replica=replica))


def _add(work: Work, order: tuple[str, UUID | None]) -> UUID:
    kind, parent = order
    uid = uuid7()
    facts: dict[str, Any] = {"uid": uid, "home": work.chamber}
    facts |= {"name": "neu", "kind": "company"} if kind == "organisation" else {"last_name": "neu", "first_name": "x"}
    if kind == "person":
        facts["employer_uid"] = parent
    work.session.execute(insert(table_of(kind)).values(facts))
    return uid


def _write(work: Work, order: tuple[str, UUID, str, object]) -> None:
    kind, uid, name, value = order
    table = table_of(kind)
    work.session.execute(update(table).where(table.c.uid == uid).values({name: value}))


def _stamp(session: Session, kind: str, uid: UUID, group: str) -> str | None:
    table = table_of(kind)
    row = session.execute(select(table.c[STAMP_PREFIX + group], table.c["_c"]).where(table.c.uid == uid)).one_or_none()
    return None if row is None else row[0] or row[1]


def _snapshot(session: Session, name: str, chamber: str, cursor: Cursor, to: str = "") -> Snapshot:
    clock = session.execute(select(SyncClock.replica, SyncClock.ver, SyncClock.lseq)).one()
    head = Head(
        format=FORMAT,
        bundle=uuid7(),
        chamber=chamber,
        replica=clock.replica,
        key_id=bytes(16),
        person="x",
        recipients=[],
        created=NOW,
        stamp=clock.ver,
        brings=seen_of(session, chamber),
        program="",
        from_l=cursor.since,
        to_l=clock.lseq,
        base=dict(cursor.seen),
        seen=seen_of(session, to) if to else {},
        receipts=receipts_for(session, to),
    )
    frames = _frames(session, chamber, cursor.since)
    return Snapshot(name, head, list(lacking(frames, lambda stamp: stamp > cursor.seen.get(replica_of(stamp), ""))))


def _frames(session: Session, chamber: str | None, since: int = 0) -> list[Frame]:
    frames = []
    for kind in KINDS:
        table = table_of(kind)
        groups = groups_of(table, [column.name for columns in field_groups(table).values() for column in columns])
        query = select(*row_columns(table, groups)).where(table.c["_l"] > since).order_by(table.c.uid)
        if chamber is not None:
            query = query.where(table.c.home == chamber)
        frames.append(Frame(kind, groups, [tuple(row) for row in session.execute(query)]))
    return frames


def _take(work: Work, snapshot: Snapshot) -> int:
    head, session = snapshot.head, work.session
    greatest = max([head.stamp, *(frame.greatest_stamp() for frame in snapshot.frames)])
    if session.get(SyncPeer, snapshot.sender) is None:
        session.add(SyncPeer(chamber=snapshot.sender, since=work.now))
        session.flush()
    hear_receipt(work, head, greatest, snapshot.sender)
    known, writers = knowledge(session, head), writers_of(session, head)
    delivery = Delivery(head.bundle, head.chamber, known, work.now, work.sequence, replicas=writers)
    merge = Merge(session.connection(), delivery)
    for frame in snapshot.frames:
        if frame.rows:
            merge.take(frame)
    merge.retry_parked()
    take_numbers(work, head, ())
    work.has_seen(greatest)
    return merge.written
