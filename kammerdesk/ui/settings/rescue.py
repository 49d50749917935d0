"""The way out of damaged data: the newest backup beside them, put back from the bar that tells of the damage."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from kammerdesk.base.i18n import tr
from kammerdesk.base.user import user_name
from kammerdesk.ui.kit.desk import Desk
from kammerdesk.ui.kit.feedback import Remedy
from kammerdesk.ui.kit.jobs import Job
from kammerdesk.ui.kit.questions import Questions
from kammerdesk.ui.kit.shell import Shell
from kammerdesk.ui.kit.tokens import Tone

if TYPE_CHECKING:
    from kammerdesk.store.restore import Restored


class Rescue:
    """Knows the folder of the data; where it speaks is told as soon as there is a window."""

    def __init__(self, folder: Path, questions: Questions, desk: Desk) -> None:
        self._folder = folder
        self._questions = questions
        self._desk = desk
        self._window: QWidget | None = None
        self._shell: Shell | None = None

    def stand_over(self, window: QWidget, shell: Shell) -> None:
        """The window over which it asks, which is also what it speaks by."""
        self._window, self._shell = window, shell

    def remedies(self, error: Exception) -> Sequence[Remedy]:
        """Putting back the newest backup, where the error says that this helps."""
        from kammerdesk.base.clock import office_text
        from kammerdesk.store.faults import Damaged

        if not isinstance(error, Damaged):
            return ()
        verb = tr("Restore backup of {moment}").format(moment=office_text(error.newest.made_at))
        return (Remedy(verb, partial(self._ask, error.newest.file, verb)),)

    def _ask(self, file: Path, verb: str) -> None:
        from kammerdesk.ui.kit.weighing import weigh

        assert self._window is not None
        consequence = tr(
            "The damaged data are set aside, nothing of them is deleted. What was entered after the backup is not in"
            " it; what the partner has of it comes back with its next bundle."
        )
        weigh(self._window, tr("Restore backup"), consequence, verb, 1, partial(self._put_back, file))

    def _put_back(self, file: Path, reason: str) -> None:
        assert self._window is not None
        work = partial(self._restored, file, reason)
        if self._desk.is_open:
            self._desk.exchange(work, then=self._say, owner=self._window)
        else:
            Job(lambda _: work(), self._open_again, self._desk.failed.emit, self._window).start()

    def _restored(self, file: Path, reason: str) -> Restored:
        """Runs in a worker."""
        from kammerdesk.store.restore import RestoreOrder, put_back
        from kammerdesk.sync.records import schema
        from kammerdesk.ui.settings.opening import ask_passphrase

        order = RestoreOrder(file, self._folder, reason)
        return put_back(order, schema(), user=user_name(), ask=ask_passphrase(self._questions))

    def _open_again(self, restored: Restored) -> None:
        self._desk.opened.connect(partial(self._say, restored), Qt.ConnectionType.SingleShotConnection)
        self._desk.open()

    def _say(self, restored: Restored) -> None:
        assert self._shell is not None
        self._shell.inform(tr("The backup is restored. Please look through what you entered last."), Tone.OK)
        for sentence in restored.notices:
            self._shell.inform(sentence)
