"""Before the data are open: the passphrase over the painted window, copy or move, notices, and no way to hang."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from kammerdesk import app
from kammerdesk.store import keys
from kammerdesk.store.incarnation import CopyAnswer, CopyFound
from kammerdesk.ui.kit.feedback import InfoBar
from kammerdesk.ui.kit.questions import Question
from kammerdesk.ui.main_window import MainWindow
from kammerdesk.ui.settings.opening import CopyDialog, PassphraseDialog
from tests.ui.keyboard import clipped_labels, press, type_text, unnamed_controls

PASSPHRASE = "vier lange Wörter hier"


@pytest.fixture
def sealed(houses: Path) -> Path:
    """A house whose key is sealed under a passphrase."""
    keys.protect(houses / "BS", PASSPHRASE)
    return houses / "BS"


@pytest.fixture
def window(qtbot: QtBot, dressed: QApplication, sealed: Path) -> Iterator[MainWindow]:
    made = app.build_window(sealed)
    qtbot.addWidget(made)
    made.show()
    yield made
    made.end()


def asked(qtbot: QtBot) -> Question[object]:
    qtbot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), Question), timeout=20_000)
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, Question)
    dialog.activateWindow()
    qtbot.waitUntil(dialog.isActiveWindow)
    return dialog


def test_the_passphrase_opens_the_data_and_a_wrong_one_is_said(qtbot: QtBot, window: MainWindow) -> None:
    first = asked(qtbot)
    assert isinstance(first, PassphraseDialog)
    type_text("falsch, ganz falsch")
    press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: QApplication.activeModalWidget() not in (None, first), timeout=20_000)
    second = asked(qtbot)
    assert any("nicht die Passphrase" in bar.sentence for bar in second.findChildren(InfoBar))
    qtbot.waitUntil(lambda: not clipped_labels(second))
    assert unnamed_controls(second) == []
    type_text(PASSPHRASE)
    press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.desk.is_open, timeout=20_000)


def test_whoever_gives_up_is_told_and_may_try_again(qtbot: QtBot, window: MainWindow) -> None:
    asked(qtbot)
    press(Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: len(window.bars.sentences()) == 1, timeout=20_000)
    assert "verschlossen" in window.bars.sentences()[0]
    window.desk.open()
    assert isinstance(asked(qtbot), PassphraseDialog)


def test_a_window_that_is_closed_while_it_asks_does_not_hang(qtbot: QtBot, window: MainWindow) -> None:
    asked(qtbot)
    window.end()
    assert not window.isVisible()


@pytest.mark.parametrize(("downs", "answer"), [(0, CopyAnswer.COPY), (1, CopyAnswer.MOVE)])
def test_copy_or_move_is_answered_by_keys(qtbot: QtBot, dressed: object, downs: int, answer: CopyAnswer) -> None:
    dialog = CopyDialog(CopyFound(Path("/hier"), Path("/dort"), False), None)
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.activateWindow()
    qtbot.waitUntil(dialog.isActiveWindow)
    assert clipped_labels(dialog) == []
    press(Qt.Key.Key_Tab, times=downs)
    press(Qt.Key.Key_Return)
    assert not dialog.isVisible()
    assert dialog.answer() is answer
