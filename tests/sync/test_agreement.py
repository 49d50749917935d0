"""A partner with whom the exchange rests, or whose agreement has ended: what still goes, and what is told."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from kammerdesk.base.errors import KammerError, Refused
from kammerdesk.committees.model import Committee
from kammerdesk.store.inspection import inspect
from kammerdesk.sync import queries
from kammerdesk.sync.agreement import PeerOrder, end_agreement, pause_partner, resume_partner
from kammerdesk.sync.model import SyncEnded
from kammerdesk.sync.records import schema
from tests.sync.conftest import Pair


def ended_kinds(session: Session) -> dict[str, int]:
    query = select(SyncEnded.kind, func.count()).group_by(SyncEnded.kind)
    return {row.kind: row[1] for row in session.execute(query)}


def committees(session: Session) -> int:
    return session.scalar(select(func.count()).select_from(Committee)) or 0


def test_while_the_exchange_rests_nothing_goes_and_nothing_is_taken_in(pair: Pair) -> None:
    pair.export(pair.bs)
    pair.lw.do(pause_partner, PeerOrder("BS"))
    with pytest.raises(KammerError, match="ruht seit"):
        pair.take_in(pair.lw)
    with pytest.raises(KammerError, match="ruht seit"):
        pair.export(pair.lw, "back.kdb")
    assert not (pair.folder / "back.kdb").exists()
    assert pair.lw.ask(committees) == 0
    pair.lw.do(resume_partner, PeerOrder("BS"))
    assert pair.take_in(pair.lw).written


def test_after_the_end_nothing_leaves_and_the_partner_is_told_by_when_to_erase_its_copies(pair: Pair) -> None:
    pair.send(pair.bs, pair.lw)
    pair.send(pair.lw, pair.bs)
    shared = {row.kind: row.records for row in pair.bs.ask(queries.leaving, "LW").rows}
    assert shared["committee"] == 1
    pair.bs.do(end_agreement, PeerOrder("LW"))
    assert pair.bs.ask(queries.leaving, "LW").rows == ()
    pair.send(pair.bs, pair.lw)
    told = pair.lw.ask(ended_kinds)
    assert told["committee"] == 1
    assert told.keys() >= shared.keys()
    assert inspect(pair.lw, schema()) == []


def test_an_agreement_taken_up_again_shares_as_before(pair: Pair) -> None:
    pair.send(pair.bs, pair.lw)
    pair.send(pair.lw, pair.bs)
    before = pair.bs.ask(queries.leaving, "LW")
    pair.bs.do(end_agreement, PeerOrder("LW"))
    pair.send(pair.bs, pair.lw)
    pair.clock.wind(1)
    pair.bs.do(resume_partner, PeerOrder("LW"))
    pair.send(pair.bs, pair.lw)
    assert pair.bs.ask(queries.leaving, "LW") == before
    assert pair.lw.ask(ended_kinds) == {}


def test_what_is_so_already_and_whom_nobody_knows_is_said(pair: Pair) -> None:
    with pytest.raises(Refused):
        pair.bs.do(resume_partner, PeerOrder("LW"))
    with pytest.raises(Refused):
        pair.bs.do(pause_partner, PeerOrder("XX"))
