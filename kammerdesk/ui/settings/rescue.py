"""The ways out when data do not open: the newest backup beside them, or the recovery sheet with their key."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from kammerdesk.base.errors import KammerError
from kammerdesk.base.i18n import tr
from kammerdesk.base.user import user_name
from kammerdesk.ui.kit.desk import Desk
from kammerdesk.ui.kit.feedback import Remedy
from kammerdesk.ui.kit.jobs import Data, LongWork, aside
from kammerdesk.ui.kit.shell import Shell
from kammerdesk.ui.kit.tokens import Tone
from kammerdesk.ui.settings.passphrases import PassphraseAsker

if TYPE_CHECKING:
    from kammerdesk.store.generations import BackupFile
    from kammerdesk.store.restore import Restored, RestoreOrder


class Rescue:
    """Knows the folder of the data; where it speaks is told as soon as there is a window."""

    def __init__(self, folder: Path, asker: PassphraseAsker, desk: Desk) -> None:
        self._folder = folder
        self._asker = asker
        self._desk = desk
        self._window: QWidget | None = None
        self._shell: Shell | None = None

    def stand_over(self, window: QWidget, shell: Shell) -> None:
        """The window over which it asks, which is also what it speaks by."""
        self._window, self._shell = window, shell

    def remedies(self, error: Exception) -> Sequence[Remedy]:
        """Putting back the newest backup, or typing the key, where the error says that this helps."""
        from kammerdesk.store.faults import Damaged
        from kammerdesk.store.keys import KeyMissing
        from kammerdesk.store.restore import SheetNeeded

        sheet = tr("Enter recovery sheet …")
        match error:
            case SheetNeeded():
                return (Remedy(sheet, partial(self._ask_sheet_of_backup, error.order)),)
            case KeyMissing():
                return (Remedy(sheet, self._prepare_sheet),)
            case Damaged():
                restoring = [self._restoring(error.newest)] if error.newest is not None else []
                return [*restoring, *([Remedy(sheet, self._prepare_sheet)] if error.locked else [])]
        return ()

    # --- a backup ---

    def _restoring(self, newest: BackupFile) -> Remedy:
        from kammerdesk.base.clock import office_text

        verb = tr("Restore backup of {moment}").format(moment=office_text(newest.made_at))
        return Remedy(verb, partial(self._ask, newest.file, verb))

    def _ask(self, file: Path, verb: str) -> None:
        from kammerdesk.ui.kit.weighing import weigh

        consequence = tr(
            "The damaged data are set aside, nothing of them is deleted. What was entered after the backup is not in"
            " it; what the partner has of it comes back with its next bundle."
        )
        weigh(self._sure, tr("Restore backup"), consequence, verb, 1, partial(self._put_back, file))

    def _put_back(self, file: Path, reason: str) -> None:
        from kammerdesk.store.restore import RestoreOrder

        self._carry_out(RestoreOrder(file, self._folder, reason))

    def _carry_out(self, order: RestoreOrder) -> None:
        assert self._shell is not None
        is_open = self._desk.is_open
        self._shell.run_job(
            LongWork(
                title=tr("Restore: {file}").format(file=order.file.name),
                work=partial(self._restored, order),
                data=Data.ALONE if is_open else Data.NONE,
                then=self._say if is_open else self._open_again,
            )
        )

    def _restored(self, order: RestoreOrder) -> Restored:
        """Runs in a worker."""
        from kammerdesk.store.restore import put_back
        from kammerdesk.sync.records import schema

        return put_back(order, schema(), user=user_name(), ask=self._asker)

    def _open_again(self, restored: Restored) -> None:
        self._desk.opened.connect(partial(self._say, restored), Qt.ConnectionType.SingleShotConnection)
        self._desk.open()

    def _say(self, restored: Restored) -> None:
        assert self._shell is not None
        self._shell.inform(tr("The backup is restored. Please look through what you entered last."), Tone.OK)
        for sentence in restored.notices:
            self._shell.inform(sentence)

    # --- the recovery sheet ---

    def _prepare_sheet(self) -> None:
        from kammerdesk.ui.settings.sheet_dialog import needs_passphrase

        aside(lambda: needs_passphrase(self._folder), self._ask_sheet, self._desk.failed.emit, self._sure)

    def _ask_sheet(self, with_passphrase: bool) -> None:
        from kammerdesk.ui.settings.sheet_dialog import ask_for_sheet

        said = tr(
            "The four lines of the sheet are the key to your data. It is tried on them first and then kept on this"
            " computer; case and spaces do not matter."
        )
        ask_for_sheet(self._sure, said, with_passphrase, self._adopted, self._open_with_key, self._desk.failed.emit)

    def _adopted(self, key: str, passphrase: str | None) -> None:
        """Runs in a worker."""
        from kammerdesk.store.keys import adopt_key

        adopt_key(self._folder, key, passphrase)
        self._asker.expect(passphrase or "")

    def _open_with_key(self, _: None) -> None:
        shell = self._shell
        assert shell is not None
        sentence = tr("The key fits; it is kept on this computer now.")
        self._desk.opened.connect(lambda: shell.toast(sentence), Qt.ConnectionType.SingleShotConnection)
        self._desk.open()

    def _ask_sheet_of_backup(self, order: RestoreOrder) -> None:
        from kammerdesk.ui.settings.sheet_dialog import ask_for_sheet

        said = tr(
            "The backup “{file}” needs the recovery sheet of its time. Its key is tried on it first; then the backup is"
            " restored."
        ).format(file=order.file.name)
        use = partial(_tried_on_backup, order)
        ask_for_sheet(self._sure, said, False, use, self._carry_out, self._desk.failed.emit)

    @property
    def _sure(self) -> QWidget:
        """The window: nothing is asked before there is one."""
        assert self._window is not None
        return self._window


def _tried_on_backup(order: RestoreOrder, key: str, _passphrase: str | None) -> RestoreOrder:
    """The order with the key, which opens the backup; runs in a worker."""
    from kammerdesk.store.keys import fingerprint
    from kammerdesk.store.pages import fits

    if not fits(order.file, key):
        sentence = tr("This key ({fingerprint}) does not open “{file}”. Nothing was changed.")
        raise KammerError(sentence.format(fingerprint=fingerprint(key), file=order.file.name))
    return replace(order, key=key)
