"""How it stands with one partner: rests or ended, same state, its program, what it lost, what it has not confirmed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from kammerdesk import __version__
from kammerdesk.store.incarnation import claimed
from kammerdesk.sync.bundle import FORMAT
from kammerdesk.sync.declining import Refusal, refused_by
from kammerdesk.sync.model import PeerState, SyncIn, SyncKey, SyncOut, SyncPeer, SyncSeen, SyncUnknown
from kammerdesk.sync.numbers import own_replica


@dataclass(frozen=True, slots=True)
class PeerStanding:
    """One partner as its last bundle showed it; "" and None where nothing is known yet.

    `code` is the state of our house after that bundle and `partner_code` that of its house when it wrote it. `program`
    is its program where it is not ours, `older` whether its bundles are of an older format, `unknown` how many groups
    of fields from a newer program are kept for it. `set_back`: it lost what it wrote; `lost_ours`: it lost everything
    we sent; `claims`: it says to have more from us than is here. `unconfirmed` bundles went to it and have no receipt,
    the first of them at `unconfirmed_since`. `has_key`: one of its keys is trusted. `refusal`: it refused a bundle of
    ours and has not confirmed one with the same since.
    """

    state: PeerState
    state_at: datetime | None
    read_at: datetime | None
    code: str
    partner_code: str
    program: str
    older: bool
    unknown: int
    set_back: bool
    lost_ours: bool
    claims: bool
    unconfirmed: int
    unconfirmed_since: datetime | None
    has_key: bool
    refusal: Refusal | None


def peer_standing(session: Session, chamber: str) -> PeerStanding:
    """How it stands with a trusted chamber."""
    peer = session.get_one(SyncPeer, chamber)
    last = session.scalars(
        select(SyncIn).where(SyncIn.partner == chamber).order_by(SyncIn.created_at.desc()).limit(1)
    ).one_or_none()
    open_, since = session.execute(
        select(func.count(), func.min(SyncOut.at)).where(SyncOut.partner == chamber, SyncOut.acked_at.is_(None))
    ).one()
    keys = select(SyncKey.key_id).where(SyncKey.chamber == chamber, SyncKey.revoked.is_(False)).limit(1)
    ended = select(SyncSeen.replica).where(SyncSeen.chamber == chamber, SyncSeen.ended.is_not(None)).limit(1)
    unknown = select(func.count()).select_from(SyncUnknown).where(SyncUnknown.signer == chamber)
    return PeerStanding(
        state=PeerState(peer.state),
        state_at=peer.state_at,
        read_at=last.at if last is not None else None,
        code=last.code if last is not None else "",
        partner_code=last.partner_code if last is not None else "",
        program=peer.program if peer.program != __version__ else "",
        older=0 < peer.format < FORMAT,
        unknown=session.scalar(unknown) or 0,
        set_back=session.scalar(ended) is not None,
        lost_ours=_has_lost_ours(session, peer),
        claims=bool(claimed(session, chamber)),
        unconfirmed=open_,
        unconfirmed_since=since,
        has_key=session.scalar(keys) is not None,
        refusal=refused_by(session, chamber),
    )


def _has_lost_ours(session: Session, peer: SyncPeer) -> bool:
    """It once confirmed something that this replica wrote, and now says that it has nothing."""
    if peer.out_acked or peer.replica != own_replica(session):
        return False
    confirmed = SyncOut.partner == peer.chamber, SyncOut.replica == peer.replica, SyncOut.acked_at.is_not(None)
    return session.scalar(select(SyncOut.bundle).where(*confirmed).limit(1)) is not None
