"""Drives one window: keys in, pictures out, and patience until the window has nothing left to do."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QColor, QPainter, QPixmap
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QMainWindow, QWidget

from kammerdesk.ui.kit.preview import PreviewPage
from kammerdesk.ui.main_window import MainWindow
from tools.keyboard import choose_in, focused, press, type_text
from tools.waiting import pause, until

SETTLED = 0.4
"""Seconds until filters, details and delayed parts of a page have settled."""


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

    def add(self, picture: QPixmap, name: str, caption: str) -> None:
        """Keeps a picture."""
        file = f"{len(self.shots) + 1:02d}_{name}.png"
        picture.save(str(self.folder / file))
        self.shots.append(Shot(file, caption))


def picture(window: QWidget, dialog: QWidget | None) -> QPixmap:
    """The window as it is seen; a dialog lies in its middle over a shaded window."""
    picture = window.grab()
    if dialog is not None:
        painter = QPainter(picture)
        painter.fillRect(picture.rect(), QColor(0, 0, 0, 90))
        front = dialog.grab()
        painter.drawPixmap((picture.width() - front.width()) // 2, (picture.height() - front.height()) // 2, front)
        painter.end()
    return picture


class StrayWindows(QObject):
    """Notes every widget that flashes up as a window of its own; on a real screen it would take the keyboard away."""

    def __init__(self, app: QApplication) -> None:
        super().__init__()
        self.seen: list[str] = []
        app.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            popup = watched.windowType() in (Qt.WindowType.Popup, Qt.WindowType.ToolTip)
            if not popup and not isinstance(watched, QMainWindow | QDialog):
                self.seen.append(f"{type(watched).__name__} {watched.accessibleName()}")
        return False


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

    def _works(self) -> bool:
        """Whether an answer is to come, or a task is under way."""
        return self.window.desk.is_busy or bool(self.window.jobs.running)

    def rest(self, seconds: float = 0.02) -> None:
        """Waits until the desk is idle and the events of the last moment were handled."""
        until(lambda: not self._works(), "the desk to be idle")
        if self.app.activeWindow() is None:
            self.window.activateWindow()  # a window manager does so when a dialog closes; the screen in memory has none
        pause(seconds)
        until(lambda: not self._works(), "the window to rest")

    def answer_file(self, file: Path) -> None:
        """Answers the file dialog that is open."""
        until(lambda: isinstance(self.app.activeModalWidget(), QFileDialog), "the file dialog")
        dialog = self.app.activeModalWidget()
        assert isinstance(dialog, QFileDialog)
        choose_in(dialog, file)
        until(lambda: not isinstance(self.app.activeModalWidget(), QFileDialog), "the file dialog to close")

    def settle_preview(self) -> None:
        """Waits until the pages of a preview are made and shown."""
        until(self._preview_is_made, "the preview")
        self.rest()

    def _preview_is_made(self) -> bool:
        page = self.window.pages.page()
        return isinstance(page, PreviewPage) and page.paper is not None

    def shot(self, name: str, caption: str) -> None:
        """A picture of the window with the dialog that lies over it; what toasts said before is cleared away."""
        self.rest(SETTLED)
        self.album.add(picture(self.window, self.app.activeModalWidget()), name, caption)
        self.window.toasts.clear()

    def focus(self) -> QWidget:
        """The widget with the cursor."""
        return focused()
