"""What tests of the screen need: typing without a mouse, and eyes for what a person would stumble over."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QAccessible, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QApplication,
    QLabel,
    QMenu,
    QMenuBar,
    QScrollBar,
    QWidget,
)

from tools.keyboard import focused as focused
from tools.keyboard import type_text as type_text

PLAIN = Qt.KeyboardModifier.NoModifier
CTRL = Qt.KeyboardModifier.ControlModifier
ALT = Qt.KeyboardModifier.AltModifier
LEAST_TARGET = 24
"""Pixels a pointer needs (WCAG 2.2, 2.5.8)."""
SHIFT = Qt.KeyboardModifier.ShiftModifier


def press(key: Qt.Key, modifiers: Qt.KeyboardModifier = PLAIN, times: int = 1) -> None:
    """Presses a key as often as told, shortcuts included."""
    for _ in range(times):
        QTest.keyClick(focused(), key, modifiers)


_MODIFIERS = (Qt.Key.Key_Control, Qt.Key.Key_Shift, Qt.Key.Key_Alt, Qt.Key.Key_Meta)


class InputCounter(QObject):
    """Counts the keys a person presses, without modifiers, and mouse presses while it is installed.

    A key that is passed on to a parent or an editor counts once; a shortcut never reaches a widget and counts too.
    """

    def __init__(self, app: QApplication) -> None:
        super().__init__()
        self.keys = 0
        self.clicks = 0
        self._is_down = False
        app.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind is QEvent.Type.KeyRelease:
            self._is_down = False
        elif kind is QEvent.Type.Shortcut:
            self.keys += 1
        elif watched.isWidgetType() and isinstance(event, QKeyEvent) and kind is QEvent.Type.KeyPress:
            if not self._is_down and event.key() not in _MODIFIERS:
                self.keys += 1
                self._is_down = True
        elif watched.isWidgetType() and kind is QEvent.Type.MouseButtonPress:
            self.clicks += 1
        return False


def visible_widgets(root: QWidget) -> Iterator[QWidget]:
    """Every visible widget below `root`."""
    return (widget for widget in root.findChildren(QWidget) if widget.isVisibleTo(root))


def controls(root: QWidget) -> list[QWidget]:
    """Everything the keyboard can reach."""
    passive = (QScrollBar, QMenuBar, QMenu)
    return [
        widget
        for widget in visible_widgets(root)
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.isEnabled() and not isinstance(widget, passive)
        if not (widget.focusProxy() or isinstance(widget.parent(), QAbstractScrollArea))
    ]


def unnamed_controls(root: QWidget) -> list[str]:
    """Controls a screen reader could not name."""
    found = []
    for widget in controls(root):
        interface = QAccessible.queryAccessibleInterface(widget)
        if interface is None or not interface.text(QAccessible.Text.Name).strip():
            found.append(f"{type(widget).__name__} {widget.objectName()}")
    return found


def clipped_labels(root: QWidget) -> list[str]:
    """Texts that do not fit into their label or button."""
    found = []
    for widget in visible_widgets(root):
        if isinstance(widget, QLabel) and widget.text():
            needed = widget.heightForWidth(widget.width()) if widget.wordWrap() else widget.sizeHint().height()
            too_narrow = not widget.wordWrap() and widget.width() < widget.sizeHint().width()
            if too_narrow or widget.height() < needed:
                found.append(widget.text())
        elif isinstance(widget, QAbstractButton) and widget.text() and _is_cut(widget):
            found.append(widget.text())
    return found


def _is_cut(button: QAbstractButton) -> bool:
    return button.width() < button.minimumSizeHint().width() or button.height() < LEAST_TARGET


def focus_is_visible(widget: QWidget) -> bool:
    """Whether the widget looks different when it has the cursor."""
    window = widget.window()
    others = [other for other in controls(window) if other is not widget]
    assert others, "needs a second control to compare with"
    others[0].setFocus(Qt.FocusReason.TabFocusReason)
    QApplication.processEvents()
    without = widget.grab().toImage()
    widget.setFocus(Qt.FocusReason.TabFocusReason)
    QApplication.processEvents()
    return bool(without != widget.grab().toImage())
