"""Version 2: the journal keeps inserted values and can be blanked; users, search, drafts, incarnations and graves."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


_LASTING = (
    "announce_result",
    "announce_slot_result",
    "create_keys",
    "establish_demonstration_keys",
    "export_bundle",
    "fill_demonstration",
    "note_printed",
    "trust_partner",
)
"""The actions of version 1 that cannot be undone."""


def upgrade() -> None:
    """Adds what is new, then writes the journal's missing values and its chain."""
    connection = op.get_bind()
    broken = _broken_entries(connection)
    for statement in Path(__file__).with_suffix(".sql").read_text(encoding="utf-8").split(";\n"):
        if statement.strip():
            connection.exec_driver_sql(statement)
    _begin_replica(connection)
    names = ", ".join(f"'{name}'" for name in _LASTING)
    connection.exec_driver_sql(f"UPDATE journal_entry SET lasting = 1 WHERE action IN ({names})")
    _write_inserted_values(connection)
    _chain_anew(connection, broken)


def _begin_replica(connection: sa.Connection) -> None:
    """The database was made as what it is; on which computer nobody wrote down."""
    connection.exec_driver_sql(
        "INSERT INTO replica (rid, created_at, machine, reason) "
        "SELECT replica, created_at, '', 'created' FROM sync_clock, installation"
    )


def _record_tables(connection: sa.Connection) -> dict[str, list[str]]:
    """The columns a record of each kind keeps in the journal, without key and clocks."""
    names = connection.execute(sa.text("SELECT name FROM sqlite_master WHERE type = 'table'")).scalars().all()
    found: dict[str, list[str]] = {}
    for name in names:
        columns = [row[1] for row in connection.execute(sa.text(f'PRAGMA table_info("{name}")'))]
        if "_c" in columns:
            found[name] = [column for column in columns if column != "uid" and not column.startswith("_")]
    return found


def _write_inserted_values(connection: sa.Connection) -> None:
    """What a record was when it was made: what it is now, with every later change taken back."""
    for kind, columns in _record_tables(connection).items():
        shape = int.from_bytes(hashlib.sha256(json.dumps([kind, *columns]).encode()).digest()[:6], "big")
        connection.execute(
            sa.text("INSERT INTO journal_shape (id, kind, columns) VALUES (:id, :kind, :columns)"),
            {"id": shape, "kind": kind, "columns": json.dumps(columns)},
        )
        values = ", ".join(f'record."{column}"' for column in columns)
        connection.execute(
            sa.text(
                f"UPDATE journal_change SET shape = :shape, after = "
                f'(SELECT jsonb_array({values}) FROM "{kind}" AS record WHERE record.uid = journal_change.uid) '
                "WHERE kind = :kind AND operation = 'insert'"
            ),
            {"shape": shape, "kind": kind},
        )
        _take_back(connection, kind, columns)
    connection.execute(
        sa.text("UPDATE journal_change SET salt = random(), before = jsonb(before), after = jsonb(after)")
    )


def _take_back(connection: sa.Connection, kind: str, columns: list[str]) -> None:
    """Puts into the inserts of changed records what their fields were before the first change."""
    updates = connection.execute(
        sa.text("SELECT uid, before FROM journal_change WHERE kind = :kind AND operation = 'update' ORDER BY id DESC"),
        {"kind": kind},
    )
    first: dict[str, dict[str, object]] = {}
    for uid, before in updates:
        first.setdefault(uid, {}).update(json.loads(before))
    for uid, fields in first.items():
        where = {"kind": kind, "uid": uid}
        insert = "FROM journal_change WHERE kind = :kind AND uid = :uid AND operation = 'insert'"
        found = connection.execute(sa.text(f"SELECT id, json(after) AS after {insert}"), where).one_or_none()
        if found is None or found.after is None:  # told of behind the journal, or taken away behind it
            continue
        values = dict(zip(columns, json.loads(found.after), strict=True)) | fields
        after = json.dumps([values[column] for column in columns], ensure_ascii=False, separators=(",", ":"))
        connection.execute(
            sa.text("UPDATE journal_change SET after = jsonb(:after) WHERE id = :id"), {"after": after, "id": found.id}
        )


def _broken_entries(connection: sa.Connection) -> set[int]:
    """The entries whose digest did not fit in version 1: they must stay broken."""
    broken: set[int] = set()
    before = ""
    query = "SELECT id, action, reason, user, at, stamp, digest FROM journal_entry ORDER BY id"
    for entry in connection.execute(sa.text(query)).all():
        facts = [before, entry.id, entry.action, entry.reason, entry.user, _moment(entry.at), entry.stamp]
        sealed = hashlib.sha256(_written(facts))
        for content in _contents(connection, entry.id, "kind, uid, operation, before, after"):
            sealed.update(content.encode())
        if sealed.hexdigest() != entry.digest:
            broken.add(entry.id)
        before = entry.digest or ""
    return broken


def _chain_anew(connection: sa.Connection, broken: set[int]) -> None:
    """Digests as this version makes them; the old ones could not cover values that were not there."""
    connection.execute(sa.text("UPDATE journal_entry SET salt = random()"))
    digest = ""
    query = "SELECT id, action, reason, salt, user, at, stamp, lasting, digest FROM journal_entry ORDER BY id"
    for entry in connection.execute(sa.text(query)).all():
        reason = hashlib.sha256(_written([entry.reason, entry.salt])).hexdigest()
        facts = [digest, reason, _moment(entry.at), entry.id, entry.action, entry.user, entry.stamp]
        facts += [None, entry.lasting]  # nothing was undone yet
        sealed = hashlib.sha256(_written(facts))
        for content in _contents(connection, entry.id, "kind, uid, operation, shape, hex(before), hex(after), salt"):
            sealed.update(hashlib.sha256(content.encode()).digest())
        digest = (entry.digest or "") if entry.id in broken else sealed.hexdigest()
        connection.execute(
            sa.text("UPDATE journal_entry SET digest = :digest WHERE id = :id"), {"digest": digest, "id": entry.id}
        )
    connection.execute(sa.text("UPDATE sync_clock SET digest = :digest"), {"digest": digest or None})


def _contents(connection: sa.Connection, entry: int, columns: str) -> Iterator[str]:
    """The JSON array of each change of an entry, as it is sealed."""
    query = f"SELECT json_array({columns}) FROM journal_change WHERE entry_id = :entry ORDER BY id"
    yield from connection.execute(sa.text(query), {"entry": entry}).scalars()


def _moment(stored: str) -> str:
    return str(datetime.fromisoformat(stored).replace(tzinfo=UTC))


def _written(facts: list[object]) -> bytes:
    """What an entry itself adds to its digest."""
    return json.dumps(facts, ensure_ascii=False).encode()
