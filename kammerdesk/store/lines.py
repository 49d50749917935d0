"""The journal as people read it: who changed what, when, from what to what."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from kammerdesk.base.i18n import N_, tr
from kammerdesk.store.actions import action_named
from kammerdesk.store.entries import entry_words, origin
from kammerdesk.store.journal import ERASE, JournalChange, JournalEntry, JournalShape
from kammerdesk.store.past import Values
from kammerdesk.store.record import Record
from kammerdesk.store.titles import Titles
from kammerdesk.store.words import field_word


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
    """One record changed by one entry; `words` is the entry, `fields` is empty where values were erased.

    `first` is the action the entry goes back to; `is_undo` says that it took that back.
    """

    entry: int
    at: datetime
    user: str
    action: str
    words: str
    first: str
    is_undo: bool
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
    query = select(JournalChange, JournalEntry).join(JournalEntry, JournalEntry.id == JournalChange.entry_id)
    wanted = {JournalChange.kind: kind, JournalChange.uid: uid, JournalEntry.user: user}
    query = query.where(*(column == value for column, value in wanted.items() if value is not None))
    if since is not None:
        query = query.where(JournalEntry.at >= since)
    if until is not None:
        query = query.where(JournalEntry.at <= until)
    # the same order, said so that SQLite begins where the fewest are: with the entries of a user, else with the changes
    order = (JournalChange.id.desc(),) if user is None else (JournalEntry.id.desc(), JournalChange.id.desc())
    found = session.execute(query.order_by(*order).limit(limit)).all()
    reader = _Reader(session)
    return [reader.line(change, entry) for change, entry in found]


class _Reader:
    """Turns changes into lines; looks up titles, words and shapes once."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._titles = Titles(session)
        self._words: dict[int, tuple[str, str, bool]] = {}

    def line(self, change: JournalChange, entry: JournalEntry) -> HistoryLine:
        """One change of one record."""
        if entry.id not in self._words:
            action, steps = origin(self._session, entry)
            first = tr(action_named(action.action).words)
            self._words[entry.id] = entry_words(self._session, entry), first, steps % 2 == 1
        words, first, is_undo = self._words[entry.id]
        before, after = self._values(change)
        return HistoryLine(
            entry=entry.id,
            at=entry.at,
            user=entry.user,
            action=entry.action,
            words=words,
            first=first,
            is_undo=is_undo,
            reason=entry.reason,
            reverts=entry.reverts,
            kind=change.kind,
            uid=change.uid,
            title=self._titles.of(change.kind, change.uid),
            happening=_happening(change, after),
            fields=tuple(self._fields(change.kind, before, after)),
        )

    def _values(self, change: JournalChange) -> tuple[Values, Values]:
        """The stored values before and after; both empty where they were erased."""
        if change.after is None:
            return {}, {}
        if change.shape is not None:
            shape = self._session.get_one(JournalShape, change.shape)
            return {}, dict(zip(json.loads(shape.columns), json.loads(change.after), strict=True))
        return json.loads(change.before or "{}"), json.loads(change.after)

    def _fields(self, kind: str, before: Values, after: Values) -> Iterator[FieldLine]:
        """What can be read of the fields; home is fixed, and that a record was removed is told by what happened."""
        table = Record.metadata.tables.get(kind)
        for name in after:
            if name in ("home", "deleted_at", "deleted_by"):
                continue
            column = None if table is None else table.columns.get(name)
            old, new = (self._titles.readable(column, values.get(name)) for values in (before, after))
            if old or new:
                yield FieldLine(name, field_word(kind, name), old, new)


def _happening(change: JournalChange, after: Values) -> Happening:
    if change.erased is not None or change.operation == ERASE:
        return Happening.ERASED
    if change.operation == "insert":
        return Happening.ADDED
    if "deleted_at" in after:
        return Happening.REMOVED if after["deleted_at"] else Happening.RESTORED
    return Happening.CHANGED
