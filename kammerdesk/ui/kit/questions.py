"""Questions the worker has while it opens the data: shown over the window, the worker waits for the answer."""

from __future__ import annotations

from collections.abc import Callable
from queue import SimpleQueue
from typing import Generic, TypeVar

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QDialog, QWidget

from kammerdesk.base.errors import KammerError

T = TypeVar("T")


class Question(QDialog, Generic[T]):
    """A dialog that ends with an answer, or is closed without one."""

    def answer(self) -> T:
        """The answer, once the dialog was accepted."""
        raise NotImplementedError


Make = Callable[[QWidget | None], Question[T]]
"""Makes the dialog over a window, on the main thread."""


class Questions(QObject):
    """Made on the main thread; `ask` is called in the worker."""

    _asked = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._answers: SimpleQueue[object] = SimpleQueue()
        self._window: QWidget | None = None
        self._open: Question[object] | None = None
        self._over = False
        self._asked.connect(self._show, Qt.ConnectionType.QueuedConnection)

    def stand_over(self, window: QWidget) -> None:
        """The window over which questions are shown."""
        self._window = window

    def ask(self, make: Make[T], given_up: str) -> T:
        """The user's answer; raises KammerError with the sentence `given_up` when there is none."""
        if not self._over:
            self._asked.emit(make)
            answer = self._answers.get()
            if answer is not None:
                return answer  # type: ignore[return-value]  # what the dialog of this very question gave
        raise KammerError(given_up)

    def give_up(self) -> None:
        """The window is closed: nobody answers any more."""
        self._over = True
        if self._open is not None:
            self._open.reject()
        self._answers.put(None)

    def _show(self, make: Make[object]) -> None:
        if self._over:
            return
        dialog = self._open = make(self._window)
        dialog.finished.connect(lambda result: self._take(dialog, result))
        dialog.open()

    def _take(self, dialog: Question[object], result: int) -> None:
        self._open = None
        self._answers.put(dialog.answer() if result == QDialog.DialogCode.Accepted else None)
        dialog.deleteLater()
