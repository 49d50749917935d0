"""Takes in what another workstation of this house wrote: rows by the merge, facts as they are, numbers when whole."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import delete, select, tuple_, update
from sqlalchemy.orm import Session

from kammerdesk.base.errors import KammerError
from kammerdesk.base.i18n import N_, tr
from kammerdesk.store.actions import OFFICE, action
from kammerdesk.store.dialects import insert_unless
from kammerdesk.store.erasure import SyncGrave, buried, graves_to_reapply, reapply_graves
from kammerdesk.store.incarnation import AnewOrder, go_on_from_older_file
from kammerdesk.store.record import Record
from kammerdesk.store.upgrade import SCHEMA_VERSION
from kammerdesk.store.work import Work
from kammerdesk.sync import queries
from kammerdesk.sync.bundle import Head, opened_bundle
from kammerdesk.sync.decision import Knowledge
from kammerdesk.sync.delivery import Delivery
from kammerdesk.sync.frames import unpack
from kammerdesk.sync.incoming import FromTheFuture, ProvenBundle, is_future, prove, returns_to, seen_of, writers_of
from kammerdesk.sync.merge import Merge
from kammerdesk.sync.model import (
    SyncConflict,
    SyncEnded,
    SyncIn,
    SyncKey,
    SyncOut,
    SyncParked,
    SyncPeer,
    SyncScope,
    SyncSeen,
    SyncStation,
    SyncUnknown,
)
from kammerdesk.sync.numbers import hear_ends, own_replica, remember_writing, take_waiting
from kammerdesk.sync.station_facts import Facts, Values, collect, is_fact

_AT_ONCE = 400


@dataclass(frozen=True, slots=True)
class TakenFromStation:
    """What taking in did: rows written, conflicts found, and whether everything before it is here as well."""

    replica: str
    written: int
    conflicts: int
    is_whole: bool


@action(N_("Take in from another workstation"), roles=OFFICE, lasting=True)
def take_from_station(work: Work, file: Path) -> TakenFromStation:
    """Proves a bundle of another workstation of this house and merges it: all of it or nothing; twice changes nothing.

    Raises KammerError, saying why, for what is not to be read: a bundle of a partner, of a newer program, from the
    future, damaged, or signed by a key that was revoked.
    """
    session = work.session
    ring = queries.inside_ring(session)
    proven = prove(file, ring, work.now, rows=False)
    head = proven.head
    if head.schema > SCHEMA_VERSION:
        sentence = tr("Another workstation of this house has KammerDesk {version}. Please install that version here.")
        raise KammerError(sentence.format(version=head.program))
    _hear(work, proven)
    if head.replica == own_replica(session):
        return TakenFromStation(head.replica, 0, 0, is_whole=True)
    merge, facts, greatest = _merged(work, proven)
    is_whole = head.from_l <= _upto(session, head.replica)
    if is_whole:
        _take_numbers(work, head, facts)
    hear_ends(work, head)
    for replica in head.ended:
        seen = session.get(SyncSeen, replica)
        if seen is not None and seen.ended_until is None and replica not in head.claimed:
            seen.ended_until = head.stamp
    work.has_seen(greatest)
    return TakenFromStation(head.replica, merge.written, merge.tally.conflicts.total(), is_whole)


def _hear(work: Work, proven: ProvenBundle) -> None:
    """How far the other workstation is with what we write; when it has more of us than we, our file is an older one."""
    session, head = work.session, proven.head
    own = own_replica(session)
    has = head.to_l if head.replica == own else head.receipts.get(own, 0)
    if has > work.sequence:
        own, has = go_on_from_older_file(work, AnewOrder(proven.greatest_stamp)), 0
    for replica in head.ended:
        session.execute(delete(SyncStation).where(SyncStation.replica == replica, SyncStation.replica != own))
    station = session.get(SyncStation, head.replica)
    if head.replica == own or (station is not None and head.stamp < station.told):
        return
    if station is None:
        station = SyncStation(replica=head.replica)
        session.add(station)
    station.heard_at, station.person, station.program, station.told = work.now, head.person, head.program, head.stamp
    station.acked, station.acked_of = has, own
    station.from_l, station.to_l = head.from_l, head.to_l
    station.file, station.sha256 = proven.file.name, proven.sha256


def _merged(work: Work, proven: ProvenBundle) -> tuple[Merge, Facts, str]:
    """Facts come first, so that graves are known and the merge passes by what was erased."""
    session, head, facts = work.session, proven.head, Facts()
    delivery, merge, greatest = _delivery(work, head), None, proven.greatest_stamp
    with opened_bundle(proven.file, queries.inside_ring(session)) as reader:
        if reader.head != head:
            raise KammerError(tr("The file was changed while it was read. Please try again."))
        for packed in reader.frames():
            if is_fact(packed):
                collect(facts, packed)
                continue
            if merge is None:
                _take_facts(work, facts)
                merge = Merge(session.connection(), delivery)
            frame = unpack(packed, dict(Record.metadata.tables))
            greatest = max(greatest, frame.greatest_stamp())
            if is_future(greatest, work.now):
                raise FromTheFuture(tr("The bundle contains changes from the future; it is not read."))
            merge.take(frame)
    if merge is None:
        _take_facts(work, facts)
        merge = Merge(session.connection(), delivery)
    merge.retry_parked()
    return merge, facts, greatest


def _delivery(work: Work, head: Head) -> Delivery:
    session = work.session
    elsewhere = select(SyncSeen.replica, SyncSeen.stamp).where(SyncSeen.chamber != work.chamber)
    ours = {**{row.replica: row.stamp for row in session.execute(elsewhere)}, **seen_of(session, work.chamber)}
    known, writers = Knowledge(ours, {**head.seen, **head.brings}), writers_of(session, head)
    return Delivery(head.bundle, head.chamber, known, work.now, work.sequence, returns_to(session, work.now), writers)


def _take_facts(work: Work, facts: Facts) -> None:
    """Whatever counts by itself, whether something before it is missing or not."""
    session = work.session
    _add(session, SyncGrave, facts.of(SyncGrave))
    if facts.of(SyncGrave) and graves_to_reapply(session):
        reapply_graves(work)
    for fact in facts.of(SyncKey):
        _take_key(session, fact)
    _add(session, SyncConflict, _not_buried(session, facts.of(SyncConflict)))
    _add(session, SyncParked, _not_buried(session, facts.of(SyncParked)))
    for fact in _not_buried(session, facts.of(SyncUnknown)):
        _take_unknown(session, fact)
    _add(session, SyncIn, facts.of(SyncIn))
    _add(session, SyncOut, facts.of(SyncOut))
    for fact in facts.of(SyncOut):
        unheard = SyncOut.bundle == fact["bundle"], SyncOut.acked_at.is_(None)
        if fact["acked_at"] is not None:
            session.execute(update(SyncOut).where(*unheard).values(acked_at=fact["acked_at"]))
    _add(session, SyncScope, [fact | {"entered": work.sequence} for fact in facts.of(SyncScope)])
    for fact in facts.of(SyncPeer):
        _take_peer(work, fact)
    session.flush()


def _add(session: Session, kind: Any, rows: list[Values]) -> None:
    """Adds what is not here yet."""
    for start in range(0, len(rows), _AT_ONCE):
        adding = insert_unless(session.connection(), kind).on_conflict_do_nothing()
        session.connection().execute(adding, rows[start : start + _AT_ONCE])


def _not_buried(session: Session, rows: list[Values]) -> list[Values]:
    gone = buried(session.connection(), {row["uid"] for row in rows}) if rows else set()
    return [row for row in rows if row["uid"] not in gone]


def _take_key(session: Session, fact: Values) -> None:
    """A card of the house or of a partner; the earlier end counts, and what was revoked stays so."""
    kept = session.get(SyncKey, fact["key_id"])
    if kept is None:
        session.add(SyncKey(**fact))
        return
    ends = [end for end in (kept.ends_at, fact["ends_at"]) if end is not None]
    earlier, revoked = min(ends, default=None), kept.revoked or fact["revoked"]
    if (kept.ends_at, kept.revoked) != (earlier, revoked):
        kept.ends_at, kept.revoked = earlier, revoked


def _take_unknown(session: Session, fact: Values) -> None:
    kept = session.get(SyncUnknown, (fact["kind"], fact["uid"], fact["group"], fact["signer"]))
    if kept is None:
        session.add(SyncUnknown(**fact))
    elif kept.stamp < fact["stamp"]:
        for name in ("home", "stamp", "frame", "bundle", "since"):
            setattr(kept, name, fact[name])


def _take_peer(work: Work, fact: Values) -> None:
    """A partner that was trusted at another workstation, and what it said last to whichever of us."""
    session = work.session
    peer = session.get(SyncPeer, fact["chamber"])
    if peer is None:
        peer = SyncPeer(chamber=fact["chamber"], since=fact["since"], suite=fact["suite"], told="")
        session.add(peer)
    peer.suite = max(peer.suite, fact["suite"])
    if fact["state_at"] is not None:
        decided = fact["state_at"], fact["state"]
        if peer.state_at is None or decided > (peer.state_at, peer.state):  # the later decision counts everywhere
            peer.state_at, peer.state = decided
    if fact["told"] > peer.told:
        own = own_replica(session)
        acked = json.loads(fact["receipts"]).get(own, 0)
        peer.replica, peer.out_acked = own, acked if acked <= work.sequence else 0
        for name in ("told", "seen", "receipts", "format", "program", "code"):
            setattr(peer, name, fact[name])


def _upto(session: Session, replica: str) -> int:
    return session.scalar(select(SyncSeen.upto).where(SyncSeen.replica == replica)) or 0


def _take_numbers(work: Work, head: Head, facts: Facts) -> None:
    """Everything that the other workstation has is here: what it knows of others counts for us too."""
    session, seen = work.session, facts.of(SyncSeen)
    remember_writing(session, work.chamber, head.brings)
    session.flush()
    for chamber in sorted({fact["chamber"] for fact in seen} - {work.chamber}):
        _take_ended(work, chamber, seen, facts.of(SyncEnded))
    own = own_replica(session)
    for fact in seen:
        if fact["replica"] != own:
            _take_seen(work, fact)
    sender = session.get(SyncSeen, head.replica)
    if sender is not None:
        sender.upto = max(sender.upto, head.to_l)
    session.flush()
    for chamber in session.scalars(select(SyncPeer.chamber)).all():
        take_waiting(work, chamber)


def _take_seen(work: Work, fact: Values) -> None:
    kept = work.session.get(SyncSeen, fact["replica"])
    if kept is None:
        kept = SyncSeen(replica=fact["replica"], chamber=fact["chamber"], stamp=fact["stamp"], upto=0)
        work.session.add(kept)
    if kept.chamber == fact["chamber"]:
        kept.stamp, kept.upto = max(kept.stamp, fact["stamp"]), max(kept.upto, fact["upto"])
        if kept.ended is None and fact["ended"] is not None:
            kept.ended, kept.ended_until, kept.ended_l = fact["ended"], fact["ended_until"], work.sequence


def _take_ended(work: Work, chamber: str, seen: Iterable[Values], ended: list[Values]) -> None:
    """What a partner no longer shares, as the workstation that has heard more of it knows."""
    session = work.session
    theirs = {fact["replica"]: fact["stamp"] for fact in seen if fact["chamber"] == chamber}
    ours = session.execute(select(SyncSeen.replica, SyncSeen.stamp).where(SyncSeen.chamber == chamber))
    if any(theirs.get(row.replica, "") < row.stamp for row in ours):
        return
    told = _not_buried(session, [fact for fact in ended if fact["peer"] == chamber])
    keys = [(fact["kind"], fact["uid"]) for fact in told]
    left = delete(SyncEnded).where(SyncEnded.peer == chamber)
    session.execute(left.where(tuple_(SyncEnded.kind, SyncEnded.uid).not_in(keys)) if keys else left)
    _add(session, SyncEnded, told)
