"""Two houses enter the same human being apart: both records stay, none is merged, and the hint names the other."""

from __future__ import annotations

from dataclasses import asdict
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from kammerdesk.people.model import Person
from kammerdesk.people.queries import namesakes
from kammerdesk.people.service import PersonOrder, create_person
from kammerdesk.store.inspection import inspect
from kammerdesk.sync.inbox import open_decisions
from kammerdesk.sync.records import schema
from tests.sync.conftest import Pair
from tests.sync.test_resolving import codes

THEIRS = PersonOrder(last_name="Gross", first_name="Aenne", phone="04131 7", mail="gross@example.org")


def of_that_name(session: Session) -> set[tuple[UUID, str, str]]:
    found = session.scalars(select(Person).where(Person.last_name.in_(("Groß", "Gross"))))
    return {(one.uid, one.home, one.phone) for one in found}


def typed(session: Session, uid: UUID) -> PersonOrder:
    kept = session.get_one(Person, uid)
    return PersonOrder(**{name: getattr(kept, name) for name in asdict(THEIRS)})


@pytest.mark.parametrize("is_entered_first", [True, False])
def test_both_records_stay_in_both_houses_and_the_hint_names_the_other(pair: Pair, is_entered_first: bool) -> None:
    if not is_entered_first:
        pair.send(pair.bs, pair.lw)
    entered = pair.lw.do(create_person, THEIRS).value
    pair.clock.wind(1)
    pair.send(pair.bs, pair.lw)
    both = {(entered, "LW", "04131 7"), (pair.keys["examiner"], "BS", "0531 1")}
    assert len(codes(pair)) == 1
    assert pair.lw.ask(of_that_name) == both
    assert pair.bs.ask(of_that_name) == {(pair.keys["examiner"], "BS", "0531 1")}, "theirs is no business of ours"
    for written in (("Groß", "Änne"), ("gross", "AENNE")):
        hint = pair.lw.ask(namesakes, *written)
        assert {(one.uid, one.name) for one in hint} == {
            (entered, "Aenne Gross"),
            (pair.keys["examiner"], "Dr. Änne Groß"),
        }
    assert pair.lw.ask(typed, entered) == THEIRS
    assert pair.bs.ask(open_decisions) == pair.lw.ask(open_decisions) == []
    assert inspect(pair.bs, schema()) == inspect(pair.lw, schema()) == []
