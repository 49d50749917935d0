"""A field of which one choice is taken, all choices in sight."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Generic, TypeVar

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QRadioButton, QWidget

from kammerdesk.ui.kit import theme

T = TypeVar("T")


class RadioField(QWidget, Generic[T]):
    """Arrow keys choose; the words (already translated) stand beside the buttons."""

    edited = Signal()
    left = Signal()

    def __init__(self, choices: Sequence[tuple[T, str]]) -> None:
        super().__init__()
        self._values = [value for value, _ in choices]
        self._group = QButtonGroup(self)
        buttons = [QRadioButton(words) for _, words in choices]
        for number, button in enumerate(buttons):
            self._group.addButton(button, number)
            button.installEventFilter(self)
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(theme.px(16))
        grid.setColumnStretch(1, 1)
        for number, button in enumerate(buttons):
            grid.addWidget(button, number // 2, number % 2)
        self.setLayout(grid)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)  # or the letter of its label would not lead here
        self.setFocusProxy(buttons[0])
        self._group.idClicked.connect(lambda _: self.edited.emit())

    def value(self) -> T | None:
        """What is chosen."""
        number = self._group.checkedId()
        return self._values[number] if number >= 0 else None

    def set_value(self, value: T | None) -> None:
        """Chooses a value, or nothing."""
        if value in self._values:
            button = self._group.button(self._values.index(value))
            button.setChecked(True)
            self.setFocusProxy(button)
            return
        self._group.setExclusive(False)
        for button in self._group.buttons():
            button.setChecked(False)
        self._group.setExclusive(True)

    def typed(self) -> str:
        """The words of what is chosen."""
        button = self._group.checkedButton()
        return button.text() if button is not None else ""

    def retype(self, text: str) -> None:
        """Chooses what has these words."""
        words = [button.text() for button in self._group.buttons()]
        self.set_value(self._values[words.index(text)] if text in words else None)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.FocusOut:
            self.left.emit()
        return False
