"""Python's cycle collector on the main thread only: in a worker it would destroy widgets there, which crashes Qt."""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer

from kammerdesk.ui.kit.window_first import may_wait

INTERVAL = 1000
"""Milliseconds between two looks at whether there is enough to collect."""


class MainThreadGarbage(QObject):
    """Switches the automatic collector off, which runs in whatever thread happens to allocate, and collects by a timer.

    The thresholds stay those of `gc.set_threshold`; `end` gives the collector back to Python.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        gc.disable()
        self._timer = QTimer(self, interval=INTERVAL)
        self._timer.timeout.connect(self.collect)
        self._timer.start()

    def collect(self) -> None:
        """Collects the oldest generation that is due, as Python would, unless the window comes first just now."""
        if may_wait():
            return
        limits = gc.get_threshold()
        due = [number for number, count in enumerate(gc.get_count()) if count > limits[number]]
        if due:
            gc.collect(due[-1])

    def end(self) -> None:
        """Lets Python collect by itself again."""
        self._timer.stop()
        gc.enable()
