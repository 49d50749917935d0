"""python -m tools.soak.work WORKLOAD prepare|work DIR: one workload in a process of its own."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tools.soak import world
from tools.soak.power import ACKNOWLEDGED

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Workload:
    """What stands before, and what is done while the power is cut or the process killed; it says what it was told."""

    prepare: Callable[[Path], None]
    work: Callable[[Path, Say], None]


def _nothing(_folder: Path) -> None:
    pass


def _create(folder: Path, say: Say) -> None:
    world.create(folder)
    say("first")


def _commits(folder: Path, say: Say) -> None:
    store = world.open_store(folder)
    for number in range(25):
        store.do(world.found_firm, f"firm {number}")
        say(f"firm {number}")
    store.close()


def _imports(folder: Path, say: Say) -> None:
    store = world.open_store(folder)
    for number in range(3):
        store.do(world.import_firms, f"batch{number}")
        say(f"batch{number}")
    store.close()


WORKLOADS = {
    "create": Workload(_nothing, _create),
    "commits": Workload(world.create, _commits),
    "imports": Workload(world.create, _imports),
}


def main(name: str, part: str, place: Path) -> int:
    """Carries out one part of a workload on the folder `house` in `place`."""
    keep_platform(place)
    workload, house = WORKLOADS[name], place / "house"
    if part == "prepare":
        workload.prepare(house)
        return 0
    with (place / ACKNOWLEDGED).open("ab", buffering=0) as acknowledged:
        workload.work(house, lambda what: _append(acknowledged, what))
    return 0


def keep_platform(place: Path) -> None:
    """Lets what the program keeps in the platform's folders lie in `place`, where it is killed and cut too."""
    os.environ["XDG_DATA_HOME"] = str(place / "platform")


def _append(file: io.FileIO, what: str) -> None:
    file.write(f"{what}\n".encode())


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2], Path(sys.argv[3])))
