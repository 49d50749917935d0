"""The exchange folder: a share, a cloud folder or a stick into which both houses put their bundles.

Nobody deletes or changes a file of the other. A file counts by its name alone, which holds no personal data; whatever
else lies there is left alone. Shares and sticks tell nobody of changes, so the folder is looked at again and again.
"""

from __future__ import annotations

import os
import re
from collections.abc import Collection, Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from kammerdesk.base.errors import KammerError
from kammerdesk.base.i18n import tr
from kammerdesk.store.machine_file import machine_folder, set_machine_folder
from kammerdesk.store.store import Store
from kammerdesk.sync.bundle import SUFFIX
from kammerdesk.sync.declining import is_declined
from kammerdesk.sync.files import PART_SUFFIX, digest, spoken_faults
from kammerdesk.sync.model import SyncIn, SyncOut, SyncPeer
from kammerdesk.sync.outside import look_at
from kammerdesk.sync.service import ImportedBundle, ImportOrder, import_bundle

_SETTING = ("exchange", "folder")
_LONG = timedelta(days=1)
_NAME = r"{sender}-{recipient}-\d{{8}}-\d{{6}}-[0-9a-f]{{8}}" + re.escape(SUFFIX)


def exchange_folder(data: Path) -> Path | None:
    """The folder that is set on this computer for the data in `data`; None when none is.

    Raises KammerError when the file beside the data cannot be read.
    """
    return machine_folder(data, _SETTING, tr("“{file}” cannot be read. Please choose the exchange folder anew."))


def set_exchange_folder(data: Path, folder: Path | None) -> None:
    """Sets or clears it; raises KammerError for what is no folder, and for the folder of the data itself."""
    if folder is not None:
        refuse_unfit_folder(data, folder)
    set_machine_folder(data, _SETTING, folder)


def refuse_unfit_folder(data: Path, folder: Path) -> None:
    """Raises KammerError for what is no folder, and for the folder of the data itself."""
    if not folder.is_dir():
        raise KammerError(tr("“{folder}” is no folder that can be reached now.").format(folder=folder))
    if folder.absolute().is_relative_to(data.absolute()):
        sentence = tr("“{place}” lies inside the folder of the data. Please choose a share or a stick.")
        raise KammerError(sentence.format(place=folder))


@dataclass(frozen=True, slots=True)
class Taken:
    """A bundle from the folder, and what taking it in did, or why it was refused."""

    file: Path
    done: ImportedBundle | None
    refusal: str = ""

    @property
    def is_news(self) -> bool:
        """Whether it brought rows that were not here, so that the sender waits for a receipt."""
        return self.done is not None and self.done.read_before is None and bool(self.done.counts)


class Watch:
    """Remembers between two looks at a folder which files were settled, and which have been dealt with."""

    def __init__(self, folder: Path, ours: str, partners: Collection[str]) -> None:
        self.folder = folder
        names = "|".join(_NAME.format(sender=re.escape(one), recipient=re.escape(ours)) for one in sorted(partners))
        self._name = re.compile(names or "(?!)")
        self._seen: dict[str, tuple[int, int]] = {}
        self._done: dict[str, tuple[int, int]] = {}

    def settled(self) -> list[Path]:
        """Bundles for us that are as they were at the last look and not dealt with yet, the oldest name first.

        Raises KammerError when the folder cannot be reached.
        """
        with spoken_faults(self.folder):
            found = dict(self._look())
        ready = [name for name, state in found.items() if self._seen.get(name) == state != self._done.get(name)]
        self._seen = found
        return [self.folder / name for name in sorted(ready, key=_moment_in)]

    def deal_with(self, file: Path) -> None:
        """Leaves a file alone from now on, unless it changes."""
        self._done[file.name] = self._seen[file.name]

    def _look(self) -> Iterable[tuple[str, tuple[int, int]]]:
        with os.scandir(self.folder) as entries:
            for entry in entries:
                if self._name.fullmatch(entry.name) and entry.is_file(follow_symlinks=False):
                    facts = entry.stat(follow_symlinks=False)
                    yield entry.name, (facts.st_size, facts.st_mtime_ns)


def watch_of(store: Store, folder: Path) -> Watch:
    """A watch for the bundles of all partners of a house."""
    return Watch(folder, store.chamber, store.ask(_partners))


def take_settled(store: Store, watch: Watch) -> list[Taken]:
    """Takes in what has settled and is not here yet; a refused file is told of once, until it changes.

    Raises KammerError when the folder cannot be reached.
    """
    found = []
    for file in watch.settled():
        try:
            look_at(file)
            is_known = store.ask(_is_dealt_with, digest(file)[1])
            done = None if is_known else store.do(import_bundle, ImportOrder(file)).value
        except KammerError as error:
            found.append(Taken(file, None, str(error)))
        else:
            found += [] if done is None else [Taken(file, done)]
        watch.deal_with(file)
    return found


def tidy(store: Store, folder: Path) -> list[Path]:
    """Removes our own bundles from the folder that the partner has taken in, and broken-off ones; returns them.

    Files of other houses, and files that bear such a name with another content, stay.
    """
    removed = []
    for name, sha256 in store.ask(_acknowledged):
        file = folder / name
        with suppress(KammerError, OSError):
            if not file.is_symlink() and digest(file)[1] == sha256:
                file.unlink()
                removed.append(file)
    return removed + _broken_off(store, folder)


def _broken_off(store: Store, folder: Path) -> list[Path]:
    """Removes what our house began to write here more than a day ago and never finished."""
    ours = re.compile(_NAME.format(sender=re.escape(store.chamber), recipient="[A-Z][A-Z0-9-]*"))
    removed = []
    with suppress(OSError):
        for file in folder.iterdir():
            is_ours = file.suffix == PART_SUFFIX and ours.fullmatch(file.stem)
            if is_ours and file.stat().st_mtime < (store.clock.now() - _LONG).timestamp():
                file.unlink()
                removed.append(file)
    return removed


def _moment_in(name: str) -> str:
    """The part of a name by which bundles sort by age."""
    return name[-len("00000000-000000-00000000") - len(SUFFIX) :]


def _partners(session: Session) -> list[str]:
    return list(session.scalars(select(SyncPeer.chamber)))


def _is_dealt_with(session: Session, sha256: str) -> bool:
    """Whether it was taken in already, or refused by a clerk."""
    taken = session.scalar(select(SyncIn.bundle).where(SyncIn.sha256 == sha256).limit(1)) is not None
    return taken or is_declined(session, sha256)


def _acknowledged(session: Session) -> list[tuple[str, str]]:
    rows = session.execute(select(SyncOut.file, SyncOut.sha256).where(SyncOut.acked_at.is_not(None)))
    return [(row.file, row.sha256) for row in rows]
