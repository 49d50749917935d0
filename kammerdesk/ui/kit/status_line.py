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
        self._icon = Icon("circle-check", 16, "ok")
        self.saved = label("", Role.BODY)
        self._busy = label("", Role.SECONDARY)
        body = row(self._icon, self.saved, None, self._busy, gap=6)
        body.setContentsMargins(16, 4, 16, 4)
        self.setLayout(body)
        self.setObjectName("status")
        self.show_saved(tr("Everything is saved"), Tone.OK)

    def follow(self, saving: Saving) -> None:
        """Shows how it stands with the last order."""
        now = format_time(office_time(self._clock.now()).time())
        match saving:
            case Saving.UNDER_WAY:
                self.show_saved(tr("Saving …"), Tone.INFO)
            case Saving.DONE:
                self.show_saved(tr("Everything is saved {time}").format(time=now), Tone.OK)
            case Saving.FAILED:
                self.show_saved(tr("Saving failed {time}").format(time=now), Tone.ERR)

    def show_saved(self, words: str, tone: Tone) -> None:
        """Says how it stands with what was typed."""
        self._icon.show_icon(tone.icon, tone.value)
        self.saved.setText(words)

    def show_busy(self, busy: bool) -> None:
        """Says that answers are under way."""
        self._busy.setText(tr("Loading …") if busy else "")
