"""The contents of a print order: what is chosen, how many of it, how many pages, what is missing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QVBoxLayout, QWidget

from kammerdesk.base.i18n import tr, trn
from kammerdesk.ui.kit import theme
from kammerdesk.ui.kit.fields import TickBox
from kammerdesk.ui.kit.follow_scroll import FollowScroll
from kammerdesk.ui.kit.paper import PrintItem
from kammerdesk.ui.kit.theme import Role
from kammerdesk.ui.kit.widgets import Icon, label, line, row

_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class Contents(QWidget):
    """One line per item, with a box to tick."""

    changed = Signal()

    def __init__(self, items: Sequence[PrintItem]) -> None:
        super().__init__()
        self._items = items
        self._boxes: dict[str, TickBox] = {}
        self._pages: dict[str, QLabel] = {}
        self._total = label("", Role.STRONG)
        grid = QGridLayout()
        grid.setColumnStretch(0, 1)
        grid.setHorizontalSpacing(theme.px(16))
        grid.setVerticalSpacing(theme.px(8))
        grid.addWidget(label(tr("Contents"), Role.STRONG), 0, 0)
        grid.addWidget(label(tr("Count"), Role.STRONG), 0, 1, _RIGHT)
        grid.addWidget(label(tr("Pages"), Role.STRONG), 0, 2, _RIGHT)
        grid.addWidget(line(), 1, 0, 1, 3)
        for item in items:
            self._add(grid, item)
        inner = self._inner = QWidget()
        whole = QVBoxLayout()
        whole.setContentsMargins(*(theme.px(16),) * 4)
        whole.addLayout(grid)
        whole.addStretch(1)
        inner.setLayout(whole)
        outer = QVBoxLayout()
        outer.setContentsMargins(1, 1, 1, theme.px(12))
        outer.addWidget(FollowScroll(inner), 1)
        foot = row(theme.px(16), self._total)
        outer.addLayout(foot)
        self.setLayout(outer)
        self.setFocusProxy(next(iter(self._boxes.values())))
        self.show_pages({}, 0)

    def _add(self, grid: QGridLayout, item: PrintItem) -> None:
        place = grid.rowCount()
        box = TickBox(item.title)
        box.setObjectName(item.key)
        box.setChecked(item.chosen)
        box.setAccessibleName(f"{item.title}, {item.count}")
        box.edited.connect(self.changed)
        pages = label("")
        self._boxes[item.key] = box
        self._pages[item.key] = pages
        grid.addWidget(box, place, 0)
        grid.addWidget(label(str(item.count)), place, 1, _RIGHT)
        grid.addWidget(pages, place, 2, _RIGHT)
        if item.warning:
            warning = label(item.warning, wrap=True)
            warning.setProperty("role", "warning")
            said = row(24, Icon("alert-triangle", 16, "warn"), gap=6)
            said.addWidget(warning, 1)
            grid.addLayout(said, place + 1, 0, 1, 3)

    def needed_width(self) -> int:
        """Pixels in which no title is cut, with room for the page counts and a scroll bar."""
        return self._inner.sizeHint().width() + self.fontMetrics().horizontalAdvance("0000")

    def chosen(self) -> tuple[str, ...]:
        """The keys of the ticked items, in their order."""
        return tuple(key for key, box in self._boxes.items() if box.isChecked())

    def show_pages(self, pages: Mapping[str, int], total: int) -> None:
        """Writes how many pages each item has, and the sum."""
        chosen = self.chosen()
        for key, said in self._pages.items():
            said.setText(str(pages[key]) if key in pages and key in chosen else "")
        count = sum(item.count for item in self._items if item.key in chosen)
        documents = trn("{n} document", "{n} documents", count).format(n=count)
        sheets = trn("{n} page", "{n} pages", total).format(n=total)
        self._total.setText(f"{documents} · {sheets}" if total else documents)
