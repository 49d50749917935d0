"""How a record stands in the exchange: which version of it a partner has, or from when our copy of a partner's is."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from kammerdesk.base.clock import office_text
from kammerdesk.base.dates import format_date
from kammerdesk.base.i18n import tr
from kammerdesk.people.chambers import chamber_name
from kammerdesk.store.house import house_of
from kammerdesk.store.record import STAMP_PREFIX, Record
from kammerdesk.store.stamps import stamp_moment
from kammerdesk.sync.decision import replica_of
from kammerdesk.sync.frames import groups_of
from kammerdesk.sync.incoming import seen_of
from kammerdesk.sync.members import is_member
from kammerdesk.sync.model import SyncEnded, SyncPeer, SyncScope
from kammerdesk.sync.scope import Policy, fields_for, policy_of, shared_fields


@dataclass(frozen=True, slots=True)
class SharedVersion:
    """A record as one partner and we have it.

    Of our record `at` is from when the version is that the partner confirmed, None when it has none yet, and
    `is_newest` whether that is the one here. Of the partner's (`is_theirs`) `at` is from when our copy is, and `until`
    the day it is due to be erased because the partner no longer shares it; `is_proposed` says that something here is
    ours, which there is a proposal that nobody has decided on yet, as far as we know.
    """

    partner: str
    is_theirs: bool
    at: datetime | None
    is_newest: bool = True
    until: date | None = None
    is_proposed: bool = False


def shared_versions(session: Session, kind: str, uid: UUID) -> list[SharedVersion]:
    """How a record stands with each partner that shares it; nothing for one that never left or came."""
    table = Record.metadata.tables[kind]
    home = session.scalar(select(table.c.home).where(table.c.uid == uid))
    if home is None:
        return []
    if home == house_of(session).chamber:
        return list(_sent(session, kind, uid))
    stamps = _stamps(session, kind, uid, shared_fields(kind))
    ended = session.get(SyncEnded, (kind, uid))
    until = ended.delete_on if ended is not None else None
    proposed = _proposes(session, kind, uid)
    version = SharedVersion(chamber_name(home), True, stamp_moment(max(stamps, default="0")), True, until, proposed)
    return [version] if stamps else []


def version_words(version: SharedVersion) -> str:
    """In a sentence: the partner has the version of 14.06."""
    moment = office_text(version.at) if version.at is not None else ""
    if version.is_theirs:
        sentence = tr("Our copy is the version of {moment}.").format(moment=moment)
        if version.is_proposed:
            waits = tr("Our change is a proposal there; {partner} has not decided on it yet.")
            sentence = f"{sentence} {waits.format(partner=version.partner)}"
        ended = tr("{partner} no longer shares this record; our copy is to be erased on {date}.")
        until = version.until
        return f"{sentence} {ended.format(partner=version.partner, date=format_date(until))}" if until else sentence
    if not moment:
        return tr("{partner} does not have this record yet.").format(partner=version.partner)
    if version.is_newest:
        return tr("{partner} has the version of {moment}.").format(partner=version.partner, moment=moment)
    sentence = tr("{partner} has the version of {moment}; what is newer goes with the next bundle.")
    return sentence.format(partner=version.partner, moment=moment)


def _sent(session: Session, kind: str, uid: UUID) -> Iterator[SharedVersion]:
    """Per partner the latest of the groups that travel of which it told that it has them."""
    mine = select(SyncScope).where(SyncScope.kind == kind, SyncScope.uid == uid, is_member()).order_by(SyncScope.peer)
    for member in session.scalars(mine):
        peer = session.get_one(SyncPeer, member.peer)
        seen = json.loads(peer.seen)
        stamps = _stamps(session, kind, uid, fields_for(member.reasons))
        known = [stamp for stamp in stamps if stamp <= seen.get(replica_of(stamp), "")]
        has_it = member.entered <= peer.out_acked
        at = max(map(stamp_moment, known or seen.values()), default=None) if has_it else None
        yield SharedVersion(chamber_name(member.peer), False, at, is_newest=has_it and len(known) == len(stamps))


def _proposes(session: Session, kind: str, uid: UUID) -> bool:
    """Whether we wrote last into a group that only the house of the record may write."""
    table = Record.metadata.tables[kind]
    groups = [group for group, _ in groups_of(table, shared_fields(kind)) if policy_of(kind, group) is Policy.HOME]
    row = session.execute(select(*(table.c[STAMP_PREFIX + group] for group in groups)).where(table.c.uid == uid)).one()
    own = seen_of(session, house_of(session).chamber).keys()
    return any(stamp is not None and replica_of(stamp) in own for stamp in row)


def _stamps(session: Session, kind: str, uid: UUID, fields: frozenset[str]) -> list[str]:
    """The stamps of the groups of a record that travel with these fields."""
    table = Record.metadata.tables[kind]
    columns = [func.coalesce(table.c[STAMP_PREFIX + group], table.c["_c"]) for group, _ in groups_of(table, fields)]
    return list(session.execute(select(*columns).where(table.c.uid == uid)).one())
