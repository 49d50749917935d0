"""Pouring columns into the store: the fast way in keeps every promise of the slow one."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from kammerdesk.base.clock import FixedClock
from kammerdesk.base.ids import uuid7
from kammerdesk.people.model import Person
from kammerdesk.store.journal import JournalChange, broken_entries
from kammerdesk.store.store import Store
from kammerdesk.store.work import Work
from kammerdesk.sync.records import schema


@pytest.fixture
def store(tmp_path: Path) -> Store:
    clock = FixedClock(datetime(2026, 11, 23, 6, tzinfo=UTC))
    return Store.create(tmp_path, "BS", schema(), user="test", clock=clock, demonstration=True)


def pour_people(work: Work, columns: dict[str, Any]) -> int:
    return work.pour(Person, columns)


def people(session: Session) -> list[tuple[Any, ...]]:
    chosen = Person.last_name, Person.first_name, Person.birth_date, Person.title, Person.home, Person.creation_stamp
    return [tuple(row) for row in session.execute(select(*chosen).order_by(Person.last_name))]


def test_a_list_is_a_column_and_anything_else_stands_in_every_row(store: Store) -> None:
    columns = {
        "uid": [uuid7(), uuid7()],
        "last_name": ["Öztürk", "Weiß"],
        "first_name": "Eva",
        "birth_date": date(2001, 2, 3),
    }
    outcome = store.do(pour_people, columns)
    assert outcome.value == 2
    assert outcome.changes == {"person"}
    rows = store.ask(people)
    assert [row[:5] for row in rows] == [
        ("Weiß", "Eva", date(2001, 2, 3), "", "BS"),
        ("Öztürk", "Eva", date(2001, 2, 3), "", "BS"),
    ]
    assert all(row[5] for row in rows)


def test_poured_rows_are_in_the_journal_and_its_chain_holds(store: Store) -> None:
    uids = [uuid7() for _ in range(3)]
    store.do(pour_people, {"uid": uids, "last_name": "Meyer", "first_name": "Eva"})
    remembered = select(JournalChange.uid, JournalChange.operation)
    assert store.ask(lambda session: {tuple(row) for row in session.execute(remembered)}) == {
        (uid, "insert") for uid in uids
    }
    assert store.ask(lambda session: broken_entries(session.connection())) == []


def test_columns_of_different_length_are_refused_and_nothing_is_stored(store: Store) -> None:
    with pytest.raises(ValueError):
        store.do(pour_people, {"uid": [uuid7(), uuid7()], "last_name": ["Meyer"], "first_name": "Eva"})
    assert store.ask(people) == []
