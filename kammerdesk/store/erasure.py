"""Erasing records for good: rows, what the journal kept of them, traces elsewhere; and graves, so that none returns.

A grave is the hash of a key. It says nothing of the record, but the record is known again when an old bundle or an
old backup brings it back. The graves lie in the database and, for the day an older one is restored, beside it.
"""

from __future__ import annotations

import hashlib
import secrets
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import (
    Column,
    Connection,
    LargeBinary,
    MetaData,
    String,
    Table,
    Uuid,
    bindparam,
    delete,
    event,
    exists,
    insert,
    select,
    text,
    update,
)
from sqlalchemy.orm import Mapped, Session, mapped_column
from sqlalchemy.schema import CreateTable

from kammerdesk.base.i18n import N_
from kammerdesk.base.steps import unstoppable
from kammerdesk.store.actions import Role, action
from kammerdesk.store.dialects import PlaceWithin, insert_unless, is_postgres
from kammerdesk.store.house import house_of
from kammerdesk.store.journal import (
    CONTENT,
    ERASE,
    JournalChange,
    JournalEntry,
    PassedOn,
    SyncClock,
    change_digest,
    reason_digest,
)
from kammerdesk.store.record import WORKPLACE_ONLY, Base, record_tables
from kammerdesk.store.traces import are_traces_gone, erase_traces, read_graves
from kammerdesk.store.work import Work

YEARS_OF_GRAVES = 10
"""How long an old bundle or backup may still bring an erased record back."""

_AT_ONCE = 10_000


class SyncGrave(PassedOn, Base):
    """The grave of one erased record; after `until` no file that old is around any more."""

    __tablename__ = "sync_grave"

    uid_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    erased_at: Mapped[datetime]
    until: Mapped[date]


@dataclass(frozen=True, slots=True)
class Erased:
    """How many records of each kind were erased, and one SHA-256 over their graves that proves which."""

    rows: Mapping[str, int]
    digest: str


def grave_hash(uid: UUID) -> str:
    """What a grave keeps of a key: its SHA-256. A key is random enough that nobody can try them all."""
    return hashlib.sha256(uid.bytes).hexdigest()


def buried(connection: Connection, uids: Iterable[UUID]) -> set[UUID]:
    """Those of the given keys that belong to erased records."""
    hashes = {grave_hash(uid): uid for uid in uids}
    known = connection.scalars(select(SyncGrave.uid_hash).where(SyncGrave.uid_hash.in_(hashes)))
    return {hashes[one] for one in known}


def erase(work: Work, chosen: Mapping[str, Collection[UUID]]) -> Erased:
    """Erases records by kind; whatever refers to them must be among them.

    Inside a lasting action only. With the commit the file is written anew, so that nothing stays in its free pages.
    """
    work.session.flush()
    connection = work.session.connection()
    entry = connection.scalar(select(SyncClock.entry_id))
    connection.execute(update(SyncClock).values(erasing=True))
    connection.execute(CreateTable(_NOW, if_not_exists=True))
    connection.execute(delete(_NOW))
    uids = sorted({uid for some in chosen.values() for uid in some})
    _many(connection, insert(_NOW), [{"uid": uid, "raw": uid.bytes} for uid in uids])
    if not is_postgres(connection):  # a hub keeps no values in its journal
        _blank_journal(connection)
        _blank_reasons(connection)
        _remember(connection, entry, chosen)
    _delete_traces(connection)
    rows = {
        table.name: connection.execute(delete(table).where(table.c.uid.in_(_ERASING))).rowcount
        for table in reversed(list(record_tables(Base.metadata)))
        if chosen.get(table.name)
    }
    connection.execute(delete(_NOW))
    connection.execute(update(SyncClock).values(erasing=False))
    hashes = sorted(map(grave_hash, uids))
    _bury(work, hashes)
    work.session.expire_all()
    if not is_postgres(connection):
        event.listen(work.session, "after_commit", leave_no_trace, once=True)
    return Erased(rows, hashlib.sha256("\n".join(hashes).encode()).hexdigest())


_NOW = Table(
    "erasing",
    MetaData(),
    Column("uid", Uuid, primary_key=True),
    Column("raw", LargeBinary, nullable=False),
    prefixes=["TEMPORARY"],
)
_ERASING = select(_NOW.c.uid)


def _many(connection: Connection, statement: Any, rows: list[dict[str, Any]]) -> None:
    for start in range(0, len(rows), _AT_ONCE):
        connection.execute(statement, rows[start : start + _AT_ONCE])


def _blank_journal(connection: Connection) -> None:
    """Takes the values out of the journal and leaves the digest each change had, so that the chain holds."""
    kept = select(JournalChange.id, text(CONTENT)).where(
        JournalChange.uid.in_(_ERASING), JournalChange.erased.is_(None)
    )
    table: Any = JournalChange.__table__
    blank = (
        update(table)
        .where(table.c.id == bindparam("at_id"))
        .values(before=None, after=None, salt=None, erased=bindparam("digest"))
    )
    digests = [{"at_id": key, "digest": change_digest(content).hex()} for key, content in connection.execute(kept)]
    _many(connection, blank, digests)


def _blank_reasons(connection: Connection) -> None:
    """The same for the reasons of entries that changed nothing but what is erased by now."""
    entry: Any = JournalEntry.__table__
    left = select(JournalChange.id).where(JournalChange.entry_id == entry.c.id, JournalChange.erased.is_(None))
    told = select(entry.c.id, entry.c.reason, entry.c.salt).where(
        entry.c.id.in_(select(JournalChange.entry_id).where(JournalChange.uid.in_(_ERASING))),
        entry.c.reason != "",
        ~left.exists(),
    )
    blank = (
        update(entry).where(entry.c.id == bindparam("at_id")).values(reason="", salt=None, erased=bindparam("proof"))
    )
    proofs = [{"at_id": key, "proof": reason_digest(reason, salt)} for key, reason, salt in connection.execute(told)]
    _many(connection, blank, proofs)


def _remember(connection: Connection, entry: int | None, chosen: Mapping[str, Collection[UUID]]) -> None:
    """Tells the journal which records were erased, without a value; for deleting has no trigger that would."""
    facts = {"entry_id": entry, "operation": ERASE}
    changes = [
        {"kind": kind, "uid": uid, "salt": secrets.randbits(62), **facts}
        for kind, uids in sorted(chosen.items())
        for uid in sorted(uids)
    ]
    _many(connection, insert(JournalChange), changes)


def _delete_traces(connection: Connection) -> None:
    """Deletes what tables that hold no records keep of the erased ones.

    Such a table says in its `info` in which column the key of the record stands ("traces"), and in which column of
    bytes keys may stand ("traces_within").
    """
    for table in Base.metadata.tables.values():
        if WORKPLACE_ONLY in table.info and is_postgres(connection):
            continue
        traces, within = table.info.get("traces"), table.info.get("traces_within")
        if traces:
            connection.execute(delete(table).where(table.c[traces].in_(_ERASING)))
        if within:
            holding = exists().where(PlaceWithin(table.c[within], _NOW.c.raw) > 0)
            connection.execute(delete(table).where(holding.correlate(table)))


def _bury(work: Work, hashes: list[str]) -> None:
    connection = work.session.connection()
    connection.execute(delete(SyncGrave).where(SyncGrave.until < work.today))
    until = work.today.replace(year=work.today.year + YEARS_OF_GRAVES, month=12, day=31)
    graves = [{"uid_hash": one, "erased_at": work.now, "until": until} for one in hashes]
    _many(connection, insert_unless(connection, SyncGrave).on_conflict_do_nothing(), graves)


def leave_no_trace(session: Session) -> None:
    """Cleans the file of what was erased, after a commit or at opening; see traces.py. Raises KammerError as that."""
    engine: Any = session.get_bind()
    with unstoppable():
        with Session(engine) as reading:  # it must not read any more when the file is written anew
            graves = {grave.uid_hash: grave.until for grave in reading.scalars(select(SyncGrave))}
        erase_traces(engine, graves, house_of(session).today)


def is_traceless(session: Session) -> bool:
    """Whether the last erasing was carried out to its end."""
    return are_traces_gone(_folder(session), session.scalars(select(SyncGrave.uid_hash)).all())


def _folder(session: Session) -> Path:
    engine: Any = session.get_bind()
    return Path(engine.url.database).parent


def _graves(session: Session) -> set[str]:
    """The hashes of all graves; a file may be older than what lies beside it, a server has nothing beside it."""
    here = set(session.scalars(select(SyncGrave.uid_hash)))
    return here if is_postgres(session.connection()) else here | read_graves(_folder(session)).keys()


def graves_to_reapply(session: Session) -> dict[str, list[UUID]]:
    """The records here, by kind, that were erased according to the graves in the database and beside it.

    There are some after an older backup was restored.
    """
    hashes = _graves(session)
    found: dict[str, list[UUID]] = {}
    for table in record_tables(Base.metadata) if hashes else ():
        uids = [uid for uid in session.scalars(select(table.c.uid)) if grave_hash(uid) in hashes]
        if uids:
            found[table.name] = uids
    return found


@action(N_("Erase again what a backup brought back"), roles=Role, lasting=True)
def reapply_graves(work: Work, _order: None = None) -> Erased:
    """Erases what a restored backup brought back although it had been erased.

    What cannot be without it goes with it; what merely refers to it loses that reference. Anybody may: the head decided
    on it when it was erased.
    """
    chosen = _without_survivors(work.session.connection(), graves_to_reapply(work.session))
    return erase(work, chosen) if chosen else Erased({}, "")


def _without_survivors(connection: Connection, chosen: Mapping[str, Iterable[UUID]]) -> dict[str, set[UUID]]:
    """The records and all that must refer to one of them, through any number of others; may-references are cut."""
    found: defaultdict[str, set[UUID]] = defaultdict(set, {kind: set(uids) for kind, uids in chosen.items()})
    for table in record_tables(Base.metadata):  # parents before children
        for key in table.foreign_keys:
            parents = sorted(found.get(key.column.table.name, ()))
            for start in range(0, len(parents), _AT_ONCE):
                referring = key.parent.in_(parents[start : start + _AT_ONCE])
                if key.parent.nullable:
                    connection.execute(update(table).where(referring).values({key.parent: None}))
                else:
                    found[table.name] |= set(connection.scalars(select(table.c.uid).where(referring)))
    return dict(found)
