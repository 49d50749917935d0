"""The one door: all of an action or nothing, one consistent answer, nothing readable without the key."""

from __future__ import annotations

import json
import sqlite3
from datetime import date
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from kammerdesk.base.clock import FixedClock
from kammerdesk.base.errors import KammerError, Refused, refuse
from kammerdesk.base.paths import DATABASE_NAME
from kammerdesk.people.model import Organisation, Person
from kammerdesk.store.faults import while_opening
from kammerdesk.store.inspection import inspect
from kammerdesk.store.journal import JournalChange, JournalEntry
from kammerdesk.store.keys import KEY_FILE
from kammerdesk.store.store import Store
from kammerdesk.store.upgrade import SCHEMA_VERSION
from kammerdesk.store.work import Work
from kammerdesk.sync.records import schema


def add_person(work: Work, last_name: str) -> UUID:
    person = work.add(Person(last_name=last_name, first_name="Ada"))
    work.session.flush()
    return person.uid


def rename_person(work: Work, order: tuple[UUID, str]) -> None:
    work.get(Person, order[0]).last_name = order[1]


def fill_then_fail(work: Work, last_name: str) -> None:
    add_person(work, last_name)
    raise refuse("name", "Das geht nicht.")


def people(session: Session) -> list[str]:
    return list(session.scalars(select(Person.last_name).order_by(Person.last_name)))


def changes(session: Session) -> list[tuple[str, str | None, str | None]]:
    rows = session.execute(select(JournalChange.operation, JournalChange.before, JournalChange.after))
    return [(operation, before, after) for operation, before, after in rows]


def test_an_action_reports_its_value_and_the_kinds_it_changed(store: Store) -> None:
    outcome = store.do(add_person, "Öztürk")
    assert isinstance(outcome.value, UUID)
    assert outcome.changes == {"person"}
    assert store.ask(people) == ["Öztürk"]


def test_a_refused_action_leaves_no_trace(store: Store) -> None:
    with pytest.raises(Refused, match="Das geht nicht"):
        store.do(fill_then_fail, "Weg")
    assert store.ask(people) == []
    assert store.ask(lambda session: session.scalar(select(func.count()).select_from(JournalEntry))) == 0


def test_the_journal_keeps_the_old_and_the_new_value_of_changed_fields_only(store: Store) -> None:
    uid = store.do(add_person, "Müller").value
    store.do(rename_person, (uid, "Meier"))
    (operation, before, after), renamed = store.ask(changes)
    assert (operation, before) == ("insert", None)
    assert json.loads(after or "")[0] == "BS"
    assert "Müller" in json.loads(after or "")
    assert renamed == (
        "update",
        '{"last_name":"Müller"}',
        '{"last_name":"Meier"}',
    )


def test_the_journal_names_action_user_and_reason(store: Store) -> None:
    store.do(add_person, "Müller", reason="Anruf")
    kept = select(JournalEntry.action, JournalEntry.user, JournalEntry.reason, func.length(JournalEntry.digest))
    entry = store.ask(lambda session: tuple(session.execute(kept).one()))
    assert entry == ("add_person", "kroeger", "Anruf", 64)


def test_only_the_stamp_of_the_changed_group_moves(store: Store) -> None:
    uid = store.do(add_person, "Müller").value
    store.do(rename_person, (uid, "Meier"))

    def stamps(session: Session) -> tuple[str | None, str | None, str | None, int | None]:
        person = session.get_one(Person, uid)
        return (
            person.creation_stamp,
            person.stamp_of_name,  # type: ignore[attr-defined]  # made from the groups
            person.stamp_of_address,  # type: ignore[attr-defined]
            person.local_sequence,
        )

    created, name, address, sequence = store.ask(stamps)
    assert created is not None
    assert name is not None
    assert name > created
    assert address is None
    assert sequence == 2


def test_a_value_set_to_itself_moves_no_stamp_and_writes_no_journal(store: Store) -> None:
    uid = store.do(add_person, "Müller").value
    outcome = store.do(rename_person, (uid, "Müller"))
    assert outcome.changes == frozenset()


def test_raw_sql_is_stamped_and_remembered_too(store: Store) -> None:
    uid = store.do(add_person, "Müller").value

    def by_hand(work: Work, key: UUID) -> None:
        work.session.execute(text("UPDATE person SET town = 'Peine' WHERE uid = :uid"), {"uid": key.hex})

    assert store.do(by_hand, uid).changes == {"person"}
    assert store.ask(changes)[-1] == ("update", '{"town":""}', '{"town":"Peine"}')


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM person",
        "UPDATE person SET home = 'LW'",
        "UPDATE person SET uid = '00000000000000000000000000000000'",
        "DELETE FROM journal_change",
        "UPDATE journal_change SET after = '{}'",
        "UPDATE journal_entry SET user = 'niemand'",
        "DELETE FROM journal_entry",
    ],
)
def test_the_database_itself_refuses_to_forget(store: Store, statement: str) -> None:
    store.do(add_person, "Müller")

    def tamper(work: Work, sql: str) -> None:
        work.session.execute(text(sql))

    with pytest.raises(IntegrityError):
        store.do(tamper, statement)
    assert store.ask(people) == ["Müller"]


def test_a_query_cannot_write(store: Store) -> None:
    def sneak(session: Session) -> None:
        session.add(Person(last_name="Heimlich", first_name="X", home="BS"))
        session.flush()

    store.ask(sneak)
    assert store.ask(people) == []


def test_bulk_rows_are_stamped_like_any_other(store: Store) -> None:
    def fill(work: Work, count: int) -> int:
        return work.bulk(Organisation, ({"name": f"Firma {n}", "kind": "company"} for n in range(count)))

    assert store.do(fill, 500).value == 500
    unstamped = select(func.count()).select_from(Organisation).where(Organisation.creation_stamp.is_(None))
    assert store.ask(lambda session: session.scalar(unstamped)) == 0


def test_a_removed_record_is_gone_for_actions_but_still_stored(store: Store) -> None:
    uid = store.do(add_person, "Müller").value

    def remove(work: Work, key: UUID) -> None:
        work.remove(work.get(Person, key))

    store.do(remove, uid)
    with pytest.raises(KammerError):
        store.do(rename_person, (uid, "Meier"))
    assert store.ask(people) == ["Müller"]


def test_nothing_in_the_file_can_be_read_without_the_key(store: Store, tmp_path: Path) -> None:
    store.do(add_person, "Unverwechselbar")
    store.close()
    content = b"".join(file.read_bytes() for file in (tmp_path / "bs").iterdir())
    assert b"Unverwechselbar" not in content
    with pytest.raises(sqlite3.DatabaseError):
        sqlite3.connect(tmp_path / "bs" / DATABASE_NAME).execute("SELECT * FROM person")


def test_a_wrong_key_is_said_in_words(store: Store, tmp_path: Path) -> None:
    store.close()
    key = tmp_path / "bs" / KEY_FILE
    key.chmod(0o600)
    key.write_text("0" * 64)
    with pytest.raises(KammerError, match=DATABASE_NAME):
        Store.open(tmp_path / "bs", user="kroeger")


def test_an_existing_database_is_never_made_anew(store: Store, tmp_path: Path) -> None:
    with pytest.raises(KammerError):
        Store.create(tmp_path / "bs", "BS", schema(), user="kroeger", demonstration=True)


def test_a_newer_file_is_refused(store: Store, tmp_path: Path) -> None:
    with store._engine.connect() as connection:  # the only way to forge a newer file
        connection.exec_driver_sql(f"PRAGMA user_version = {SCHEMA_VERSION + 1}")
        connection.commit()
    store.close()
    with pytest.raises(KammerError):
        Store.open(tmp_path / "bs", user="kroeger")


def test_a_folder_without_data_is_said_in_words(tmp_path: Path) -> None:
    with pytest.raises(KammerError):
        Store.open(tmp_path, user="kroeger")


def test_a_fresh_database_is_whole_and_a_dropped_trigger_is_found(store: Store) -> None:
    store.do(add_person, "Müller")
    assert inspect(store, schema()) == []
    with store._engine.connect() as connection:  # what a thief of history would do
        connection.exec_driver_sql("DROP TRIGGER person_stamp_name")
        connection.commit()
    assert any("person_stamp_name" in fault for fault in inspect(store, schema()))


def test_a_changed_journal_is_found(store: Store) -> None:
    uid = store.do(add_person, "Müller").value
    store.do(rename_person, (uid, "Meier"))
    with store._engine.connect() as connection:
        connection.exec_driver_sql("DROP TRIGGER journal_change_no_update")
        connection.exec_driver_sql('UPDATE journal_change SET before = \'{"last_name":"Nie"}\' WHERE id = 2')
        connection.commit()
    assert len(inspect(store, schema())) == 3  # the trigger, the chain, and the record that does not follow


def test_times_survive_as_utc_and_naive_ones_are_refused(store: Store, clock: FixedClock) -> None:
    uid = store.do(add_person, "Müller").value

    def remove_naively(work: Work, key: UUID) -> None:
        work.get(Person, key).deleted_at = clock.now().replace(tzinfo=None)

    with pytest.raises(Exception, match="zone"):
        store.do(remove_naively, uid)
    assert store.ask(lambda session: session.get_one(Person, uid).deleted_at) is None


def test_dates_are_dates(store: Store) -> None:
    def born(work: Work, day: date) -> UUID:
        person = work.add(Person(last_name="A", first_name="B", birth_date=day))
        work.session.flush()
        return person.uid

    uid = store.do(born, date(2004, 2, 29)).value
    assert store.ask(lambda session: session.get_one(Person, uid).birth_date) == date(2004, 2, 29)


def test_a_file_that_the_system_cannot_open_is_said_in_words(store: Store, tmp_path: Path) -> None:
    store.close()
    (tmp_path / "bs" / DATABASE_NAME).unlink()
    (tmp_path / "bs" / DATABASE_NAME).mkdir()
    with pytest.raises(KammerError, match="Laufwerk"):
        Store.open(tmp_path / "bs", user="kroeger")


@pytest.mark.parametrize(
    "cause", ["unable to open database file", "disk I/O error", "attempt to write a readonly database", "disk is full"]
)
def test_known_causes_at_opening_are_told_with_what_to_do(cause: str) -> None:
    sentence = str(while_opening(Path("daten"), Exception(cause)))
    assert cause not in sentence
    assert "Bitte" in sentence


def test_a_file_in_place_of_the_folder_is_said_in_words(tmp_path: Path) -> None:
    file = tmp_path / "passwd"
    file.write_text("x", encoding="ascii")
    with pytest.raises(KammerError, match="ist eine Datei"):
        Store.open(file, user="kroeger")
    with pytest.raises(KammerError, match="ist eine Datei"):
        Store.create(file, "BS", schema(), user="kroeger", demonstration=True)


def test_a_lost_key_file_is_not_looked_for_in_the_keyring(store: Store, tmp_path: Path) -> None:
    store.close()
    (tmp_path / "bs" / KEY_FILE).unlink()
    with pytest.raises(KammerError, match=KEY_FILE):
        Store.open(tmp_path / "bs", user="kroeger")
