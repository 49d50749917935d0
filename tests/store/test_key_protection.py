"""A passphrase seals every key of a folder; what is wrong is said in words, and no key is lost on any way."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import keyring
import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from kammerdesk.base.clock import FixedClock
from kammerdesk.base.errors import KammerError
from kammerdesk.base.paths import DATABASE_NAME
from kammerdesk.store import keys
from kammerdesk.store.engine import open_engine, refuse_faulty_engine
from kammerdesk.store.keys import Ask, Protection, sealing
from kammerdesk.store.store import Store
from kammerdesk.sync.records import schema
from tests.store.rings import MemoryKeyring, NoKeyring, use
from tests.store.test_store import add_person, people

SECRET = "Vier Wörter für Äpfel"


@pytest.fixture(autouse=True)
def ring() -> Iterator[MemoryKeyring]:
    before = keyring.get_keyring()
    yield use(NoKeyring())
    keyring.set_keyring(before)


@pytest.fixture(autouse=True)
def cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    """Seals at a price that fits a test; what is read follows the file."""
    monkeypatch.setattr(sealing, "MEMORY_KIB", 64)


def says(*answers: str) -> Ask:
    """A user who gives these answers one after the other, and then gives up."""
    left = list(answers)

    def ask(again: bool) -> str:
        assert again == (len(left) < len(answers))
        if not left:
            raise KammerError("gave up")
        return left.pop(0)

    return ask


def create(folder: Path, clock: FixedClock, passphrase: str | None = SECRET) -> str:
    with closing(Store.create(folder, "BS", schema(), user="kroeger", clock=clock, passphrase=passphrase)) as store:
        store.do(add_person, "Öztürk")
    return keys.stored_key(folder, says(SECRET))


def content(folder: Path, ask: Ask | None = None) -> list[str]:
    with closing(Store.open(folder, user="kroeger", passphrase=ask)) as store:
        return store.ask(people)


def test_data_under_a_passphrase_open_with_it_only(tmp_path: Path, clock: FixedClock) -> None:
    key = create(tmp_path, clock)
    assert keys.protection(tmp_path) is Protection.PASSPHRASE
    assert key.encode() not in (tmp_path / keys.KEY_FILE).read_bytes()
    assert (tmp_path / keys.KEY_FILE).stat().st_mode & 0o777 == 0o600
    assert content(tmp_path, says(SECRET)) == ["Öztürk"]
    with pytest.raises(KammerError, match="Passphrase"):
        content(tmp_path)


def test_a_wrong_passphrase_is_asked_again_until_it_is_right_or_the_user_gives_up(
    tmp_path: Path, clock: FixedClock
) -> None:
    create(tmp_path, clock)
    assert content(tmp_path, says("falsch", "noch falscher", SECRET)) == ["Öztürk"]
    with pytest.raises(KammerError, match="gave up"):
        content(tmp_path, says("falsch", SECRET.upper()))


def test_an_umlaut_counts_the_same_however_the_keyboard_composed_it(tmp_path: Path, clock: FixedClock) -> None:
    create(tmp_path, clock)
    decomposed = SECRET.replace("ö", "o\u0308").replace("ü", "u\u0308").replace("Ä", "A\u0308")
    assert decomposed != SECRET
    assert content(tmp_path, says(decomposed)) == ["Öztürk"]


@pytest.mark.parametrize("passphrase", ["kurz", "123456789"])
def test_a_short_passphrase_is_refused_before_anything_is_made(
    passphrase: str, tmp_path: Path, clock: FixedClock
) -> None:
    with pytest.raises(KammerError, match=f"{len(passphrase)} Zeichen"):
        create(tmp_path, clock, passphrase)
    assert not (tmp_path / keys.KEY_FILE).exists()
    assert not (tmp_path / DATABASE_NAME).exists()


def test_the_file_tells_how_it_is_sealed_and_the_price_is_that_of_the_house(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.undo()
    sealed = sealing.seal(("ab" * 32,), SECRET)
    file = json.loads(sealed)
    assert "Argon2id" in file["what"]
    assert (file["iterations"], file["lanes"], file["memory_kib"]) == (3, 4, 131072)
    assert sealing.unseal(sealed, SECRET) == ("ab" * 32,)
    assert sealing.seal(("ab" * 32,), SECRET) != sealed


def damaged_files(file: dict[str, object]) -> Iterator[str]:
    whole = json.dumps(file)
    yield whole[: len(whole) // 2]
    yield "{"
    yield json.dumps({**file, "memory_kib": 10**9})
    yield json.dumps({**file, "iterations": 0})
    yield json.dumps({**file, "salt": "AAAA"})
    yield json.dumps({**file, "sealed": ""})
    yield json.dumps({**file, "more": 1})
    yield json.dumps({**file, "what": "something else"})
    yield "0" * 63
    yield ""


def test_a_damaged_key_file_is_said_in_words_and_left_as_it_is(tmp_path: Path, clock: FixedClock) -> None:
    create(tmp_path, clock)
    key_file = tmp_path / keys.KEY_FILE
    for damaged in damaged_files(json.loads(key_file.read_bytes())):
        key_file.write_text(damaged, encoding="utf-8")
        with pytest.raises(KammerError, match="beschädigt"):
            keys.stored_key(tmp_path, says(SECRET))
        assert key_file.read_text(encoding="utf-8") == damaged


def test_no_parameter_of_the_seal_can_be_changed_unseen() -> None:
    file = json.loads(sealing.seal(("ab" * 32,), SECRET))
    for changed in ({"iterations": 4}, {"lanes": 2}, {"nonce": "A" * 16}):
        with pytest.raises(sealing.WrongPassphrase):
            sealing.unseal(json.dumps({**file, **changed}).encode(), SECRET)


def test_the_passphrase_can_be_changed_and_removed_and_the_key_stays(tmp_path: Path, clock: FixedClock) -> None:
    key = create(tmp_path, clock)
    with pytest.raises(KammerError, match="gave up"):
        keys.protect(tmp_path, "ganz neue Wörter", says("falsch"))
    assert keys.protect(tmp_path, "ganz neue Wörter", says(SECRET)) is Protection.PASSPHRASE
    assert content(tmp_path, says(SECRET, "ganz neue Wörter")) == ["Öztürk"]
    assert keys.protect(tmp_path, None, says("ganz neue Wörter")) is Protection.FILE
    assert keys.stored_key(tmp_path) == key


def test_a_passphrase_takes_the_key_out_of_the_keyring_and_back(tmp_path: Path, clock: FixedClock) -> None:
    ring = use(MemoryKeyring())
    assert keys.keyring_at_hand()
    create(tmp_path, clock, None)
    assert keys.protect(tmp_path, SECRET) is Protection.PASSPHRASE
    assert ring.entries == {}
    assert not (tmp_path / keys.NAME_FILE).exists()
    assert content(tmp_path, says(SECRET)) == ["Öztürk"]
    assert keys.protect(tmp_path, None, says(SECRET)) is Protection.KEYRING
    assert len(ring.entries) == 1
    assert not (tmp_path / keys.KEY_FILE).exists()
    assert content(tmp_path) == ["Öztürk"]


def test_a_sealed_key_without_data_is_taken_over_with_its_passphrase_and_never_overwritten(
    tmp_path: Path, clock: FixedClock
) -> None:
    left = keys.new_key(tmp_path, in_file=False, passphrase=SECRET)
    with pytest.raises(KammerError, match="anderen Passphrase"):
        keys.new_key(tmp_path, in_file=False, passphrase="eine ganz andere")
    with pytest.raises(KammerError, match="anderen Passphrase"):
        keys.new_key(tmp_path, in_file=True)
    assert create(tmp_path, clock) == left


def test_a_key_from_outside_opens_data_whose_keyring_is_gone(tmp_path: Path, clock: FixedClock) -> None:
    use(MemoryKeyring())
    create(tmp_path, clock, None)
    key = keys.stored_key(tmp_path)
    use(MemoryKeyring())  # a new computer
    with pytest.raises(KammerError, match="Schlüsselbund"):
        content(tmp_path)
    with pytest.raises(KammerError, match=keys.fingerprint("ab" * 32)):
        keys.adopt_key(tmp_path, "ab" * 32)
    keys.adopt_key(tmp_path, key)
    assert content(tmp_path) == ["Öztürk"]


@pytest.mark.parametrize("file", ["{half a file", None])
def test_a_key_from_outside_replaces_a_lost_passphrase_and_keeps_the_sealed_file(
    file: str | None, tmp_path: Path, clock: FixedClock
) -> None:
    key = create(tmp_path, clock)
    key_file = tmp_path / keys.KEY_FILE
    if file:
        key_file.write_text(file, encoding="ascii")
    before = key_file.read_bytes()
    keys.adopt_key(tmp_path, key, "ganz neue Wörter")
    assert content(tmp_path, says("ganz neue Wörter")) == ["Öztürk"]
    assert (tmp_path / f"{keys.KEY_FILE}.1").read_bytes() == before
    use(MemoryKeyring())
    keys.adopt_key(tmp_path, key)
    assert content(tmp_path) == ["Öztürk"]
    assert keys.protection(tmp_path) is Protection.KEYRING
    assert (tmp_path / f"{keys.KEY_FILE}.2").exists()


def test_a_key_from_outside_is_not_kept_while_the_data_are_open(tmp_path: Path, clock: FixedClock) -> None:
    key = create(tmp_path, clock)
    with (
        closing(Store.open(tmp_path, user="kroeger", passphrase=says(SECRET))),
        pytest.raises(KammerError, match="benutzt"),
    ):
        keys.adopt_key(tmp_path, key, SECRET)


def test_a_fingerprint_tells_keys_apart_and_does_not_hold_them() -> None:
    marks = {keys.fingerprint(f"{number:064x}") for number in range(100)}
    assert len(marks) == 100
    assert all(len(mark) == 8 for mark in marks)
    assert keys.fingerprint("00" * 32) not in "00" * 32


def test_keys_do_not_stand_in_what_is_printed_of_them(tmp_path: Path, clock: FixedClock) -> None:
    key = create(tmp_path, clock)
    kept = keys.kept_keys(tmp_path, says(SECRET))
    assert kept.current == key
    assert key not in repr(kept)
    assert SECRET not in repr(kept)


@pytest.mark.parametrize("version", [(3, 51, 2), (3, 40, 1), (3, 7, 0)])
def test_an_engine_that_can_lose_data_is_refused_and_named(version: tuple[int, int, int]) -> None:
    with pytest.raises(KammerError, match=r"\.".join(map(str, version))):
        refuse_faulty_engine(version)


@pytest.mark.parametrize("version", [(3, 51, 3), (3, 53, 4), (4, 0, 0)])
def test_a_sound_engine_is_taken(version: tuple[int, int, int]) -> None:
    refuse_faulty_engine(version)


def test_an_error_of_the_database_tells_the_statement_but_no_personal_data(tmp_path: Path) -> None:
    engine = open_engine(tmp_path / "x.db", "ab" * 32)
    with engine.connect() as connection:
        connection.exec_driver_sql("CREATE TABLE t (name TEXT UNIQUE)")
        statement = text("INSERT INTO t VALUES (:name)")
        connection.execute(statement, {"name": "Unverwechselbar"})
        with pytest.raises(IntegrityError) as caught:
            connection.execute(statement, {"name": "Unverwechselbar"})
    engine.dispose()
    assert "INSERT INTO t" in str(caught.value)
    assert "Unverwechselbar" not in str(caught.value)
