"""A layout that wraps, so that buttons and chips never force a window wider than it is."""

from __future__ import annotations

from PySide6.QtCore import QMargins, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget


class FlowLayout(QLayout):
    """Widgets in a line that goes on in the next line; `right` pushes every line to the right edge, with
    `first_left` all but the very first widget."""

    def __init__(self, right: bool = False, gap: int = 8, first_left: bool = False) -> None:
        super().__init__()
        self._items: list[QLayoutItem] = []
        self._right = right
        self._gap = gap
        self._first_left = first_left
        self.setContentsMargins(QMargins())

    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._place(QRect(0, 0, width, 0), moving=False)

    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        self._place(rect, moving=True)

    def sizeHint(self) -> QSize:
        widths = [item.sizeHint().width() for item in self._visible()]
        height = max((item.sizeHint().height() for item in self._visible()), default=0)
        return QSize(sum(widths) + self._gap * max(0, len(widths) - 1), height)

    def minimumSize(self) -> QSize:
        sizes = [item.minimumSize() for item in self._visible()]
        return QSize(max((s.width() for s in sizes), default=0), max((s.height() for s in sizes), default=0))

    def _visible(self) -> list[QLayoutItem]:
        return [item for item in self._items if not item.isEmpty()]

    def _lines(self, width: int) -> list[list[QLayoutItem]]:
        lines: list[list[QLayoutItem]] = [[]]
        used = 0
        for item in self._visible():
            need = item.sizeHint().width()
            if lines[-1] and used + need > width:
                lines.append([])
                used = 0
            lines[-1].append(item)
            used += need + self._gap
        return lines

    def _place(self, rect: QRect, moving: bool) -> int:
        y = rect.y()
        for line in self._lines(rect.width()):
            height = max((item.sizeHint().height() for item in line), default=0)
            needed = sum(item.sizeHint().width() + self._gap for item in line) - self._gap
            x = rect.x() + max(0, rect.width() - needed) if self._right else rect.x()
            for item in line:
                size = item.sizeHint()
                at_left = self._first_left and item is self._items[0]
                if moving:
                    width = min(size.width(), rect.width())
                    left = rect.x() if at_left else x
                    item.setGeometry(QRect(left, y + (height - size.height()) // 2, width, size.height()))
                x += size.width() + self._gap
            y += height + self._gap
        return max(0, y - self._gap - rect.y())


def flow(*widgets: QWidget, right: bool = False, gap: int = 8) -> QWidget:
    """Widgets in a wrapping line."""
    holder = QWidget()
    layout = FlowLayout(right, gap)
    for widget in widgets:
        layout.addWidget(widget)
    holder.setLayout(layout)
    return holder
