"""A bundle that is cut off, changed, forged or not for us is refused with a sentence, and nothing was written."""

from __future__ import annotations

import io
import random
import tracemalloc
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from kammerdesk.base.errors import KammerError
from kammerdesk.base.ids import uuid7
from kammerdesk.sync.bundle import BundleReader, Head, Recipient, opened_bundle, write_bundle
from kammerdesk.sync.frames import Frame
from kammerdesk.sync.incoming import frames_of, prove
from kammerdesk.sync.seal import CHUNK, TAG, SealedWriter
from tests.conftest import NOW
from tests.sync.conftest import Pair
from tests.sync.forging import BS, BS_KEYS, ENCODER, LW, LW_KEYS, SEASONS, STAMP, Forgery, block, frame, head, season
from tests.sync.houses import everything, ring

RING = ring("LW", "BS")


def read_through(content: bytes) -> None:
    """Reads a bundle to its end, as proving it does."""
    for _ in BundleReader(io.BytesIO(content), RING).frames():
        pass


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A small honest bundle."""
    file = tmp_path_factory.mktemp("small") / "small.kdb"
    return Forgery(frames=[frame("exam_season", SEASONS, [season()])]).write(file).read_bytes()


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """An honest bundle of several chunks."""
    file = tmp_path_factory.mktemp("large") / "large.kdb"
    noise = random.Random(7)
    frames = [frame("exam_season", SEASONS, [noisy_season(noise) for _ in range(300)]) for _ in range(4)]
    return Forgery(frames=frames).write(file).read_bytes()


def noisy_season(noise: random.Random) -> list[Any]:
    return season(name=f"{noise.getrandbits(4000):x}")


def test_an_honest_bundle_is_read(small: bytes, large: bytes) -> None:
    read_through(small)
    read_through(large)
    assert len(large) > 3 * CHUNK


@given(st.data())
def test_a_larger_bundle_cut_off_or_changed_is_refused(large: bytes, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(large) - 1))
    changed = bytearray(large)
    changed[place] ^= data.draw(st.integers(1, 255))
    with pytest.raises(KammerError):
        read_through(bytes(changed))
    with pytest.raises(KammerError):
        read_through(large[:place])


def chunks_of(content: bytes) -> tuple[bytes, list[bytes]]:
    """The header, and the sealed chunks behind it."""
    start = 8 + 16 + 1665 + 32 + 16
    size = CHUNK + TAG
    return content[:start], [content[at : at + size] for at in range(start, len(content), size)]


REARRANGED: dict[str, Callable[[list[bytes]], list[bytes]]] = {
    "swapped": lambda chunks: [chunks[1], chunks[0], *chunks[2:]],
    "dropped": lambda chunks: [chunks[0], *chunks[2:]],
    "repeated": lambda chunks: [chunks[0], chunks[0], *chunks[1:]],
    "last dropped": lambda chunks: chunks[:-1],
    "last repeated": lambda chunks: [*chunks, chunks[-1]],
    "all dropped": lambda chunks: [],
    "appended": lambda chunks: [*chunks, b"x"],
    "a chunk appended": lambda chunks: [*chunks, bytes(CHUNK + TAG)],
}


@pytest.mark.parametrize("how", REARRANGED)
def test_rearranged_chunks_are_refused(large: bytes, how: str) -> None:
    header, chunks = chunks_of(large)
    assert len(chunks) > 3
    with pytest.raises(KammerError):
        read_through(header + b"".join(REARRANGED[how](chunks)))


def test_the_header_of_another_bundle_does_not_fit(small: bytes, large: bytes) -> None:
    with pytest.raises(KammerError):
        read_through(chunks_of(small)[0] + b"".join(chunks_of(large)[1]))


FORGED: dict[str, Callable[[], Forgery]] = {
    "sealed for another chamber": lambda: Forgery(recipients=(BS,)),
    "written for a third chamber and passed on": lambda: Forgery(head(recipients=[["HN", LW.keys.key_id]])),
    "written for another key of ours": lambda: Forgery(head(recipients=[["LW", b"k" * 16]])),
    "from a chamber without a card": lambda: Forgery(head(chamber="HN", key_id=b"h" * 16)),
    "in the name of another chamber": lambda: Forgery(head(chamber="HN")),
    "from our own house": lambda: Forgery(head(chamber="LW", key_id=LW.keys.key_id), signer=LW_KEYS),
    "signed by somebody else": lambda: Forgery(signer=LW_KEYS),
    "of another format": lambda: Forgery(head(format=3)),
    "with a head that lacks everything": lambda: Forgery({"format": 1}),
    "with a head that is no map": lambda: Forgery([1, 2, 3]),
    "with a stamp that is none": lambda: Forgery(head(stamp="Z" * 32)),
    "with a moment without a zone": lambda: Forgery(head(created="2026-11-20T08:00:00")),
    "without recipients": lambda: Forgery(head(recipients=[])),
    "with a head that holds U+0000": lambda: Forgery(head(person="kroe\0ger")),
    "with a head of a megabyte": lambda: Forgery(head(program="x" * 1_100_000)),
    "with a deeply nested head": lambda: Forgery(b"\x91" * 500_000),
    "with a manifest for fewer frames": lambda: Forgery(manifest={"frames": 3}),
    "with a manifest for other content": lambda: Forgery(manifest={"sha256": bytes(32)}),
    "with a manifest that is none": lambda: Forgery(manifest={"size": "much"}),
    "with something after the signature": lambda: Forgery(after=b"x"),
    "empty inside": lambda: Forgery(plain=b""),
    "with a block longer than allowed": lambda: Forgery(plain=b"\xff\xff\xff\xff"),
    "with a block longer than the rest": lambda: Forgery(plain=b"\x00\x0f\x00\x00abc"),
    "full of noise": lambda: Forgery(plain=random.Random(3).randbytes(5000)),
}


@pytest.mark.parametrize("how", FORGED)
def test_a_bundle_is_refused_that_is(how: str, tmp_path: Path) -> None:
    file = FORGED[how]().write(tmp_path / "forged.kdb")
    with pytest.raises(KammerError) as refused:
        prove(file, RING, NOW)
    assert str(refused.value).endswith(".")


ONE = uuid7()
CONTENTS: dict[str, Callable[[], list[bytes]]] = {
    "a private field": lambda: [frame("person", [["name", ["last_name", "first_name"]], ["bank", ["iban"]]], [])],
    "a private kind": lambda: [frame("exam_result", [["decision", ["passed"]]], [])],
    "an unknown kind": lambda: [frame("sqlite_master", [["core", ["sql"]]], [])],
    "an unknown field": lambda: [frame("exam_season", [["core", ["name", "starts_on", "ends_on", "secret"]]], [])],
    "a field of sql": lambda: [frame("exam_season", [["core", ["name) VALUES (1); DROP TABLE person; --"]]], [])],
    "a field in the wrong group": lambda: [frame("exam_season", [["name", ["name", "starts_on", "ends_on"]]], [])],
    "a field twice": lambda: [frame("exam_season", [["core", ["name", "name", "starts_on", "ends_on"]]], [])],
    "a group twice": lambda: [frame("exam_season", [*SEASONS, *SEASONS], [])],
    "a clock as a field": lambda: [frame("exam_season", [["core", ["name", "starts_on", "ends_on", "_l"]]], [])],
    "no fields": lambda: [frame("exam_season", [], [])],
    "too few fields to store": lambda: [
        frame("exam_season", [["core", ["name"]]], [[uuid7(), "BS", STAMP, STAMP, "x"]])
    ],
    "a text with U+0000": lambda: [frame("exam_season", SEASONS, [season(), season(name="Win\0ter")])],
    "a number for a name": lambda: [frame("exam_season", SEASONS, [season(name=5)])],
    "nothing for a name": lambda: [frame("exam_season", SEASONS, [season(name=None)])],
    "a name of two megabytes": lambda: [frame("exam_season", SEASONS, [season(name="x" * 2_000_000)])],
    "a row too short": lambda: [frame("exam_season", SEASONS, [season()[:-1]])],
    "a row too long": lambda: [frame("exam_season", SEASONS, [[*season(), 1]])],
    "a stamp that is none": lambda: [frame("exam_season", SEASONS, [season(stamp="x" * 32)])],
    "a stamp from the future": lambda: [frame("exam_season", SEASONS, [season(stamp="f" * 32)])],
    "the same row twice in a frame": lambda: [frame("exam_season", SEASONS, [season(ONE), season(ONE)])],
    "more rows than a frame may have": lambda: [frame("exam_season", SEASONS, [season() for _ in range(1001)])],
    "a million columns": lambda: [frame("exam_season", [["core", ["name"] * 1_000_000]], [])],
    "nested rows without end": lambda: [b"\x93\xabexam_season\x90" + b"\x91" * 1_000_000],
    "letters that are none": lambda: [frame("exam_season", SEASONS, [season()]).replace(b"Winter", b"Wint\xff\xfe")],
    "noise": lambda: [random.Random(5).randbytes(900)],
}


@pytest.mark.parametrize("what", CONTENTS)
def test_a_signed_bundle_is_refused_that_contains(what: str, tmp_path: Path) -> None:
    file = Forgery(frames=CONTENTS[what]()).write(tmp_path / "forged.kdb")
    with pytest.raises(KammerError) as refused:
        prove(file, RING, NOW)
    assert str(refused.value).endswith(".")


@given(st.binary(max_size=300))
def test_whatever_bytes_a_frame_holds_only_a_sentence_comes_out(tmp_path_factory: Any, noise: bytes) -> None:
    frames = [noise] if noise else []
    file = Forgery(frames=frames).write(tmp_path_factory.getbasetemp() / "noise.kdb")
    try:
        prove(file, RING, NOW)
    except KammerError:
        pass
    else:
        assert not frames


NO_BUNDLES = {
    "empty": b"",
    "one byte": b"K",
    "a beginning": b"KDB1",
    "another suite": b"KDB1\x00\x09\x00\x01" + bytes(3000),
    "no recipients": b"KDB1\x00\x02\x00\x00" + bytes(3000),
    "too many recipients": b"KDB1\x00\x02\xff\xff" + bytes(3000),
    "a paper": b"%PDF-1.7 \n",
    "an archive": b"PK\x03\x04" + bytes(100),
    "a text": "Bescheid über das Prüfungsergebnis".encode(),
}


@pytest.mark.parametrize("what", NO_BUNDLES)
def test_a_file_that_is_no_bundle_is_refused(what: str, tmp_path: Path) -> None:
    file = tmp_path / "file.kdb"
    file.write_bytes(NO_BUNDLES[what])
    with pytest.raises(KammerError):
        prove(file, RING, NOW)


def test_a_missing_file_and_a_folder_are_refused(tmp_path: Path) -> None:
    for place in (tmp_path / "nowhere.kdb", tmp_path):
        with pytest.raises(KammerError, match=place.name):
            prove(place, RING, NOW)


HONEST = Head(
    format=2,
    bundle=uuid7(),
    chamber="BS",
    replica="c" * 16,
    key_id=BS.keys.key_id,
    person="kroeger",
    recipients=[Recipient("LW", LW.keys.key_id)],
    created=NOW,
    stamp=STAMP,
    brings={},
    reasons=[],
    persons=0,
    program="",
)


def test_a_bomb_is_refused_before_it_grows(tmp_path: Path) -> None:
    file = tmp_path / "bomb.kdb"
    with file.open("wb") as raw:
        sealed = SealedWriter(raw, [LW.keys])
        with zstandard.ZstdCompressor().stream_writer(sealed, closefd=False) as compressed:  # type: ignore[arg-type]
            compressed.write(block(ENCODER.encode(HONEST)))
            for _ in range(40):
                compressed.write(block(bytes(60_000_000)))
        sealed.finish()
    assert file.stat().st_size < 1_000_000
    tracemalloc.start()
    with pytest.raises(KammerError), opened_bundle(file, RING) as reader:
        for _ in reader.frames():
            pass
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 200_000_000


def test_a_large_bundle_is_written_and_read_in_little_memory(tmp_path: Path) -> None:
    file, noise = tmp_path / "large.kdb", random.Random(11)
    fields = (("core", ("name", "starts_on", "ends_on")),)
    day = NOW.date()

    def frames() -> Iterator[Frame]:
        for _ in range(24):
            rows = [(uuid7(), "BS", STAMP, STAMP, f"{noise.getrandbits(4000):x}", day, day) for _ in range(1000)]
            yield Frame("exam_season", fields, rows)

    tracemalloc.start()
    written = write_bundle(file, HONEST, frames(), BS_KEYS, [LW])
    proven = prove(file, RING, NOW)
    count = sum(len(one.rows) for one in frames_of(proven, RING, NOW) if isinstance(one, Frame))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert (count, written.rows, written.sha256) == (24_000, {"exam_season": 24_000}, proven.sha256)
    assert written.size > 12_000_000
    assert peak < 10_000_000


def test_a_refused_bundle_leaves_the_house_as_it_was(pair: Pair) -> None:
    pair.export(pair.bs)
    honest = (pair.folder / "bundle.kdb").read_bytes()
    before = pair.lw.ask(everything)
    for place in range(0, len(honest), len(honest) // 7):
        changed = bytearray(honest)
        changed[place] ^= 4
        (pair.folder / "bundle.kdb").write_bytes(changed)
        with pytest.raises(KammerError):
            pair.take_in(pair.lw)
    Forgery(frames=[frame("exam_season", SEASONS, [season(name=None)])]).write(pair.folder / "bundle.kdb")
    with pytest.raises(KammerError):
        pair.take_in(pair.lw)
    assert pair.lw.ask(everything) == before


def test_the_same_number_with_other_content_is_refused(pair: Pair) -> None:
    number = uuid7()
    file = pair.folder / "bundle.kdb"
    Forgery(head(bundle=number), [frame("exam_season", SEASONS, [season()])]).write(file)
    pair.take_in(pair.lw)
    Forgery(head(bundle=number), [frame("exam_season", SEASONS, [season()])]).write(file)
    with pytest.raises(KammerError):
        pair.take_in(pair.lw)
    assert len(pair.lw.ask(everything)["exam_season"]) == 1
