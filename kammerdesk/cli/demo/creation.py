"""Creates a demonstration database and fills it, batch by batch."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from kammerdesk.base.clock import FixedClock
from kammerdesk.cli.demo.batches import fill_demonstration
from kammerdesk.cli.demo.dice import anchor_moment, replica_of
from kammerdesk.cli.demo.small.example_file import write_example_file
from kammerdesk.cli.demo.small.world import small_world
from kammerdesk.store.store import Store
from kammerdesk.sync.records import schema

USER = "Demonstration"


def create_demonstration(folder: Path, chamber: str, scale: str, seed: int, on: date) -> int:
    """Makes the database and, at scale `small`, the example file beside it; returns how many records it has.

    The same seed and day give the same records with the same keys. Raises KammerError when the folder has data.
    """
    store = Store.create(
        folder,
        chamber,
        schema(),
        user=USER,
        clock=FixedClock(anchor_moment(on)),
        demonstration=True,
        replica=replica_of(seed, chamber),
    )
    try:
        here = small_world(seed, on, chamber)
        count = store.do(fill_demonstration, here.world.batches()).value
        write_example_file(here, folder)
    finally:
        store.close()
    return count
