"""`sync stations|station`: the workstations of this house, the folder between them, and one more of them."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from kammerdesk.base import paths
from kammerdesk.base.clock import office_text
from kammerdesk.base.errors import KammerError
from kammerdesk.base.i18n import tr
from kammerdesk.cli.answer import Answer
from kammerdesk.cli.data import add_data_option, opened
from kammerdesk.store.second_workstation import make_workstation
from kammerdesk.sync.station_folder import house_folder, set_house_folder
from kammerdesk.sync.stations import StationRow, stations

if TYPE_CHECKING:
    from kammerdesk.cli.answer import Commands


def register(verbs: Commands) -> None:
    """Adds the subcommands to those of `sync`."""
    listed = verbs.add_parser("stations", help=tr("shows the workstations of this house and the folder between them"))
    listed.add_argument("what", nargs="?", choices=("set", "clear"), default=None)
    listed.add_argument("dir", nargs="?", type=Path, default=None, metavar="DIR")
    added = verbs.add_parser("station", help=tr("copies the data for one more workstation of this house"))
    added.add_argument("dir", type=Path, metavar="DIR")
    for parser, handler in ((listed, run_stations), (added, run_station)):
        add_data_option(parser)
        parser.set_defaults(handler=handler)


def run_stations(options: argparse.Namespace) -> Answer:
    """Says which workstations there are, after setting or clearing the folder between them."""
    data = options.data or paths.user_data_folder()
    if options.what == "set" and options.dir is None:
        raise KammerError(tr("Please name the folder: “sync stations set DIR”."))
    if options.what:
        set_house_folder(data, options.dir if options.what == "set" else None)
    folder = house_folder(data)
    with opened(options) as store:
        rows = store.ask(stations)
    told = tr("The workstations of this house exchange in “{folder}”.").format(folder=folder)
    lines = [told if folder else tr("There is no folder for the workstations of this house."), *map(_line, rows)]
    facts = [{"replica": row.replica, "heard": row.heard_at.isoformat(), "lacks": row.lacks} for row in rows]
    return Answer({"folder": str(folder) if folder else None, "stations": facts}, lines)


def run_station(options: argparse.Namespace) -> Answer:
    """Makes a copy of the data that goes on as a workstation of its own."""
    with opened(options) as store:
        replica = make_workstation(store, options.dir)
    sentence = tr(
        "The data for one more workstation lie in “{folder}”. Please move this folder to that computer, and set there "
        "the folder between the workstations: “sync stations set DIR”."
    )
    return Answer({"folder": str(options.dir), "replica": replica}, [sentence.format(folder=options.dir)])


def _line(row: StationRow) -> str:
    if row.is_ours:
        return tr("  {replica}: this workstation").format(replica=row.replica[:8])
    sentence = tr("  {replica}: last heard of {moment}, {person}; changes of ours it has not confirmed: {n}")
    return sentence.format(replica=row.replica[:8], moment=office_text(row.heard_at), person=row.person, n=row.lacks)
