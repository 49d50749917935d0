"""Walking through the order of Tab."""

from __future__ import annotations

import shiboken6
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication, QMainWindow, QMenuBar, QPushButton, QTabWidget
from pytestqt.qtbot import QtBot

from kammerdesk.ui.kit.follow_scroll import FollowScroll
from kammerdesk.ui.kit.tab_order import enter, tab_on
from kammerdesk.ui.kit.widgets import box, column


class Window(QMainWindow):
    def focusNextPrevChild(self, forward: bool) -> bool:
        return tab_on(self, forward)


def shown(qtbot: QtBot, *parts: QPushButton) -> Window:
    window = Window()
    qtbot.addWidget(window)
    window.setCentralWidget(box(column(*parts)))
    window.show()
    window.activateWindow()
    return window


def test_tab_walks_past_no_control_before_the_one_a_page_hands_on_to(qtbot: QtBot) -> None:
    buttons = [QPushButton(word) for word in "abc"]
    window = shown(qtbot, *buttons)
    page = window.centralWidget()
    assert page is not None
    page.setFocusProxy(buttons[2])
    buttons[2].setFocus()
    for expected in (0, 1, 2, 0):
        window.focusNextPrevChild(True)
        assert window.focusWidget() is buttons[expected]
    window.focusNextPrevChild(False)
    assert window.focusWidget() is buttons[2]
    assert page.focusProxy() is buttons[2]


def test_a_neighbour_that_is_destroyed_takes_no_menu_with_it(qtbot: QtBot) -> None:
    doomed = QPushButton("a")
    window = shown(qtbot, doomed, QPushButton("c"))
    bar = QMenuBar()
    window.setMenuBar(bar)
    menu = bar.addMenu("b")
    for _ in range(4):
        window.focusNextPrevChild(True)
    doomed.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert not shiboken6.isValid(doomed)
    assert shiboken6.isValid(menu)


def test_turning_a_tab_away_from_the_field_with_the_cursor_loses_nothing(qtbot: QtBot) -> None:
    tabs, first, second = QTabWidget(), QPushButton("a"), QPushButton("b")
    for each in (first, second):
        tabs.addTab(FollowScroll(box(column(each))), each.text())
    window = Window()
    qtbot.addWidget(window)
    window.setCentralWidget(tabs)
    window.show()
    window.activateWindow()
    first.setFocus()
    tabs.setCurrentIndex(1)
    assert shiboken6.isValid(second)
    focus = window.focusWidget()
    assert focus is None or focus.isVisible()


def test_an_area_gives_the_cursor_to_its_proxy_else_to_its_first_control(qtbot: QtBot) -> None:
    buttons = [QPushButton(word) for word in "abc"]
    buttons[0].setEnabled(False)
    window = shown(qtbot, *buttons)
    area = window.centralWidget()
    assert area is not None
    enter(area)
    assert window.focusWidget() is buttons[1]
    area.setFocusProxy(buttons[2])
    enter(area)
    assert window.focusWidget() is buttons[2]
