"""How a partner stands, as the bundles to and fro leave it: same state, receipts, set back, everything lost."""

from __future__ import annotations

import shutil

from sqlalchemy import update

from kammerdesk.store.store import Store
from kammerdesk.store.work import Work
from kammerdesk.sync.model import PeerState, SyncPeer
from kammerdesk.sync.records import schema
from kammerdesk.sync.service import establish_demonstration_keys
from kammerdesk.sync.standing import peer_standing
from tests.sync.conftest import Pair
from tests.sync.test_resolving import codes


def test_a_partner_of_whom_nothing_was_heard_has_confirmed_nothing(pair: Pair) -> None:
    found = pair.bs.ask(peer_standing, "LW")
    assert (found.state, found.read_at, found.unconfirmed, found.has_key) == (PeerState.ACTIVE, None, 0, True)
    pair.export(pair.bs)
    found = pair.bs.ask(peer_standing, "LW")
    assert (found.unconfirmed, found.lost_ours) == (1, False)
    assert found.unconfirmed_since is not None


def test_when_both_told_each_other_everything_their_codes_are_the_same(pair: Pair) -> None:
    codes(pair)
    pair.send(pair.lw, pair.bs)
    found = pair.bs.ask(peer_standing, "LW")
    assert found.code == found.partner_code != ""
    assert (found.set_back, found.lost_ours, found.older, found.unknown, found.program) == (False, False, False, 0, "")


def test_another_program_is_told_by_its_version(pair: Pair) -> None:
    def note(work: Work, _order: None) -> None:
        work.session.execute(update(SyncPeer).values(program="9.9", format=1))

    pair.bs.do(note, None)
    found = pair.bs.ask(peer_standing, "LW")
    assert (found.program, found.older) == ("9.9", True)


def test_a_partner_that_begins_anew_has_lost_everything_we_sent(pair: Pair) -> None:
    pair.send(pair.bs, pair.lw)
    pair.send(pair.lw, pair.bs)
    assert not pair.bs.ask(peer_standing, "LW").lost_ours
    pair.lw.close()
    shutil.rmtree(pair.folder / "lw")
    pair.clock.wind(1)
    pair.lw = Store.create(pair.folder / "lw", "LW", schema(), user="neu", clock=pair.clock, demonstration=True)
    pair.lw.do(establish_demonstration_keys, None)
    pair.export(pair.bs)
    pair.take_in(pair.lw)
    assert not pair.bs.ask(peer_standing, "LW").lost_ours, "nothing was heard of it yet"
    pair.send(pair.lw, pair.bs)
    assert pair.bs.ask(peer_standing, "LW").lost_ours
