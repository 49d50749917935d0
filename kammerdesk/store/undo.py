"""Undo and redo of any action, from the journal alone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from kammerdesk.base.i18n import N_
from kammerdesk.store.actions import Role, action
from kammerdesk.store.work import Work

EVERYBODY_WHO_WRITES = (Role.CLERK, Role.COMMITTEE_LEADER, Role.STATION)


@dataclass(frozen=True, slots=True)
class EntryRow:
    """One entry of the journal; `words` is the action in the language of the screen, `count` the records it changed."""

    id: int
    action: str
    words: str
    at: datetime
    user: str
    reason: str
    reverts: int | None
    count: int


@action(N_("Undo"), roles=EVERYBODY_WHO_WRITES)
def undo(work: Work, entry_id: int) -> int:
    """Takes an action back; returns how many records it changed."""
    raise NotImplementedError


@action(N_("Redo"), roles=EVERYBODY_WHO_WRITES)
def redo(work: Work, entry_id: int) -> int:
    """Does again what was undone: `entry_id` is the undone action or its undo. Returns how many records it changed."""
    raise NotImplementedError


def undoable(session: Session, user: str) -> EntryRow | None:
    """The user's last action that can be undone."""
    raise NotImplementedError


def redoable(session: Session, user: str) -> EntryRow | None:
    """The user's last undo that can be redone: `redo(work, row.id)`; `words` are those of the undone action."""
    raise NotImplementedError
