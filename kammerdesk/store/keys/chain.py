"""Where the keys of a folder lie: all keys its database ever had, newest first, in the keyring or in a key file.

The key file holds them sealed under a passphrase (JSON), or plain for this user only: one line of 64 hex digits each,
for demonstrations and for users who decline a passphrase. Where there is a key file, the keyring is not asked.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import Path

from kammerdesk.base.errors import KammerError
from kammerdesk.base.i18n import tr
from kammerdesk.store.durable import write_durably
from kammerdesk.store.keys import ring

KEY_FILE = "kammerdesk.key"

Ask = Callable[[bool], str]
"""Asks the user for the passphrase; gets True after a wrong one. Raises KammerError when the user gives up."""

_KEY = re.compile("[0-9a-f]{64}")


class Protection(StrEnum):
    """What keeps a thief with the folder from the keys."""

    KEYRING = "keyring"
    PASSPHRASE = "passphrase"
    FILE = "file"


class KeyMissing(KammerError):
    """The keys of a folder cannot be read here; its recovery sheet brings the one in use."""


@dataclass(frozen=True, slots=True)
class KeyChain:
    """The keys of a folder, newest first, and what protects them."""

    keys: tuple[str, ...] = field(repr=False)
    protection: Protection
    passphrase: str = field(default="", repr=False)

    def with_key(self, key: str) -> KeyChain:
        """The same with one more key, the newest."""
        return replace(self, keys=(key, *(other for other in self.keys if other != key)))


def read(folder: Path, ask: Ask | None) -> KeyChain | None:
    """The keys of a folder; None when there are none, or when their writing was interrupted.

    Raises KammerError when they are sealed and `ask` is missing or gives up, or when the key file is damaged.
    """
    try:
        content = (folder / KEY_FILE).read_bytes()
    except FileNotFoundError:
        keys = ring.read(folder)
        return KeyChain(keys, Protection.KEYRING) if keys else None
    if content.lstrip().startswith(b"{"):
        return _unsealed(folder, content, ask)
    lines = content.decode("ascii", errors="replace").split()
    return KeyChain(tuple(lines), Protection.FILE) if lines and all(map(_KEY.fullmatch, lines)) else None


def write(folder: Path, chain: KeyChain) -> None:
    """Keeps keys as their protection says; what is in the key file before and after holds at every moment.

    For the keyring only the newest key is new. Raises KammerError where the keyring does not take it.
    """
    if chain.protection is Protection.KEYRING:
        if not ring.add(folder, chain.keys[0]):
            raise KammerError(tr("The keyring of this computer does not take the key. Nothing was changed."))
    elif chain.protection is Protection.PASSPHRASE:
        from kammerdesk.store.keys import sealing

        write_durably(folder / KEY_FILE, sealing.seal(chain.keys, chain.passphrase))
    else:
        write_durably(folder / KEY_FILE, "\n".join(chain.keys).encode())


def protection(folder: Path) -> Protection | None:
    """What protects the keys of a folder; None when there are none. Asks neither the user nor the keyring."""
    try:
        with (folder / KEY_FILE).open("rb") as file:
            return Protection.PASSPHRASE if file.read(1) == b"{" else Protection.FILE
    except FileNotFoundError:
        return Protection.KEYRING if (folder / ring.NAME_FILE).exists() else None


def _unsealed(folder: Path, content: bytes, ask: Ask | None) -> KeyChain:
    from kammerdesk.store.keys import sealing

    try:
        sealing.check(content)
    except sealing.Damaged:
        raise KeyMissing(damaged(folder)) from None
    if ask is None:
        sentence = tr("The key to the data in “{folder}” is sealed: they open with your passphrase only.")
        raise KammerError(sentence.format(folder=folder))
    again = False
    while True:
        passphrase = ask(again)
        try:
            return KeyChain(sealing.unseal(content, passphrase), Protection.PASSPHRASE, passphrase)
        except sealing.WrongPassphrase:
            again = True


def damaged(folder: Path) -> str:
    """What to say about a key file that is missing or cannot be read."""
    return tr(
        "The file “{file}” in “{folder}” is missing or damaged: it is the key to the data. "
        "Please restore it, or enter the recovery sheet."
    ).format(folder=folder, file=KEY_FILE)
