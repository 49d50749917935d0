"""Editing a record that others may edit too: what was read, what changed meanwhile, whose word counts in each field.

The version of a record is the last journal entry that changed it, for triggers write every change into the journal.
What others changed in other fields is kept; in the same field somebody must choose, and what is not chosen is written
into the history all the same.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple, TypeVar
from uuid import UUID

from sqlalchemy import Column, Dialect, Table, func, select
from sqlalchemy.orm import Session

from kammerdesk.base.clock import office_text
from kammerdesk.base.differences import Comparison, Difference, Gone, Overtaken, Past, RecordCopy, Saved, Side, Version
from kammerdesk.base.errors import refuse
from kammerdesk.base.i18n import tr
from kammerdesk.store.erasure import buried
from kammerdesk.store.house import house_of
from kammerdesk.store.journal import JournalChange, JournalEntry
from kammerdesk.store.lines import history_lines
from kammerdesk.store.record import REMOVAL_GROUP, Record, field_groups
from kammerdesk.store.titles import Titles
from kammerdesk.store.trash import removing_entry, trash
from kammerdesk.store.undo import current_entry
from kammerdesk.store.words import field_word
from kammerdesk.store.work import Work

R = TypeVar("R", bound=Record)


@dataclass(frozen=True, slots=True)
class ChangeOrder:
    """Change these fields of a record that was read at journal entry `entry`.

    `given_up` are values that were typed and not taken when both versions were compared; they are noted only.
    """

    uid: UUID
    entry: int
    values: Mapping[str, Any]
    given_up: Mapping[str, Any] = field(default_factory=dict)


class _Later(NamedTuple):
    """A field written by others since: what it was before, and the last entry that wrote it."""

    was: Any
    entry: int


def record_copy(session: Session, kind: str, uid: UUID, entry: int | None = None) -> RecordCopy | None:
    """A record to be edited; with `entry` as it was right after that journal entry. None when it is removed."""
    table = Record.metadata.tables[kind]
    row = session.execute(select(table).where(table.c.uid == uid, table.c.deleted_at.is_(None))).one_or_none()
    if row is None:
        return None
    values = {column.name: row._mapping[column] for column in _fields(table)}
    last = session.scalar(select(func.max(JournalChange.entry_id)).where(JournalChange.uid == uid)) or 0
    if entry is not None:
        values |= {name: later.was for name, later in _written_since(session, table, uid, entry).items()}
    title = Titles(session).of(kind, uid)
    return RecordCopy(uid, title, row._mapping[table.c.home], last if entry is None else entry, values)


def record_past(session: Session, kind: str, uid: UUID) -> list[Past]:
    """What happened to a record, the newest first."""
    return [
        Past(
            line.at, line.user, line.words, line.reason, tuple((each.words, each.old, each.new) for each in line.fields)
        )
        for line in history_lines(session, kind=kind, uid=uid)
    ]


def change_record(work: Work, kind: type[R], order: ChangeOrder, together: Collection[frozenset[str]] = ()) -> R:
    """The record with the ordered values; `saved` tells afterwards what others had changed meanwhile.

    Fields of one set in `together` count as one, for only together they mean something, such as an address. Raises
    Overtaken where others changed the same field, Gone when the record was removed, Refused when it is the partner's.
    """
    record = _to_change(work, kind, order.uid)
    table = Record.metadata.tables[kind.__tablename__]
    theirs = _changed_since(work.session, table, record, order.entry)
    mine = {name: value for name, value in order.values.items() if value != getattr(record, name)}
    clashing = _clashing(mine, theirs, together)
    if clashing:
        raise Overtaken(*_comparison(work, record, order, mine, theirs, clashing))
    _note_given_up(work, record, order.given_up)
    for name, value in mine.items():
        setattr(record, name, value)
    work.session.flush()
    return record


def saved(work: Work, kind: type[Record], order: ChangeOrder) -> Saved:
    """How the change went in; to be asked after `change_record` in the same action."""
    now = current_entry(work.session)
    others = (
        select(JournalEntry.user)
        .join(JournalChange, JournalChange.entry_id == JournalEntry.id)
        .where(JournalChange.uid == order.uid, JournalEntry.id > order.entry, JournalEntry.id < now)
    )
    users = set(work.session.scalars(others))
    return Saved(now, tuple(sorted(users - {work.user})), unseen=bool(users))


def _to_change(work: Work, kind: type[R], uid: UUID) -> R:
    record = work.session.get(kind, uid)
    if record is None or record.deleted_at is not None:
        raise _gone(work.session, kind.__tablename__, uid)
    if record.home != work.chamber:
        raise refuse("", tr("This record belongs to the partner chamber; only that one changes it."))
    return record


def gone(session: Session, kind: str, uid: UUID) -> Gone | None:
    """Who removed a record and when; None while it is there."""
    table = Record.metadata.tables[kind]
    live = session.scalar(select(table.c.uid).where(table.c.uid == uid, table.c.deleted_at.is_(None)))
    return None if live is not None else _gone(session, kind, uid)


def _gone(session: Session, kind: str, uid: UUID) -> Gone:
    if buried(session.connection(), [uid]):
        return Gone(tr("The record was erased for good, and what you typed about it goes with it."), False)
    entry = session.get(JournalEntry, removing_entry(session, uid))
    in_trash = any(row.uid == uid for row in trash(session, house_of(session).today))
    title = Titles(session).of(kind, uid)
    if entry is None or not in_trash:
        return Gone(tr("“{record}” is no longer there. What you typed is kept as a draft.").format(record=title), False)
    sentence = tr("{user} moved “{record}” to the trash on {when}. What you typed is kept as a draft.")
    return Gone(sentence.format(user=entry.user, record=title, when=office_text(entry.at)), True)


def _fields(table: Table) -> Iterator[Column[Any]]:
    """The columns that hold what people enter."""
    for group, columns in field_groups(table).items():
        if group != REMOVAL_GROUP:
            yield from columns


def _written_since(session: Session, table: Table, uid: UUID, entry: int) -> dict[str, _Later]:
    """The fields that were written after an entry, by name."""
    query = (
        select(JournalChange.entry_id, JournalChange.before)
        .where(JournalChange.uid == uid, JournalChange.entry_id > entry, JournalChange.operation == "update")
        .order_by(JournalChange.id)
    )
    names, dialect = {column.name for column in _fields(table)}, session.connection().dialect
    found: dict[str, _Later] = {}
    for by, before in session.execute(query):
        for name, stored in json.loads(before or "{}").items():
            if name in names:
                was = found[name].was if name in found else _read(table.c[name], stored, dialect)
                found[name] = _Later(was, by or 0)
    return found


def _changed_since(session: Session, table: Table, record: Record, entry: int) -> dict[str, _Later]:
    """Those of them that are something else now than they were."""
    written = _written_since(session, table, record.uid, entry)
    return {name: later for name, later in written.items() if later.was != getattr(record, name)}


def _clashing(
    mine: Mapping[str, Any], theirs: Mapping[str, _Later], together: Collection[frozenset[str]]
) -> frozenset[str]:
    """The fields that both sides changed, and those that belong together with one such."""
    loose = mine.keys() - frozenset().union(*together)
    found = {name for name in loose if name in theirs}
    for unit in together:
        if unit & mine.keys() and unit & theirs.keys():
            found |= unit & (mine.keys() | theirs.keys())
    return frozenset(found)


def _comparison(
    work: Work,
    record: Record,
    order: ChangeOrder,
    mine: Mapping[str, Any],
    theirs: Mapping[str, _Later],
    clashing: frozenset[str],
) -> tuple[Comparison, int]:
    """Both versions side by side, and the entry that the saved one stands at."""
    session, kind = work.session, record.__tablename__
    table, titles, dialect = Record.metadata.tables[kind], Titles(session), session.connection().dialect

    def version(name: str, value: Any) -> Version:
        return Version(value, titles.readable(table.c[name], _stored(table.c[name], value, dialect)))

    rows = []
    for name in (column.name for column in _fields(table) if column.name in mine.keys() | theirs.keys()):
        now = getattr(record, name)
        base = theirs[name].was if name in theirs else now
        ours = mine.get(name, base)
        side = Side.OURS if name in mine or name in clashing else Side.THEIRS
        versions = version(name, ours), version(name, now), version(name, base)
        rows.append(Difference(name, field_word(kind, name), *versions, side, name in clashing))
    last = max(later.entry for name, later in theirs.items() if name in clashing)
    by = session.get_one(JournalEntry, last)
    named = ", ".join(row.title for row in rows if row.clash)
    reason = tr("{user} changed this on {when}, while you were changing it too: {fields}. Both stay in the history.")
    comparison = Comparison(
        title=titles.of(kind, record.uid),
        ours=tr("Your version"),
        theirs=tr("Saved version"),
        ours_by=f"{work.user} {office_text(work.now)}",
        theirs_by=f"{by.user} {office_text(by.at)}",
        reason=reason.format(user=by.user, when=office_text(by.at), fields=named),
        rows=tuple(rows),
    )
    return comparison, max(later.entry for later in theirs.values())


def _note_given_up(work: Work, record: Record, given_up: Mapping[str, Any]) -> None:
    """Writes values and takes them back at once, so that the history knows the version that was not taken."""
    before = {name: getattr(record, name) for name in given_up}
    for values in (given_up, before):
        for name, value in values.items():
            setattr(record, name, value)
        work.session.flush()


def _read(column: Column[Any], stored: Any, dialect: Dialect) -> Any:
    """A value of the journal as the program knows it."""
    processor = column.type.dialect_impl(dialect).result_processor(dialect, None)
    return processor(stored) if processor else stored


def _stored(column: Column[Any], value: Any, dialect: Dialect) -> Any:
    """A value as the journal writes it."""
    processor = column.type.dialect_impl(dialect).bind_processor(dialect)
    return processor(value) if processor else value
