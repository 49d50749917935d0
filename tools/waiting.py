"""Waiting for something in a running window, asleep between its events: a busy wait takes the work its processor."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QEvent, QEventLoop, QTimer
from PySide6.QtWidgets import QApplication

HEARTBEAT = 5
"""Milliseconds after which one looks again where nothing happens."""

PATIENCE = 60.0
"""Seconds after which something that does not come counts as stuck."""


def until(condition: Callable[[], object], what: str) -> None:
    """Handles events until a condition holds; raises RuntimeError, naming what it waited for, when it never does."""
    flags = QEventLoop.ProcessEventsFlag
    heartbeat = QTimer(interval=HEARTBEAT)
    heartbeat.start()
    deadline = time.monotonic() + PATIENCE
    while not condition():
        if time.monotonic() > deadline:
            raise RuntimeError(f"waited in vain for {what}")
        QApplication.processEvents(flags.AllEvents | flags.WaitForMoreEvents)
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)  # as the program's own loop does
    heartbeat.stop()


def pause(seconds: float) -> None:
    """Handles events for a while."""
    end = time.monotonic() + seconds
    until(lambda: time.monotonic() >= end, "time to pass")
