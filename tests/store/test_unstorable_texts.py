"""Texts that the hub of the house could not store are refused wherever they come in, with a sentence."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from kammerdesk.base.clock import FixedClock
from kammerdesk.base.errors import KammerError
from kammerdesk.base.ids import uuid7
from kammerdesk.exams.model import ExamSeason
from kammerdesk.people.model import Organisation, Person
from kammerdesk.store.store import Store
from kammerdesk.store.work import Work
from kammerdesk.sync.records import schema

NUL = "mit\0Null"


@pytest.fixture
def store(tmp_path: Path) -> Store:
    clock = FixedClock(datetime(2026, 11, 23, 6, tzinfo=UTC))
    made = Store.create(tmp_path, "BS", schema(), user="test", clock=clock, demonstration=True)
    made.do(add, Person(last_name="Vorher", first_name="Eva"))
    return made


def add(work: Work, record: Any) -> None:
    work.add(record)


def pour(work: Work, name: str) -> None:
    work.pour(Person, {"uid": [uuid7(), uuid7()], "last_name": ["Gut", name], "first_name": "Eva"})


def bulk(work: Work, name: str) -> None:
    work.bulk(Person, [{"uid": uuid7(), "home": "BS", "last_name": name, "first_name": "Eva"}])


def rename(work: Work, name: str) -> None:
    work.session.scalars(select(Person)).one().last_name = name


def raw(work: Work, name: str) -> None:
    work.session.execute(text("UPDATE person SET last_name = :name"), {"name": name})


def people(session: Session) -> list[str]:
    return list(session.scalars(select(Person.last_name)))


@pytest.mark.parametrize("way", [pour, bulk, rename, raw], ids=lambda way: way.__name__)
def test_a_text_with_nul_is_refused_on_every_way_in_and_nothing_is_kept(
    way: Callable[[Work, str], None], store: Store
) -> None:
    with pytest.raises(KammerError, match=r"Nachname.*U\+0000"):
        store.do(way, NUL)
    assert store.ask(people) == ["Vorher"]
    store.do(rename, "Ohne Null")
    assert store.ask(people) == ["Ohne Null"]


def test_a_text_longer_than_its_column_is_refused_with_the_number_that_is_allowed(store: Store) -> None:
    with pytest.raises(KammerError, match=r"höchstens 16 Zeichen"):
        store.do(add, Organisation(name="Heidewerk", kind="x" * 17))
    store.do(add, Organisation(name="Heidewerk", kind="x" * 16))
    assert store.ask(lambda session: session.scalar(select(func.count()).select_from(Organisation))) == 1


def test_the_first_text_of_a_kind_is_looked_at_like_the_last(store: Store) -> None:
    facts = {"starts_on": date(2026, 11, 1), "ends_on": date(2027, 2, 28)}
    with pytest.raises(KammerError, match=r"U\+0000"):
        store.do(add, ExamSeason(name="\0", **facts))
