"""Undo and redo of any action, also of bulk, import and merge, today or later: the journal alone says how it was."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select, true, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from kammerdesk.base.clock import office_text
from kammerdesk.base.differences import LaterWork
from kammerdesk.base.errors import KammerError, Reason, Refused, refuse
from kammerdesk.base.i18n import N_, tr, trn
from kammerdesk.store.actions import Role, action, action_named, refuse_without_right
from kammerdesk.store.coherence import misfits
from kammerdesk.store.entries import entry_words, origin, undone_by
from kammerdesk.store.journal import JournalChange, JournalEntry, SyncClock
from kammerdesk.store.past import values_before, write_values
from kammerdesk.store.record import REMOVAL_GROUP, STAMP_PREFIX, Record
from kammerdesk.store.references import broken_references
from kammerdesk.store.undo_choice import NAMED, Overlay, UndoChoice, compare_with_now, overlays, without_kept
from kammerdesk.store.users import role_of
from kammerdesk.store.work import Work

WHOEVER_WRITES = (Role.CLERK, Role.COMMITTEE_LEADER, Role.STATION)
"""Undo itself is everybody's; what somebody may take back hangs on the right to the action that is taken back."""

THEIRS_STAY = "theirs_stay"
"""What the `info` of a table says whose records only their own house takes back, such as what it decided."""


@dataclass(frozen=True, slots=True)
class EntryRow:
    """One entry of the journal; `count` is the number of records it changed.

    `words` is the action in the language of the screen; of an undo that of the action it took back.
    """

    id: int
    action: str
    words: str
    at: datetime
    user: str
    reason: str
    reverts: int | None
    count: int


@action(N_("Undo"), roles=WHOEVER_WRITES)
def undo(work: Work, entry_id: int) -> int:
    """Takes an action back: what it changed is as before, what it made lies in the Papierkorb.

    What is no record stays: a transfer record says for ever that a bundle was taken in. So do records of another house
    that nobody here takes back (THEIRS_STAY). Values that came with a bundle
    are replaced by ours, with our stamp. Returns how many records changed. Raises Refused, naming the records, where
    later work stands on it; and when the action is lasting, was taken back already, or is beyond the user's rights.
    """
    return _undo(work, entry_id, None)


@action(N_("Undo with a choice"), roles=WHOEVER_WRITES)
def undo_chosen(work: Work, order: UndoChoice) -> int:
    """Takes an action back but for the fields of which the present version was chosen; otherwise as `undo`."""
    return _undo(work, order.entry, order)


def _undo(work: Work, entry_id: int, choice: UndoChoice | None) -> int:
    session, entry = work.session, work.session.get(JournalEntry, entry_id)
    if entry is None or entry.digest is None:  # an open entry is our own
        raise KammerError(tr("There is no entry {number} in the journal.").format(number=entry_id))
    _refuse_what_stays(work, entry)
    later = [one for one in overlays(session, entry.id) if choice is None or not choice.decides(one)]
    if later:
        comparison = compare_with_now(session, entry, later)
        raise LaterWork(
            _reasons(session, entry, [one.reason(session) for one in later]), entry.id, _seen(later), comparison
        )
    count = _take_back(work, entry.id, choice.kept if choice is not None else frozenset())
    now = current_entry(session)
    broken = [*broken_references(session, now, entry.id), *misfits(session, now)]
    if broken:
        raise Refused(_reasons(session, entry, broken))
    return count


@action(N_("Redo"), roles=WHOEVER_WRITES)
def redo(work: Work, entry_id: int) -> int:
    """Does again what was undone, by taking its undo back; `entry_id` is the undone action or its undo.

    Returns how many records changed; otherwise as `undo`.
    """
    entry = work.session.get(JournalEntry, entry_id)
    if entry is not None and origin(work.session, entry)[1] % 2 == 0:
        undoing = undone_by(work.session, entry_id)
        if undoing is None:
            sentence = tr("“{action}” was not undone. There is nothing to redo.")
            raise refuse("", sentence.format(action=entry_words(work.session, entry)))
        entry_id = undoing
    return undo(work, entry_id)


def undoable(session: Session, user: str) -> EntryRow | None:
    """The user's last action in effect that can be undone: neither an undo nor lasting, within the user's rights."""
    role = role_of(session, user)
    for entry in _entries_of(session, user):
        can = entry.reverts is None and not entry.lasting and role in action_named(entry.action).roles
        if can and not undone_by(session, entry.id):
            return _row(session, entry)
    return None


def redoable(session: Session, user: str) -> EntryRow | None:
    """The user's last undo with no action of his after it; `redo(work, row.id)` does again what it took back."""
    for entry in _entries_of(session, user):
        if entry.reverts is None:
            return None
        if origin(session, entry)[1] % 2 and not undone_by(session, entry.id):
            return _row(session, entry)
    return None


def current_entry(session: Session) -> int:
    """The entry of the action that is being carried out."""
    return session.scalars(select(SyncClock.entry_id)).one() or 0


def _entries_of(session: Session, user: str) -> Iterator[JournalEntry]:
    """The entries of a user that changed records, the newest first."""
    changes = select(JournalChange.id).where(JournalChange.entry_id == JournalEntry.id).exists()
    query = select(JournalEntry).where(JournalEntry.user == user, changes).order_by(JournalEntry.id.desc())
    yield from session.scalars(query.execution_options(yield_per=20))


def _row(session: Session, entry: JournalEntry) -> EntryRow:
    counted = select(func.count(JournalChange.uid.distinct())).where(JournalChange.entry_id == entry.id)
    words = tr(action_named(origin(session, entry)[0].action).words)
    count = session.scalar(counted) or 0
    return EntryRow(entry.id, entry.action, words, entry.at, entry.user, entry.reason, entry.reverts, count)


def _refuse_what_stays(work: Work, entry: JournalEntry) -> None:
    """Raises Refused where an action cannot be taken back whatever came later, KammerError without the right."""
    session, words = work.session, entry_words(work.session, entry)
    first, _steps = origin(session, entry)
    refuse_without_right(first.action, role_of(session, work.user))
    if first.lasting:
        sentence = tr(
            "“{action}” has effects beyond this program and cannot be undone. Please correct it by a new entry."
        )
        raise refuse("", sentence.format(action=words))
    undoing = undone_by(session, entry.id)
    if undoing is not None:
        by = session.get_one(JournalEntry, undoing)
        sentence = tr("“{action}” was taken back already, by {user} on {when} (entry {number}).")
        raise refuse("", sentence.format(action=words, user=by.user, when=office_text(by.at), number=by.id))
    changes = select(func.count(), func.count(JournalChange.erased)).where(JournalChange.entry_id == entry.id)
    count, erased = session.execute(changes).one()
    if not count:
        raise refuse("", tr("“{action}” changed no records. There is nothing to undo.").format(action=words))
    if erased:
        sentence = tr("“{action}” cannot be undone: some of its data were erased when their time to be kept was over.")
        raise refuse("", sentence.format(action=words))


def _seen(later: Sequence[Overlay]) -> int:
    return max(field.entry_id for one in later for field in one.fields.values())


def _take_back(work: Work, entry_id: int, kept: Collection[str]) -> int:
    """Writes what was before the entry, but for the `kept` fields; returns how many records changed."""
    session, connection = work.session, work.session.connection()
    made = select(JournalChange.kind).where(JournalChange.entry_id == entry_id, JournalChange.operation == "insert")
    try:
        for kind in session.scalars(made.distinct()).all():
            _put_away(work, kind, entry_id)
        for kind, values in values_before(connection, entry_id, entry_id).items():
            write_values(connection, kind, without_kept(values, kept))
    except IntegrityError as error:
        raise refuse("", tr("This cannot be undone: what was entered later does not agree with it.")) from error
    now = current_entry(session)
    session.execute(update(JournalEntry).where(JournalEntry.id == now).values(reverts=entry_id))
    return session.scalar(select(func.count(JournalChange.uid.distinct())).where(JournalChange.entry_id == now)) or 0


def _put_away(work: Work, kind: str, entry_id: int) -> None:
    """Puts what an entry made into the Papierkorb; stamped here, which is faster than the trigger's way."""
    table = Record.metadata.tables[kind]
    made = select(JournalChange.uid).where(JournalChange.entry_id == entry_id, JournalChange.kind == kind)
    ours = table.c.home == work.chamber if table.info.get(THEIRS_STAY) else true()
    removal = {"deleted_at": work.now, "deleted_by": work.user}
    stamps = {STAMP_PREFIX + REMOVAL_GROUP: work.stamp, "_l": work.sequence}
    work.session.execute(
        update(table)
        .where(ours, table.c.deleted_at.is_(None), table.c.uid.in_(made.where(JournalChange.operation == "insert")))
        .values(removal | stamps)
    )


def _reasons(session: Session, entry: JournalEntry, reasons: Sequence[Reason]) -> list[Reason]:
    """What is said when an entry cannot be undone: the first reasons and how many more there are."""
    lead = tr("“{action}” cannot be undone, because later work stands on it. Please undo that first.")
    shown = [Reason("", lead.format(action=entry_words(session, entry))), *reasons[:NAMED]]
    more = len(reasons) - NAMED
    if more > 0:
        shown.append(Reason("", trn("And {n} more.", "And {n} more.", more).format(n=more)))
    return shown
