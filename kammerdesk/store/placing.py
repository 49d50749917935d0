"""Which page and row show a record, as the pages declare it (see `base.finding.Way`)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Connection
from sqlalchemy.orm import Session

from kammerdesk.base.finding import Way
from kammerdesk.store.titles import Titles

PageWay = tuple[str, Way]
"""A page (its key) and a way to it."""

Key = tuple[str, UUID]
"""A kind of record and the key of one."""


@dataclass(frozen=True, slots=True)
class Place:
    """A page (its key) and a row on it; `through` is the number of the record whose row that is, if it is another."""

    page: str
    identity: UUID
    through: str = ""


def places_of(session: Session, records: Sequence[Key], ways: Sequence[PageWay]) -> Mapping[Key, Place]:
    """Where these records are shown; the first way that leads anywhere counts, and what no page shows is left out."""
    found: dict[Key, Place] = {}
    for page, way in sorted(ways, key=lambda each: not each[1].is_for_some):
        wanted = [uid for kind, uid in records if kind == way.kind and (kind, uid) not in found]
        found |= {(way.kind, uid): Place(page, *shown) for uid, shown in _shown(session, way, wanted).items()}
    return found


def _shown(session: Session, way: Way, uids: Sequence[UUID]) -> dict[UUID, tuple[UUID, str]]:
    """The row of each record that this way leads to, and the number of the other record if it is that one's row."""
    connection, keys = session.connection(), [uid.hex for uid in uids]
    if keys and way.where:
        keys = list(_referring(connection, way.where, keys))
    if not keys:
        return {}
    if not way.by:
        return {UUID(key): (UUID(key), "") for key in keys}
    if "." not in way.by:
        query = f"SELECT uid, {way.by} FROM {way.kind} WHERE uid IN ({_marks(keys)}) AND {way.by} IS NOT NULL"
        return {UUID(uid): (UUID(other), "") for uid, other in connection.exec_driver_sql(query, tuple(keys))}
    kind, others = way.by.partition(".")[0], _referring(connection, way.by, keys)
    titles = Titles(session)
    titles.learn(kind, map(UUID, others.values()))
    return {UUID(key): (UUID(other), titles.of(kind, UUID(other)).partition(", ")[0]) for key, other in others.items()}


def _referring(connection: Connection, reference: str, keys: Sequence[str]) -> dict[str, str]:
    """The newest live record by the key of the one it refers to; `reference` is "candidate.person_uid"."""
    kind, _dot, column = reference.partition(".")
    query = f"SELECT {column}, uid FROM {kind} WHERE {column} IN ({_marks(keys)}) AND deleted_at IS NULL ORDER BY uid"
    return {row[0]: row[1] for row in connection.exec_driver_sql(query, tuple(keys))}


def _marks(keys: Sequence[str]) -> str:
    return ", ".join("?" * len(keys))
