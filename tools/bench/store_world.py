"""Stores to measure on: empty ones, and the invented rows that are brought into them."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import date
from functools import cache
from itertools import islice
from pathlib import Path

from kammerdesk.cli.demo.batches import Batch, packed
from kammerdesk.cli.demo.mass.scale import PAIR
from kammerdesk.cli.demo.mass.world import mass_portions
from kammerdesk.store.store import Store
from kammerdesk.sync.records import schema
from tools.bench.measure import BUILD

HOME = BUILD / "store"
USER = "bench"
_SEED = 7
_DAY = date(2026, 11, 2)


@contextmanager
def empty_store() -> Iterator[Store]:
    """A store without records in a folder of its own, which goes with it."""
    folder = empty_folder("one")
    with closing(Store.create(folder, "BS", schema(), user=USER, demonstration=True)) as store:
        yield store


def empty_folder(name: str) -> Path:
    """A folder of the bench that exists and holds nothing."""
    folder = HOME / name
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder


@cache
def packs(size: int, count: int) -> list[list[Batch]]:
    """The first so many packs of both chambers' invented data, each of at least `size` records, parents first."""
    return list(islice(packed(mass_portions(PAIR, _SEED, _DAY), size), count))


def record_count(pack: list[Batch]) -> int:
    """How many records are in a pack."""
    return sum(len(batch.columns["uid"]) for batch in pack)
