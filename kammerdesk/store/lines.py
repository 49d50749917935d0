"""The journal as people read it: who changed what, when, from what to what."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy.orm import Session

from kammerdesk.base.i18n import N_


class Happening(StrEnum):
    """What happened to a record."""

    ADDED = "added"
    CHANGED = "changed"
    REMOVED = "removed"
    RESTORED = "restored"
    ERASED = "erased"


HAPPENING_WORDS = {
    Happening.ADDED: N_("added"),
    Happening.CHANGED: N_("changed"),
    Happening.REMOVED: N_("removed"),
    Happening.RESTORED: N_("brought back"),
    Happening.ERASED: N_("erased"),
}


@dataclass(frozen=True, slots=True)
class FieldLine:
    """One field of one change, as it reads on the screen."""

    field: str
    words: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One record changed by one entry; `words` is the action, `fields` is empty where values were erased."""

    entry: int
    at: datetime
    user: str
    action: str
    words: str
    reason: str
    reverts: int | None
    kind: str
    uid: UUID
    title: str
    happening: Happening
    fields: tuple[FieldLine, ...]


def history_lines(
    session: Session,
    *,
    kind: str | None = None,
    uid: UUID | None = None,
    user: str | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
    limit: int = 200,
) -> list[HistoryLine]:
    """The newest changes first, at most `limit`, of one kind, record or user and of a time if given."""
    raise NotImplementedError
