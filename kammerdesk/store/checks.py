"""What a check is; and those of the store whose faults can be mended: search index, drafts, files left behind."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import MetaData, delete, select, text, union_all
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session

from kammerdesk.base.i18n import N_, tr, trn
from kammerdesk.store import quarantine
from kammerdesk.store.actions import action
from kammerdesk.store.drafts import Draft
from kammerdesk.store.generations import FOLDER as BACKUPS
from kammerdesk.store.record import Base, record_tables
from kammerdesk.store.search import live_record, rebuild_search
from kammerdesk.store.search_triggers import kind_sign, searched_tables, wanted_text, words_in
from kammerdesk.store.words import kind_word
from kammerdesk.store.work import Work

LEFT_BEHIND = 3600
"""Seconds after which nobody is writing a file any more that bears the name of an unfinished one."""

_UNFINISHED = "*.part*"
_DAMAGED = "malformed", "corruption"


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is not as it must be, with the record it is about where there is one, and what programs ask."""

    sentence: str
    kind: str = ""
    uid: UUID | None = None
    facts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that must always hold.

    `words` is the msgid of what is looked at, `find` yields what is not as it must be, `repair` is the action that
    mends it. Where `finding` is set a rule of the house is broken, though nothing is damaged: people have to decide.
    """

    name: str
    words: str
    find: Callable[[Session, MetaData], Iterator[Fault]]
    repair: Callable[[Work, None], object] | None = None
    finding: bool = False


def _search_faults(session: Session, metadata: MetaData) -> Iterator[Fault]:
    try:
        yield from list(_index_faults(session, metadata))
    except DatabaseError as error:
        if not any(sign in str(error.orig) for sign in _DAMAGED):
            raise
        yield Fault(tr("The search index is damaged."))


def _index_faults(session: Session, metadata: MetaData) -> Iterator[Fault]:
    """Live records without a right entry, entries without a record, and entries or words the indexes do not know."""
    for index in ("search_index", "search_part"):
        for row in session.execute(text(f"PRAGMA integrity_check({index})")):
            if row[0] != "ok":
                yield Fault(tr("The search index is damaged."))
    for table in searched_tables(metadata):
        kind = kind_word(table.name)
        outdated = _count(
            session,
            f"{table.name} AS record LEFT JOIN search_entry AS entry "
            f"ON entry.uid = record.uid AND entry.kind = '{table.name}' "
            f"WHERE record.deleted_at IS NULL AND entry.text IS NOT {wanted_text(table, 'record')}",
        )
        if outdated:
            sentence = trn(
                "{n} record of “{kind}” is not found by what it contains.",
                "{n} records of “{kind}” are not found by what they contain.",
                outdated,
            )
            yield Fault(sentence.format(n=outdated, kind=kind))
        indexed = f"SELECT rowid FROM search_index WHERE search_index MATCH '\"{kind_sign(table.name)}\"'"
        entries = f"SELECT id FROM search_entry WHERE kind = '{table.name}'"
        lost = _count(session, f"({entries} EXCEPT {indexed})") + _count(session, f"({indexed} EXCEPT {entries})")
        if lost:
            yield Fault(tr("The search index and its entries differ for “{kind}”.").format(kind=kind))
    left = _count(session, f"search_entry WHERE NOT ({live_record(metadata)})")
    if left:
        sentence = trn(
            "The search still knows {n} record that is gone.", "The search still knows {n} records that are gone.", left
        )
        yield Fault(sentence.format(n=left))
    if _count(session, f"({_UNKNOWN_WORDS})"):
        yield Fault(tr("The search does not know all words, so that typing errors find less."))


_UNKNOWN_WORDS = words_in("search_entry", "each.value NOT IN (SELECT word FROM search_word)")


def _count(session: Session, source: str) -> int:
    return int(session.execute(text(f"SELECT count(*) FROM {source}")).scalar_one())


def _draft_faults(session: Session, metadata: MetaData) -> Iterator[Fault]:
    count = len(session.execute(_orphans(metadata)).all())
    if count:
        sentence = trn(
            "{n} draft is about a record that is gone.", "{n} drafts are about records that are gone.", count
        )
        yield Fault(sentence.format(n=count))


def _orphans(metadata: MetaData) -> Any:
    """The drafts about records of which no live one is there."""
    live = union_all(*(select(table.c.uid).where(table.c.deleted_at.is_(None)) for table in record_tables(metadata)))
    table: Any = Draft.__table__
    return select(table).where(table.c.subject != "", table.c.subject.not_in(live))


@action(N_("Discard drafts about what is gone"))
def discard_orphaned_drafts(work: Work, _order: None = None) -> int:
    """Forgets the drafts of all users about records that are gone; returns how many."""
    found = work.session.execute(_orphans(Base.metadata)).all()
    for user, form, subject, *_ in found:
        mine = delete(Draft).where(Draft.user == user, Draft.form == form, Draft.subject == subject)
        work.session.execute(mine)
    return len(found)


def _file_faults(session: Session, _metadata: MetaData) -> Iterator[Fault]:
    for file in _left_files(session):
        yield Fault(tr("The file “{file}” was left behind unfinished.").format(file=file.name))


def _left_files(session: Session) -> list[Path]:
    """Files beside the data, and among the backups, that were begun and never finished."""
    folder, latest = _folder(session), time.time() - LEFT_BEHIND
    files = [*folder.glob(_UNFINISHED), *(folder / BACKUPS).rglob(_UNFINISHED)]
    return sorted(file for file in files if file.is_file() and file.stat().st_mtime < latest)


def _folder(session: Session) -> Path:
    engine: Any = session.get_bind()
    return Path(engine.url.database).parent


@action(N_("Set unfinished files aside"), roles=(), lasting=True)
def set_unfinished_files_aside(work: Work, _order: None = None) -> int:
    """Moves files that were left behind unfinished into the quarantine beside the data; returns how many."""
    files = _left_files(work.session)
    if files:
        quarantine.set_aside(files, _folder(work.session), quarantine.label_at(work.now))
    return len(files)


MENDABLE = (
    Check("search", N_("Search index"), _search_faults, rebuild_search),
    Check("drafts", N_("Drafts"), _draft_faults, discard_orphaned_drafts),
    Check("files", N_("Unfinished files"), _file_faults, set_unfinished_files_aside),
)
"""The store's own checks whose faults can be mended."""
