"""Reads a bundle that came in: first the whole file to its proven end, then once more to use it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from kammerdesk.base.errors import KammerError
from kammerdesk.base.i18n import tr
from kammerdesk.base.steps import step
from kammerdesk.store.house import house_of
from kammerdesk.store.incarnation import ancestors, ended, last_ends
from kammerdesk.store.journal import SyncClock
from kammerdesk.store.stamps import latest_stamp, stamp_moment
from kammerdesk.store.upgrade import SCHEMA_VERSION
from kammerdesk.sync.bundle import BundleReader, Head, KeyRing, opened_bundle
from kammerdesk.sync.decision import Gap, Knowledge, Returns
from kammerdesk.sync.files import digest, opened
from kammerdesk.sync.frames import Frame, unpack
from kammerdesk.sync.model import SyncIn, SyncSeen
from kammerdesk.sync.outside import refuse_other_files
from kammerdesk.sync.scope import needed_fields, shared_fields, shared_kinds
from kammerdesk.sync.seal import damaged
from kammerdesk.sync.unknown import Cell, split

GIVEN_BACK_WITHIN = timedelta(days=183)
"""How long after a house was set back whatever others have of its lost writing is taken for its own."""


class FromTheFuture(KammerError):
    """A bundle with stamps so far ahead that one of the clocks is wrong; it may be read later."""


@dataclass(frozen=True, slots=True)
class ProvenBundle:
    """A bundle that was read to its end and found whole, signed by a partner, for us, and plausible."""

    file: Path
    size: int
    sha256: str
    head: Head
    greatest_stamp: str


def prove(file: Path, ring: KeyRing, now: datetime, *, rows: bool = True) -> ProvenBundle:
    """Reads a bundle from beginning to end without keeping anything; raises KammerError when anything is wrong.

    Without `rows` their values are not looked at: whoever takes them in at once finds them out, and takes it all back.
    """
    with opened(file) as raw:
        refuse_other_files(raw)  # before gigabytes of something else are read
    size, sha256 = digest(file)
    with opened_bundle(file, ring) as reader:
        head = reader.head
        greatest = max((head.stamp, *head.brings.values(), *head.ended.values(), *head.seen.values()))
        _refuse_future(greatest, now)
        for frame in _frames(reader, now) if rows else reader.frames():
            if isinstance(frame, Frame):
                greatest = max(greatest, frame.greatest_stamp())
        return ProvenBundle(file, size, sha256, reader.head, greatest)


def frames_of(proven: ProvenBundle, ring: KeyRing, now: datetime) -> Iterator[Frame | list[Cell]]:
    """The frames of a proven bundle, and what in them is not known here.

    Everything is proven again, in case the file was exchanged meanwhile.
    """
    with opened_bundle(proven.file, ring) as reader:
        if reader.head != proven.head:
            raise damaged()
        yield from _frames(reader, now)


def knowledge(session: Session, head: Head) -> Knowledge:
    """What we had seen of the writing of the sender's chamber, and what the sender had seen of its own and of ours.

    What others wrote counts as unseen: no bundle between us carries it.
    """
    return Knowledge(seen_of(session, head.chamber), {**head.seen, **head.brings})


def seen_of(session: Session, chamber: str) -> dict[str, str]:
    """Per replica of a chamber up to which stamp its writing is here; in our own house with this replica itself."""
    seen = {row.replica: row.stamp for row in session.scalars(select(SyncSeen).where(SyncSeen.chamber == chamber))}
    if chamber == house_of(session).chamber:
        seen = {**ancestors(session), **seen}
        clock = session.execute(select(SyncClock.replica, SyncClock.ver)).one()
        seen[clock.replica] = clock.ver
    return seen


def newer_read(session: Session, head: Head) -> datetime | None:
    """When the newest bundle of the same sender was made that was taken in before, if it is newer than this one."""
    made = SyncIn.created_at
    newest: datetime | None = session.scalar(
        select(made).where(SyncIn.partner == head.chamber, made > head.created).order_by(made.desc()).limit(1)
    )
    return newest


def writers_of(session: Session, head: Head) -> frozenset[str]:
    """The replicas of the sender's chamber; nobody makes one of another chamber his own by naming it."""
    ours = seen_of(session, house_of(session).chamber)
    strangers = session.scalars(select(SyncSeen.replica).where(SyncSeen.chamber != head.chamber))
    return frozenset({head.replica, *head.brings} - ours.keys() - set(strangers))


def returns_to(session: Session, now: datetime) -> Returns:
    """What workstations of this house lost when they were set back, and what we take back from whoever has it.

    After `GIVEN_BACK_WITHIN` nothing is taken back unasked any more: it would be a proposal like anything else.
    """
    after, until, ours = ended(session), last_ends(session), house_of(session).chamber
    gaps = {replica: Gap(after[replica], until[replica]) for replica in until}
    stations = select(SyncSeen).where(SyncSeen.chamber == ours, SyncSeen.ended_until.is_not(None))
    gaps |= {row.replica: Gap(row.ended or "", row.ended_until or "") for row in session.scalars(stations)}
    recent = {replica: gap for replica, gap in gaps.items() if stamp_moment(gap.until) > now - GIVEN_BACK_WITHIN}
    return Returns(ours, recent)


def _frames(reader: BundleReader, now: datetime) -> Iterator[Frame | list[Cell]]:
    is_newer = reader.head.schema > SCHEMA_VERSION
    for packed in reader.frames():
        step(reader.position, reader.size)
        frame, cells = split(packed) if is_newer else (unpack(packed, shared_kinds()), [])
        if cells:
            _refuse_future(max(cell.stamp for cell in cells), now)
            yield cells
        if frame is not None:
            _refuse_private(frame, reader.head)
            _refuse_future(frame.greatest_stamp(), now)
            yield frame


def _refuse_private(frame: Frame, head: Head) -> None:
    """Fields outside the scope are not taken even from a partner.

    Format 1 has whole rows only: such as lack a needed field cannot be stored.
    """
    private = sorted(set(frame.fields) - shared_fields(frame.kind))
    if private:
        raise KammerError(
            tr("The bundle contains fields that may not be passed on ({kind}: {fields}). It is not read.").format(
                kind=frame.kind, fields=", ".join(private)
            )
        )
    if head.format == 1 and needed_fields(frame.kind) - set(frame.fields):
        raise damaged()


def is_future(stamp: str, now: datetime) -> bool:
    """Whether a stamp is so far ahead of the clock that no house reads a bundle with it."""
    return stamp > latest_stamp(now)


def _refuse_future(stamp: str, now: datetime) -> None:
    if is_future(stamp, now):
        raise FromTheFuture(
            tr(
                "The bundle contains changes from the future; it is not read. The clock of this computer or of the "
                "sender is wrong. Please compare date and time, then read it again or ask for a new one."
            )
        )
