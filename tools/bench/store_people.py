"""A store of many people: search per keystroke among 500,000, and the backup of 1 GB beside `cp`."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Callable
from contextlib import closing
from datetime import date
from functools import cache
from pathlib import Path
from random import Random
from statistics import median, quantiles

from sqlalchemy import func, select

from kammerdesk.cli.demo.batches import Batch, fill_demonstration
from kammerdesk.cli.demo.dice import Dice
from kammerdesk.cli.demo.mass.crowd import Crowd
from kammerdesk.cli.demo.people import Inventor
from kammerdesk.people.model import Person
from kammerdesk.store.backup import make_backup
from kammerdesk.store.search import search
from kammerdesk.store.store import Store
from kammerdesk.sync.records import schema
from tools.bench.measure import Cost, taking_turns
from tools.bench.report import Line
from tools.bench.store_world import HOME, USER, empty_folder

PEOPLE = 500_000
GIGABYTE = 1_000_000_000
NAMES = 200
_AT_ONCE = 25_000
_BORN = date(1958, 1, 1), date(2010, 12, 31)
P50_AIM, P99_AIM = "at most 2 ms", "at most 20 ms"
COPY_AIM, BLOCKED_AIM = "at least 0.5 of its rate", "at most 3 s"


def search_lines(runs: int) -> tuple[list[Line], list[str]]:
    """Milliseconds of every keystroke of many names, typed letter by letter."""
    with closing(_store()) as store:
        typed = _typed(store)
        (found,) = taking_turns(runs, lambda: _searched(store, typed))
    work = f"search among {PEOPLE:,} people, every keystroke"
    made = [
        Line(f"{work}, p50", _told(found, "p50"), "", "", P50_AIM),
        Line(f"{work}, p99", _told(found, "p99"), "", "", P99_AIM),
    ]
    note = (
        f"Search: {NAMES} people looked for by family and given name, {len(typed):,} keystrokes, each one Store.ask;"
        f" the slowest took {found.said['worst']:.1f} ms."
    )
    return made, [note]


def backup_lines(runs: int) -> tuple[list[Line], list[str]]:
    """The copy of an open store, and the whole backup with its proof, beside `cp` and fsync of the same file."""
    with closing(_store()) as store:
        _fill_to(store, lambda: store.file.stat().st_size >= GIGABYTE)
        ours, bare = taking_turns(runs, lambda: _backed_up(store), lambda: _copied(store.file))
        size = store.file.stat().st_size / 1e6
    blocked = ours.said["blocked"]
    peer = f"cp and fsync: {size / bare.wall:,.0f} MB/s ({bare.wall:.2f} s)"
    made = [
        Line(
            f"encrypted backup of {size:,.0f} MB, the copy",
            f"{size / blocked:,.0f} MB/s ({blocked:.2f} s)",
            peer,
            f"{bare.wall / blocked:.2f}",
            COPY_AIM,
        ),
        Line("the same, writers blocked", f"{blocked:.2f} s", "", "", BLOCKED_AIM),
        Line(
            "the same with the proof of every page",
            f"{size / ours.wall:,.0f} MB/s ({ours.wall:.2f} s)",
            peer,
            f"{bare.wall / ours.wall:.2f}",
            "(for information)",
        ),
    ]
    return made, []


@cache
def people_folder() -> Path:
    """A fresh store with all the people, made once for a benchmark."""
    folder = empty_folder("people")
    with closing(Store.create(folder, "BS", schema(), user=USER, demonstration=True)) as store:
        _fill_to(store, lambda: _people(store) >= PEOPLE)
    return folder


def _store() -> Store:
    return Store.open(people_folder(), user=USER)


def _people(store: Store) -> int:
    return store.ask(lambda session: session.scalar(select(func.count()).select_from(Person))) or 0


def _fill_to(store: Store, is_enough: Callable[[], bool]) -> None:
    while not is_enough():
        crowd = Crowd(Inventor(Dice.thrown(_people(store), _BORN[1], "bench"), "BS"))
        store.do(fill_demonstration, [Batch(Person, crowd.people(_AT_ONCE, _BORN))])


def _typed(store: Store) -> list[str]:
    """What stands in the search field after every keystroke."""
    names = store.ask(lambda session: session.execute(select(Person.last_name, Person.first_name).limit(PEOPLE)).all())
    chosen = Random(7).sample([f"{last} {first}" for last, first in names], NAMES)
    return [name[: end + 1] for name in chosen for end in range(len(name)) if name[end] != " "]


def _told(found: Cost, share: str) -> str:
    return f"{found.said[share]:.2f} ms ({found.said[f'cpu_{share}']:.2f} CPU)"


def _searched(store: Store, typed: list[str]) -> Cost:
    each = [_keystroke(store, text) for text in typed]
    walls, processors = [cost.wall * 1000 for cost in each], [cost.cpu * 1000 for cost in each]
    said = {
        "p50": median(walls),
        "p99": quantiles(walls, n=100)[98],
        "cpu_p50": median(processors),
        "cpu_p99": quantiles(processors, n=100)[98],
        "worst": max(walls),
    }
    return Cost(sum(walls) / 1000, sum(processors) / 1000, said=said)


def _keystroke(store: Store, text: str) -> Cost:
    wall, processor = time.perf_counter(), time.process_time()
    store.ask(search, text)
    return Cost(time.perf_counter() - wall, time.process_time() - processor)


def _backed_up(store: Store) -> Cost:
    begun, processor = time.perf_counter(), time.process_time()
    backup = make_backup(store, HOME / "backup")
    cost = Cost(time.perf_counter() - begun, time.process_time() - processor, said={"blocked": backup.blocked})
    backup.file.unlink()
    return cost


def _copied(file: Path) -> Cost:
    target = HOME / "copy.bin"
    target.unlink(missing_ok=True)
    begun = time.perf_counter()
    subprocess.run(["cp", file, target], check=True)
    handle = os.open(target, os.O_RDWR)
    os.fsync(handle)
    os.close(handle)
    cost = Cost(time.perf_counter() - begun, 0.0)
    target.unlink()
    return cost
