"""After a bundle was taken in: do both houses stand at the same state, and if not, what is asked for and answered."""

from __future__ import annotations

import json

from sqlalchemy import select

from kammerdesk.store.work import Work
from kammerdesk.sync.bundle import Head
from kammerdesk.sync.members import renew_members
from kammerdesk.sync.model import SyncPeer, SyncSeen
from kammerdesk.sync.numbers import own_replica
from kammerdesk.sync.same_state import KindState, States, code_of, our_state, scope_digest, their_state
from kammerdesk.sync.scope import Side

STANDING = -1
"""Instead of the number of the bundle that asked: it was answered and still differs, so nobody asks again.

Values that one house wrote into records of the other differ until they are accepted or declined.
"""

_NOTHING = KindState(0, {})


def compare(work: Work, side: Side, head: Head, *, is_whole: bool) -> str:
    """Compares what is here now with what a bundle says of its house; returns the code of ours.

    Remembers what to ask in our next bundle, and what the sender asked for. `is_whole`: nothing before the bundle is
    missing; otherwise it is too early to compare.
    """
    connection, peer = work.session.connection(), work.session.get(SyncPeer, side.partner)
    renew_members(connection, side, work.sequence, peer.out_acked if peer is not None else 0)
    ours, theirs = our_state(connection, side), their_state(connection, side)
    if peer is not None and head.scope == scope_digest():
        if peer.told == head.stamp:
            wanted = {kind: ours.get(kind, _NOTHING).differing(buckets) for kind, buckets in head.wants.items()}
            peer.wants = json.dumps({kind: buckets for kind, buckets in wanted.items() if buckets})
        if is_whole and _is_latest(work, head):
            peer.asked = json.dumps(_differences(work, head, theirs, json.loads(peer.asked)))
    return code_of({side.ours: ours, side.partner: theirs})


def _is_latest(work: Work, head: Head) -> bool:
    """Whether the sender knew all that is here of its chamber's writing; what it lost for good does not count."""
    seen = list(work.session.scalars(select(SyncSeen).where(SyncSeen.chamber == head.chamber)))
    newest = all(row.upto <= head.to_l for row in seen if row.replica == head.replica)
    return newest and all(row.stamp <= head.brings.get(row.replica, "") for row in seen if row.ended is None)


def _differences(work: Work, head: Head, theirs: States, asked: dict[str, list[object]]) -> dict[str, list[object]]:
    """Per kind that differs how, and with which bundle we asked: 0 as long as none has."""
    found: dict[str, list[object]] = {}
    receipt = head.receipts.get(own_replica(work.session), 0)
    for kind in sorted(theirs.keys() | head.state.keys()):
        told = head.state.get(kind, (0, _NOTHING.hash))[1].hex()
        here = theirs.get(kind, _NOTHING).hash.hex()
        if told != here:
            before, number = asked.get(kind, ["", 0])
            same = before == f"{told}:{here}"
            is_answered = isinstance(number, int) and 0 < number <= receipt
            found[kind] = [f"{told}:{here}", STANDING if same and is_answered else number if same else 0]
    return found
