"""What must hold on every day of the season, and what in the end."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any
from uuid import UUID

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from kammerdesk.store.house import house_of
from kammerdesk.store.record import CORE_GROUP, Record, record_tables
from kammerdesk.sync.inbox import undecided
from kammerdesk.sync.model import SyncConflict, SyncParked, SyncScope, SyncUnknown
from kammerdesk.sync.queries import side_to
from kammerdesk.sync.same_state import States, house_code, our_state, their_state
from kammerdesk.sync.scope import fields_for, shared_kinds
from tools.soak.season_acts import MARKER
from tools.soak.season_station import PARTNER, Edit, Station
from tools.soak.season_world import World


class Allowed:
    """Which fields of which records each chamber ever was allowed to have, as every sender wrote it down."""

    def __init__(self) -> None:
        self._fields: defaultdict[tuple[str, str, UUID], set[str]] = defaultdict(set)

    def learn(self, world: World) -> None:
        """What the senders say today."""
        for station in world.everybody:
            for peer, kind, uid, reasons in station.store.ask(_scope):
                self._fields[peer, kind, uid] |= fields_for(reasons)

    def trespasses(self, world: World) -> Iterator[str]:
        """Everything that a chamber has of the other and was never allowed to have."""
        for chamber, stations in world.stations.items():
            written = {edit.place for each in world.workers(chamber) for edit in (*each.edits, *each.undone)}
            for station in stations:
                for kind, uid, name, group in station.store.ask(_foreign, PARTNER[chamber]):
                    if name not in self._fields[chamber, kind, uid] and (kind, uid, group) not in written:
                        yield f"{station.name} has {kind}.{name} of {uid}"
                if station.store.ask(_has_markers, PARTNER[chamber]):
                    yield f"{station.name} has a private text of {PARTNER[chamber]} in what it keeps"


def standing(world: World) -> Iterator[str]:
    """What must hold at any moment: no reference into the void."""
    for station in world.everybody:
        broken = station.store.ask(lambda session: session.execute(text("PRAGMA foreign_key_check")).all())
        if broken:
            yield f"{station.name} has {len(broken)} references into the void"


def unlike(world: World) -> Iterator[str]:
    """Workstations of a house that do not have the same, when nothing is under way any more."""
    for chamber, stations in world.stations.items():
        codes = {station.name: station.store.ask(house_code) for station in stations}
        if chamber == "BS" and world.hub is not None:
            codes["hub"] = world.hub.code()
        if len(set(codes.values())) > 1:
            yield f"{chamber} differs: {codes}; {differences(stations)}"
        kept = {station.name: station.store.ask(_kept) for station in stations}
        first = next(iter(kept.values()))
        for name, found in kept.items():
            if found != first:
                yield f"{name} keeps other conflicts, rows that wait or unknown fields: {len(found)} for {len(first)}"


def unheard(world: World) -> Iterator[str]:
    """Conflicts that only the other house may decide on and of which it never heard, when nothing is under way."""
    for chamber, stations in world.stations.items():
        heard = world.stations[PARTNER[chamber]][0].store.ask(_heard)
        for kind, uid, stamp in stations[0].store.ask(_left_to_others):
            if (kind, uid, stamp) not in heard:
                yield f"{PARTNER[chamber]} never heard what {chamber} wrote into {kind} {uid}"


def apart(world: World) -> Iterator[str]:
    """The shared records of which the two chambers do not have the same, when everything is decided."""
    for chamber, stations in world.stations.items():
        other = world.stations[PARTNER[chamber]][0]
        ours, theirs = stations[0].store.ask(_shared, chamber), other.store.ask(_shared, chamber)
        for kind in sorted(ours.keys() | theirs.keys()):
            buckets = [told[kind].buckets if kind in told else {} for told in (ours, theirs)]
            unequal = {each for each in {*buckets[0], *buckets[1]} if buckets[0].get(each) != buckets[1].get(each)}
            if unequal:
                both = {
                    place: [each.shadow.get(place, "") for each in (stations[0], other)]
                    for place in {*stations[0].shadow, *other.shadow}
                    if place[0] == kind and place[1].hex[-2:] in unequal
                }
                told = [f"{uid} {group} {stamps}" for (_, uid, group), stamps in both.items() if len(set(stamps)) > 1]
                yield f"the chambers do not have the same {kind} of {chamber}: {told or sorted(unequal)}"


def differences(stations: list[Station]) -> str:
    """The first places in which workstations differ."""
    told = [station.shadow for station in stations]
    places = {place for shadow in told for place in shadow}
    found = [place for place in sorted(places, key=str) if len({shadow.get(place) for shadow in told}) > 1]
    lines = [f"{kind}.{group} {uid} {[s.get((kind, uid, group), '')[:16] for s in told]}" for kind, uid, group in found]
    return f"{len(found)} places, such as {lines[:2]}"


def lost(world: World) -> list[Edit]:
    """Versions that are neither final, nor knowingly overwritten on the way there, nor in any inbox.

    What a workstation lost with a restored backup, or a computer that never came back, counts as far as anybody has
    read it who was not set back afterwards and still lives. Whoever overwrote a version knew it, also when nobody who
    lives has read that: its successors may have been read. A version is also there when another one that says the same
    is: who takes back his own change writes what was said before, and his partner may have read only that.
    """
    stations = [*world.everybody, *world.gone]
    told = set().union(*(station.read for station in world.everybody))
    found = {stamp for station in world.everybody for stamp in station.shadow.values()}
    found |= {stamp for station in world.everybody for stamp in station.losers() | station.set_aside}
    edits = [edit for station in world.everybody for edit in station.edits]
    edits += [edit for station in stations for edit in station.undone if edit.after in told]
    edits += [edit for station in world.gone for edit in station.edits if edit.after in told]
    by_stamp, by_value = defaultdict(list), defaultdict(list)
    for edit in (edit for station in stations for edit in (*station.edits, *station.undone)):
        by_stamp[edit.after].append(edit)
        by_value[edit.place, edit.values].append(edit.after)
    reachable, new = set(found), list(found)
    while new:
        for edit in by_stamp.get(new.pop(), ()):
            kept = {edit.before, *by_value[edit.place, edit.values]} - reachable
            reachable |= kept
            new += kept
    return [edit for edit in edits if edit.after not in reachable]


def _shared(session: Session, chamber: str) -> States:
    """The shared records of a chamber, as they are in this house."""
    ours = house_of(session).chamber
    side, connection = side_to(session, PARTNER[ours]), session.connection()
    return our_state(connection, side) if ours == chamber else their_state(connection, side)


def _left_to_others(session: Session) -> list[tuple[str, UUID, str]]:
    """The versions that lost here, on which only the house of their record may decide and has not yet."""
    rows = [row for row in undecided(session) if not row.is_ours]
    return [(row.kind, row.uid, session.get_one(SyncConflict, row.id).loser_stamp) for row in rows]


def _heard(session: Session) -> set[tuple[str, UUID, str]]:
    """Whatever versions a house keeps, decided or not."""
    rows = session.execute(
        select(SyncConflict.kind, SyncConflict.uid, SyncConflict.loser_stamp, SyncConflict.winner_stamp)
    )
    return {(row.kind, row.uid, stamp) for row in rows for stamp in (row.loser_stamp, row.winner_stamp)}


def _scope(session: Session) -> list[tuple[str, str, UUID, str]]:
    rows = session.execute(select(SyncScope.peer, SyncScope.kind, SyncScope.uid, SyncScope.reasons))
    return [(row.peer, row.kind, row.uid, row.reasons) for row in rows]


def _foreign(session: Session, chamber: str) -> list[tuple[str, UUID, str, str]]:
    """Fields of another chamber's records that say anything, and their groups."""
    found = []
    for table in record_tables(Record.metadata):
        names = [c.name for c in table.columns if not c.name.startswith("_") and c.name not in ("uid", "home")]
        rows = session.execute(select(table.c.uid, *(table.c[name] for name in names)).where(table.c.home == chamber))
        for row in rows:
            if table.name not in shared_kinds():
                found.append((str(table.name), row.uid, "*", ""))
            found += [
                (str(table.name), row.uid, name, table.c[name].info.get("group", CORE_GROUP))
                for name in names
                if name != "deleted_by" and row._mapping[name] != _default(table.c[name])
            ]
    return found


def _default(column: Any) -> Any:
    if column.default is not None and column.default.is_scalar:
        return column.default.arg
    return None


def _has_markers(session: Session, chamber: str) -> bool:
    """Whether anything kept beside the records, of the other chamber's words, holds a marker."""
    lost_values = session.scalars(select(SyncConflict.values).where(SyncConflict.signer == chamber))
    waiting = session.scalars(select(SyncParked.frame).where(SyncParked.signer == chamber))
    unknown = session.scalars(select(SyncUnknown.frame).where(SyncUnknown.signer == chamber))
    return any(MARKER in told for told in lost_values) or any(
        MARKER.encode() in told for told in (*waiting.all(), *unknown.all())
    )


def _kept(session: Session) -> list[tuple[str, ...]]:
    conflicts = [("conflict", id_) for id_ in session.scalars(select(SyncConflict.id))]
    unknown = select(SyncUnknown.kind, SyncUnknown.group, SyncUnknown.stamp)
    return sorted([*conflicts, *(("unknown", *map(str, row)) for row in session.execute(unknown))])
