"""Walking through the order of Tab."""

from __future__ import annotations

import shiboken6
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication, QMainWindow, QMenuBar, QPushButton
from pytestqt.qtbot import QtBot

from kammerdesk.ui.kit.tab_order import neighbour
from kammerdesk.ui.kit.widgets import box, column


def test_a_neighbour_that_is_destroyed_takes_no_menu_with_it(qtbot: QtBot) -> None:
    window, bar, doomed = QMainWindow(), QMenuBar(), QPushButton("a")
    qtbot.addWidget(window)
    window.setMenuBar(bar)
    menu = bar.addMenu("b")
    window.setCentralWidget(box(column(doomed, QPushButton("c"))))
    window.show()
    for forward in (True, False):
        here = neighbour(bar, forward)
        while here is not bar:
            here = neighbour(here, forward)
    doomed.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert not shiboken6.isValid(doomed)
    assert shiboken6.isValid(menu)
