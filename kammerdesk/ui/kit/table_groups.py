"""The headings of a table's groups: painted over whole lines, opened and closed by keys or a click."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from PySide6.QtCore import QModelIndex, QObject, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QColor, QCursor, QKeyEvent, QPainter
from PySide6.QtWidgets import QTableView

from kammerdesk.ui.kit import icons, theme
from kammerdesk.ui.kit.delegates import BAR, PADDING
from kammerdesk.ui.kit.grouping import Group
from kammerdesk.ui.kit.sum_row import paint_totals, with_first_total
from kammerdesk.ui.kit.table_model import TableModel
from kammerdesk.ui.kit.theme import Role
from kammerdesk.ui.kit.totals import heading_words

ARROW = 16
"""Pixels at 100 % of the sign that says whether a group is open; a click on it opens and closes."""

_MIDDLE = Qt.AlignmentFlag.AlignVCenter.value | Qt.TextFlag.TextSingleLine.value
_PLAIN = (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)


class TableGroups(QObject):
    """Belongs to one table; `changing` runs what changes its lines and `go` puts the cursor on one of them."""

    def __init__(
        self,
        view: QTableView,
        source: TableModel[Any],
        changing: Callable[[Callable[[], None]], None],
        go: Callable[[int], None],
    ) -> None:
        super().__init__(view)
        self._view = view
        self._source = source
        self._changing = changing
        self._go = go
        view.clicked.connect(self._take_click)

    def heading(self) -> Group | None:
        """The group whose heading the cursor is on."""
        return self._source.heading_at(self._view.currentIndex().row())

    def fold(self, words: Iterable[str] | None, close: bool) -> None:
        """Closes groups or opens them, all for None; a cursor that was within, or on a heading, is on the heading."""
        grouping, line = self._source.grouping, self._view.currentIndex().row()
        if grouping is None:
            return
        here = grouping.group_at(line) if line >= 0 else None
        was_heading = self.heading() is not None
        self._changing(lambda: self._source.fold(words, close))
        after = self._source.grouping
        if here is not None and after is not None:
            stands = after.line_of_heading(here.words)
            if was_heading or after.group_at(stands).closed:
                self._go(stands)

    def toggle(self) -> bool:
        """Opens or closes the group whose heading the cursor is on; False when it is on none."""
        group = self.heading()
        if group is not None:
            self.fold((group.words,), close=not group.closed)
        return group is not None

    def line_of(self, number: int) -> int:
        """On which line a row stands, by its number; its group is opened if need be."""
        grouping = self._source.grouping
        if grouping is None:
            return number
        group = grouping.group_of(number)
        if group.closed:
            self.fold((group.words,), close=False)
        assert self._source.grouping is not None
        return self._source.grouping.line_of(number)

    def next_number(self, by: int) -> int:
        """The number of the next row (1) or the previous one (-1) from the cursor; closed groups are no end."""
        line, grouping = self._view.currentIndex().row(), self._source.grouping
        group = self.heading()
        if group is not None:
            return group.first - (by < 0)
        return (line if grouping is None else grouping.row_at(line)) + by

    def take_key(self, event: QKeyEvent) -> bool:
        """Right and + open, Left and - close, Space does either; Left at the edge goes to the heading."""
        grouping, index = self._source.grouping, self._view.currentIndex()
        if grouping is None or not index.isValid() or event.modifiers() not in _PLAIN:
            return False
        key, on_heading = event.key(), self.heading() is not None
        group = grouping.group_at(index.row())
        if key == Qt.Key.Key_Space:
            return self.toggle()
        if key == Qt.Key.Key_Plus or (on_heading and key == Qt.Key.Key_Right):
            if group.closed:
                self.fold((group.words,), close=False)
        elif key == Qt.Key.Key_Minus or (on_heading and key == Qt.Key.Key_Left):
            if not group.closed:
                self.fold((group.words,), close=True)
        elif key == Qt.Key.Key_Left and self._view.horizontalHeader().visualIndex(index.column()) == 0:
            self._go(grouping.line_of_heading(group.words))
        else:
            return False
        return True

    def _take_click(self, index: QModelIndex) -> None:
        pointer = self._view.viewport().mapFromGlobal(QCursor.pos())
        if self._source.heading_at(index.row()) is not None and pointer.x() <= theme.px(PADDING + ARROW + 4):
            self.toggle()

    # --- what one sees ---

    def paint(self) -> None:
        """Paints the headings that are in sight over their lines."""
        if self._source.grouping is None:
            return
        view, height = self._view, self._view.viewport().height()
        first, last = view.rowAt(0), view.rowAt(height - 1)
        lines = range(first, (last if last >= 0 else self._source.line_count - 1) + 1) if first >= 0 else ()
        painter = QPainter(view.viewport())
        for line in lines:
            group = self._source.heading_at(line)
            if group is not None:
                place = QRect(0, view.rowViewportPosition(line), view.viewport().width(), view.rowHeight(line))
                self._paint(painter, place, group, current=line == view.currentIndex().row())
        painter.end()

    def _paint(self, painter: QPainter, place: QRect, group: Group, current: bool) -> None:
        tokens = theme.look().tokens
        painter.fillRect(place, QColor(tokens.selection if current else tokens.header))
        if current:
            painter.fillRect(QRect(place.topLeft(), QSize(theme.px(BAR), place.height())), QColor(tokens.accent))
        arrow = QRect(place.left() + theme.px(PADDING), place.top(), theme.px(ARROW), place.height())
        icons.paint(painter, arrow, "chevron-right" if group.closed else "chevron-down", tokens.text)
        painter.setPen(QColor(tokens.text))
        painter.setFont(theme.font(Role.STRONG))
        free = paint_totals(painter, self._view, self._source, place, group)
        words = QRect(QPoint(arrow.right() + theme.px(6), place.top()), QPoint(free, place.bottom()))
        title = with_first_total(heading_words(group), self._view, self._source, group)
        fitting = painter.fontMetrics().elidedText(title, Qt.TextElideMode.ElideRight, words.width())
        painter.drawText(words, _MIDDLE, fitting)
        if current and self._view.hasFocus():
            painter.setPen(QColor(tokens.accent))
            painter.drawRect(place.adjusted(0, 0, -1, -1))
