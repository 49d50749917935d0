"""The workstations of one house: each writes one bundle for all others, and takes in theirs.

They have the keys of the house and all of its data, so nothing is left out and nothing is proposed; merge and numbers
are those of the exchange with partners. A bundle holds everything after what the slowest of the others confirmed, so
it takes the place of the one before: each workstation has one file in the folder.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import event, func, select, union_all
from sqlalchemy.orm import Session

from kammerdesk import __version__
from kammerdesk.base.errors import KammerError
from kammerdesk.base.i18n import N_, tr
from kammerdesk.base.ids import uuid7
from kammerdesk.store.actions import OFFICE, action
from kammerdesk.store.house import house_of
from kammerdesk.store.incarnation import claimed, ended
from kammerdesk.store.record import Record, field_groups, record_tables
from kammerdesk.store.upgrade import SCHEMA_VERSION
from kammerdesk.store.work import Work
from kammerdesk.sync import queries
from kammerdesk.sync.bundle import FORMAT, SUFFIX, Head, Recipient, write_bundle
from kammerdesk.sync.files import name_part, part_of, written_part
from kammerdesk.sync.frames import ROWS_PER_FRAME, Frame, Verbatim, groups_of, wire_columns
from kammerdesk.sync.incoming import seen_of
from kammerdesk.sync.model import SyncSeen, SyncStation
from kammerdesk.sync.numbers import own_replica, receipts_for
from kammerdesk.sync.station_facts import fact_frames, newest_fact

SILENT = timedelta(days=60)
"""A workstation that was not heard of for so long is not waited for; when it comes back it is told everything again."""


@dataclass(frozen=True, slots=True)
class StationRow:
    """A workstation of this house: when it was last heard of, who worked there, and what it still lacks of ours."""

    replica: str
    heard_at: datetime
    person: str
    program: str
    is_ours: bool
    lacks: int


@dataclass(frozen=True, slots=True)
class WrittenForStations:
    """A bundle for the other workstations."""

    file: Path
    from_l: int
    to_l: int


def stations(session: Session) -> list[StationRow]:
    """All workstations of the house that were heard of, this one first."""
    own, newest = own_replica(session), newest_change(session)
    return [
        StationRow(
            row.replica,
            row.heard_at,
            row.person,
            row.program,
            row.replica == own,
            0 if row.replica == own else max(0, newest - _acked(row, own)),
        )
        for row in session.scalars(select(SyncStation).order_by(SyncStation.replica != own, SyncStation.replica))
    ]


def newest_change(session: Session) -> int:
    """The number of our sequence under which anything that is passed on changed last."""
    numbers = union_all(*(select(func.max(table.c["_l"])) for table in record_tables(Record.metadata)))
    return max(newest_fact(session), *(number or 0 for number in session.scalars(numbers)))


def cursor_for_all(session: Session) -> int:
    """Up to which number of our sequence every workstation that is still heard of has everything; 0 without any."""
    own, since = own_replica(session), house_of(session).clock.now() - SILENT
    others = select(SyncStation).where(SyncStation.replica != own, SyncStation.heard_at > since)
    return min((_acked(row, own) for row in session.scalars(others)), default=0)


def wants_writing(session: Session, folder: Path) -> bool:
    """Whether the others wait for a new bundle: something changed, somebody lacks more, or the last one is gone."""
    mine = session.get(SyncStation, own_replica(session))
    if mine is None or newest_change(session) > mine.to_l:
        return True
    acked = cursor_for_all(session)
    return acked < mine.from_l or (acked < mine.to_l and not (folder / mine.file).exists())


@action(N_("Write for the other workstations"), roles=OFFICE, lasting=True)
def write_for_stations(work: Work, folder: Path) -> WrittenForStations:
    """Writes a bundle for all workstations of the house into a folder; it takes the place of our last one there.

    Raises KammerError when the house has no keys, or when the folder cannot be written to.
    """
    session = work.session
    sender, cards = queries.signing_card(session), queries.own_cards(session)
    if sender is None:
        raise KammerError(tr("This house has no keys yet. Please make the key card first."))
    recipients = [Recipient(card.chamber, card.keys.key_id) for card in cards]
    head = _head(work, sender.keys.key_id, recipients)
    name = f"{head.chamber}-{head.chamber}-{head.created:%Y%m%d-%H%M%S}-{head.bundle.hex[-8:]}{SUFFIX}"
    file, signer = folder / name, queries.key_ring(session).own[sender.keys.key_id]
    written = write_bundle(file, head, _frames(session, head.from_l), signer, cards, into=written_part)
    former = [folder / name for name in _former_files(session)]

    def finish(_session: Session) -> None:
        name_part(file)
        for one in former:
            one.unlink(missing_ok=True)

    event.listen(session, "after_commit", finish, once=True)
    event.listen(session, "after_rollback", lambda _session: part_of(file).unlink(missing_ok=True), once=True)
    mine = session.get(SyncStation, head.replica)
    if mine is None:
        mine = SyncStation(replica=head.replica, acked=0, acked_of=head.replica)
        session.add(mine)
    mine.heard_at, mine.person, mine.program, mine.told = work.now, work.user, __version__, head.stamp
    mine.from_l, mine.to_l, mine.file, mine.sha256 = head.from_l, head.to_l, name, written.sha256
    return WrittenForStations(file, head.from_l, head.to_l)


def _acked(row: SyncStation, own: str) -> int:
    return row.acked if row.acked_of == own else 0


def _former_files(session: Session) -> list[str]:
    """The files that we wrote before, as this replica or as one that ended here."""
    ours = {own_replica(session), *ended(session)}
    return [row.file for row in session.scalars(select(SyncStation).where(SyncStation.replica.in_(ours))) if row.file]


def _head(work: Work, key_id: bytes, recipients: list[Recipient]) -> Head:
    session, ours = work.session, work.chamber
    elsewhere = session.scalars(select(SyncSeen).where(SyncSeen.chamber != ours))
    return Head(
        format=FORMAT,
        bundle=uuid7(),
        chamber=ours,
        replica=own_replica(session),
        key_id=key_id,
        person=work.user,
        recipients=recipients,
        created=work.now,
        stamp=work.stamp,
        brings=seen_of(session, ours),
        ended=ended(session),
        claimed=claimed(session),
        program=__version__,
        from_l=cursor_for_all(session),
        to_l=work.sequence,
        seen={row.replica: row.stamp for row in elsewhere},
        receipts=receipts_for(session, ours),
        schema=SCHEMA_VERSION,
    )


def _frames(session: Session, since: int) -> Iterator[Frame | Verbatim]:
    """Facts first, then every record that came or changed after a number of our sequence, with all its fields."""
    yield from fact_frames(session, since)
    for table in record_tables(Record.metadata):
        groups = groups_of(table, [column.name for columns in field_groups(table).values() for column in columns])
        query = select(*wire_columns(table, groups)).where(table.c["_l"] > since).order_by(table.c.uid)
        found = session.connection().execute(query, execution_options={"yield_per": ROWS_PER_FRAME})
        for rows in found.partitions():
            yield Frame(str(table.name), groups, [tuple(row) for row in rows])
