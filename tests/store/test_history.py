"""Whoever goes around the journal leaves a contradiction: written past it, changed past it, or its end cut off."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import pytest

from kammerdesk.committees.model import Committee
from kammerdesk.people.model import Organisation, Person
from kammerdesk.store.inspection import inspect
from kammerdesk.store.store import Store
from kammerdesk.store.triggers import trigger_statements
from kammerdesk.store.work import Work
from kammerdesk.sync.records import schema
from tests.store.test_store import add_person, rename_person


def behind_the_back(store: Store, *statements: str, silently: bool = True) -> None:
    """Does it as somebody would who has file and key; silently: without the triggers, which are put back."""
    triggers = trigger_statements(schema())
    with store._engine.connect() as connection:
        for name in triggers if silently else ():
            connection.exec_driver_sql(f"DROP TRIGGER {name}")
        for statement in statements:
            connection.exec_driver_sql(statement)
        for statement in triggers.values() if silently else ():
            connection.exec_driver_sql(statement)
        connection.commit()


def change_everything(work: Work, uid: UUID) -> None:
    """Values of all types, there and back."""
    firm = work.add(Organisation(name="Öl & „Söhne“ \\ \t", kind="company"))
    committee = work.add(Committee(number="1", name="A", occupation="fiae", joint=False, target_size=3))
    work.session.flush()
    person = work.get(Person, uid)
    for name, birth, employer, joint, size in (
        ('{"a": "ß"}', date(2004, 2, 29), firm.uid, True, 5),
        ("1e3", None, None, False, 7),
        ("007", date(1999, 12, 31), firm.uid, True, 3),
    ):
        person.last_name, person.birth_date, person.employer_uid = name, birth, employer
        committee.joint, committee.target_size = joint, size
        work.session.flush()
    work.remove(committee)


@pytest.fixture
def uid(store: Store) -> UUID:
    """Somebody whose name changed once."""
    found = store.do(add_person, "Müller").value
    store.do(rename_person, (found, "Meier"))
    return found


def test_honest_work_of_every_kind_is_whole(store: Store, uid: UUID) -> None:
    store.do(change_everything, uid)
    store.do(rename_person, (uid, "Meier"))
    assert inspect(store, schema()) == []


def test_a_change_outside_any_action_is_found(store: Store, uid: UUID) -> None:
    behind_the_back(store, "UPDATE person SET town = 'Peine'", silently=False)
    assert len(inspect(store, schema())) == 1


def test_a_change_without_the_triggers_is_found(store: Store, uid: UUID) -> None:
    behind_the_back(store, "UPDATE person SET last_name = 'Schulze'")
    assert ["person" in fault for fault in inspect(store, schema())] == [True]


def test_an_honest_change_afterwards_does_not_hide_it(store: Store, uid: UUID) -> None:
    behind_the_back(store, "UPDATE person SET last_name = 'Schulze'")
    store.do(rename_person, (uid, "Meier-Lang"))
    assert ["person" in fault for fault in inspect(store, schema())] == [True]


ADD = (
    "CREATE TEMP TABLE copy AS SELECT * FROM person",
    "UPDATE copy SET uid = substr(uid, 1, 31) || 'x'",
    "INSERT INTO person SELECT * FROM copy",
)


@pytest.mark.parametrize(
    ("statements", "faults"), [(["DELETE FROM person"], 1), (ADD, 1), ((*ADD[:2], "DELETE FROM person", ADD[2]), 2)]
)
def test_a_record_added_or_taken_away_is_found(store: Store, uid: UUID, statements: list[str], faults: int) -> None:
    behind_the_back(store, *statements)
    assert ["person" in fault for fault in inspect(store, schema())] == [True] * faults


@pytest.mark.parametrize("entries", [1, 2])
def test_a_journal_whose_end_is_missing_is_found(store: Store, uid: UUID, entries: int) -> None:
    kept = 2 - entries
    behind_the_back(
        store,
        f"DELETE FROM journal_change WHERE entry_id > {kept}",
        f"DELETE FROM journal_entry WHERE id > {kept}",
    )
    assert inspect(store, schema()) != []


def test_a_last_entry_whose_digest_was_reckoned_anew_is_found(store: Store, uid: UUID) -> None:
    behind_the_back(store, "DELETE FROM journal_change WHERE entry_id = 2", "DELETE FROM journal_entry WHERE id = 2")
    behind_the_back(store, "UPDATE person SET last_name = 'Müller'")
    assert len(inspect(store, schema())) == 1


@pytest.mark.parametrize("field", ["town = 'Peine'", "birth_date = '2001-02-03'", "title = 'Dr.'"])
def test_a_field_that_never_changed_since_its_record_was_made_is_compared_too(store: Store, field: str) -> None:
    store.do(add_person, "Müller")
    assert inspect(store, schema()) == []
    behind_the_back(store, f"UPDATE person SET {field}")
    assert ["person" in fault for fault in inspect(store, schema())] == [True]


@pytest.mark.parametrize("field", ["town = 'Peine'", "last_name = 'Müller'"])
def test_so_is_a_field_beside_those_that_changed(store: Store, uid: UUID, field: str) -> None:
    behind_the_back(store, f"UPDATE person SET {field}")
    assert ["person" in fault for fault in inspect(store, schema())] == [True]


def test_an_insert_that_tells_something_else_than_the_next_change_found_is_found(store: Store, uid: UUID) -> None:
    behind_the_back(
        store,
        "UPDATE journal_change SET after = jsonb(replace(json(after), 'Müller', 'Maler')) WHERE operation = 'insert'",
    )
    assert ["person" in fault for fault in inspect(store, schema())] == [False, True]


def test_records_made_when_the_table_had_other_columns_are_compared_by_what_they_kept(store: Store) -> None:
    uid = store.do(add_person, "Müller").value
    older = (
        'INSERT INTO journal_shape VALUES (1, \'person\', \'["home", "last_name", "long_gone"]\')',
        "UPDATE journal_change SET shape = 1, after = jsonb_array('BS', 'Müller', 'x')",
    )
    behind_the_back(store, *older)
    (broken_chain,) = inspect(store, schema())
    assert "1" in broken_chain
    store.do(rename_person, (uid, "Meier"))
    assert inspect(store, schema()) == [broken_chain]
    behind_the_back(store, "UPDATE person SET last_name = 'Schulze'")
    assert ["person" in fault for fault in inspect(store, schema())] == [False, True]
