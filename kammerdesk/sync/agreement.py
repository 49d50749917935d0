"""What becomes of a partner: the exchange with it rests, its agreement ends, or it is taken up again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import update
from sqlalchemy.orm import Session

from kammerdesk.base.clock import office_text
from kammerdesk.base.errors import KammerError, refuse
from kammerdesk.base.i18n import N_, tr
from kammerdesk.people.chambers import chamber_name
from kammerdesk.store.actions import action
from kammerdesk.store.work import Work
from kammerdesk.sync.model import PeerState, SyncKey, SyncPeer


@dataclass(frozen=True, slots=True)
class PeerOrder:
    """Which chamber it is about."""

    chamber: str


@action(N_("Pause exchange"), roles=(), lasting=True)
def pause_partner(work: Work, order: PeerOrder) -> str:
    """No bundle is written for the partner or taken in from it until that is taken up again; returns the chamber."""
    return _turn(work, order, PeerState.PAUSED)


@action(N_("End agreement"), roles=(), lasting=True)
def end_agreement(work: Work, order: PeerOrder) -> str:
    """Nothing is shared with the partner any more; returns the chamber.

    The next bundle tells it so, with a day by which its copies are to be erased. Ours of its records stay until it
    ends the agreement too.
    """
    return _turn(work, order, PeerState.ENDED)


@action(N_("Take up exchange again"), roles=(), lasting=True)
def resume_partner(work: Work, order: PeerOrder) -> str:
    """Bundles go to and fro as before; what was missed follows with the next one. Returns the chamber."""
    return _turn(work, order, PeerState.ACTIVE)


def refuse_paused(session: Session, partner: str) -> None:
    """Raises KammerError while the exchange with a partner rests."""
    peer = session.get(SyncPeer, partner)
    if peer is not None and peer.state == PeerState.PAUSED:
        sentence = tr("The exchange with {chamber} rests since {moment}. Please take it up again first.")
        moment = office_text(peer.state_at or peer.since)
        raise KammerError(sentence.format(chamber=chamber_name(partner), moment=moment))


def _turn(work: Work, order: PeerOrder, state: PeerState) -> str:
    peer = work.session.get(SyncPeer, order.chamber)
    if peer is None:
        raise refuse("chamber", tr("There is no such partner."))
    if peer.state == state:
        raise refuse("chamber", tr("This is so already."))
    # after the decision that is known here, also where it was written by a clock that is ahead
    at = work.now if peer.state_at is None else max(work.now, peer.state_at + timedelta(microseconds=1))
    peer.state, peer.state_at = state, at
    # a bundle tells the other workplaces of every partner, but only what is numbered makes them wait for one
    work.session.execute(update(SyncKey).where(SyncKey.chamber == peer.chamber).values(noted=work.sequence))
    return peer.chamber
