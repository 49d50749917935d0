"""Keys that mean the same on every page: F4 opens the list of a field, F8 confirms where there is something to."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QEventLoop, QObject, Qt
from PySide6.QtGui import QAction, QKeySequence, QShortcutEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QMainWindow, QWidget

from kammerdesk.ui.kit.page import Page
from tests.ui.keyboard import controls, focused
from tests.ui.pages.looking import words

PATIENCE = 5.0
"""Seconds until a list that the data are asked for counts as not coming."""


# --- F4 ---


def lists_that_stay_shut(root: QWidget) -> list[str]:
    """Fields that offer a list but do not open it on F4, or do not close it on Esc with all as it was (17)."""
    focus = root.focusWidget()
    faults = [f"{words(field)} {fault}" for field in controls(root) if (fault := _fault_of_f4(field))]
    if focus is not None:
        focus.setFocus(Qt.FocusReason.OtherFocusReason)
    return faults


def _fault_of_f4(field: QWidget) -> str:
    if not isinstance(field, QLineEdit | QComboBox) or (isinstance(field, QLineEdit) and field.isReadOnly()):
        return ""
    offered, before = _offers_a_list(field), _text(field)
    field.setFocus(Qt.FocusReason.ShortcutFocusReason)
    QTest.keyClick(field, Qt.Key.Key_F4)
    if not offered:
        return "opens something on F4 and does not say so" if _list_of(field) is not None else ""
    if not _comes_true(lambda: _list_of(field) is not None):
        return "does not open its list on F4"
    QTest.keyClick(focused(), Qt.Key.Key_Escape)
    if not _comes_true(lambda: _list_of(field) is None):
        return "keeps its list open on Esc"
    return "" if _text(field) == before else f"says {_text(field)!r} after F4 and Esc, not {before!r}"


def _offers_a_list(field: QLineEdit | QComboBox) -> bool:
    """A box with choices has a list; any other field says so where its button, or its hint, names the key."""
    if isinstance(field, QComboBox):
        return field.count() > 0
    return any("F4" in hint for hint in (field.toolTip(), *(action.toolTip() for action in field.actions())))


def _list_of(field: QWidget) -> QWidget | None:
    """What lies open over the window: a popup, or a window of the field's own."""
    own = (each for each in field.findChildren(QWidget) if each.isWindow() and each.isVisible())
    return QApplication.activePopupWidget() or next(own, None)


def _text(field: QLineEdit | QComboBox) -> str:
    return field.text() if isinstance(field, QLineEdit) else field.currentText()


def _comes_true(condition: Callable[[], bool]) -> bool:
    deadline = time.monotonic() + PATIENCE
    while not condition() and time.monotonic() < deadline:
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 10)
    return condition()


# --- F8 ---


class _Called(QObject):
    """Notes which commands a key calls, without carrying them out."""

    def __init__(self) -> None:
        super().__init__()
        self.actions: list[QObject] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QShortcutEvent) and event.type() is QEvent.Type.Shortcut:
            self.actions.append(watched)
            return True
        return False


def calls_of_f8(root: QWidget) -> list[str]:
    """Pages on which F8 does not call the one command that confirms there, or calls anything where none does (17)."""
    if not isinstance(root, QMainWindow):
        return []
    shown = (page for page in root.findChildren(Page) if page.isVisible())
    commands = {id(each): each for page in shown for each in page.commands.values()}  # a page of tabs has those of one
    wanted = [each for each in commands.values() if each.isEnabled() and QKeySequence("F8") in each.shortcuts()]
    called = _Called()
    app = QApplication.instance()
    assert app is not None
    app.installEventFilter(called)
    QTest.keyClick(focused(), Qt.Key.Key_F8)
    app.removeEventFilter(called)
    return [] if called.actions == wanted[:1] == wanted else [f"F8 calls {_said(called.actions)}, not {_said(wanted)}"]


def _said(actions: Sequence[QObject]) -> str:
    return ", ".join(each.text() if isinstance(each, QAction) else type(each).__name__ for each in actions) or "nothing"
