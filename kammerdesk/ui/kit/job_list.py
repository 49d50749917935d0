"""All long work of the window, and what was said: what runs now, what came of the rest."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from itertools import count
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication, QWidget

from kammerdesk.base.clock import Clock
from kammerdesk.base.errors import KammerError
from kammerdesk.base.i18n import tr
from kammerdesk.ui.kit.desk import Desk
from kammerdesk.ui.kit.feedback import Remedy
from kammerdesk.ui.kit.jobs import Data, Ending, Job, LongWork, State
from kammerdesk.ui.kit.tokens import Tone

LOOK_MILLISECONDS = 200
"""So often it is looked how far everything is."""
LONG_SECONDS = 30
"""After so long the user may have turned to another program and is told when it is over."""
_KEPT = 200


@dataclass(frozen=True, slots=True)
class Said:
    """One line of what happened: a job that ended, or (with an empty title) a sentence that was said."""

    id: int
    at: datetime
    title: str
    state: State
    ending: Ending


class Jobs(QObject):
    """Belongs to one window; `say` shows how a job ended."""

    changed = Signal()
    """A job began or ended, or something was said."""
    progressed = Signal()
    """Some job is further on, perhaps."""

    def __init__(self, desk: Desk, clock: Clock, say: Callable[[Ending], object], window: QWidget) -> None:
        super().__init__(window)
        self._desk = desk
        self._clock = clock
        self._say = say
        self._window = window
        self._numbers = count(1)
        self._given_up: Callable[[], object] | None = None
        """What to do when nothing runs any more."""
        self.running: list[Job[Any]] = []
        self.history: deque[Said] = deque(maxlen=_KEPT)
        """What happened, the latest last; until the program ends."""
        self._look = QTimer(self, interval=LOOK_MILLISECONDS)
        self._look.timeout.connect(self.progressed)

    def run(self, work: LongWork[Any]) -> None:
        """Begins long work; what needs the data alone is refused while other work has them."""
        if work.data is Data.ALONE and (others := [job for job in self.running if job.data is not Data.NONE]):
            sentence = tr(
                "“{title}” needs the data alone, and “{other}” still uses them. Please wait for its end or stop it."
            )
            self._desk.failed.emit(KammerError(sentence.format(title=work.title, other=others[0].title)))
            return
        job = Job(work, self, self._desk)
        job.began = self._clock.now()
        self.running.append(job)
        job.ended.connect(partial(self._end, job, time.monotonic()))
        self._look.start()
        job.start()
        self.changed.emit()

    def note(self, sentence: str, tone: Tone) -> None:
        """Keeps a sentence that was said."""
        self._keep("", State.DONE, Ending(sentence, tone))

    def stop(self, job: Job[Any]) -> None:
        """Asks a job to stop."""
        job.stop()
        self.changed.emit()

    def give_up(self, then: Callable[[], object]) -> None:
        """Stops everything; `then` is called when it has ended, at once when nothing runs any more."""
        if not self.running:
            then()
            return
        self._given_up = then
        for job in self.running:
            self.stop(job)

    def stop_all(self) -> None:
        """Stops everything and waits until it has ended; only at the end of the program."""
        for job in self.running:
            job.stop()
        for job in self.running:
            job.join()

    def _end(self, job: Job[Any], begun: float) -> None:
        self.running.remove(job)
        if not self.running:
            self._look.stop()
        told = job.ending is not None
        ending = job.ending or Ending(tr("Done."))
        if job.error is not None and not isinstance(job.error, KammerError):
            report = Remedy(tr("Show report"), partial(_show_report, job.error, self._window))
            ending = Ending(tr("An error in the program ended it; nothing half was stored."), Tone.ERR, (report,))
        self._keep(job.title, job.state, ending)
        if job.error is not None:
            self._desk.failed.emit(job.error)
        elif told:
            self._say(ending)
        if time.monotonic() - begun >= LONG_SECONDS and not self._window.isActiveWindow():
            QApplication.alert(self._window)
        job.deleteLater()
        if not self.running and self._given_up is not None:
            then, self._given_up = self._given_up, None
            then()

    def _keep(self, title: str, state: State, ending: Ending) -> None:
        self.history.append(Said(next(self._numbers), self._clock.now(), title, state, ending))
        self.changed.emit()


def _show_report(error: Exception, window: QWidget) -> None:
    from kammerdesk.ui.kit.errors import ErrorDialog  # seldom needed

    ErrorDialog(error, window).open()
