"""Check 38: the process is killed with an unsaved form; the next start offers every field of it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from kammerdesk.ui.kit.dialogs import FormDialog
from kammerdesk.ui.kit.draft import _Offer
from kammerdesk.ui.kit.feedback import InfoBar
from kammerdesk.ui.kit.list_page import ListPage
from kammerdesk.ui.kit.record_editor import RecordEditor
from kammerdesk.ui.kit.widgets import Button
from tests.ui.keyboard import press
from tests.ui.kit.typing_clerk import CREATES, EDITS
from tests.ui.office import Office


def killed_while_typing(folder: Path, what: str) -> dict[str, str]:
    """What stood in the fields when the process was killed, which had no time for anything."""
    command = [sys.executable, "-m", "tests.ui.kit.typing_clerk", str(folder), what]
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as program:
        assert program.stdout is not None
        typed: dict[str, str] = json.loads(program.stdout.readline())
        program.kill()
    assert program.returncode != 0
    return typed


@pytest.fixture
def folder(houses: Path) -> Path:
    return houses / "BS"


def go_on(office: Office) -> None:
    """Follows the bar that tells of the draft."""
    (bar,) = office.window.bars.findChildren(InfoBar)
    bar.buttons[0].setFocus()
    office.press(Qt.Key.Key_Return)
    office.settle()


def answer(bar: InfoBar) -> None:
    bar.findChildren(Button)[0].setFocus()
    press(Qt.Key.Key_Return)


def test_a_new_record_comes_back_with_every_field(qtbot: QtBot, dressed: QApplication, folder: Path) -> None:
    typed = killed_while_typing(folder, CREATES)
    assert (typed["day"], typed["aids"]) == ("32.11.", "Taschenrechner")
    office = Office(qtbot, folder)
    go_on(office)
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, FormDialog)
    offer = dialog.findChild(_Offer)
    assert offer is not None
    answer(offer)
    office.settle()
    assert dialog.form.typed() == typed
    office.close()


def test_an_edited_record_comes_back_with_every_field(qtbot: QtBot, dressed: QApplication, folder: Path) -> None:
    typed = killed_while_typing(folder, EDITS)
    assert (typed["last_name"], typed["first_name"]) == ("Zwölftausend", "Öznur")
    office = Office(qtbot, folder)
    go_on(office)
    page = office.page
    assert isinstance(page, ListPage)
    editor = page.detail
    assert isinstance(editor, RecordEditor)
    office.wait(lambda: editor._draft is not None)
    answer(next(bar for bar in editor.findChildren(InfoBar) if bar.isVisible()))
    office.settle()
    assert next(iter(editor.fields.forms.values())).typed() == typed
    assert editor.save_bar.said.text() == "2 Änderungen"
    office.close()
