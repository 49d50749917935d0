"""Into the Papierkorb with all that belongs to a record, in one entry, so that all of it comes back together."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select, update

from kammerdesk.base.errors import Reason, Refused
from kammerdesk.base.i18n import tr, trn
from kammerdesk.store.record import Record
from kammerdesk.store.references import references
from kammerdesk.store.titles import Titles
from kammerdesk.store.undo import current_entry
from kammerdesk.store.words import kind_word
from kammerdesk.store.work import Work

_NAMED = 5
"""So many records that stand against it are named."""


@dataclass(frozen=True, slots=True)
class Removed:
    """What went into the Papierkorb: its title, how many records with it, and the journal entry that takes it back."""

    title: str
    count: int
    entry: int


def remove_with_parts(work: Work, record: Record) -> Removed:
    """Removes a record and its parts: records whose reference to it is declared so.

    Raises Refused, naming them, where other live records refer to any of these, or a part is the partner's.
    """
    kind, titles = record.__tablename__, Titles(work.session)
    going: dict[UUID, str] = {record.uid: kind}
    waiting, against = [(kind, record.uid)], list[str]()
    while waiting:
        for child, uid, home, is_part in _referring(work, *waiting.pop()):
            if uid in going:
                continue
            if is_part and home == work.chamber:
                going[uid] = child
                waiting.append((child, uid))
            else:
                against.append(f"{titles.of(child, uid)} ({kind_word(child)})")
    title = titles.of(kind, record.uid)
    if against:
        raise Refused([_reason(title, against)])
    for each in set(going.values()):
        table = Record.metadata.tables[each]
        keys = [uid for uid, its in going.items() if its == each]
        removal = {"deleted_at": work.now, "deleted_by": work.user}
        work.session.execute(update(table).where(table.c.uid.in_(keys)).values(removal))
    return Removed(title, len(going), current_entry(work.session))


def _referring(work: Work, kind: str, uid: UUID) -> Iterator[tuple[str, UUID, str, bool]]:
    """Live records that refer to one: kind, key, home, whether they are parts of it."""
    for child, name, parent in references():
        if parent == kind:
            table = Record.metadata.tables[child]
            column = table.c[name]
            live = select(table.c.uid, table.c.home).where(column == uid, table.c.deleted_at.is_(None))
            for key, home in work.session.execute(live).all():
                yield child, key, home, bool(column.info.get("part"))


def _reason(title: str, against: list[str]) -> Reason:
    sentence = tr("“{record}” is still needed and stays: {others}.")
    named = "; ".join(against[:_NAMED])
    more = len(against) - _NAMED
    if more > 0:
        others = trn("{n} more", "{n} more", more).format(n=more)
        named = f"{named}; {others}"
    return Reason("", sentence.format(record=title, others=named))
