"""`hub init|serve-folder|status`: the hub of a house on PostgreSQL, named by KAMMERDESK_HUB."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, Any

from kammerdesk.base import paths
from kammerdesk.base.clock import office_text
from kammerdesk.base.errors import KammerError
from kammerdesk.base.i18n import tr, trn
from kammerdesk.base.user import user_name
from kammerdesk.cli.answer import Answer
from kammerdesk.cli.data import add_data_option, opened
from kammerdesk.cli.passphrase import Passphrase, new_passphrase
from kammerdesk.store.hub import Hub
from kammerdesk.store.postgres import server_url
from kammerdesk.sync.hub import HubState, found_hub, hub_state
from kammerdesk.sync.records import schema
from kammerdesk.sync.same_state import house_code
from kammerdesk.sync.station_folder import Served, house_watch, serve_house
from kammerdesk.sync.stations import StationRow

if TYPE_CHECKING:
    from sqlalchemy import URL

    from kammerdesk.cli.answer import Commands

VARIABLE = "KAMMERDESK_HUB"
_EVERY = 20.0
_LOOKS_AT_ONCE = 2


def register(commands: Commands) -> None:
    """Adds `hub` with its subcommands."""
    hub = commands.add_parser("hub", help=tr("the hub of a house, on a PostgreSQL server"))
    verbs = hub.add_subparsers(required=True, metavar=tr("COMMAND"), parser_class=type(hub))
    init = verbs.add_parser("init", help=tr("makes the hub in an empty database, with the keys of the house"))
    init.add_argument("--passphrase", action="store_true", help=tr("seals the key of the hub under a passphrase"))
    serve = verbs.add_parser("serve-folder", help=tr("exchanges with the workstations through a folder"))
    serve.add_argument("folder", type=Path, metavar="DIR")
    serve.add_argument("--every", type=float, default=_EVERY, metavar="SECONDS", help=tr("how often to look"))
    serve.add_argument("--once", action="store_true", help=tr("take in what is there, write what is missing, and end"))
    status = verbs.add_parser("status", help=tr("says who exchanges with the hub, and what is outstanding"))
    for parser, handler in ((init, run_init), (serve, run_serve), (status, run_status)):
        parser.add_argument("--keys", type=Path, metavar="DIR", help=tr("the folder with the key of the hub"))
        parser.set_defaults(handler=handler)
    add_data_option(init)
    add_data_option(status)


def run_init(options: argparse.Namespace) -> Answer:
    """Makes the hub of the house whose workplace lies in --data."""
    url, folder = _url(), _folder(options)
    passphrase = new_passphrase() if options.passphrase else ""
    with opened(options) as store, closing(found_hub(store, url, folder, passphrase=passphrase)) as hub:
        chamber = hub.chamber
    lines = [
        tr("The hub of {chamber} is made. Its key lies in “{folder}”; keep that folder for nobody but the hub.").format(
            chamber=chamber, folder=folder
        ),
        tr("It is filled by the first bundles of the workplaces: kammerdesk hub serve-folder DIR"),
    ]
    return Answer({"chamber": chamber, "keys": str(folder)}, lines)


def run_serve(options: argparse.Namespace) -> Answer:
    """Looks again and again, until it is stopped; exit code 1 when a file was refused."""
    taken, refused = 0, list[tuple[str, str]]()
    with _opened(options) as hub:
        watch, wait, looks, fault = house_watch(hub, options.folder), Event(), 0, ""
        try:
            while not (options.once and looks == _LOOKS_AT_ONCE):
                if looks:
                    wait.wait(options.every)
                looks += 1
                try:
                    served, fault = serve_house(hub, watch), ""
                except KammerError as error:
                    if options.once:
                        raise
                    served, fault = Served(), _tell_once(str(error), fault)
                taken, refused = taken + len(served.taken), [*refused, *served.refused]
                for name, sentence in () if options.once else served.refused:
                    print(f"{name}: {sentence}", file=sys.stderr)
        except KeyboardInterrupt:
            pass
        state = hub.ask(hub_state)
    told = trn("{n} bundle of a workplace taken in.", "{n} bundles of workplaces taken in.", taken).format(n=taken)
    return Answer(
        {"taken": taken, "refused": [{"file": name, "why": why} for name, why in refused], **_facts(state)},
        [told, *(f"{name}: {why}" for name, why in refused), *_lines(state)],
        ok=not refused,
    )


def run_status(options: argparse.Namespace) -> Answer:
    """Who exchanges with the hub; with --data also whether hub and workplace are alike; exit code 1 while they differ.

    Without --data 1 means that a workplace lacks something.
    """
    with _opened(options) as hub:
        state = hub.ask(hub_state)
    if options.data is None:
        return Answer(_facts(state), _lines(state), ok=not state.outstanding)
    with opened(options) as store:
        code = store.ask(house_code)
    alike = tr("Hub and workplace stand at the same state.")
    differ = tr("Hub and workplace differ; the workplace has the code {code}.").format(code=code)
    is_alike = code == state.code
    return Answer(_facts(state) | {"same": is_alike}, [*_lines(state), alike if is_alike else differ], ok=is_alike)


def _url() -> URL:
    told = os.environ.get(VARIABLE, "")
    if not told:
        sentence = tr("Please name the database of the hub: {variable}={example}")
        example = "postgresql+psycopg://kammerdesk@server/kammerdesk"
        raise KammerError(sentence.format(variable=VARIABLE, example=example))
    return server_url(told)


def _folder(options: argparse.Namespace) -> Path:
    folder: Path = options.keys or paths.user_data_folder() / "hub"
    return folder


@contextmanager
def _opened(options: argparse.Namespace) -> Iterator[Hub]:
    schema()
    with closing(Hub.open(_url(), _folder(options), user=user_name(), passphrase=Passphrase())) as hub:
        for notice in hub.notices:
            print(notice, file=sys.stderr)
        yield hub


def _tell_once(sentence: str, before: str) -> str:
    if sentence != before:
        print(sentence, file=sys.stderr)
    return sentence


def _lines(state: HubState) -> list[str]:
    lines = [line for row in state.stations if not row.is_ours for line in [_station_line(row)]]
    waiting = trn("{n} decision open", "{n} decisions open", state.decisions).format(n=state.decisions)
    parked = trn("{n} row waits for a later bundle", "{n} rows wait for a later bundle", state.parked)
    return [
        *(lines or [tr("No workplace was heard of yet.")]),
        *([waiting] if state.decisions else []),
        *([parked.format(n=state.parked)] if state.parked else []),
        tr("State of the house: {code}").format(code=state.code),
    ]


def _station_line(row: StationRow) -> str:
    lacks = tr("lacks something") if row.lacks else tr("has everything")
    heard = tr("{replica} ({person}): last heard of {moment}, {lacks}")
    return heard.format(
        replica=row.replica[:4].upper(), person=row.person, moment=office_text(row.heard_at), lacks=lacks
    )


def _facts(state: HubState) -> dict[str, Any]:
    stations = [
        {"replica": row.replica, "person": row.person, "heard_at": row.heard_at.isoformat(), "lacks": row.lacks}
        for row in state.stations
        if not row.is_ours
    ]
    return {
        "stations": stations,
        "outstanding": state.outstanding,
        "decisions": state.decisions,
        "parked": state.parked,
        "code": state.code,
    }
