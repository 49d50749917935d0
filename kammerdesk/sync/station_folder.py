"""The folder of the house, through which its workstations exchange by themselves; a share that all of them reach."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from kammerdesk.base.errors import KammerError
from kammerdesk.base.i18n import tr
from kammerdesk.store.door import Door
from kammerdesk.store.machine_file import machine_folder, set_machine_folder
from kammerdesk.sync.files import digest
from kammerdesk.sync.folder import Watch, refuse_unfit_folder
from kammerdesk.sync.model import SyncStation
from kammerdesk.sync.outside import look_at
from kammerdesk.sync.station_taking import TakenFromStation, take_from_station
from kammerdesk.sync.stations import WrittenForStations, wants_writing, write_for_stations

_SETTING = ("exchange", "house")


@dataclass(frozen=True, slots=True)
class Served:
    """What one look did: bundles taken in, refusals by file, and the bundle that was written, if any."""

    taken: Sequence[TakenFromStation] = ()
    refused: Sequence[tuple[str, str]] = ()
    written: WrittenForStations | None = None


def house_folder(data: Path) -> Path | None:
    """The folder that is set on this computer for the data in `data`; None when none is.

    Raises KammerError when the file beside the data cannot be read.
    """
    return machine_folder(data, _SETTING, tr("“{file}” cannot be read. Please choose the folder of the house anew."))


def set_house_folder(data: Path, folder: Path | None) -> None:
    """Sets or clears it; raises KammerError for what is no folder, and for the folder of the data itself."""
    if folder is not None:
        refuse_unfit_folder(data, folder)
    set_machine_folder(data, _SETTING, folder)


def house_watch(store: Door, folder: Path) -> Watch:
    """A watch for the bundles of the other workstations."""
    return Watch(folder, store.chamber, [store.chamber])


def serve_house(store: Door, watch: Watch) -> Served:
    """Takes in what has settled and is new, then writes for the others if they wait for it.

    A refused file is told of once, until it changes. Raises KammerError when the folder cannot be used.
    """
    taken, refused = list[TakenFromStation](), list[tuple[str, str]]()
    for file in watch.settled():
        try:
            look_at(file)
            if not store.ask(_is_known, digest(file)[1]):
                taken.append(store.do(take_from_station, file).value)
        except KammerError as error:
            refused.append((file.name, str(error)))
        watch.deal_with(file)
    written = None
    if store.ask(wants_writing, watch.folder):
        written = store.do(write_for_stations, watch.folder).value
    return Served(taken, refused, written)


def _is_known(session: Session, sha256: str) -> bool:
    """Whether it is our own last bundle, or the last that was taken in of its workstation."""
    return session.scalar(select(SyncStation.replica).where(SyncStation.sha256 == sha256).limit(1)) is not None
