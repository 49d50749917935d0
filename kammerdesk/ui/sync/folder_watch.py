"""Looks into the exchange folder again and again while the window is open, and takes in what came.

Made before the data are open, so everything of the exchange is imported in the thread that needs it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, Signal

from kammerdesk.base.errors import KammerError
from kammerdesk.base.i18n import tr
from kammerdesk.base.steps import Stopped
from kammerdesk.ui.kit.desk import Desk
from kammerdesk.ui.kit.jobs import Data, Job, LongWork
from kammerdesk.ui.kit.loans import Lent

if TYPE_CHECKING:
    from kammerdesk.sync.folder import Taken, Watch
    from kammerdesk.sync.lying import LyingFile

EVERY = 20_000
"""Milliseconds between two looks; shares and sticks tell nobody of changes."""
SOON = 2_000
"""Milliseconds after which it is looked whether a new file has settled."""
NEW_RULES = frozenset({"sync_key", "sync_peer"})
"""After a change of these a file that was refused may be taken in."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How it stands with the folder: `folder` None for none, `fault` why it could not be looked into.

    `refused` tells by name why a file could not be taken in.
    """

    folder: Path | None = None
    at: datetime | None = None
    automatic: bool = True
    files: Sequence[LyingFile] = ()
    refused: tuple[tuple[str, str], ...] = ()
    fault: str = ""


@dataclass(slots=True)
class _Memory:
    """What is remembered between two looks; only one of them is under way at a time."""

    watch: Watch | None = None
    compared: float = float("-inf")
    """When files were compared with the look before; those are alike that were compared a moment ago."""
    refused: dict[str, str] = field(default_factory=dict)
    house: Watch | None = None
    """Of the folder between the workstations of our house."""


@dataclass(frozen=True, slots=True)
class _Look:
    standing: Standing
    taken: Sequence[Taken]
    from_inside: bool = False
    """Whether another workstation of our house brought something."""


class FolderWatch(QObject):
    """One for each desk, see `folder_watch`; looks by itself from `begin` on, and whenever it is asked to."""

    looked = Signal()
    """How it stands is known anew."""
    taken = Signal(object)
    """The list of Taken: bundles that were taken in or refused just now."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._desk = desk
        self._memory = _Memory()
        self._job: Job[_Look] | None = None
        self._again = False
        self._watches = False
        self.settling = SOON / 1000
        """Seconds in which a file must stay as it is to be taken in."""
        self.standing: Standing | None = None
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self.look)
        desk.changed.connect(self._note_changes)
        desk.closing.connect(self._stop)

    def begin(self) -> None:
        """Looks by itself from now on."""
        self._watches = True
        self.look()

    @property
    def is_looking(self) -> bool:
        """Whether a look is under way."""
        return self._job is not None

    def look(self) -> None:
        """Looks now; while one sees the data of a moment, later."""
        self._timer.stop()
        if self._job is not None:
            self._again = True
        elif self._desk.as_of is not None:
            self._timer.start(EVERY)
        else:
            work = partial(_look, self._memory, self.settling)
            title = tr("Exchange folder")
            self._job = Job(LongWork(title=title, work=work, data=Data.SHARED, then=self._know), self, self._desk)
            self._job.ended.connect(self._go_on)
            self._job.start()

    def _know(self, look: _Look) -> None:
        self.standing = look.standing
        done = [one.done for one in look.taken if one.done is not None]
        if look.taken:
            self.taken.emit(list(look.taken))
        if look.from_inside:
            self._desk.changed.emit(_brought_inside())
        elif done:
            self._desk.changed.emit(_brought())
        self.looked.emit()

    def _go_on(self) -> None:
        job, self._job = self._job, None
        assert job is not None
        error = job.error
        job.deleteLater()
        if error is not None and not isinstance(error, Stopped):
            self._desk.failed.emit(error)
        if self._again:
            self._again = False
            self.look()
        elif self._watches:
            self._timer.start(SOON if self._unsettled() else EVERY)

    def _unsettled(self) -> bool:
        found = self.standing
        if found is None or not found.automatic:
            return False
        refused = dict(found.refused)
        return any(one.state == "waits" and one.id not in refused for one in found.files)

    def _note_changes(self, kinds: frozenset[str]) -> None:
        if kinds & NEW_RULES:
            self._memory.watch = None

    def _stop(self) -> None:
        self._watches = self._again = False
        self._timer.stop()
        if self._job is not None:
            self._job.stop()


def folder_watch(desk: Desk) -> FolderWatch:
    """The one of this desk."""
    found = desk.findChild(FolderWatch)
    return found if isinstance(found, FolderWatch) else FolderWatch(desk)


def _brought() -> frozenset[str]:
    from kammerdesk.sync.scope import shared_kinds

    return frozenset(shared_kinds()) | {"sync_in", "sync_out"}


def _brought_inside() -> frozenset[str]:
    from kammerdesk.store.record import Record, record_tables

    return frozenset(str(table.name) for table in record_tables(Record.metadata)) | {"sync_in", "sync_out", *NEW_RULES}


def _look(memory: _Memory, settling: float, lent: Lent) -> _Look:
    """Runs in a thread: first the folder between the workstations, then that of the partners."""
    from_inside, fault = False, ""
    try:
        from_inside = _served_inside(memory, lent.store)
    except KammerError as error:
        fault = str(error)
    look = _look_outside(memory, settling, lent)
    standing = replace(look.standing, fault=fault) if fault and not look.standing.fault else look.standing
    return replace(look, standing=standing, from_inside=from_inside)


def _served_inside(memory: _Memory, store: Any) -> bool:
    """Exchanges with the other workstations of our house, where a folder is set for that."""
    from kammerdesk.sync.station_folder import house_folder, house_watch, serve_house

    folder = house_folder(store.file.parent)
    if folder is None:
        memory.house = None
        return False
    if memory.house is None or memory.house.folder != folder:
        memory.house = house_watch(store, folder)
    return any(one.written for one in serve_house(store, memory.house).taken)


def _look_outside(memory: _Memory, settling: float, lent: Lent) -> _Look:
    from kammerdesk.sync.folder import exchange_folder, take_settled, tidy, watch_of
    from kammerdesk.sync.lying import lying, takes_in_by_itself

    store: Any = lent.store
    data, now, automatic = store.file.parent, store.clock.now(), takes_in_by_itself(store.file.parent)
    folder: Path | None = None
    taken: list[Taken] = []
    try:
        folder = exchange_folder(data)
        if folder is None:
            memory.watch = None
            return _Look(Standing(None, now, automatic), ())
        if memory.watch is None or memory.watch.folder != folder:
            memory.watch = watch_of(store, folder)
            memory.refused.clear()
        if automatic and monotonic() - memory.compared >= settling:
            memory.compared = monotonic()
            taken = take_settled(store, memory.watch)
            tidy(store, folder)
        memory.refused |= {one.file.name: one.refusal for one in taken if one.refusal}
        files = store.ask(lying, folder)
    except KammerError as error:
        return _Look(Standing(folder, now, automatic, fault=str(error)), taken)
    refused = {name: why for name, why in memory.refused.items() if any(one.id == name for one in files)}
    return _Look(Standing(folder, now, automatic, files, tuple(refused.items())), taken)


def sentences(taken: Sequence[Taken]) -> list[tuple[str, bool]]:
    """What is said of files that were just dealt with, and whether it is bad news; of what brought nothing, nothing."""
    from kammerdesk.people.chambers import chamber_name

    said = []
    for one in taken:
        if one.done is None:
            sentence = tr("“{file}” in the exchange folder was not taken in: {why}")
            said.append((sentence.format(file=one.file.name, why=one.refusal), True))
        elif one.is_news:
            added = sum(count.added for count in one.done.counts)
            changed = sum(count.changed for count in one.done.counts)
            sentence = tr("Bundle of {sender} taken in: {new} new, {changed} changed.")
            said.append((sentence.format(sender=chamber_name(one.done.sender), new=added, changed=changed), False))
    return said
