"""What the window remembers: its place, its page, its size of letters, how it is divided."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMainWindow, QSplitter
from pytestqt.qtbot import QtBot

from kammerdesk.ui.kit import theme
from kammerdesk.ui.kit.desk import Desk
from kammerdesk.ui.kit.memory import Memory
from kammerdesk.ui.kit.theme import Scheme
from kammerdesk.ui.kit.window_place import WindowPlace
from kammerdesk.ui.main_window import MainWindow
from tests.ui import demo


def opened(qtbot: QtBot, people: demo.ListStore, memory: Memory) -> MainWindow:
    """A window as after a start."""
    window = MainWindow(Desk(lambda: people), memory, demo.facts, demo.ENTRIES)
    qtbot.addWidget(window)
    window.show()
    qtbot.waitUntil(lambda: window.pages.page() is not None and not window.desk.is_busy)
    return window


def divided(window: MainWindow) -> list[int]:
    """The widths of list and detail."""
    page = window.pages.page()
    assert page is not None
    return page.findChildren(QSplitter)[0].sizes()


def pull(window: MainWindow, by: int) -> None:
    """Pulls the handle between list and detail with the mouse."""
    page = window.pages.page()
    assert page is not None
    handle = page.findChildren(QSplitter)[0].handle(1)
    middle = handle.rect().center()
    QTest.mousePress(handle, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, middle)
    QTest.mouseMove(handle, middle + QPoint(by, 0))
    QTest.mouseRelease(handle, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, middle + QPoint(by, 0))


def test_place_page_division_navigation_and_zoom_are_as_they_were(
    qtbot: QtBot, people: demo.ListStore, memory: Memory, tmp_path: Path
) -> None:
    window = opened(qtbot, people, memory)
    window.resize(1420, 700)
    window.go("second")
    qtbot.waitUntil(lambda: window.pages.page() is not None and not window.desk.is_busy)
    window.masthead.fold.click()
    before = divided(window)
    pull(window, -75)
    pulled = divided(window)
    assert pulled != before
    window.setGeometry(10, 40, 780, 560)  # the screen here is small
    place = window.geometry()
    window.looks.dress(scheme=Scheme.DARK, zoom=1.1)
    window.looks.dress(zoom=1.0)
    window.close()
    again = opened(qtbot, people, Memory(tmp_path / "window.ini"))
    assert again.geometry() == place
    again.resize(1420, 700)
    assert again.pages.key == "second"
    assert again.navigation.narrow
    assert divided(again)[1] == pulled[1]
    assert (memory.scheme, memory.zoom) == (Scheme.DARK, 1.0)
    assert theme.look().scheme is Scheme.DARK
    again.close()


def test_a_place_off_every_screen_is_given_up(qtbot: QtBot, memory: Memory) -> None:
    far = QMainWindow()
    qtbot.addWidget(far)
    far.setGeometry(20_000, 15_000, 780, 500)
    WindowPlace(far, memory).keep("people")
    window = QMainWindow()
    qtbot.addWidget(window)
    WindowPlace(window, memory).restore()
    window.show()
    screens = [screen.availableGeometry() for screen in QGuiApplication.screens()]
    assert any(screen.contains(window.geometry().center()) for screen in screens)
    assert any(screen.contains(window.frameGeometry().topLeft()) for screen in screens)


def test_a_page_that_is_no_more_gives_way_to_the_first(qtbot: QtBot, people: demo.ListStore, memory: Memory) -> None:
    memory.keep("window/page", "gone")
    memory.keep("window/geometry", "nonsense")
    memory.keep("splitter/people", "wide")
    window = opened(qtbot, people, memory)
    assert window.pages.key == "people"
    assert divided(window)[1] > 0
    window.close()
