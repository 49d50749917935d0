"""What the head does with the keys of the house: right asked, done, and written into the journal."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

from kammerdesk.base.i18n import N_, tr
from kammerdesk.base.steps import share, unstoppable
from kammerdesk.base.user import user_name
from kammerdesk.store import key_change, keys
from kammerdesk.store.actions import action, refuse_without_right
from kammerdesk.store.backup import back_up
from kammerdesk.store.generations import Cause
from kammerdesk.store.key_change import ChangedKey
from kammerdesk.store.keys import Protection
from kammerdesk.store.store import Store
from kammerdesk.store.users import role_of
from kammerdesk.store.work import Work


@action(N_("Change key"), roles=(), lasting=True)
def note_key_change(_work: Work, _order: ChangedKey) -> None:
    """Notes a change of key that has been done; the reason holds the fingerprints."""


@action(N_("Protect key"), roles=(), lasting=True)
def note_key_protection(_work: Work, _order: Protection) -> None:
    """Notes what protects the key from now on."""


def change_house_key(folder: Path, ask: keys.Ask | None = None) -> ChangedKey:
    """Gives the data of a folder a new key, after a backup; needs them for itself, so the window closes its store.

    `ask` gets the passphrase, as in `keys.stored_key`. Raises KammerError when the user is not the head, and what
    `change_key` raises.
    """
    with closing(Store.open(folder, user=user_name(), passphrase=ask)) as store:
        refuse_without_right(note_key_change.__name__, store.ask(role_of, store.user))
        with share(0, 0.4):
            back_up(store, Cause.KEY_CHANGE)
    with share(0.4, 0.95):
        changed = key_change.change_key(folder, ask)
    reason = tr("from {former} to {current}").format(former=changed.former, current=changed.current)
    with unstoppable(), closing(Store.open(folder, user=user_name(), passphrase=ask)) as store:
        store.do(note_key_change, changed, reason=reason)
    return changed


def protect_house_key(folder: Path, passphrase: str | None, ask: keys.Ask | None = None) -> Protection:
    """Seals the key under a new passphrase, or with None gives it to the keyring or a file; as `keys.protect`.

    Raises KammerError when the user is not the head, and what `keys.protect` raises.
    """
    with closing(Store.open(folder, user=user_name(), passphrase=ask)) as store:
        refuse_without_right(note_key_protection.__name__, store.ask(role_of, store.user))
    protection = keys.protect(folder, passphrase, ask)
    with closing(Store.open(folder, user=user_name(), passphrase=lambda _again: passphrase or "")) as store:
        store.do(note_key_protection, protection, reason=protection)
    return protection
