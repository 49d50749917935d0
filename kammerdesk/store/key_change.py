"""Gives a database a new key: on a copy that takes its place when it is whole, never in the file itself."""

from __future__ import annotations

import secrets
import shutil
from collections.abc import Generator, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlcipher3 import dbapi2

from kammerdesk.base.errors import KammerError
from kammerdesk.base.i18n import tr
from kammerdesk.base.paths import DATABASE_NAME
from kammerdesk.base.steps import step
from kammerdesk.store import faults
from kammerdesk.store.durable import sync_file, sync_folder
from kammerdesk.store.engine import connect_raw
from kammerdesk.store.keys import Ask, add_key, fingerprint, kept_keys
from kammerdesk.store.lock import exclusive
from kammerdesk.store.merging import merge_log

_PART = f"{DATABASE_NAME}.rekey.part"

_WAYS_BACK = 4
"""After so many steps the new key is kept: from then on there is only the way on."""


@dataclass(frozen=True, slots=True)
class ChangedKey:
    """The fingerprints before and after."""

    former: str
    current: str


def change_key(folder: Path, ask: Ask | None = None) -> ChangedKey:
    """Encrypts the data of a folder anew, with a fresh key; the former one is kept for old backups.

    Needs the data for itself: no window, no command, no store of this program. `ask` as in `keys.stored_key`. Killed at
    any moment, the folder opens with the former or the new key without anybody's doing. Raises KammerError when the
    data are in use or damaged, or the drive has no room for a copy; nothing is changed then.
    """
    done = 0
    with closing(key_change_steps(folder, ask)) as steps:  # stopped, it lets go of the data at once
        while True:
            try:
                next(steps)
            except StopIteration as end:
                changed: ChangedKey = end.value
                return changed
            done += 1
            if done <= _WAYS_BACK:
                step(done, _WAYS_BACK + 1)


def key_change_steps(folder: Path, ask: Ask | None = None) -> Generator[str, None, ChangedKey]:
    """The same step by step, naming what was just done; so that a test can stop, copy and look after each."""
    file, part = folder / DATABASE_NAME, folder / _PART
    with exclusive(folder), _told(file):
        kept, key = kept_keys(folder, ask), secrets.token_hex(32)
        _refuse_full_drive(file)
        try:
            merge_log(file, kept.current)
            yield "log merged"
            shutil.copyfile(file, part)
            yield "copied"
            _rekey(part, kept.current, key)
            yield "copy has new key"
            _verify(part, key)
            sync_file(part)
            yield "copy verified"
            add_key(folder, kept, key)
            yield "new key kept"
            part.replace(file)
            yield "renamed"
            sync_folder(folder)
        finally:
            _remove(part)
    return ChangedKey(fingerprint(kept.current), fingerprint(key))


@contextmanager
def _told(file: Path) -> Iterator[None]:
    """What the drive or a damaged file does, in a sentence."""
    try:
        yield
    except dbapi2.DatabaseError as error:
        raise faults.while_opening(file, error) from error
    except OSError as error:
        sentence = tr("The key was not changed, the data are as they were: the drive answers “{cause}”.")
        raise KammerError(sentence.format(cause=error.strerror)) from error


def _refuse_full_drive(file: Path) -> None:
    size, free = file.stat().st_size, shutil.disk_usage(file.parent).free
    if free < size + size // 10:
        sentence = tr(
            "For the change of key {needed} MB must be free on the drive of “{file}”, but only {free} MB are."
        )
        raise KammerError(sentence.format(file=file, needed=-(-(size + size // 10) // 10**6), free=free // 10**6))


def _rekey(part: Path, former: str, key: str) -> None:
    with closing(connect_raw(part, former)) as connection:
        # no journal: a copy that fails is thrown away
        connection.execute("PRAGMA journal_mode = OFF").fetchall()
        connection.execute("PRAGMA synchronous = OFF")
        connection.execute(f"PRAGMA rekey = \"x'{key}'\"")
        # back to the log: else the next opening would write the first page in place, and a power cut could tear it
        connection.execute("PRAGMA journal_mode = WAL").fetchall()


def _verify(part: Path, key: str) -> None:
    """Raises KammerError when the copy is not whole: every page's seal, then every structure."""
    with closing(connect_raw(part, key)) as connection:
        broken = connection.execute("PRAGMA cipher_integrity_check").fetchall()
        found = connection.execute("PRAGMA quick_check").fetchall()
    if broken or found != [("ok",)]:
        sentence = tr("The key was not changed: the data in “{folder}” are damaged. Please restore a backup.")
        raise KammerError(sentence.format(folder=part.parent))


def _remove(part: Path) -> None:
    for left in part.parent.glob(f"{part.name}*"):
        left.unlink()
