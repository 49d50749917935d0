"""Who may have the data of a folder open: any number of stores together, or one alone that replaces files; one window.

The operating system holds the locks (flock, on Windows locked bytes), so a dead process never leaves one behind; the
empty lock files stay lying, because removing one would let two processes lock different files of the same name.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Self

from kammerdesk.base.errors import KammerError
from kammerdesk.base.i18n import tr

LOCK_FILE = "kammerdesk.lock"
WINDOW_FILE = "window.lock"

_SEATS = 64
"""On Windows: so many stores can share the data at once; each locks one byte, whoever is alone locks all of them."""


class Lock:
    """A lock that is held until `release`, the end of the `with` block or the end of the process."""

    def __init__(self, handle: int | None) -> None:
        self._handle = handle

    def release(self) -> None:
        """Gives the lock free; a second call does nothing."""
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.release()


def shared(folder: Path) -> Lock:
    """What every open store holds: nobody replaces its files meanwhile. Raises KammerError while somebody does."""
    lock = _lock(folder / LOCK_FILE, alone=False)
    if lock is None:
        sentence = tr(
            "The data in “{folder}” are being rebuilt just now. Please wait until that is done, then try again."
        )
        raise KammerError(sentence.format(folder=folder))
    return lock


@contextmanager
def exclusive(folder: Path) -> Iterator[None]:
    """Nobody else has the data of the folder open inside the block, neither a window nor a command nor this program.

    For whatever replaces files: change of key, restore, migration. Raises KammerError when somebody has them open;
    the caller's own store must be closed before.
    """
    lock = _lock(folder / LOCK_FILE, alone=True)
    if lock is None:
        sentence = tr(
            "The data in “{folder}” are in use. Please close KammerDesk and all commands that use them, then try again."
        )
        raise KammerError(sentence.format(folder=folder))
    with lock:
        yield


def lock_window(folder: Path) -> Lock:
    """One window per folder: a second one would write over the first without a word. Raises KammerError for it."""
    lock = _lock(folder / WINDOW_FILE, alone=True)
    if lock is None:
        sentence = tr("The data in “{folder}” are open in a window already. Please go on there.")
        raise KammerError(sentence.format(folder=folder))
    return lock


def _lock(file: Path, *, alone: bool) -> Lock | None:
    """None when it is taken. Where nothing can be written there is nothing to write over: such a lock holds nothing."""
    try:
        handle = os.open(file, os.O_RDWR | os.O_CREAT, 0o600)
    except OSError:
        return Lock(None)
    if _taken(handle, alone):
        return Lock(handle)
    os.close(handle)
    return None


if sys.platform == "win32":
    import msvcrt

    def _taken(handle: int, alone: bool) -> bool:
        places = ((0, _SEATS),) if alone else ((seat, 1) for seat in range(_SEATS))
        return any(_bytes_taken(handle, start, count) for start, count in places)

    def _bytes_taken(handle: int, start: int, count: int) -> bool:
        os.lseek(handle, start, os.SEEK_SET)
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, count)
        except OSError:
            return False
        return True

else:
    import fcntl

    def _taken(handle: int, alone: bool) -> bool:
        try:
            fcntl.flock(handle, (fcntl.LOCK_EX if alone else fcntl.LOCK_SH) | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True
