"""How the exchange with each partner stands, at a glance: asked at every start, so nothing of the seal is read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from kammerdesk.people.chambers import chamber_name
from kammerdesk.sync.inbox import open_numbers
from kammerdesk.sync.model import ConflictKind, SyncIn, SyncOut, SyncPeer


@dataclass(frozen=True, slots=True)
class ExchangeState:
    """One partner: when bundles last left for it and came from it, and what a clerk has to decide."""

    chamber: str
    name: str
    last_out: datetime | None
    last_in: datetime | None
    conflicts: int
    proposals: int

    @property
    def waiting(self) -> int:
        """How many decisions wait for a clerk."""
        return self.conflicts + self.proposals

    @property
    def last(self) -> datetime | None:
        """The last bundle in either direction."""
        return max((moment for moment in (self.last_out, self.last_in) if moment is not None), default=None)


def exchange_states(session: Session) -> list[ExchangeState]:
    """The partners by name."""
    open_ = open_numbers(session)
    states = [
        ExchangeState(
            chamber,
            chamber_name(chamber),
            session.scalar(select(func.max(SyncOut.at)).where(SyncOut.partner == chamber)),
            session.scalar(select(func.max(SyncIn.at)).where(SyncIn.partner == chamber)),
            open_[chamber, ConflictKind.CONFLICT],
            open_[chamber, ConflictKind.PROPOSAL],
        )
        for chamber in session.scalars(select(SyncPeer.chamber))
    ]
    return sorted(states, key=lambda state: state.name)
