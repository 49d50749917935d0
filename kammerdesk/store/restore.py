"""Puts a backup in the place of the data: rehearsed first, the former data set aside, a new life of the database.

Everything is made ready in a file of its own, which takes the place in one step; killed at any moment, the folder
opens with the former or with the restored data. What others have of the time after the backup comes back from them.
"""

from __future__ import annotations

import secrets
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from sqlalchemy import MetaData, func, select
from sqlalchemy.orm import Session

from kammerdesk.base.clock import Clock, SystemClock, office_text
from kammerdesk.base.errors import KammerError
from kammerdesk.base.i18n import tr
from kammerdesk.base.paths import DATABASE_NAME
from kammerdesk.base.steps import share, unstoppable
from kammerdesk.store import keys, lock
from kammerdesk.store.actions import Role, refuse_without_right
from kammerdesk.store.backup import back_up
from kammerdesk.store.copying import copy_whole
from kammerdesk.store.durable import sync_file
from kammerdesk.store.engine import connect_raw
from kammerdesk.store.erasure import graves_to_reapply, reapply_graves
from kammerdesk.store.faults import told
from kammerdesk.store.generations import Cause
from kammerdesk.store.guard import Sighting, replicas_of, sightings
from kammerdesk.store.incarnation import AnewOrder, restore_backup, seen_here
from kammerdesk.store.inspection import inspect
from kammerdesk.store.journal import JournalEntry
from kammerdesk.store.pages import fits, is_foreign_wal, wal_of
from kammerdesk.store.quarantine import finish_exchange, finish_interrupted, stage
from kammerdesk.store.record import record_tables
from kammerdesk.store.store import Store
from kammerdesk.store.upgrade import upgrade_copy
from kammerdesk.store.users import role_of


@dataclass(frozen=True, slots=True)
class Report:
    """What the rehearsal of a backup showed; `key` is the fingerprint of its key, `faults` are sentences."""

    file: Path
    size: int
    chamber: str
    key: str
    entries: int
    last_entry: datetime | None
    records: int
    faults: tuple[str, ...]

    @property
    def sentences(self) -> tuple[str, ...]:
        """What to tell the user."""
        last = office_text(self.last_entry) if self.last_entry else "–"
        told = tr("“{file}” holds {records} records of {chamber}; the last of {entries} entries is of {last}.")
        return (
            told.format(
                file=self.file.name, records=self.records, chamber=self.chamber, entries=self.entries, last=last
            ),
            *self.faults,
            tr("So it cannot be restored. Please see to that first, or take another one.")
            if self.faults
            else tr(
                "It was opened and examined on trial: it can be restored. Its key has the fingerprint {key}."
            ).format(key=self.key),
        )


@dataclass(frozen=True, slots=True)
class RestoreOrder:
    """Restore this backup into a folder of data, and why.

    `key` (64 hex digits) comes from a recovery sheet, for a backup whose key is not kept in the folder; it is kept
    under `passphrase` as `keys.adopt_key` says.
    """

    file: Path
    folder: Path
    reason: str = ""
    key: str = field(default="", repr=False)
    passphrase: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Restored:
    """What was restored, where the former data lie (None: there were none), and what the user should read."""

    report: Report
    former: Path | None
    notices: tuple[str, ...]


class KeyUnknown(KammerError):
    """A backup that none of the keys at hand opens."""


class SheetNeeded(KammerError):
    """A backup that can be restored with its recovery sheet: the same order with its key."""

    def __init__(self, sentence: str, order: RestoreOrder) -> None:
        super().__init__(sentence)
        self.order = order


def verify_backup(file: Path, known: Sequence[str], metadata: MetaData) -> Report:
    """The rehearsal: restores a backup in a temporary place, still encrypted, and examines all of it.

    `known` are the keys to be tried. Raises KammerError when none fits, or when there is no room for the copy.
    """
    with tempfile.TemporaryDirectory(prefix="kammerdesk-", ignore_cleanup_errors=True) as folder:
        part = Path(folder) / DATABASE_NAME
        with share(0, 0.3):
            key = _copied(file, part, known, "", SystemClock())
        with share(0.3, 1):
            return _examined(file, part, key, metadata, SystemClock())


def known_keys(folder: Path, ask: keys.Ask | None = None) -> list[str]:
    """The keys of a folder of data, that in use first; raises KammerError when there are none, or they are sealed."""
    kept = keys.kept_keys(folder, ask)
    return [kept.current, *kept.former.values()]


def put_back(
    order: RestoreOrder, metadata: MetaData, *, user: str, clock: Clock | None = None, ask: keys.Ask | None = None
) -> Restored:
    """Restores a backup; `ask` is asked for the passphrase where the keys of the folder are sealed.

    The data that were there are saved and set aside, never written over. Raises KammerError when the backup is damaged
    or of another house, when its key is not known (SheetNeeded), when the data are in use, or when the user is not
    the head.
    """
    ask = _remembering(ask) if ask is not None else None
    clock, folder = clock or SystemClock(), order.folder
    _refuse_no_backup(order)
    folder.mkdir(parents=True, exist_ok=True)
    finish_interrupted(folder)
    known = _known(order, ask)
    with share(0, 0.4):
        present = _save_present(folder, known, user, clock)
    with lock.exclusive(folder), _part_in(folder) as part:
        with share(0.4, 0.5):
            key = _key_of(order, part, known, user, clock)
        with share(0.5, 0.95):
            report = _examined(order.file, part, key, metadata, clock)
        _refuse_unfit(report, present.chamber)
        notices = [*present.notices, *_begin_anew(part, key, order, present.before, user, clock)]
        with unstoppable():
            if key not in known:
                keys.keep_key(folder, key, order.passphrase, ask)
            stage(part, folder, clock.now())
            former = finish_exchange(folder)
    return Restored(report, former, tuple(notices))


def _remembering(ask: keys.Ask) -> keys.Ask:
    """Asks the user once only, unless the answer was wrong."""
    given: list[str] = []

    def once(again: bool) -> str:
        if again or not given:
            given[:] = [ask(again)]
        return given[0]

    return once


def _key_of(order: RestoreOrder, part: Path, known: Sequence[str], user: str, clock: Clock) -> str:
    """The backup as `part`, and its key."""
    try:
        return _copied(order.file, part, [*known, *([order.key] if order.key else [])], user, clock)
    except KeyUnknown as error:
        raise SheetNeeded(str(error), order) from None


def _refuse_no_backup(order: RestoreOrder) -> None:
    if not order.file.is_file():
        raise KammerError(tr("There is no backup “{file}”.").format(file=order.file))
    database = order.folder / DATABASE_NAME
    if database.exists() and database.samefile(order.file):
        raise KammerError(tr("“{file}” is the database in use, not a backup.").format(file=order.file))


def _known(order: RestoreOrder, ask: keys.Ask | None) -> list[str]:
    try:
        return known_keys(order.folder, ask)
    except KammerError:
        if order.key:
            return []
        raise


@dataclass(frozen=True, slots=True)
class _Present:
    """The data that are there: whose they are ("" when they cannot be read), what was written here, and notices."""

    chamber: str
    before: AnewOrder
    notices: tuple[str, ...] = ()


def _save_present(folder: Path, known: list[str], user: str, clock: Clock) -> _Present:
    """Makes a backup of the data that are there, if they can be read; else their guard tells what there was.

    Raises KammerError when the user has no right to restore.
    """
    here = str(folder.absolute())
    seen = [sighting for sighting in sightings(folder) if sighting.path == here]
    unread = _Present("", AnewOrder(max((one.stamp for one in seen), default=""), replicas_of(seen)))
    file = folder / DATABASE_NAME
    key = next((key for key in known if file.exists() and fits(file, key)), None)
    if key is None:
        return unread
    with lock.shared(folder):
        try:
            with closing(Store.of_file(file, key, user=user, clock=clock)) as store:
                role, last = store.ask(_role_and_sighting, user, folder)
        except KammerError:
            return unread
        refuse_without_right(restore_backup.__name__, role)
        before = AnewOrder(max(last.stamp, unread.before.last), replicas_of([*seen, last]))
        with closing(Store.of_file(file, key, user=user, clock=clock)) as store:
            try:
                notices = back_up(store, Cause.RESTORE).second.notices
            except KammerError as error:
                told = tr("The former data could not be backed up: {error} They were only set aside.")
                notices = (told.format(error=error),)
            return _Present(store.chamber, before, notices)


def _role_and_sighting(session: Session, user: str, folder: Path) -> tuple[Role, Sighting]:
    return role_of(session, user), seen_here(session, folder)


@contextmanager
def _part_in(folder: Path) -> Iterator[Path]:
    """A name for what is being made ready; what a killed program left is removed, and so is ours in the end."""
    pattern = f"{DATABASE_NAME}.*.restoring"
    part = folder / f"{DATABASE_NAME}.{secrets.token_hex(4)}.restoring"
    for left in folder.glob(f"{pattern}*"):
        left.unlink()
    try:
        yield part
    finally:
        for left in folder.glob(f"{part.name}*"):
            left.unlink()


def _copied(file: Path, part: Path, known: Sequence[str], user: str, clock: Clock) -> str:
    """Copies a backup, with its log where it has one, such as data that were set aside; returns the key that fits.

    The copy is of this program's version.
    """
    copy_whole(file, part)
    key = next((key for key in known if fits(part, key)), None)
    if key is None:
        marks = ", ".join(keys.fingerprint(key) for key in known)
        sentence = tr(
            "“{file}” does not open with the keys at hand ({marks}): it was made with another key, or it is damaged. "
            "Please enter the recovery sheet of that time, or take another backup."
        )
        raise KeyUnknown(sentence.format(file=file.name, marks=marks))
    if wal_of(file).exists() and not is_foreign_wal(file, key):
        copy_whole(wal_of(file), wal_of(part))
    with told(file):
        upgrade_copy(part, key, user, clock)
    return key


def _examined(file: Path, part: Path, key: str, metadata: MetaData, clock: Clock) -> Report:
    with closing(Store.of_file(part, key, user="", clock=clock)) as store:
        faults = inspect(store, metadata)
        entries, last, records = (0, None, 0) if faults else store.ask(_counts, metadata)
        return Report(
            file, file.stat().st_size, store.chamber, keys.fingerprint(key), entries, last, records, tuple(faults)
        )


def _counts(session: Session, metadata: MetaData) -> tuple[int, datetime | None, int]:
    entries, last = session.execute(select(func.count(), func.max(JournalEntry.at))).one()
    tables = [select(func.count()).select_from(table).scalar_subquery() for table in record_tables(metadata)]
    return entries, last, sum(session.execute(select(*tables)).one())


def _refuse_unfit(report: Report, chamber: str) -> None:
    if report.faults:
        raise KammerError(" ".join((*report.sentences, tr("Nothing was changed."))))
    if chamber and report.chamber != chamber:
        sentence = tr("“{file}” is a backup of {other}, but these are the data of {chamber}. Nothing was changed.")
        raise KammerError(sentence.format(file=report.file.name, other=report.chamber, chamber=chamber))


def _begin_anew(part: Path, key: str, order: RestoreOrder, before: AnewOrder, user: str, clock: Clock) -> list[str]:
    """Makes a new life of what was copied, erases again what had been erased, and brings all into the one file."""
    reason = f"{order.file.name}: {order.reason}" if order.reason else order.file.name
    notices = []
    with closing(Store.of_file(part, key, user=user, clock=clock)) as store:
        store.do(restore_backup, before, reason=reason)
        if store.ask(graves_to_reapply):
            erased = sum(store.do(reapply_graves, None, reason=reason).value.rows.values())
            notices.append(tr("{count} records that had been erased since were erased again.").format(count=erased))
    with closing(connect_raw(part, key)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    sync_file(part)
    return notices
