"""Kills: a workload runs in a forked process until SIGKILL hits it at a random moment, then the house is opened."""

from __future__ import annotations

import os
import random
import shutil
import signal
import time
from dataclasses import dataclass, field
from pathlib import Path

from tools.soak.work import acknowledged_in, faults, main


@dataclass(slots=True)
class Kills:
    """How often a workload was killed, how often it came to its end first, what it had been told, what was wrong."""

    workload: str
    killed: int = 0
    ended: int = 0
    acknowledged: int = 0
    faults: list[str] = field(default_factory=list)


def kill_often(place: Path, workload: str, times: int, seed: int = 1) -> Kills:
    """Kills a workload so many times, each time on a fresh copy of what stands before it."""
    start, live = place / "start", place / "live"
    live.mkdir(parents=True)
    main(workload, "prepare", live)
    live.rename(start)  # made where it will live: the program must not take it for a copy of another
    chance = random.Random(seed)
    kills = Kills(workload)
    longest = _lasts(start, live, workload)
    while kills.killed < times:
        fresh(start, live)
        if _run(live, workload, chance.uniform(0, longest)):
            kills.killed += 1
        else:
            kills.ended += 1
        acknowledged = acknowledged_in(live)
        kills.acknowledged += len(acknowledged)
        kills.faults += [f"{workload}, kill {kills.killed}: {fault}" for fault in faults(workload, live, acknowledged)]
    return kills


def fresh(start: Path, live: Path) -> None:
    """Lays what stands before a workload where it will be done."""
    shutil.rmtree(live, ignore_errors=True)
    shutil.copytree(start, live)


def _lasts(start: Path, live: Path, workload: str) -> float:
    """Seconds the workload takes when nobody kills it, the median of three."""
    taken = []
    for _ in range(3):
        fresh(start, live)
        began = time.monotonic()
        if _run(live, workload, 600):
            raise RuntimeError(f"{workload} does not come to its end")
        taken.append(time.monotonic() - began)
    return sorted(taken)[1]


def _run(live: Path, workload: str, seconds: float) -> bool:
    """Whether the workload had to be killed; raises RuntimeError when it failed by itself."""
    child = os.fork()
    if child == 0:
        failed = 1
        try:
            failed = main(workload, "work", live)
        finally:
            os._exit(failed)
    ends = time.monotonic() + seconds
    while time.monotonic() < ends:
        if _is_over(child):
            return False
        time.sleep(min(0.002, max(ends - time.monotonic(), 0)))
    os.kill(child, signal.SIGKILL)
    return not _is_over(child, wait=True)


def _is_over(child: int, *, wait: bool = False) -> bool:
    """Whether the child ended by itself."""
    found, status = os.waitpid(child, 0 if wait else os.WNOHANG)
    if not found or os.WIFSIGNALED(status):
        return False
    if status:
        raise RuntimeError("the workload failed by itself")
    return True
