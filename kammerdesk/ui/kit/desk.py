"""The one door to the data for the screen: one worker thread with its own store, answers on the main thread."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from queue import SimpleQueue
from threading import Thread
from typing import Any, Concatenate, Generic, ParamSpec, Protocol, TypeVar, TypeVarTuple

import shiboken6
from PySide6.QtCore import QObject, Qt, Signal

from kammerdesk.base.errors import KammerError, Refused, refuse
from kammerdesk.base.i18n import tr

P = ParamSpec("P")
T = TypeVar("T")
Ts = TypeVarTuple("Ts")
T_co = TypeVar("T_co", covariant=True)
O = TypeVar("O")  # noqa: E741  the order of an action


class OutcomeLike(Protocol[T_co]):
    """What an action brought: its value and the kinds of records it changed."""

    @property
    def value(self) -> T_co: ...
    @property
    def changes(self) -> frozenset[str]: ...


class StoreLike(Protocol):
    """What the desk asks of a store; `kammerdesk.store.store.Store` is one."""

    def ask(self, query: Callable[Concatenate[Any, P], T], *args: P.args, **kwargs: P.kwargs) -> T: ...
    def do(self, action: Callable[[Any, O], T], order: O, *, reason: str = "") -> OutcomeLike[T]: ...
    def close(self) -> None: ...


class Saving(Enum):
    """How it stands with what was ordered."""

    UNDER_WAY = "under_way"
    DONE = "done"
    FAILED = "failed"


@dataclass(frozen=True)
class _Task(Generic[T]):
    """One thing for the worker, and where its answer goes; `owner` is the widget that waits for it."""

    work: Callable[[StoreLike], tuple[T, frozenset[str]]]
    then: Callable[[T], None] | None = None
    refused: Callable[[Refused], None] | None = None
    finished: Callable[[], None] | None = None
    owner: QObject | None = None
    is_order: bool = False

    def is_awaited(self) -> bool:
        """Whether the widget that asked is still there."""
        return self.owner is None or shiboken6.isValid(self.owner)


@dataclass(frozen=True)
class _Answer(Generic[T]):
    task: _Task[T]
    result: tuple[T, frozenset[str]] | None = None
    error: Exception | None = None


@dataclass(frozen=True, slots=True)
class _Opened:
    error: Exception | None = None


class Desk(QObject):
    """Asks and orders go in, answers come back on the main thread in the same order.

    Answers for a widget that is gone meanwhile are dropped. Nothing is lost on `close`: what was ordered before is
    carried out, then the store is closed and the thread ends.
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
    """An order was given, carried out, or failed (a refusal is not a failure)."""
    _answered = Signal(object)

    def __init__(self, open_store: Callable[[], StoreLike], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._open_store = open_store
        self._tasks: SimpleQueue[_Task[Any] | None] = SimpleQueue()
        self._thread: Thread | None = None
        self._under_way = 0
        self.is_open = False
        self._answered.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    def open(self) -> None:
        """Starts the worker, which opens the store; call it after the first paint, again after a failure."""
        if self._thread is None:
            self._thread = Thread(target=self._serve, name="desk", daemon=True)
            self._thread.start()

    def close(self) -> None:
        """Finishes what was ordered, closes the store and ends the thread; answers are dropped."""
        self._answered.disconnect(self._deliver)
        if self._thread is not None:
            self._tasks.put(None)
            self._thread.join()
            self._thread = None

    @property
    def is_busy(self) -> bool:
        """Whether an answer is still to come."""
        return self._under_way > 0

    def ask(
        self,
        query: Callable[[Any, *Ts], T],
        *args: *Ts,
        then: Callable[[T], None],
        owner: QObject | None = None,
    ) -> None:
        """Calls `query(session, *args)` in the worker and `then(answer)` here.

        `owner` is the widget that waits, by default the one whose method `then` is; name it when `then` is a lambda.
        """

        def work(store: StoreLike) -> tuple[T, frozenset[str]]:
            return store.ask(query, *args), frozenset()

        self._put(_Task(work, then, owner=owner or _owner_of(then)))

    def do(
        self,
        action: Callable[[Any, O], T],
        order: O,
        *,
        then: Callable[[T], None] | None = None,
        refused: Callable[[Refused], None] | None = None,
        finished: Callable[[], None] | None = None,
        owner: QObject | None = None,
    ) -> None:
        """Carries out `action(work, order)`; `then` gets its value, `refused` the reasons why not.

        `refused` is also told that the order failed, so that what was typed stays with a sentence; without it a
        refusal goes the way of all errors, the signal `failed`. `finished` is called in any case.
        """

        def work(store: StoreLike) -> tuple[T, frozenset[str]]:
            outcome = store.do(action, order)
            return outcome.value, outcome.changes

        self._put(_Task(work, then, refused, finished, owner or _owner_of(then, refused, finished), True))

    def prepare(self, work: Callable[[], T], *, then: Callable[[T], None], owner: QObject | None = None) -> None:
        """Runs something heavy that needs no data in the worker, such as an import; `then` gets what it returns."""
        self._put(_Task(lambda _: (work(), frozenset()), then, owner=owner or _owner_of(then)))

    def _put(self, task: _Task[Any]) -> None:
        self._under_way += 1
        if self._under_way == 1:
            self.busy.emit(True)
        if task.is_order:
            self.saving.emit(Saving.UNDER_WAY)
        self._tasks.put(task)

    def _serve(self) -> None:
        try:
            store = self._open_store()
        except Exception as error:
            self._answered.emit(_Opened(error))
            return
        self._answered.emit(_Opened())
        try:
            while (task := self._tasks.get()) is not None:
                self._answered.emit(_carried_out(task, store))
        finally:
            store.close()

    def _deliver(self, answer: _Answer[Any] | _Opened) -> None:
        if isinstance(answer, _Opened):
            self._deliver_opening(answer.error)
            return
        self._under_way -= 1
        if self._under_way == 0:
            self.busy.emit(False)
        if answer.task.is_order:
            failed = answer.error is not None and not isinstance(answer.error, Refused)
            self.saving.emit(Saving.FAILED if failed else Saving.DONE)
        if answer.task.is_awaited() and answer.task.finished is not None:
            answer.task.finished()
        if answer.error is not None:
            self._deliver_error(answer.task, answer.error)
        elif answer.result is not None:
            value, changes = answer.result
            if answer.task.is_awaited() and answer.task.then is not None:
                answer.task.then(value)
            if changes:
                self.changed.emit(changes)

    def _deliver_opening(self, error: Exception | None) -> None:
        if error is None:
            self.is_open = True
            self.opened.emit()
            return
        if self._thread is not None:
            self._thread.join()
            self._thread = None
        self.failed.emit(error)

    def _deliver_error(self, task: _Task[Any], error: Exception) -> None:
        if not isinstance(error, KammerError):
            self.failed.emit(error)
        if task.refused is not None and task.is_awaited():
            task.refused(_as_refusal(error))
        elif isinstance(error, KammerError):
            self.failed.emit(error)


def _carried_out(task: _Task[T], store: StoreLike) -> _Answer[T]:
    try:
        return _Answer(task, result=task.work(store))
    except Exception as error:
        return _Answer(task, error=error)


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
