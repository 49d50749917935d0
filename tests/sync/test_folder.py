"""The exchange folder: bundles wait until they are whole, nobody touches others' files, nothing comes twice."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from kammerdesk.base.errors import KammerError
from kammerdesk.cli.main import run
from kammerdesk.store.second_place import second_place, set_second_place
from kammerdesk.store.store import Store
from kammerdesk.sync.files import part_of
from kammerdesk.sync.folder import (
    Taken,
    Watch,
    exchange_folder,
    set_exchange_folder,
    take_settled,
    tidy,
    watch_of,
)
from kammerdesk.sync.service import ExportOrder, export_bundle
from tests.sync.conftest import Pair
from tests.sync.houses import everything
from tests.sync.test_command_line import call
from tests.sync.test_two_houses import rename

NAME = "LW-BS-20261123-080000-0123abcd.kdb"


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """The folder, with things in it that are nobody's business."""
    folder = tmp_path / "Austausch Prüfungen"
    folder.mkdir()
    (folder / "liste.xlsx").write_bytes(b"PK\x03\x04")
    (folder / "BS-HN-20261123-080000-0123abcd.kdb").write_bytes(b"for somebody else")
    (folder / "Unterordner.kdb").mkdir()
    return folder


def put(pair: Pair, place: Path, store: Store | None = None) -> Path:
    """Braunschweig changes something and puts a bundle into the folder."""
    pair.clock.wind(1)
    pair.bs.do(rename, (pair.keys["examiner"], f"Groß {pair.clock.now():%H%M}"))
    return (store or pair.bs).do(export_bundle, ExportOrder(place)).value.file


def looked_twice(store: Store, place: Path) -> list[Taken]:
    """What a watch takes in that looks two times."""
    watch = watch_of(store, place)
    assert take_settled(store, watch) == []
    return take_settled(store, watch)


def names(place: Path) -> set[str]:
    return {file.name for file in place.iterdir()}


def test_a_bundle_goes_through_the_folder_and_is_cleared_away_by_its_own_house(pair: Pair, place: Path) -> None:
    others = names(place)
    file = put(pair, place)
    (taken,) = looked_twice(pair.lw, place)
    assert (taken.file, taken.is_news, taken.refusal) == (file, True, "")
    assert tidy(pair.lw, place) == tidy(pair.bs, place) == []
    pair.clock.wind(1)
    pair.lw.do(export_bundle, ExportOrder(place))
    (receipt,) = looked_twice(pair.bs, place)
    assert not receipt.is_news
    assert tidy(pair.bs, place) == [file]
    assert names(place) == others | {receipt.file.name}


def test_nothing_is_taken_in_twice_also_by_a_watch_that_begins_anew(pair: Pair, place: Path) -> None:
    file = put(pair, place)
    watch = watch_of(pair.lw, place)
    assert [len(take_settled(pair.lw, watch)) for _ in range(4)] == [0, 1, 0, 0]
    before = pair.lw.ask(everything)
    assert looked_twice(pair.lw, place) == []
    shutil.copy(file, place / "BS-LW-20261123-090000-ffffffff.kdb")
    shutil.copy(file, place / f"{file.stem} (Konfliktkopie).kdb")
    assert looked_twice(pair.lw, place) == []
    assert pair.lw.ask(everything) == before


def test_several_bundles_are_taken_in_in_the_order_in_which_they_were_written(pair: Pair, place: Path) -> None:
    files = [put(pair, place) for _ in range(3)]
    assert [taken.file for taken in looked_twice(pair.lw, place)] == files


def test_a_file_that_still_grows_is_waited_for(pair: Pair, place: Path) -> None:
    file = put(pair, place)
    content = file.read_bytes()
    watch = watch_of(pair.lw, place)
    for size in (0, 1000, len(content) - 1, len(content)):
        file.write_bytes(content[:size])
        assert take_settled(pair.lw, watch) == []
    assert [taken.file for taken in take_settled(pair.lw, watch)] == [file]


def test_a_file_that_stands_still_half_written_is_told_of_once_and_taken_in_when_it_is_whole(
    pair: Pair, place: Path
) -> None:
    file = put(pair, place)
    content = file.read_bytes()
    file.write_bytes(content[:2000].ljust(len(content), b"\0"))
    watch = watch_of(pair.lw, place)
    take_settled(pair.lw, watch)
    (taken,) = take_settled(pair.lw, watch)
    assert "mit Nullen gefüllt" in taken.refusal
    assert take_settled(pair.lw, watch) == []
    file.write_bytes(content)
    os.utime(file, (1, 1))
    assert take_settled(pair.lw, watch) == []
    (taken,) = take_settled(pair.lw, watch)
    assert taken.is_news


@pytest.mark.parametrize(
    "name",
    [
        "LW-BS-20261123-080000-0123abcd.kdb.part",
        "lw-bs-20261123-080000-0123abcd.kdb",
        "HN-BS-20261123-080000-0123abcd.kdb",
        "LW-HN-20261123-080000-0123abcd.kdb",
        "LW-BS-20261123-080000-0123abcd (1).kdb",
        ".LW-BS-20261123-080000-0123abcd.kdb",
        "LW-BS-20261123-080000-../../x.kdb".replace("/", "_"),
        "CON.kdb",
    ],
)
def test_a_file_of_another_name_is_left_alone(name: str, place: Path) -> None:
    (place / name).write_bytes(b"x")
    watch = Watch(place, "BS", ["LW"])
    assert [watch.settled(), watch.settled()] == [[], []]


def test_neither_links_nor_folders_are_followed(place: Path, tmp_path: Path) -> None:
    (tmp_path / "secret").write_bytes(b"KDB1")
    (place / NAME).symlink_to(tmp_path / "secret")
    (place / NAME.replace("080000", "090000")).mkdir()
    watch = Watch(place, "BS", ["LW"])
    assert [watch.settled(), watch.settled()] == [[], []]


def test_a_file_of_our_name_with_another_content_is_not_cleared_away(pair: Pair, place: Path) -> None:
    file = put(pair, place)
    looked_twice(pair.lw, place)
    pair.clock.wind(1)
    pair.lw.do(export_bundle, ExportOrder(place))
    looked_twice(pair.bs, place)
    file.write_bytes(b"something else")
    assert tidy(pair.bs, place) == []
    assert file.exists()


def test_a_folder_that_is_gone_is_named(pair: Pair, place: Path) -> None:
    watch = watch_of(pair.lw, place)
    shutil.rmtree(place)
    with pytest.raises(KammerError, match="Austausch Prüfungen"):
        take_settled(pair.lw, watch)
    place.mkdir()
    put(pair, place)
    take_settled(pair.lw, watch)
    assert len(take_settled(pair.lw, watch)) == 1


KILLED = """
import sys
from pathlib import Path
from kammerdesk.sync.files import written_whole
with written_whole(Path(sys.argv[1])) as raw:
    raw.write(b"KDB1" + bytes(5000))
    raw.flush()
    print("half", flush=True)
    sys.stdin.read()
"""


def test_what_is_left_of_a_killed_program_is_no_bundle_and_goes_away_after_a_day(pair: Pair, place: Path) -> None:
    file = place / "BS-LW-20261123-080000-0123abcd.kdb"
    command = [sys.executable, "-c", KILLED, str(file)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as writer:
        assert writer.stdout is not None
        assert writer.stdout.readline() == b"half\n"
        writer.send_signal(signal.SIGKILL)
    assert part_of(file).exists()
    assert not file.exists()
    assert looked_twice(pair.lw, place) == []
    assert tidy(pair.bs, place) == []
    moment = (pair.clock.now() - timedelta(days=2)).timestamp()
    os.utime(part_of(file), (moment, moment))
    assert tidy(pair.lw, place) == []
    assert tidy(pair.bs, place) == [part_of(file)]


def test_the_folder_is_set_for_this_computer_beside_the_second_place(place: Path, tmp_path: Path) -> None:
    data = tmp_path / "data"
    data.mkdir()
    assert exchange_folder(data) is None
    set_second_place(data, tmp_path / "stick")
    set_exchange_folder(data, place)
    assert (exchange_folder(data), second_place(data)) == (place, tmp_path / "stick")
    set_second_place(data, None)
    assert (exchange_folder(data), second_place(data)) == (place, None)
    for wrong in (data, tmp_path / "missing", place / "liste.xlsx"):
        with pytest.raises(KammerError):
            set_exchange_folder(data, wrong)
    set_exchange_folder(data, None)
    assert exchange_folder(data) is None


@pytest.fixture
def closed(pair: Pair, place: Path) -> Path:
    """Both houses closed, one bundle in the folder; the folder with the houses."""
    put(pair, place)
    pair.bs.close()
    pair.lw.close()
    return pair.folder


def test_the_folder_is_watched_from_the_command_line(
    closed: Path, place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = closed / "lw"
    assert call(capsys, "sync", "watch", "--once", "--data", data)[0] == 2
    assert call(capsys, "sync", "folder", "set", "--data", data)[0] == 2
    assert call(capsys, "sync", "folder", "set", place, "--data", data) == (0, {"folder": str(place)})
    watched = ("sync", "watch", "--once", "--every", "0", "--answer", "--data", data)
    code, answer = call(capsys, *watched)
    assert (code, [one["from"] for one in answer["taken"]]) == (0, ["BS"])
    assert len([name for name in names(place) if name.startswith("LW-BS-")]) == 1
    assert call(capsys, *watched) == (0, {"taken": []})
    (place / "BS-LW-20261124-080000-0123abcd.kdb").write_bytes(b"")
    assert run([str(word) for word in watched]) == 1
    assert "BS-LW-20261124-080000-0123abcd.kdb: Die Datei ist leer" in capsys.readouterr().out
    code, answer = call(capsys, "sync", "export", "--data", data)
    assert (code, Path(answer["file"]).parent) == (0, place)
    assert call(capsys, "sync", "folder", "clear", "--data", data) == (0, {"folder": None})
    assert call(capsys, "sync", "export", "--data", data)[0] == 2
