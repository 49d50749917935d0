"""Puts a bundle together: what travels to a partner now, and everything that its head says."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import chain

from sqlalchemy import select
from sqlalchemy.orm import Session

from kammerdesk import __version__
from kammerdesk.base.ids import uuid7
from kammerdesk.base.steps import step
from kammerdesk.people.model import Person
from kammerdesk.store.incarnation import ended
from kammerdesk.store.upgrade import SCHEMA_VERSION
from kammerdesk.store.work import Work
from kammerdesk.sync.bundle import FORMAT, Head, Recipient
from kammerdesk.sync.cards import Card
from kammerdesk.sync.comparing import STANDING
from kammerdesk.sync.frames import Frame, Verbatim
from kammerdesk.sync.incoming import seen_of
from kammerdesk.sync.members import renew_members
from kammerdesk.sync.model import SyncPeer, SyncScope, SyncSeen
from kammerdesk.sync.numbers import cursor_to, own_replica, receipts_for
from kammerdesk.sync.outgoing import Cursor, departing_frames, departing_numbers, edited_frames
from kammerdesk.sync.returning import Returning, returning
from kammerdesk.sync.same_state import States, code_of, our_state, scope_digest, their_state
from kammerdesk.sync.scope import SHARES, Side
from kammerdesk.sync.unheard import unheard_frames


@dataclass(frozen=True, slots=True)
class Parcel:
    """What goes to a partner: from where on, what is given back to it, and how both houses stand."""

    side: Side
    cursor: Cursor
    numbers: Mapping[tuple[str, str], int]
    back: Returning
    ours: States
    theirs: States

    @property
    def code(self) -> str:
        """The state of our house."""
        return code_of({self.side.ours: self.ours, self.side.partner: self.theirs})


def put_together(work: Work, side: Side) -> Parcel:
    """Looks at what may go to the partner now, and writes down what came into the scope and what left it."""
    session, connection = work.session, work.session.connection()
    cursor = cursor_to(session, side.partner)
    renew_members(connection, side, work.sequence, cursor.since)
    numbers, back = departing_numbers(connection, side, cursor), returning(session, side, cursor.since)
    return Parcel(side, cursor, numbers, back, our_state(connection, side), their_state(connection, side))


def frames_of_parcel(work: Work, parcel: Parcel) -> Iterator[Frame | Verbatim]:
    """The frames of a bundle, saying how far they are."""
    connection, side, cursor = work.session.connection(), parcel.side, parcel.cursor
    own = seen_of(work.session, side.ours)
    edits, unheard = edited_frames(connection, side, cursor, own), unheard_frames(work.session, side, cursor, own)
    total, done = sum(parcel.numbers.values()), 0
    for frame in chain(departing_frames(connection, side, cursor), edits, unheard, parcel.back.frames):
        step(done, total)
        done += len(frame.rows) if isinstance(frame, Frame) else 1
        yield frame


def head_of(work: Work, parcel: Parcel, sender: Card, recipient: Card) -> Head:
    """What the bundle says of itself."""
    session, side, cursor = work.session, parcel.side, parcel.cursor
    seen = session.scalars(select(SyncSeen).where(SyncSeen.chamber == side.partner))
    return Head(
        format=FORMAT,
        bundle=uuid7(),
        chamber=side.ours,
        replica=own_replica(session),
        key_id=sender.keys.key_id,
        person=work.user,
        recipients=[Recipient(recipient.chamber, recipient.keys.key_id)],
        created=work.now,
        stamp=work.stamp,
        brings=seen_of(session, side.ours),
        ended=ended(session),
        reasons=_reasons(parcel),
        persons=_persons(session, parcel) + parcel.back.persons,
        program=__version__,
        from_l=cursor.since,
        to_l=work.sequence,
        base=dict(cursor.seen),
        seen={row.replica: row.stamp for row in seen},
        receipts=receipts_for(session, side.partner),
        schema=SCHEMA_VERSION,
        scope=scope_digest(),
        state={kind: (state.count, state.hash) for kind, state in parcel.ours.items()},
        code=parcel.code,
        wants=_wants(session, parcel),
    )


def is_known_to(session: Session, partner: str) -> bool:
    """Whether anything ever came from a partner or went to it, so that there is something to tell it."""
    peer = session.get(SyncPeer, partner)
    went = session.scalar(select(SyncScope.uid).where(SyncScope.peer == partner).limit(1))
    return went is not None or (peer is not None and peer.told != "")


def _reasons(parcel: Parcel) -> list[str]:
    """Why what travels may leave."""
    keys = {key for _, reasons in parcel.numbers for key in reasons.split()}
    leaving = [share.reason for share in SHARES if share.key in keys]
    return list(dict.fromkeys(map(str, (*leaving, *parcel.back.reasons))))


def _persons(session: Session, parcel: Parcel) -> int:
    """How many people's data travel; a row that changed only privately does not."""
    kind = Person.__tablename__
    if not parcel.cursor.since:
        return sum(number for (name, _), number in parcel.numbers.items() if name == kind)
    frames = departing_frames(session.connection(), parcel.side, parcel.cursor, kind)
    return sum(len(frame.rows) for frame in frames if frame.groups)


def _wants(session: Session, parcel: Parcel) -> dict[str, dict[str, bytes]]:
    """The buckets of the partner's records that we ask about, as they are here."""
    peer = session.get(SyncPeer, parcel.side.partner)
    asked = json.loads(peer.asked).items() if peer is not None else ()
    kinds = [kind for kind, (_, number) in asked if number != STANDING]
    return {kind: dict(parcel.theirs[kind].buckets) if kind in parcel.theirs else {} for kind in kinds}
