"""A field that chooses several of a list, in its order; the order can be changed by keys and by dragging."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Generic, TypeVar

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QListWidget, QListWidgetItem

from kammerdesk.ui.kit import theme
from kammerdesk.ui.kit.delegates import TickDelegate, line_to_tick

T = TypeVar("T")

_MOVES = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}


class TickList(QListWidget, Generic[T]):
    """Space ticks the line under the cursor, Alt+Up and Alt+Down move it; the value is what is ticked, in order."""

    edited = Signal()
    left = Signal()

    def __init__(self, lines: int = 5, ordered: bool = False) -> None:
        super().__init__()
        self._lines = lines
        self._ordered = ordered
        self._choices: dict[int, T] = {}
        if ordered:
            self.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.setTabKeyNavigation(False)
        self.setProperty("ticks", True)
        self.setItemDelegate(TickDelegate(self))
        self.itemChanged.connect(lambda _: self.edited.emit())
        self._measure()

    def set_choices(self, choices: Sequence[tuple[T, str]], ticked: Sequence[T]) -> None:
        """Offers these values in this order, with some of them ticked."""
        self.blockSignals(True)
        self.clear()
        self._choices = {number: value for number, (value, _) in enumerate(choices)}
        for number, (value, words) in enumerate(choices):
            item = QListWidgetItem(words)
            item.setData(Qt.ItemDataRole.UserRole, number)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setFlags(item.flags() & ~Qt.ItemFlag.ItemIsDropEnabled)
            item.setCheckState(Qt.CheckState.Checked if value in ticked else Qt.CheckState.Unchecked)
            self.addItem(item)
        self.blockSignals(False)
        self.setCurrentRow(0)

    def value(self) -> tuple[T, ...]:
        """What is ticked, in the order shown."""
        return tuple(
            self._choices[item.data(Qt.ItemDataRole.UserRole)]
            for item in self._items()
            if item.checkState() is Qt.CheckState.Checked
        )

    def set_value(self, value: Sequence[T] | None) -> None:
        """Ticks these values and no others."""
        for number in range(self.count()):
            item = self.item(number)
            ticked = self._choices[item.data(Qt.ItemDataRole.UserRole)] in (value or ())
            item.setCheckState(Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked)

    def typed(self) -> str:
        """The words of what is ticked, a line each."""
        return "\n".join(item.text() for item in self._items() if item.checkState() is Qt.CheckState.Checked)

    def retype(self, text: str) -> None:
        """Ticks what has these words, in their order, and nothing else."""
        wanted = text.split("\n")
        choices = [(self._choices[item.data(Qt.ItemDataRole.UserRole)], item.text()) for item in self._items()]
        if self._ordered:
            place = {words: number for number, words in enumerate(wanted)}
            choices.sort(key=lambda choice: place.get(choice[1], len(place)))
        self.set_choices(choices, [value for value, words in choices if words in wanted])

    def _items(self) -> list[QListWidgetItem]:
        return [self.item(number) for number in range(self.count())]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        by = _MOVES.get(Qt.Key(event.key()), 0)
        if by and self._ordered and event.modifiers() == Qt.KeyboardModifier.AltModifier:
            self._move(by)
        else:
            super().keyPressEvent(event)

    def _move(self, by: int) -> None:
        here = self.currentRow()
        if 0 <= here + by < self.count():
            self.insertItem(here + by, self.takeItem(here))
            self.setCurrentRow(here + by)
            self.edited.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.left.emit()

    def _measure(self) -> None:
        self.setFixedHeight(line_to_tick() * self._lines + theme.px(6))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.StyleChange and hasattr(self, "_lines"):
            self._measure()
