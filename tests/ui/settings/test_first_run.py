"""The first start of a new house, by keys alone."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialog
from pytestqt.qtbot import QtBot

from kammerdesk.store.store import Store
from kammerdesk.sync.records import schema
from kammerdesk.ui.kit.feedback import InfoBar
from kammerdesk.ui.settings.first_run import FirstRun
from tests.ui.keyboard import clipped_labels, press, unnamed_controls
from tests.ui.office import CLOCK

Opener = Callable[[Path], FirstRun]


def _create(folder: Path, chamber: str, passphrase: str | None) -> Store:
    demonstration = passphrase is None  # its key lies in a file, as no test may touch the keyring
    return Store.create(
        folder, chamber, schema(), user="kroeger", clock=CLOCK, demonstration=demonstration, passphrase=passphrase
    )


@pytest.fixture
def first_run(qtbot: QtBot, dressed: QApplication) -> Opener:
    def opened(folder: Path) -> FirstRun:
        dialog = FirstRun(folder, partial(_create, folder))
        qtbot.addWidget(dialog)
        dialog.show()
        dialog.activateWindow()
        qtbot.waitUntil(dialog.isActiveWindow)
        return dialog

    return opened


def sentences(dialog: FirstRun) -> list[str]:
    return [bar.sentence for bar in dialog.findChildren(InfoBar) if bar.isVisible()]


def test_the_chosen_chamber_gets_its_house(qtbot: QtBot, first_run: Opener, tmp_path: Path) -> None:
    folder = tmp_path / "new"
    dialog = first_run(folder)
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_Space)
    press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: dialog.result() == QDialog.DialogCode.Accepted, timeout=20_000)
    store = Store.open(folder, user="kroeger", clock=CLOCK)
    assert store.chamber == "LW"
    store.close()


def test_without_a_choice_nothing_is_created(qtbot: QtBot, first_run: Opener, tmp_path: Path) -> None:
    dialog = first_run(tmp_path / "new")
    dialog.verb.setFocus()
    press(Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: len(sentences(dialog)) == 1)
    assert not (tmp_path / "new").exists()


def test_what_goes_wrong_is_said_and_one_can_try_again(qtbot: QtBot, first_run: Opener, houses: Path) -> None:
    dialog = first_run(houses / "BS")
    press(Qt.Key.Key_Space)
    press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(sentences(dialog)) == 1, timeout=20_000)
    assert dialog.isVisible()
    press(Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def test_enter_on_cancel_creates_nothing(first_run: Opener, tmp_path: Path) -> None:
    dialog = first_run(tmp_path / "new")
    press(Qt.Key.Key_Space)
    press(Qt.Key.Key_Tab, times=3)
    press(Qt.Key.Key_Return)
    assert not dialog.isVisible()
    assert not (tmp_path / "new").exists()


def test_nothing_is_cut_and_everything_has_a_name(first_run: Opener, tmp_path: Path) -> None:
    dialog = first_run(tmp_path / "new")
    assert clipped_labels(dialog) == []
    assert unnamed_controls(dialog) == []
