"""Where the key of the database lies: the platform's keyring, or a file that only this user can read."""

from __future__ import annotations

import os
import re
import secrets
from pathlib import Path

from kammerdesk.base.errors import KammerError
from kammerdesk.base.i18n import tr

_SERVICE = "KammerDesk"
KEY_FILE = "kammerdesk.key"
NAME_FILE = "kammerdesk.id"
"""Names the entry of the keyring; it moves with the folder, and so the data open wherever they lie."""

_KEY = re.compile("[0-9a-f]{64}")


def new_key(folder: Path, *, in_file: bool) -> str:
    """The key for data to be made in `folder`: random, 256 bits, as 64 hex digits; it is stored before it is used.

    A key that an interrupted making left there is taken over, so that none is ever lost. Demonstration data keep
    theirs in a file (`in_file`); real data use the keyring where the platform has one.
    """
    left = _file_read(folder) or (None if in_file else _keyring_read(folder))
    if left:
        return left
    key = secrets.token_hex(32)
    if in_file or not _keyring_store(folder, key):
        _write(folder / KEY_FILE, key)
    return key


def stored_key(folder: Path) -> str:
    """The key of the data in `folder`; raises KammerError when it is not where it should be."""
    file = folder / KEY_FILE
    key = _file_read(folder) if file.exists() else _keyring_read(folder)
    if not key:
        sentence = (
            tr("The key to the data in “{folder}” is missing. It lies in the keyring of the user who created them.")
            if (folder / NAME_FILE).exists()
            else tr(
                "The file “{file}” in “{folder}” is missing or damaged: it is the key to the data. Please restore it."
            )
        )
        raise KammerError(sentence.format(folder=folder, file=KEY_FILE))
    return key


def _file_read(folder: Path) -> str | None:
    """The key in the file; None when there is none, or when its writing was interrupted."""
    try:
        return _proper((folder / KEY_FILE).read_text(encoding="ascii", errors="replace").strip())
    except FileNotFoundError:
        return None


def _proper(key: str | None) -> str | None:
    return key if key and _KEY.fullmatch(key) else None


def _write(file: Path, text: str) -> None:
    """Writes a file that only this user can read, whole or not at all."""
    part = file.with_name(file.name + ".part")
    part.unlink(missing_ok=True)
    handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="ascii") as raw:
        raw.write(text)
        raw.flush()
        os.fsync(raw.fileno())
    part.replace(file)


def _keyring_store(folder: Path, key: str) -> bool:
    """Keeps the key under a random name, so that no entry is ever overwritten; the name lies beside the data."""
    import keyring
    from keyring.errors import KeyringError

    name = secrets.token_hex(16)
    try:
        keyring.set_password(_SERVICE, name, key)
        kept = keyring.get_password(_SERVICE, name) == key
    except KeyringError:
        return False
    if kept:
        _write(folder / NAME_FILE, name)
    return kept


def _keyring_read(folder: Path) -> str | None:
    """The key under the name beside the data; None when either is missing or the keyring does not answer."""
    import keyring
    from keyring.errors import KeyringError

    try:
        name = (folder / NAME_FILE).read_text(encoding="ascii", errors="replace").strip()
        return _proper(keyring.get_password(_SERVICE, name))
    except (FileNotFoundError, KeyringError):
        return None
