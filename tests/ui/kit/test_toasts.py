"""Toasts: never on what must be seen, at most three, reached and sent away by keys."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QApplication, QStyle, QWidget
from pytestqt.qtbot import QtBot

from kammerdesk.ui.kit.feedback import InfoBar, Remedy
from kammerdesk.ui.kit.list_foot import ListFoot
from kammerdesk.ui.kit.tokens import Tone
from kammerdesk.ui.main_window import MainWindow
from tests.ui.keyboard import focused, press

SIZES = [(760, 480, 1.0, 2), (1280, 640, 1.0, 3), (1366, 728, 1.5, 2), (1366, 728, 2.0, 1)]
"""Width, height, zoom, and how many toasts leave most of the window to be seen."""


def shown(window: MainWindow) -> list[InfoBar]:
    return [
        each for each in window.findChildren(InfoBar) if each.isVisible() and each.sentence in window.toasts.sentences()
    ]


def place(widget: QWidget) -> QRect:
    return QRect(widget.mapToGlobal(QPoint()), widget.size())


@pytest.mark.parametrize(("width", "height", "zoom", "most"), SIZES)
def test_toasts_hide_neither_much_of_the_window_nor_the_foot_of_the_list_nor_the_bottom_line(
    qtbot: QtBot, window: MainWindow, width: int, height: int, zoom: float, most: int
) -> None:
    window.resize(width, height)
    window.looks.dress(zoom=zoom)
    for number in range(4):
        window.toast(f"Anmeldung {number} gespeichert.", window_tone(number), Remedy("Rückgängig", lambda: None))
    QApplication.processEvents()
    feet = [each for each in window.findChildren(ListFoot) if each.isVisible()]
    toasts = shown(window)
    assert window.toasts.sentences() == [f"Anmeldung {number} gespeichert." for number in range(4)][-most:]
    assert len(toasts) == most
    assert most == 1 or sum(toast.height() for toast in toasts) < 0.3 * height
    for toast in toasts:
        assert toast.isVisible()
        assert not any(place(toast).intersects(place(foot)) for foot in feet)
        assert not place(toast).intersects(place(window.status))
        assert place(window).contains(place(toast))
    assert not any(place(a).intersects(place(b)) for a in toasts for b in toasts if a is not b)


def window_tone(number: int) -> Tone:
    return Tone.OK if number else Tone.INFO


def test_they_make_way_when_the_foot_grows(qtbot: QtBot, window: MainWindow) -> None:
    window.toast("Gespeichert.")
    window.resize(760, 480)
    window.looks.dress(zoom=1.5)
    feet = [each for each in window.findChildren(ListFoot) if each.isVisible()]
    (toast,) = shown(window)
    qtbot.waitUntil(lambda: not any(place(toast).intersects(place(foot)) for foot in feet))
    assert not place(toast).intersects(place(window.status))


def test_f6_leads_to_the_way_out_and_escape_back(window: MainWindow) -> None:
    done: list[str] = []
    press(Qt.Key.Key_F6)
    before = focused()
    window.toast("Gelöscht.", Tone.OK, Remedy("Rückgängig", lambda: done.append("ja")))
    (toast,) = shown(window)
    while not toast.isAncestorOf(focused()):
        before = focused()
        press(Qt.Key.Key_F6)
    press(Qt.Key.Key_Escape)
    assert window.toasts.sentences() == []
    assert focused() is before
    window.toast("Gelöscht.", Tone.OK, Remedy("Rückgängig", lambda: done.append("ja")))
    (toast,) = shown(window)
    while not toast.isAncestorOf(focused()):
        press(Qt.Key.Key_F6)
    press(Qt.Key.Key_Return)
    assert done == ["ja"]
    assert window.toasts.sentences() == []


def test_the_one_with_the_cursor_stays_when_others_come(window: MainWindow) -> None:
    window.toast("Erste.", Tone.OK, Remedy("Rückgängig", lambda: None))
    (toast,) = shown(window)
    while not toast.isAncestorOf(focused()):
        press(Qt.Key.Key_F6)
    for sentence in ("Zweite.", "Dritte.", "Vierte."):
        window.toast(sentence)
    assert window.toasts.sentences() == ["Erste.", "Dritte.", "Vierte."]


@pytest.mark.parametrize("zoom", [1.0, 1.5, 2.0])
def test_icons_in_fields_grow_with_the_letters_and_no_more(window: MainWindow, zoom: float) -> None:
    plain = window.style().pixelMetric(QStyle.PixelMetric.PM_SmallIconSize)
    window.looks.dress(zoom=zoom)
    style = window.style()
    metrics = QStyle.PixelMetric
    for metric in (metrics.PM_SmallIconSize, metrics.PM_LineEditIconSize, metrics.PM_ButtonIconSize):
        assert style.pixelMetric(metric) == round(plain * zoom)
