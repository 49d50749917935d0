"""How the exchange with each partner stands, at a glance: asked at every start, so nothing of the seal is read."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from kammerdesk.people.chambers import chamber_name
from kammerdesk.sync.model import ConflictKind, SyncConflict, SyncIn, SyncOut, SyncPeer


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


@dataclass(frozen=True, slots=True)
class DecisionRow:
    """Values of a partner that were not taken over, for a clerk to decide: which record, and what they are called."""

    id: str
    kind: str
    uid: UUID
    title: str
    fields: tuple[str, ...]
    reason: ConflictKind
    partner: str
    found_at: datetime


def open_decisions(session: Session) -> list[DecisionRow]:
    """What waits for a decision, the oldest first."""
    from kammerdesk.store.titles import Titles  # not before the window can be used
    from kammerdesk.store.words import field_word

    titles = Titles(session)
    found = session.scalars(
        select(SyncConflict).where(SyncConflict.state == "open").order_by(SyncConflict.found_at, SyncConflict.id)
    )
    return [
        DecisionRow(
            id=each.id,
            kind=each.kind,
            uid=each.uid,
            title=titles.of(each.kind, each.uid),
            fields=tuple(field_word(each.kind, name) for name in json.loads(each.values)),
            reason=ConflictKind(each.reason),
            partner=chamber_name(each.signer),
            found_at=each.found_at,
        )
        for each in found
    ]


def exchange_states(session: Session) -> list[ExchangeState]:
    """The partners by name."""
    states = [
        ExchangeState(
            chamber,
            chamber_name(chamber),
            session.scalar(select(func.max(SyncOut.at)).where(SyncOut.partner == chamber)),
            session.scalar(select(func.max(SyncIn.at)).where(SyncIn.partner == chamber)),
            _open(session, chamber, ConflictKind.CONFLICT),
            _open(session, chamber, ConflictKind.PROPOSAL),
        )
        for chamber in session.scalars(select(SyncPeer.chamber))
    ]
    return sorted(states, key=lambda state: state.name)


def _open(session: Session, chamber: str, reason: ConflictKind) -> int:
    waiting = select(func.count()).where(
        SyncConflict.signer == chamber, SyncConflict.state == "open", SyncConflict.reason == reason
    )
    return session.scalar(waiting) or 0
