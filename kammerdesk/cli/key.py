"""`key change|sheet|enter|passphrase`: the key of the data, its paper and its protection."""

from __future__ import annotations

import argparse
import os
import sys
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from kammerdesk.base import paths
from kammerdesk.base.errors import KammerError
from kammerdesk.base.i18n import N_, tr
from kammerdesk.cli.answer import Answer
from kammerdesk.cli.data import add_data_option, opened
from kammerdesk.cli.passphrase import NEW_VARIABLE, Passphrase, new_passphrase
from kammerdesk.office.house_keys import change_house_key, protect_house_key
from kammerdesk.office.recovery import LINES, SheetOrder, key_from_sheet, print_recovery_sheet
from kammerdesk.printing.writer import write_pdf
from kammerdesk.store.durable import write_durably
from kammerdesk.store.keys import Protection, adopt_key, fingerprint, keyring_at_hand, stored_key
from kammerdesk.sync.records import schema

if TYPE_CHECKING:
    from kammerdesk.cli.answer import Commands

_PROTECTED = {
    Protection.PASSPHRASE: N_("The key is sealed under the passphrase now. Keep a recovery sheet: “key sheet”."),
    Protection.KEYRING: N_("The key lies in the keyring of this user now; no passphrase is asked any more."),
    Protection.FILE: N_(
        "This computer has no keyring: the key lies unprotected in a file that only this user can read."
    ),
}


def register(commands: Commands) -> None:
    """Adds `key` with its four subcommands."""
    key = commands.add_parser("key", help=tr("changes, prints and protects the key of the data"))
    verbs = key.add_subparsers(required=True, metavar=tr("COMMAND"), parser_class=type(key))
    change = verbs.add_parser("change", help=tr("encrypts the data anew with a fresh key"))
    sheet = verbs.add_parser("sheet", help=tr("writes the recovery sheet for the safe"))
    sheet.add_argument("--out", type=Path, required=True, metavar="FILE", help=tr("the PDF file"))
    enter = verbs.add_parser("enter", help=tr("takes the key from a recovery sheet that is typed or scanned"))
    passphrase = verbs.add_parser("passphrase", help=tr("seals the key under a passphrase, or a new one"))
    passphrase.add_argument("--remove", action="store_true", help=tr("ask for no passphrase any more"))
    handlers = {change: run_change, sheet: run_sheet, enter: run_enter, passphrase: run_passphrase}
    for parser, handler in handlers.items():
        add_data_option(parser)
        parser.set_defaults(handler=handler)


def run_change(options: argparse.Namespace) -> Answer:
    """Changes the key and says which backups still need the former one."""
    schema()
    changed = change_house_key(_folder(options), Passphrase())
    return Answer(
        {"former": changed.former, "current": changed.current},
        [
            tr("The data have a new key ({current}). The former one ({former}) is kept for old backups.").format(
                current=changed.current, former=changed.former
            ),
            tr("Please print a new recovery sheet: “kammerdesk key sheet”."),
        ],
    )


def run_sheet(options: argparse.Namespace) -> Answer:
    """Writes the recovery sheet, readable for this user only."""
    ask = Passphrase()
    with opened(options, ask) as store:
        key = stored_key(_folder(options), ask)
        document = store.do(print_recovery_sheet, SheetOrder(key)).value
        content = BytesIO()
        write_pdf(content, (document,), title=document.title, created=store.clock.now())
    try:
        write_durably(options.out, content.getvalue())
    except OSError as error:
        sentence = tr("“{file}” cannot be written: {cause}")
        raise KammerError(sentence.format(file=options.out, cause=error.strerror)) from None
    mark = fingerprint(key)
    return Answer(
        {"file": str(options.out), "fingerprint": mark},
        [
            tr("Recovery sheet for the key {fingerprint} written: “{file}”.").format(
                fingerprint=mark, file=options.out
            ),
            tr("Please print it, put it into the safe in a sealed envelope, and delete the file."),
        ],
    )


def run_enter(options: argparse.Namespace) -> Answer:
    """Reads the lines of a sheet from the terminal or a pipe and keeps the key, if it opens the data."""
    if sys.stdin.isatty():
        print(tr("Please type the four lines of the sheet:"), file=sys.stderr)
        text = "".join(sys.stdin.readline() for _ in range(LINES))
    else:
        text = sys.stdin.read()
    key = key_from_sheet(text)
    in_keyring = keyring_at_hand() and NEW_VARIABLE not in os.environ
    adopt_key(_folder(options), key, None if in_keyring else new_passphrase())
    mark = fingerprint(key)
    return Answer(
        {"fingerprint": mark},
        [tr("The key {fingerprint} opens the data and is kept from now on.").format(fingerprint=mark)],
    )


def run_passphrase(options: argparse.Namespace) -> Answer:
    """Sets, changes or removes the passphrase."""
    schema()
    ask = Passphrase()
    stored_key(_folder(options), ask)  # whoever does not know the present one need not think of another
    protection = protect_house_key(_folder(options), None if options.remove else new_passphrase(), ask)
    return Answer({"protection": protection}, [tr(_PROTECTED[protection])])


def _folder(options: argparse.Namespace) -> Path:
    folder: Path | None = options.data
    return folder or paths.user_data_folder()
