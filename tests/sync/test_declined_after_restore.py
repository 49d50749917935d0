"""A declined proposal stays declined when either house is set back to a backup from before the decision."""

from __future__ import annotations

from pathlib import Path

import pytest

from kammerdesk.store.backup import make_backup
from kammerdesk.store.inspection import inspect
from kammerdesk.store.restore import RestoreOrder, put_back
from kammerdesk.store.store import Store
from kammerdesk.sync.inbox import answers, undecided
from kammerdesk.sync.records import schema
from kammerdesk.sync.resolving import DeclineOrder, decline_proposal
from kammerdesk.sync.settlement import Outcome
from tests.sync.conftest import Pair
from tests.sync.test_resolving import codes, only
from tests.sync.test_two_houses import person, rename

WHY = "So steht es im Ausweis."


def backup(pair: Pair, house: str) -> Path:
    return make_backup(getattr(pair, house), pair.folder / "backups").file


def set_back(pair: Pair, house: str, file: Path) -> None:
    pair.clock.wind(1)
    store: Store = getattr(pair, house)
    user, folder = store.user, pair.folder / house
    store.close()
    put_back(RestoreOrder(file, folder), schema(), user=user, clock=pair.clock)
    setattr(pair, house, Store.open(folder, user=user, clock=pair.clock))


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
    file = backup(pair, "bs")
    propose(pair)
    pair.send(pair.lw, pair.bs)
    if moment == "while it was open":
        file = backup(pair, "bs")
    decline(pair)
    pair.send(pair.bs, pair.lw)
    set_back(pair, "bs", file)
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
    set_back(pair, "lw", files[moment])
    settled(pair)
