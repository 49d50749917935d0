"""What the worker is asked about backups: which there are and where, trying one out, putting one back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from kammerdesk.base.errors import KammerError
from kammerdesk.base.i18n import N_, tr
from kammerdesk.store import generations
from kammerdesk.store.backup import back_up, catch_up
from kammerdesk.store.generations import BackupFile, Cause, backups_in
from kammerdesk.store.keys import Protection, protection
from kammerdesk.store.restore import Report, Restored, RestoreOrder, known_keys, put_back, verify_backup
from kammerdesk.store.second_place import second_place, set_second_place
from kammerdesk.store.store import Store
from kammerdesk.sync.records import schema
from kammerdesk.ui.kit.loans import Lent

CAUSE_WORDS = {
    Cause.ROUTINE: N_("regular"),
    Cause.MIGRATION: N_("before an update"),
    Cause.RESTORE: N_("before a restore"),
    Cause.KEY_CHANGE: N_("before a change of key"),
}


@dataclass(frozen=True, slots=True)
class BackupRow:
    """One backup; `second` says that it lies at the second place."""

    id: str
    backup: BackupFile
    size: int
    second: bool


@dataclass(frozen=True, slots=True)
class Found:
    """All backups, newest first, the second place (None: none was chosen), and whether it is there now."""

    folder: Path
    rows: tuple[BackupRow, ...]
    second: Path | None
    second_is_there: bool
    sealed: bool


def found_backups(store: Store) -> Found:
    """Looks at both places; one that cannot be read counts as empty."""
    folder = store.file.parent
    place = second_place(folder)
    rows = list(_rows(folder / generations.FOLDER, second=False))
    there = place is not None and place.is_dir()
    if place is not None and there:
        for mine in place.glob(f"KammerDesk-{store.chamber}-*"):
            rows += _rows(mine, second=True)
    rows.sort(key=lambda row: (row.backup.made_at, not row.second), reverse=True)
    return Found(folder, tuple(rows), place, there, protection(folder) is Protection.PASSPHRASE)


def _rows(folder: Path, second: bool) -> Iterator[BackupRow]:
    try:
        for backup in backups_in(folder):
            yield BackupRow(str(backup.file), backup, backup.file.stat().st_size, second)
    except OSError:  # the stick was pulled out just now
        return


@dataclass(frozen=True, slots=True)
class Made:
    """The file of a backup that was made, its bytes (0: none was), and what the user should read."""

    file: Path
    size: int
    notices: tuple[str, ...]


def make(lent: Lent) -> Made:
    """Makes a backup now."""
    done = back_up(lent.store)
    return Made(done.backup.file, done.backup.size, done.second.notices)


def choose_second_place(lent: Lent, place: Path | None) -> Made:
    """Sets or clears the second place, and copies the newest backup there at once."""
    folder = lent.store.file.parent
    set_second_place(folder, place)
    return Made(folder, 0, catch_up(lent.store).notices)


def keys_at_hand(store: Store) -> list[str]:
    """The keys to be tried on a backup; where they are sealed, that of the open data."""
    try:
        return known_keys(store.file.parent)
    except KammerError:
        return [store.key]


def try_out(file: Path, known: list[str]) -> Report:
    """The rehearsal of a backup; needs no open store."""
    return verify_backup(file, known, schema())


def restore(file: Path, folder: Path, reason: str, passphrase: str, user: str) -> Restored:
    """Puts a backup in the place of the data, which nobody may have open."""

    def ask(again: bool) -> str:
        if again or not passphrase:
            raise KammerError(tr("This is not the passphrase. Nothing was changed."))
        return passphrase

    return put_back(RestoreOrder(file, folder, reason), schema(), user=user, ask=ask)
