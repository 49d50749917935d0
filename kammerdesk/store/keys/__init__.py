"""The keys of a folder of data: stored before they are used, found by trying, never dropped.

A folder keeps all keys its database ever had, newest first; which one is in use, the database itself tells. So an
interrupted change of key needs no repair, and a restored backup of earlier times opens as it is.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

from kammerdesk.base.errors import KammerError
from kammerdesk.base.i18n import tr
from kammerdesk.base.paths import DATABASE_NAME
from kammerdesk.store import lock
from kammerdesk.store.durable import write_durably
from kammerdesk.store.keys import chain, ring
from kammerdesk.store.keys.chain import KEY_FILE, Ask, KeyChain, KeyMissing, Protection, protection
from kammerdesk.store.keys.ring import NAME_FILE
from kammerdesk.store.keys.ring import at_hand as keyring_at_hand
from kammerdesk.store.pages import fits

__all__ = (
    "KEY_FILE",
    "NAME_FILE",
    "PASSPHRASE_LENGTH",
    "Ask",
    "KeptKeys",
    "KeyMissing",
    "Protection",
    "add_key",
    "adopt_key",
    "fingerprint",
    "former_keys",
    "keep_key",
    "kept_keys",
    "keyring_at_hand",
    "new_key",
    "protect",
    "protection",
    "refuse_short_passphrase",
    "stored_key",
)

PASSPHRASE_LENGTH = 10
"""The least number of characters; nothing else is asked of a passphrase."""


@dataclass(frozen=True, slots=True)
class KeptKeys:
    """The key that opens the database of a folder, the others by their fingerprints, and the chain they lie in."""

    current: str = field(repr=False)
    former: Mapping[str, str] = field(repr=False)
    chain: KeyChain


def fingerprint(key: str) -> str:
    """Eight hex digits that tell which key a database, a backup or a recovery sheet belongs to; they betray nothing."""
    return hashlib.sha256(b"KammerDesk database key\x00" + bytes.fromhex(key)).hexdigest()[:8]


def stored_key(folder: Path, ask: Ask | None = None) -> str:
    """The key of the data in `folder`, 64 hex digits.

    `ask` is called for the passphrase where the key is sealed under one, again after each wrong one, until it raises
    KammerError; the window shows a dialog in it, the command line reads the terminal. Raises KammerError when the key
    is not where it should be, is damaged, or is sealed and nobody can be asked.
    """
    return kept_keys(folder, ask).current


def former_keys(folder: Path, ask: Ask | None = None) -> Mapping[str, str]:
    """By fingerprint the keys that old backups of this folder may need; otherwise as `stored_key`."""
    return kept_keys(folder, ask).former


def kept_keys(folder: Path, ask: Ask | None = None) -> KeptKeys:
    """The key in use and all others, after one question; otherwise as `stored_key`."""
    found = chain.read(folder, ask)
    if found is None:
        raise KeyMissing(_missing(folder))
    file = folder / DATABASE_NAME
    current = found.keys[0]
    if len(found.keys) > 1 and file.is_file():
        current = next((key for key in found.keys if fits(file, key)), current)
    return KeptKeys(current, {fingerprint(key): key for key in found.keys if key != current}, found)


def new_key(folder: Path, *, in_file: bool, passphrase: str | None = None) -> str:
    """The key for data to be made in `folder`: random, 256 bits, as 64 hex digits; it is stored before it is used.

    Demonstration data keep theirs in a file (`in_file`). Real data are protected by the passphrase, or without one by
    the platform's keyring; an empty passphrase says that the user declines one where there is no keyring. A key that
    an interrupted making left is taken over, so that none is ever lost. Raises KammerError when the passphrase is too
    short, or missing where there is no keyring.
    """
    left = chain.read(folder, lambda again: _left_under(folder, passphrase, again))
    keys = left.keys if left else (secrets.token_hex(32),)
    if passphrase or left is None:
        _keep(folder, keys, in_file, passphrase)
    return keys[0]


def add_key(folder: Path, kept: KeptKeys, key: str) -> None:
    """Keeps a key that is about to be used, before it is; the others stay. Only a change of key needs this."""
    chain.write(folder, kept.chain.with_key(key))


def protect(folder: Path, passphrase: str | None, ask: Ask | None = None) -> Protection:
    """Seals the keys of a folder under a new passphrase; None gives them to the keyring or, without one, to a file.

    `ask` gets the passphrase they are sealed under until now. Returns what protects them afterwards. Raises KammerError
    when the passphrase is too short, and what `stored_key` raises.
    """
    if passphrase is not None:
        refuse_short_passphrase(passphrase)
    with lock.shared(folder):  # a change of key would add one to the chain meanwhile
        found = chain.read(folder, ask)
        if found is None:
            raise KeyMissing(_missing(folder))
        if passphrase is not None:
            chain.write(folder, KeyChain(found.keys, Protection.PASSPHRASE, passphrase))
            ring.forget(folder)
            return Protection.PASSPHRASE
        if found.protection is Protection.KEYRING:
            return found.protection
        if all(ring.add(folder, key) for key in reversed(found.keys)):
            (folder / KEY_FILE).unlink()
            return Protection.KEYRING
        chain.write(folder, KeyChain(found.keys, Protection.FILE))
        return Protection.FILE


def adopt_key(folder: Path, key: str, passphrase: str | None = None, ask: Ask | None = None) -> None:
    """Keeps a key that comes from outside, such as from the recovery sheet, after trying it on the database.

    Otherwise as `keep_key`. Raises KammerError when the key does not fit, and while the data are in use.
    """
    file = folder / DATABASE_NAME
    with lock.exclusive(folder):
        if not file.is_file() or not fits(file, key):
            sentence = tr("This key ({fingerprint}) does not open the data in “{folder}”. Nothing was changed.")
            raise KammerError(sentence.format(fingerprint=fingerprint(key), folder=folder))
        keep_key(folder, key, passphrase, ask)


def keep_key(folder: Path, key: str, passphrase: str | None = None, ask: Ask | None = None) -> None:
    """Keeps a key from outside for data that are about to lie in a folder; whoever calls has the folder alone.

    Keys that still can be read are kept too, those that are sealed where `ask` is given; a key file that cannot be
    read is copied aside. `passphrase` as in `new_key`, needed where no other key can be read.
    """
    found = _readable(folder, ask)
    if found and not passphrase:
        chain.write(folder, found.with_key(key))
        return
    if found is None:
        _copy_aside(folder / KEY_FILE)
    keys = found.with_key(key).keys if found else (key,)
    if _keep(folder, keys, False, passphrase) is Protection.KEYRING:
        (folder / KEY_FILE).unlink(missing_ok=True)


def refuse_short_passphrase(passphrase: str) -> None:
    """Raises KammerError for a passphrase that is too short to protect anything."""
    if len(passphrase) < PASSPHRASE_LENGTH:
        sentence = tr("The passphrase has {given} characters. Please take at least {n}, for example four words.")
        raise KammerError(sentence.format(given=len(passphrase), n=PASSPHRASE_LENGTH))


def _keep(folder: Path, keys: tuple[str, ...], in_file: bool, passphrase: str | None) -> Protection:
    """Stores keys where `new_key` says."""
    if passphrase:
        refuse_short_passphrase(passphrase)
        chain.write(folder, KeyChain(keys, Protection.PASSPHRASE, passphrase))
        return Protection.PASSPHRASE
    if not in_file and all(ring.add(folder, key) for key in reversed(keys)):
        return Protection.KEYRING
    if not in_file and passphrase is None:
        sentence = tr(
            "This computer has no keyring for the key. Please choose a passphrase of at least {n} characters."
        )
        raise KammerError(sentence.format(n=PASSPHRASE_LENGTH))
    chain.write(folder, KeyChain(keys, Protection.FILE))
    return Protection.FILE


def _left_under(folder: Path, passphrase: str | None, again: bool) -> str:
    """The passphrase for a sealed key that was left in a folder without data."""
    if again or not passphrase:
        sentence = tr(
            "There is a key in “{folder}” already, under another passphrase. "
            "Please give that one, or choose another folder."
        )
        raise KammerError(sentence.format(folder=folder))
    return passphrase


def _missing(folder: Path) -> str:
    """What to say when no key can be read."""
    if (folder / NAME_FILE).exists() and not (folder / KEY_FILE).exists():
        return tr(
            "The key to the data in “{folder}” is missing. It lies in the keyring of the user who created them."
        ).format(folder=folder)
    return chain.damaged(folder)


def _readable(folder: Path, ask: Ask | None) -> KeyChain | None:
    """The keys that can be read; None also for damaged ones, and for sealed ones where nobody can be asked."""
    try:
        return chain.read(folder, ask)
    except KammerError:
        return None


def _copy_aside(file: Path) -> None:
    """Keeps what a file holds under another name, before it is replaced: nothing that may be a key is lost."""
    if file.exists():
        number = next(number for number in count(1) if not file.with_name(f"{file.name}.{number}").exists())
        write_durably(file.with_name(f"{file.name}.{number}"), file.read_bytes())
