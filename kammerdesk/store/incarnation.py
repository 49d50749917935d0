"""Which life of a database this is: a restored, resurrected or copied one must not write under the name of another.

Stamps carry the replica that wrote them, and partners keep up to which stamp they have seen each replica. A database
that was set back would write stamps that others believe to know already; so it goes on as a new replica.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import chain
from pathlib import Path

from sqlalchemy import String, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from kammerdesk.base.clock import office_text
from kammerdesk.base.i18n import N_, tr
from kammerdesk.store.actions import Role, action
from kammerdesk.store.guard import Sighting, machine
from kammerdesk.store.journal import JournalEntry, SyncClock
from kammerdesk.store.record import Base
from kammerdesk.store.stamps import STAMP_LENGTH, latest_stamp, next_stamp, stamp_milliseconds
from kammerdesk.store.work import Work


class Origin(StrEnum):
    """How a replica began; `LATER` is one that an older file cannot know, and of which nothing is in it."""

    CREATED = "created"
    RESTORED = "restored"
    RESURRECTED = "resurrected"
    COPIED = "copied"
    LATER = "later"


class Replica(Base):
    """One life of this database; the last is that of the clock.

    `retired_at` says that it ended here, and nowhere goes on: its work is continued by a later one. `stamp` is the
    last of its stamps that is in here, None as long as it lives; `machine` as in guard.py. `claimed_by`: the partner on
    whose word alone it ended, since it says to have more of it than is here.
    """

    __tablename__ = "replica"

    rid: Mapped[str] = mapped_column(String(16), primary_key=True)
    parent: Mapped[str | None] = mapped_column(String(16))
    created_at: Mapped[datetime]
    machine: Mapped[str] = mapped_column(String(32))
    reason: Mapped[str] = mapped_column(String(16))
    retired_at: Mapped[datetime | None]
    stamp: Mapped[str | None] = mapped_column(String(STAMP_LENGTH))
    claimed_by: Mapped[str] = mapped_column(String(8), default="", server_default="")


class Finding(StrEnum):
    """What a database is, compared with what was seen before."""

    EXPECTED = "expected"
    OLDER = "older"
    COPY = "copy"


class CopyAnswer(StrEnum):
    """Whether a folder of data found in two places is a second workplace, or moved here and nowhere else used."""

    COPY = "copy"
    MOVE = "move"


@dataclass(frozen=True, slots=True)
class CopyFound:
    """The data in `folder` were last seen in `other`; on another computer, or there are data there still."""

    folder: Path
    other: Path
    other_machine: bool

    @property
    def question(self) -> str:
        """What to ask the user."""
        if self.other_machine:
            sentence = tr("The data in “{folder}” were last used on another computer, there in “{other}”.")
        else:
            sentence = tr("The data in “{folder}” were last used in “{other}”, and there are data there still.")
        choice = tr("Copy or move? A copy is worked on at both places; after a move only here.")
        return f"{sentence.format(folder=self.folder, other=self.other)} {choice}"


def judge(now: Sighting, before: Iterable[Sighting], *, moved: bool = False) -> tuple[Finding, Sighting | None]:
    """What the database seen `now` is, and the earlier sighting that says so; `moved`: the user said it was moved."""
    known = [sighting for sighting in before if now.replica in (sighting.replica, *sighting.ended)]
    same = [sighting for sighting in known if sighting.replica == now.replica]
    elsewhere = next((sighting for sighting in same if sighting.is_elsewhere(now)), None)
    if elsewhere and not moved:
        return Finding.COPY, elsewhere
    further = (sighting for sighting in same if sighting.sequence > now.sequence)
    later = (sighting for sighting in known if now.replica in sighting.ended and not sighting.is_elsewhere(now))
    older = next(chain(further, later), None)
    return (Finding.OLDER, older) if older else (Finding.EXPECTED, None)


def seen_here(session: Session, folder: Path) -> Sighting:
    """Where this database lies now and how far it has come."""
    clock = session.execute(select(SyncClock.replica, SyncClock.lseq, SyncClock.ver)).one()
    return Sighting(machine(), str(folder.absolute()), clock.replica, clock.lseq, clock.ver, tuple(ended(session)))


def first_replica(rid: str, created_at: datetime, *, guarded: bool) -> dict[str, object]:
    """The row of the replica as which a database is made; invented data are bound to no computer."""
    place = machine() if guarded else ""
    return {"rid": rid, "created_at": created_at, "machine": place, "reason": Origin.CREATED}


def ended(session: Session) -> dict[str, str]:
    """The replicas that ended here, and up to which of its stamps the work of each is in here."""
    rows = session.execute(select(Replica.rid, Replica.stamp).where(Replica.retired_at.is_not(None)))
    return {rid: stamp or "" for rid, stamp in rows}


def ancestors(session: Session) -> dict[str, str]:
    """All earlier lives, also those from which this one was copied, as `ended`."""
    rows = session.execute(select(Replica.rid, Replica.stamp).where(Replica.stamp.is_not(None)))
    return {rid: stamp or "" for rid, stamp in rows}


def last_ends(session: Session) -> dict[str, str]:
    """The replicas that ended here, and a stamp after all that each can have written before its end.

    Not those that a partner claims to have more of: whoever says so could have us take anything for our own writing.
    """
    known = Replica.retired_at.is_not(None), Replica.claimed_by == ""
    rows = session.execute(select(Replica.rid, Replica.retired_at).where(*known))
    return {rid: next_stamp(None, at, "f" * (STAMP_LENGTH // 2)) for rid, at in rows if at is not None}


def claimed(session: Session, partner: str = "") -> list[str]:
    """The replicas that ended on a partner's word alone: of one partner, or of all."""
    whose = Replica.claimed_by == partner if partner else Replica.claimed_by != ""
    return list(session.scalars(select(Replica.rid).where(whose).order_by(Replica.rid)))


def workplace(session: Session) -> str:
    """A name of this workplace that stays when a backup is restored: the replica as which it was made or copied."""
    born = (Origin.CREATED, Origin.COPIED)
    latest = Replica.created_at.desc(), Replica.parent.is_(None)
    query = select(Replica.rid).where(Replica.reason.in_(born)).order_by(*latest).limit(1)
    return session.scalar(query) or session.scalars(select(SyncClock.replica)).one()


def number_mark(session: Session) -> str:
    """What numbers given here bear so that no other workstation gives the same: nothing where the data were made."""
    own = session.scalars(select(SyncClock.replica)).one()
    born = session.scalar(select(Replica.reason).where(Replica.rid == own))
    return "" if born in (None, Origin.CREATED) else own[:4].upper()


def clock_notice(session: Session, now: datetime) -> str:
    """A sentence when the computer's clock stands more than a day before our last change; "" otherwise."""
    last = session.scalars(select(SyncClock.ver)).one()
    behind = timedelta(milliseconds=stamp_milliseconds(last) - now.timestamp() * 1000)
    if behind <= timedelta(hours=24):
        return ""
    sentence = tr("Please check the system clock: it shows {now}, but the last change is of {last}. You can go on.")
    return sentence.format(now=office_text(now), last=office_text(now + behind))


@dataclass(frozen=True, slots=True)
class AnewOrder:
    """Go on as a new replica.

    `last` is the latest stamp that was written here before, `lost` the replicas that wrote here; both may be unknown to
    the older file. `claimed_by`: as in Replica.
    """

    last: str = ""
    lost: tuple[str, ...] = ()
    claimed_by: str = ""


@action(N_("Restore backup"), roles=(), lasting=True)
def restore_backup(work: Work, order: AnewOrder) -> str:
    """Goes on from a backup; what was done after it comes back from whoever has it. Returns the new replica."""
    return _begin_anew(work, Origin.RESTORED, order)


@action(N_("Go on from an older file"), roles=Role, lasting=True)
def go_on_from_older_file(work: Work, order: AnewOrder) -> str:
    """Goes on from a file that somebody put in the place of a newer one; otherwise as `restore_backup`."""
    return _begin_anew(work, Origin.RESURRECTED, order)


@action(N_("Take back what was lost"), roles=(), lasting=True)
def take_back(work: Work, partner: str) -> int:
    """Believes a partner that it has more from us than is here; from now on what it gives back counts as ours.

    Returns of how many replicas; 0 when it claims nothing.
    """
    found = claimed(work.session, partner)
    work.session.execute(update(Replica).where(Replica.rid.in_(found)).values(claimed_by=""))
    return len(found)


@action(N_("Go on as a copy"), roles=Role, lasting=True)
def go_on_as_copy(work: Work, order: AnewOrder) -> str:
    """Goes on beside the folder that was copied, as a workplace of its own. Returns the new replica."""
    return _begin_anew(work, Origin.COPIED, order)


@action(N_("Go on at another place"), roles=Role, lasting=True)
def go_on_after_move(work: Work, _order: None = None) -> None:
    """Goes on as what it is after the folder was moved to another place or computer."""
    own = select(SyncClock.replica).scalar_subquery()
    work.session.execute(update(Replica).where(Replica.rid == own).values(machine=machine()))


def _begin_anew(work: Work, origin: Origin, order: AnewOrder) -> str:
    """A new replica from this transaction on; the entry of the action is its first, the clock runs on.

    Not from a stamp so far ahead that nobody reads it: then a wrong clock is why an older state was taken.
    """
    session, rid = work.session, secrets.token_hex(STAMP_LENGTH // 4)
    former = session.scalars(select(SyncClock.replica)).one()
    own = JournalEntry.stamp.endswith(former), JournalEntry.digest.is_not(None)
    there = session.scalar(select(JournalEntry.stamp).where(*own).order_by(JournalEntry.id.desc()).limit(1))
    _end(work, former, there, None if origin is Origin.COPIED else work.now, order.claimed_by)
    for other in sorted({*order.lost} - {former}):
        if session.get(Replica, other) is None:
            work.session.add(Replica(rid=other, created_at=work.now, machine="", reason=Origin.LATER))
            _end(work, other, None, work.now)
    session.add(Replica(rid=rid, parent=former, created_at=work.now, machine=machine(), reason=origin))
    last = order.last if order.last <= latest_stamp(work.now) else ""
    stamp = next_stamp(max(work.stamp, last), work.now, rid)
    session.execute(update(JournalEntry).where(JournalEntry.digest.is_(None)).values(stamp=stamp))
    session.execute(update(SyncClock).values(replica=rid, ver=stamp))
    return rid


def _end(work: Work, rid: str, stamp: str | None, moment: datetime | None, claimed_by: str = "") -> None:
    """Notes up to where the work of a replica is in here, and when it ended, if it did."""
    row = work.session.get(Replica, rid)
    if row is None:  # such as one that was given by hand
        row = Replica(rid=rid, created_at=work.now, machine="", reason=Origin.CREATED)
        work.session.add(row)
    row.stamp = stamp or f"{0:016x}{rid}"
    row.retired_at, row.claimed_by = moment, claimed_by
