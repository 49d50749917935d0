"""One field changed through the one door, beside the bare fdatasync of as many bytes, one after the other."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from contextlib import closing
from statistics import median, quantiles
from uuid import UUID

from kammerdesk.base.ids import uuid7
from kammerdesk.people.model import Person
from kammerdesk.store.engine import connect_raw
from kammerdesk.store.store import Store
from kammerdesk.store.work import Work
from tools.bench.measure import Cost, taking_turns
from tools.bench.report import Line
from tools.bench.store_work import fill
from tools.bench.store_world import HOME, empty_store

PEOPLE = 5_000
COMMITS = 400
_MEASURED_FIRST = 50
_PLACES = 64
P50_AIM, P99_AIM = "at most 6 times", "at most 25 ms"


def lines(runs: int) -> tuple[list[Line], list[str]]:
    """The times of many commits, each followed by a bare one, so that the drive's moods meet both."""
    with empty_store() as store:
        uids = [uuid7() for _ in range(PEOPLE)]
        store.do(fill, uids)
        size = _bytes_of_a_commit(store, uids)
        (found,) = taking_turns(runs, lambda: _measured(store, uids, size), warm=False)
    said = found.said
    work = "commit of one field through Store.do"
    peer = f"fdatasync of {size / 1000:.0f} kB"
    made = [
        Line(
            f"{work}, p50",
            f"{said['ours_p50']:.2f} ms ({said['cpu']:.2f} CPU)",
            f"{peer}: {said['bare_p50']:.2f} ms",
            f"{said['ours_p50'] / said['bare_p50']:.1f}",
            P50_AIM,
        ),
        Line(
            f"{work}, p99",
            f"{said['ours_p99']:.1f} ms",
            f"{peer}: {said['bare_p99']:.1f} ms",
            f"{said['ours_p99'] / said['bare_p99']:.1f}",
            P99_AIM,
        ),
    ]
    note = (
        f"Commit: {COMMITS} changes of one field of a loaded record, each followed by a bare write of as many bytes and"
        f" its fdatasync. A drive that takes long to sync makes the ratio small, one that answers in"
        f" {said['bare_p50']:.2f} ms shows what Python and the encryption take."
    )
    return made, [note]


def change_position(work: Work, order: tuple[UUID, str]) -> None:
    """Loads a record and changes one field, as a form does."""
    work.get(Person, order[0]).job_title = order[1]


def _measured(store: Store, uids: list[UUID], size: int) -> Cost:
    """Milliseconds of ours and of the bare one."""
    ours, bare = [], []
    processor, begun = 0.0, time.perf_counter()
    file = os.open(HOME / "bare.bin", os.O_RDWR | os.O_CREAT | os.O_TRUNC)
    data = os.urandom(size)
    os.pwrite(file, bytes(size * _PLACES), 0)
    os.fdatasync(file)
    for number in range(COMMITS):
        before = time.process_time()
        ours.append(_milliseconds(lambda: _change(store, uids, number)))  # noqa: B023  called at once
        processor += time.process_time() - before
        bare.append(_milliseconds(lambda: _write(file, data, number % _PLACES * size)))  # noqa: B023
    os.close(file)
    said = {
        "ours_p50": median(ours),
        "ours_p99": quantiles(ours, n=100)[98],
        "bare_p50": median(bare),
        "bare_p99": quantiles(bare, n=100)[98],
        "cpu": processor / COMMITS * 1000,
    }
    return Cost(time.perf_counter() - begun, processor, said=said)


def _change(store: Store, uids: list[UUID], number: int) -> None:
    store.do(change_position, (uids[number * 7919 % PEOPLE], f"Ausbilder {number} {time.time_ns()}"))


def _write(file: int, data: bytes, place: int) -> None:
    os.pwrite(file, data, place)
    os.fdatasync(file)


def _milliseconds(work: Callable[[], None]) -> float:
    begun = time.perf_counter()
    work()
    return (time.perf_counter() - begun) * 1000


def _bytes_of_a_commit(store: Store, uids: list[UUID]) -> int:
    """What one change writes to the log, from its growth over some."""
    log = store.file.with_name(store.file.name + "-wal")
    with closing(connect_raw(store.file, store.key)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    for number in range(_MEASURED_FIRST):
        _change(store, uids, number)
    return log.stat().st_size // _MEASURED_FIRST
