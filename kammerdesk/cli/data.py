"""Opens the data that a command works on."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kammerdesk.base import paths
from kammerdesk.base.user import user_name
from kammerdesk.cli.passphrase import Passphrase
from kammerdesk.store.keys import Ask
from kammerdesk.store.store import Store
from kammerdesk.sync.records import schema


def add_data_option(parser: argparse.ArgumentParser) -> None:
    """Adds --data DIR, by default the platform's folder for this user."""
    parser.add_argument("--data", type=Path, default=None, metavar="DIR")


@contextmanager
def opened(options: argparse.Namespace, ask: Ask | None = None) -> Iterator[Store]:
    """The store in --data, closed afterwards; raises KammerError when there is none.

    Its passphrase, where it has one, comes from the environment or the terminal, unless the caller asks otherwise.
    """
    schema()
    folder = options.data or paths.user_data_folder()
    store = Store.open(folder, user=user_name(), passphrase=ask or Passphrase())
    try:
        yield store
    finally:
        store.close()
