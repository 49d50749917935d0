"""Backups: which there are and where, making one now, trying one out and putting one back."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

import shiboken6
from PySide6.QtGui import QHideEvent

from kammerdesk.base.clock import office_time
from kammerdesk.base.i18n import N_, tr
from kammerdesk.base.user import user_name
from kammerdesk.store.record import record_tables
from kammerdesk.store.restore import Report, Restored
from kammerdesk.sync.records import schema
from kammerdesk.ui.kit.columns import Chip, Column, words_of
from kammerdesk.ui.kit.desk import Desk
from kammerdesk.ui.kit.files import choose_folder, openings
from kammerdesk.ui.kit.jobs import Data, Ending, LongWork
from kammerdesk.ui.kit.list_page import ListPage
from kammerdesk.ui.kit.page import Command, Empty, Needs, Page, PageSpec
from kammerdesk.ui.kit.shell import Shell
from kammerdesk.ui.kit.theme import Role
from kammerdesk.ui.kit.tokens import Tone
from kammerdesk.ui.kit.weighing import weigh
from kammerdesk.ui.kit.widgets import label
from kammerdesk.ui.settings import backups
from kammerdesk.ui.settings.backups import CAUSE_WORDS, BackupRow, Found, Made
from kammerdesk.ui.settings.opening import PassphraseDialog

EVERYTHING = frozenset(table.name for table in record_tables(schema()))


class BackupPage(ListPage[BackupRow]):
    """The list of backups; above it when the last was made and where the second place is."""

    def __init__(self, spec: PageSpec[BackupRow], desk: Desk, shell: Shell) -> None:
        super().__init__(spec, desk, shell)
        self.found: Found | None = None
        self.standing = label("", Role.SECONDARY, wrap=True)
        body = self.layout()
        assert body is not None
        body.insertWidget(1, self.standing)  # type: ignore[attr-defined]  # a column has it

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._stale = True  # files come and go without anybody saying so

    def reload(self) -> None:
        self.desk.tend(backups.found_backups, then=self._show_found)

    def _show_found(self, found: Found) -> None:
        self.found = found
        self._show_rows(found.rows)
        last = words_of(found.rows[0].backup.made_at) if found.rows else tr("never")
        self.standing.setText(tr("Last backup: {last}. {second}").format(last=last, second=_second(found)))

    # --- making and trying out ---

    def make(self) -> None:
        """Makes a backup now."""
        self.shell.run_job(
            LongWork(title=tr("Backup"), work=backups.make, data=Data.SHARED, told=_made, then=self._show_made)
        )

    def _show_made(self, made: Made) -> None:
        for sentence in made.notices:
            self.shell.inform(sentence)
        if shiboken6.isValid(self):
            self.reload()

    def try_out(self) -> None:
        """Restores the chosen backup on trial, somewhere else."""
        self.desk.tend(backups.keys_at_hand, then=partial(self._try, self.selected()[0].backup.file), owner=self)

    def _try(self, file: Path, known: list[str]) -> None:
        title = tr("Trial restore: {file}").format(file=file.name)
        work = partial(backups.try_out, file, known)
        self.shell.run_job(LongWork(title=title, work=work, told=_tried, then=self._warn_of))

    def _warn_of(self, report: Report) -> None:
        """A backup that is no use is said until it is read."""
        if report.faults:
            self.shell.inform(" ".join(report.sentences), Tone.ERR)

    # --- the second place ---

    def choose_place(self, place: Path | None) -> None:
        """Makes backups go there too from now on, or nowhere else."""
        self.shell.run_job(
            LongWork(
                title=tr("Copy to the second place"),
                work=lambda lent: backups.choose_second_place(lent, place),
                data=Data.SHARED,
                then=self._show_made,
            )
        )

    # --- putting back ---

    def restore(self) -> None:
        """Asks for a reason and, where the keys are sealed, for the passphrase; then puts the backup back."""
        row = self.selected()[0]
        moment = words_of(row.backup.made_at)
        consequence = tr(
            "The data go back to {moment}. What was entered since is not in them any more; what the partner has of it "
            "comes back with its next bundle. The present data are saved and set aside first."
        ).format(moment=moment)
        verb = tr("Restore backup of {moment}").format(moment=moment)
        weigh(self, tr("Restore backup"), consequence, verb, 1, partial(self._ask_passphrase, row.backup.file))

    def _ask_passphrase(self, file: Path, reason: str) -> None:
        if self.found is None or not self.found.sealed:
            self._put_back(file, reason, "")
            return
        dialog = PassphraseDialog(again=False, parent=self.window())
        dialog.accepted.connect(lambda: self._put_back(file, reason, dialog.answer()))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _put_back(self, file: Path, reason: str, passphrase: str) -> None:
        assert self.found is not None
        self.shell.run_job(
            LongWork(
                title=tr("Restore: {file}").format(file=file.name),
                work=partial(backups.restore, file, self.found.folder, reason, passphrase, user_name()),
                data=Data.ALONE,
                then=self._say_restored,
            )
        )

    def _say_restored(self, restored: Restored) -> None:
        moment = restored.report.last_entry
        words = words_of(moment) if moment else "–"
        self.shell.inform(tr("The backup is restored; its last change is of {moment}.").format(moment=words), Tone.OK)
        for sentence in restored.notices:
            self.shell.inform(sentence)
        self.desk.changed.emit(EVERYTHING)
        if shiboken6.isValid(self):
            self.reload()


def _made(made: Made) -> Ending:
    return Ending(
        tr("Backup made and checked: {size}.").format(size=_megabytes(made.size)), remedies=openings(made.file)[1:]
    )


def _tried(report: Report) -> Ending:
    return Ending(" ".join(report.sentences), Tone.ERR if report.faults else Tone.OK)


def _second(found: Found) -> str:
    if found.second is None:
        return tr("There is no second place yet: backups lie beside the data only and are lost together with them.")
    if not found.second_is_there:
        return tr("The second place “{place}” is missing just now.").format(place=found.second)
    return tr("Second place: “{place}”.").format(place=found.second)


def _megabytes(size: int) -> str:
    return f"{size / 1_000_000:.1f} MB".replace(".", ",")


def _place(row: BackupRow) -> Chip:
    return Chip(tr("second place"), Tone.OK) if row.second else Chip(tr("beside the data"), Tone.NEUTRAL)


def _age(row: BackupRow) -> str:
    return words_of(office_time(row.backup.made_at))


def _page(page: Page[BackupRow]) -> BackupPage:
    assert isinstance(page, BackupPage)
    return page


def _choose_place(page: Page[BackupRow]) -> None:
    dialog = choose_folder(page, tr("Choose a stick or another drive"), _page(page).choose_place)
    dialog.destroyed.connect(page.window().activateWindow)  # not every platform gives the window its focus back


COMMANDS: Sequence[Command[BackupRow]] = (
    Command(
        key="verify_backup",
        title=N_("Try out restoring"),
        run=lambda page: _page(page).try_out(),
        shortcut="F9",
        icon="clipboard-check",
        needs=Needs.ONE,
    ),
    Command(
        key="restore_backup",
        title=N_("Restore …"),
        run=lambda page: _page(page).restore(),
        icon="restore",
        needs=Needs.ONE,
    ),
    Command(key="second_place", title=N_("Second place …"), run=_choose_place, icon="database-export"),
    Command(
        key="no_second_place",
        title=N_("No second place"),
        run=lambda page: _page(page).choose_place(None),
        header=False,
    ),
    Command(
        key="make_backup",
        title=N_("Back up now"),
        run=lambda page: _page(page).make(),
        shortcut="F8",
        icon="download",
        primary=True,
    ),
)

PAGE: PageSpec[BackupRow] = PageSpec(
    key="backups",
    title=N_("Backups"),
    icon="database-export",
    columns=(
        Column(key="at", title=N_("Time"), value=lambda row: row.backup.made_at, text=_age, sample="00.00.0000 00:00"),
        Column(
            key="place", title=N_("Place"), value=lambda row: row.second, chip=_place, sample="neben den Daten 000000"
        ),
        Column(
            key="cause",
            title=N_("Occasion"),
            value=lambda row: tr(CAUSE_WORDS[row.backup.cause]),
            sample="0" * 14,
            stretch=True,
        ),
        Column(
            key="size", title=N_("Size"), value=lambda row: row.size, text=lambda row: _megabytes(row.size), right=True
        ),
        Column(key="file", title=N_("File"), value=lambda row: row.backup.file.name, spare=True),
    ),
    commands=COMMANDS,
    empty=Empty(N_("There is no backup yet."), ("make_backup",)),
    view=BackupPage,
)
