"""Copies database files, also one that is open (while it stands still: standing.py); quick, and durable when done.

POSIX forgets all locks that a process holds on a file as soon as it closes any descriptor of that file; another
program would then take the database for abandoned and clear its log away. So the descriptor with which an open
database is read stays open as long as the process.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

from kammerdesk.base.errors import KammerError
from kammerdesk.base.i18n import tr
from kammerdesk.base.steps import Stopped, step

_PIECE = 8 * 1024 * 1024
_held: dict[tuple[int, int], int] = {}


def copy_whole(source: Path, target: Path) -> None:
    """Copies a file to a new name and waits until it is on the disk; the name itself is put there by `sync_folder`.

    The source may be an open database that stands still. Raises KammerError when there is no space; a target that
    was begun is removed again.
    """
    try:
        with target.open("xb") as out:
            _pour(source, out)
            out.flush()
            os.fsync(out.fileno())
    except Stopped:
        _remove(target)
        raise
    except OSError as error:
        if not isinstance(error, FileExistsError):
            _remove(target)
        sentence = tr("“{file}” cannot be copied to “{folder}”: {error}. Please make space or choose another folder.")
        raise KammerError(
            sentence.format(file=source.name, folder=target.parent, error=error.strerror or error)
        ) from error


def _remove(target: Path) -> None:
    with suppress(OSError):
        target.unlink(missing_ok=True)


def head_of(file: Path, count: int) -> bytes:
    """The first bytes of a file that may be an open database."""
    return next(_pieces(file, count), b"")


def _pour(source: Path, out: BinaryIO) -> None:
    if not _poured_by_the_system(source, out.fileno()):
        size, done = source.stat().st_size, 0
        for piece in _pieces(source, _PIECE):
            out.write(piece)
            done += len(piece)
            step(done, size)


def _pieces(source: Path, size: int) -> Iterator[bytes]:
    if sys.platform == "win32":
        with source.open("rb") as raw:
            while piece := raw.read(size):
                yield piece
        return
    reader, offset = _reader(source), 0
    while piece := os.pread(reader, size, offset):
        yield piece
        offset += len(piece)


if sys.platform == "win32":

    def _poured_by_the_system(_source: Path, _out: int) -> bool:
        return False

else:

    def _poured_by_the_system(source: Path, out: int) -> bool:
        """Lets the system copy without showing us the bytes, where it can; False when nothing was copied."""
        copy = getattr(os, "copy_file_range", None)
        if copy is None:
            return False
        reader, offset, size = _reader(source), 0, source.stat().st_size
        try:
            while count := copy(reader, out, _PIECE, offset):
                offset += count
                step(offset, size)
        except OSError:
            if offset:
                raise
            return False  # not from this drive to that one
        return offset > 0

    def _reader(file: Path) -> int:
        status = file.stat()
        place = status.st_dev, status.st_ino
        if place not in _held:
            _held[place] = os.open(file, os.O_RDONLY)
        return _held[place]
