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

PART_SUFFIX = ".part"


def part_of(file: Path) -> Path:
    """The name that a file bears until it is complete."""
    return file.with_name(file.name + PART_SUFFIX)


@contextmanager
def written_part(file: Path) -> Iterator[BufferedWriter]:
    """A file to write into; complete and on the disk it waits as `part_of(file)` for its name, else nothing is left."""
    part = part_of(file)
    with spoken_faults(file):
        try:
            part.unlink(missing_ok=True)  # what a killed program left, or a link that somebody laid there
            with part.open("xb") as raw:
                yield raw
                raw.flush()
                os.fsync(raw.fileno())
            _sync_folder(part.parent)  # what is recorded next must not name a file that a power cut takes
        except BaseException:
            part.unlink(missing_ok=True)
            raise


@contextmanager
def written_whole(file: Path) -> Iterator[BufferedWriter]:
    """A file to write into; it gets its name only when it is complete and on the disk, and otherwise leaves nothing."""
    with written_part(file) as raw:
        yield raw
    try:
        with spoken_faults(file):
            part_of(file).replace(file)
            _sync_folder(file.parent)
    finally:
        part_of(file).unlink(missing_ok=True)


def name_part(file: Path) -> None:
    """Gives a complete part its name; raises KammerError, saying where the part lies, when that cannot be done."""
    part = part_of(file)
    try:
        part.replace(file)
        _sync_folder(file.parent)
    except OSError as error:
        raise KammerError(
            tr("“{file}” is complete but could not be given this name. It lies there as “{part}”.").format(
                file=file, part=part.name
            )
        ) from error


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
