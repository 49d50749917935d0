"""A bundle that was taken in can be taken back in one step; that it came stays on record."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from kammerdesk.people.model import Person
from kammerdesk.store.inspection import inspect
from kammerdesk.store.journal import JournalEntry
from kammerdesk.store.record import field_groups, record_tables
from kammerdesk.store.store import Store
from kammerdesk.store.undo import redo, undo, undoable
from kammerdesk.store.work import Work
from kammerdesk.sync.model import SyncIn
from kammerdesk.sync.records import schema
from tests.sync.conftest import Pair

State = dict[str, list[tuple[object, ...]]]


def live(session: Session) -> State:
    """The values of all live records."""
    return {
        table.name: [
            tuple(row)
            for row in session.execute(
                select(table.c.uid, *(one for columns in field_groups(table).values() for one in columns))
                .where(table.c.deleted_at.is_(None))
                .order_by(table.c.uid)
            )
        ]
        for table in record_tables(schema())
    }


def transfers(session: Session) -> int:
    return session.scalar(select(func.count()).select_from(SyncIn)) or 0


def last_entry(store: Store) -> int:
    row = store.ask(undoable, store.user)
    assert row is not None
    assert row.action == "import_bundle"
    return row.id


def rename(work: Work, last_name: str) -> None:
    work.session.scalars(select(Person).where(Person.last_name == "Groß")).one().last_name = last_name


def test_a_merge_is_one_step_and_its_transfer_record_stays(pair: Pair) -> None:
    before = pair.lw.ask(live)
    pair.send(pair.bs, pair.lw)
    merged = pair.lw.ask(live)
    assert merged != before
    entry = last_entry(pair.lw)
    pair.lw.do(undo, entry)
    assert pair.lw.ask(live) == before
    assert pair.lw.ask(transfers) == 1
    pair.lw.do(redo, entry)
    assert pair.lw.ask(live) == merged
    assert inspect(pair.lw, schema()) == []


def test_values_that_came_with_a_bundle_give_way_to_ours_with_our_stamp(pair: Pair) -> None:
    def person(session: Session) -> tuple[str, str]:
        found = session.get_one(Person, pair.keys["examiner"])
        return found.last_name, found.stamp_of_name  # type: ignore[attr-defined]  # made from the groups

    pair.send(pair.bs, pair.lw)
    pair.clock.wind(1)
    pair.bs.do(rename, "Klein")
    pair.send(pair.bs, pair.lw)
    name, foreign = pair.lw.ask(person)
    assert name == "Klein"
    pair.lw.do(undo, last_entry(pair.lw))
    name, ours = pair.lw.ask(person)
    assert name == "Groß"
    own = select(JournalEntry.stamp).order_by(JournalEntry.id.desc()).limit(1)
    assert ours == pair.lw.ask(lambda session: session.scalar(own))
    assert ours > foreign


def test_the_same_bundle_again_does_not_bring_back_what_was_undone(pair: Pair) -> None:
    before = pair.lw.ask(live)
    pair.send(pair.bs, pair.lw)
    pair.lw.do(undo, last_entry(pair.lw))
    pair.take_in(pair.lw)
    assert pair.lw.ask(live) == before
