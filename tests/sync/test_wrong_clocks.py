"""Clocks that stand years off, run backwards or agree to the millisecond: the later change wins, nothing is lost."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from kammerdesk.base.errors import KammerError
from kammerdesk.people.model import Person
from kammerdesk.sync.model import SyncConflict
from tests.sync.conftest import Pair
from tests.sync.houses import WindableClock
from tests.sync.test_two_houses import rename

YEAR = 24 * 365.0


def name_at(session: Session, pair: Pair) -> str:
    return session.scalars(select(Person.last_name).where(Person.uid == pair.keys["examiner"])).one()


def kept_values(session: Session) -> list[dict[str, str]]:
    return [json.loads(values) for values in session.scalars(select(SyncConflict.values))]


@pytest.mark.parametrize("hours", [-10 * YEAR, -48.0, -0.5, 0.0, 23.0])
def test_a_change_made_after_the_clock_was_wrong_still_arrives(pair: Pair, hours: float) -> None:
    pair.bs.do(rename, (pair.keys["examiner"], "Vorher"))
    pair.send(pair.bs, pair.lw)
    pair.clock.wind(hours)
    pair.bs.do(rename, (pair.keys["examiner"], "Nachher"))
    if hours <= -24:
        with pytest.raises(KammerError, match="Uhr"):
            pair.export(pair.bs)
    pair.clock.wind(-hours)
    pair.send(pair.bs, pair.lw)
    assert pair.lw.ask(name_at, pair) == "Nachher"
    pair.bs.do(rename, (pair.keys["examiner"], "Wieder richtig"))
    pair.send(pair.bs, pair.lw)
    assert pair.lw.ask(name_at, pair) == "Wieder richtig"


def test_the_hour_that_comes_twice_in_autumn_is_no_hour_twice(pair: Pair) -> None:
    assert isinstance(pair.clock, WindableClock)
    for minute in (30, 30, 31):
        pair.clock.moment = datetime(2027, 10, 31, minute // 31, minute, tzinfo=UTC)
        pair.bs.do(rename, (pair.keys["examiner"], f"Um {minute} in {pair.clock.moment.hour}"))
    pair.send(pair.bs, pair.lw)
    assert pair.lw.ask(name_at, pair) == "Um 31 in 1"


def test_two_in_the_same_millisecond_end_alike(pair: Pair) -> None:
    pair.send(pair.bs, pair.lw)
    for store, name in ((pair.bs, "Hier"), (pair.lw, "Dort")):
        store.do(rename, (pair.keys["examiner"], name))
    pair.send(pair.bs, pair.lw)
    pair.send(pair.lw, pair.bs)
    assert pair.bs.ask(name_at, pair) == "Hier"  # whatever the stamps say: it is a record of this house
    assert "Dort" in [values["last_name"] for values in pair.bs.ask(kept_values)]
