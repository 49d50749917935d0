"""What stands below the columns: a line pinned under the rows, and the same figures in the headings of groups."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QTableView, QWidget

from kammerdesk.base.conditions import Total
from kammerdesk.base.i18n import tr
from kammerdesk.ui.kit import theme
from kammerdesk.ui.kit.delegates import PADDING
from kammerdesk.ui.kit.grouping import Group
from kammerdesk.ui.kit.table_model import TableModel
from kammerdesk.ui.kit.theme import Role
from kammerdesk.ui.kit.totals import total_words

_MIDDLE = Qt.AlignmentFlag.AlignVCenter.value | Qt.TextFlag.TextSingleLine.value


def paint_totals(
    painter: QPainter, view: QTableView, source: TableModel[Any], line: QRect, group: Group | None = None
) -> int:
    """Writes each figure into its column, but for the first: there words stand; returns where their room ends."""
    free, first = line.right(), view.horizontalHeader().logicalIndex(0)
    for number, column in enumerate(source.columns):
        words = total_words(source.totals, column.key, source.total_of, group)
        if words and number != first and not view.isColumnHidden(number):
            left = line.left() + view.columnViewportPosition(number)
            cell = QRect(left, line.top(), view.columnWidth(number), line.height())
            inside = cell.adjusted(theme.px(PADDING), 0, -theme.px(PADDING), 0)
            width = painter.fontMetrics().horizontalAdvance(words)
            side = Qt.AlignmentFlag.AlignRight if column.right else Qt.AlignmentFlag.AlignLeft
            if width > inside.width():  # a figure is never cut: it takes room at its left
                inside.setLeft(inside.right() - width)
            painter.drawText(inside, _MIDDLE | side.value, words)
            free = min(free, (inside.right() - width if column.right else inside.left()) - theme.px(PADDING))
    return free


def with_first_total(words: str, view: QTableView, source: TableModel[Any], group: Group | None = None) -> str:
    """The words at the left, and what stands below the column they stand in: Summe (14) · Ø 6,1.

    A heading says how many rows there are in any case.
    """
    key = source.columns[view.horizontalHeader().logicalIndex(0)].key
    is_said = group is not None and source.totals.get(key) is Total.COUNT
    figure = "" if is_said else total_words(source.totals, key, source.total_of, group)
    return f"{words} · {figure}" if figure else words


class SumRow(QWidget):
    """Stands below a table while something is to stand below its columns; always of all rows that are shown."""

    def __init__(self, view: QTableView, source: TableModel[Any]) -> None:
        super().__init__()
        self._view = view
        self._source = source
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        header = view.horizontalHeader()
        for signal in (header.sectionResized, header.sectionMoved, header.geometriesChanged):
            signal.connect(self._repaint)
        view.horizontalScrollBar().valueChanged.connect(self._repaint)
        source.summed.connect(self.refresh)
        self.hide()

    def _repaint(self, *_: object) -> None:
        self.update()

    def refresh(self) -> None:
        """Looks again at what is wanted and how much it is."""
        self.setVisible(bool(self._source.totals))
        source = self._source
        if source.totals:
            figures = [(column, total_words(source.totals, column.key, source.total_of)) for column in source.columns]
            said = ", ".join(f"{tr(column.title)} {words}" for column, words in figures if words)
            self.setAccessibleName(f"{self._title()}: {said}")
            self.setToolTip(said)
            self.update()

    def _title(self) -> str:
        return tr("Total ({n})").format(n=self._source.shown_count)

    def sizeHint(self) -> QSize:
        return QSize(0, max(self._view.verticalHeader().defaultSectionSize(), theme.px(24)))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.StyleChange:
            self.updateGeometry()

    def paintEvent(self, event: QPaintEvent) -> None:
        tokens = theme.look().tokens
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(tokens.header))
        painter.setPen(QPen(QColor(tokens.control), 1))
        painter.drawLine(self.rect().topLeft(), self.rect().topRight())
        painter.setPen(QColor(tokens.text))
        painter.setFont(theme.font(Role.STRONG))
        left = self._view.viewport().mapTo(self._view, QPoint()).x()
        free = paint_totals(painter, self._view, self._source, self.rect().adjusted(left, 0, 0, 0))
        words = self.rect().adjusted(left + theme.px(PADDING), 0, 0, 0)
        words.setRight(free)
        title = with_first_total(self._title(), self._view, self._source)
        fitting = painter.fontMetrics().elidedText(title, Qt.TextElideMode.ElideRight, max(words.width(), 0))
        painter.drawText(words, _MIDDLE, fitting)
        painter.end()
