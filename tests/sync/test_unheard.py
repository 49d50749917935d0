"""What one house wrote without knowing a later version, and lost by it, is decided on by the house of the record."""

from __future__ import annotations

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from kammerdesk.people.model import Person
from kammerdesk.store.store import Store
from kammerdesk.store.undo import undo, undoable
from kammerdesk.sync.inbox import DecisionRow, answers, open_decisions, undecided
from kammerdesk.sync.resolving import DeclineOrder, ResolveOrder, accept_proposal, decline_proposal, note_conflict
from kammerdesk.sync.settlement import Outcome
from kammerdesk.sync.standing import peer_standing
from tests.sync.conftest import Pair
from tests.sync.test_two_houses import rename


def name_in(store: Store, pair: Pair) -> str:
    def ask(session: Session) -> str:
        return session.scalars(select(Person.last_name).where(Person.uid == pair.keys["examiner"])).one()

    return store.ask(ask)


def write_apart(pair: Pair) -> None:
    """The partner writes first; the house of the record writes later, and the partner hears of that before it sends."""
    pair.send(pair.bs, pair.lw)
    pair.clock.wind(1 / 60)
    pair.lw.do(rename, (pair.keys["examiner"], "Dort"))
    pair.clock.wind(1 / 60)
    pair.bs.do(rename, (pair.keys["examiner"], "Hier"))
    pair.send(pair.bs, pair.lw)


def the_only(rows: list[DecisionRow]) -> DecisionRow:
    (row,) = rows
    return row


def test_words_that_lost_at_the_partner_come_home_as_a_proposal(pair: Pair) -> None:
    write_apart(pair)
    assert name_in(pair.lw, pair) == "Hier"
    assert not the_only(pair.lw.ask(undecided)).is_ours
    assert pair.bs.ask(open_decisions) == []
    pair.send(pair.lw, pair.bs)
    assert name_in(pair.bs, pair) == "Hier"
    pair.bs.do(accept_proposal, ResolveOrder(the_only(pair.bs.ask(open_decisions)).id))
    pair.send(pair.bs, pair.lw)
    assert (name_in(pair.bs, pair), name_in(pair.lw, pair)) == ("Dort", "Dort")
    assert pair.lw.ask(undecided) == []


def test_when_they_are_declined_their_author_reads_why(pair: Pair) -> None:
    write_apart(pair)
    pair.send(pair.lw, pair.bs)
    pair.bs.do(decline_proposal, DeclineOrder(the_only(pair.bs.ask(open_decisions)).id, "Laut Ausweis anders."))
    pair.send(pair.bs, pair.lw)
    assert name_in(pair.lw, pair) == "Hier"
    assert pair.lw.ask(undecided) == []
    told = [(row.outcome, row.reason) for row in pair.lw.ask(answers)]
    assert told == [(Outcome.DECLINED, "Laut Ausweis anders.")]


@pytest.mark.parametrize("times", [1, 2])
def test_they_come_once_however_often_they_are_sent(pair: Pair, times: int) -> None:
    write_apart(pair)
    for _ in range(times):
        pair.export(pair.lw, "again.kdb")
        pair.take_in(pair.bs, "again.kdb")
    row = the_only(pair.bs.ask(open_decisions))
    pair.bs.do(decline_proposal, DeclineOrder(row.id, "Nein."))
    pair.take_in(pair.bs, "again.kdb")
    pair.send(pair.lw, pair.bs)
    pair.send(pair.bs, pair.lw)
    pair.send(pair.lw, pair.bs)
    assert pair.bs.ask(open_decisions) == []


def test_a_lost_bundle_does_not_lose_them(pair: Pair) -> None:
    write_apart(pair)
    pair.export(pair.lw, "lost.kdb")
    pair.send(pair.lw, pair.bs)
    assert the_only(pair.bs.ask(open_decisions)).fields == ("Nachname",)


def test_what_its_author_put_away_does_not_come(pair: Pair) -> None:
    write_apart(pair)
    pair.lw.do(note_conflict, ResolveOrder(the_only(pair.lw.ask(undecided)).id))
    pair.send(pair.lw, pair.bs)
    assert pair.bs.ask(open_decisions) == []


def test_a_later_change_at_home_does_not_hide_them(pair: Pair) -> None:
    write_apart(pair)
    pair.bs.do(rename, (pair.keys["examiner"], "Hier, zum zweiten"))
    pair.send(pair.lw, pair.bs)
    assert name_in(pair.bs, pair) == "Hier, zum zweiten"
    pair.bs.do(accept_proposal, ResolveOrder(the_only(pair.bs.ask(open_decisions)).id))
    pair.send(pair.bs, pair.lw)
    assert name_in(pair.lw, pair) == "Dort"
    assert pair.lw.ask(undecided) == []


def test_words_taken_back_by_their_author_leave_both_houses_at_the_same_state(pair: Pair) -> None:
    pair.send(pair.bs, pair.lw)
    pair.send(pair.lw, pair.bs)
    pair.lw.do(rename, (pair.keys["examiner"], "Dort"))
    entry = pair.lw.ask(undoable, "thoms")
    assert entry is not None
    pair.lw.do(undo, entry.id)
    for sender, receiver in ((pair.lw, pair.bs), (pair.bs, pair.lw), (pair.lw, pair.bs)):
        pair.send(sender, receiver)
    assert pair.bs.ask(open_decisions) == []
    assert name_in(pair.bs, pair) == name_in(pair.lw, pair) == "Groß"
    standing = pair.bs.ask(peer_standing, "LW")
    assert standing.code == standing.partner_code != ""
