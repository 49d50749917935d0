"""One window per folder: the second start says so and ends."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QMessageBox

from kammerdesk.app import start
from kammerdesk.store.lock import lock_window
from tests.ui.keyboard import press


def test_the_second_start_shows_the_sentence_and_ends_with_1(dressed: QApplication, houses: Path) -> None:
    held = lock_window(houses / "BS")
    shown: list[str] = []

    def answer() -> None:
        box = QApplication.activeModalWidget()
        assert isinstance(box, QMessageBox)
        shown.append(box.text())
        press(Qt.Key.Key_Return)

    QTimer.singleShot(200, dressed, answer)
    assert start(dressed, houses / "BS") == 1
    held.release()
    assert len(shown) == 1
    assert str(houses / "BS") in shown[0]
