"""Backups of an open database: copied while it stands still, proved afterwards, kept by generations, also elsewhere.

A backup is the encrypted database itself; it opens with the key the data had when it was made.
"""

from __future__ import annotations

import time
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import text
from sqlalchemy.orm import Session
from sqlcipher3 import dbapi2

from kammerdesk.base.errors import KammerError
from kammerdesk.base.i18n import tr
from kammerdesk.base.steps import Stopped, check, share, step, unstoppable
from kammerdesk.store import generations
from kammerdesk.store.copying import copy_whole
from kammerdesk.store.durable import sync_folder
from kammerdesk.store.engine import connect_raw
from kammerdesk.store.generations import SUFFIX, Cause, new_name, place_for, rotate
from kammerdesk.store.incarnation import workplace
from kammerdesk.store.keys import fingerprint
from kammerdesk.store.second_place import second_place
from kammerdesk.store.store import Store

_PART = ".part"
_ABANDONED = 3600
"""After so many seconds without a change nobody works on a half backup any more."""

_POSITION = "SELECT replica, lseq, ver, digest, (SELECT max(id) FROM journal_entry) FROM sync_clock"


@dataclass(frozen=True, slots=True)
class Backup:
    """A proved backup: its size in bytes, for how many seconds nobody could write, and the mark of its key."""

    file: Path
    size: int
    blocked: float
    key: str


@dataclass(frozen=True, slots=True)
class SecondCopy:
    """The copy made at the second place (None: none was to be made, or it could not), and the sentences about it."""

    file: Path | None = None
    notices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class BackedUp:
    """A backup and its copy at the second place."""

    backup: Backup
    second: SecondCopy


def make_backup(store: Store, target: Path) -> Backup:
    """Writes a backup of an open store into a folder; it gets its name when it is proved to be whole.

    Writers wait only while the file is copied. Raises KammerError when there is no space, when the folder may not be
    written to, or when what was read is damaged.
    """
    _prepare(target)
    file = new_name(store.chamber, store.clock.now(), target)
    part = file.with_name(file.name + _PART)
    try:
        with share(0, 0.3), store.standing_still() as source:
            began = time.perf_counter()
            position = store.ask(_position)
            copy_whole(source, part)
            blocked = time.perf_counter() - began
        with share(0.3, 1):
            prove(part, store.key, position)
        _give_name(part, file)
    finally:
        _remove(part)
    with unstoppable():
        store.remember()
    return Backup(file, file.stat().st_size, blocked, fingerprint(store.key))


def back_up(store: Store, cause: Cause = Cause.ROUTINE) -> BackedUp:
    """Makes a backup beside the data and a copy at the second place, and lets old ones go.

    A second place that is missing just now only leads to a notice. Raises KammerError when the first cannot be made.
    """
    place = store.file.parent / generations.FOLDER
    with share(0, 0.6):
        backup = make_backup(store, place_for(place, cause))
    rotate(place, store.clock.now())
    try:
        with share(0.6, 1):
            return BackedUp(backup, catch_up(store))
    except Stopped:
        sentence = tr("The backup is made. Its copy at the second place was stopped; it is copied next time.")
        return BackedUp(backup, SecondCopy(notices=(sentence,)))


def catch_up(store: Store) -> SecondCopy:
    """Copies the newest backup to the second place where it is missing there, such as when the stick is back."""
    data = store.file.parent
    newest = generations.newest_backup(data)
    place = second_place(data)
    if newest is None or place is None:
        return SecondCopy()
    try:
        if not place.is_dir():
            raise KammerError(tr("it is missing just now"))
        # workplaces may share a place: each has a folder of its own there
        mine = place / f"KammerDesk-{store.chamber}-{store.ask(workplace)[:8]}"
        target = place_for(mine, newest.cause) / newest.file.name
        if target.exists():
            return SecondCopy()
        _prepare(target.parent)
        _copy_proved(newest.file, target, store.key)
        rotate(mine, store.clock.now())
    except (KammerError, OSError) as error:
        sentence = tr(
            "The backup could not be copied to “{place}”: {error}. It lies beside the data and is copied next time."
        )
        return SecondCopy(notices=(sentence.format(place=place, error=str(error).rstrip(".")),))
    return SecondCopy(target)


def prove(file: Path, key: str, position: tuple[Any, ...] | None = None) -> None:
    """Raises KammerError unless every page of a closed file is sealed with the key and every structure is in order.

    With a position it must also end with that entry of the journal and its digest.
    """
    with closing(connect_raw(file, key)) as connection:
        try:
            broken = connection.execute("PRAGMA cipher_integrity_check").fetchone()
            step(1, 3)
            (found,) = connection.execute("PRAGMA quick_check(1)").fetchone()
            told = connection.execute(_POSITION).fetchone()
        except dbapi2.DatabaseError as error:
            check()
            broken, found, told = (str(error),), "", None
    if broken or found != "ok" or (position is not None and told != position):
        sentence = tr("The copy “{file}” is not whole: {detail}. Please check the data with “kammerdesk check”.")
        raise KammerError(sentence.format(file=file.name, detail=broken[0] if broken else found))


def _position(session: Session) -> tuple[Any, ...]:
    return tuple(session.execute(text(_POSITION)).one())


def _copy_proved(source: Path, target: Path, key: str) -> None:
    part = target.with_name(target.name + _PART)
    try:
        copy_whole(source, part)
        prove(part, key)
        _give_name(part, target)
    finally:
        _remove(part)


def _prepare(folder: Path) -> None:
    """Makes the folder, and clears away what a killed program left in it."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for left in folder.glob(f"KammerDesk-*{SUFFIX}{_PART}*"):
            if time.time() - left.stat().st_mtime > _ABANDONED:
                left.unlink()
    except OSError as error:
        sentence = tr("Backups cannot be written to “{folder}”: {error}. Please choose another folder.")
        raise KammerError(sentence.format(folder=folder, error=error.strerror)) from error


def _give_name(part: Path, file: Path) -> None:
    part.rename(file)
    sync_folder(file.parent)


def _remove(part: Path) -> None:
    with suppress(OSError):
        for left in part.parent.glob(f"{part.name}*"):
            left.unlink()
