"""Whatever a name looks like, it arrives as it was written, and is found in both houses."""

from __future__ import annotations

import unicodedata

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from kammerdesk.people.model import Person
from tests.sync.conftest import Pair
from tests.sync.test_two_houses import rename

NASTY = (
    unicodedata.normalize("NFC", "Müller"),
    unicodedata.normalize("NFD", "Müller"),
    "Groß und ẞ",
    "Yıldız İnce",
    "\u202eabc\u202c rückwärts",
    "'; DROP TABLE person; --",
    'mit "Anführung" und \\ und %s :name ?',
    "👩‍🏫 \ufeff\u200b",
    "a" * 100_000,
    "=1+1\t\r\n",
)


@pytest.mark.parametrize("name", NASTY, ids=[f"text {number}" for number in range(len(NASTY))])
def test_it_comes_as_it_went_and_the_state_is_the_same(pair: Pair, name: str) -> None:
    pair.bs.do(rename, (pair.keys["examiner"], name))
    pair.send(pair.bs, pair.lw)
    assert pair.lw.ask(last_name, pair) == pair.bs.ask(last_name, pair) == name
    assert pair.send(pair.lw, pair.bs).written == 0


def last_name(session: Session, pair: Pair) -> str:
    return session.scalars(select(Person.last_name).where(Person.uid == pair.keys["examiner"])).one()
