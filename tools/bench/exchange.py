"""The exchange beside SQLite's session extension and bare inserts: 100,000 records out, in, again, and some changed."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from typing import Any

import zstandard

from kammerdesk.base.ids import uuid7
from kammerdesk.store.engine import connect_raw
from kammerdesk.store.record import Record
from kammerdesk.store.store import Store
from kammerdesk.sync.bundle import FORMAT, Head, KeyRing, Recipient, write_bundle
from kammerdesk.sync.cards import demonstration_card
from kammerdesk.sync.frames import Frame
from kammerdesk.sync.incoming import frames_of, prove
from kammerdesk.sync.outgoing import leaving_frames
from kammerdesk.sync.scope import Side
from kammerdesk.sync.seal import PrivateKeys, demonstration_secret
from kammerdesk.sync.service import ExportOrder, ImportOrder, export_bundle, import_bundle
from tools.bench.exchange_hub import server, taken_by_hub
from tools.bench.exchange_world import change_house, copied, houses
from tools.bench.measure import BUILD, PYTHON, Cost, middle, run, weighed
from tools.bench.report import Line
from tools.bench.store_world import empty_folder
from tools.postgres import Server

_LEVEL = 3
_LARGE = 1 << 30

Rows = dict[str, tuple[list[str], list[tuple[Any, ...]]]]
"""By kind the names of what travels, and the rows as SQLite stores them."""


@dataclass(frozen=True, slots=True)
class Told:
    """The costs of one round, and the sizes in bytes of what went."""

    cost: dict[str, Cost]
    size: dict[str, int]


def lines(runs: int) -> tuple[list[Line], list[str]]:
    """The comparisons in rows a second of processor time, sizes in bytes, and memory for a large bundle."""
    BUILD.mkdir(parents=True, exist_ok=True)
    with houses() as (bs, lw), server() as postgres:
        rounds = [_round(bs, lw, number, postgres) for number in range(runs)]
    rows = rounds[0].size["rows"]
    cost = {name: middle([one.cost[name] for one in rounds]) for name in rounds[0].cost}
    size = {name: round(median(one.size[name] for one in rounds)) for name in rounds[0].size}
    peak = run([*PYTHON, "tools.bench.exchange"])

    def rate(name: str, count: int = rows) -> str:
        return f"{count / cost[name].cpu:,.0f}/s CPU ({cost[name].cpu:.2f} s)"

    def line(work: str, ours: str, peer: str, words: str, aim: str) -> Line:
        return Line(work, rate(ours), f"{words}: {rate(peer)}", f"{cost[peer].cpu / cost[ours].cpu:.2f}", aim)

    def sizes(work: str, ours: str, peer: str, aim: str) -> Line:
        told = f"{size[ours]:,} B", f"session + zstd -{_LEVEL}: {size[peer]:,} B"
        return Line(work, *told, f"{size[ours] / size[peer]:.2f}", aim)

    count = f"{rows:,} records"
    found = [
        line(f"export of {count}", "export", "session", "session.changeset() + zstd", "at least 0.6 of its rate"),
        sizes("size of a full bundle", "full", "changeset", "at most 1.05"),
        sizes(f"size of {size['changed']:,} changes", "update", "patchset", "at most 0.95"),
        line(f"first import of {count}", "merge", "bare", "executemany, plain file, no triggers", "(information)"),
        line(f"first import of {count}", "merge", "same", "executemany, same engine and triggers", "at least 0.30"),
        *_hub_lines(cost, rows),
        Line(
            "the same bundle again",
            f"{cost['again'].cpu:.2f} s CPU, {size['again']} rows written",
            f"first: {cost['merge'].cpu:.2f} s CPU",
            f"{cost['again'].cpu / cost['merge'].cpu:.2f}",
            "at most 0.35, 0 rows",
        ),
        Line("write, prove and read 1 GiB", f"{peak.said['peak']:.0f} MB at most", "", "", "at most 100 MB"),
    ]
    return found, [
        "Exchange: our export reads the scope, writes down who has what, hashes the shared state, packs, compresses,"
        " seals, signs and waits for the disk; the session extension (apsw, plain file) has recorded the same rows and"
        " columns before, which is not counted, and neither seals nor waits. Our import proves the whole file first and"
        " writes journal, digest, search index and encryption. cr-sqlite has no package to install here.",
        "Hub: a PostgreSQL on this machine that waits for the disk; it keeps neither search nor a journal of values.",
    ]


def _hub_lines(cost: dict[str, Cost], rows: int) -> list[Line]:
    """The hub beside the file, on the wall: most of its work is done by the server."""
    if "hub" not in cost:
        return []
    ours, file = cost["hub"].wall, cost["merge"].wall
    told = f"{rows / ours:,.0f}/s ({ours:.2f} s, {cost['hub'].cpu:.2f} s CPU without the server)"
    work, peer = f"first import of {rows:,} records by a hub", f"our file, wall: {rows / file:,.0f}/s ({file:.2f} s)"
    return [Line(work, told, peer, f"{file / ours:.2f}", "at least its rate")]


def _round(bs: Store, lw: Store, number: int, postgres: Server | None) -> Told:
    folder = empty_folder("bundles")
    cost: dict[str, Cost] = {}
    size: dict[str, int] = {}
    with copied(bs, f"bs{number}") as here, copied(lw, f"lw{number}") as there:
        rows = _stored_rows(here)
        with weighed() as told:
            full = here.do(export_bundle, ExportOrder(folder / "full.kdb", "LW")).value
        cost["export"] = told()
        size |= {"full": full.size, "rows": sum(full.kinds.values())}
        cost["session"], size["changeset"] = _session(rows)
        with weighed() as told:
            there.do(import_bundle, ImportOrder(full.file))
        cost["merge"] = told()
        if postgres is not None:
            cost["hub"] = taken_by_hub(postgres, there, full.file)
        with weighed() as told:
            size["again"] = there.do(import_bundle, ImportOrder(full.file)).value.written
        cost["again"] = told()
        cost["bare"] = _bare(there, rows)
        receipt = there.do(export_bundle, ExportOrder(folder / "receipt.kdb", "BS")).value
        here.do(import_bundle, ImportOrder(receipt.file))
        size["changed"] = here.do(change_house, None).value
        size["update"] = here.do(export_bundle, ExportOrder(folder / "update.kdb", "LW")).value.size
        size["patchset"] = _patchset(rows, _stored_rows(here))
    with copied(lw, f"same{number}") as same:
        cost["same"] = _same(same, rows)
    return Told(cost, size)


def _stored_rows(store: Store) -> Rows:
    """What travels, column by column, as it lies in the file."""
    frames = store.ask(lambda session: list(leaving_frames(session.connection(), Side("BS", "LW"))))
    found: Rows = {}
    with closing(connect_raw(store.file, store.key)) as connection:
        for kind in dict.fromkeys(frame.kind for frame in frames):
            groups = {group: fields for frame in frames if frame.kind == kind for group, fields in frame.groups}
            fields = {field for frame in frames if frame.kind == kind for field in frame.fields}
            stamps = [f"_v_{group}" for group in groups]
            names = ["uid", "home", "_c", *stamps, *sorted(fields)]
            keys = {row[0].hex for frame in frames if frame.kind == kind for row in frame.rows}
            rows = connection.execute(f"SELECT {', '.join(names)} FROM {kind} ORDER BY uid").fetchall()
            found[kind] = names, [row for row in rows if row[0] in keys]
    return found


def _plain(rows: Rows) -> Any:
    """A plain file of the session extension's own driver with tables for what travels."""
    import apsw

    connection = apsw.Connection(str(empty_folder("session") / "plain.db"))
    for kind, (names, _) in rows.items():
        connection.execute(f"CREATE TABLE {kind} ({', '.join(names)}, PRIMARY KEY (uid))")
    return connection


def _session(rows: Rows) -> tuple[Cost, int]:
    import apsw

    connection = _plain(rows)
    session = apsw.Session(connection, "main")
    session.attach()
    with connection:
        for kind, (names, found) in rows.items():
            connection.executemany(f"INSERT INTO {kind} VALUES ({', '.join('?' * len(names))})", found)
    with weighed() as told:
        packed = zstandard.ZstdCompressor(level=_LEVEL).compress(session.changeset())
    connection.close()
    return told(), len(packed)


def _patchset(before: Rows, after: Rows) -> int:
    """What the session extension makes of the same changes."""
    import apsw

    connection = _plain(before)
    with connection:
        for kind, (names, found) in before.items():
            connection.executemany(f"INSERT INTO {kind} VALUES ({', '.join('?' * len(names))})", found)
    session = apsw.Session(connection, "main")
    session.attach()
    with connection:
        for kind, (names, found) in after.items():
            known = set(before[kind][1])
            sets = ", ".join(f"{name} = ?" for name in names[1:])
            changed = [(*row[1:], row[0]) for row in found if row not in known]
            connection.executemany(f"UPDATE {kind} SET {sets} WHERE uid = ?", changed)
    packed = zstandard.ZstdCompressor(level=_LEVEL).compress(session.patchset())
    connection.close()
    return len(packed)


_LAYOUT = "SELECT sql FROM sqlite_master WHERE tbl_name = ? AND type IN ('table', 'index') AND sql IS NOT NULL"


def _bare(store: Store, rows: Rows) -> Cost:
    """The same rows by sqlite3 into a plain file with the same tables and indexes, without triggers."""
    with (
        closing(connect_raw(store.file, store.key)) as source,
        closing(sqlite3.connect(empty_folder("bare") / "bare.db", isolation_level=None)) as connection,
    ):
        for pragma in ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = OFF"):
            connection.execute(f"PRAGMA {pragma}")
        for kind in rows:
            for (sql,) in source.execute(_LAYOUT, (kind,)).fetchall():
                connection.execute(sql)
        return _inserted(connection, rows)


def _same(store: Store, rows: Rows) -> Cost:
    """The same rows by the driver into an empty house with all its triggers: what no merge can be quicker than."""
    with closing(connect_raw(store.file, store.key)) as connection:
        from kammerdesk.base.folding import shadow
        from kammerdesk.store.search_triggers import SHADOW_FUNCTION

        connection.create_function(SHADOW_FUNCTION, -1, shadow, deterministic=True)
        for pragma in ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = OFF", "temp_store = MEMORY"):
            connection.execute(f"PRAGMA {pragma}")
        return _inserted(connection, rows)


def _inserted(connection: Any, rows: Rows) -> Cost:
    with weighed() as told:
        connection.execute("BEGIN IMMEDIATE")
        for kind, (names, found) in rows.items():
            given, values = _defaults(kind, names)
            columns = ", ".join((*names, "_l", *given))
            places = ", ".join("?" * len(names))
            statement = (
                f"INSERT INTO {kind} ({columns}) VALUES ({places}, 1{''.join(f', {value}' for value in values)})"
            )
            connection.executemany(statement, found)
        connection.execute("COMMIT")
    return told()


def _defaults(kind: str, names: list[str]) -> tuple[list[str], list[str]]:
    """The columns that must hold something and do not travel."""
    table = Record.metadata.tables[kind]
    missing = [c for c in table.columns if not c.nullable and c.name not in names]
    words = {str: "''", int: "0", bool: "0"}
    return [c.name for c in missing], [words[c.type.python_type] for c in missing]


def _large() -> None:
    """Writes, proves and reads a bundle of a gibibyte, half of it noise; tells the most memory as JSON."""
    ours, theirs = demonstration_card("BS"), demonstration_card("LW")
    signer, reader = (PrivateKeys(demonstration_secret(chamber)) for chamber in ("BS", "LW"))
    stamp = f"{int(datetime.now(UTC).timestamp() * 1000) - 1000:012x}0000{'c' * 16}"
    head = Head(
        format=FORMAT, bundle=uuid7(), chamber="BS", replica="c" * 16, key_id=ours.keys.key_id, person="",
        recipients=[Recipient("LW", theirs.keys.key_id)], created=datetime.now(UTC), stamp=stamp, brings={}, program="",
    )  # fmt: skip
    file = empty_folder("large") / "large.kdb"
    groups, day = (("core", ("name", "starts_on", "ends_on")),), datetime.now(UTC).date()

    def row() -> tuple[Any, ...]:
        return uuid7(), "BS", stamp, stamp, os.urandom(500).hex() + "x" * 1000, day, day

    def frames() -> Iterator[Frame]:
        for _ in range(_LARGE // 2_000_000 + 1):
            yield Frame("exam_season", groups, [row() for _ in range(1000)])

    write_bundle(file, head, frames(), signer, [theirs])
    ring = KeyRing("LW", {theirs.keys.key_id: reader}, {ours.keys.key_id: ours})
    proven = prove(file, ring, datetime.now(UTC))
    for _ in frames_of(proven, ring, datetime.now(UTC)):
        pass
    status = Path("/proc/self/status").read_text(encoding="ascii")  # that of getrusage begins with the parent's
    peak = int(status.partition("VmHWM:")[2].split()[0]) / 1024
    print(f'{{"peak": {peak:.1f}, "size": {proven.size}}}')
    file.unlink()


if __name__ == "__main__":
    _large()
