"""The journal: which action, when, by whom, why, and what each record was before; chained by hashes."""

from __future__ import annotations

import hashlib
import json
from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection, ForeignKey, Index, Integer, String, func, select, text, update
from sqlalchemy.orm import Mapped, mapped_column

from kammerdesk.store.record import Base


class SyncClock(Base):
    """The one row that triggers read: who we are, the stamp and number of the running transaction, its entry.

    `digest` is that of the last closed entry, so that a journal whose end was cut off is found. `erasing` is set only
    inside the transaction of a retention run, the one thing that may delete records and blank the journal.
    """

    __tablename__ = "sync_clock"

    id: Mapped[int] = mapped_column(primary_key=True)
    replica: Mapped[str] = mapped_column(String(16))
    ver: Mapped[str] = mapped_column(String(32))
    lseq: Mapped[int]
    entry_id: Mapped[int | None]
    digest: Mapped[str | None] = mapped_column(String(64))
    erasing: Mapped[bool] = mapped_column(default=False, server_default="0")


class JournalEntry(Base):
    """One action; `digest` closes it and carries the digest of the entry before; `reverts` names what it undid."""

    __tablename__ = "journal_entry"
    __table_args__ = (Index("ix_journal_entry_reverts", "reverts", sqlite_where=text("reverts IS NOT NULL")),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    action: Mapped[str]
    reason: Mapped[str]
    user: Mapped[str] = mapped_column(index=True)
    at: Mapped[datetime]
    stamp: Mapped[str] = mapped_column(String(32))
    reverts: Mapped[int | None] = mapped_column(ForeignKey("journal_entry.id"))
    digest: Mapped[str | None] = mapped_column(String(64))


class JournalShape(Base):
    """Which columns the values of an insert stand for, in their order; a new one with each change of a table."""

    __tablename__ = "journal_shape"

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    columns: Mapped[str]


ERASE = "erase"
"""The operation of a change that tells of a record erased by a retention run; it has no values."""


class JournalChange(Base):
    """One record changed by an entry.

    An insert keeps all its values as a JSON array in `after`, in the order of its shape; an update keeps the changed
    fields as JSON objects. The salt is what makes the digest of blanked values say nothing: when a retention run
    erases a record, its changes keep `erased`, the digest they had, and lose values and salt.
    """

    __tablename__ = "journal_change"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    entry_id: Mapped[int | None] = mapped_column(ForeignKey("journal_entry.id"), index=True)
    kind: Mapped[str]
    uid: Mapped[UUID] = mapped_column(index=True)
    operation: Mapped[str]
    shape: Mapped[int | None] = mapped_column(ForeignKey("journal_shape.id"))
    before: Mapped[str | None]
    after: Mapped[str | None]
    salt: Mapped[int | None]
    erased: Mapped[str | None] = mapped_column(String(64))


_CHANGES = select(
    func.json_array(
        JournalChange.kind,
        JournalChange.uid,
        JournalChange.operation,
        JournalChange.shape,
        JournalChange.before,
        JournalChange.after,
        JournalChange.salt,
    ),
    JournalChange.erased,
).order_by(JournalChange.id)
_AT_ONCE = 10_000


def entry_digest(connection: Connection, entry_id: int) -> str:
    """The digest an entry must have: SHA-256 over the digest before, the entry, and the digests of its changes."""
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
        entry.reverts,
    ]
    digest = hashlib.sha256(json.dumps(facts, ensure_ascii=False).encode())
    for some in connection.execute(_CHANGES.where(JournalChange.entry_id == entry_id)).partitions(_AT_ONCE):
        for content, erased in some:
            digest.update(bytes.fromhex(erased) if erased else change_digest(content))
    return digest.hexdigest()


def change_digest(content: str) -> bytes:
    """The digest of one change from its JSON array of kind, uid, operation, shape, before, after and salt."""
    return hashlib.sha256(content.encode()).digest()


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
