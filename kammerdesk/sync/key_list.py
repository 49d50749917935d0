"""All key cards of a house, as people look at them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from kammerdesk.store.house import house_of
from kammerdesk.sync.cards import read_card
from kammerdesk.sync.model import SyncKey
from kammerdesk.sync.spoken import fingerprint_words


@dataclass(frozen=True, slots=True)
class KeyRow:
    """One key card: whose it is, since when it is here, and what to compare by telephone.

    `endorsed`: taken in because the former key signed it. `ends_at`: what it signed later is not read, because it was
    replaced or `revoked`.
    """

    key_id: str
    chamber: str
    is_ours: bool
    stored_at: datetime
    fingerprint: str
    words: tuple[str, ...]
    endorsed: bool
    ends_at: datetime | None
    revoked: bool


def keys(session: Session) -> list[KeyRow]:
    """Every key of the house and of its partners: ours first, then by chamber, the newest first."""
    ours = house_of(session).chamber
    rows = [
        _key_row(key, ours)
        for key in session.scalars(select(SyncKey).order_by(SyncKey.stored_at.desc(), SyncKey.key_id))
    ]
    return sorted(rows, key=lambda row: (not row.is_ours, row.chamber))


def _key_row(key: SyncKey, ours: str) -> KeyRow:
    public = read_card(key.card).keys
    return KeyRow(
        key_id=key.key_id,
        chamber=key.chamber,
        is_ours=key.chamber == ours,
        stored_at=key.stored_at,
        fingerprint=public.fingerprint,
        words=fingerprint_words(public),
        endorsed=key.endorsed,
        ends_at=key.ends_at,
        revoked=key.revoked,
    )
