"""A table of a few rows on a sheet: as high as its rows, and marked only while the cursor is in it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Generic

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QFocusEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from kammerdesk.base.conditions import Condition
from kammerdesk.ui.kit.columns import Column, R
from kammerdesk.ui.kit.table import Table


class ShortTable(Table[R], Generic[R]):
    """Scrolls with the sheet it stands on instead of within itself."""

    def __init__(self, columns: Sequence[Column[R]], name: str, parent: QWidget | None = None) -> None:
        super().__init__(columns, name, parent)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def set_rows(self, rows: Sequence[R], conditions: Callable[[], Mapping[str, Condition]] | None = None) -> None:
        super().set_rows(rows, conditions)
        self._fit_height()
        if not self.hasFocus():
            self.clearSelection()

    def _fit_height(self) -> None:
        rows = self.verticalHeader().defaultSectionSize() * len(self.rows.shown)
        height = self.horizontalHeader().sizeHint().height() + rows + 2 * self.frameWidth()
        if self.horizontalHeader().length() > self.viewport().width():
            height += self.horizontalScrollBar().sizeHint().height()
        self.setFixedHeight(height)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_height()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if self.rows.shown and not self.selectionModel().hasSelection():
            self.selectRow(max(self.currentIndex().row(), 0))

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.clearSelection()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.StyleChange:
            self._fit_height()
