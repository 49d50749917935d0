"""Each of the twelve kinds comes about, is readable, is decided by whom it is for, and then both houses are alike."""

from __future__ import annotations

import pytest

from kammerdesk.base.errors import Refused
from kammerdesk.store.inspection import inspect
from kammerdesk.sync.dispute import dispute
from kammerdesk.sync.inbox import open_decisions, undecided
from kammerdesk.sync.model import ConflictKind
from kammerdesk.sync.records import schema
from kammerdesk.sync.resolving import DeclineOrder, ResolveOrder, decline_proposal, resolve_conflict
from tests.sync.conftest import Pair
from tests.sync.disputes import CASES, bring_about


def test_there_are_twelve() -> None:
    assert len(CASES) == 12


@pytest.mark.parametrize("name", CASES)
def test_it_comes_about_is_readable_and_ends_with_a_decision(
    name: str, pair: Pair, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = CASES[name]
    store = bring_about(case, pair, monkeypatch)
    rows = store.ask(undecided)
    assert {(row.reason.value, row.is_ours) for row in rows} == {(case.reason, case.is_ours)}
    found = store.ask(dispute, rows[0].id)
    comparison = found.comparison
    told = [comparison.title, comparison.ours, comparison.theirs, comparison.ours_by, comparison.theirs_by]
    told += [comparison.reason, *(f"{row.title} {row.ours.words} {row.theirs.words}" for row in comparison.rows)]
    assert all(told)
    text = "\n".join(told)
    assert [word for word in case.words if word not in text] == []
    for row in rows:
        if row.reason is ConflictKind.PROPOSAL:
            store.do(decline_proposal, DeclineOrder(row.id, "Bleibt."))
        elif row.is_ours:
            store.do(resolve_conflict, ResolveOrder(row.id))
        else:
            with pytest.raises(Refused):
                store.do(resolve_conflict, ResolveOrder(row.id))
            return
    assert store.ask(undecided) == []
    for _ in range(2):
        pair.send(pair.bs, pair.lw)
        pair.send(pair.lw, pair.bs)
    assert pair.bs.ask(open_decisions) == pair.lw.ask(open_decisions) == []
    assert inspect(pair.bs, schema()) == inspect(pair.lw, schema()) == []
