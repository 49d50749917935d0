"""The bottom line: whether everything is saved and what helps if not, what is under way, how it stands outside."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QFrame, QWidget

from kammerdesk.base.clock import Clock, office_time
from kammerdesk.base.dates import format_time
from kammerdesk.base.i18n import tr, trn
from kammerdesk.ui.kit.desk import NotSaved, Saving
from kammerdesk.ui.kit.job_bar import ProgressBar, far
from kammerdesk.ui.kit.jobs import Job
from kammerdesk.ui.kit.theme import Role
from kammerdesk.ui.kit.toasts import keep_clear
from kammerdesk.ui.kit.tokens import Tone
from kammerdesk.ui.kit.widgets import ElidedLabel, Icon, label, link, row

NOTICED = 300
"""Milliseconds after which waiting is told."""


class StatusLine(QFrame):
    """Icon, word and colour for the saved state at the left, long work in the middle, the partner at the right.

    There are four saved states: all is saved (and when), it is being saved, so many entries are not, saving failed.
    """

    unsaved_wanted = Signal()
    """The user wants to see the first of what is not saved."""
    failures_wanted = Signal()
    """The user wants to know what could not be saved."""
    jobs_wanted = Signal()
    """The user wants to see what is under way."""

    def __init__(self, clock: Clock) -> None:
        super().__init__()
        self._clock = clock
        self._unsaved = 0
        self._last: Saving | None = None
        self._settled: Saving | None = None
        """What `_last` was when it last was stored or failed."""
        self._at = ""
        self.failures: list[NotSaved] = []
        """What could not be saved since the last time something was."""
        self._icon = Icon("circle-check", 16, "ok")
        self.saved = label("", Role.BODY)
        self.show_unsaved = link(tr("Show"), self.unsaved_wanted.emit)
        self.show_unsaved.setAccessibleName(tr("Show what is not saved"))
        self.details = link(tr("Details"), self.failures_wanted.emit)
        self.details.setAccessibleName(tr("Saving failed: details"))
        self._busy = label("", Role.SECONDARY)
        self._noticed = QTimer(self, singleShot=True, interval=NOTICED)
        self._noticed.timeout.connect(lambda: self._busy.setText(tr("Loading …")))
        self.jobs = link("", self.jobs_wanted.emit)
        self._progress = ProgressBar()
        self._outside = ElidedLabel("", Role.SECONDARY)
        parts = (self._icon, self.saved, self.show_unsaved, self.details, 12, self.jobs, self._progress, self._busy)
        body = row(*parts, gap=6)
        body.addStretch(1)
        body.addWidget(self._outside)
        body.setContentsMargins(16, 4, 16, 4)
        self.setLayout(body)
        self.setObjectName("status")
        self.show_jobs(())
        keep_clear(self)
        self._show()

    def panes(self) -> Sequence[QWidget]:
        """Where the key that walks through the areas of the window stops; nothing while there is nothing to do here."""
        return [each for each in (self.show_unsaved, self.details, self.jobs) if each.isVisible()][:1]

    def follow(self, saving: Saving) -> None:
        """Shows how it stands with the last order."""
        self._last = self._settled if saving is Saving.REFUSED else saving
        if saving in (Saving.DONE, Saving.FAILED):
            self._settled = saving
        if saving is Saving.DONE:
            self._at = format_time(office_time(self._clock.now()).time())
            self.failures.clear()
        self._show()

    def note_failure(self, failure: NotSaved) -> None:
        """Keeps what could not be saved, for whoever wants to know."""
        self.failures.append(failure)

    def take_over(self, former: StatusLine) -> None:
        """Goes on with what another line knows, in the present language."""
        self._last, self._settled = former._last, former._settled
        self._at, self.failures = former._at, former.failures
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
        self.show_unsaved.setVisible(tone is Tone.WARN)
        self.details.setVisible(tone is Tone.ERR)

    def _words(self) -> tuple[str, Tone]:
        match self._last:
            case Saving.UNDER_WAY:
                return tr("Saving …"), Tone.INFO
            case Saving.FAILED:
                return tr("Saving failed –"), Tone.ERR
            case Saving.DONE:
                return tr("Everything is saved {time}").format(time=self._at), Tone.OK
        return tr("Everything is saved"), Tone.OK

    def show_busy(self, busy: bool) -> None:
        """Says that answers are under way, once that takes long enough to be noticed."""
        if busy:
            self._noticed.start()
        else:
            self._noticed.stop()
            self._busy.setText("")

    def show_jobs(self, running: Sequence[Job[Any]]) -> None:
        """Says how many tasks are under way, and how far the first is."""
        self.jobs.setVisible(bool(running))
        self._progress.setVisible(bool(running))
        if running:
            words = trn("{n} task is under way", "{n} tasks are under way", len(running)).format(n=len(running))
            self.jobs.setText(words)
            self.jobs.setToolTip("\n".join(f"{job.title}: {far(job)}" for job in running))
            self._progress.follow(running[0])

    def show_outside(self, words: str) -> None:
        """How it stands with the partner."""
        self._outside.setText(words)
