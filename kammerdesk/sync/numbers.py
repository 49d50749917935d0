"""Who has how much of whose writing: receipts, and numbers that move only as far as nothing is missing before them.

Every bundle holds the changes after one number of its sender's sequence up to another, without what the recipient said
it had (`base`). A house believes to have everything up to a number only when it has all before it. So bundles may be
lost, come twice or in any order: what the receipts do not cover is sent again, and nothing is thought to be here that
is not. The numbers decide what travels, never whose word counts; see decision.py for that.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import timedelta
from uuid import UUID

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from kammerdesk.store.dialects import insert_unless
from kammerdesk.store.incarnation import AnewOrder, go_on_from_older_file
from kammerdesk.store.journal import SyncClock
from kammerdesk.store.work import Work
from kammerdesk.sync.bundle import Head
from kammerdesk.sync.decision import Seen
from kammerdesk.sync.frames import UID, Frame, pack, unpack
from kammerdesk.sync.incoming import seen_of
from kammerdesk.sync.model import SyncAhead, SyncEnded, SyncOut, SyncPeer, SyncSeen
from kammerdesk.sync.outgoing import Cursor
from kammerdesk.sync.scope import shared_kinds

KEPT_AFTER_THE_END = timedelta(days=183)
"""How long the copy of a record is kept that its house no longer shares; the retention run proposes it then."""


def own_replica(session: Session) -> str:
    """As which replica we write now."""
    return session.scalars(select(SyncClock.replica)).one()


def cursor_to(session: Session, name: str) -> Cursor:
    """From where the next bundle to a peer goes on; from the beginning when nothing is known of it."""
    peer = session.get(SyncPeer, name)
    if peer is None or peer.replica != own_replica(session) or not peer.out_acked:
        return Cursor()
    wants = {kind: frozenset(buckets) for kind, buckets in json.loads(peer.wants).items()}
    return Cursor(peer.out_acked, json.loads(peer.seen), wants)


def receipts_for(session: Session, partner: str) -> dict[str, int]:
    """Up to which number everything of each replica of a partner is here."""
    rows = session.execute(select(SyncSeen.replica, SyncSeen.upto).where(SyncSeen.chamber == partner))
    return {replica: upto for replica, upto in rows if upto}


def hear_receipt(work: Work, head: Head, greatest_stamp: str, name: str = "") -> None:
    """Takes note of what the bundle of a peer says of ours; its name is its chamber unless it is given.

    Only the latest word counts; it may say less than one before, when the partner lost something. When it has more
    from us than we have, our file may be an older one, and we go on as a new replica; but what we wrote in the time
    that we do not know of is not for the partner to say (see `take_back`).
    """
    session = work.session
    peer = session.get(SyncPeer, name or head.chamber)
    own = own_replica(session)
    acked = head.receipts.get(own, 0)
    if acked > work.sequence:
        own, acked = go_on_from_older_file(work, AnewOrder(greatest_stamp, claimed_by=head.chamber)), 0
    if peer is None or head.stamp < peer.told:
        return
    peer.replica, peer.out_acked, peer.told = own, acked, head.stamp
    peer.seen = json.dumps({**head.seen, **head.brings})
    peer.receipts = json.dumps(head.receipts)
    peer.format, peer.program, peer.code = head.format, head.program, head.code
    for replica, upto in {**head.receipts, own: acked}.items():
        ours = SyncOut.partner == head.chamber, SyncOut.replica == replica, SyncOut.to_l <= upto
        session.execute(update(SyncOut).where(*ours, SyncOut.acked_at.is_(None)).values(acked_at=work.now))


def note_sent(work: Work, partner: str, head: Head) -> None:
    """Remembers how far our bundles to a partner go, and with which of them we asked for what differs."""
    peer = work.session.get_one(SyncPeer, partner)
    if peer.replica != head.replica:
        peer.replica, peer.out_acked, peer.seen = head.replica, 0, "{}"
    peer.out_sent = head.to_l
    asked = json.loads(peer.asked).items()
    peer.asked = json.dumps({kind: [told, number or head.to_l] for kind, (told, number) in asked})


def hear_ends(work: Work, head: Head) -> None:
    """Remembers what the sender no longer has of its replicas that ended, so that it can be given back."""
    for replica, stamp in head.ended.items():
        known = work.session.get(SyncSeen, replica)
        if known is not None and known.chamber == head.chamber and known.ended != stamp:
            known.ended, known.ended_l = stamp, work.sequence


def take_numbers(work: Work, head: Head, moves: Iterable[Frame]) -> bool:
    """Remembers what a bundle brought, as far as nothing before it is missing; the rest when that has come.

    Returns whether everything up to the end of this bundle is here now.
    """
    session = work.session
    packed = b"".join(len(block).to_bytes(4, "big") + block for frame in moves for block in pack(frame))
    ahead = {
        "bundle": head.bundle,
        "chamber": head.chamber,
        "replica": head.replica,
        "from_l": head.from_l,
        "to_l": head.to_l,
        "base": json.dumps(head.base),
        "brings": json.dumps(head.brings),
        "moved": packed,
    }
    session.execute(insert_unless(session.connection(), SyncAhead).values(ahead).on_conflict_do_nothing())
    take_waiting(work, head.chamber)
    waits = select(SyncAhead.bundle).where(SyncAhead.bundle == head.bundle)
    return session.scalar(waits) is None


def ended_copies(session: Session, chamber: str) -> Mapping[str, frozenset[UUID]]:
    """By record kind, what a chamber told us of its records that it no longer shares."""
    found: dict[str, set[UUID]] = {}
    for kind, uid in session.execute(select(SyncEnded.kind, SyncEnded.uid).where(SyncEnded.peer == chamber)):
        found.setdefault(kind, set()).add(uid)
    return {kind: frozenset(uids) for kind, uids in found.items()}


def shared_again(frame: Frame, ended: Mapping[str, frozenset[UUID]]) -> list[Frame]:
    """That the rows of a frame are in the scope again, as far as we were told that they had left it.

    A house that was set back to before that does not know that it ever said so; but what it sends, it shares.
    """
    gone = ended.get(frame.kind, frozenset())
    back = [(row[UID], False) for row in frame.rows if row[UID] in gone] if gone else []
    return [Frame(frame.kind, (), back)] if back else []


def take_waiting(work: Work, chamber: str) -> None:
    """Takes what bundles of a chamber said of numbers, as far as nothing before them is missing any more."""
    while _take_next(work, chamber):
        pass
    sender = select(SyncSeen.upto).where(SyncSeen.replica == SyncAhead.replica).scalar_subquery()
    work.session.execute(delete(SyncAhead).where(SyncAhead.to_l <= sender))  # later ones told all that these could


def _take_next(work: Work, chamber: str) -> bool:
    """Takes the first bundle that nothing before it is missing for; what one brings may be what another stands on."""
    session = work.session
    here = {**seen_of(session, work.chamber), **seen_of(session, chamber)}
    query = select(SyncAhead).where(SyncAhead.chamber == chamber).order_by(SyncAhead.to_l, SyncAhead.bundle)
    for ahead in session.scalars(query).all():
        sender = session.get(SyncSeen, ahead.replica)
        upto = sender.upto if sender is not None else 0
        if _stands_on(ahead, upto, here):
            _take(work, ahead, upto)
            session.delete(ahead)
            session.flush()
            return True
    return False


def _stands_on(ahead: SyncAhead, upto: int, here: Seen) -> bool:
    """Whether everything is here that a bundle leaves out: up to its first number, and what its sender took for known.

    The partner may have lost what it once had, and a bundle that was written for one workplace is read by another.
    """
    base: Seen = json.loads(ahead.base)
    return ahead.from_l <= upto and all(here.get(replica, "") >= stamp for replica, stamp in base.items())


def _take(work: Work, ahead: SyncAhead, upto: int) -> None:
    remember_writing(work.session, ahead.chamber, json.loads(ahead.brings))
    sender = work.session.get(SyncSeen, ahead.replica)
    if sender is not None and sender.chamber == ahead.chamber:
        sender.upto = max(upto, ahead.to_l)
    if ahead.to_l > upto:  # an older bundle knows less of what left the scope
        _move(work, ahead.chamber, _unpacked(ahead.moved))


def remember_writing(session: Session, chamber: str, brings: Mapping[str, str]) -> None:
    """Keeps up to which stamp the writing of a chamber's replicas is here; never of ours or another chamber's."""
    own = own_replica(session)
    for replica, stamp in brings.items():
        known = session.get(SyncSeen, replica)
        if known is not None and known.chamber == chamber:
            known.stamp = max(known.stamp, stamp)
        elif known is None and replica != own:
            session.add(SyncSeen(replica=replica, chamber=chamber, stamp=stamp))


def _move(work: Work, chamber: str, frames: Iterable[Frame]) -> None:
    """Marks the copies of records that left the partner's scope, and unmarks those that came back."""
    for frame in frames:
        table = shared_kinds()[frame.kind]
        theirs = table.c.home == chamber, table.c.uid.in_([uid for uid, _ in frame.rows])
        here = set(work.session.scalars(select(table.c.uid).where(*theirs)))
        back = [uid for uid, gone in frame.rows if not gone]
        at = SyncEnded.kind == frame.kind, SyncEnded.peer == chamber, SyncEnded.uid.in_(back)
        work.session.execute(delete(SyncEnded).where(*at))
        ended = [_ended(work, chamber, frame.kind, uid) for uid, gone in frame.rows if gone and uid in here]
        if ended:
            adding = insert_unless(work.session.connection(), SyncEnded).on_conflict_do_nothing()
            work.session.execute(adding, ended)


def _ended(work: Work, chamber: str, kind: str, uid: UUID) -> dict[str, object]:
    until = work.today + KEPT_AFTER_THE_END
    return {"kind": kind, "uid": uid, "peer": chamber, "told_at": work.now, "delete_on": until}


def _unpacked(moved: bytes) -> Iterable[Frame]:
    place = 0
    while place < len(moved):
        end = place + 4 + int.from_bytes(moved[place : place + 4], "big")
        yield unpack(moved[place + 4 : end], shared_kinds())
        place = end
