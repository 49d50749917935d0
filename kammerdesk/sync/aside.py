"""Bundles from the future are put aside whole, sealed as they came, until the clocks agree and they can be read."""

from __future__ import annotations

import shutil
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from kammerdesk.sync.bundle import SUFFIX
from kammerdesk.sync.files import digest, opened, written_whole

FOLDER = "put-aside"


@dataclass(frozen=True, slots=True)
class AsideRow:
    """A bundle that waits: read it like any other; then it is put away."""

    file: Path
    since: datetime
    size: int


def put_aside(session: Session, file: Path) -> None:
    """Keeps a copy of a bundle beside the data, once; raises KammerError when there is no space for it."""
    kept = _place(session, digest(file)[1])
    if not kept.exists():
        kept.parent.mkdir(exist_ok=True)
        with opened(file) as source, written_whole(kept) as copy:
            shutil.copyfileobj(source, copy)


def put_away(session: Session, sha256: str) -> None:
    """Removes the copy of a bundle that was read meanwhile; one that is in use stays and is removed the next time."""
    with suppress(OSError):
        _place(session, sha256).unlink(missing_ok=True)


def aside(session: Session) -> list[AsideRow]:
    """The bundles that wait, the oldest first."""
    found = [(file, file.stat()) for file in _place(session, "").parent.glob(f"*{SUFFIX}")]
    rows = [AsideRow(file, datetime.fromtimestamp(facts.st_mtime, UTC), facts.st_size) for file, facts in found]
    return sorted(rows, key=lambda row: row.since)


def _place(session: Session, sha256: str) -> Path:
    engine: Any = session.get_bind()
    return Path(engine.url.database).parent / FOLDER / f"{sha256[:32]}{SUFFIX}"
