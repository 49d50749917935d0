"""The options of `demo` and what it answers."""

from __future__ import annotations

import argparse
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from kammerdesk.base.clock import SystemClock, office_date
from kammerdesk.base.i18n import tr
from kammerdesk.cli.answer import Answer

if TYPE_CHECKING:
    from kammerdesk.cli.answer import Commands

DEFAULT_SEED = 7


def register(commands: Commands) -> None:
    """Adds `demo` to the command line."""
    parser = commands.add_parser("demo", help=tr("Create a database with invented people."))
    parser.add_argument("--data", type=Path, required=True, help=tr("Folder for the new data."))
    parser.add_argument("--chamber", type=str.upper, choices=("BS", "LW"), required=True)
    parser.add_argument("--scale", choices=("small", "pair", "national"), default="small")
    parser.add_argument("--seed", type=int, default=DEFAULT_SEED, help=tr("Another number gives other people."))
    parser.add_argument("--on", type=date.fromisoformat, help=tr("The day on which the data stand, as 2026-11-24."))
    parser.set_defaults(handler=demo)


def demo(options: argparse.Namespace) -> Answer:
    """Creates the database; raises KammerError when there is one in the folder already."""
    from kammerdesk.cli.demo.creation import create_demonstration

    on = options.on or office_date(SystemClock())
    count = create_demonstration(options.data, options.chamber, options.scale, options.seed, on)
    data = {
        "data": str(options.data),
        "chamber": options.chamber,
        "scale": options.scale,
        "seed": options.seed,
        "on": on.isoformat(),
        "records": count,
    }
    line = tr("Created demonstration data in “{folder}”: {count} records, all people are invented.")
    return Answer(data, [line.format(folder=options.data, count=count)])
