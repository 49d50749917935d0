"""One workstation of the season: its data, its clock, and a memory of every group that was written there or read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from kammerdesk.base.errors import KammerError
from kammerdesk.store.backup import make_backup
from kammerdesk.store.journal import SyncClock
from kammerdesk.store.record import STAMP_PREFIX, Record, field_groups, record_tables
from kammerdesk.store.restore import RestoreOrder, put_back
from kammerdesk.store.store import Store
from kammerdesk.sync.decision import replica_of
from kammerdesk.sync.folder import Watch, watch_of
from kammerdesk.sync.model import SyncConflict
from kammerdesk.sync.records import schema
from kammerdesk.sync.station_folder import house_watch

USER = "soak"
PARTNER = {"BS": "LW", "LW": "BS"}
Place = tuple[str, UUID, str]
"""Kind, key and group."""


@dataclass
class Calendar:
    """What time it really is."""

    moment: datetime


@dataclass
class WrongClock:
    """The clock of one computer: the real time and its error."""

    calendar: Calendar
    error: timedelta = timedelta()

    def now(self) -> datetime:
        """The moment it shows."""
        return self.calendar.moment + self.error


@dataclass(frozen=True, slots=True)
class Edit:
    """One group written by one workstation: the stamp it overwrote, the one it got, and the values."""

    place: Place
    before: str
    after: str
    values: tuple[Any, ...]


@dataclass
class Kept:
    """A backup, and what was remembered with it."""

    file: Path
    shadow: dict[Place, str]
    edits: list[Edit]
    read: set[str]


@dataclass
class Station:
    """A workstation; `shadow` holds the stamp of every group as it was last read, `read` all that others wrote.

    `told` is the last sentence in which a step of the exchange ended.
    """

    name: str
    store: Store
    clock: WrongClock
    inside: Path
    outside: Path
    faults: list[str]
    read: set[str] = field(default_factory=set)
    shadow: dict[Place, str] = field(default_factory=dict)
    edits: list[Edit] = field(default_factory=list)
    undone: list[Edit] = field(default_factory=list)
    set_aside: set[str] = field(default_factory=set)
    refused: int = 0
    told: str = ""
    last: int = -1
    kept: Kept | None = None

    def __post_init__(self) -> None:
        self.house: Watch = house_watch(self.store, self.inside)
        self.partner: Watch = watch_of(self.store, self.outside)
        self.refresh(local=False)

    def do(self, action: Callable[..., Any], order: Any) -> Any:
        """Carries out an action of a clerk; a refusal is counted, what it wrote is remembered."""
        try:
            value = self.store.do(action, order).value
        except KammerError:
            self.refused += 1
            value = None
        self.refresh(local=True)
        return value

    def exchanged(self, step: Callable[[], Any]) -> Any:
        """Does a step of the exchange; a sentence is counted, what came is remembered."""
        try:
            return step()
        except KammerError as error:
            self.refused += 1
            self.told = str(error)
            return None
        finally:
            self.refresh(local=False)

    def refresh(self, *, local: bool) -> None:
        """Reads what changed; no group may ever be read as it was before (monotonic reads)."""
        replica, rows, self.last = self.store.ask(_changed, self.last)
        for place, stamp, values in rows:
            before = self.shadow.get(place, "")
            if stamp < before:
                self.faults.append(f"{self.name} reads an older {place[0]}.{place[2]} {place[1]}")
            if stamp != before:
                if local and replica_of(stamp) == replica:
                    self.edits.append(Edit(place, before, stamp, values))
                elif not local:
                    self.read.add(stamp)
                self.shadow[place] = stamp

    def losers(self) -> set[str]:
        """The stamps of all versions in its inbox, decided or not."""
        return set(self.store.ask(lambda session: session.scalars(select(SyncConflict.loser_stamp)).all()))

    def keep(self, folder: Path) -> None:
        """Makes a backup."""
        file = make_backup(self.store, folder / self.name).file
        self.kept = Kept(file, dict(self.shadow), list(self.edits), set(self.read))

    def fall_back(self) -> None:
        """Restores the backup, if there is one; its clerks know that what nobody else has read is gone."""
        kept = self.kept
        if kept is None:
            return
        self.set_aside |= self.losers()
        folder = self.store.file.parent
        self.store.close()
        put_back(RestoreOrder(kept.file, folder), schema(), user=USER, clock=self.clock)
        self.store = Store.open(folder, user=USER, clock=self.clock)
        self.undone += [edit for edit in self.edits if edit not in set(kept.edits)]
        self.edits, self.shadow, self.last = list(kept.edits), dict(kept.shadow), -1
        self.read = set(kept.read)
        self.house, self.partner = house_watch(self.store, self.inside), watch_of(self.store, self.outside)
        self.refresh(local=False)


def _changed(session: Session, since: int) -> tuple[str, list[tuple[Place, str, tuple[Any, ...]]], int]:
    clock = session.execute(select(SyncClock.replica, SyncClock.lseq)).one()
    found: list[tuple[Place, str, tuple[Any, ...]]] = []
    for table in record_tables(Record.metadata) if clock.lseq != since else ():
        groups = field_groups(table)
        for row in session.execute(select(table).where(table.c["_l"] > since)):
            facts = row._mapping
            for group, columns in groups.items():
                stamp = facts[STAMP_PREFIX + group] or facts["_c"]
                values = tuple(facts[column.name] for column in columns)
                found.append(((str(table.name), facts["uid"], group), stamp, values))
    return clock.replica, found, clock.lseq
