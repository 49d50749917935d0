"""Data and backups whose key is not here are opened by typing the recovery sheet."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from kammerdesk import app
from kammerdesk.base.user import user_name
from kammerdesk.office.recovery import sheet_lines
from kammerdesk.store import keys
from kammerdesk.store.backup import back_up
from kammerdesk.store.key_change import change_key
from kammerdesk.store.keys import Protection
from kammerdesk.store.store import Store
from kammerdesk.ui.kit.dialogs import FormDialog
from kammerdesk.ui.kit.questions import Question
from kammerdesk.ui.kit.weighing import Weighing
from kammerdesk.ui.kit.widgets import Button
from kammerdesk.ui.main_window import MainWindow
from tests.ui.keyboard import CTRL, clipped_labels, press, type_text, unnamed_controls
from tests.ui.office import CLOCK

PASSPHRASE = "vier lange Wörter hier"


@pytest.fixture
def folder(houses: Path) -> Path:
    return houses / "BS"


@pytest.fixture
def windows(qtbot: QtBot, dressed: QApplication) -> Iterator[list[MainWindow]]:
    made: list[MainWindow] = []
    yield made
    for window in made:
        window.end()


def opened(qtbot: QtBot, windows: list[MainWindow], folder: Path) -> MainWindow:
    window = app.build_window(folder)
    windows.append(window)
    qtbot.addWidget(window)
    window.show()
    return window


def press_remedy(qtbot: QtBot, window: MainWindow, words: str) -> None:
    """Presses the button with these words in the bars, as soon as it is there."""

    def found() -> list[Button]:
        return [each for each in window.bars.findChildren(Button) if words in each.text()]

    qtbot.waitUntil(lambda: bool(found()), timeout=20_000)
    found()[0].click()


def sheet_dialog(qtbot: QtBot) -> FormDialog[object]:
    qtbot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), FormDialog), timeout=20_000)
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, FormDialog)
    dialog.activateWindow()
    qtbot.waitUntil(dialog.isActiveWindow)
    return dialog


def said(dialog: FormDialog[object]) -> str:
    return " ".join(each.text() for each in dialog.form.summary.findChildren(QLabel))


def type_lines(*lines: str) -> None:
    for line in lines:
        type_text(line.lower())
        press(Qt.Key.Key_Return)


@pytest.mark.parametrize("damaged", [None, b"\0\0\0", b"{}"])
def test_the_sheet_opens_data_whose_key_is_missing_or_damaged(
    qtbot: QtBot, windows: list[MainWindow], folder: Path, damaged: bytes | None
) -> None:
    key = keys.stored_key(folder)
    (folder / keys.KEY_FILE).unlink() if damaged is None else (folder / keys.KEY_FILE).write_bytes(damaged)
    window = opened(qtbot, windows, folder)
    press_remedy(qtbot, window, "Wiederherstellungsbogen")
    dialog = sheet_dialog(qtbot)
    qtbot.waitUntil(lambda: not clipped_labels(dialog))
    assert unnamed_controls(dialog) == []
    type_lines(*sheet_lines(key))
    type_text(PASSPHRASE)  # asked for, as there is no keyring here
    press(Qt.Key.Key_Return)
    type_text(PASSPHRASE)
    press(Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: window.desk.is_open, timeout=20_000)
    assert keys.protection(folder) is Protection.PASSPHRASE
    assert keys.stored_key(folder, lambda _: PASSPHRASE) == key


def test_the_wrong_line_is_named_beside_its_field_and_what_was_typed_stays(
    qtbot: QtBot, windows: list[MainWindow], folder: Path
) -> None:
    lines = sheet_lines(keys.stored_key(folder))
    (folder / keys.KEY_FILE).unlink()
    window = opened(qtbot, windows, folder)
    press_remedy(qtbot, window, "Wiederherstellungsbogen")
    dialog = sheet_dialog(qtbot)
    swapped = lines[1][:-2] + lines[1][-1] + lines[1][-2] if lines[1][-1] != lines[1][-2] else lines[1][:-1]
    type_lines(lines[0], swapped, lines[2], lines[3])
    assert "Zeile 2" in dialog.form.field("line2").accessibleDescription()
    for n in (1, 3, 4):
        assert "Zeile" not in dialog.form.field(f"line{n}").accessibleDescription()
    dialog.finish()
    assert dialog.isVisible()
    assert not window.desk.is_open
    assert dialog.form.typed()["line1"] == ""  # no draft keeps a key


def test_a_sheet_of_other_data_is_refused_in_the_dialog(qtbot: QtBot, windows: list[MainWindow], folder: Path) -> None:
    (folder / keys.KEY_FILE).write_text("ab" * 32)  # the wrong key: nobody knows whether it or the file is wrong
    window = opened(qtbot, windows, folder)
    press_remedy(qtbot, window, "Wiederherstellungsbogen")
    dialog = sheet_dialog(qtbot)
    type_lines(*sheet_lines("cd" * 32))
    press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "öffnet die Daten" in said(dialog), timeout=20_000)
    assert dialog.isVisible()


def test_whoever_forgot_the_passphrase_takes_the_sheet(qtbot: QtBot, windows: list[MainWindow], folder: Path) -> None:
    key = keys.stored_key(folder)
    keys.protect(folder, PASSPHRASE)
    window = opened(qtbot, windows, folder)
    qtbot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), Question), timeout=20_000)
    press(Qt.Key.Key_Escape)
    press_remedy(qtbot, window, "Wiederherstellungsbogen")
    sheet_dialog(qtbot)
    type_lines(*sheet_lines(key))
    type_text("neue lange Wörter")
    press(Qt.Key.Key_Return)
    type_text("neue lange Wörter")
    press(Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: window.desk.is_open, timeout=20_000)


def test_a_backup_whose_key_is_not_here_is_put_back_with_its_sheet(
    qtbot: QtBot, windows: list[MainWindow], folder: Path
) -> None:
    former = keys.stored_key(folder)
    store = Store.open(folder, user=user_name(), clock=CLOCK)
    back_up(store)
    store.close()
    change_key(folder)
    (folder / keys.KEY_FILE).write_text(keys.stored_key(folder))  # the former key is lost
    (folder / "kammerdesk.db").write_bytes(b"\0" * 16384)
    window = opened(qtbot, windows, folder)
    press_remedy(qtbot, window, "zurückspielen")
    qtbot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), Weighing), timeout=20_000)
    type_text("Platte kaputt")
    press(Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: any("anderen Schlüssel" in said for said in window.bars.sentences()), timeout=20_000)
    found = [each for each in window.bars.findChildren(Button) if "Wiederherstellungsbogen" in each.text()]
    found[-1].click()
    dialog = sheet_dialog(qtbot)
    type_lines(*sheet_lines("cd" * 32))
    press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "öffnet „" in said(dialog), timeout=20_000)
    dialog.form.field("line1").setFocus()
    type_lines(*sheet_lines(former))
    press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.desk.is_open, timeout=20_000)
    assert keys.stored_key(folder) == former
