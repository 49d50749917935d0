"""The journal: which action, when, by whom, why, and what each record was before; chained by hashes."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, ForeignKey, Index, Integer, String, Text, func, select, text
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.types import TypeDecorator

from kammerdesk.store.actions import action_named
from kammerdesk.store.record import WORKPLACE_ONLY, Base
from kammerdesk.store.stamps import next_stamp


class PackedJson(TypeDecorator[str]):
    """JSON in SQLite's packed form (JSONB): a quarter smaller, quicker to write; a selected column is JSON text.

    Its JSON functions take the packed form as it is; only a column chosen in plain SQL must be read as `json(…)`.
    """

    impl = Text
    cache_ok = True

    def column_expression(self, column: ColumnElement[str]) -> ColumnElement[str]:
        """As text where it is selected."""
        return func.json(column)


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


class PassedOn:
    """What is no record and still reaches all workstations of a house: `_l` is our sequence when it came or changed."""

    noted: Mapped[int | None] = mapped_column(
        "_l",
        Integer,
        default=select(SyncClock.lseq).scalar_subquery(),
        onupdate=select(SyncClock.lseq).scalar_subquery(),
        sort_order=96,
    )


class JournalEntry(Base):
    """One action; `digest` closes it and carries the digest of the entry before; `reverts` names what it undid.

    `lasting` says whether it was declared so when it was carried out, for whatever room declares it today. `salt` and
    `erased` are to the reason what those of JournalChange are to values: people may be named in a reason.
    """

    __tablename__ = "journal_entry"
    __table_args__ = (Index("ix_journal_entry_reverts", "reverts", sqlite_where=text("reverts IS NOT NULL")),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    action: Mapped[str]
    reason: Mapped[str]
    user: Mapped[str] = mapped_column(index=True)
    at: Mapped[datetime]
    stamp: Mapped[str] = mapped_column(String(32))
    reverts: Mapped[int | None] = mapped_column(ForeignKey("journal_entry.id"))
    lasting: Mapped[bool] = mapped_column(default=False, server_default="0")
    salt: Mapped[int | None]
    erased: Mapped[str | None] = mapped_column(String(64))
    digest: Mapped[str | None] = mapped_column(String(64))


class JournalShape(Base):
    """Which columns the values of an insert stand for, in their order; a new one with each change of a table."""

    __tablename__ = "journal_shape"
    __table_args__ = {"info": {WORKPLACE_ONLY: True}}  # noqa: RUF012  SQLAlchemy reads it from the class

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
    __table_args__ = {"info": {WORKPLACE_ONLY: True}}  # noqa: RUF012  as above

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    entry_id: Mapped[int | None] = mapped_column(ForeignKey("journal_entry.id"), index=True)
    kind: Mapped[str]
    uid: Mapped[UUID] = mapped_column(index=True)
    operation: Mapped[str]
    shape: Mapped[int | None] = mapped_column(ForeignKey("journal_shape.id"))
    before: Mapped[str | None] = mapped_column(PackedJson)
    after: Mapped[str | None] = mapped_column(PackedJson)
    salt: Mapped[int | None]
    erased: Mapped[str | None] = mapped_column(String(64))


@dataclass(frozen=True, slots=True)
class OpenEntry:
    """The entry of the running action, with the stamp and the local sequence that its changes bear."""

    id: int
    stamp: str
    sequence: int


# Every action goes through the statements below. They go to the driver as they are, for by way of SQLAlchemy they would
# take several times as long, and a small action is spent on little else.
_CLOCK = "SELECT replica, ver, lseq FROM sync_clock"
_SET_CLOCK = "UPDATE sync_clock SET ver = ?, lseq = ?, entry_id = ?"
_ADD_ENTRY = (
    "INSERT INTO journal_entry (action, reason, user, at, stamp, lasting, salt) VALUES (?, ?, ?, ?, ?, ?, random())"
)
_ENTRY = (
    "SELECT (SELECT digest FROM journal_entry WHERE id < this.id ORDER BY id DESC LIMIT 1), reason, salt, "
    "CASE WHEN reason = '' AND salt IS NULL THEN erased END, "
    "at, id, action, user, stamp, reverts, lasting FROM journal_entry AS this WHERE id = ?"
)
CONTENT = "json_array(kind, uid, operation, shape, hex(before), hex(after), salt)"
"""SQL: what the digest of a change covers; values as the bytes that are stored, so that damaged ones are told apart."""

_CHANGES = (
    f"SELECT kind, {CONTENT}, CASE WHEN before IS NULL AND after IS NULL AND salt IS NULL THEN erased END "
    "FROM journal_change WHERE entry_id = ? ORDER BY id"
)
_SEAL_ENTRY = "UPDATE journal_entry SET digest = ? WHERE id = ?"
_SEAL_CLOCK = "UPDATE sync_clock SET entry_id = NULL, digest = ?"


def open_entry(connection: Connection, action: str, reason: str, user: str, at: datetime) -> OpenEntry:
    """Begins the entry of an action: from now on the triggers write their changes into it."""
    cursor = connection.connection.cursor()
    replica, last, number = cursor.execute(_CLOCK).fetchone()
    stamp, sequence = next_stamp(last, at, replica), number + 1
    moment = at.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S.%f")
    cursor.execute(_ADD_ENTRY, (action, reason, user, moment, stamp, action_named(action).lasting))
    entry = OpenEntry(cursor.lastrowid or 0, stamp, sequence)
    cursor.execute(_SET_CLOCK, (stamp, sequence, entry.id))
    return entry


def close_entry(connection: Connection, entry_id: int) -> frozenset[str]:
    """Seals an entry and returns the kinds of records it changed."""
    digest, changed = _sealed(connection, entry_id)
    cursor = connection.connection.cursor()
    cursor.execute(_SEAL_ENTRY, (digest, entry_id))
    cursor.execute(_SEAL_CLOCK, (digest,))
    return changed


def entry_digest(connection: Connection, entry_id: int) -> str:
    """The digest an entry must have: SHA-256 over the digest before, the entry, and the digests of its changes."""
    return _sealed(connection, entry_id)[0]


def _sealed(connection: Connection, entry_id: int) -> tuple[str, frozenset[str]]:
    """The digest of an entry and the kinds it changed, in one way through its changes, for they may be many."""
    cursor = connection.connection.cursor()
    before, reason, salt, blanked, at, *more = cursor.execute(_ENTRY, (entry_id,)).fetchone()
    moment = str(datetime.fromisoformat(at).replace(tzinfo=UTC))
    facts = [before or "", blanked or reason_digest(reason, salt), moment, *more]
    digest, kinds = hashlib.sha256(json.dumps(facts, ensure_ascii=False).encode()), set()
    for kind, content, erased in cursor.execute(_CHANGES, (entry_id,)):
        kinds.add(kind)
        digest.update(bytes.fromhex(erased) if erased else change_digest(content))
    return digest.hexdigest(), frozenset(kinds)


def reason_digest(reason: str, salt: int) -> str:
    """The digest of the reason of an entry, in hex digits."""
    return hashlib.sha256(json.dumps([reason, salt], ensure_ascii=False).encode()).hexdigest()


def change_digest(content: str) -> bytes:
    """The digest of one change from its CONTENT."""
    return hashlib.sha256(content.encode()).digest()


def broken_entries(connection: Connection) -> list[int]:
    """The ids of entries whose digest does not fit; empty when the chain holds."""
    entries = connection.execute(select(JournalEntry.id, JournalEntry.digest).order_by(JournalEntry.id)).all()
    return [entry.id for entry in entries if entry.digest != entry_digest(connection, entry.id)]
