"""What changed is what travels, however it was changed: compared with the whole tables before and after."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from kammerdesk.base.ids import uuid7
from kammerdesk.people.model import Organisation
from kammerdesk.store.journal import SyncClock
from kammerdesk.store.store import Store
from kammerdesk.store.work import Work

STATEMENTS = (
    "UPDATE organisation SET name = :value WHERE rowid % 3 = :which",
    "UPDATE organisation SET town = :value, phone = phone WHERE rowid % 2 = :which % 2",
    "UPDATE organisation SET town = town",
    "UPDATE organisation SET street = other.name FROM organisation AS other "
    "WHERE other.rowid = organisation.rowid + 1 AND organisation.rowid % 3 = :which",
    "INSERT INTO organisation (uid, home, name, kind, street, postal_code, town, county, phone, mail) "
    "SELECT uid, home, name || :value, kind, '', '', '', '', '', '' FROM organisation WHERE rowid % 4 = :which "
    "ON CONFLICT (uid) DO UPDATE SET name = excluded.name",
    "UPDATE organisation SET deleted_at = '2026-11-23 08:00:00.000000' WHERE rowid % 5 = :which",
    "UPDATE organisation SET deleted_at = NULL WHERE rowid % 5 = :which",
)


def fill(work: Work, _order: None = None) -> None:
    for number in range(12):
        work.add(Organisation(name=f"Firma {number}", kind="company"))


def run(work: Work, order: tuple[str, dict[str, Any]]) -> None:
    work.session.execute(text(order[0]), order[1])


def insert_raw(work: Work, name: str) -> None:
    statement = "INSERT INTO organisation (uid, home, name, kind, street, postal_code, town, county, phone, mail) "
    work.session.execute(
        text(f"{statement} VALUES (:uid, 'BS', :n, 'x', '', '', '', '', '', '')"), {"uid": uuid7().hex, "n": name}
    )


def whole(session: Session) -> dict[UUID, tuple[Any, ...]]:
    table = Organisation.__table__
    names = [column for column in table.columns if not column.name.startswith("_")]
    return {row.uid: tuple(row) for row in session.execute(select(*names))}


def changed_since(session: Session, number: int) -> set[UUID]:
    return set(session.scalars(select(Organisation.uid).where(Organisation.local_sequence > number)))


def number_now(session: Session) -> int:
    return session.scalars(select(SyncClock.lseq)).one()


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(work=st.lists(st.tuples(st.integers(0, len(STATEMENTS)), st.integers(0, 4)), min_size=1, max_size=6))
def test_the_rows_with_a_later_number_are_those_that_differ(store: Store, work: list[tuple[int, int]]) -> None:
    store.do(fill, None)
    before, number = store.ask(whole), store.ask(number_now)
    for index, (which, value) in enumerate(work):
        if which == len(STATEMENTS):
            store.do(insert_raw, f"Roh {index}")
        else:
            given_values = {"value": f"Wert {index}-{value}", "which": value}
            statement = STATEMENTS[which]
            wanted = {name: given_values[name] for name in given_values if f":{name}" in statement}
            store.do(run, (statement, wanted))
    after = store.ask(whole)
    differing = {uid for uid, row in after.items() if before.get(uid) != row}
    travelling = store.ask(changed_since, number)
    assert differing <= travelling
    back_again = {uid for uid in travelling - differing if before.get(uid) == after[uid]}
    assert travelling == differing | back_again
    assert len(work) > 1 or back_again == set()
