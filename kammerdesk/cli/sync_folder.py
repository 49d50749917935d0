"""`sync folder|watch`: the folder in which both houses put their bundles."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, Any

from kammerdesk.base import paths
from kammerdesk.base.errors import KammerError
from kammerdesk.base.i18n import tr
from kammerdesk.cli.answer import Answer
from kammerdesk.cli.data import add_data_option, opened
from kammerdesk.people.chambers import chamber_name
from kammerdesk.store.store import Store
from kammerdesk.sync.folder import Taken, Watch, exchange_folder, set_exchange_folder, take_settled, tidy, watch_of
from kammerdesk.sync.service import ExportOrder, export_bundle
from kammerdesk.sync.station_folder import house_folder, house_watch, serve_house

if TYPE_CHECKING:
    from kammerdesk.cli.answer import Commands

_EVERY = 20.0
_LOOKS_AT_ONCE = 2


def register(verbs: Commands) -> None:
    """Adds the subcommands to those of `sync`."""
    folder = verbs.add_parser("folder", help=tr("shows, sets or clears the exchange folder of this computer"))
    folder.add_argument("what", nargs="?", choices=("set", "clear"), default=None)
    folder.add_argument("dir", nargs="?", type=Path, default=None, metavar="DIR")
    watch = verbs.add_parser("watch", help=tr("takes in what the partner puts into the exchange folder"))
    watch.add_argument("--every", type=float, default=_EVERY, metavar="SECONDS", help=tr("how often to look"))
    watch.add_argument("--once", action="store_true", help=tr("take in what is there, and end"))
    watch.add_argument("--answer", action="store_true", help=tr("write a bundle for whoever sent something new"))
    for parser, handler in ((folder, run_folder), (watch, run_watch)):
        add_data_option(parser)
        parser.set_defaults(handler=handler)


def run_folder(options: argparse.Namespace) -> Answer:
    """Says which folder is set, after setting or clearing it."""
    data = options.data or paths.user_data_folder()
    if options.what == "set" and options.dir is None:
        raise KammerError(tr("Please name the folder: “sync folder set DIR”."))
    if options.what:
        set_exchange_folder(data, options.dir if options.what == "set" else None)
    folder = exchange_folder(data)
    told = tr("Bundles are exchanged in “{folder}”.").format(folder=folder)
    return Answer({"folder": str(folder) if folder else None}, [told if folder else tr("There is no exchange folder.")])


def folder_of(options: argparse.Namespace) -> Path:
    """The exchange folder for the data of a command; raises KammerError when none is set, or it is missing now."""
    folder = exchange_folder(options.data or paths.user_data_folder())
    if folder is None:
        raise KammerError(tr("There is no exchange folder. Please set one: “sync folder set DIR”."))
    if not folder.is_dir():  # a share that is not there must not become a folder of this computer
        raise KammerError(tr("“{folder}” is no folder that can be reached now.").format(folder=folder))
    return folder


def run_watch(options: argparse.Namespace) -> Answer:
    """Looks again and again, until it is stopped; exit code 1 when a file was refused."""
    inside = house_folder(options.data or paths.user_data_folder())
    folder = folder_of(options) if inside is None else exchange_folder(options.data or paths.user_data_folder())
    found: list[Taken] = []
    with opened(options) as store:
        watch = watch_of(store, folder) if folder else None
        house = house_watch(store, inside) if inside else None
        wait, looks, fault = Event(), 0, ""
        try:
            while not (options.once and looks == _LOOKS_AT_ONCE):
                if looks:
                    wait.wait(options.every)
                looks += 1
                try:
                    new = [] if house is None else _served(store, house)
                    new += [] if watch is None else take_settled(store, watch)
                    fault = ""
                except KammerError as error:
                    if options.once:
                        raise
                    new, fault = [], _tell_once(str(error), fault)
                found += new
                _deal_with(store, folder, new, options)
        except KeyboardInterrupt:
            pass
    return Answer(
        {"taken": [_facts(one) for one in found]},
        [_line(one) for one in found] if options.once else [],
        ok=not any(one.refusal for one in found),
    )


def _served(store: Store, house: Watch) -> list[Taken]:
    """Exchanges with the other workstations of the house; only what was refused is told of."""
    return [Taken(house.folder / name, None, sentence) for name, sentence in serve_house(store, house).refused]


def _deal_with(store: Store, folder: Path | None, new: list[Taken], options: argparse.Namespace) -> None:
    """Answers whoever sent something new, clears away what arrived, and tells of it while it goes on."""
    senders = {one.done.sender for one in new if one.done is not None and one.is_news}
    if folder is not None:
        for sender in sorted(senders) if options.answer else ():
            store.do(export_bundle, ExportOrder(folder, sender))
        tidy(store, folder)
    if not options.once:
        for one in new:
            print(_line(one), file=sys.stderr)


def _tell_once(sentence: str, before: str) -> str:
    if sentence != before:
        print(sentence, file=sys.stderr)
    return sentence


def _line(one: Taken) -> str:
    if one.done is None:
        return f"{one.file.name}: {one.refusal}"
    name = chamber_name(one.done.sender)
    return f"{one.file.name}: " + tr("Bundle of {chamber} taken in.").format(chamber=name)


def _facts(one: Taken) -> dict[str, Any]:
    sender, written = (one.done.sender, one.done.written) if one.done else (None, 0)
    return {"file": one.file.name, "from": sender, "written": written, "refused": one.refusal or None}
