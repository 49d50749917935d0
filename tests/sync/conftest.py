"""Two furnished houses that trust each other, and the keys to go between them."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

import pytest

from kammerdesk.store.store import Store
from kammerdesk.sync.records import schema
from kammerdesk.sync.service import (
    ExportedBundle,
    ExportOrder,
    ImportedBundle,
    ImportOrder,
    establish_demonstration_keys,
    export_bundle,
    import_bundle,
)
from tests.conftest import NOW
from tests.sync.houses import WindableClock, card_of, furnish, lend_examiner, release, store_card


@dataclass
class Pair:
    """Braunschweig hosts, Lüneburg-Wolfsburg takes part; `keys` are Braunschweig's records by name."""

    bs: Store
    lw: Store
    clock: WindableClock
    keys: dict[str, UUID]
    folder: Path

    def export(self, store: Store, name: str = "bundle.kdb") -> ExportedBundle:
        """A bundle of a house for the other one."""
        return store.do(export_bundle, ExportOrder(self.folder / name)).value

    def take_in(self, store: Store, name: str = "bundle.kdb") -> ImportedBundle:
        """Takes a bundle into a house."""
        return store.do(import_bundle, ImportOrder(self.folder / name)).value

    def send(self, sender: Store, receiver: Store) -> ImportedBundle:
        """From house to house; the clock goes on a minute."""
        self.clock.wind(1 / 60)
        self.export(sender)
        return self.take_in(receiver)

    def send_lent(self) -> UUID:
        """Releases an examiner, whose card Braunschweig has as if an earlier bundle had brought it; returns the key."""
        row = self.lw.ask(card_of, "Düvel")
        self.bs.do(store_card, row)
        uid: UUID = row["uid"]
        self.lw.do(release, uid)
        return uid


@pytest.fixture(scope="session")
def furnished(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, UUID]]:
    """Both houses furnished, once; nothing has been exchanged yet. Tests work on copies."""
    folder, clock = tmp_path_factory.mktemp("houses"), WindableClock(NOW)
    bs = Store.create(folder / "bs", "BS", schema(), user="kroeger", clock=clock, demonstration=True)
    lw = Store.create(folder / "lw", "LW", schema(), user="thoms", clock=clock, demonstration=True)
    bs.do(establish_demonstration_keys, None)
    lw.do(establish_demonstration_keys, None)
    lw.do(lend_examiner, None)
    keys = bs.do(furnish, None).value
    bs.close()
    lw.close()
    return folder, keys


@pytest.fixture
def pair(tmp_path: Path, furnished: tuple[Path, dict[str, UUID]]) -> Iterator[Pair]:
    """A copy of both houses."""
    with opened_pair(*furnished, tmp_path) as made:
        yield made


@contextmanager
def opened_pair(furnished: Path, keys: dict[str, UUID], folder: Path) -> Iterator[Pair]:
    """A copy of both houses in a folder, open inside the block."""
    for chamber in ("bs", "lw"):
        shutil.copytree(furnished / chamber, folder / chamber)
    clock = WindableClock(NOW)
    bs = Store.open(folder / "bs", user="kroeger", clock=clock)
    lw = Store.open(folder / "lw", user="thoms", clock=clock)
    try:
        yield Pair(bs, lw, clock, keys, folder)
    finally:
        bs.close()
        lw.close()
