"""A database in the making bears another name until it is whole, so that no half one is ever opened."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kammerdesk.base.errors import KammerError
from kammerdesk.base.i18n import tr
from kammerdesk.base.paths import DATABASE_NAME
from kammerdesk.store.durable import sync_folder

_PART = ".part"


@contextmanager
def making(folder: Path) -> Iterator[Path]:
    """A file in `folder` to build a database in; when the block ends well it becomes the database of the folder.

    What an interrupted making left behind is removed. Raises KammerError when there is a database already.
    """
    _refuse_data(folder)
    _make_folder(folder)
    _remove(folder, f"{DATABASE_NAME}*{_PART}*")
    # a name of its own: whoever makes a database here at the same moment cannot give its name to our half one
    part = folder / f"{DATABASE_NAME}.{secrets.token_hex(4)}{_PART}"
    try:
        yield part
        _refuse_data(folder)
        part.rename(folder / DATABASE_NAME)
        sync_folder(folder)
    finally:
        _remove(folder, f"{part.name}*")


def _make_folder(folder: Path) -> None:
    if folder.is_file():
        raise KammerError(tr("“{folder}” is a file. Please give the folder of the data.").format(folder=folder))
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        sentence = tr(
            "The folder “{folder}” cannot be created: the drive is missing, or it may not be written to. "
            "Please choose another folder."
        )
        raise KammerError(sentence.format(folder=folder)) from error


def _refuse_data(folder: Path) -> None:
    if (folder / DATABASE_NAME).exists():
        raise KammerError(tr("There are data in “{folder}” already. Nothing was changed.").format(folder=folder))


def _remove(folder: Path, pattern: str) -> None:
    for left in folder.glob(pattern):
        left.unlink(missing_ok=True)
