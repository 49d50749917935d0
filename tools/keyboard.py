"""Types and presses keys in a running window the way a person does, umlauts included."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEvent, QKeyCombination, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit, QWidget


def focused() -> QWidget:
    """The widget with the cursor.

    Offscreen there is no window manager to give a dialog the cursor when it opens, nor to give it back to the window
    when the dialog closes, so it is done here.
    """
    popup = QApplication.activePopupWidget()
    if popup is not None:
        QApplication.processEvents()
        return popup.focusWidget() or popup
    modal = QApplication.activeModalWidget()
    if modal is not None and not modal.isActiveWindow():
        _activate(modal)
    if QApplication.focusWidget() is None:
        shown = [window for window in QApplication.topLevelWidgets() if window.isVisible() and window.focusWidget()]
        if shown:
            _activate(shown[-1])
    widget = QApplication.focusWidget()
    assert widget is not None, "nothing has the focus"
    return widget


def _activate(window: QWidget) -> None:
    window.activateWindow()
    QApplication.processEvents()


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


def choose_in(dialog: QFileDialog, file: Path) -> None:
    """Answers a file dialog of Qt's own: walks to the folder, types the name and presses Return.

    The dialog reads folders in the background. A whole path typed faster than that leaves a folder marked on
    the way, and Return then means the folder; a completer may take Return for itself.
    """
    name = dialog.findChild(QLineEdit, "fileNameEdit")
    assert name is not None  # Qt's own dialog has it
    name.setCompleter(None)  # type: ignore[arg-type]  # Qt's stubs forgot that none is allowed
    dialog.setDirectory(str(file.parent.absolute()))
    name.setFocus()
    name.clear()
    type_text(file.name)
    press("Return")
