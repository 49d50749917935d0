"""What the exchange page asks: keys and partners, transfers in and out, what would leave, what a bundle brings."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TypeVar
from uuid import UUID

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session

from kammerdesk.base.errors import KammerError
from kammerdesk.base.i18n import tr
from kammerdesk.base.steps import share
from kammerdesk.people.chambers import chamber_name
from kammerdesk.store.erasure import SyncGrave
from kammerdesk.store.house import house_of
from kammerdesk.store.incarnation import last_ends
from kammerdesk.sync.bundle import Head, KeyEnd, KeyRing
from kammerdesk.sync.cards import Card, read_card
from kammerdesk.sync.decision import Returns
from kammerdesk.sync.delivery import Delivery
from kammerdesk.sync.inbox import open_numbers
from kammerdesk.sync.incoming import ProvenBundle, frames_of, knowledge, newer_read, prove, returns_to, writers_of
from kammerdesk.sync.merge import Merge, Tally
from kammerdesk.sync.model import (
    ConflictKind,
    PeerState,
    SyncIn,
    SyncKey,
    SyncOut,
    SyncParked,
    SyncPeer,
    SyncSeen,
    Transfer,
)
from kammerdesk.sync.outgoing import leaving_number, leaving_persons
from kammerdesk.sync.scope import PURPOSES, SHARES, Reason, Side
from kammerdesk.sync.seal import PrivateKeys

TR = TypeVar("TR", bound=Transfer)
_NEWEST = (SyncKey.stored_at.desc(), SyncKey.key_id)


@dataclass(frozen=True, slots=True)
class PartnerRow:
    """A trusted chamber and how the exchange with it stands."""

    chamber: str
    name: str
    fingerprint: str
    since: datetime
    last_out: datetime | None
    last_in: datetime | None
    open_conflicts: int
    parked: int
    state: PeerState


@dataclass(frozen=True, slots=True)
class TransferRow:
    """One transfer as the record of transfers keeps it (IHKG § 9 Abs. 4); `kinds` are record kinds and numbers.

    `code` is the state of our house after it, `partner_code` that of the sender's house; "" when it is not known.
    `acked_at` is when the receipt for a bundle of ours came.
    """

    bundle: UUID
    outgoing: bool
    partner: str
    partner_name: str
    at: datetime
    by: str
    created_at: datetime
    created_by: str
    reasons: tuple[Reason, ...]
    kinds: Mapping[str, int]
    persons: int
    file: str
    size: int
    sha256: str
    key_id: str
    format: int
    program: str
    code: str
    partner_code: str
    acked_at: datetime | None

    @property
    def id(self) -> tuple[bool, UUID]:
        """Direction and bundle: read back at home, a bundle of ours is another transfer."""
        return self.outgoing, self.bundle

    @property
    def records(self) -> int:
        """How many rows it carried."""
        return sum(self.kinds.values())

    @property
    def bases(self) -> tuple[str, ...]:
        """The legal bases, each once."""
        return tuple(dict.fromkeys(PURPOSES[reason].basis for reason in self.reasons))


@dataclass(frozen=True, slots=True)
class LeavingRow:
    """What may leave of one record kind for one reason: how many records, and which fields of them."""

    kind: str
    reason: Reason
    records: int
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Leaving:
    """Everything that may go to one partner now; `persons` counts each human being once."""

    partner: str
    persons: int
    rows: tuple[LeavingRow, ...]


@dataclass(frozen=True, slots=True)
class KindCount:
    """What a bundle brings of one record kind, in rows; conflicts and proposals in groups of fields.

    `buried` rows were erased here and are left out.
    """

    kind: str
    read: int
    added: int
    changed: int
    conflicts: int
    proposals: int
    parked: int
    buried: int

    @property
    def id(self) -> str:
        """The kind."""
        return self.kind


@dataclass(frozen=True, slots=True)
class BundlePreview:
    """A proven bundle and what reading it would do; nothing has been written. `read_at`: it was taken in already.

    `newer_at`: one that the same sender made later was taken in before.
    """

    bundle: UUID
    sender: str
    sender_name: str
    created_by: str
    created_at: datetime
    reasons: tuple[Reason, ...]
    persons: int
    size: int
    sha256: str
    program: str
    counts: tuple[KindCount, ...]
    read_at: datetime | None
    newer_at: datetime | None


def key_ring(session: Session) -> KeyRing:
    """All keys that open and prove bundles here."""
    chamber = house_of(session).chamber
    own: dict[bytes, PrivateKeys] = {}
    partners: dict[bytes, Card] = {}
    ends: dict[bytes, KeyEnd] = {}
    for key in session.scalars(select(SyncKey)):
        if key.secret is not None:
            own[bytes.fromhex(key.key_id)] = PrivateKeys(key.secret)
        elif key.chamber != chamber:
            partners[bytes.fromhex(key.key_id)] = read_card(key.card)
            if key.ends_at is not None:
                ends[bytes.fromhex(key.key_id)] = KeyEnd(key.ends_at, key.revoked)
    floors = {peer.chamber: peer.suite for peer in session.scalars(select(SyncPeer))}
    return KeyRing(chamber, own, partners, floors, ends)


def inside_ring(session: Session) -> KeyRing:
    """The keys of the house for the bundles of its own workstations; one that was revoked signs nothing any more.

    Keys that were merely replaced still count: a workstation may not have heard of the new ones yet.
    """
    ring = key_ring(session)
    own = select(SyncKey).where(SyncKey.secret.is_not(None))
    keys = {bytes.fromhex(key.key_id): key for key in session.scalars(own)}
    ends = {key_id: KeyEnd(key.ends_at, True) for key_id, key in keys.items() if key.revoked and key.ends_at}
    cards = {key_id: read_card(key.card) for key_id, key in keys.items()}
    return KeyRing(ring.chamber, ring.own, cards, {}, ends, inside=True)


def own_cards(session: Session) -> list[Card]:
    """All our key cards that were not revoked: what is written for them every workstation of the house can open."""
    chamber = house_of(session).chamber
    return [read_card(card) for card in session.scalars(_cards_of(chamber).order_by(*_NEWEST))]


def own_card(session: Session) -> Card | None:
    """Our own key card, the newest that was not revoked; None when there is none."""
    return _newest_card(session, house_of(session).chamber)


def signing_card(session: Session) -> Card | None:
    """The card of the key that signs our bundles: after a change of keys the former one, as long as it counts.

    So partners can read them before they have taken in the new card. None when there are no keys.
    """
    house = house_of(session)
    counts = or_(SyncKey.ends_at.is_(None), SyncKey.ends_at > house.clock.now())
    found = session.scalar(_cards_of(house.chamber).where(counts).order_by(SyncKey.stored_at, SyncKey.key_id).limit(1))
    return None if found is None else read_card(found)


def partner_card(session: Session, partner: str) -> Card:
    """The newest trusted card of a partner that was not revoked; raises KammerError when there is none."""
    card = _newest_card(session, partner)
    if card is None:
        raise KammerError(
            tr("There is no key card of {chamber} here. Please take in its card first.").format(
                chamber=chamber_name(partner)
            )
        )
    return card


def _newest_card(session: Session, chamber: str) -> Card | None:
    found = session.scalar(_cards_of(chamber).order_by(*_NEWEST).limit(1))
    return None if found is None else read_card(found)


def _fingerprint(card: Card | None) -> str:
    return "" if card is None else card.keys.fingerprint


def _cards_of(chamber: str) -> Select[bytes]:
    return select(SyncKey.card).where(SyncKey.chamber == chamber, SyncKey.revoked.is_(False))


def partners(session: Session) -> list[PartnerRow]:
    """The chambers we exchange with, by name."""
    open_ = open_numbers(session)
    rows = [
        PartnerRow(
            peer.chamber,
            chamber_name(peer.chamber),
            _fingerprint(_newest_card(session, peer.chamber)),
            peer.since,
            session.scalar(select(func.max(SyncOut.at)).where(SyncOut.partner == peer.chamber)),
            session.scalar(select(func.max(SyncIn.at)).where(SyncIn.partner == peer.chamber)),
            open_[peer.chamber, ConflictKind.CONFLICT] + open_[peer.chamber, ConflictKind.PROPOSAL],
            _waiting_rows(session, peer.chamber),
            PeerState(peer.state),
        )
        for peer in session.scalars(select(SyncPeer))
    ]
    return sorted(rows, key=lambda row: row.name)


def transfers(session: Session) -> list[TransferRow]:
    """Every bundle that left or came in, the latest first."""
    rows = [_transfer(found, outgoing=True) for found in session.scalars(select(SyncOut))]
    rows += [_transfer(found, outgoing=False) for found in session.scalars(select(SyncIn))]
    return sorted(rows, key=lambda row: row.at, reverse=True)


def leaving(session: Session, partner: str) -> Leaving:
    """What leaves our house when a bundle is written for this partner now, and why."""
    side = side_to(session, partner)
    connection = session.connection()
    rows = (
        LeavingRow(share.kind.__tablename__, share.reason, leaving_number(connection, side, share), share.fields)
        for share in SHARES
    )
    return Leaving(partner, leaving_persons(connection, side), tuple(row for row in rows if row.records))


def leaving_fields(session: Session, partner: str, kind: str, uid: UUID) -> tuple[str, ...]:
    """Which fields of one of our records may go to a partner; none when nothing of it leaves."""
    side, connection = side_to(session, partner), session.connection()
    shares = [share for share in SHARES if share.kind.__tablename__ == kind]
    found = [share.fields for share in shares if leaving_number(connection, side, share, uid)]
    return tuple(dict.fromkeys(field for fields in found for field in fields))


def side_to(session: Session, partner: str) -> Side:
    """We as sender to a partner.

    What it may have is written down since format 2; before that, and after a restore, it may have had anything that
    there was with the last bundle.
    """
    last = session.scalar(select(func.max(SyncOut.stamp)).where(SyncOut.partner == partner, SyncOut.format == 1))
    return Side(house_of(session).chamber, partner, max(last or "", *last_ends(session).values(), ""))


def preview_bundle(session: Session, file: Path) -> BundlePreview:
    """What a bundle is and what reading it would change; writes nothing.

    Raises KammerError, saying why, when it would be refused.
    """
    now = house_of(session).clock.now()
    ring = key_ring(session)
    with share(0, 0.3):
        proven = prove(file, ring, now, rows=False)
    read_at = already_read(session, proven)
    merge = Merge(session.connection(), delivery_of(session, proven, now, 0), writing=False)
    with share(0.3, 1):
        for frame in frames_of(proven, ring, now):
            merge.take(frame)
    head = proven.head
    return BundlePreview(
        bundle=head.bundle,
        sender=head.chamber,
        sender_name=chamber_name(head.chamber),
        created_by=head.person,
        created_at=head.created,
        reasons=_reasons(head.reasons),
        persons=head.persons,
        size=proven.size,
        sha256=proven.sha256,
        program=head.program,
        counts=counts_of(merge.tally),
        read_at=read_at,
        newer_at=newer_read(session, head),
    )


def delivery_of(session: Session, proven: ProvenBundle, now: datetime, sequence: int) -> Delivery:
    """A proven bundle as the merge takes it; `sequence` is that of the running transaction."""
    head = proven.head
    known, returns = knowledge(session, head), returns_to(session, now)
    return Delivery(head.bundle, head.chamber, known, now, sequence, returns, writers_of(session, head))


def already_read(session: Session, proven: ProvenBundle) -> datetime | None:
    """When this bundle was taken in before; raises KammerError when that one had another content."""
    before = session.get(SyncIn, proven.head.bundle)
    if before is None:
        return None
    if before.sha256 != proven.sha256:
        raise KammerError(tr("A bundle with this number but another content was read before. Please ask the sender."))
    return before.at


def is_wholly_here(session: Session, head: Head, returns: Returns) -> bool:
    """Whether nothing in a bundle that was read before can bring anything, so that its rows need not be looked at.

    Everything up to its end is here, nothing of its sender waits, nothing was erased, and nothing that we lost can be
    in it: what differs by now is later.
    """
    if returns.gaps:
        return False
    seen = session.get(SyncSeen, head.replica)
    if seen is None or seen.chamber != head.chamber or seen.upto < head.to_l:
        return False
    waiting = select(SyncParked.id).where(SyncParked.signer == head.chamber).limit(1)
    return session.scalar(waiting) is None and session.scalar(select(SyncGrave.uid_hash).limit(1)) is None


def rows_of(session: Session, bundle: UUID) -> Mapping[str, int]:
    """The record kinds and numbers of rows of a bundle that was taken in."""
    found: dict[str, int] = json.loads(session.get_one(SyncIn, bundle).kinds)
    return found


def counts_of(tally: Tally) -> tuple[KindCount, ...]:
    """A tally as rows, by kind."""
    parts = (tally.read, tally.added, tally.changed, tally.conflicts, tally.proposals, tally.parked, tally.buried)
    return tuple(KindCount(kind, *(part[kind] for part in parts)) for kind in tally.read)


def _transfer(found: Transfer, *, outgoing: bool) -> TransferRow:
    return TransferRow(
        bundle=found.bundle,
        outgoing=outgoing,
        partner=found.partner,
        partner_name=chamber_name(found.partner),
        at=found.at,
        by=found.by,
        created_at=found.created_at,
        created_by=found.created_by,
        reasons=_reasons(found.reasons.split()),
        kinds=json.loads(found.kinds),
        persons=found.persons,
        file=found.file,
        size=found.size,
        sha256=found.sha256,
        key_id=found.key_id,
        format=found.format,
        program=found.program,
        code=found.code,
        partner_code=found.partner_code if isinstance(found, SyncIn) else "",
        acked_at=found.acked_at if isinstance(found, SyncOut) else None,
    )


def _reasons(names: list[str]) -> tuple[Reason, ...]:
    """The reasons we know of those a bundle names."""
    return tuple(Reason(name) for name in names if name in set(Reason))


def _waiting_rows(session: Session, chamber: str) -> int:
    return session.scalar(select(func.count()).select_from(SyncParked).where(SyncParked.signer == chamber)) or 0
