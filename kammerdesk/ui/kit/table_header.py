"""The header of the one table: three steps of sorting, a second key with Shift, small numbers, room for the filters."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QPointF, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QContextMenuEvent, QGuiApplication, QPainter, QPolygonF
from PySide6.QtWidgets import QHeaderView, QWidget

from kammerdesk.ui.kit import theme
from kammerdesk.ui.kit.theme import Role

Sort = tuple[tuple[str, bool], ...]
"""Columns by weight; True is descending."""

MARK = 8
"""Width in pixels at 100 % of the triangle that shows the order."""


def cycled(sort: Sort, key: str, second: bool = False) -> Sort:
    """The order after one more click: ascending, descending, unsorted; with `second` the other keys stay."""
    others = tuple(pair for pair in sort if pair[0] != key)
    step = dict(sort).get(key)
    if not second and others:
        return ((key, False),)
    steps: dict[bool | None, Sort] = {None: ((key, False),), False: ((key, True),), True: ()}
    if step is None or not second:
        return others + steps[step]
    return tuple(pair if pair[0] != key else (key, True) for pair in sort if pair[0] != key or not step)


class TableHeader(QHeaderView):
    """Tells what is clicked; what is sorted by it is told."""

    clicked = Signal(int, bool)
    """A column, and whether with Shift."""
    menu_wanted = Signal(int, QPoint)
    """A column and a place on the screen."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.below = 0
        self._marks: dict[int, tuple[int, bool]] = {}
        self.setHighlightSections(False)
        self.setSectionsMovable(True)
        self.setSectionsClickable(True)
        self.setSortIndicatorShown(False)  # Qt knows one key only, so the marks are painted here
        self.sectionClicked.connect(self._report_click)

    def _report_click(self, section: int) -> None:
        shift = QGuiApplication.keyboardModifiers() & Qt.KeyboardModifier.ShiftModifier
        self.clicked.emit(section, bool(shift))

    def show_sort(self, columns: list[tuple[int, bool]]) -> None:
        """Marks these columns, the weightiest first."""
        many = len(columns) > 1
        self._marks = {column: (place + 1 if many else 0, down) for place, (column, down) in enumerate(columns)}
        self.viewport().update()

    def leave_below(self, pixels: int) -> None:
        """Leaves room below the titles for the filter row."""
        self.below = pixels
        self.setViewportMargins(0, 0, 0, pixels)
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        hint = super().sizeHint()
        return QSize(hint.width(), hint.height() + self.below)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        section = self.logicalIndexAt(event.pos())
        if section >= 0:
            self.menu_wanted.emit(section, event.globalPos())

    def paintSection(self, painter: QPainter, rect: QRect, logical: int) -> None:
        painter.save()
        super().paintSection(painter, rect, logical)
        painter.restore()
        if logical in self._marks:
            self._paint_mark(painter, rect, *self._marks[logical])

    def _paint_mark(self, painter: QPainter, rect: QRect, place: int, descending: bool) -> None:
        side, ink = theme.px(MARK), QColor(theme.colour("text2"))
        right = rect.right() - theme.px(4)
        painter.save()
        painter.setPen(ink)
        if place:
            painter.setFont(theme.font(Role.CAPTION))
            width = painter.fontMetrics().horizontalAdvance(str(place))
            box = QRect(right - width, rect.top(), width, rect.height())
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, str(place))
            right -= width + theme.px(2)
        top, bottom = rect.center().y() - side / 4, rect.center().y() + side / 4
        tip, base = (bottom, top) if descending else (top, bottom)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(ink)
        painter.drawPolygon(
            QPolygonF([QPointF(right - side, base), QPointF(right, base), QPointF(right - side / 2, tip)])
        )
        painter.restore()
