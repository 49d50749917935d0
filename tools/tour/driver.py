"""Drives one window: keys in, pictures out, and patience until the window has nothing left to do."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtCore import QEventLoop
from PySide6.QtWidgets import QApplication, QWidget

from kammerdesk.ui.main_window import MainWindow
from tools.keyboard import focused, press, type_text

PATIENCE = 60.0
"""Seconds after which a step that does not come to rest counts as failed."""


@dataclass(frozen=True, slots=True)
class Shot:
    """A picture with its caption."""

    file: str
    caption: str


@dataclass(slots=True)
class Album:
    """The numbered pictures of the tour."""

    folder: Path
    shots: list[Shot] = field(default_factory=list)

    def add(self, widget: QWidget, name: str, caption: str) -> None:
        """Takes a picture of a widget."""
        file = f"{len(self.shots) + 1:02d}_{name}.png"
        widget.grab().save(str(self.folder / file))
        self.shots.append(Shot(file, caption))


@dataclass(slots=True)
class Driver:
    """A clerk at one window."""

    app: QApplication
    window: MainWindow
    album: Album

    def press(self, *keys: str) -> None:
        """Presses keys one after another and waits until the window is at rest."""
        for key in keys:
            press(key)
            self.rest()

    def type(self, text: str) -> None:
        """Types a text and waits."""
        type_text(text)
        self.rest()

    def rest(self) -> None:
        """Waits until the desk is idle and the events of the last 150 ms were handled (filters, details, toasts)."""
        self.until(lambda: not self.window.desk.is_busy, "the desk to be idle")
        pause = time.monotonic() + 0.15
        self.until(lambda: time.monotonic() > pause and not self.window.desk.is_busy, "the window to rest")

    def until(self, condition: Callable[[], bool], what: str) -> None:
        """Handles events until a condition holds; raises RuntimeError when it never does."""
        deadline = time.monotonic() + PATIENCE
        while not condition():
            if time.monotonic() > deadline:
                raise RuntimeError(f"waited in vain for {what}")
            self.app.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 20)

    def shot(self, name: str, caption: str) -> None:
        """A picture of the window, or of the dialog that lies over it."""
        self.rest()
        dialog = self.app.activeModalWidget()
        self.album.add(dialog or self.window, name, caption)

    def focus(self) -> QWidget:
        """The widget with the cursor."""
        return focused()
