"""What one user changed last, as records one can open: for going on with it, never for looking at others' work."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from kammerdesk.store.house import house_of
from kammerdesk.store.journal import JournalChange, JournalEntry
from kammerdesk.store.placing import PageWay, places_of
from kammerdesk.store.titles import live_titles

_ENTRIES = 100
"""So many actions are looked at: most lead to a record, and who changed nothing else for so long has other pages."""
_CHANGES = 20
"""So many records of an action are looked at for one that a page shows."""


@dataclass(frozen=True, slots=True)
class EditRow:
    """A record this user changed, the page that shows it, and when that was."""

    page: str
    identity: UUID
    title: str
    at: datetime

    @property
    def id(self) -> tuple[str, UUID]:
        """Page and record."""
        return self.page, self.identity


def last_edits(session: Session, ways: Sequence[PageWay], limit: int) -> list[EditRow]:
    """The live records this user changed last, at most `limit`, the newest first; of an action the first one shown."""
    entries = session.execute(
        select(JournalEntry.id, JournalEntry.at)
        .where(JournalEntry.user == house_of(session).user)
        .order_by(JournalEntry.id.desc())
        .limit(_ENTRIES)
    )
    found: dict[tuple[str, UUID], EditRow] = {}
    for entry in entries:
        row = _first_shown(session, entry.id, entry.at, ways)
        if row is not None:
            found.setdefault(row.id, row)
        if len(found) == limit:
            break
    return list(found.values())


def _first_shown(session: Session, entry: int, at: datetime, ways: Sequence[PageWay]) -> EditRow | None:
    query = select(JournalChange.kind, JournalChange.uid).where(JournalChange.entry_id == entry)
    records = [(row.kind, row.uid) for row in session.execute(query.order_by(JournalChange.id).limit(_CHANGES))]
    places = places_of(session, records, ways)
    shown = [places[record] for record in dict.fromkeys(records) if record in places]
    titles = live_titles(session, [place.identity for place in shown])
    live = next((place for place in shown if place.identity in titles), None)
    return None if live is None else EditRow(live.page, live.identity, titles[live.identity], at)
