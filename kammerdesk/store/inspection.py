"""Looks whether a database is whole: pages, references, triggers, the journal and what it tells, the clocks.

What is found here cannot be mended: a backup must be restored.
"""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import MetaData, Table, text
from sqlalchemy.orm import Session

from kammerdesk.base.errors import KammerError
from kammerdesk.base.i18n import N_, tr
from kammerdesk.base.steps import counted
from kammerdesk.store.checks import Check, Fault
from kammerdesk.store.history import history_faults
from kammerdesk.store.house import house_of
from kammerdesk.store.journal import broken_entries
from kammerdesk.store.record import STAMP_PREFIX, record_tables
from kammerdesk.store.stamps import STAMP_LENGTH, latest_stamp
from kammerdesk.store.store import Store
from kammerdesk.store.triggers import trigger_statements
from kammerdesk.store.words import kind_word

_SEARCH_INDEXES = "search_index", "search_part"
"""What the engine names where it speaks of the search, which a check of its own looks at: it can be made anew."""


def inspect(store: Store, metadata: MetaData) -> list[str]:
    """One sentence for each fault found; empty when the database is whole."""
    try:
        checks = counted(INTEGRITY, len(INTEGRITY))
        return store.ask(
            lambda session: [fault.sentence for check in checks for fault in check.find(session, metadata)]
        )
    except KammerError as error:  # too damaged to be read to the end
        return [str(error)]


def _page_faults(session: Session, _metadata: MetaData) -> Iterator[Fault]:
    for pragma in ("cipher_integrity_check", "integrity_check"):
        for row in session.execute(text(f"PRAGMA {pragma}")):
            if row[0] != "ok" and not any(name in row[0] for name in _SEARCH_INDEXES):
                yield Fault(tr("A page of the file is damaged: {detail}.").format(detail=row[0]))


def _reference_faults(session: Session, _metadata: MetaData) -> Iterator[Fault]:
    for row in session.execute(text("PRAGMA foreign_key_check")):
        yield Fault(tr("A record of “{table}” refers to one that is missing.").format(table=row[0]))


def _trigger_faults(session: Session, metadata: MetaData) -> Iterator[Fault]:
    stored = session.execute(text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"))
    installed = {row.name: row.sql for row in stored}
    wanted = trigger_statements(metadata)
    for name in sorted(installed.keys() | wanted.keys()):
        if installed.get(name) != wanted.get(name):
            yield Fault(tr("The trigger “{name}” is missing or was changed.").format(name=name))


def _chain_faults(session: Session, _metadata: MetaData) -> Iterator[Fault]:
    for number in broken_entries(session.connection()):
        yield Fault(tr("Entry {number} of the journal was changed afterwards.").format(number=number))


def _history_faults(session: Session, metadata: MetaData) -> Iterator[Fault]:
    yield from map(Fault, history_faults(session.connection(), metadata))


def _clock_faults(session: Session, metadata: MetaData) -> Iterator[Fault]:
    """Stamps that are none or lie in the future, and records with a later number than the last action's."""
    latest = latest_stamp(house_of(session).clock.now())
    sentences = (
        N_("{count} records of “{kind}” have a stamp that is none."),
        N_("{count} records of “{kind}” have a stamp of the future. Please look at this computer's clock."),
        N_("{count} records of “{kind}” have a number that no action had."),
    )
    for table in record_tables(metadata):
        counts = session.execute(text(_clock_query(table)), {"latest": latest}).one()
        for sentence, count in zip(sentences, counts, strict=True):
            if count:
                yield Fault(tr(sentence).format(count=count, kind=kind_word(table.name)))


def _clock_query(table: Table) -> str:
    """SQL: how many records have a malformed stamp, one of the future, a number beyond the last action's."""
    stamps = [column.name for column in table.columns if column.name == "_c" or column.name.startswith(STAMP_PREFIX)]
    malformed = " OR ".join(f"length({name}) <> {STAMP_LENGTH} OR {name} GLOB '*[^0-9a-f]*'" for name in stamps)
    future = " OR ".join(f"{name} > :latest" for name in stamps)
    last = "(SELECT lseq FROM sync_clock)"
    return (
        f"SELECT coalesce(sum(_c IS NULL OR coalesce({malformed}, 0)), 0), coalesce(sum(coalesce({future}, 0)), 0), "
        f"coalesce(sum(_l IS NULL OR _l > {last}), 0) FROM {table.name}"
    )


INTEGRITY = (
    Check("pages", N_("Pages of the file"), _page_faults),
    Check("references", N_("References between records"), _reference_faults),
    Check("triggers", N_("Triggers"), _trigger_faults),
    Check("journal", N_("Chain of the journal"), _chain_faults),
    Check("history", N_("Journal and records"), _history_faults),
    Check("clocks", N_("Clocks"), _clock_faults),
)
"""In this order; none can be repaired."""
