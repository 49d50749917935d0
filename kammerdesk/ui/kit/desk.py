"""The one door to the data for the screen: one worker thread with its own store, answers on the main thread."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from queue import SimpleQueue
from threading import Thread
from typing import Any, TypeVar, TypeVarTuple

import shiboken6
from PySide6.QtCore import QCoreApplication, QEventLoop, QObject, Qt, Signal

from kammerdesk.base.errors import KammerError, Refused, refuse
from kammerdesk.base.i18n import tr
from kammerdesk.ui.kit.loans import Loans, StoreLike, only_reading

T = TypeVar("T")
Ts = TypeVarTuple("Ts")
O = TypeVar("O")  # noqa: E741  the order of an action


class Saving(Enum):
    """How it stands with what was ordered."""

    UNDER_WAY = "under_way"
    DONE = "done"
    FAILED = "failed"
    REFUSED = "refused"
    """Nothing was stored, and nothing is wrong with storing: what failed or was stored before stays true."""


@dataclass(frozen=True, slots=True)
class _Waiting:
    """Who waits for an answer; `owner` is the widget. Never leaves the main thread."""

    then: Callable[[Any], None] | None
    refused: Callable[[Refused], None] | None
    finished: Callable[[], None] | None
    owner: QObject | None
    order: Callable[[StoreLike], tuple[Any, frozenset[str]]] | None = None
    """What was ordered, to be ordered again when it failed; None for a question."""

    @property
    def is_order(self) -> bool:
        """Whether something was to be changed."""
        return self.order is not None

    def is_there(self) -> bool:
        """Whether the widget that asked still is."""
        return self.owner is None or shiboken6.isValid(self.owner)


@dataclass(frozen=True, slots=True)
class NotSaved:
    """An order that failed, for whatever cause but a refusal; `again` gives it again while somebody waits for it."""

    error: Exception
    waits: Callable[[], bool]
    again: Callable[[], None]

    @property
    def sentence(self) -> str:
        """What the user reads; an error of the program tells no more than that it is one."""
        return _as_refusal(self.error).reasons[0].sentence


@dataclass(slots=True)
class _Errand:
    """What the worker carries out, and how it went.

    The main thread empties it: whatever hangs on it (a widget in a closure, say) is let go there and not in the worker,
    where letting go of the last reference would destroy the widget.
    """

    work: Callable[[StoreLike], tuple[Any, frozenset[str]]] | None
    alone: bool = False
    result: tuple[Any, frozenset[str]] | None = None
    error: Exception | None = None

    def carry_out(self, store: StoreLike) -> None:
        """Runs in the worker."""
        try:
            if self.work is not None:
                self.result = self.work(store)
        except Exception as error:
            self.error = error

    def take(self) -> tuple[tuple[Any, frozenset[str]] | None, Exception | None]:
        """Result and error; nothing is left in it."""
        taken = self.result, self.error
        self.work = self.result = self.error = None
        return taken


@dataclass(frozen=True, slots=True)
class _Opened:
    error: Exception | None = None


class Desk(QObject):
    """Asks and orders go in, answers come back on the main thread in the same order.

    Answers for a widget that is gone meanwhile are dropped. Nothing is lost on `close`: what was ordered before is
    carried out, then the store is closed and the thread ends. Whoever wants to know how that went calls `drain` first.
    """

    opened = Signal()
    """The store is open; what was asked before is answered now."""
    changed = Signal(frozenset)
    """The kinds of records an action has just changed."""
    failed = Signal(object)
    """An exception nobody else takes: a KammerError is shown as it reads, anything else is our bug."""
    busy = Signal(bool)
    """Whether anything is under way."""
    saving = Signal(Saving)
    """An order was given, carried out, refused, or failed."""
    not_saved = Signal(object)
    """The NotSaved of an order that failed, right after `saving` said so."""
    turned = Signal()
    """Questions are answered as of another moment from now on."""
    closing = Signal()
    """The worker is about to be waited for: nobody may keep it waiting any more."""
    _answered = Signal(object)

    def __init__(self, open_store: Callable[[], StoreLike], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._open_store = open_store
        self._errands: SimpleQueue[_Errand | None] = SimpleQueue()
        self._waiting: deque[_Waiting] = deque()
        self._thread: Thread | None = None
        self._closed = False
        self.is_open = False
        self.loans = Loans()
        self.as_of: datetime | None = None
        """The moment of which one sees the data; None for now."""
        self._answered.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    def open(self) -> None:
        """Starts the worker, which opens the store; call it after the first paint, again after a failure."""
        if self._thread is None:
            self._thread = Thread(target=self._serve, name="desk", daemon=True)
            self._thread.start()

    def close(self) -> None:
        """Finishes what was ordered, closes the store and ends the thread; answers are dropped."""
        if self._closed:
            return
        self._closed = True
        self._answered.disconnect(self._deliver)
        self.loans.end()
        self.closing.emit()
        if self._thread is not None:
            self._errands.put(None)
            self._thread.join()
            self._thread = None
        self._waiting.clear()

    @property
    def is_busy(self) -> bool:
        """Whether an answer is still to come."""
        return bool(self._waiting)

    @property
    def is_saving(self) -> bool:
        """Whether an order is under way."""
        return any(waiting.is_order for waiting in self._waiting)

    def drain(self) -> None:
        """Waits until everything is answered, and what was asked on the answers too; keys and mouse wait meanwhile."""
        flags = QEventLoop.ProcessEventsFlag
        while self.is_busy and self._thread is not None:
            QCoreApplication.processEvents(flags.ExcludeUserInputEvents | flags.WaitForMoreEvents)

    def turn_to(self, moment: datetime | None) -> None:
        """Answers questions as they would have been answered at a moment, and takes no orders; None for now again."""
        if moment != self.as_of:
            self.as_of = moment
            self.turned.emit()

    def ask(
        self,
        query: Callable[[Any, *Ts], T],
        *args: *Ts,
        then: Callable[[T], None],
        refused: Callable[[Refused], None] | None = None,
        finished: Callable[[], None] | None = None,
        owner: QObject | None = None,
        now: bool = False,
    ) -> None:
        """Calls `query(session, *args)` in the worker and `then(answer)` here; before it, or on an error, `finished`.

        `refused` gets why there is no answer; without it an error goes the way of all, the signal `failed`.
        `owner` is the widget that waits, by default the one whose method `then` is; name it when `then` is a lambda.
        `now` asks for the present even while one sees the data of a moment.
        """
        moment = None if now else self.as_of

        def work(store: StoreLike) -> tuple[T, frozenset[str]]:
            answer = store.ask(query, *args) if moment is None else store.ask_as_of(moment, query, *args)
            return answer, frozenset()

        self._put(work, _Waiting(then, refused, finished, owner or _owner_of(then, refused, finished)))

    def do(
        self,
        action: Callable[[Any, O], T],
        order: O,
        *,
        reason: str = "",
        then: Callable[[T], None] | None = None,
        refused: Callable[[Refused], None] | None = None,
        finished: Callable[[], None] | None = None,
        owner: QObject | None = None,
    ) -> None:
        """Carries out `action(work, order)`; `then` gets its value, `refused` the reasons why not.

        `reason` is why, for the journal.

        `refused` is also told that the order failed, so that what was typed stays with a sentence; without it a
        refusal goes the way of all errors, the signal `failed`. `finished` is called in any case. While one sees the
        data of a moment, nothing is carried out: that is a KammerError.
        """
        moment = self.as_of

        def work(store: StoreLike) -> tuple[T, frozenset[str]]:
            if moment is not None:
                raise KammerError(only_reading(moment))
            outcome = store.do(action, order, reason=reason)
            return outcome.value, outcome.changes

        self._put(work, _Waiting(then, refused, finished, owner or _owner_of(then, refused, finished), work))

    def tend(
        self,
        work: Callable[[Any], T],
        *,
        then: Callable[[T], None] | None = None,
        refused: Callable[[Refused], None] | None = None,
        finished: Callable[[], None] | None = None,
        owner: QObject | None = None,
    ) -> None:
        """Calls `work(store)` in the worker: for what is neither a question nor an action, such as a backup."""
        waiting = _Waiting(then, refused, finished, owner or _owner_of(then, refused, finished))
        self._put(lambda store: (work(store), frozenset()), waiting)

    def exchange(
        self, work: Callable[[], T], *, then: Callable[[T], None] | None = None, owner: QObject | None = None
    ) -> None:
        """Closes the store, calls `work()`, opens the store again: for what needs the data alone, such as a restore.

        What was ordered before is carried out before, what is asked later waits. When the store cannot be opened
        again, that is `failed`, and `open` may be tried again.
        """
        waiting = _Waiting(then, None, None, owner or _owner_of(then))
        self._put(lambda _: (work(), frozenset()), waiting, alone=True)

    def prepare(self, work: Callable[[], T], *, then: Callable[[T], None], owner: QObject | None = None) -> None:
        """Runs something heavy that needs no data in the worker, such as an import; `then` gets what it returns."""
        self._put(lambda _: (work(), frozenset()), _Waiting(then, None, None, owner or _owner_of(then)))

    def _put(
        self, work: Callable[[StoreLike], tuple[Any, frozenset[str]]], waiting: _Waiting, alone: bool = False
    ) -> None:
        """After closing, questions are dropped as their answers would be; an order nobody carries out is our bug."""
        if self._closed:
            if waiting.is_order:
                raise RuntimeError("an order came after the desk was closed")
            return
        self._waiting.append(waiting)
        if len(self._waiting) == 1:
            self.busy.emit(True)
        if waiting.is_order:
            self.saving.emit(Saving.UNDER_WAY)
        self._errands.put(_Errand(work, alone))

    def _serve(self) -> None:
        done = self._serve_one_store()
        while done is not None:
            done = self._serve_one_store(done)

    def _serve_one_store(self, done: _Errand | None = None) -> _Errand | None:
        """Opens the store, answers what was `done` without it, and carries out errands until one needs the data alone.

        Returns that one, carried out; None when the desk was closed or the store could not be opened.
        """
        try:
            store = self._open_store()
        except Exception as error:
            self._answered.emit(_Opened(error))
            if done is not None:
                self._answered.emit(done)
            return None
        self.loans.offer(store)
        self._answered.emit(_Opened())
        if done is not None:
            self._answered.emit(done)
        errand: _Errand | None = None
        try:
            while (errand := self._errands.get()) is not None and not errand.alone:
                errand.carry_out(store)
                self._answered.emit(errand)
        finally:
            self.loans.take_back()
            store.close()
        if errand is not None:
            errand.carry_out(store)
        return errand

    def _deliver(self, answer: _Errand | _Opened) -> None:
        if self._closed:
            return
        if isinstance(answer, _Opened):
            self._deliver_opening(answer.error)
            return
        result, error = answer.take()
        waiting = self._waiting.popleft()
        if not self._waiting:
            self.busy.emit(False)
        if waiting.is_order:
            how = _how_it_went(error)
            self.saving.emit(how)
            if how is Saving.FAILED and error is not None:
                self.not_saved.emit(self._not_saved(waiting, error))
        if waiting.is_there() and waiting.finished is not None:
            waiting.finished()
        if error is not None:
            self._deliver_error(waiting, error)
        elif result is not None:
            value, changes = result
            if waiting.is_there() and waiting.then is not None:
                waiting.then(value)
            if changes:
                self.changed.emit(changes)

    def _not_saved(self, waiting: _Waiting, error: Exception) -> NotSaved:
        def again() -> None:
            if waiting.order is not None and waiting.is_there():
                self._put(waiting.order, waiting)

        return NotSaved(error, waiting.is_there, again)

    def _deliver_opening(self, error: Exception | None) -> None:
        if error is None:
            self.is_open = True
            self.opened.emit()
            return
        if self._thread is not None:
            self._thread.join()
            self._thread = None
        self.is_open = False
        self.failed.emit(error)

    def _deliver_error(self, waiting: _Waiting, error: Exception) -> None:
        if not isinstance(error, KammerError):
            self.failed.emit(error)
        if waiting.refused is not None and waiting.is_there():
            waiting.refused(_as_refusal(error))
        elif isinstance(error, KammerError):
            self.failed.emit(error)


def _how_it_went(error: Exception | None) -> Saving:
    if error is None:
        return Saving.DONE
    return Saving.REFUSED if isinstance(error, Refused) else Saving.FAILED


def _as_refusal(error: Exception) -> Refused:
    """What stands beside an entry that was not stored, whatever the cause."""
    if isinstance(error, Refused):
        return error
    if isinstance(error, KammerError):
        return refuse("", str(error))
    return refuse("", tr("Not saved because of an error in the program. Your entry is still here."))


def _owner_of(*callbacks: Callable[..., None] | None) -> QObject | None:
    """The widget whose method one of the callbacks is."""
    for callback in callbacks:
        holder = getattr(callback, "__self__", None)
        if isinstance(holder, QObject):
            return holder
    return None
