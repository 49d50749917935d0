"""Where bundles are read and written: without permission, behind links, under names that no file can have."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from kammerdesk.base.errors import KammerError
from kammerdesk.sync.cards import demonstration_card, read_card, write_card
from kammerdesk.sync.files import part_of
from kammerdesk.sync.folder import take_settled, tidy, watch_of
from kammerdesk.sync.queries import transfers
from kammerdesk.sync.service import ExportOrder, ImportOrder, export_bundle, import_bundle
from tests.sync.conftest import Pair
from tests.sync.houses import everything

NOBODY = 65534

posix = pytest.mark.skipif(sys.platform == "win32", reason="permissions and links are those of POSIX")


@contextmanager
def without_rights() -> Iterator[None]:
    """Root may do anything anywhere, so for a while we are nobody; whoever is not root is so already."""
    is_root = os.geteuid() == 0
    if is_root:
        os.seteuid(NOBODY)
    try:
        yield
    finally:
        if is_root:
            os.seteuid(0)


@pytest.fixture
def place() -> Iterator[Path]:
    """A folder that everybody may enter, unlike those that tests get."""
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o755)
    yield folder
    folder.chmod(0o755)
    shutil.rmtree(folder)


@posix
def test_into_a_folder_that_is_only_to_be_read_nothing_is_written_and_nothing_counts_as_sent(
    pair: Pair, place: Path
) -> None:
    pair.bs.ask(everything)
    place.chmod(0o555)
    with without_rights(), pytest.raises(KammerError, match="Zugriff"):
        pair.bs.do(export_bundle, ExportOrder(place))
    assert list(place.iterdir()) == []
    assert pair.bs.ask(transfers) == []
    place.chmod(0o755)
    assert pair.bs.do(export_bundle, ExportOrder(place)).value.file.exists()


@posix
def test_a_file_that_may_not_be_read_is_told_of_by_hand_and_in_the_folder_and_taken_in_when_it_may(
    pair: Pair, place: Path
) -> None:
    file = pair.bs.do(export_bundle, ExportOrder(place)).value.file
    before = pair.lw.ask(everything)
    file.chmod(0)
    watch = watch_of(pair.lw, place)
    with without_rights():
        with pytest.raises(KammerError, match="Zugriff"):
            pair.lw.do(import_bundle, ImportOrder(file))
        assert take_settled(pair.lw, watch) == []
        (taken,) = take_settled(pair.lw, watch)
    assert "Zugriff" in taken.refusal
    assert pair.lw.ask(everything) == before
    file.chmod(0o644)
    assert pair.lw.do(import_bundle, ImportOrder(file)).value.written > 0


@posix
def test_out_of_a_folder_that_is_only_to_be_read_bundles_are_taken_in_and_none_is_cleared_away(
    pair: Pair, place: Path
) -> None:
    file = pair.bs.do(export_bundle, ExportOrder(place)).value.file
    pair.lw.do(import_bundle, ImportOrder(file))
    pair.send(pair.lw, pair.bs)
    place.chmod(0o555)
    with without_rights():
        assert tidy(pair.bs, place) == []
    assert file.exists()
    place.chmod(0o755)
    assert tidy(pair.bs, place) == [file]


@posix
@pytest.mark.parametrize("is_part", [True, False])
def test_a_link_laid_where_a_bundle_is_to_be_is_replaced_and_not_followed(
    pair: Pair, place: Path, is_part: bool
) -> None:
    file, other = place / "paket.kdb", place / "other.kdb"
    pair.bs.do(export_bundle, ExportOrder(other))
    before = other.read_bytes()
    (part_of(file) if is_part else file).symlink_to(other)
    pair.bs.do(export_bundle, ExportOrder(file))
    assert other.read_bytes() == before
    assert not file.is_symlink()
    assert sorted(one.name for one in place.iterdir()) == ["other.kdb", "paket.kdb"]
    assert pair.lw.do(import_bundle, ImportOrder(file)).value.written > 0


@posix
def test_a_link_that_leads_nowhere_or_in_a_ring_is_no_bundle(pair: Pair, place: Path) -> None:
    ring, nowhere = place / "ring.kdb", place / "nowhere.kdb"
    ring.symlink_to(ring)
    nowhere.symlink_to(place / "gone.kdb")
    for file in (ring, nowhere):
        with pytest.raises(KammerError, match=file.name):
            pair.lw.do(import_bundle, ImportOrder(file))


@pytest.mark.parametrize("name", ["p" * 300 + ".kdb", "p" * 250 + ".kdb", "fehlt/paket.kdb", "liste.xlsx/paket.kdb"])
def test_a_name_that_no_file_can_have_is_told_and_nothing_counts_as_sent(pair: Pair, place: Path, name: str) -> None:
    (place / "liste.xlsx").write_bytes(b"PK")
    with pytest.raises(KammerError) as told:
        pair.bs.do(export_bundle, ExportOrder(place / name))
    assert str(told.value).endswith(".")
    with pytest.raises(KammerError):
        pair.lw.do(import_bundle, ImportOrder(place / name))
    assert [one.name for one in place.iterdir()] == ["liste.xlsx"]
    assert pair.bs.ask(transfers) == []


@pytest.mark.parametrize("chamber", ["../LW", "LW/..", "L\\W", "C:", ".", "", "LW\0", "L" * 9, "lw"])
def test_a_card_cannot_bring_parts_of_a_path_into_the_names_of_bundles(chamber: str) -> None:
    written = write_card(demonstration_card("LW"))
    assert read_card(written).chamber == "LW"
    with pytest.raises(KammerError):
        read_card(write_card(demonstration_card(chamber)))
