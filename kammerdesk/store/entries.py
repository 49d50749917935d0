"""Entries of the journal as actions and their undos: what an entry goes back to, and whether it is in effect."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from kammerdesk.base.i18n import tr
from kammerdesk.store.actions import action_named
from kammerdesk.store.journal import JournalEntry


def undone_by(session: Session, entry_id: int) -> int | None:
    """The entry that took this one back and was not itself taken back; None while this one is in effect."""
    reverting = select(JournalEntry.id).where(JournalEntry.reverts == entry_id).order_by(JournalEntry.id.desc())
    return next((one for one in session.scalars(reverting).all() if undone_by(session, one) is None), None)


def origin(session: Session, entry: JournalEntry) -> tuple[JournalEntry, int]:
    """The action that an entry goes back to, and over how many steps: 0 itself, 1 its undo, 2 its redo, and so on."""
    steps = 0
    while entry.reverts is not None:
        entry, steps = session.get_one(JournalEntry, entry.reverts), steps + 1
    return entry, steps


def entry_words(session: Session, entry: JournalEntry) -> str:
    """What an entry is called on the screen: "Create exam day", "Undone: Create exam day"."""
    first, steps = origin(session, entry)
    words = tr(action_named(first.action).words)
    if steps == 0:
        return words
    return (tr("Undone: {action}") if steps % 2 else tr("Done again: {action}")).format(action=words)
