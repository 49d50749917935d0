"""Types and presses keys in a running window the way a person does, umlauts included."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QKeyCombination, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget


def focused() -> QWidget:
    """The widget with the cursor, else the window in front."""
    shown = (widget for widget in QApplication.topLevelWidgets() if widget.isVisible())
    widget = QApplication.focusWidget() or QApplication.activeWindow() or next(shown, None)
    assert widget is not None, "no window is open"
    return widget


def type_text(text: str) -> None:
    """Types into the widget with the cursor (QTest.keyClicks aborts the process on ä, ö, ü)."""
    for letter in text:
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            QApplication.sendEvent(focused(), QKeyEvent(kind, 0, Qt.KeyboardModifier.NoModifier, letter))


def press(keys: str, times: int = 1) -> None:
    """Presses a key or a combination, written as Qt writes it: "Return", "Ctrl+4", "F8"."""
    combination: QKeyCombination = QKeySequence(keys)[0]  # type: ignore[index]  # Qt's stubs forgot it
    for _ in range(times):
        QTest.keyClick(focused(), combination.key(), combination.keyboardModifiers())
