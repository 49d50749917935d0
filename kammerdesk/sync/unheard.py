"""Words of ours that lost here to a later version of the partner's: its house decides, so they go there."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator
from typing import Any

from sqlalchemy import Table, select
from sqlalchemy.orm import Session

from kammerdesk.sync.decision import replica_of
from kammerdesk.sync.frames import Frame, groups_of, value_told
from kammerdesk.sync.inbox import still_open
from kammerdesk.sync.model import ConflictKind, SyncConflict
from kammerdesk.sync.outgoing import Cursor, written_by
from kammerdesk.sync.scope import Policy, Side, fields_for, members, policy_of, shared_kinds


def unheard_frames(session: Session, side: Side, cursor: Cursor, own: Collection[str]) -> Iterator[Frame]:
    """What our replicas (`own`) wrote into records of the partner's without knowing its later version, and lost by it.

    The stamp alone made it lose, in a house that may not decide; so the partner hears of it and keeps it as a proposal.
    It goes until the partner has it, or anybody has decided on it, with the fields that the partner shares with us.
    """
    noted = SyncConflict.reason == ConflictKind.CONFLICT, SyncConflict.noted > cursor.since
    with_any = set(session.scalars(select(SyncConflict.kind).where(*noted).distinct()))
    for kind, table in shared_kinds().items():
        if kind not in with_any:
            continue
        theirs = members(table, side.reversed)
        lost = (
            still_open(table, side.ours)
            .join(theirs, theirs.c.uid == table.c.uid)
            .where(
                table.c.home == side.partner,
                *noted,
                written_by(SyncConflict.loser_stamp, own),
            )
            .add_columns(SyncConflict.group, SyncConflict.loser_stamp, SyncConflict.values)
            .add_columns(table.c.uid, table.c.home, table.c["_c"], theirs.c.reasons)
        )
        for found in session.execute(lost.order_by(table.c.uid, SyncConflict.loser_stamp)).all():
            yield from _frame(kind, table, found, cursor)


def _frame(kind: str, table: Table, found: Iterable[Any], cursor: Cursor) -> Iterator[Frame]:
    group, stamp, told, uid, home, created, reasons = found
    values = json.loads(told)
    groups = groups_of(table, values.keys() & fields_for(reasons))
    heard = stamp <= cursor.seen.get(replica_of(stamp), "")
    if groups and not heard and policy_of(kind, group) is not Policy.SHARED:
        ((_, names),) = groups
        cells = (value_told(table.c[name], values[name]) for name in names)
        yield Frame(kind, groups, [(uid, home, created, stamp, *cells)])
