"""How a cell is painted: tint and a 4 px bar for the selected row, chips for states."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTableView

from kammerdesk.ui.kit import icons, theme
from kammerdesk.ui.kit.chips import chip_size, paint_chip
from kammerdesk.ui.kit.table_model import CHIP_ROLE, PaintedModel

_MIDDLE = Qt.AlignmentFlag.AlignVCenter.value | Qt.TextFlag.TextSingleLine.value
_LEFT = _MIDDLE | Qt.AlignmentFlag.AlignLeft.value
_RIGHT = _MIDDLE | Qt.AlignmentFlag.AlignRight.value

BAR = 4
PADDING = 10
TICK_LINE = 28
MARK = 16
"""Pixels at 100 % of the icon of a marked row."""


class TickDelegate(QStyledItemDelegate):
    """Lines of a list to tick are high enough to be hit."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(super().sizeHint(option, index).width(), line_to_tick())


def line_to_tick() -> int:
    """Its height in pixels."""
    return theme.px(TICK_LINE)


class RowDelegate(QStyledItemDelegate):
    """Paints the cells of every table."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Asks the model once: Qt's own way asks eight times a cell, which scrolling feels."""
        tokens = theme.look().tokens
        rect, view = option.rect, option.widget
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        if selected:
            painter.fillRect(rect, QColor(tokens.selection))
        elif option.features & QStyleOptionViewItem.ViewItemFeature.Alternate:
            painter.fillRect(rect, QColor(tokens.subtle))
        inside = rect.adjusted(theme.px(PADDING), 0, -theme.px(PADDING), 0)
        model = index.model()
        assert isinstance(model, PaintedModel)
        words, chip, right = model.painted(index.row(), index.column())
        mark = model.mark_at(index.row()) if index.column() == 0 else None
        if mark is not None:
            side = theme.px(MARK)
            icons.paint(
                painter,
                QRect(inside.right() - side, rect.top(), side, rect.height()),
                mark.icon,
                theme.colour(mark.tone),
            )
            inside.setRight(inside.right() - side - theme.px(4))
        if chip is not None:
            paint_chip(painter, inside, option.font, chip)
        elif words:
            metrics = option.fontMetrics
            if metrics.horizontalAdvance(words) > inside.width():
                words = metrics.elidedText(words, Qt.TextElideMode.ElideRight, inside.width())
            painter.setFont(option.font)
            painter.setPen(QColor(tokens.text))
            painter.drawText(inside, _RIGHT if right else _LEFT, words)
        if selected and isinstance(view, QTableView):
            self.paint_bar(painter, rect, view, index.column())
        if option.state & QStyle.StateFlag.State_HasFocus:
            self.paint_cursor(painter, rect)

    def paint_bar(self, painter: QPainter, cell: QRect, view: QTableView, column: int) -> None:
        """Marks the selected row at its left edge: the tint alone has too little contrast."""
        if view.horizontalHeader().visualIndex(column) == 0:
            bar = QRect(cell.topLeft(), QSize(theme.px(BAR), cell.height()))
            painter.fillRect(bar, QColor(theme.look().tokens.accent))

    def paint_cursor(self, painter: QPainter, cell: QRect) -> None:
        """A frame around the cell the cursor is in: its column is the one the menu key and the filter row mean."""
        painter.setPen(QPen(QColor(theme.look().tokens.accent), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(cell.adjusted(0, 0, -1, -1))

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        model = index.model()
        if isinstance(model, PaintedModel) and model.heading_at(index.row()) is not None:
            return QSize(0, theme.look().row)  # it has the whole line
        chip = index.data(CHIP_ROLE)
        words = str(index.data() or "")
        width = chip_size(option.font, words).width() if chip else option.fontMetrics.horizontalAdvance(words)
        return QSize(width + 2 * theme.px(PADDING) + 2, theme.look().row)
