"""The Papierkorb: what was removed, for how long it can be brought back, and bringing it back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import Table, func, select, update
from sqlalchemy.orm import Session

from kammerdesk.base.clock import OFFICE_ZONE, office_time
from kammerdesk.base.errors import KammerError, Refused, refuse
from kammerdesk.base.i18n import N_, tr
from kammerdesk.store.actions import action, refuse_without_right
from kammerdesk.store.coherence import misfits
from kammerdesk.store.entries import entry_words, origin
from kammerdesk.store.journal import JournalChange, JournalEntry
from kammerdesk.store.record import Record, record_tables
from kammerdesk.store.references import broken_references
from kammerdesk.store.titles import Titles
from kammerdesk.store.undo import WHOEVER_WRITES, current_entry
from kammerdesk.store.users import role_of
from kammerdesk.store.words import kind_word
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
    titles = Titles(session)
    rows = [row for table in record_tables(Record.metadata) for row in _removed(session, table, titles, today)]
    return sorted(rows, key=lambda row: (row.removed_at, row.entry), reverse=True)


def _removed(session: Session, table: Table, titles: Titles, today: date) -> Iterator[TrashRow]:
    oldest = datetime.combine(today - timedelta(days=DAYS_IN_TRASH - 1), datetime.min.time(), OFFICE_ZONE)
    query = select(table.c.uid, table.c.deleted_at, table.c.deleted_by).where(table.c.deleted_at >= oldest)
    for uid, at, by in session.execute(query).all():
        left = DAYS_IN_TRASH - (today - office_time(at).date()).days
        entry = removing_entry(session, uid)
        yield TrashRow(table.name, kind_word(table.name), uid, titles.of(table.name, uid), at, by or "", left, entry)


_REMOVED = func.json_type(JournalChange.after, "$.deleted_at") == "text"


def removing_entry(session: Session, uid: UUID) -> int:
    """The last entry that removed a record, or brought it in removed already; 0 when nobody did."""
    query = select(func.max(JournalChange.entry_id)).where(JournalChange.uid == uid)
    return session.scalar(query.where((JournalChange.operation == "insert") | _REMOVED)) or 0


@action(N_("Restore from trash"), roles=WHOEVER_WRITES)
def restore_removed(work: Work, order: RestoreOrder) -> int:
    """Brings back a record and everything removed in the same entry that still lies there; returns how many records.

    Raises Refused when what it refers to was removed too, and KammerError without the right to what removed it.
    """
    session = work.session
    removed = session.get(JournalEntry, removing_entry(session, order.uid))
    table = Record.metadata.tables.get(order.kind)
    lies_here = table is not None and session.scalar(select(table.c.deleted_at).where(table.c.uid == order.uid))
    if removed is None or not lies_here:
        raise KammerError(tr("This record is not in the trash. Please reload the page."))
    _refuse_without_right(work, removed)
    together = JournalChange.entry_id == removed.id, _REMOVED
    kinds = session.scalars(select(JournalChange.kind).where(*together).distinct()).all()
    for kind in {order.kind, *kinds}:
        _bring_back(session, Record.metadata.tables[kind], removed.id, order.uid)
    now = current_entry(session)
    reasons = [*broken_references(session, now, removed.id), *misfits(session, now)]
    if reasons:
        raise Refused(reasons)
    return session.scalar(select(func.count()).where(JournalChange.entry_id == now)) or 0


def _bring_back(session: Session, table: Table, entry_id: int, ordered: UUID) -> None:
    """Brings back the ordered record, and all that the entry removed and nobody removed again afterwards."""
    here = select(JournalChange.uid).where(JournalChange.kind == table.name, _REMOVED)
    again = here.where(JournalChange.entry_id > entry_id)
    together = table.c.uid.in_(here.where(JournalChange.entry_id == entry_id)) & table.c.uid.not_in(again)
    session.execute(
        update(table)
        .where(table.c.deleted_at.is_not(None), (table.c.uid == ordered) | together)
        .values(deleted_at=None, deleted_by=None)
    )


def _refuse_without_right(work: Work, removed: JournalEntry) -> None:
    first, _steps = origin(work.session, removed)
    refuse_without_right(first.action, role_of(work.session, work.user))
    if first.lasting:
        sentence = tr("“{action}” has effects beyond this program. What it removed cannot be brought back.")
        raise refuse("", sentence.format(action=entry_words(work.session, removed)))
