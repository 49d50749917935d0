"""What a clerk does in the exchange: make keys, trust a partner, write a bundle, take one in."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import event, select

from kammerdesk.base.clock import office_time
from kammerdesk.base.dates import format_date
from kammerdesk.base.errors import KammerError, refuse
from kammerdesk.base.i18n import N_, tr
from kammerdesk.base.steps import share
from kammerdesk.people.chambers import chamber_name, chambers
from kammerdesk.store.actions import action
from kammerdesk.store.house import house_of
from kammerdesk.store.stamps import stamp_moment
from kammerdesk.store.work import Work
from kammerdesk.sync import queries
from kammerdesk.sync.agreement import refuse_paused
from kammerdesk.sync.aside import put_aside, put_away
from kammerdesk.sync.bundle import SUFFIX, Head, is_bundle, write_bundle
from kammerdesk.sync.cards import Card, demonstration_card, make_card
from kammerdesk.sync.comparing import compare
from kammerdesk.sync.declining import refuse_declined
from kammerdesk.sync.files import name_part, part_of, spoken_faults, written_part
from kammerdesk.sync.frames import Frame
from kammerdesk.sync.incoming import FromTheFuture, ProvenBundle, frames_of, is_future, newer_read, prove
from kammerdesk.sync.key_changes import keep_card
from kammerdesk.sync.merge import Merge
from kammerdesk.sync.model import SyncIn, SyncOut, SyncPeer
from kammerdesk.sync.numbers import (
    ended_copies,
    hear_ends,
    hear_receipt,
    note_sent,
    shared_again,
    take_numbers,
)
from kammerdesk.sync.seal import PrivateKeys, demonstration_secret, new_secret
from kammerdesk.sync.sending import frames_of_parcel, head_of, is_known_to, put_together
from kammerdesk.sync.spoken import refuse_other_fingerprint


@dataclass(frozen=True, slots=True)
class TrustOrder:
    """Trust this card: the fingerprint is what the partner read out on the telephone,
    in digits or words (see spoken.py)."""

    card: Card
    fingerprint: str


@dataclass(frozen=True, slots=True)
class ExportOrder:
    """Write a bundle to `out` (a file, or a folder in which it gets a name) for a partner ("" = the only one)."""

    out: Path
    partner: str = ""


@dataclass(frozen=True, slots=True)
class ImportOrder:
    """Take in this file."""

    file: Path


@dataclass(frozen=True, slots=True)
class ExportedBundle:
    """A bundle that lies ready to be handed over."""

    bundle: UUID
    file: Path
    partner: str
    size: int
    sha256: str
    persons: int
    kinds: dict[str, int]


@dataclass(frozen=True, slots=True)
class ImportedBundle:
    """What taking in a bundle did; `written` 0 and `read_before` say that it brought nothing new.

    `newer_at`: one that the same sender made later was taken in before.
    """

    bundle: UUID
    sender: str
    counts: tuple[queries.KindCount, ...]
    written: int
    read_before: datetime | None
    newer_at: datetime | None


@action(N_("Make keys"), roles=(), lasting=True)
def create_keys(work: Work, _order: None = None) -> Card:
    """Makes our keys and the card that makes them known; when there are some already, their card is returned."""
    existing = queries.own_card(work.session)
    if existing is not None:
        return existing
    secret = new_secret()
    card = make_card(PrivateKeys(secret), work.chamber, work.now, demonstration=house_of(work.session).demonstration)
    keep_card(work, card, secret)
    return card


@action(N_("Trust the partner’s key"), roles=(), lasting=True)
def trust_partner(work: Work, order: TrustOrder) -> str:
    """Takes in a partner's card after its fingerprint was compared; returns the chamber.

    Raises Refused when the fingerprint does not fit, or when the card is our own or mixes invented with real data.
    """
    card = order.card
    if card.chamber == work.chamber:
        raise refuse("card", tr("This is the card of our own house. Please choose the card of the partner."))
    if card.demonstration != house_of(work.session).demonstration:
        raise refuse("card", tr("A card of the demonstration and real data do not go together."))
    refuse_other_fingerprint(order.fingerprint, card.keys, card.chamber)
    keep_card(work, card, None)
    peer = work.session.get(SyncPeer, card.chamber)
    if peer is None:
        peer = SyncPeer(chamber=card.chamber, since=work.now, suite=0)
        work.session.add(peer)
    peer.suite = max(peer.suite, card.suite)
    return card.chamber


@action(N_("Make demonstration keys"), roles=(), lasting=True)
def establish_demonstration_keys(work: Work, _order: None = None) -> None:
    """Gives a demonstration its keys and the cards of all other chambers; both follow from the chambers' codes alone.

    Raises KammerError on real data, which must never trust keys that everybody can derive.
    """
    if not house_of(work.session).demonstration:
        raise KammerError(tr("Keys of the demonstration are only for demonstration data."))
    for chamber in chambers():
        card = demonstration_card(chamber)
        if chamber == work.chamber:
            keep_card(work, card, demonstration_secret(chamber))
        else:
            trust_partner(work, TrustOrder(card, card.keys.fingerprint))


@action(N_("Write bundle"), lasting=True)
def export_bundle(work: Work, order: ExportOrder) -> ExportedBundle:
    """Writes a sealed bundle with all that may go to the partner, and its transfer record; it appears with the commit.

    Raises KammerError when there is nothing to send, no key, no place to write to, or when nobody could read it.
    """
    session = work.session
    _refuse_unreadable(work)
    partner = order.partner or only_partner(work)
    refuse_paused(session, partner)
    recipient = queries.partner_card(session, partner)
    parcel = put_together(work, queries.side_to(session, partner))
    if not parcel.numbers and not is_known_to(session, partner):
        raise KammerError(
            tr("Nothing may go to {chamber}: there is no joint committee with it.").format(
                chamber=chamber_name(partner)
            )
        )
    sender = queries.signing_card(session)
    if sender is None:
        raise KammerError(tr("This house has no keys yet. Please make the key card first."))
    head = head_of(work, parcel, sender, recipient)
    file = _place(order.out, head, partner)
    signer = queries.key_ring(session).own[sender.keys.key_id]
    written = write_bundle(file, head, frames_of_parcel(work, parcel), signer, [recipient], into=written_part)
    # never a bundle without its transfer record: the file gets its name only when the record is stored
    event.listen(session, "after_commit", lambda _session: name_part(file), once=True)
    event.listen(session, "after_rollback", lambda _session: part_of(file).unlink(missing_ok=True), once=True)
    note_sent(work, partner, head)
    session.add(
        SyncOut(
            partner=partner,
            key_id=recipient.keys.key_id.hex(),
            code=head.code,
            created_by=work.user,
            kinds=json.dumps(written.rows),
            file=file.name,
            size=written.size,
            sha256=written.sha256,
            **_facts(work, head),
        )
    )
    return ExportedBundle(head.bundle, file, partner, written.size, written.sha256, head.persons, dict(written.rows))


@action(N_("Take in bundle"))
def import_bundle(work: Work, order: ImportOrder) -> ImportedBundle:
    """Proves a bundle, merges it, and keeps its transfer record: all of it or nothing.

    Reading the same bundle again writes nothing. Raises KammerError, saying why, for a bundle that is not to be read;
    one from the future is put aside before (see aside.py).
    """
    try:
        return _take_in(work, order.file)
    except FromTheFuture:
        put_aside(work.session, order.file)
        raise


def _take_in(work: Work, file: Path) -> ImportedBundle:
    session = work.session
    ring = queries.key_ring(session)
    with share(0, 0.2):
        proven = prove(file, ring, work.now, rows=False)
    before, head = queries.already_read(session, proven), proven.head
    refuse_paused(session, head.chamber)
    refuse_declined(session, proven.sha256)
    newer = newer_read(session, head)
    hear_receipt(work, head, proven.greatest_stamp)
    delivery = queries.delivery_of(session, proven, work.now, work.sequence)
    merge = Merge(session.connection(), delivery)
    merge.take_known_by_now()
    moves, again, greatest = list[Frame](), list[Frame](), proven.greatest_stamp
    ended = ended_copies(session, head.chamber)
    if before is not None and queries.is_wholly_here(session, head, delivery.returns):
        merge.tally.read.update(queries.rows_of(session, head.bundle))
    else:
        with share(0.2, 0.9):
            for frame in frames_of(proven, ring, work.now):
                merge.take(frame)
                if isinstance(frame, Frame):
                    greatest = max(greatest, frame.greatest_stamp())
                    if frame.groups:
                        again += shared_again(frame, ended)
                    else:
                        moves.append(frame)
    with share(0.9, 1):
        merge.retry_parked()
    is_whole = take_numbers(work, head, [*again, *moves])
    hear_ends(work, head)
    work.has_seen(greatest)
    code = compare(work, queries.side_to(session, head.chamber), head, is_whole=is_whole)
    if before is None:
        session.add(_transfer_record(work, proven, merge, code))
    event.listen(session, "after_commit", lambda done: put_away(done, proven.sha256), once=True)
    return ImportedBundle(head.bundle, head.chamber, queries.counts_of(merge.tally), merge.written, before, newer)


def _refuse_unreadable(work: Work) -> None:
    """Our clock never runs back: written once years ahead, everything is stamped so, and no partner reads it."""
    if is_future(work.stamp, work.now):
        raise KammerError(
            tr(
                "No bundle was written: the clock of this computer once stood at {date}, and before that day no "
                "partner would read it. Please check the clock, and restore a backup from before the error."
            ).format(date=format_date(office_time(stamp_moment(work.stamp)).date()))
        )


def only_partner(work: Work) -> str:
    """The one chamber we exchange with; raises KammerError when there is none, or more than one."""
    found = list(work.session.scalars(select(SyncPeer.chamber).order_by(SyncPeer.chamber)))
    if not found:
        raise KammerError(tr("There is no partner yet. Please take in the key card of a chamber first."))
    if len(found) > 1:
        raise KammerError(
            tr("There are several partners. Please say for which one: {chambers}.").format(chambers=", ".join(found))
        )
    return found[0]


def _place(out: Path, head: Head, partner: str) -> Path:
    """The file to write: as named, or with a name of its own in a folder; only an older bundle is written over."""
    with spoken_faults(out):
        if out.is_dir() or not out.suffix:
            out.mkdir(parents=True, exist_ok=True)
            return out / f"{head.chamber}-{partner}-{head.created:%Y%m%d-%H%M%S}-{head.bundle.hex[-8:]}{SUFFIX}"
        if out.exists() and not is_bundle(out):
            raise refuse("out", tr("“{file}” is not a bundle and is not written over.").format(file=out))
    return out


def _transfer_record(work: Work, proven: ProvenBundle, merge: Merge, code: str) -> SyncIn:
    head, tally = proven.head, merge.tally
    return SyncIn(
        partner=head.chamber,
        key_id=head.key_id.hex(),
        code=code,
        partner_code=head.code,
        created_by=head.person,
        kinds=json.dumps(tally.read),
        file=proven.file.name,
        size=proven.size,
        sha256=proven.sha256,
        added=tally.added.total(),
        changed=tally.changed.total(),
        conflicts=tally.conflicts.total() + tally.proposals.total(),
        parked=tally.parked.total(),
        **_facts(work, head),
    )


def _facts(work: Work, head: Head) -> dict[str, Any]:
    """What both records of a transfer say of its bundle."""
    return {
        "bundle": head.bundle,
        "at": work.now,
        "by": work.user,
        "created_at": head.created,
        "reasons": " ".join(head.reasons),
        "persons": head.persons,
        "format": head.format,
        "program": head.program,
        "stamp": head.stamp,
        "replica": head.replica,
        "from_l": head.from_l,
        "to_l": head.to_l,
    }
