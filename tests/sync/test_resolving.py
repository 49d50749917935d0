"""A clerk decides: the decision travels, ends the matter in both houses, and can be taken back."""

from __future__ import annotations

from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from kammerdesk.base.differences import Side
from kammerdesk.base.errors import KammerError, Refused
from kammerdesk.people.model import Person
from kammerdesk.store.actions import Role
from kammerdesk.store.inspection import inspect
from kammerdesk.store.lines import history_lines
from kammerdesk.store.store import Store
from kammerdesk.store.undo import redo, undo
from kammerdesk.store.users import RoleOrder, give_role
from kammerdesk.store.work import Work
from kammerdesk.sync.dispute import Dispute, dispute
from kammerdesk.sync.inbox import answers, open_decisions, undecided
from kammerdesk.sync.model import ConflictKind, SyncPeer
from kammerdesk.sync.records import schema
from kammerdesk.sync.resolving import (
    DeclineOrder,
    ResolveOrder,
    accept_proposal,
    decline_proposal,
    note_conflict,
    resolve_conflict,
)
from kammerdesk.sync.scope import POLICIES, Policy
from kammerdesk.sync.settlement import Outcome
from kammerdesk.sync.state import exchange_states
from tests.sync.conftest import Pair
from tests.sync.test_two_houses import person, remove, rename


def call(work: Work, order: tuple[UUID, str]) -> None:
    work.get(Person, order[0]).phone = order[1]


def phone(store: Store, uid: UUID) -> str:
    found: str = store.ask(person, uid).phone
    return found


def only(store: Store) -> Dispute:
    (row,) = store.ask(open_decisions)
    return store.ask(dispute, row.id)


def codes(pair: Pair) -> set[str]:
    """The state codes of both houses after both told each other everything; more bundles change nothing."""
    for _ in range(2):
        pair.send(pair.bs, pair.lw)
        pair.send(pair.lw, pair.bs)

    def told(session: Session) -> str:
        return session.scalars(select(SyncPeer.code)).one()

    assert pair.send(pair.bs, pair.lw).written == pair.send(pair.lw, pair.bs).written == 0
    return {pair.bs.ask(told), pair.lw.ask(told)}


@pytest.fixture
def proposed(pair: Pair) -> Pair:
    """The partner renamed our examiner, and its bundle was taken in."""
    pair.send(pair.bs, pair.lw)
    pair.clock.wind(1)
    pair.lw.do(rename, (pair.keys["examiner"], "Dort"))
    pair.send(pair.lw, pair.bs)
    return pair


@pytest.fixture
def contradicted(pair: Pair, monkeypatch: pytest.MonkeyPatch) -> Pair:
    """Both houses wrote another telephone number, where both may, and their bundles crossed."""
    monkeypatch.setitem(POLICIES, ("person", "contact"), Policy.SHARED)
    pair.send(pair.bs, pair.lw)
    pair.clock.wind(1)
    pair.bs.do(call, (pair.keys["examiner"], "0531 2"))
    pair.clock.wind(1)
    pair.lw.do(call, (pair.keys["examiner"], "04131 3"))
    cross(pair)
    return pair


def cross(pair: Pair) -> None:
    """Both write their bundle before either reads the other's."""
    pair.clock.wind(1)
    pair.export(pair.bs, "from_bs.kdb")
    pair.export(pair.lw, "from_lw.kdb")
    pair.take_in(pair.bs, "from_lw.kdb")
    pair.take_in(pair.lw, "from_bs.kdb")


def test_a_declined_proposal_goes_back_with_its_reason_and_both_houses_are_alike(proposed: Pair) -> None:
    bs, lw, uid = proposed.bs, proposed.lw, proposed.keys["examiner"]
    found = only(bs)
    assert (found.reason, found.home, found.partner) == (ConflictKind.PROPOSAL, "BS", "LW")
    bs.do(decline_proposal, DeclineOrder(found.id, "  So steht es im Ausweis.  "))
    assert bs.ask(open_decisions) == []
    assert bs.ask(person, uid).last_name == "Groß"
    proposed.send(bs, lw)
    assert lw.ask(person, uid).last_name == "Groß"
    (answer,) = lw.ask(answers)
    assert (answer.outcome, answer.reason, answer.from_us) == (Outcome.DECLINED, "So steht es im Ausweis.", False)
    assert answer.title == "Groß, Änne"
    assert len(codes(proposed)) == 1
    assert inspect(lw, schema()) == inspect(bs, schema()) == []


def test_an_accepted_proposal_becomes_ours_and_comes_back_as_such(proposed: Pair) -> None:
    bs, lw, uid = proposed.bs, proposed.lw, proposed.keys["examiner"]
    bs.do(accept_proposal, ResolveOrder(only(bs).id))
    assert bs.ask(person, uid).last_name == "Dort"
    proposed.send(bs, lw)
    assert lw.ask(person, uid).last_name == "Dort"
    assert [answer.outcome for answer in lw.ask(answers)] == [Outcome.ACCEPTED]
    assert lw.ask(undecided) == []
    assert len(codes(proposed)) == 1


def test_a_proposal_can_be_accepted_in_part(proposed: Pair) -> None:
    bs, uid = proposed.bs, proposed.keys["examiner"]
    found = only(bs)
    assert {row.field: row.clash for row in found.comparison.rows} == {
        "last_name": True,
        "first_name": False,
        "title": False,
        "salutation": False,
    }
    bs.do(accept_proposal, ResolveOrder(found.id, {"last_name": Side.OURS}))
    assert bs.ask(person, uid).last_name == "Groß"


def test_what_is_declined_needs_a_reason_and_is_still_open_without(proposed: Pair) -> None:
    with pytest.raises(Refused, match="Begründung"):
        proposed.bs.do(decline_proposal, DeclineOrder(only(proposed.bs).id, "  "))
    assert len(proposed.bs.ask(open_decisions)) == 1


def test_a_decision_is_one_step_that_can_be_taken_back_and_done_again(proposed: Pair) -> None:
    bs, lw, uid = proposed.bs, proposed.lw, proposed.keys["examiner"]
    done = bs.do(accept_proposal, ResolveOrder(only(bs).id)).value
    proposed.send(bs, lw)
    bs.do(undo, done.entry)
    assert bs.ask(person, uid).last_name == "Groß"
    assert len(bs.ask(open_decisions)) == 1
    proposed.send(bs, lw)
    assert lw.ask(person, uid).last_name == "Groß"
    assert lw.ask(answers) == []
    bs.do(redo, done.entry)
    assert (bs.ask(person, uid).last_name, bs.ask(open_decisions)) == ("Dort", [])
    assert len(codes(proposed)) == 1


def test_the_journal_says_who_decided_what(proposed: Pair) -> None:
    bs = proposed.bs
    bs.do(accept_proposal, ResolveOrder(only(bs).id))
    words = [(line.kind, line.words) for line in bs.ask(lambda session: history_lines(session, limit=2))]
    assert {kind for kind, _ in words} == {"settlement", "person"}
    assert len({one for _, one in words}) == 1


def test_who_wrote_which_version_when_and_what_stood_before_is_told(contradicted: Pair) -> None:
    for store, ours, theirs in ((contradicted.bs, "0531 2", "04131 3"), (contradicted.lw, "04131 3", "0531 2")):
        found = only(store)
        (row,) = (row for row in found.comparison.rows if row.clash)
        assert (row.title, row.ours.words, row.theirs.words, row.base.words) == ("Telefon", ours, theirs, "0531 1")
        assert "0531 1" in found.comparison.reason
        assert found.comparison.title == "Groß, Änne · Personen"
    bs = only(contradicted.bs).comparison
    assert "kroeger" in bs.ours_by
    assert "23.11.2026" in bs.ours_by
    assert "IHK Lüneburg-Wolfsburg (thoms)" in bs.theirs_by


def test_the_house_of_the_record_is_proposed(contradicted: Pair) -> None:
    for store, side in ((contradicted.bs, Side.OURS), (contradicted.lw, Side.THEIRS)):
        assert {row.proposal for row in only(store).comparison.rows} == {side}


@pytest.mark.parametrize("side", Side)
def test_one_decision_ends_the_same_conflict_in_both_houses(contradicted: Pair, side: Side) -> None:
    bs, lw, uid = contradicted.bs, contradicted.lw, contradicted.keys["examiner"]
    assert only(bs).id == only(lw).id
    bs.do(resolve_conflict, ResolveOrder(only(bs).id, {"phone": side}))
    contradicted.send(bs, lw)
    wanted = {Side.OURS: "0531 2", Side.THEIRS: "04131 3"}[side]
    assert phone(bs, uid) == phone(lw, uid) == wanted
    assert bs.ask(undecided) == lw.ask(undecided) == []
    assert len(codes(contradicted)) == 1


def test_the_partner_decides_where_both_may_write(contradicted: Pair) -> None:
    bs, lw, uid = contradicted.bs, contradicted.lw, contradicted.keys["examiner"]
    lw.do(resolve_conflict, ResolveOrder(only(lw).id))
    contradicted.send(lw, bs)
    assert phone(bs, uid) == phone(lw, uid) == "0531 2"
    assert bs.ask(undecided) == lw.ask(undecided) == []
    assert len(codes(contradicted)) == 1


def test_two_houses_that_decide_differently_meet_in_one_new_conflict_and_no_more(contradicted: Pair) -> None:
    bs, lw, uid = contradicted.bs, contradicted.lw, contradicted.keys["examiner"]
    before = only(bs).id
    bs.do(resolve_conflict, ResolveOrder(before, {"phone": Side.OURS}))
    lw.do(resolve_conflict, ResolveOrder(before, {"phone": Side.OURS}))
    cross(contradicted)
    again = only(bs)
    assert again.id == only(lw).id != before
    bs.do(resolve_conflict, ResolveOrder(again.id, {"phone": Side.THEIRS}))
    contradicted.send(bs, lw)
    assert phone(bs, uid) == phone(lw, uid) == "04131 3"
    assert bs.ask(undecided) == lw.ask(undecided) == []
    assert len(codes(contradicted)) == 1


def test_two_houses_that_decide_alike_need_no_other_decision(contradicted: Pair) -> None:
    bs, lw = contradicted.bs, contradicted.lw
    bs.do(resolve_conflict, ResolveOrder(only(bs).id, {"phone": Side.OURS}))
    lw.do(resolve_conflict, ResolveOrder(only(lw).id, {"phone": Side.THEIRS}))
    cross(contradicted)
    assert bs.ask(undecided) == lw.ask(undecided) == []
    assert len(codes(contradicted)) == 1


def test_only_the_house_of_a_record_decides_on_what_only_it_may_write(pair: Pair) -> None:
    pair.send(pair.bs, pair.lw)
    pair.bs.do(rename, (pair.keys["examiner"], "Hier"))
    pair.clock.wind(1)
    pair.lw.do(rename, (pair.keys["examiner"], "Dort"))
    cross(pair)
    (waiting,) = pair.lw.ask(undecided)
    assert (waiting.is_ours, pair.lw.ask(open_decisions)) == (False, [])
    with pytest.raises(Refused, match="IHK Braunschweig"):
        pair.lw.do(resolve_conflict, ResolveOrder(waiting.id))
    (state,) = pair.lw.ask(exchange_states)
    assert state.waiting == 0
    assert not any(row.clash for row in pair.lw.ask(dispute, waiting.id).comparison.rows)
    done = pair.lw.do(note_conflict, ResolveOrder(waiting.id)).value
    assert pair.lw.ask(undecided) == []
    assert pair.lw.ask(person, pair.keys["examiner"]).last_name == "Dort"
    pair.lw.do(undo, done.entry)
    assert len(pair.lw.ask(undecided)) == 1
    pair.bs.do(decline_proposal, DeclineOrder(only(pair.bs).id, "Bleibt."))
    pair.send(pair.bs, pair.lw)
    assert pair.lw.ask(undecided) == []
    assert pair.lw.ask(person, pair.keys["examiner"]).last_name == "Hier"


def test_what_was_decided_or_changed_meanwhile_is_not_decided_again(contradicted: Pair) -> None:
    bs, uid = contradicted.bs, contradicted.keys["examiner"]
    found = only(bs)
    bs.do(call, (uid, "0531 9"))
    with pytest.raises(Refused, match="inzwischen"):
        bs.do(resolve_conflict, ResolveOrder(found.id, {}, found.standing))
    bs.do(resolve_conflict, ResolveOrder(found.id))
    with pytest.raises(Refused, match="bereits"):
        bs.do(resolve_conflict, ResolveOrder(found.id))
    with pytest.raises(KammerError, match="abc"):
        bs.do(resolve_conflict, ResolveOrder("abc"))


def test_what_is_for_us_to_decide_is_not_merely_noted(contradicted: Pair) -> None:
    with pytest.raises(Refused):
        contradicted.bs.do(note_conflict, ResolveOrder(only(contradicted.bs).id))


def test_a_proposal_is_not_a_conflict_and_the_other_way_round(proposed: Pair) -> None:
    with pytest.raises(Refused):
        proposed.bs.do(resolve_conflict, ResolveOrder(only(proposed.bs).id))


def test_a_later_proposal_of_its_author_replaces_the_earlier(proposed: Pair) -> None:
    proposed.lw.do(rename, (proposed.keys["examiner"], "Später"))
    proposed.send(proposed.lw, proposed.bs)
    (row,) = (row for row in only(proposed.bs).comparison.rows if row.clash)
    assert row.theirs.words == "Später"
    proposed.bs.do(accept_proposal, ResolveOrder(only(proposed.bs).id))
    assert proposed.bs.ask(undecided) == []


def test_a_proposed_removal_takes_what_belongs_to_the_record_or_is_refused(pair: Pair) -> None:
    pair.send(pair.bs, pair.lw)
    pair.clock.wind(1)
    pair.lw.do(remove, (Person, pair.keys["examiner"]))
    pair.send(pair.lw, pair.bs)
    with pytest.raises(Refused, match="gebraucht"):
        pair.bs.do(accept_proposal, ResolveOrder(only(pair.bs).id))
    pair.bs.do(decline_proposal, DeclineOrder(only(pair.bs).id, "Prüft weiter."))
    pair.send(pair.bs, pair.lw)
    assert pair.lw.ask(person, pair.keys["examiner"]).deleted_at is None
    assert len(codes(pair)) == 1


def test_who_may_only_read_decides_nothing(proposed: Pair) -> None:
    key = only(proposed.bs).id

    proposed.bs.do(give_role, RoleOrder("chef", Role.HEAD))
    proposed.bs.do(give_role, RoleOrder("kroeger", Role.READER))
    for action, order in (
        (accept_proposal, ResolveOrder(key)),
        (decline_proposal, DeclineOrder(key, "Nein")),
    ):
        with pytest.raises(KammerError, match="Rolle"):
            proposed.bs.do(action, order)  # type: ignore[arg-type]
    assert len(proposed.bs.ask(open_decisions)) == 1
