"""The Papierkorb: what was removed, for how long it can be brought back, and bringing it back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from kammerdesk.base.i18n import N_
from kammerdesk.store.actions import action
from kammerdesk.store.work import Work

DAYS_IN_TRASH = 30
"""Long enough for a clerk to come back from holidays, short enough not to keep what nobody wants (ux.md 2.7)."""


@dataclass(frozen=True, slots=True)
class TrashRow:
    """A removed record; `words` is its kind, `entry` the journal entry that removed it (and all that went with it)."""

    kind: str
    words: str
    uid: UUID
    title: str
    removed_at: datetime
    removed_by: str
    days_left: int
    entry: int


@dataclass(frozen=True, slots=True)
class RestoreOrder:
    """Bring back this record, with everything that was removed together with it."""

    kind: str
    uid: UUID


def trash(session: Session, today: date) -> list[TrashRow]:
    """What can be brought back, the last removed first."""
    raise NotImplementedError


@action(N_("Restore from trash"))
def restore_removed(work: Work, order: RestoreOrder) -> int:
    """Brings back a record and everything removed in the same entry; returns how many records."""
    raise NotImplementedError
