"""python -m tools.soak.work WORKLOAD prepare|work DIR: one workload in a process of its own."""

from __future__ import annotations

import io
import os
import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from kammerdesk.base.errors import KammerError
from kammerdesk.base.paths import DATABASE_NAME
from kammerdesk.store.backup import back_up
from kammerdesk.store.key_change import change_key
from kammerdesk.store.restore import RestoreOrder, put_back
from kammerdesk.sync.records import schema
from tools.soak import exchange, world

ACKNOWLEDGED = "acknowledged"
"""The file in which the workload says what it has been told is stored; it is not part of what a power cut takes."""

_FIRST_VERSION = Path(__file__).parents[2] / "tests" / "files" / "v1"

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Workload:
    """What stands before, and what is done while the power is cut or the process killed; it says what it was told.

    `faults` tells what is wrong with the house afterwards, given everything the workload was told.
    """

    prepare: Callable[[Path], None]
    work: Callable[[Path, Say], None]
    faults: Callable[[Path, set[str]], list[str]] = world.faults


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


def _old_house(folder: Path) -> None:
    shutil.copytree(_FIRST_VERSION, folder)


def _migration(folder: Path, say: Say) -> None:
    store = world.open_store(folder)
    store.do(world.found_firm, "after migration")
    say("after migration")
    store.close()


def _backups(folder: Path, say: Say) -> None:
    store = world.open_store(folder)
    for number in range(3):
        store.do(world.found_firm, f"firm {number}")
        say(f"firm {number}")
        back_up(store)
    store.close()


def _key_change(folder: Path, say: Say) -> None:
    for number in range(2):
        store = world.open_store(folder)
        store.do(world.found_firm, f"firm {number}")
        store.close()
        say(f"firm {number}")
        change_key(folder)


def _restore(folder: Path, say: Say) -> None:
    store = world.open_store(folder)
    store.do(world.found_firm, "before")
    say("before")
    backup = back_up(store).backup.file
    store.do(world.found_firm, "given up by restoring")
    store.close()
    put_back(RestoreOrder(backup, folder), schema(), user=world.USER)
    store = world.open_store(folder)
    store.do(world.found_firm, "after")
    say("after")
    store.close()


WORKLOADS = {
    "create": Workload(_nothing, _create),
    "commits": Workload(world.create, _commits),
    "imports": Workload(world.create, _imports),
    "migration": Workload(_old_house, _migration),
    "backups": Workload(world.create, _backups),
    "key-change": Workload(world.create, _key_change),
    "restore": Workload(world.create, _restore),
    "export": Workload(exchange.prepare_export, exchange.export, exchange.export_faults),
    "import": Workload(exchange.prepare_import, exchange.take_in, exchange.import_faults),
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


def acknowledged_in(place: Path) -> set[str]:
    """What the workload was told so far."""
    file = place / ACKNOWLEDGED
    return set(file.read_text().split("\n")) - {""} if file.exists() else set()


def faults(name: str, place: Path, acknowledged: set[str]) -> list[str]:
    """What is wrong with the house in `place` after the workload was broken off; nothing told needs no house."""
    if not (place / "house" / DATABASE_NAME).exists() and not acknowledged:
        return []
    try:
        return WORKLOADS[name].faults(place / "house", acknowledged)
    except KammerError as error:
        return [f"refused: {error}"]


def keep_platform(place: Path) -> None:
    """Lets what the program keeps in the platform's folders lie in `place`, where it is killed and cut too."""
    os.environ["KAMMERDESK_STATE"] = str(place / "platform")


def _append(file: io.FileIO, what: str) -> None:
    file.write(f"{what}\n".encode())


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2], Path(sys.argv[3])))
