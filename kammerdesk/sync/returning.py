"""Gives a partner back what it wrote itself and lost: its house was restored from a backup or set back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from kammerdesk.people.model import Person
from kammerdesk.sync.decision import replica_of
from kammerdesk.sync.frames import UID, Frame, Verbatim
from kammerdesk.sync.model import SyncSeen
from kammerdesk.sync.outgoing import leaving_frames
from kammerdesk.sync.scope import SHARES, Reason, Side
from kammerdesk.sync.unknown import kept_frames


@dataclass(frozen=True, slots=True)
class Returning:
    """The rows to be given back: of how many people they are, and for which reasons they had come to us."""

    frames: Sequence[Frame | Verbatim] = ()
    persons: int = 0
    reasons: tuple[Reason, ...] = ()


def returning(session: Session, side: Side, since: int) -> Returning:
    """The partner's own records of which we have something that it has lost, with exactly the fields it had sent.

    What may come back is what may have come: the scope, read from the partner's side. What a bundle up to the number
    `since` of our sequence gave back is not given again.
    """
    seen = list(session.scalars(select(SyncSeen).where(SyncSeen.chamber == side.partner)))
    lost = {row.replica: row.ended for row in seen if row.ended is not None}
    if not lost:
        return Returning()
    told = max(row.ended_l or since + 1 for row in seen if row.ended is not None)
    given = since if told <= since else 0
    frames = [_lost_rows(frame, lost) for frame in leaving_frames(session.connection(), side.reversed, given)]
    frames = [frame for frame in frames if frame.rows]
    kept = kept_frames(session.connection(), side.partner, lambda stamp: _is_lost(stamp, lost)) if not given else ()
    kinds = {frame.kind for frame in frames}
    reasons = dict.fromkeys(share.reason for share in SHARES if share.table.name in kinds)
    people = {row[UID] for frame in frames if frame.kind == Person.__tablename__ for row in frame.rows}
    return Returning([*frames, *kept], len(people), tuple(reasons))


def _lost_rows(frame: Frame, lost: dict[str, str]) -> Frame:
    rows = [row for row in frame.rows if any(_is_lost(row[place], lost) for place in frame.stamp_places)]
    return Frame(frame.kind, frame.groups, rows)


def _is_lost(stamp: str, lost: dict[str, str]) -> bool:
    replica = replica_of(stamp)
    return replica in lost and stamp > lost[replica]
