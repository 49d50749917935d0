"""One window per folder: the second start says so and ends; what a dead process left is taken over."""

from __future__ import annotations

import socket
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QMessageBox

from kammerdesk.app import start
from kammerdesk.base.errors import KammerError
from kammerdesk.ui.kit.lock import LOCK_NAME, lock_folder
from tests.ui.keyboard import press


def test_a_second_window_on_the_same_folder_is_refused_in_a_sentence(tmp_path: Path) -> None:
    held = lock_folder(tmp_path)
    with pytest.raises(KammerError, match=socket.gethostname()):
        lock_folder(tmp_path)
    held.unlock()
    lock_folder(tmp_path).unlock()


def test_the_lock_of_a_dead_process_is_taken_over(tmp_path: Path) -> None:
    code = f"import os; from kammerdesk.ui.kit.lock import *; lock = lock_folder(Path({str(tmp_path)!r})); os._exit(1)"
    subprocess.run([sys.executable, "-c", code], check=False)
    assert (tmp_path / LOCK_NAME).exists()
    lock_folder(tmp_path).unlock()


def test_the_second_start_shows_the_sentence_and_ends_with_1(dressed: QApplication, houses: Path) -> None:
    held = lock_folder(houses / "BS")
    shown: list[str] = []

    def answer() -> None:
        box = QApplication.activeModalWidget()
        assert isinstance(box, QMessageBox)
        shown.append(box.text())
        press(Qt.Key.Key_Return)

    QTimer.singleShot(200, dressed, answer)
    assert start(dressed, houses / "BS") == 1
    held.unlock()
    assert len(shown) == 1
    assert str(houses / "BS") in shown[0]
