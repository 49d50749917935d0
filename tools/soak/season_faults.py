"""What goes wrong between the workstations: files that are lost, late, doubled, halved; folders full or missing."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from unittest.mock import patch
from uuid import UUID

import msgspec
from sqlalchemy import select

from kammerdesk.people.model import Person
from kammerdesk.store.store import Store
from kammerdesk.store.work import Work
from kammerdesk.sync import sending, service
from kammerdesk.sync.frames import Verbatim
from kammerdesk.sync.service import ExportOrder, export_bundle

_ENCODER = msgspec.msgpack.Encoder(uuid_format="bytes")


@dataclass
class Post:
    """Whatever lies in a folder is lost, late, doubled or halved now and then."""

    folder: Path
    chance: Random
    limbo: list[tuple[int, str, bytes]] = field(default_factory=list)
    lost: int = 0
    late: int = 0
    doubled: int = 0
    halved: int = 0

    def disturb(self, day: int) -> None:
        """One day of the post."""
        for due, name, content in [one for one in self.limbo if one[0] <= day]:
            self.limbo.remove((due, name, content))
            (self.folder / name).write_bytes(content)
        for file in sorted(self.folder.glob("*.kdb")):
            dice, content = self.chance.random(), file.read_bytes()
            if dice < 0.06:
                file.unlink()
                self.lost += 1
            elif dice < 0.14:
                file.unlink()
                self.limbo.append((day + self.chance.randint(1, 9), file.name, content))
                self.late += 1
            elif dice < 0.20:
                (self.folder / f"{file.stem[:-8]}{self.chance.randrange(16**8):08x}.kdb").write_bytes(content)
                self.doubled += 1
            elif dice < 0.23:
                file.write_bytes(content[: len(content) // 2])
                self.limbo.append((day + 1, file.name, content))
                self.halved += 1

    def clear(self) -> None:
        """Nothing is under way any more; what is doubled is swept up."""
        self.limbo.clear()


@contextmanager
def full_drive() -> Iterator[None]:
    """Inside it nothing can be written to any file but those of databases."""
    fault = OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    with patch("kammerdesk.sync.files.os.fsync", side_effect=fault):
        yield


@contextmanager
def missing(folder: Path) -> Iterator[None]:
    """Inside it the share is not there."""
    away = folder.with_name(f"{folder.name}-away")
    folder.rename(away)
    try:
        yield
    finally:
        away.rename(folder)


def export_from_newer_program(store: Store, out: Path, partner: str, wish: str) -> None:
    """Writes a bundle as a program of later years would: with a group of fields and a kind that nobody knows yet."""

    def more(work: Work, parcel: sending.Parcel) -> Iterator[object]:
        yield from sending.frames_of_parcel(work, parcel)
        ours = select(Person.uid, Person.creation_stamp).where(Person.home == work.chamber).order_by(Person.uid)
        uid, created = work.session.execute(ours.limit(1)).one()
        yield _unknown("person", "wishes", [uid, work.chamber, created, work.stamp, wish])
        yield _unknown("exam_wish", "core", [UUID(int=uid.int ^ 1), work.chamber, created, work.stamp, wish])

    with patch.object(service, "frames_of_parcel", more), patch.object(sending, "SCHEMA_VERSION", 99):
        store.do(export_bundle, ExportOrder(out, partner))


def _unknown(kind: str, group: str, row: list[object]) -> Verbatim:
    return Verbatim(kind, _ENCODER.encode([kind, [[group, ["text"]]], [row]]))
