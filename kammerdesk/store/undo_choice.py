"""What others changed since in the fields of an action that is to be undone, and the choice field by field."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from kammerdesk.base.clock import office_text
from kammerdesk.base.differences import Comparison, Difference, Side, Version
from kammerdesk.base.errors import Reason
from kammerdesk.base.i18n import tr
from kammerdesk.store.entries import entry_words
from kammerdesk.store.journal import JournalChange, JournalEntry
from kammerdesk.store.past import values_before
from kammerdesk.store.record import REMOVAL_GROUP, Record, field_groups
from kammerdesk.store.titles import Titles
from kammerdesk.store.words import field_word

NAMED = 10
"""So many records are named in a refusal or compared; more would not fit a dialog and nobody would read them."""


class Later(NamedTuple):
    """One field after the entry: the value it left, the value now, and the change that wrote that."""

    left: Any
    now: Any
    entry_id: int


@dataclass(frozen=True, slots=True)
class Overlay:
    """A record of the entry of which these fields are no longer what the entry left; `was_made` by that entry."""

    kind: str
    uid: UUID
    was_made: bool
    fields: Mapping[str, Later]

    def key(self, name: str) -> str:
        """What a field is called in a choice."""
        return f"{self.uid.hex}/{name}"

    def reason(self, session: Session) -> Reason:
        """Who changed what, when and how."""
        by = session.get_one(JournalEntry, max(one.entry_id for one in self.fields.values()))
        sentence = tr("“{record}”: {fields} – changed by {user} on {when} (“{action}”).")
        words = sentence.format(
            record=Titles(session).of(self.kind, self.uid),
            fields=", ".join(field_word(self.kind, name) for name in self.fields),
            user=by.user,
            when=office_text(by.at),
            action=entry_words(session, by),
        )
        return Reason("", words)

    @property
    def is_choice(self) -> bool:
        """Whether somebody can choose field by field: not whether a record is there at all."""
        groups = field_groups(Record.metadata.tables[self.kind])
        names = {column.name for group, columns in groups.items() if group != REMOVAL_GROUP for column in columns}
        return not self.was_made and self.fields.keys() <= names


@dataclass(frozen=True, slots=True)
class UndoChoice:
    """Undo an entry; each of the fields others changed until the entry `seen` is as its side says."""

    entry: int
    seen: int
    sides: Mapping[str, Side]

    def decides(self, overlay: Overlay) -> bool:
        """Whether it says of every field of a record what it shall be, and nobody changed one since."""
        known = all(one.entry_id <= self.seen for one in overlay.fields.values())
        return known and overlay.is_choice and all(overlay.key(name) in self.sides for name in overlay.fields)

    @property
    def kept(self) -> frozenset[str]:
        """The fields that stay as they are now."""
        return frozenset(key for key, side in self.sides.items() if side is Side.THEIRS)


def without_kept(values: Mapping[str, Mapping[str, Any]], kept: Collection[str]) -> dict[str, dict[str, Any]]:
    """Stored values by record (its key in hex digits) without those of the fields that are `kept`."""
    left = {uid: {n: v for n, v in fields.items() if f"{uid}/{n}" not in kept} for uid, fields in values.items()}
    return {uid: fields for uid, fields in left.items() if fields}


def overlays(session: Session, entry_id: int) -> list[Overlay]:
    """The records of the entry of which a field is no longer what the entry left.

    A record differs only where the journal tells of a later change, and those are few.
    """
    later = _fields_written_after(session, entry_id)
    return list(_differing(session, entry_id, later)) if later else []


def _differing(session: Session, entry_id: int, later: Mapping[UUID, Mapping[str, Later]]) -> Iterator[Overlay]:
    mine = select(JournalChange.kind, JournalChange.uid, JournalChange.operation, JournalChange.after)
    written: dict[tuple[str, UUID], set[str]] = defaultdict(set)
    made: set[UUID] = set()
    for kind, uid, operation, after in session.execute(mine.where(JournalChange.entry_id == entry_id)):
        if uid in later:
            written[kind, uid] |= later[uid].keys() if operation == "insert" else json.loads(after or "{}").keys()
            made |= {uid} if operation == "insert" else set()
    for (kind, uid), fields in written.items():
        differing = {name: one for name, one in later[uid].items() if name in fields and one.left != one.now}
        if differing:
            yield Overlay(kind, uid, uid in made, differing)


def _fields_written_after(session: Session, entry_id: int) -> dict[UUID, dict[str, Later]]:
    """The fields that later entries wrote in the records of an entry."""
    mine = aliased(JournalChange)
    later = (
        select(JournalChange.uid, JournalChange.entry_id, JournalChange.before, JournalChange.after)
        .where(JournalChange.entry_id > entry_id, JournalChange.operation == "update")
        .where(JournalChange.uid.in_(select(mine.uid).where(mine.entry_id == entry_id)))
        .order_by(JournalChange.id)
    )
    found: dict[UUID, dict[str, Later]] = defaultdict(dict)
    for uid, by, before, after in session.execute(later):
        was, became = json.loads(before or "{}"), json.loads(after or "{}")
        for name in became:
            left = found[uid][name].left if name in found[uid] else was[name]
            found[uid][name] = Later(left, became[name], by or 0)
    return found


def compare_with_now(session: Session, entry: JournalEntry, later: Sequence[Overlay]) -> Comparison | None:
    """Before the entry and now, side by side; None where one cannot choose field by field, or there is too much."""
    if len(later) > NAMED or not all(one.is_choice for one in later):
        return None
    before, titles = values_before(session.connection(), entry.id, entry.id), Titles(session)
    last = max(field.entry_id for one in later for field in one.fields.values())
    by, words = session.get_one(JournalEntry, last), entry_words(session, entry)
    rows = []
    for one in later:
        table, named = Record.metadata.tables[one.kind], titles.of(one.kind, one.uid)
        for name, field in one.fields.items():
            stored = before[one.kind][one.uid.hex][name], field.now, field.left
            ours, theirs, base = (Version(value, titles.readable(table.columns.get(name), value)) for value in stored)
            title = field_word(one.kind, name)
            title = title if len(later) == 1 else f"{named}: {title}"
            rows.append(Difference(one.key(name), title, ours, theirs, base, Side.THEIRS))
    reason = tr("{user} changed this on {when}, after “{action}”. Whatever you choose, both stay in the history.")
    return Comparison(
        title=titles.of(later[0].kind, later[0].uid) if len(later) == 1 else words,
        ours=tr("Before “{action}”").format(action=words),
        theirs=tr("Saved version"),
        ours_by=tr("until {when}").format(when=office_text(entry.at)),
        theirs_by=f"{by.user} {office_text(by.at)}",
        reason=reason.format(user=by.user, when=office_text(by.at), action=words),
        rows=tuple(rows),
    )
