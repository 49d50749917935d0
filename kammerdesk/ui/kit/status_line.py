"""The bottom line: whether everything is saved, in words, and whether something is under way."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame

from kammerdesk.base.clock import Clock, office_time
from kammerdesk.base.dates import format_time
from kammerdesk.base.i18n import tr
from kammerdesk.ui.kit.desk import Saving
from kammerdesk.ui.kit.theme import Role
from kammerdesk.ui.kit.tokens import Tone
from kammerdesk.ui.kit.widgets import Icon, label, row


class StatusLine(QFrame):
    """Icon, word and colour for the saved state at the left, work under way at the right."""

    def __init__(self, clock: Clock) -> None:
        super().__init__()
        self._clock = clock
        self._unsaved = 0
        self._last: Saving | None = None
        self._at = ""
        self._icon = Icon("circle-check", 16, "ok")
        self.saved = label("", Role.BODY)
        self._busy = label("", Role.SECONDARY)
        body = row(self._icon, self.saved, None, self._busy, gap=6)
        body.setContentsMargins(16, 4, 16, 4)
        self.setLayout(body)
        self.setObjectName("status")
        self._show()

    def follow(self, saving: Saving) -> None:
        """Shows how it stands with the last order."""
        self._last, self._at = saving, format_time(office_time(self._clock.now()).time())
        self._show()

    def take_over(self, former: StatusLine) -> None:
        """Goes on with what another line knows, in the present language."""
        self._last, self._at = former._last, former._at
        self._show()

    def count_unsaved(self, count: int) -> None:
        """Never says that everything is saved while wrong or refused entries stand on a page."""
        self._unsaved = count
        self._show()

    def _show(self) -> None:
        words, tone = self._words()
        if self._unsaved and tone is Tone.OK:
            words, tone = tr("Not saved ({n})").format(n=self._unsaved), Tone.WARN
        self._icon.show_icon(tone.icon, tone.value)
        self.saved.setText(words)

    def _words(self) -> tuple[str, Tone]:
        match self._last:
            case Saving.UNDER_WAY:
                return tr("Saving …"), Tone.INFO
            case Saving.FAILED:
                return tr("Saving failed {time}").format(time=self._at), Tone.ERR
            case Saving.DONE:
                return tr("Everything is saved {time}").format(time=self._at), Tone.OK
        return tr("Everything is saved"), Tone.OK

    def show_busy(self, busy: bool) -> None:
        """Says that answers are under way."""
        self._busy.setText(tr("Loading …") if busy else "")
