"""Opens the data that a command works on."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kammerdesk.base import paths
from kammerdesk.base.i18n import tr
from kammerdesk.base.user import user_name
from kammerdesk.cli.passphrase import Passphrase
from kammerdesk.store.arrival import Answer
from kammerdesk.store.incarnation import CopyAnswer
from kammerdesk.store.keys import Ask
from kammerdesk.store.store import Store
from kammerdesk.sync.records import schema


def add_data_option(parser: argparse.ArgumentParser) -> None:
    """Adds --data DIR, by default the platform's folder for this user."""
    parser.add_argument("--data", type=Path, default=None, metavar="DIR")
    parser.add_argument(
        "--as",
        dest="found_as",
        choices=[answer.value for answer in CopyAnswer],
        default=None,
        help=tr("what to do with data found in two places"),
    )


@contextmanager
def opened(options: argparse.Namespace, ask: Ask | None = None) -> Iterator[Store]:
    """The store in --data, closed afterwards; raises KammerError when there is none.

    Its passphrase, where it has one, comes from the environment or the terminal, unless the caller asks otherwise.
    """
    schema()
    folder = options.data or paths.user_data_folder()
    answer = CopyAnswer(options.found_as) if options.found_as else None
    answered: Answer | None = (lambda _found: answer) if answer else None
    store = Store.open(folder, user=user_name(), passphrase=ask or Passphrase(), answer=answered)
    for notice in store.notices:
        print(notice, file=sys.stderr)
    try:
        yield store
    finally:
        store.close()
