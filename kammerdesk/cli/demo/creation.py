"""Creates a demonstration database and fills it, portion by portion."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path

from kammerdesk.base.clock import FixedClock
from kammerdesk.cli.demo.batches import Batch, fill_demonstration, packed
from kammerdesk.cli.demo.dice import anchor_moment, replica_of
from kammerdesk.cli.demo.mass.scale import PAIR, national
from kammerdesk.cli.demo.mass.world import mass_portions
from kammerdesk.cli.demo.small.example_file import write_example_file
from kammerdesk.cli.demo.small.world import small_world
from kammerdesk.store.store import Store
from kammerdesk.sync.records import schema
from kammerdesk.sync.service import establish_demonstration_keys

USER = "Demonstration"


def create_demonstration(folder: Path, chamber: str, scale: str, seed: int, on: date) -> int:
    """Makes the database of a scale and the example file beside it; returns how many records it has.

    The same seed and day give the same records with the same keys. Raises KammerError when the folder has data.
    """
    here = small_world(seed, on, chamber)
    if scale == "small":
        portions: Iterable[list[Batch]] = [here.world.batches()]
    else:
        portions = mass_portions(PAIR if scale == "pair" else national(), seed, on)
    count = create_filled(folder, chamber, seed, on, portions)
    write_example_file(here, folder)
    return count


def create_filled(folder: Path, chamber: str, seed: int, on: date, portions: Iterable[list[Batch]]) -> int:
    """Makes a database marked as demonstration, stores the portions and returns how many records they have.

    All of it or nothing, also when the program is killed. Its keys for the exchange are those of the demonstration, so
    that two houses know each other at once.
    """
    with Store.building(
        folder,
        chamber,
        schema(),
        user=USER,
        clock=FixedClock(anchor_moment(on)),
        demonstration=True,
        replica=replica_of(seed, chamber),
    ) as store:
        count = sum(store.do(fill_demonstration, portion).value for portion in packed(portions))
        store.do(establish_demonstration_keys, None)
    return count
