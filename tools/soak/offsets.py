"""A real bundle, cut off and changed at every single offset, taken into a house each time: refused, nothing changed."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import text
from sqlalchemy.orm import Session

from kammerdesk.base.clock import FixedClock
from kammerdesk.base.errors import KammerError
from kammerdesk.store.store import Store
from kammerdesk.sync.records import schema
from kammerdesk.sync.service import ImportOrder, establish_demonstration_keys, import_bundle

BUNDLE = Path(__file__).parents[2] / "tests" / "files" / "bundles" / "format2.kdb"
_NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC) + timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Offsets:
    """How many changed files were read, and what went wrong."""

    read: int
    faults: tuple[str, ...]


def refuse_everywhere(place: Path) -> Offsets:
    """Takes in every cut-off and every changed form of the bundle, and at the end the bundle itself."""
    content, faults, read = BUNDLE.read_bytes(), [], 0
    clock = FixedClock(_NOW)
    file = place / "changed.kdb"
    with closing(Store.create(place / "lw", "LW", schema(), user="soak", clock=clock, demonstration=True)) as store:
        store.do(establish_demonstration_keys, None)
        before = store.ask(_digest)
        for what, changed in _forms(content):
            file.write_bytes(changed)
            read += 1
            if not _is_refused(store, file):
                faults.append(f"taken in: {what}")
        if store.ask(_digest) != before:
            faults.append("the house changed")
        shutil.copy(BUNDLE, file)
        if _is_refused(store, file):
            faults.append("the bundle itself was refused")
    return Offsets(read, tuple(faults))


def _forms(content: bytes) -> Iterator[tuple[str, bytes]]:
    for place in range(len(content)):
        yield f"cut off at {place}", content[:place]
        changed = bytearray(content)
        changed[place] ^= 1 << place % 8
        yield f"bit {place % 8} of {place}", bytes(changed)


def _is_refused(store: Store, file: Path) -> bool:
    try:
        store.do(import_bundle, ImportOrder(file))
    except KammerError:
        return True
    return False


def _digest(session: Session) -> str:
    """One hash over all rows of all tables."""
    tables = session.scalars(text("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")).all()
    rows = {name: list(map(repr, session.execute(text(f'SELECT * FROM "{name}" ORDER BY 1')))) for name in tables}
    return hashlib.sha256(json.dumps(rows).encode()).hexdigest()
