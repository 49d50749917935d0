"""`sync verify`: what a bundle file is; nothing is written."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from kammerdesk.base.clock import SystemClock, office_text
from kammerdesk.base.i18n import tr
from kammerdesk.cli.answer import Answer
from kammerdesk.cli.data import add_data_option, opened
from kammerdesk.people.chambers import chamber_name
from kammerdesk.sync.verifying import Verified, verify_anywhere, verify_here

if TYPE_CHECKING:
    from kammerdesk.cli.answer import Commands


def register(verbs: Commands) -> None:
    """Adds the subcommands to those of `sync`; `preview` is found beside `import`."""
    verify = verbs.add_parser("verify", help=tr("proves a bundle without taking it in; needs no data"))
    verify.add_argument("file", type=Path)
    add_data_option(verify)
    verify.set_defaults(handler=run_verify)


def run_verify(options: argparse.Namespace) -> Answer:
    """With --data as taking it in would; without, as far as it can be told, exit code 1 where that is not all."""
    if options.data is None:
        return _verified(verify_anywhere(options.file, SystemClock().now()))
    with opened(options) as store:
        return _verified(store.ask(verify_here, options.file))


def _verified(found: Verified) -> Answer:
    sealed = [key.hex() for key in found.keys]
    if found.proven is None:
        lines = [
            tr("The outer form of the bundle is right. Its content is sealed for {keys}.").format(
                keys=", ".join(sealed)
            ),
            tr("Whether it is whole can be proven only with those keys: please call again with --data there."),
        ]
        return Answer({"proven": False, "sealed_for": sealed}, lines, ok=False)
    head = found.proven.head
    line = tr("Bundle of {chamber} of {created}: whole, signature valid, written for this house.")
    sentence = line.format(chamber=chamber_name(head.chamber), created=office_text(head.created))
    facts = {"proven": True, "sealed_for": sealed, "bundle": str(head.bundle), "from": head.chamber}
    facts |= {"created": head.created.isoformat(), "program": head.program, "sha256": found.proven.sha256}
    return Answer(facts, [sentence])
