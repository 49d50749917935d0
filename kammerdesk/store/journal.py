"""The journal: which action, when, by whom, why, and what each record was before; chained by hashes."""

from __future__ import annotations

import hashlib
import json
from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection, ForeignKey, Integer, ScalarResult, String, func, select, update
from sqlalchemy.orm import Mapped, mapped_column

from kammerdesk.store.record import Base


class SyncClock(Base):
    """The one row that triggers read: who we are, the stamp and number of the running transaction, its entry.

    `digest` is that of the last closed entry, so that a journal whose end was cut off is found.
    """

    __tablename__ = "sync_clock"

    id: Mapped[int] = mapped_column(primary_key=True)
    replica: Mapped[str] = mapped_column(String(16))
    ver: Mapped[str] = mapped_column(String(32))
    lseq: Mapped[int]
    entry_id: Mapped[int | None]
    digest: Mapped[str | None] = mapped_column(String(64))


class JournalEntry(Base):
    """One action; `digest` closes it and carries the digest of the entry before."""

    __tablename__ = "journal_entry"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    action: Mapped[str]
    reason: Mapped[str]
    user: Mapped[str]
    at: Mapped[datetime]
    stamp: Mapped[str] = mapped_column(String(32))
    digest: Mapped[str | None] = mapped_column(String(64))


class JournalChange(Base):
    """One record changed by an entry. An insert keeps no values: they follow from today's row and later changes."""

    __tablename__ = "journal_change"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    entry_id: Mapped[int | None] = mapped_column(ForeignKey("journal_entry.id"), index=True)
    kind: Mapped[str]
    uid: Mapped[UUID] = mapped_column(index=True)
    operation: Mapped[str]
    before: Mapped[str | None]
    after: Mapped[str | None]


_CHANGES = select(
    func.json_array(
        JournalChange.kind, JournalChange.uid, JournalChange.operation, JournalChange.before, JournalChange.after
    )
).order_by(JournalChange.id)
_AT_ONCE = 10_000


def entry_digest(connection: Connection, entry_id: int) -> str:
    """The digest an entry must have: SHA-256 over the previous digest, the entry itself and all its changes."""
    table = JournalEntry.__table__
    before = connection.scalar(
        select(JournalEntry.digest).where(JournalEntry.id < entry_id).order_by(JournalEntry.id.desc()).limit(1)
    )
    entry = connection.execute(select(table).where(JournalEntry.id == entry_id)).one()
    facts = [
        before or "",
        entry.id,
        entry.action,
        entry.reason,
        entry.user,
        str(entry.at),
        entry.stamp,
    ]
    digest = hashlib.sha256(json.dumps(facts, ensure_ascii=False).encode())
    changes: ScalarResult[str] = connection.scalars(_CHANGES.where(JournalChange.entry_id == entry_id))
    for some in changes.partitions(_AT_ONCE):
        digest.update("".join(some).encode())
    return digest.hexdigest()


def close_entry(connection: Connection, entry_id: int) -> frozenset[str]:
    """Seals an entry and returns the kinds of records it changed."""
    kinds = connection.scalars(select(JournalChange.kind).where(JournalChange.entry_id == entry_id).distinct())
    changed = frozenset(kinds)
    digest = entry_digest(connection, entry_id)
    connection.execute(update(JournalEntry).where(JournalEntry.id == entry_id).values(digest=digest))
    connection.execute(update(SyncClock).values(entry_id=None, digest=digest))
    return changed


def broken_entries(connection: Connection) -> list[int]:
    """The ids of entries whose digest does not fit; empty when the chain holds."""
    entries = connection.execute(select(JournalEntry.id, JournalEntry.digest).order_by(JournalEntry.id)).all()
    return [entry.id for entry in entries if entry.digest != entry_digest(connection, entry.id)]
