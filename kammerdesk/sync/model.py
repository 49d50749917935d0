"""What the exchange itself keeps: partners, keys, the record of every transfer, losers, and rows that must wait.

None of these are records: they belong to this house alone and never travel.
"""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from kammerdesk.store.journal import PassedOn
from kammerdesk.store.record import Base
from kammerdesk.store.secret import Secret
from kammerdesk.store.stamps import STAMP_LENGTH


class PeerState(StrEnum):
    """Whether bundles go to and fro; after the end of an agreement only what says that nothing is shared any more."""

    ACTIVE = "active"
    PAUSED = "paused"
    ENDED = "ended"


class SyncPeer(Base):
    """A chamber with which bundles are exchanged, and how far it has come with what we write.

    `out_sent` and `out_acked` are numbers of our own sequence (`_l`), those of `replica`: up to which bundles were
    written, and up to which the partner says it took everything in (`told`: its stamp when it said so). The JSON
    objects: `seen`, per replica the stamp up to which the partner had its writing then; `wants`, per kind the buckets
    it asks for again; `asked`, per kind the difference that we asked it about last; `receipts`, per replica of our
    house up to which number the partner has everything of it. `suite`: the lowest way of sealing
    that is still taken from it. `format`, `program` and `code` (see same_state.py) are those of its last bundle.
    `state` is a PeerState (see agreement.py), `state_at` since when.
    """

    __tablename__ = "sync_peer"

    chamber: Mapped[str] = mapped_column(String(8), primary_key=True)
    since: Mapped[datetime]
    replica: Mapped[str] = mapped_column(String(16), default="", server_default="")
    out_sent: Mapped[int] = mapped_column(default=0, server_default="0")
    out_acked: Mapped[int] = mapped_column(default=0, server_default="0")
    told: Mapped[str] = mapped_column(String(STAMP_LENGTH), default="", server_default="")
    seen: Mapped[str] = mapped_column(default="{}", server_default="{}")
    wants: Mapped[str] = mapped_column(default="{}", server_default="{}")
    asked: Mapped[str] = mapped_column(default="{}", server_default="{}")
    receipts: Mapped[str] = mapped_column(default="{}", server_default="{}")
    suite: Mapped[int] = mapped_column(default=0, server_default="0")
    format: Mapped[int] = mapped_column(default=0, server_default="0")
    program: Mapped[str] = mapped_column(default="", server_default="")
    code: Mapped[str] = mapped_column(String(19), default="", server_default="")
    state: Mapped[str] = mapped_column(String(8), default=PeerState.ACTIVE, server_default=PeerState.ACTIVE)
    state_at: Mapped[datetime | None]


class SyncKey(PassedOn, Base):
    """One card: our own (with its secret) or a partner's (without); cards are only ever added.

    `endorsed`: taken in because the former key signed it, without a telephone. Bundles that it signed after `ends_at`
    are not read: it was replaced, or `revoked`.
    """

    __tablename__ = "sync_key"

    key_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    chamber: Mapped[str] = mapped_column(String(8), index=True)
    secret: Mapped[bytes | None] = mapped_column(Secret)
    card: Mapped[bytes] = mapped_column(LargeBinary)
    stored_at: Mapped[datetime]
    stored_by: Mapped[str]
    endorsed: Mapped[bool] = mapped_column(default=False, server_default="0")
    ends_at: Mapped[datetime | None]
    revoked: Mapped[bool] = mapped_column(default=False, server_default="0")


class SyncSeen(Base):
    """Up to which stamp we have seen all that a replica wrote in its chamber's records.

    `ended`: its own house was set back and has only what it wrote up to this stamp. `upto`: up to which number of its
    own sequence all its bundles are here, as a sender. `ended_l`: with which number of ours we learnt of `ended`.
    `ended_until`: of a workstation of our own house, a stamp after all that it can have written before its end.
    """

    __tablename__ = "sync_seen"

    replica: Mapped[str] = mapped_column(String(16), primary_key=True)
    chamber: Mapped[str] = mapped_column(String(8), index=True)
    stamp: Mapped[str] = mapped_column(String(STAMP_LENGTH))
    ended: Mapped[str | None] = mapped_column(String(STAMP_LENGTH))
    upto: Mapped[int] = mapped_column(default=0, server_default="0")
    ended_l: Mapped[int | None]
    ended_until: Mapped[str | None] = mapped_column(String(STAMP_LENGTH))


class SyncStation(Base):
    """A workstation of our own house by its replica, or (the row of our own replica) what we last wrote for the others.

    `acked`: up to which number of the sequence of `acked_of`, a replica of ours, it has everything; `told`: its stamp
    when it said so. `from_l`, `to_l`, `file` and `sha256` are those of the last bundle, theirs or ours.
    """

    __tablename__ = "sync_station"

    replica: Mapped[str] = mapped_column(String(16), primary_key=True)
    heard_at: Mapped[datetime]
    person: Mapped[str]
    program: Mapped[str]
    told: Mapped[str] = mapped_column(String(STAMP_LENGTH))
    acked: Mapped[int]
    acked_of: Mapped[str] = mapped_column(String(16))
    from_l: Mapped[int]
    to_l: Mapped[int]
    file: Mapped[str]
    sha256: Mapped[str] = mapped_column(String(64))


class SyncAhead(Base):
    """A bundle taken in before one that it stands on: what it says of numbers waits here until the gap is closed.

    `base` and `brings` are JSON objects as in the head of a bundle, `moved` its frames of moves, each packed.
    """

    __tablename__ = "sync_ahead"

    bundle: Mapped[UUID] = mapped_column(primary_key=True)
    chamber: Mapped[str] = mapped_column(String(8))
    replica: Mapped[str] = mapped_column(String(16), index=True)
    from_l: Mapped[int]
    to_l: Mapped[int]
    base: Mapped[str]
    brings: Mapped[str]
    moved: Mapped[bytes] = mapped_column(LargeBinary)


class SyncScope(Base):
    """One of our records that a partner may have, as of the last bundle to it.

    `reasons` are the keys of its shares (see scope.py), separated by blanks; `entered` is the number of our sequence
    with which they came to be these, `gone` the one with which the record left the scope. It outlives the record, so
    that the partner is told when that was erased.
    """

    __tablename__ = "sync_scope"
    __table_args__ = {"sqlite_with_rowid": False}  # noqa: RUF012  SQLAlchemy reads it from the class

    peer: Mapped[str] = mapped_column(String(8), primary_key=True)
    kind: Mapped[str] = mapped_column(String(64), primary_key=True)
    uid: Mapped[UUID] = mapped_column(primary_key=True)
    reasons: Mapped[str]
    entered: Mapped[int]
    gone: Mapped[int | None]


class SyncEnded(Base):
    """A partner's record that it no longer shares with us: the copy here is only to be read, and due to be erased."""

    __tablename__ = "sync_ended"
    __table_args__ = {"info": {"traces": "uid"}}  # noqa: RUF012  SQLAlchemy reads it from the class

    kind: Mapped[str] = mapped_column(String(64), primary_key=True)
    uid: Mapped[UUID] = mapped_column(primary_key=True)
    peer: Mapped[str] = mapped_column(String(8), index=True)
    told_at: Mapped[datetime]
    delete_on: Mapped[date] = mapped_column(index=True)


class Transfer(PassedOn, Base):
    """What every record of a transfer says (Übermittlungsprotokoll, IHKG § 9 Abs. 4); never changed afterwards.

    `kinds` is a JSON object of record kinds and numbers, `reasons` the reasons of scope.py, separated by blanks.
    `replica`, `from_l` and `to_l` say which part of its sender's changes the bundle holds, `code` is the state of our
    house after the transfer (see same_state.py).
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
    replica: Mapped[str] = mapped_column(String(16), default="", server_default="")
    from_l: Mapped[int] = mapped_column(default=0, server_default="0")
    to_l: Mapped[int] = mapped_column(default=0, server_default="0")
    code: Mapped[str] = mapped_column(String(19), default="", server_default="")


class SyncOut(Transfer):
    """A bundle that left; `key_id` is the recipient's key, `acked_at` when its receipt came."""

    __tablename__ = "sync_out"

    acked_at: Mapped[datetime | None]


class SyncIn(Transfer):
    """A bundle that was taken in; `key_id` is the sender's key, the counts are those of the first reading.

    `partner_code` is the state of the sender's house when it wrote the bundle.
    """

    __tablename__ = "sync_in"

    added: Mapped[int]
    changed: Mapped[int]
    conflicts: Mapped[int]
    parked: Mapped[int]
    partner_code: Mapped[str] = mapped_column(String(19), default="", server_default="")


class ConflictKind(StrEnum):
    """Why values were not taken over: both sides wrote unseen by the other, or it was not theirs to write."""

    CONFLICT = "conflict"
    PROPOSAL = "proposal"


NO_VALUES = "{}"
"""Kept of a proposal that says what stood here anyway: nothing is to be decided, but its author's earlier are over."""


class SyncConflict(PassedOn, Base):
    """Values that lost against others, kept for a clerk to look at; `values` is a JSON object of the fields.

    The id follows from record, group and both stamps, so that it is the same in every house. Whether it was decided is
    told by the settlements (see settlement.py).
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


class SyncParked(PassedOn, Base):
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


class SyncUnknown(PassedOn, Base):
    """One group of fields of a record that a newer program sent and this one does not know; passed on as it came.

    Of a house's own record, or what the `signer` wrote into one of ours: a proposal to be. `frame` is a frame of one
    row (see frames.py) as it travelled.
    """

    __tablename__ = "sync_unknown"
    __table_args__ = {"info": {"traces": "uid", "traces_within": "frame"}}  # noqa: RUF012  as above

    kind: Mapped[str] = mapped_column(String(64), primary_key=True)
    uid: Mapped[UUID] = mapped_column(primary_key=True)
    group: Mapped[str] = mapped_column(String(64), primary_key=True)
    signer: Mapped[str] = mapped_column(String(8), primary_key=True)
    home: Mapped[str] = mapped_column(String(8))
    stamp: Mapped[str] = mapped_column(String(STAMP_LENGTH))
    bundle: Mapped[UUID]
    since: Mapped[datetime]
    frame: Mapped[bytes] = mapped_column(LargeBinary)
