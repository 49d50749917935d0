"""Before the data are open: the passphrase over the painted window, copy or move, notices, and no way to hang."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from kammerdesk import app
from kammerdesk.base.user import user_name
from kammerdesk.store import keys
from kammerdesk.store.backup import back_up
from kammerdesk.store.incarnation import CopyAnswer, CopyFound
from kammerdesk.store.store import Store
from kammerdesk.ui.kit.feedback import InfoBar
from kammerdesk.ui.kit.questions import Question
from kammerdesk.ui.kit.weighing import Weighing
from kammerdesk.ui.kit.widgets import Button
from kammerdesk.ui.main_window import MainWindow
from kammerdesk.ui.settings.opening import CopyDialog, PassphraseDialog
from tests.ui.keyboard import CTRL, clipped_labels, press, type_text, unnamed_controls
from tests.ui.office import CLOCK

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


def test_damaged_data_are_told_with_the_way_out_which_leads_out(
    qtbot: QtBot, dressed: QApplication, houses: Path
) -> None:
    folder = houses / "BS"
    store = Store.open(folder, user=user_name(), clock=CLOCK)
    back_up(store)
    store.close()
    file = folder / "kammerdesk.db"
    file.write_bytes(b"\0" * file.stat().st_size)
    window = app.build_window(folder)
    qtbot.addWidget(window)
    window.show()
    qtbot.waitUntil(lambda: len(window.bars.sentences()) == 1, timeout=20_000)
    verb = next(each for each in window.bars.findChildren(Button) if "zurückspielen" in each.text())
    verb.click()
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, Weighing)
    dialog.activateWindow()
    qtbot.waitUntil(dialog.isActiveWindow)
    type_text("Platte kaputt")
    press(Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: window.desk.is_open, timeout=20_000)
    assert any("zurückgespielt" in sentence for sentence in window.bars.sentences())
    assert any(folder.glob("quarantine/*/kammerdesk.db"))
    window.end()
