"""`person export`: everything that is stored about one person, to read and for other programs."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from kammerdesk.base.i18n import tr, trn
from kammerdesk.cli.answer import Answer
from kammerdesk.cli.data import add_data_option, opened
from kammerdesk.office.export import DossierOrder, export_dossier, find_person

if TYPE_CHECKING:
    from kammerdesk.cli.answer import Commands


def register(commands: Commands) -> None:
    """Adds `person export`."""
    person = commands.add_parser("person", help=tr("what is stored about a person"))
    verbs = person.add_subparsers(required=True, metavar=tr("COMMAND"), parser_class=type(person))
    export = verbs.add_parser("export", help=tr("writes everything about a person as PDF and JSON"))
    export.add_argument("person", metavar="NAME|UID", help=tr("such as “Groß, Änne”, or the key of the person"))
    export.add_argument("--out", type=Path, required=True, metavar="DIR", help=tr("folder for the files"))
    export.add_argument("--purpose", default="", help=tr("for the record of disclosures"))
    export.add_argument("--recipient", default="", help=tr("for the record of disclosures"))
    add_data_option(export)
    export.set_defaults(handler=run_export)


def run_export(options: argparse.Namespace) -> Answer:
    """Writes the files and says where they are."""
    with opened(options) as store:
        uid = store.ask(find_person, options.person)
        done = store.do(export_dossier, DossierOrder(uid, options.out, options.purpose, options.recipient)).value
    counted = trn("{n} record", "{n} records", done.records).format(n=done.records)
    return Answer(
        {
            "person": str(done.person),
            "name": done.name,
            "records": done.records,
            "files": [
                {"file": str(done.pdf), "sha256": done.pdf_sha256},
                {"file": str(done.json), "sha256": done.json_sha256},
            ],
        },
        [f"{done.name}: {counted}", f"  {done.pdf}", f"  {done.json}"],
    )
