"""Whatever is handed over as a bundle: each kind of file gets its own sentence, and without any data the same one."""

from __future__ import annotations

import base64
import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from kammerdesk.base.errors import KammerError
from kammerdesk.cli.main import run
from kammerdesk.sync.bundle import KeyRing
from kammerdesk.sync.cards import demonstration_card, write_card
from kammerdesk.sync.incoming import prove
from kammerdesk.sync.outside import look_at
from kammerdesk.sync.queries import preview_bundle, transfers
from kammerdesk.sync.service import ImportOrder, import_bundle
from tests.conftest import NOW
from tests.sync.conftest import Pair
from tests.sync.forging import LW, SEASONS, Forgery, frame, season
from tests.sync.houses import everything, ring

RING = ring("LW", "BS")


def zipped(content: bytes, name: str = "paket.kdb") -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr(name, content)
    return file.getvalue()


def mail(content: bytes) -> bytes:
    return b"Return-Path: <thoms@lw.example>\r\nSubject: Paket\r\n\r\n" + base64.encodebytes(content)


BEFALLEN: dict[str, tuple[str, Callable[[bytes], bytes]]] = {
    "0 bytes": ("ist leer", lambda _: b""),
    "nothing but zeros": ("besteht aus Nullen", lambda it: bytes(len(it))),
    "half synchronised": ("mit Nullen gefüllt", lambda it: it[:2500].ljust(len(it), b"\0")),
    "line breaks made longer": ("als Text behandelt", lambda it: it.replace(b"\n", b"\r\n")),
    "line breaks made shorter": ("als Text behandelt", lambda it: it.replace(b"\r", b"")),
    "line breaks of another system": ("als Text behandelt", lambda it: it.replace(b"\n", b"\r")),
    "letters changed": ("als Text behandelt", lambda it: it.decode("utf-8", "replace").encode()),
    "letters of seven bits": ("als Text behandelt", lambda it: bytes(byte & 127 for byte in it)),
    "saved by a program for texts": (
        "Programm für Texte",
        lambda it: b"\xef\xbb\xbf" + it.decode("latin-1").encode(),
    ),
    "saved as wide letters": ("Programm für Texte", lambda it: it.decode("latin-1").encode("utf-16")),
    "cut off in the header": ("abgeschnitten: Nur 900", lambda it: it[:900]),
    "cut off behind the header": ("abgeschnitten: Nur 1737", lambda it: it[:1737]),
    "cut off later": ("beschädigt oder unvollständig", lambda it: it[:-1]),
    "zipped": ("gepackte Datei", zipped),
    "an empty archive": ("gepackte Datei", lambda _: b"PK\x05\x06" + bytes(18)),
    "packed by another program": ("gepackte Datei", lambda it: b"7z\xbc\xaf\x27\x1c" + it),
    "a table": ("Office-Dokument", lambda it: zipped(it, "[Content_Types].xml")),
    "a saved message": ("Office-Dokument", lambda it: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + it),
    "a whole mail": ("ganze E-Mail", mail),
    "an attachment left as text": ("Base64", base64.encodebytes),
    "winmail.dat": ("winmail.dat", lambda it: b"\x78\x9f\x3e\x22" + it),
    "a page to sign in": ("Webseite", lambda _: b"<!DOCTYPE html>\n<html><body>Anmelden</body></html>"),
    "a shortcut": ("Verknüpfung", lambda _: b"L\x00\x00\x00\x01\x14\x02\x00" + bytes(80)),
    "a shortcut to a page": ("Verknüpfung", lambda _: b"[InternetShortcut]\r\nURL=https://lw.example/\r\n"),
    "a key card": ("Schlüsselkarte, kein Paket", lambda _: write_card(demonstration_card("BS"))),
    "a database": ("Datenbank", lambda _: b"SQLite format 3\0" + bytes(84)),
    "a paper": ("PDF", lambda _: b"%PDF-1.7\n"),
    "a letter": ("kein Paket von KammerDesk", lambda _: "Bescheid über das Prüfungsergebnis".encode()),
    "of a newer program": ("neueren KammerDesk", lambda it: b"KDB2" + it[4:]),
    "sealed in another way": ("nicht kennt", lambda it: it[:5] + b"\x09" + it[6:]),
}
SEEN_ONLY_BY_READING = {"cut off later"}


@pytest.fixture(scope="module")
def honest(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A bundle for us that holds line breaks of every kind, as each one of its size does."""
    rows = [season(name=f"Winter {number}" * 40 + f"{number * 7919:x}" * 300) for number in range(200)]
    forgery = Forgery(frames=[frame("exam_season", SEASONS, rows)])
    content = forgery.write(tmp_path_factory.mktemp("honest") / "honest.kdb").read_bytes()
    assert b"\n" in content
    assert b"\r" in content
    assert not content.endswith(bytes(16))
    return content


@pytest.mark.parametrize("what", BEFALLEN)
def test_each_has_its_sentence_and_without_any_data_the_same(
    what: str, honest: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    part, change = BEFALLEN[what]
    file = tmp_path / "paket.kdb"
    file.write_bytes(change(honest))
    with pytest.raises(KammerError, match=part) as told:
        prove(file, RING, NOW)
    assert str(told.value).endswith(".")
    if what in SEEN_ONLY_BY_READING:
        assert look_at(file).recipients == (LW.keys.key_id,)
        return
    with pytest.raises(KammerError) as from_outside:
        look_at(file)
    assert str(from_outside.value) == str(told.value)
    assert run(["sync", "verify", str(file)]) == 2
    assert capsys.readouterr().err.strip() == str(told.value)


def test_the_name_of_a_file_does_not_matter(honest: bytes, tmp_path: Path) -> None:
    for name in ("foto.jpg", "Paket (1).kdb", "paket.kdb.zip", "ohne Endung", "Konfliktkopie von ÄÖ.KDB", "a.part"):
        file = tmp_path / name
        file.write_bytes(honest)
        assert prove(file, RING, NOW).size == len(honest)


@pytest.mark.parametrize(("start", "said"), [(b"KDB1", "größer als 4 GB"), (b"PK\x03\x04", "gepackte Datei")])
def test_eight_gigabytes_are_refused_before_they_are_read(start: bytes, said: str, tmp_path: Path) -> None:
    file = tmp_path / "paket.kdb"
    with file.open("wb") as raw:
        raw.write(start)
        raw.truncate(8 * 1024**3)
    with pytest.raises(KammerError, match=said):
        prove(file, RING, NOW)
    with pytest.raises(KammerError, match=said):
        look_at(file)


@pytest.mark.parametrize("name", ["p.kdb.part", "p.kdb.crdownload", "p.kdb.PARTIAL", "p.tmp"])
def test_a_file_that_is_still_on_its_way_is_waited_for(name: str, honest: bytes, tmp_path: Path) -> None:
    file = tmp_path / name
    file.write_bytes(honest[:5000])
    with pytest.raises(KammerError, match="noch nicht fertig"):
        prove(file, RING, NOW)


def test_an_honest_bundle_is_never_taken_for_a_text(tmp_path: Path) -> None:
    file = tmp_path / "paket.kdb"
    for number in range(60):
        Forgery(frames=[frame("exam_season", SEASONS, [season()])] * (number % 2)).write(file)
        assert look_at(file).suite == 2


def test_a_bundle_of_our_own_house_is_known_by_the_key_it_is_for(pair: Pair) -> None:
    pair.export(pair.bs)
    for read in (
        lambda: pair.bs.do(import_bundle, ImportOrder(pair.folder / "bundle.kdb")),
        lambda: pair.bs.ask(preview_bundle, pair.folder / "bundle.kdb"),
    ):
        with pytest.raises(KammerError, match="wohl in diesem Haus geschrieben"):
            read()
    assert look_at(pair.folder / "bundle.kdb").recipients == (LW.keys.key_id,)


def test_a_bundle_for_somebody_else_says_what_to_ask_the_sender(pair: Pair) -> None:
    file = Forgery().write(pair.folder / "bundle.kdb")
    with pytest.raises(KammerError, match="neueste Schlüsselkarte"):
        prove(file, KeyRing("HN", {}, {}), NOW)


def test_a_bundle_of_last_year_changes_nothing_that_is_newer_and_that_is_said(
    pair: Pair, capsys: pytest.CaptureFixture[str]
) -> None:
    pair.export(pair.bs, "old.kdb")
    pair.clock.wind(24 * 365)
    pair.send(pair.bs, pair.lw)
    (newest,) = [row.created_at for row in pair.lw.ask(transfers)]
    before = pair.lw.ask(everything)
    assert pair.lw.ask(preview_bundle, pair.folder / "old.kdb").newer_at == newest
    done = pair.take_in(pair.lw, "old.kdb")
    assert (done.written, done.newer_at) == (0, newest)
    after = pair.lw.ask(everything)
    kinds = ("person", "slot", "exam_day", "committee", "sync_conflict", "sync_parked")
    assert {kind: after[kind] for kind in kinds} == {kind: before[kind] for kind in kinds}
    assert run(["sync", "preview", str(pair.folder / "old.kdb"), "--data", str(pair.lw.file.parent)]) == 0
    assert "älter als eines vom" in capsys.readouterr().out
