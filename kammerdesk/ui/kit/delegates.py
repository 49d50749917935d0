"""How a cell is painted: tint and a 4 px bar for the selected row, chips for states."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QApplication, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTableView

from kammerdesk.ui.kit import theme
from kammerdesk.ui.kit.chips import chip_size, paint_chip
from kammerdesk.ui.kit.rows_model import CHIP_ROLE

BAR = 4
PADDING = 10


class RowDelegate(QStyledItemDelegate):
    """Paints the cells of every table."""

    def initStyleOption(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> None:
        super().initStyleOption(option, index)
        option.state &= ~QStyle.StateFlag.State_HasFocus  # the bar shows where we are
        option.textElideMode = Qt.TextElideMode.ElideRight

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        view = option.widget
        cell = QStyleOptionViewItem(option)
        self.initStyleOption(cell, index)
        chip = index.data(CHIP_ROLE)
        words, cell.text = cell.text, ""
        style = view.style() if view is not None else QApplication.style()
        style.drawControl(QStyle.ControlElement.CE_ItemViewItem, cell, painter, view)
        inside = cell.rect.adjusted(theme.px(PADDING), 0, -theme.px(PADDING), 0)
        if chip is not None:
            paint_chip(painter, inside, cell.font, chip)
        else:
            painter.setFont(cell.font)
            painter.setPen(QColor(theme.look().tokens.text))
            painter.drawText(
                inside,
                cell.displayAlignment | Qt.TextFlag.TextSingleLine,
                cell.fontMetrics.elidedText(words, Qt.TextElideMode.ElideRight, inside.width()),
            )
        if cell.state & QStyle.StateFlag.State_Selected and isinstance(view, QTableView):
            self.paint_bar(painter, cell.rect, view, index.column())

    def paint_bar(self, painter: QPainter, cell: QRect, view: QTableView, column: int) -> None:
        """Marks the selected row at its left edge: the tint alone has too little contrast."""
        if view.horizontalHeader().visualIndex(column) == 0:
            bar = QRect(cell.topLeft(), QSize(theme.px(BAR), cell.height()))
            painter.fillRect(bar, QColor(theme.look().tokens.accent))

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        chip = index.data(CHIP_ROLE)
        words = str(index.data() or "")
        width = chip_size(option.font, words).width() if chip else option.fontMetrics.horizontalAdvance(words)
        return QSize(width + 2 * theme.px(PADDING) + 2, theme.look().row)
