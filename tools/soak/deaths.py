"""python -m tools.soak.deaths PLACE WORKLOAD …: workloads die after each of their steps; the house is opened.

It runs under the shim (see `die_everywhere`), which counts the steps in a forked process and kills it at one of them.
"""

from __future__ import annotations

import ctypes
import json
import os
import shutil
import signal
import subprocess
import sys
from dataclasses import asdict, dataclass, field
from pathlib import Path

from tools.soak import power
from tools.soak.kills import fresh
from tools.soak.work import acknowledged_in, faults, main

EVERY_STEP = "cwtsrum"
"""Files created, written, cut, synced, renamed, removed, folders made; see trace.py."""


@dataclass(slots=True)
class Deaths:
    """After how many steps a workload died, one after the other until it came to its end, and what was wrong."""

    workload: str
    steps: int = 0
    faults: list[str] = field(default_factory=list)


def die_everywhere(place: Path, workloads: tuple[str, ...]) -> list[Deaths]:
    """Lets the workloads die after each of their steps, in a process of its own."""
    (place / "live").mkdir(parents=True)
    environment = {**os.environ, **power.preload(place, place / "live")}
    command = [sys.executable, "-m", "tools.soak.deaths", str(place), *workloads]
    told = subprocess.run(command, check=True, env=environment, stdout=subprocess.PIPE).stdout
    return [Deaths(**one) for one in json.loads(told)]


def _die_after_each_step(place: Path, workload: str) -> Deaths:
    start, live = place / "start" / workload, place / "live"
    shutil.rmtree(live)
    live.mkdir()
    main(workload, "prepare", live)
    start.parent.mkdir(exist_ok=True)
    live.rename(start)  # made where it will live: the program must not take it for a copy of another
    done = Deaths(workload)
    fresh(start, live)
    while _dies(live, workload, done.steps + 1):
        done.steps += 1
        found = faults(workload, live, acknowledged_in(live))
        done.faults += [f"{workload}, dead after step {done.steps}: {fault}" for fault in found]
        fresh(start, live)
    done.faults += [f"{workload}, to its end: {fault}" for fault in faults(workload, live, acknowledged_in(live))]
    return done


def _dies(live: Path, workload: str, steps: int) -> bool:
    """Whether there were so many steps; raises RuntimeError when the workload failed by itself."""
    child = os.fork()
    if child == 0:
        failed = 1
        try:
            ctypes.CDLL(None).soak_die_after(ctypes.c_long(steps), EVERY_STEP.encode())
            failed = main(workload, "work", live)
        finally:
            os._exit(failed)
    _, status = os.waitpid(child, 0)
    if status and not os.WIFSIGNALED(status):
        raise RuntimeError("the workload failed by itself")
    return os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL


if __name__ == "__main__":
    folder, *names = sys.argv[1:]
    print(json.dumps([asdict(_die_after_each_step(Path(folder), name)) for name in names]))
