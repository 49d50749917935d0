"""What is erased is gone from rows, journal and every byte of the file; the chain holds, and nothing returns."""

from __future__ import annotations

import shutil
from contextlib import closing
from datetime import date
from pathlib import Path
from uuid import UUID

import pytest
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from sqlalchemy import insert, select, text
from sqlalchemy.orm import Session

from kammerdesk.base.clock import FixedClock
from kammerdesk.base.errors import KammerError
from kammerdesk.base.paths import DATABASE_NAME
from kammerdesk.committees.model import Appointment, Committee
from kammerdesk.people.model import Organisation, Person
from kammerdesk.store import keys
from kammerdesk.store.actions import action
from kammerdesk.store.engine import connect_raw
from kammerdesk.store.erasure import Erased, SyncGrave, erase, grave_hash, reapply_graves
from kammerdesk.store.inspection import inspect
from kammerdesk.store.store import Store
from kammerdesk.store.traces import GRAVES_FILE
from kammerdesk.store.work import Work
from kammerdesk.sync.model import ConflictKind, SyncConflict, SyncParked
from kammerdesk.sync.records import schema

NAME, NEWER, OTHER = "Wesselmüller-Quast", "Quast-Wesselmüller", "Bleibtreu"
PAGE = 8192


def furnish(work: Work, _order: None = None) -> dict[str, UUID]:
    """Two people, each with an office; the one to be erased was renamed once."""
    company = work.add(Organisation(name="Okerdata GmbH", kind="company"))
    board = work.add(Committee(number="BS-1", name="FIAE 1", occupation="fiae", target_size=3))
    work.session.flush()
    people = {
        name: work.add(Person(last_name=name, first_name="Jo", employer_uid=company.uid)) for name in (NAME, OTHER)
    }
    work.session.flush()
    term = {"bench": "AN", "role": "member", "valid_from": date(2020, 1, 1), "valid_until": date(2024, 12, 31)}
    offices = {
        name: work.add(Appointment(person_uid=one.uid, committee_uid=board.uid, **term)) for name, one in people.items()
    }
    work.session.flush()
    return {
        "company": company.uid,
        "person": people[NAME].uid,
        "other": people[OTHER].uid,
        "appointment": offices[NAME].uid,
    }


def rename(work: Work, uid: UUID) -> None:
    work.get(Person, uid).last_name = NEWER


def call(work: Work, order: tuple[str | UUID, ...]) -> None:
    name, *people = order
    for uid in people:
        work.get(Person, UUID(str(uid))).first_name = str(name)


def fill_pages(work: Work, number: int) -> None:
    """Splits pages around, so that copies of rows lie about in the file."""
    work.bulk(Person, [{"last_name": f"Füller {number} {row}", "first_name": "x" * (row % 300)} for row in range(400)])


@action("Erase for the test", roles=(), lasting=True)
def erase_chosen(work: Work, chosen: dict[str, set[UUID]]) -> Erased:
    return erase(work, chosen)


@pytest.fixture
def uids(store: Store) -> dict[str, UUID]:
    for number in range(3):
        store.do(fill_pages, number)
    found = store.do(furnish, None).value
    store.do(rename, found["person"])
    for number in range(3):
        store.do(fill_pages, number)
    return found


def wiped(store: Store, uids: dict[str, UUID]) -> Erased:
    return store.do(erase_chosen, {"person": {uids["person"]}, "appointment": {uids["appointment"]}}).value


def folder_of(store: Store) -> Path:
    return Path(store.ask(lambda session: str(session.get_bind().url.database))).parent  # type: ignore[union-attr]


def decrypted(folder: Path) -> bytes:
    """Every byte of the database, free pages too: AES-256-CBC, the vector at the end of each page."""
    raw, key = (folder / DATABASE_NAME).read_bytes(), bytes.fromhex(keys.stored_key(folder))
    plain = bytearray()
    for start in range(0, len(raw), PAGE):
        page = raw[start : start + PAGE]
        vector, body = page[-48:-32], page[16 if start == 0 else 0 : -48]
        decryptor = Cipher(algorithms.AES(key), modes.CBC(vector)).decryptor()
        plain += decryptor.update(body) + decryptor.finalize()
    return bytes(plain)


def everything(session: Session) -> str:
    names = session.scalars(text("SELECT name FROM sqlite_master WHERE type = 'table'")).all()
    rows = [row for name in names for row in session.execute(text(f'SELECT * FROM "{name}"'))]
    return repr([cell.decode(errors="replace") if isinstance(cell, bytes) else cell for row in rows for cell in row])


def faults(store: Store) -> list[str]:
    return inspect(store, schema())


def test_no_table_and_no_byte_of_the_file_holds_what_was_erased(store: Store, uids: dict[str, UUID]) -> None:
    assert NEWER in store.ask(everything)
    wiped(store, uids)
    dumped, raw = store.ask(everything), decrypted(folder_of(store))
    for name in (NAME, NEWER):
        assert name not in dumped
        assert name.encode() not in raw
    assert OTHER in dumped
    assert OTHER.encode() in raw
    wal = folder_of(store) / f"{DATABASE_NAME}-wal"
    assert not wal.exists() or wal.stat().st_size == 0


def test_the_chain_holds_and_the_journal_tells_what_was_erased(store: Store, uids: dict[str, UUID]) -> None:
    erased = wiped(store, uids)
    assert faults(store) == []
    assert erased.rows == {"appointment": 1, "person": 1}
    told = store.ask(
        lambda session: session.execute(
            text(
                "SELECT kind, operation, before, after, salt, erased FROM journal_change WHERE uid = :uid ORDER BY id"
            ),
            {"uid": uids["person"].hex},
        ).all()
    )
    assert [row.operation for row in told] == ["insert", "update", "erase"]
    assert all(row.before is None and row.after is None for row in told)
    assert all(row.salt is None and len(row.erased) == 64 for row in told[:2])


def test_a_reason_goes_with_the_last_record_it_was_about(store: Store, uids: dict[str, UUID]) -> None:
    store.do(call, ("Jona", uids["person"]), reason=f"{NEWER} heiratet")
    store.do(call, ("Jona", uids["other"]), reason="Schreibfehler")
    store.do(call, ("Joni", uids["person"], uids["other"]), reason="zwei Namen berichtigt")
    wiped(store, uids)
    assert faults(store) == []
    reasons = store.ask(lambda session: set(session.scalars(text("SELECT reason FROM journal_entry"))))
    assert reasons == {"", "Schreibfehler", "zwei Namen berichtigt"}
    assert f"{NEWER} heiratet".encode() not in decrypted(folder_of(store))
    told = "SELECT salt, length(erased) FROM journal_entry WHERE erased IS NOT NULL"
    assert store.ask(lambda session: [tuple(row) for row in session.execute(text(told))]) == [(None, 64)]


def test_a_change_of_the_blanked_journal_is_still_found(store: Store, uids: dict[str, UUID]) -> None:
    wiped(store, uids)

    def forge(work: Work, _order: None) -> None:
        work.session.execute(text("DROP TRIGGER journal_change_no_update"))
        work.session.execute(text("UPDATE journal_change SET erased = :no WHERE erased IS NOT NULL"), {"no": "0" * 64})

    store.do(forge, None)
    assert any("nachträglich" in fault for fault in faults(store))


def test_pages_learn_which_kinds_changed(store: Store, uids: dict[str, UUID]) -> None:
    assert store.do(erase_chosen, {"appointment": {uids["appointment"]}}).changes == {"appointment"}


def test_nothing_is_erased_when_something_still_refers_to_it(store: Store, uids: dict[str, UUID]) -> None:
    before = store.ask(everything)
    with pytest.raises(Exception, match="FOREIGN KEY"):
        store.do(erase_chosen, {"organisation": {uids["company"]}})
    assert store.ask(everything) == before
    assert not (folder_of(store) / GRAVES_FILE).exists()


def test_rows_can_be_deleted_only_by_erasing(store: Store, uids: dict[str, UUID]) -> None:
    wiped(store, uids)
    with pytest.raises(Exception, match="never deleted"):
        store.do(lambda work, _: work.session.execute(text("DELETE FROM person")), None)


def test_losers_and_waiting_rows_of_the_exchange_go_too(store: Store, uids: dict[str, UUID]) -> None:
    other = UUID(int=7)

    def park(work: Work, _order: None) -> None:
        loser = {"reason": ConflictKind.CONFLICT, "kind": "person", "group": "name", "values": NAME, "signer": "LW"}
        stamps = {"winner_stamp": "1", "loser_stamp": "2", "bundle": other, "found_at": work.now}
        waiting = {"kind": "candidate", "missing": "season_uid", "signer": "LW", "bundle": other, "since": work.now}
        for number, uid in enumerate((uids["person"], other)):
            work.session.execute(insert(SyncConflict).values(id=str(number), uid=uid, **loser, **stamps))
        frames = (NAME.encode() + uids["person"].bytes, OTHER.encode() + uids["other"].bytes)
        for number, frame in enumerate(frames):
            work.session.execute(insert(SyncParked).values(id=str(number), uid=other, frame=frame, **waiting))

    store.do(park, None)
    wiped(store, uids)
    assert store.ask(lambda session: list(session.scalars(select(SyncConflict.uid)))) == [other]
    assert store.ask(lambda session: list(session.scalars(select(SyncParked.id)))) == ["1"]


def test_graves_lie_in_the_database_and_beside_it_and_name_nobody(store: Store, uids: dict[str, UUID]) -> None:
    wiped(store, uids)
    hashes = {grave_hash(uids[name]) for name in ("person", "appointment")}
    assert set(store.ask(lambda session: list(session.scalars(select(SyncGrave.uid_hash))))) == hashes
    lines = (folder_of(store) / GRAVES_FILE).read_text().splitlines()
    assert {line.split()[0] for line in lines} == hashes
    assert all(line.endswith(" 2036-12-31") for line in lines)


def test_what_an_older_backup_brings_back_is_erased_again(
    store: Store, uids: dict[str, UUID], tmp_path: Path, clock: FixedClock
) -> None:
    folder = folder_of(store)
    store.close()
    shutil.copy(folder / DATABASE_NAME, tmp_path / "backup")
    store = Store.open(folder, user="kroeger", clock=clock)
    wiped(store, uids)
    store.close()
    shutil.copy(tmp_path / "backup", folder / DATABASE_NAME)
    store = Store.open(folder, user="kroeger", clock=clock)
    assert NAME in store.ask(everything)
    assert store.do(reapply_graves, None).value.rows == {"appointment": 1, "person": 1}
    assert NAME not in store.ask(everything)
    assert OTHER in store.ask(everything)
    assert faults(store) == []
    assert store.do(reapply_graves, None).value.rows == {}
    store.close()


def test_while_somebody_reads_the_file_it_is_not_clean_and_the_next_opening_cleans_it(
    store: Store, uids: dict[str, UUID], clock: FixedClock
) -> None:
    folder = folder_of(store)
    with closing(connect_raw(folder / DATABASE_NAME, keys.stored_key(folder))) as other:
        other.execute("BEGIN")
        other.execute("SELECT count(*) FROM person").fetchall()
        with pytest.raises(KammerError, match="gelöscht"):
            wiped(store, uids)
        store.close()
        assert (folder / GRAVES_FILE).read_text().startswith("#")
    again = Store.open(folder, user="kroeger", clock=clock)
    assert again.notices == []
    again.close()
    assert NEWER.encode() not in decrypted(folder)
    assert all(line.endswith(" 2036-12-31") for line in (folder / GRAVES_FILE).read_text().splitlines())


def test_killed_between_the_erasing_and_the_cleaning_the_next_opening_cleans(
    store: Store, uids: dict[str, UUID], clock: FixedClock
) -> None:
    folder = folder_of(store)
    wiped(store, uids)
    clean = (folder / GRAVES_FILE).read_bytes()
    store.close()
    for left in (b"", clean.splitlines(keepends=True)[0]):
        (folder / GRAVES_FILE).write_bytes(left)
        Store.open(folder, user="kroeger", clock=clock).close()
        assert (folder / GRAVES_FILE).read_bytes() == clean


def test_a_damaged_file_of_graves_is_said_and_not_written_over(store: Store, uids: dict[str, UUID]) -> None:
    file = folder_of(store) / GRAVES_FILE
    file.write_bytes(b"\x00\x01 half a line")
    with pytest.raises(KammerError, match=GRAVES_FILE):
        store.do(reapply_graves, None)
    assert file.read_bytes() == b"\x00\x01 half a line"
