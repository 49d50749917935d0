"""What the exchange itself keeps: partners, keys, the record of every transfer, losers, and rows that must wait.

None of these are records: they belong to this house alone and never travel.
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from kammerdesk.store.record import Base
from kammerdesk.store.stamps import STAMP_LENGTH


class SyncPeer(Base):
    """A chamber with which bundles are exchanged."""

    __tablename__ = "sync_peer"

    chamber: Mapped[str] = mapped_column(String(8), primary_key=True)
    since: Mapped[datetime]


class SyncKey(Base):
    """One card: our own (with its secret) or a partner's (without); cards are only ever added."""

    __tablename__ = "sync_key"

    key_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    chamber: Mapped[str] = mapped_column(String(8), index=True)
    secret: Mapped[bytes | None] = mapped_column(LargeBinary)
    card: Mapped[bytes] = mapped_column(LargeBinary)
    stored_at: Mapped[datetime]
    stored_by: Mapped[str]


class SyncSeen(Base):
    """Up to which stamp we have seen all that a replica wrote in its chamber's records.

    `ended`: its own house was set back and has only what it wrote up to this stamp.
    """

    __tablename__ = "sync_seen"

    replica: Mapped[str] = mapped_column(String(16), primary_key=True)
    chamber: Mapped[str] = mapped_column(String(8), index=True)
    stamp: Mapped[str] = mapped_column(String(STAMP_LENGTH))
    ended: Mapped[str | None] = mapped_column(String(STAMP_LENGTH))


class Transfer(Base):
    """What every record of a transfer says (Übermittlungsprotokoll, IHKG § 9 Abs. 4); never changed afterwards.

    `kinds` is a JSON object of record kinds and numbers, `reasons` the reasons of scope.py, separated by blanks.
    """

    __abstract__ = True

    bundle: Mapped[UUID] = mapped_column(primary_key=True, sort_order=-9)
    partner: Mapped[str] = mapped_column(String(8), index=True)
    at: Mapped[datetime] = mapped_column(index=True)
    by: Mapped[str]
    created_at: Mapped[datetime]
    created_by: Mapped[str]
    reasons: Mapped[str]
    kinds: Mapped[str]
    persons: Mapped[int]
    file: Mapped[str]
    size: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64))
    key_id: Mapped[str] = mapped_column(String(32))
    format: Mapped[int]
    program: Mapped[str]
    stamp: Mapped[str] = mapped_column(String(STAMP_LENGTH))


class SyncOut(Transfer):
    """A bundle that left; `key_id` is the recipient's key."""

    __tablename__ = "sync_out"


class SyncIn(Transfer):
    """A bundle that was taken in; `key_id` is the sender's key, the counts are those of the first reading."""

    __tablename__ = "sync_in"

    added: Mapped[int]
    changed: Mapped[int]
    conflicts: Mapped[int]
    parked: Mapped[int]


class ConflictKind(StrEnum):
    """Why values were not taken over: both sides wrote unseen by the other, or it was not theirs to write."""

    CONFLICT = "conflict"
    PROPOSAL = "proposal"


class SyncConflict(Base):
    """Values that lost against others, kept for a clerk to look at; `values` is a JSON object of the fields.

    The id follows from record, group and both stamps, so that it is the same in every house.
    """

    __tablename__ = "sync_conflict"
    __table_args__ = {"info": {"traces": "uid"}}  # noqa: RUF012  SQLAlchemy reads it from the class

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    reason: Mapped[str] = mapped_column(String(16))
    kind: Mapped[str] = mapped_column(index=True)
    uid: Mapped[UUID] = mapped_column(index=True)
    group: Mapped[str]
    winner_stamp: Mapped[str] = mapped_column(String(STAMP_LENGTH))
    loser_stamp: Mapped[str] = mapped_column(String(STAMP_LENGTH))
    values: Mapped[str]
    signer: Mapped[str] = mapped_column(String(8))
    bundle: Mapped[UUID] = mapped_column(index=True)
    found_at: Mapped[datetime]
    state: Mapped[str] = mapped_column(String(16), default="open", index=True)


class SyncParked(Base):
    """A row whose parent has not come yet; tried again with every bundle. `frame` is the row as it travelled."""

    __tablename__ = "sync_parked"
    __table_args__ = {"info": {"traces": "uid", "traces_within": "frame"}}  # noqa: RUF012  as above

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    kind: Mapped[str] = mapped_column(index=True)
    uid: Mapped[UUID]
    missing: Mapped[str]
    signer: Mapped[str] = mapped_column(String(8))
    bundle: Mapped[UUID]
    since: Mapped[datetime]
    frame: Mapped[bytes] = mapped_column(LargeBinary)
