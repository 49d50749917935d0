"""Power cuts: a workload runs under the shim, then the house is opened from what each moment of durability left."""

from __future__ import annotations

import hashlib
import os
import random
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

from tools.soak.trace import Disk, steps
from tools.soak.work import ACKNOWLEDGED, faults

_SHIM = Path(__file__).with_name("shim.c")


@dataclass(slots=True)
class Cuts:
    """How many boundaries and different disks were looked at, and what was wrong with any."""

    boundaries: int = 0
    disks: int = 0
    faults: list[str] = field(default_factory=list)


def can_run() -> str | None:
    """Why the shim cannot be made here; None when it can."""
    if sys.platform != "linux":
        return "the shim is for Linux"
    return None if shutil.which("cc") else "no C compiler"


def cut_everywhere(place: Path, workload: str, seed: int = 1) -> Cuts:
    """Runs `python -m tools.soak.work WORKLOAD` under the shim in `place`, and opens the house at every boundary."""
    live, start, trace = place / "live", place / "start", place / "trace"
    live.mkdir(parents=True)
    _run(workload, "prepare", live)
    shutil.copytree(live, start)
    _run(workload, "work", live, preload(place, live) | {"SOAK_TRACE": str(trace)})
    shutil.rmtree(live)
    shutil.copytree(start, live)
    disk = Disk(live)
    cuts = Cuts()
    seen: set[str] = set()
    chance = random.Random(seed)
    for step in steps(trace):
        if step.kind != "s":
            disk.apply(step)
            continue
        cuts.boundaries += 1
        before = disk.torn(chance)
        disk.apply(step)
        for kind, image in (("torn", before), ("strict", disk.strict()), ("ordered", disk.ordered())):
            acknowledged = set(disk.content(str(live / ACKNOWLEDGED)).decode().split("\n")) - {""}
            mark = _mark(image, acknowledged)
            if mark not in seen:
                seen.add(mark)
                cuts.disks += 1
                _lay(live, image)
                cuts.faults += [
                    f"{workload}, boundary {cuts.boundaries}, {kind}: {fault}"
                    for fault in faults(workload, live, acknowledged)
                ]
    return cuts


def _run(workload: str, part: str, live: Path, environment: dict[str, str] | None = None) -> None:
    command = [sys.executable, "-m", "tools.soak.work", workload, part, str(live)]
    subprocess.run(command, check=True, env={**os.environ, **(environment or {})})


def preload(place: Path, live: Path) -> dict[str, str]:
    """Makes the shim; the environment of a process in which it watches what lies in `live`."""
    shim = place / "shim.so"
    subprocess.run(["cc", "-O1", "-shared", "-fPIC", "-o", str(shim), str(_SHIM), "-ldl"], check=True)
    return {"LD_PRELOAD": str(shim), "SOAK_ROOT": str(live)}


def _mark(image: dict[str, bytes], acknowledged: set[str]) -> str:
    digest = hashlib.sha256(repr(sorted(acknowledged)).encode())
    for name, content in sorted(image.items()):
        digest.update(name.encode() + hashlib.sha256(content).digest())
    return digest.hexdigest()


def _lay(live: Path, image: dict[str, bytes]) -> None:
    """Puts a disk where the house was: the program must not take it for a copy of another."""
    shutil.rmtree(live)
    live.mkdir()
    for name, content in image.items():
        if Path(name).name != ACKNOWLEDGED and not name.endswith("-shm"):  # shared memory does not survive
            Path(name).parent.mkdir(parents=True, exist_ok=True)
            Path(name).write_bytes(content)
