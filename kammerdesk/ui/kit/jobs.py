"""Long work beside the window: declared as data, carried out in a thread, stopped within half a second."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from threading import Thread
from typing import Any, Generic, TypeVar

import shiboken6
from PySide6.QtCore import QObject, Qt, Signal

from kammerdesk.base.i18n import tr
from kammerdesk.base.steps import Watch, watched
from kammerdesk.ui.kit.desk import Desk
from kammerdesk.ui.kit.feedback import Remedy
from kammerdesk.ui.kit.loans import Lent
from kammerdesk.ui.kit.tokens import Tone
from kammerdesk.ui.kit.window_first import window_first

T = TypeVar("T")


class Data(Enum):
    """What long work needs of the data, and so what it is called with."""

    NONE = "none"
    """Nothing: `work()`."""
    SHARED = "shared"
    """The store, beside the window: `work(lent)`. It asks on a connection of its own; when it writes, others wait."""
    ALONE = "alone"
    """That nobody has the data open: `work()`. Everything the window asks meanwhile waits."""


@dataclass(frozen=True, slots=True)
class Ending:
    """What remains of long work: a sentence, and what can be done with the result, such as opening a file."""

    sentence: str
    tone: Tone = Tone.OK
    remedies: tuple[Remedy, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class LongWork(Generic[T]):
    """Long work as data; texts are in the user's language already.

    `title` says what is done ("Backup"). `work` runs in a thread of its own, as `data` says; it tells by
    `base.steps.step` how far it is and stops there by Stopped, after taking back what it did. Where parts remain,
    `stopped(done, total)` says which, and the button reads "Anhalten" instead of "Abbrechen".

    On the main thread afterwards: `finished` in any case, `then` with the result while `owner` is there (by default
    always), `told` makes of the result what is said and kept; without it, only that it is done.
    """

    title: str
    work: Callable[..., T]
    data: Data = Data.NONE
    told: Callable[[T], Ending] | None = None
    then: Callable[[T], object] | None = None
    finished: Callable[[], object] | None = None
    stopped: Callable[[int, int], str] | None = None
    owner: QObject | None = None


class State(Enum):
    """How it stands with a job."""

    RUNNING = "running"
    STOPPING = "stopping"
    DONE = "done"
    STOPPED = "stopped"
    FAILED = "failed"


@dataclass(slots=True)
class _Outcome:
    """What came of the work; the main thread empties it, for widgets may hang on it."""

    result: Any = None
    error: Exception | None = None
    changes: frozenset[str] = frozenset()


class Job(QObject, Generic[T]):
    """Long work under way, and what came of it; lives on the main thread and dies with its parent.

    One whose parent is gone is stopped and says nothing more. Work that needs the data needs the desk.
    """

    ended = Signal()
    """Done, failed or stopped."""
    _finished = Signal(object)

    def __init__(self, work: LongWork[T], parent: QObject, desk: Desk | None = None) -> None:
        super().__init__(parent)
        self._work: LongWork[T] | None = work
        self._desk = desk
        self.title = work.title
        self.data = work.data
        self.keeps_parts = work.stopped is not None
        self.watch = Watch()
        self.state = State.RUNNING
        self.began: datetime | None = None
        """When, as the list of tasks says."""
        self.ending: Ending | None = None
        self.error: Exception | None = None
        self._thread: Thread | None = None
        self._finished.connect(self._deliver, Qt.ConnectionType.QueuedConnection)
        self.destroyed.connect(self.watch.stop)

    def start(self) -> None:
        """Begins."""
        assert self._work is not None
        run = _Run(self._work, self.watch, self._desk)
        if self.data is Data.ALONE:
            assert self._desk is not None
            self._desk.exchange(run.carry_out, then=self._deliver, owner=self)
            return
        self._thread = Thread(target=_run_aside, args=(run, self), name="job", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Asks the work to stop at its next step."""
        if self.is_running:
            self.watch.stop()
            self.state = State.STOPPING

    @property
    def is_running(self) -> bool:
        """Whether it has not ended yet."""
        return self.state in (State.RUNNING, State.STOPPING)

    def join(self) -> None:
        """Waits until the thread has ended; only at the end of the program."""
        if self._thread is not None:
            self._thread.join()

    def take(self, outcome: _Outcome) -> None:
        """Called in the thread: hands over what came of it."""
        if shiboken6.isValid(self):
            self._finished.emit(outcome)

    def _deliver(self, outcome: _Outcome) -> None:
        self.join()
        work, self._work = self._work, None
        assert work is not None
        result, error, outcome.result = outcome.result, outcome.error, None
        self.state = State.DONE if error is None else State.STOPPED if self.watch.is_stopped else State.FAILED
        try:
            self._tell(work, result, error)
        finally:  # whoever is told may fail by a mistake of ours; what has ended must not run for ever
            if outcome.changes and self._desk is not None:
                self._desk.changed.emit(outcome.changes)
            self.ended.emit()

    def _tell(self, work: LongWork[T], result: T, error: Exception | None) -> None:
        there = work.owner is None or shiboken6.isValid(work.owner)
        if work.finished is not None and there:
            work.finished()
        if error is None:
            self._succeed(work, result, there)
        elif self.state is State.STOPPED:
            self._give_up(work)
        else:
            self.error = error
            self.ending = Ending(str(error), Tone.ERR)

    def _succeed(self, work: LongWork[T], result: T, there: bool) -> None:
        self.watch.fraction = 1.0
        if work.told is not None:
            self.ending = work.told(result)
        if work.then is not None and there:
            work.then(result)

    def _give_up(self, work: LongWork[T]) -> None:
        remains = tr("“{title}” was cancelled. Nothing of it remains.").format(title=self.title)
        if work.stopped is not None:
            remains = work.stopped(*(self.watch.count or (0, 0)))
        self.ending = Ending(remains, Tone.WARN)


class _Run(Generic[T]):
    """What the thread has of a job."""

    def __init__(self, work: LongWork[T], watch: Watch, desk: Desk | None) -> None:
        self._work: LongWork[T] | None = work
        self._watch = watch
        self._loans = desk.loans if desk is not None else None
        self._moment = desk.as_of if desk is not None else None

    def carry_out(self) -> _Outcome:
        """Does the work; whatever goes wrong is told and not raised."""
        outcome = _Outcome()
        work, self._work = self._work, None
        assert work is not None
        try:
            with window_first(), watched(self._watch):
                if work.data is Data.SHARED and self._loans is not None:
                    with self._loans.borrowed(self._moment) as lent:
                        outcome.result = _lent_to(work, lent, outcome)
                else:
                    outcome.result = work.work()
        except Exception as error:
            outcome.error = error
        return outcome


def _lent_to(work: LongWork[T], lent: Lent, outcome: _Outcome) -> T:
    try:
        return work.work(lent)
    finally:
        outcome.changes = frozenset(lent.changes)


def _run_aside(run: _Run[T], job: Job[T]) -> None:
    """The whole of a thread."""
    job.take(run.carry_out())


def aside(
    work: Callable[[], T], then: Callable[[T], object], failed: Callable[[Exception], object], owner: QObject
) -> Job[T]:
    """Does something short without the data in a thread, with nothing to be seen of it; stopped when `owner` goes."""

    def tell() -> None:
        if job.error is not None:
            failed(job.error)

    job = Job(LongWork(title="", work=work, then=then, owner=owner), owner)
    job.ended.connect(tell)
    job.start()
    return job
