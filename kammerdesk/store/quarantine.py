"""Puts files aside that must not lie where they are: under the date, beside the data, never overwritten or deleted."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from itertools import count
from pathlib import Path

from kammerdesk.base.clock import office_time
from kammerdesk.base.i18n import tr
from kammerdesk.base.paths import DATABASE_NAME
from kammerdesk.store import lock
from kammerdesk.store.durable import sync_folder
from kammerdesk.store.pages import fits, is_foreign_wal, wal_of

FOLDER = "quarantine"
_STAGED = f"{DATABASE_NAME}.restored-"


def set_aside(files: Iterable[Path], folder: Path, label: str) -> Path:
    """Moves those of the files that exist into the quarantine of a folder of data; returns where they lie now."""
    place = folder / FOLDER / label
    place.mkdir(parents=True, exist_ok=True)
    for file in files:
        if file.exists():
            file.rename(_free(place / file.name))
    sync_folder(place)
    sync_folder(folder)
    return place


def label_at(moment: datetime) -> str:
    """The name of a part of the quarantine."""
    return f"{office_time(moment):%Y%m%d-%H%M%S}"


def set_foreign_wal_aside(folder: Path, key: str, now: datetime) -> str:
    """Moves a log away that belongs to another database than the one this key opens; returns the sentence that says
    so, "" when there is none. Must come before the opening (see pages.py)."""
    if not _has_foreign_wal(folder, key):
        return ""
    with lock.exclusive(folder):
        if not _has_foreign_wal(folder, key):
            return ""
        file = folder / DATABASE_NAME
        place = set_aside([wal_of(file), file.with_name(f"{file.name}-shm")], folder, label_at(now))
    sentence = tr(
        "Beside the data lay the file “{file}” of another database. It was moved to “{place}”; your data are unharmed."
    )
    return sentence.format(file=wal_of(file).name, place=place)


def _has_foreign_wal(folder: Path, key: str) -> bool:
    """With a key that does not fit, nothing can be said of the log."""
    file = folder / DATABASE_NAME
    return wal_of(file).exists() and is_foreign_wal(file, key) and fits(file, key)


def stage(part: Path, folder: Path, now: datetime) -> None:
    """Decides that a finished database takes the place of the one in the folder; `finish_exchange` carries it out."""
    part.rename(folder / f"{_STAGED}{label_at(now)}")
    sync_folder(folder)


def finish_exchange(folder: Path) -> Path | None:
    """Carries out what `stage` decided, also when the program was killed on the way; whoever calls is alone.

    Returns where the former database lies; None when there was nothing to do.
    """
    place = None
    for staged in sorted(folder.glob(f"{_STAGED}*")):
        file = folder / DATABASE_NAME
        former = [one for one in (file, wal_of(file), file.with_name(f"{file.name}-shm")) if one.exists()]
        if former:
            place = set_aside(former, folder, staged.name.removeprefix(_STAGED))
        staged.rename(file)
        sync_folder(folder)
    return place


def is_exchanging(folder: Path) -> bool:
    """Whether a database waits to take the place of the one in the folder."""
    return any(folder.glob(f"{_STAGED}*"))


def finish_interrupted(folder: Path) -> None:
    """Carries out at opening what a killed program left undone."""
    if is_exchanging(folder):
        with lock.exclusive(folder):
            finish_exchange(folder)


def _free(file: Path) -> Path:
    """The name itself, or with a number where it is taken."""
    numbered = (file.with_name(f"{file.name}.{number}") for number in count(2))
    return file if not file.exists() else next(name for name in numbered if not name.exists())
