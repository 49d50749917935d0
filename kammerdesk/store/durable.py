"""Small files that are there whole or not at all, also after a power failure."""

from __future__ import annotations

import os
from pathlib import Path


def write_durably(file: Path, content: bytes) -> None:
    """Puts content on the disk under a name, or leaves what was there; only this user can read it."""
    part = file.with_name(file.name + ".part")
    part.unlink(missing_ok=True)
    handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as raw:
        raw.write(content)
        raw.flush()
        os.fsync(raw.fileno())
    part.replace(file)
    sync_folder(file.parent)


def sync_file(file: Path) -> None:
    """Waits until the content of a file is on the disk."""
    with file.open("rb+") as raw:
        os.fsync(raw.fileno())


def sync_folder(folder: Path) -> None:
    """Puts the names in a folder on the disk, where the platform can (not on Windows)."""
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
