"""What a newer program sends and this one does not know: kept as it came, passed on, and taken in after the update."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Annotated, Any
from uuid import UUID

import msgspec
from sqlalchemy import Connection, Table, delete, select

from kammerdesk.base.errors import KammerError
from kammerdesk.base.i18n import tr
from kammerdesk.store.dialects import insert_unless
from kammerdesk.store.erasure import buried
from kammerdesk.store.record import Record, field_groups
from kammerdesk.sync.decision import replica_of
from kammerdesk.sync.delivery import Delivery
from kammerdesk.sync.frames import FIRST_PART, ROWS_PER_FRAME, Frame, StampText, Verbatim, holds_nul, unpack
from kammerdesk.sync.model import SyncUnknown
from kammerdesk.sync.scope import shared_kinds

_Name = Annotated[str, msgspec.Meta(pattern="^[a-z][a-z0-9_]{0,63}$")]
_Rows = Annotated[list[list[msgspec.Raw]], msgspec.Meta(max_length=ROWS_PER_FRAME)]


class _Loose(msgspec.Struct, array_like=True, frozen=True, forbid_unknown_fields=True):
    kind: _Name
    groups: Annotated[list[tuple[_Name, list[_Name]]], msgspec.Meta(max_length=64)]
    rows: _Rows


class _Whose(msgspec.Struct, array_like=True, frozen=True, forbid_unknown_fields=True):
    uid: UUID
    home: Annotated[str, msgspec.Meta(min_length=1, max_length=8)]
    created: StampText
    stamp: StampText


_ENCODER = msgspec.msgpack.Encoder(uuid_format="bytes")


@dataclass(frozen=True, slots=True)
class Cell:
    """One group of fields of one record that is not known here; `frame` holds it as a frame of one row."""

    kind: str
    group: str
    uid: UUID
    home: str
    stamp: str
    frame: bytes


def split(packed: bytes) -> tuple[Frame | None, list[Cell]]:
    """A packed frame of a newer program: what is known here, and what is not.

    Raises KammerError where it is no frame, or names a kind that is known here and private.
    """
    try:
        raw = msgspec.msgpack.decode(packed, type=_Loose)
        if raw.kind in Record.metadata.tables and raw.kind not in shared_kinds():
            return unpack(packed, shared_kinds()), []
        known, unknown = _places(shared_kinds().get(raw.kind), raw.groups)
        if not unknown:
            return unpack(packed, shared_kinds()), []
        cells = [_cell(raw.kind, group, row, places) for row in raw.rows for group, places in unknown.items()]
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError, IndexError):
        raise KammerError(tr("The bundle contains values that cannot be right. Nothing was taken over.")) from None
    if not known:
        return None, cells
    rows = [[*row[:FIRST_PART], *(row[place] for _, place in _flat(known))] for row in raw.rows]
    groups = [[group, [name for name in places if name]] for group, places in known.items()]
    return unpack(_ENCODER.encode([raw.kind, groups, rows]), shared_kinds()), cells


_Places = dict[str, dict[str, int]]
"""Groups, their fields and where in a row those stand; "" is the stamp of the group."""


def _places(table: Table | None, groups: Sequence[tuple[str, Sequence[str]]]) -> tuple[_Places, _Places]:
    """The groups and fields that are known, and those that are not."""
    columns = {} if table is None else {group: {c.name for c in found} for group, found in field_groups(table).items()}
    everywhere = set().union(*columns.values()) if columns else set()
    known: _Places = {}
    unknown: _Places = {}
    place = FIRST_PART
    for group, names in groups:
        stamp, place = place, place + 1
        for name in names:
            is_known = name in columns.get(group, ()) or name in everywhere
            (known if is_known else unknown).setdefault(group, {"": stamp})[name] = place
            place += 1
    return known, unknown


def _flat(groups: _Places) -> Iterator[tuple[str, int]]:
    return ((name, place) for places in groups.values() for name, place in places.items())


def _cell(kind: str, group: str, row: Sequence[msgspec.Raw], places: dict[str, int]) -> Cell:
    whose = msgspec.msgpack.decode(_ENCODER.encode([*row[:FIRST_PART], row[places[""]]]), type=_Whose)
    cells = [*row[:FIRST_PART], *(row[place] for place in places.values())]
    if holds_nul([[msgspec.msgpack.decode(cell) for cell in cells]]):
        raise msgspec.ValidationError(kind)
    frame = _ENCODER.encode([kind, [[group, [name for name in places if name]]], [cells]])
    return Cell(kind, group, whose.uid, whose.home, whose.stamp, frame)


def keep_unknown(connection: Connection, delivery: Delivery, cells: Iterable[Cell]) -> int:
    """Keeps what a house said of its own records, and what it wrote into ours, unless there is something later.

    Returns how much was new.
    """
    said = [cell for cell in cells if cell.home == delivery.signer or _is_written_into_ours(cell, delivery)]
    gone = buried(connection, {cell.uid for cell in said}) if said else set()
    count = 0
    for cell in said:
        if cell.uid not in gone:
            facts = {name: getattr(cell, name) for name in ("kind", "group", "uid", "home", "stamp", "frame")}
            facts |= {"signer": delivery.signer, "bundle": delivery.bundle, "since": delivery.at}
            adding = insert_unless(connection, SyncUnknown).values(facts)
            later = SyncUnknown.stamp < adding.excluded.stamp
            change = {name: adding.excluded[name] for name in ("home", "stamp", "frame", "bundle", "since", "_l")}
            adding = adding.on_conflict_do_update(
                index_elements=["kind", "uid", "group", "signer"], set_=change, where=later
            )
            count += connection.execute(adding).rowcount
    return count


def _is_written_into_ours(cell: Cell, delivery: Delivery) -> bool:
    return cell.home == delivery.returns.chamber and replica_of(cell.stamp) in delivery.replicas


def kept_frames(connection: Connection, home: str, is_lacking: Callable[[str], bool]) -> Iterator[Verbatim]:
    """What is kept of a house's records and the recipient lacks, to be passed on to that house or to a workplace."""
    kept = select(SyncUnknown.kind, SyncUnknown.stamp, SyncUnknown.frame).where(SyncUnknown.home == home)
    for kind, stamp, frame in connection.execute(kept.order_by(SyncUnknown.kind, SyncUnknown.uid)):
        if is_lacking(stamp):
            yield Verbatim(kind, frame)


def known_by_now(connection: Connection) -> Iterator[tuple[Frame, str, UUID]]:
    """What was kept and is known since an update: frames of one row, with signer and bundle; no longer kept then."""
    kept: defaultdict[tuple[str, UUID, str], list[Any]] = defaultdict(list)
    for row in connection.execute(select(SyncUnknown.__table__).where(SyncUnknown.kind.in_(list(shared_kinds())))):
        kept[row.kind, row.uid, row.signer].append(row)
    for (kind, uid, signer), rows in sorted(kept.items()):
        frame, still_unknown = split(_joined([row.frame for row in rows]))
        if frame is not None and not still_unknown:
            at = SyncUnknown.kind == kind, SyncUnknown.uid == uid, SyncUnknown.signer == signer
            connection.execute(delete(SyncUnknown).where(*at))
            yield frame, signer, rows[0].bundle


def _joined(frames: Sequence[bytes]) -> bytes:
    """One frame of one row with all the groups."""
    parts = [msgspec.msgpack.decode(frame, type=_Loose) for frame in frames]
    row = [*parts[0].rows[0][:FIRST_PART], *(cell for part in parts for cell in part.rows[0][FIRST_PART:])]
    return _ENCODER.encode([parts[0].kind, [group for part in parts for group in part.groups], [row]])
