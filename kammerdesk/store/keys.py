"""Where the key of the database lies: the platform's keyring, or a file that only this user can read."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from kammerdesk.base.errors import KammerError
from kammerdesk.base.i18n import tr

_SERVICE = "KammerDesk"
KEY_FILE = "kammerdesk.key"


def new_key(folder: Path, *, in_file: bool) -> str:
    """Makes and stores a random 256-bit key for the data in `folder`; 64 hex digits.

    Demonstration data keep theirs in a file (`in_file`); real data use the keyring where the platform has one.
    """
    key = secrets.token_hex(32)
    if in_file or not _keyring_store(folder, key):
        handle = os.open(folder / KEY_FILE, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(key)
    return key


def stored_key(folder: Path) -> str:
    """The key of the data in `folder`; raises KammerError when it is not where it should be."""
    file = folder / KEY_FILE
    key = file.read_text(encoding="ascii").strip() if file.exists() else _keyring_read(folder)
    if not key or len(key) != 64:
        raise KammerError(
            tr(
                "The key to the data in “{folder}” is missing. It lies in the keyring of the user who created them."
            ).format(folder=folder)
        )
    return key


def _keyring_store(folder: Path, key: str) -> bool:
    import keyring
    from keyring.errors import KeyringError

    try:
        keyring.set_password(_SERVICE, str(folder.resolve()), key)
    except KeyringError:
        return False
    return True


def _keyring_read(folder: Path) -> str | None:
    import keyring
    from keyring.errors import KeyringError

    try:
        return keyring.get_password(_SERVICE, str(folder.resolve()))
    except KeyringError:
        return None
