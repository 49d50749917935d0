"""Runs commands, weighs them from outside, and takes turns so that a machine's moods meet everybody."""

from __future__ import annotations

import gc
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Any

ROOT = Path(__file__).resolve().parent.parent.parent
BUILD = ROOT / "build" / "bench"
PYTHON = [sys.executable, "-m"]


@dataclass(frozen=True, slots=True)
class Cost:
    """Seconds on the wall and on the processors, most memory at once in MB; `said` is what the command told."""

    wall: float
    cpu: float
    peak: float = 0.0
    said: Mapping[str, Any] = field(default_factory=dict)


def environment(**more: str) -> dict[str, str]:
    """The environment for measured programs: Python may keep its compiled code, nobody waits for a desktop."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return kept | more


def run(command: Sequence[str | Path], **more: str) -> Cost:
    """Runs a command to its end and weighs it with its children; if it prints JSON, that is what it said.

    Raises RuntimeError with its complaint when it fails.
    """
    complaints = BUILD / "complaints.txt"
    with complaints.open("w+b") as errors:
        begun = time.perf_counter()
        process = subprocess.Popen(
            list(map(str, command)),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=errors,
            env=environment(**more),
            cwd=ROOT,
        )
        assert process.stdout is not None
        output = process.stdout.read()
        _, status, used = os.wait4(process.pid, 0)
        wall = time.perf_counter() - begun
        process.returncode = os.waitstatus_to_exitcode(status)
        process.stdout.close()
    if process.returncode != 0:
        complaint = complaints.read_text(encoding="utf-8", errors="replace")[-2000:]
        raise RuntimeError(f"{command[0]} ended with {process.returncode}:\n{complaint}")
    said = json.loads(output) if output.startswith(b"{") else {}
    return Cost(wall, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024, said)


@contextmanager
def stopwatch() -> Iterator[Callable[[], float]]:
    """Processor seconds of this process in the block; call what it gives afterwards."""
    found: list[float] = []
    begun = time.process_time()
    yield lambda: found[0]
    found.append(time.process_time() - begun)


@contextmanager
def weighed() -> Iterator[Callable[[], Cost]]:
    """What the block costs in this process; call what it gives afterwards. Garbage of others is collected before."""
    found: list[Cost] = []
    gc.collect()
    wall, cpu = time.perf_counter(), time.process_time()
    yield lambda: found[0]
    found.append(Cost(time.perf_counter() - wall, time.process_time() - cpu))


def taking_turns(runs: int, *jobs: Callable[[], Cost], warm: bool = True) -> list[Cost]:
    """Runs the jobs in turn, with `warm` once each beforehand, then `runs` times; the medians of each."""
    for job in jobs if warm else ():
        job()
    found = [[job() for job in jobs] for _ in range(runs)]
    return [middle([one[place] for one in found]) for place in range(len(jobs))]


def middle(costs: Sequence[Cost]) -> Cost:
    """The medians of some costs, also of every number they said."""
    said = {
        name: median(cost.said.get(name, value) for cost in costs) if isinstance(value, int | float) else value
        for name, value in costs[0].said.items()
    }
    return Cost(
        median(cost.wall for cost in costs),
        median(cost.cpu for cost in costs),
        median(cost.peak for cost in costs),
        said,
    )
