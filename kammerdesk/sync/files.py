"""Files that are there whole or not at all, and the faults of drives in words."""

from __future__ import annotations

import errno
import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from io import BufferedReader, BufferedWriter
from pathlib import Path

from kammerdesk.base.errors import KammerError
from kammerdesk.base.i18n import tr


@contextmanager
def written_whole(file: Path) -> Iterator[BufferedWriter]:
    """A file to write into; it gets its name only when it is complete and on the disk, and otherwise leaves nothing."""
    part = file.with_name(file.name + ".part")
    with spoken_faults(file):
        try:
            with part.open("wb") as raw:
                yield raw
                raw.flush()
                os.fsync(raw.fileno())
            part.replace(file)
            _sync_folder(file.parent)
        finally:
            part.unlink(missing_ok=True)


@contextmanager
def opened(file: Path) -> Iterator[BufferedReader]:
    """A file to read; faults become KammerErrors."""
    with spoken_faults(file), file.open("rb") as raw:
        yield raw


def digest(file: Path) -> tuple[int, str]:
    """Size and SHA-256 of a file."""
    with opened(file) as raw:
        return os.fstat(raw.fileno()).st_size, hashlib.file_digest(raw, "sha256").hexdigest()


@contextmanager
def spoken_faults(file: Path) -> Iterator[None]:
    """The faults of files and drives as KammerErrors."""
    try:
        yield
    except (FileNotFoundError, NotADirectoryError):
        raise KammerError(tr("“{file}” is not there.").format(file=file)) from None
    except IsADirectoryError:
        raise KammerError(tr("“{file}” is a folder. Please name a file.").format(file=file)) from None
    except PermissionError:
        raise KammerError(tr("“{file}” cannot be opened: access is not allowed.").format(file=file)) from None
    except OSError as error:
        if error.errno == errno.ENOSPC:
            raise KammerError(tr("Not written: there is no space left for “{file}”.").format(file=file)) from None
        fault = os.strerror(error.errno) if error.errno else str(error)
        raise KammerError(tr("“{file}” cannot be used: {fault}.").format(file=file, fault=fault)) from None


def _sync_folder(folder: Path) -> None:
    """Puts the new name itself on the disk, where the platform can (not on Windows)."""
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
