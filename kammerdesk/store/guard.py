"""Remembers outside the database how far it had come, so that an older file in its place is noticed, and a copy.

The small file lies twice: beside the data, and with the user's state of this platform, where it stays when a whole
folder is replaced. One that is missing or cannot be read says nothing: the data are then seen here for the first time.
"""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import msgspec

from kammerdesk.base.paths import DATABASE_NAME, user_state_folder

GUARD_FILE = "kammerdesk.seen"
_FOLDER = "seen"


@dataclass(frozen=True, slots=True)
class Sighting:
    """Where a database was seen, and how far it had come.

    `machine` is a digest of the computer's own number, "" where it has none; `replica`, `sequence` and `stamp` are
    those of its clock; `ended` are replicas whose work it goes on with, so that they must not appear again.
    """

    machine: str
    path: str
    replica: str
    sequence: int
    stamp: str
    ended: tuple[str, ...] = ()

    def is_elsewhere(self, other: Sighting) -> bool:
        """Whether this was seen on another computer than `other`, or at another place where there still are data."""
        if self.machine and other.machine and self.machine != other.machine:
            return True
        there, here = Path(self.path), Path(other.path)
        try:
            return there != here and (there / DATABASE_NAME).is_file() and not there.samefile(here)
        except OSError:
            return False


def machine() -> str:
    """A digest that tells this computer from others; "" where the platform has no number for it."""
    number = _machine_number().strip()
    return hashlib.sha256(b"KammerDesk machine\x00" + number.encode()).hexdigest()[:32] if number else ""


def sightings(folder: Path) -> list[Sighting]:
    """Everything remembered beside the data of a folder and with this user."""
    mine = sorted((user_state_folder() / _FOLDER).glob("*.json"))
    return [sighting for file in (folder / GUARD_FILE, *mine) for sighting in _read(file)]


def replicas_of(seen: Iterable[Sighting]) -> tuple[str, ...]:
    """All replicas that these tell of."""
    return tuple(sorted({replica for sighting in seen for replica in (sighting.replica, *sighting.ended)}))


def remember(folder: Path, sighting: Sighting) -> None:
    """Writes a sighting down in both places; what cannot be written is left out, it only protects."""
    content = msgspec.json.format(msgspec.json.encode(sighting))
    for file in (folder / GUARD_FILE, user_state_folder() / _FOLDER / f"{sighting.replica}.json"):
        with suppress(OSError):
            file.parent.mkdir(parents=True, exist_ok=True)
            part = file.with_name(f"{file.name}.part")
            part.write_bytes(content)
            part.replace(file)


def _read(file: Path) -> Iterator[Sighting]:
    with suppress(OSError, msgspec.MsgspecError):
        yield msgspec.json.decode(file.read_bytes(), type=Sighting)


if sys.platform == "win32":
    import winreg

    def _machine_number() -> str:
        with suppress(OSError), winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, r"SOFTWARE\Microsoft\Cryptography") as key:
            return str(winreg.QueryValueEx(key, "MachineGuid")[0])
        return ""

else:

    def _machine_number() -> str:
        with suppress(OSError):
            return Path("/etc/machine-id").read_text(encoding="ascii", errors="replace")
        return ""
