"""A real bundle, cut off or changed at every single offset, is refused, and the house that reads it stays as it was."""

from __future__ import annotations

import hashlib
import io
from pathlib import Path

import pytest

from kammerdesk.base.errors import KammerError
from kammerdesk.store.store import Store
from kammerdesk.sync.bundle import BundleReader
from kammerdesk.sync.queries import preview_bundle
from kammerdesk.sync.service import ImportOrder, import_bundle
from tests.sync.conftest import Pair
from tests.sync.houses import everything, ring

RING = ring("LW", "BS")
SAMPLE = 97
"""Every so manyth offset is also tried on a whole house; `desk soak` tries all of them."""


@pytest.fixture
def real(pair: Pair) -> bytes:
    """The first bundle of a furnished house."""
    return pair.export(pair.bs).file.read_bytes()


def read_through(content: bytes) -> None:
    """Reads a bundle to its end, as proving it does."""
    for _ in BundleReader(io.BytesIO(content), RING).frames():
        pass


def flipped(content: bytes, place: int) -> bytes:
    """The same with one bit changed, each time another one."""
    changed = bytearray(content)
    changed[place] ^= 1 << place % 8
    return bytes(changed)


def digest(store: Store) -> str:
    """One hash over all rows of all tables."""
    return hashlib.sha256(repr(store.ask(everything)).encode()).hexdigest()


def test_a_bundle_cut_off_anywhere_is_refused(real: bytes) -> None:
    read_through(real)
    for length in range(len(real)):
        with pytest.raises(KammerError):
            read_through(real[:length])


def test_a_bundle_with_any_byte_changed_is_refused(real: bytes) -> None:
    for place in range(len(real)):
        with pytest.raises(KammerError):
            read_through(flipped(real, place))


def test_whatever_is_cut_off_or_changed_the_house_stays_as_it_was(pair: Pair, real: bytes) -> None:
    file, before = pair.folder / "changed.kdb", digest(pair.lw)
    for place in range(0, len(real), SAMPLE):
        for content in (real[:place], flipped(real, place)):
            assert refusals(pair.lw, file, content) == 2
    assert digest(pair.lw) == before
    pair.take_in(pair.lw)
    assert digest(pair.lw) != before


def refusals(store: Store, file: Path, content: bytes) -> int:
    """How many of reading and previewing such a file are refused with the same sentence."""
    file.write_bytes(content)
    with pytest.raises(KammerError) as told:
        store.do(import_bundle, ImportOrder(file))
    with pytest.raises(KammerError) as foretold:
        store.ask(preview_bundle, file)
    return 2 if str(told.value) == str(foretold.value) else 1
