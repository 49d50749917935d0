"""A whole bundle is refused: nothing of it is taken in, its sender reads why, and what it held comes again."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from kammerdesk.base.errors import KammerError, Refused
from kammerdesk.committees.model import Committee
from kammerdesk.store.inspection import inspect
from kammerdesk.store.lines import history_lines
from kammerdesk.store.undo import undo
from kammerdesk.sync.declining import DeclineBundleOrder, decline_bundle, refused_by
from kammerdesk.sync.folder import take_settled, watch_of
from kammerdesk.sync.inbox import answers, open_decisions
from kammerdesk.sync.lying import LyingState, lying
from kammerdesk.sync.records import schema
from kammerdesk.sync.service import ExportOrder, export_bundle
from kammerdesk.sync.settlement import Outcome, bundle_title
from kammerdesk.sync.standing import peer_standing
from tests.sync.conftest import Pair
from tests.sync.test_resolving import codes

WHY = "Der Ausschuss ist noch nicht beschlossen."


def committees(session: Session) -> int:
    return session.scalar(select(func.count()).select_from(Committee)) or 0


def refuse_it(pair: Pair, reason: str = WHY) -> int:
    order = DeclineBundleOrder(pair.folder / "bundle.kdb", reason)
    return pair.lw.do(decline_bundle, order).value.entry


def test_nothing_is_taken_in_and_the_sender_reads_the_reason(pair: Pair) -> None:
    bundle = pair.export(pair.bs).bundle
    refuse_it(pair)
    assert pair.lw.ask(committees) == 0
    with pytest.raises(Refused, match="noch nicht beschlossen"):
        pair.take_in(pair.lw)
    pair.send(pair.lw, pair.bs)
    (answer,) = pair.bs.ask(answers)
    assert (answer.outcome, answer.reason, answer.from_us) == (Outcome.REFUSED, WHY, False)
    assert answer.title == bundle_title(bundle)
    refusal = pair.bs.ask(peer_standing, "LW").refusal
    assert refusal is not None
    assert refusal.reason == WHY
    assert pair.bs.ask(open_decisions) == []


def test_what_it_held_comes_again_and_then_the_refusal_is_over(pair: Pair) -> None:
    pair.export(pair.bs)
    refuse_it(pair)
    pair.send(pair.lw, pair.bs)
    assert pair.bs.ask(refused_by, "LW") is not None
    pair.send(pair.bs, pair.lw)
    assert pair.lw.ask(committees) == 1
    pair.send(pair.lw, pair.bs)
    assert pair.bs.ask(refused_by, "LW") is None
    assert len(codes(pair)) == 1
    assert inspect(pair.bs, schema()) == inspect(pair.lw, schema()) == []


def test_a_refusal_is_undone_and_the_bundle_taken_in(pair: Pair) -> None:
    pair.export(pair.bs)
    pair.lw.do(undo, refuse_it(pair))
    assert pair.take_in(pair.lw).written
    pair.send(pair.lw, pair.bs)
    assert pair.bs.ask(answers) == []


def test_the_history_names_the_bundle_in_both_houses_and_not_as_something_erased(pair: Pair) -> None:
    title = bundle_title(pair.export(pair.bs).bundle)
    entry = refuse_it(pair)
    pair.send(pair.lw, pair.bs)
    pair.lw.do(undo, entry)
    for house, number in ((pair.lw, 2), (pair.bs, 1)):
        lines = house.ask(history_lines, kind="settlement")
        assert [line.title for line in lines] == [title] * number
        shown = {field.field: field.new for field in lines[-1].fields}
        assert shown["subject_uid"] == title


def test_it_needs_a_reason_and_is_refused_once_and_not_after_it_was_taken_in(pair: Pair) -> None:
    pair.export(pair.bs)
    with pytest.raises(Refused, match="Begründung"):
        refuse_it(pair, "  ")
    refuse_it(pair)
    with pytest.raises(Refused, match="abgelehnt"):
        refuse_it(pair)
    pair.export(pair.bs)
    pair.take_in(pair.lw)
    with pytest.raises(Refused, match="schon übernommen"):
        refuse_it(pair)


def test_only_what_is_proven_is_answered(pair: Pair) -> None:
    pair.export(pair.bs)
    file = pair.folder / "bundle.kdb"
    file.write_bytes(file.read_bytes()[:-1])
    with pytest.raises(KammerError):
        refuse_it(pair)
    assert pair.lw.ask(answers) == []


def test_a_refused_bundle_in_the_folder_is_left_alone(pair: Pair) -> None:
    share = pair.folder / "share"
    share.mkdir()
    file = pair.bs.do(export_bundle, ExportOrder(share)).value.file
    pair.lw.do(decline_bundle, DeclineBundleOrder(file, WHY))
    watch = watch_of(pair.lw, share)
    assert take_settled(pair.lw, watch) + take_settled(pair.lw, watch) == []
    assert [one.state for one in pair.lw.ask(lying, share)] == [LyingState.DECLINED]
    assert [one.state for one in pair.bs.ask(lying, share)] == [LyingState.UNFETCHED]
