"""The past stands in the journal: every record and every list as of a moment, and the records from it alone."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from hypothesis import given
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from kammerdesk.people.model import Organisation, Person
from kammerdesk.store.house import house_of
from kammerdesk.store.past import record_at
from kammerdesk.store.store import Store
from kammerdesk.store.work import Work
from tests.store.histories import KINDS, MODEST, Step, Told, actions, dump, make_house, told, values_of


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small house to be copied."""
    return make_house(tmp_path_factory.mktemp("house") / "bs")


@MODEST
@given(history=actions)
def test_the_state_as_of_any_action_is_the_state_seen_then(house: Path, history: list[list[Step]]) -> None:
    with told(house, history) as story:
        for moment, state in zip(story.moments, story.states, strict=True):
            assert story.store.ask_as_of(moment, dump) == state
            for kind in KINDS:
                for uid in story.states[-1][kind]:
                    found = story.store.ask(record_at, kind, UUID(uid), moment)
                    there = state[kind].get(uid)
                    assert (found and tuple(found[name] for name in values_of(kind))) == there
        assert story.store.ask(dump) == story.states[-1]


SAMPLE: list[list[Step]] = [[("rename", 0, "Meier"), ("employ", 0, "")], [("remove", 0, ""), ("add", 0, "Neu")]]


@pytest.fixture
def story(house: Path) -> Iterator[Told]:
    """A short history."""
    with told(house, SAMPLE) as told_one:
        yield told_one


def employers(session: Session) -> list[tuple[str, str]]:
    """A list as the program asks for one: through the mapped classes, with a join, by names."""
    live = select(Person.last_name, Organisation.name).join(Organisation, Person.employer_uid == Organisation.uid)
    return [(person, firm) for person, firm in session.execute(live.where(Person.deleted_at.is_(None)))]


def test_lists_of_the_program_run_unchanged_as_of_a_moment(story: Told) -> None:
    assert [story.store.ask_as_of(moment, employers) for moment in story.moments] == [[], [("Meier", "Meier")], []]
    assert story.store.ask(employers) == []


def test_today_is_the_day_of_the_moment(story: Told) -> None:
    moment = datetime(2026, 9, 24, 12, 0, tzinfo=UTC)
    assert story.store.ask_as_of(moment, lambda session: house_of(session).today) == date(2026, 9, 24)
    assert story.store.ask(lambda session: house_of(session).today) == date(2026, 11, 23)


def test_joins_in_the_past_use_the_same_indexes(story: Told) -> None:
    def plan(session: Session) -> list[str]:
        query = "EXPLAIN QUERY PLAN SELECT * FROM person WHERE employer_uid = 'x' OR uid = 'y'"
        return [row[3] for row in session.execute(text(query))]

    then = story.store.ask_as_of(story.moments[0], plan)
    assert any("ix_person_employer_uid" in line for line in then)
    assert not any("SCAN" in line for line in then)


def temporary(session: Session) -> list[str]:
    return list(session.scalars(text("SELECT name FROM temp.sqlite_master WHERE type = 'table' ORDER BY name")))


def test_only_what_a_query_names_is_rebuilt_and_nothing_stays_behind(story: Told) -> None:
    def look(session: Session) -> list[str]:
        session.execute(text("SELECT * FROM person")).all()
        return [name for name in temporary(session) if name in KINDS]

    assert story.store.ask_as_of(story.moments[0], look) == ["person"]
    assert story.store.ask_as_of(story.moments[-1], look) == []
    assert story.store.ask(temporary) == []


def test_a_query_that_fails_in_the_past_leaves_nothing_behind(story: Told) -> None:
    def fail(session: Session) -> None:
        dump(session)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        story.store.ask_as_of(story.moments[0], fail)
    assert story.store.ask(temporary) == []
    assert story.store.ask(dump) == story.states[-1]


def test_the_past_lies_in_memory_only(story: Told) -> None:
    assert story.store.ask_as_of(story.moments[0], lambda session: session.scalar(text("PRAGMA temp_store"))) == 2


def test_before_the_first_entry_there_was_nothing(story: Told) -> None:
    long_ago = story.moments[0] - timedelta(days=365)
    assert story.store.ask_as_of(long_ago, dump) == {kind: {} for kind in KINDS}


def test_a_record_that_nobody_ever_made_was_never_there(store: Store) -> None:
    def add(work: Work, _order: None) -> None:
        work.add(Person(last_name="A", first_name="B"))

    store.do(add, None)
    assert store.ask(record_at, "person", UUID(int=1), store.clock.now()) is None
