"""Keys in the platform's keyring, each under a random name of its own, so that none is ever overwritten.

The names lie beside the data, newest first, and move with the folder: the data open wherever they lie.
"""

from __future__ import annotations

import re
import secrets
from contextlib import suppress
from pathlib import Path

from kammerdesk.store.durable import write_durably

NAME_FILE = "kammerdesk.id"

_SERVICE = "KammerDesk"
_NAME = re.compile("[0-9a-f]{32}")


def read(folder: Path) -> tuple[str, ...]:
    """The keys whose names lie beside the data, as far as the keyring has them."""
    found = (_get(name) for name in _names(folder))
    return tuple(key for key in found if key)


def add(folder: Path, key: str) -> bool:
    """Keeps a key before all others; False where the platform has no keyring, or one that keeps nothing."""
    import keyring
    from keyring.errors import KeyringError

    name = secrets.token_hex(16)
    try:
        keyring.set_password(_SERVICE, name, key)
    except KeyringError:
        return False
    if _get(name) != key:
        return False
    _write(folder, (name, *_names(folder)))
    return True


def forget(folder: Path) -> None:
    """Removes the keys of a folder from the keyring: they are kept elsewhere now."""
    import keyring
    from keyring.errors import KeyringError

    for name in _names(folder):
        with suppress(KeyringError):
            keyring.delete_password(_SERVICE, name)
    (folder / NAME_FILE).unlink(missing_ok=True)


def at_hand() -> bool:
    """Whether this platform has a keyring that can be used."""
    import keyring

    return keyring.get_keyring().priority >= 1


def _get(name: str) -> str | None:
    import keyring
    from keyring.errors import KeyringError

    try:
        return keyring.get_password(_SERVICE, name)
    except KeyringError:
        return None


def _names(folder: Path) -> tuple[str, ...]:
    try:
        text = (folder / NAME_FILE).read_text(encoding="ascii", errors="replace")
    except FileNotFoundError:
        return ()
    return tuple(name for name in text.split() if _NAME.fullmatch(name))


def _write(folder: Path, names: tuple[str, ...]) -> None:
    write_durably(folder / NAME_FILE, "\n".join(names).encode())
