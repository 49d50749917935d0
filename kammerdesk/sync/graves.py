"""Keeps what was erased here from coming back in a bundle, with all that cannot be without it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from uuid import UUID

from sqlalchemy import Connection, Table, select

from kammerdesk.store.erasure import SyncGrave, buried
from kammerdesk.sync.frames import UID, Frame, Row


class Graveyard:
    """The graves of this house, as one delivery passes by them, parents before children."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._has_graves = connection.scalar(select(SyncGrave.uid_hash).limit(1)) is not None
        self._left_out: set[UUID] = set()

    def sift(self, table: Table, frame: Frame) -> tuple[Frame, int]:
        """The frame without rows that were erased here or must refer to such; and how many were left out.

        Where a row may do without the reference to an erased one, it comes without.
        """
        if not self._has_graves:
            return frame, 0
        references = {place: table.c[name] for place, name in frame.field_places if table.c[name].foreign_keys}
        keys = {row[place] for row in frame.rows for place in (UID, *references) if row[place] is not None}
        gone = buried(self._connection, keys) | (self._left_out & keys)
        if not gone:
            return frame, 0
        optional = {place: bool(column.nullable) for place, column in references.items()}
        rows = [_cut(row, optional, gone) for row in frame.rows if not _must_go(row, optional, gone)]
        self._left_out |= {row[UID] for row in frame.rows if _must_go(row, optional, gone)}
        return replace(frame, rows=rows), len(frame.rows) - len(rows)


def _must_go(row: Row, optional: Mapping[int, bool], gone: set[UUID]) -> bool:
    return row[UID] in gone or any(row[place] in gone for place, may_lack in optional.items() if not may_lack)


def _cut(row: Row, optional: Mapping[int, bool], gone: set[UUID]) -> Row:
    return tuple(None if place in optional and value in gone else value for place, value in enumerate(row))
