"""`backup make|list|verify|place` and `restore`: what keeps the data when a drive, a computer or a hand fails."""

from __future__ import annotations

import argparse
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kammerdesk.base import paths
from kammerdesk.base.clock import office_text
from kammerdesk.base.errors import KammerError
from kammerdesk.base.i18n import N_, tr
from kammerdesk.base.user import user_name
from kammerdesk.cli.answer import Answer
from kammerdesk.cli.data import add_data_option, opened
from kammerdesk.cli.passphrase import NEW_VARIABLE, Passphrase, new_passphrase
from kammerdesk.store import generations
from kammerdesk.store.backup import BackedUp, SecondCopy, back_up, make_backup
from kammerdesk.store.generations import Cause, backups_in
from kammerdesk.store.keys import keyring_at_hand
from kammerdesk.store.restore import Report, RestoreOrder, known_keys, put_back, verify_backup
from kammerdesk.store.second_place import second_place, set_second_place
from kammerdesk.sync.records import schema

if TYPE_CHECKING:
    from kammerdesk.cli.answer import Commands

_CAUSES = {
    Cause.ROUTINE: N_("regular"),
    Cause.MIGRATION: N_("before an update"),
    Cause.RESTORE: N_("before a restore"),
    Cause.KEY_CHANGE: N_("before a change of key"),
}


def register(commands: Commands) -> None:
    """Adds `backup` with its four subcommands, and `restore`."""
    backup = commands.add_parser("backup", help=tr("makes, lists and rehearses backups"))
    verbs = backup.add_subparsers(required=True, metavar=tr("COMMAND"), parser_class=type(backup))
    make = verbs.add_parser("make", help=tr("writes a backup, also at the second place"))
    make.add_argument("--to", type=Path, default=None, metavar="DIR", help=tr("into this folder only"))
    listing = verbs.add_parser("list", help=tr("lists the backups, newest first"))
    listing.add_argument("--to", type=Path, default=None, metavar="DIR", help=tr("those of this folder"))
    verify = verbs.add_parser("verify", help=tr("restores a backup on trial and examines it"))
    verify.add_argument("file", type=Path, nargs="?", default=None, help=tr("the newest, if none is named"))
    place = verbs.add_parser("place", help=tr("shows or sets the second place for backups"))
    place.add_argument("--to", type=Path, default=None, metavar="DIR", help=tr("a stick or another drive"))
    place.add_argument("--none", action="store_true", help=tr("no second place any more"))
    restore = commands.add_parser("restore", help=tr("puts a backup in the place of the data"))
    restore.add_argument("file", type=Path)
    restore.add_argument("--reason", default="", metavar="TEXT", help=tr("stands in the journal"))
    restore.add_argument("--key-sheet", default="", metavar="TEXT", help=tr("the lines of the recovery sheet"))
    handlers = {make: run_make, listing: run_list, verify: run_verify, place: run_place, restore: run_restore}
    for parser, handler in handlers.items():
        add_data_option(parser)
        parser.set_defaults(handler=handler)


def run_make(options: argparse.Namespace) -> Answer:
    """Makes a backup beside the data and at the second place, or only in --to; old ones beside the data go."""
    with opened(options) as store:
        done = BackedUp(make_backup(store, options.to), SecondCopy()) if options.to else back_up(store)
    made, second = done.backup, done.second
    lines = [tr("Backup written and examined: “{file}”.").format(file=made.file)]
    if second.file:
        lines.append(tr("Copied to the second place: “{file}”.").format(file=second.file))
    facts = {
        "file": str(made.file),
        "size": made.size,
        "key": made.key,
        "blocked_seconds": round(made.blocked, 3),
        "second": str(second.file) if second.file else None,
        "notices": list(second.notices),
    }
    return Answer(facts, [*lines, *second.notices])


def run_list(options: argparse.Namespace) -> Answer:
    """Lists backups by what their names tell."""
    found = backups_in(options.to or _folder(options) / generations.FOLDER)
    facts = [
        {
            "file": str(one.file),
            "chamber": one.chamber,
            "made_at": one.made_at.isoformat(),
            "cause": one.cause,
            "size": one.file.stat().st_size,
        }
        for one in found
    ]
    lines = [f"{office_text(one.made_at)}  {tr(_CAUSES[one.cause])}  {one.file}" for one in found]
    return Answer({"backups": facts}, lines or [tr("There are no backups.")])


def run_verify(options: argparse.Namespace) -> Answer:
    """Rehearses the restoring of a backup; exit code 1 when it is damaged."""
    folder = _folder(options)
    file = options.file or _newest(folder)
    report = verify_backup(file, known_keys(folder, Passphrase()), schema())
    return Answer(_facts(report), report.sentences, ok=not report.faults)


def run_place(options: argparse.Namespace) -> Answer:
    """Shows where copies of backups go, or sets it."""
    folder = _folder(options)
    if options.to or options.none:
        set_second_place(folder, options.to)
    place = second_place(folder)
    told = tr("Backups are also copied to “{place}”.").format(place=place)
    return Answer(
        {"place": str(place) if place else None}, [told if place else tr("There is no second place for backups.")]
    )


def run_restore(options: argparse.Namespace) -> Answer:
    """Restores a backup; the data that were there are backed up and set aside."""
    from kammerdesk.office.recovery import key_from_sheet

    key = key_from_sheet(options.key_sheet) if options.key_sheet else ""
    in_keyring = keyring_at_hand() and NEW_VARIABLE not in os.environ
    passphrase = new_passphrase() if key and not in_keyring else None
    order = RestoreOrder(options.file, _folder(options), options.reason, key, passphrase)
    done = put_back(order, schema(), user=user_name(), ask=Passphrase())
    lines = [tr("“{file}” was restored.").format(file=options.file.name)]
    if done.former:
        lines.append(tr("The former data lie in “{folder}”.").format(folder=done.former))
    facts = {"former": str(done.former) if done.former else None, "notices": list(done.notices)}
    return Answer(_facts(done.report) | facts, [done.report.sentences[0], *lines, *done.notices])


def _facts(report: Report) -> dict[str, Any]:
    return {
        "file": str(report.file),
        "size": report.size,
        "chamber": report.chamber,
        "key": report.key,
        "records": report.records,
        "entries": report.entries,
        "last_entry": report.last_entry.isoformat() if report.last_entry else None,
        "faults": list(report.faults),
        "restorable": not report.faults,
    }


def _newest(folder: Path) -> Path:
    newest = generations.newest_backup(folder)
    if newest is None:
        raise KammerError(tr("There are no backups."))
    return newest.file


def _folder(options: argparse.Namespace) -> Path:
    folder: Path | None = options.data
    return folder or paths.user_data_folder()
