"""Only the house of a committee or an exam day adds to it: what a partner puts there waits as a proposal."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, time
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from kammerdesk.committees.model import Appointment
from kammerdesk.examday.model import ExamDay, Sitting, Slot
from kammerdesk.people.model import Person
from kammerdesk.store.inspection import inspect
from kammerdesk.store.record import Record, record_tables
from kammerdesk.store.work import Work
from kammerdesk.sync import queries
from kammerdesk.sync.bundle import Head, Recipient, write_bundle
from kammerdesk.sync.frames import Frame, groups_of, row_columns
from kammerdesk.sync.incoming import seen_of
from kammerdesk.sync.model import SyncConflict, SyncParked
from kammerdesk.sync.records import schema
from kammerdesk.sync.scope import fields_below, shared_fields, shared_kinds
from tests.sync.conftest import Pair
from tests.sync.forging import BS, LW, LW_KEYS

KINDS = (Appointment, ExamDay, Sitting, Slot)
TERMS = {"valid_from": date(2025, 1, 1), "valid_until": date(2029, 12, 31)}


def trespass(work: Work, keys: dict[str, UUID]) -> None:
    """The partner seats its own examiner in our committee and on our day, and plans a slot and a day of its own."""
    person = work.session.scalars(select(Person.uid).where(Person.last_name == "Düvel")).one()
    seat = work.add(Appointment(person_uid=person, committee_uid=keys["committee"], bench="AG", role="chair", **TERMS))
    work.session.flush()
    work.add(Sitting(exam_day_uid=keys["day"], appointment_uid=seat.uid, person_uid=person, bench="AG", role="chair"))
    work.add(Slot(exam_day_uid=keys["day"], candidate_uid=keys["candidate"], starts_at=time(9), ends_at=time(10)))
    ours = work.get(ExamDay, keys["day"])
    facts = {"committee_uid": ours.committee_uid, "season_uid": ours.season_uid, "regulation": ours.regulation}
    day = ExamDay(day=date(2027, 2, 1), area="PUS", room_uid=ours.room_uid, starts_at=time(8), slot_minutes=45, **facts)
    work.add(day)


def own_frames(session: Session, chamber: str) -> Iterator[Frame]:
    """All shared kinds of a house's own records, past the scope."""
    for table in record_tables(Record.metadata):
        if table.name in shared_kinds():
            groups = groups_of(table, shared_fields(table.name))
            rows = session.connection().execute(select(*row_columns(table, groups)).where(table.c.home == chamber))
            found = [tuple(row) for row in rows]
            if found:
                yield Frame(str(table.name), groups, found)


def smuggle(work: Work, file: Path) -> None:
    """A bundle of the partner, properly signed, that no honest program writes."""
    head = Head(
        format=2,
        bundle=UUID(int=1),
        chamber="LW",
        replica=work.stamp[16:],
        key_id=LW.keys.key_id,
        person="x",
        recipients=[Recipient("BS", BS.keys.key_id)],
        created=work.now,
        stamp=work.stamp,
        brings=seen_of(work.session, "LW"),
        reasons=["pool"],
        persons=1,
        program="",
    )
    write_bundle(file, head, own_frames(work.session, "LW"), LW_KEYS, [BS])


def ours_and_theirs(session: Session) -> list[set[str]]:
    return [set(session.scalars(select(kind.home))) for kind in KINDS]


def proposed(session: Session) -> set[str]:
    return set(session.scalars(select(SyncConflict.kind).where(SyncConflict.reason == "proposal")))


def parked(session: Session) -> list[str]:
    return list(session.scalars(select(SyncParked.kind)))


@pytest.fixture
def smuggled(pair: Pair) -> Pair:
    """Braunschweig's bundle was taken in, and a smuggled one lies ready."""
    pair.send(pair.bs, pair.lw)
    pair.lw.do(trespass, pair.keys)
    pair.clock.wind(1)
    pair.lw.do(smuggle, pair.folder / "smuggled.kdb")
    return pair


def test_what_a_partner_puts_into_our_committee_or_day_is_only_a_proposal(smuggled: Pair) -> None:
    preview = smuggled.bs.ask(queries.preview_bundle, smuggled.folder / "smuggled.kdb")
    done = smuggled.take_in(smuggled.bs, "smuggled.kdb")
    assert {count.kind: count.added for count in done.counts if count.added} == {"organisation": 1, "person": 2}
    assert smuggled.bs.ask(ours_and_theirs) == [{"BS"}] * len(KINDS)
    assert smuggled.bs.ask(proposed) == {kind.__tablename__ for kind in KINDS}
    assert smuggled.bs.ask(parked) == []
    assert preview.counts == done.counts
    assert inspect(smuggled.bs, schema()) == []


def test_reading_it_again_writes_nothing(smuggled: Pair) -> None:
    smuggled.take_in(smuggled.bs, "smuggled.kdb")
    assert smuggled.take_in(smuggled.bs, "smuggled.kdb").written == 0


def test_a_partner_adds_to_its_own_committees_and_days(pair: Pair) -> None:
    assert {count.kind for count in pair.send(pair.bs, pair.lw).counts} >= {kind.__tablename__ for kind in KINDS}
    assert pair.lw.ask(ours_and_theirs) == [{"BS"}] * len(KINDS)
    assert pair.lw.ask(proposed) == set()


def test_the_kinds_that_belong_to_others_are_known() -> None:
    assert {kind: set(fields_below(kind)) for kind in shared_kinds() if fields_below(kind)} == {
        "appointment": {"committee_uid"},
        "exam_day": {"committee_uid"},
        "sitting": {"exam_day_uid"},
        "slot": {"exam_day_uid"},
    }
