"""A bundle that brought decisions is taken back: the values are as before, what the partner decided stays decided."""

from __future__ import annotations

from sqlalchemy import select

from kammerdesk.base.differences import Difference, Side
from kammerdesk.store.inspection import inspect
from kammerdesk.store.store import Store
from kammerdesk.store.undo import redo, undo, undoable
from kammerdesk.store.work import Work
from kammerdesk.sync.dispute import Dispute, dispute
from kammerdesk.sync.inbox import answers, open_decisions, undecided
from kammerdesk.sync.records import schema
from kammerdesk.sync.resolving import DeclineOrder, ResolveOrder, accept_proposal, decline_proposal, resolve_conflict
from kammerdesk.sync.settlement import Outcome, Settlement
from tests.sync.conftest import Pair
from tests.sync.test_resolving import codes, contradicted, only, phone, proposed
from tests.sync.test_two_houses import person

__all__ = ["contradicted", "proposed"]


def last_bundle(store: Store) -> int:
    row = store.ask(undoable, store.user)
    assert row is not None
    assert row.action == "import_bundle"
    return row.id


def outcomes(store: Store) -> list[Outcome]:
    return [answer.outcome for answer in store.ask(answers)]


def test_the_value_is_as_before_and_the_partners_decision_stays(contradicted: Pair) -> None:
    bs, lw, uid = contradicted.bs, contradicted.lw, contradicted.keys["examiner"]
    before = phone(bs, uid)
    found = only(lw)
    sides = {row.field: next(side for side in Side if row.version(side).value == "0531 2") for row in _clashes(found)}
    contradicted.clock.wind(1)
    lw.do(resolve_conflict, ResolveOrder(found.id, sides))
    contradicted.send(lw, bs)
    assert phone(bs, uid) == "0531 2" != before
    contradicted.clock.wind(1)
    bundle = last_bundle(bs)
    bs.do(undo, bundle)
    assert phone(bs, uid) == before
    assert outcomes(bs) == [Outcome.RESOLVED], "only the partner takes back what it decided"
    assert bs.ask(open_decisions) == []
    contradicted.send(bs, lw)
    assert phone(lw, uid) == before, "ours is the later word"
    assert lw.ask(undecided) == []
    assert outcomes(lw) == [Outcome.RESOLVED]
    assert len(codes(contradicted)) == 1
    bs.do(redo, bundle)
    assert phone(bs, uid) == "0531 2"
    contradicted.send(bs, lw)
    assert phone(lw, uid) == "0531 2"
    assert len(codes(contradicted)) == 1
    assert inspect(bs, schema()) == inspect(lw, schema()) == []


def _clashes(found: Dispute) -> list[Difference]:
    return [row for row in found.comparison.rows if row.clash]


def test_a_bundle_that_brought_nothing_but_a_decision_is_taken_back_without_any_harm(contradicted: Pair) -> None:
    bs, lw = contradicted.bs, contradicted.lw
    found = only(lw)
    lw.do(resolve_conflict, ResolveOrder(found.id, {row.field: Side.OURS for row in found.comparison.rows}))
    contradicted.send(lw, bs)
    first = last_bundle(bs)
    assert bs.do(undo, first).value == 0
    assert outcomes(bs) == [Outcome.RESOLVED]
    row = bs.ask(undoable, bs.user)
    assert row is None or row.id < first, "what was done before comes next"


def test_the_answer_to_a_proposal_stays_when_its_bundle_is_taken_back(proposed: Pair) -> None:
    bs, lw, uid = proposed.bs, proposed.lw, proposed.keys["examiner"]
    bs.do(decline_proposal, DeclineOrder(only(bs).id, "So steht es im Ausweis."))
    proposed.send(bs, lw)
    assert lw.ask(person, uid).last_name == "Groß"
    proposed.clock.wind(1)
    lw.do(undo, last_bundle(lw))
    assert lw.ask(person, uid).last_name == "Dort"
    assert outcomes(lw) == [Outcome.DECLINED]
    proposed.send(lw, bs)
    again = only(bs)
    assert bs.ask(person, uid).last_name == "Groß", "it is proposed once more, and is not written"
    bs.do(accept_proposal, ResolveOrder(again.id))
    assert bs.ask(person, uid).last_name == "Dort"
    proposed.send(bs, lw)
    assert len(codes(proposed)) == 1


def test_our_own_decision_is_still_taken_back(contradicted: Pair) -> None:
    bs = contradicted.bs
    done = bs.do(resolve_conflict, ResolveOrder(only(bs).id)).value
    assert bs.ask(open_decisions) == []
    bs.do(undo, done.entry)
    assert len(bs.ask(open_decisions)) == 1


def meddle(work: Work, _order: None) -> None:
    """Somebody in the partner's house writes into what we decided."""
    work.session.scalars(select(Settlement)).one().reason = "anders"


def test_words_about_a_decision_of_ours_are_a_proposal_like_any_other(contradicted: Pair) -> None:
    bs, lw = contradicted.bs, contradicted.lw
    bs.do(resolve_conflict, ResolveOrder(only(bs).id))
    contradicted.send(bs, lw)
    contradicted.clock.wind(1)
    lw.do(meddle, None)
    contradicted.send(lw, bs)
    (row,) = bs.ask(undecided)
    assert row.kind == "settlement"
    assert bs.ask(dispute, row.id).comparison.title
    bs.do(decline_proposal, DeclineOrder(row.id, "Das haben wir entschieden."))
    assert bs.ask(open_decisions) == []
