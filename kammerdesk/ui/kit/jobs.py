"""Long work beside the window: progress, and an end within half a second when it is cancelled."""

from __future__ import annotations

from collections.abc import Callable
from threading import Event, Thread
from typing import Any, Generic, TypeVar

import shiboken6
from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QProgressBar, QWidget

from kammerdesk.base.i18n import tr
from kammerdesk.ui.kit import theme
from kammerdesk.ui.kit.widgets import Button, label, row

T = TypeVar("T")


class Cancelled(Exception):
    """Raised inside the work when nobody wants it any more."""


class Progress:
    """What the work calls between two steps: `progress(3, 80)`; raises Cancelled when it is to stop."""

    def __init__(self, report: Callable[[int, int], None]) -> None:
        self._report = report
        self._stop = Event()

    def cancel(self) -> None:
        """The next step is the last."""
        self._stop.set()

    def __call__(self, done: int, total: int) -> None:
        if self._stop.is_set():
            raise Cancelled
        self._report(done, total)


class Job(QObject, Generic[T]):
    """Runs `work(progress)` in a thread of its own, without the store; `then` gets the result on the main thread.

    A job whose owner is gone is cancelled and says nothing more.
    """

    progressed = Signal(int, int)
    ended = Signal()
    """Done, failed or cancelled."""
    _finished = Signal(object)

    def __init__(
        self,
        work: Callable[[Progress], T],
        then: Callable[[T], object],
        failed: Callable[[Exception], object],
        owner: QObject,
    ) -> None:
        super().__init__(owner)
        self._work = work
        self._then = then
        self._failed = failed
        self._progress = Progress(self._report)
        self._thread = Thread(target=self._run, name="job", daemon=True)
        self._finished.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    def start(self) -> None:
        """Begins."""
        self._thread.start()

    def cancel(self) -> None:
        """Asks the work to stop at its next step; nothing is delivered any more."""
        self._progress.cancel()

    def _report(self, done: int, total: int) -> None:
        if shiboken6.isValid(self):
            self.progressed.emit(done, total)

    def _run(self) -> None:
        result: Any = None
        try:
            result = self._work(self._progress)
        except Exception as error:
            result = error
        if shiboken6.isValid(self):
            self._finished.emit(result)

    def _deliver(self, result: Any) -> None:
        self._thread.join()
        self.ended.emit()
        if isinstance(result, Cancelled) or self._progress._stop.is_set():
            return
        if isinstance(result, Exception):
            self._failed(result)
        else:
            self._then(result)


class JobBar(QWidget):
    """How far it is, in words and as a bar, and a button to stop it."""

    def __init__(self, words: str, cancel: Callable[[], object]) -> None:
        super().__init__()
        self._words = words
        self._text = label(words)
        self._bar = QProgressBar()
        self._bar.setRange(0, 0)
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(words)
        self._bar.setFixedWidth(theme.px(240))
        self.setLayout(row(self._text, self._bar, Button(tr("Cancel"), cancel), None, gap=12))

    def show_progress(self, done: int, total: int) -> None:
        """Shows step `done` of `total`."""
        self._bar.setRange(0, total)
        self._bar.setValue(done)
        self._text.setText(tr("{words} {done} of {total}").format(words=self._words, done=done, total=total))
