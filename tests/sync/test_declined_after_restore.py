"""A declined proposal stays declined when either house is set back to a backup from before the decision."""

from __future__ import annotations

import pytest

from kammerdesk.store.inspection import inspect
from kammerdesk.sync.inbox import answers, undecided
from kammerdesk.sync.records import schema
from kammerdesk.sync.resolving import DeclineOrder, decline_proposal
from kammerdesk.sync.settlement import Outcome
from tests.sync.conftest import Pair
from tests.sync.test_resolving import codes, only
from tests.sync.test_restored_house import backup, restore
from tests.sync.test_two_houses import person, rename

WHY = "So steht es im Ausweis."


def propose(pair: Pair) -> None:
    pair.clock.wind(1)
    pair.lw.do(rename, (pair.keys["examiner"], "Dort"))


def decline(pair: Pair) -> None:
    pair.bs.do(decline_proposal, DeclineOrder(only(pair.bs).id, WHY))


def settled(pair: Pair) -> None:
    """Both end with the owner's name, nothing open, and one state; the proposer has the reason once."""
    assert len(codes(pair)) == 1
    for store in (pair.bs, pair.lw):
        assert store.ask(person, pair.keys["examiner"]).last_name == "Groß"
        assert store.ask(undecided) == []
        assert inspect(store, schema()) == []
    assert [(row.outcome, row.reason) for row in pair.lw.ask(answers)] == [(Outcome.DECLINED, WHY)]


@pytest.mark.parametrize("moment", ["before it was proposed", "while it was open"])
def test_whoever_declined_is_set_back(moment: str, pair: Pair) -> None:
    pair.send(pair.bs, pair.lw)
    file = backup(pair)
    propose(pair)
    pair.send(pair.lw, pair.bs)
    if moment == "while it was open":
        file = backup(pair)
    decline(pair)
    pair.send(pair.bs, pair.lw)
    restore(pair, file)
    settled(pair)


@pytest.mark.parametrize(
    ("moment", "read"),
    [("before it was proposed", True), ("before it left", False), ("before the answer came", True)],
)
def test_whoever_proposed_is_set_back(moment: str, read: bool, pair: Pair) -> None:
    pair.send(pair.bs, pair.lw)
    files = {"before it was proposed": backup(pair, "lw")}
    propose(pair)
    files["before it left"] = backup(pair, "lw")
    pair.send(pair.lw, pair.bs)
    files["before the answer came"] = backup(pair, "lw")
    decline(pair)
    if read:
        pair.send(pair.bs, pair.lw)
    restore(pair, files[moment], "lw")
    settled(pair)
