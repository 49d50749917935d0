"""The one table view: whole rows, keys first, sorting in three steps, copying as text and HTML."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from typing import Generic

from PySide6.QtCore import QEvent, QItemSelection, QItemSelectionModel, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from kammerdesk.base.i18n import tr
from kammerdesk.ui.kit import theme
from kammerdesk.ui.kit.columns import Column, R
from kammerdesk.ui.kit.copying import as_clipboard
from kammerdesk.ui.kit.delegates import PADDING, RowDelegate
from kammerdesk.ui.kit.rows_model import RowsModel

WIDEST = 360
LEAST_STRETCHED = 200
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_ROW = QItemSelectionModel.SelectionFlag.Rows
_CLEAR = QItemSelectionModel.SelectionFlag.Clear
_SELECT = QItemSelectionModel.SelectionFlag.Select


class Table(QTableView, Generic[R]):
    """Rows of one kind; remembers the current row and the selection by identity when rows are read again."""

    current_changed = Signal()
    selected_changed = Signal()
    opened = Signal()
    """Enter or double click on the current row."""

    def __init__(
        self, columns: Sequence[Column[R]], name: str, parent: QWidget | None = None, big: bool = False
    ) -> None:
        super().__init__(parent)
        self._big = big
        self.rows: RowsModel[R] = RowsModel(columns, self)
        self._name = name
        self._quiet = False
        self._fitted = False
        self._needs: list[int] = []
        self._stretched: int | None = None
        self.setModel(self.rows)
        self.setItemDelegate(RowDelegate(self))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)  # else Tab never leaves the table
        self.setAlternatingRowColors(True)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionsMovable(True)
        header.setSortIndicatorClearable(True)
        header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        header.sortIndicatorChanged.connect(self._sort)
        header.setSectionsClickable(True)
        header.setSortIndicatorShown(True)
        self.setCornerButtonEnabled(False)
        self._measure()
        self.selectionModel().currentRowChanged.connect(self._report_current)
        self.selectionModel().selectionChanged.connect(self._report_selection)
        self.doubleClicked.connect(lambda _: self.opened.emit())

    def set_rows(self, rows: Sequence[R]) -> None:
        """Shows other rows; current row, selection, filter and order stay where that is possible."""
        self._keeping_place(lambda: self.rows.set_rows(rows))
        if not self._fitted and rows:
            self._fitted = True
            self.fit_columns()

    def filter(self, typed: str) -> None:
        """Shows only rows that hold every typed word."""
        self._keeping_place(lambda: self.rows.filter(typed))

    def _sort(self, column: int, order: Qt.SortOrder) -> None:
        self._keeping_place(lambda: self.rows.sort(column, order))

    def current(self) -> R | None:
        """The row the cursor is on."""
        index = self.currentIndex()
        return self.rows.shown[index.row()] if index.isValid() else None

    def selected(self) -> list[R]:
        """The selected rows in their order on screen."""
        chosen = self.selectionModel().selection()
        ranges = [chosen.at(n) for n in range(chosen.count())]
        numbers = sorted({n for each in ranges for n in range(each.top(), each.bottom() + 1)})
        return [self.rows.shown[n] for n in numbers]

    def go_to(self, identity: Hashable) -> bool:
        """Puts the cursor on the row with this identity; False when it is not shown."""
        position = self.rows.position(identity)
        if position >= 0:
            self._choose_row(position)
            self.scrollTo(self.currentIndex())
        return position >= 0

    def _choose_row(self, row: int) -> None:
        """Selects this row alone, even while somebody still holds Ctrl, which `selectRow` would heed."""
        self.selectionModel().setCurrentIndex(self.rows.index(row, 0), _CLEAR | _SELECT | _ROW)

    def step(self, by: int) -> None:
        """Moves the cursor up or down within the rows shown."""
        wanted = self.currentIndex().row() + by
        if 0 <= wanted < len(self.rows.shown):
            self._choose_row(wanted)

    def copy(self) -> None:
        """The selected rows on the clipboard, visible columns only, in their order on screen."""
        header = self.horizontalHeader()
        visual = [header.logicalIndex(n) for n in range(header.count())]
        columns = [self.rows.columns[n] for n in visual if not self.isColumnHidden(n)]
        QGuiApplication.clipboard().setMimeData(as_clipboard(columns, self.selected()))

    def fit_columns(self) -> None:
        """Gives every column the room its sample or its contents need."""
        self._needs = [self._need(number, column) for number, column in enumerate(self.rows.columns)]
        self._stretched = self._choose_stretched()
        self.horizontalHeader().setStretchLastSection(self._stretched is None)
        for number, need in enumerate(self._needs):
            self.setColumnHidden(number, False)
            self.horizontalHeader().resizeSection(number, need)
        self._share_room()

    def _choose_stretched(self) -> int | None:
        """The column that takes what is left: the declared one, else the first of plain text."""
        columns = list(enumerate(self.rows.columns))
        plain = [number for number, each in columns if not (each.right or each.sample or each.chip)]
        return next((number for number, each in columns if each.stretch), plain[0] if plain else None)

    def _need(self, number: int, column: Column[R]) -> int:
        heavy = self.fontMetrics()
        room = 2 * theme.px(PADDING) + theme.px(2)
        title = heavy.horizontalAdvance(tr(column.title)) * 1.08 + theme.px(28)
        content = heavy.horizontalAdvance(column.sample) + room if column.sample else self.sizeHintForColumn(number)
        most = LEAST_STRETCHED if column.stretch and not column.sample else WIDEST
        return min(theme.px(most), round(max(title, content)))

    def _share_room(self) -> None:
        """Leaves out spare columns until the others fit, and gives the stretched one what is left."""
        header, room = self.horizontalHeader(), self.viewport().width()
        shown = list(range(len(self._needs)))
        for number in reversed(shown.copy()):
            if self.rows.columns[number].spare and sum(self._needs[n] for n in shown) > room:
                shown.remove(number)
        for number in range(len(self._needs)):
            self.setColumnHidden(number, number not in shown)
        if self._stretched is not None:
            others = sum(header.sectionSize(n) for n in shown if n != self._stretched)
            header.resizeSection(self._stretched, max(self._needs[self._stretched], room - others))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_room()

    def _keeping_place(self, change: Callable[[], None]) -> None:
        current = self.current()
        place = self.currentIndex().row()
        selected = {row.id for row in self.selected()}
        self._quiet = True
        change()
        shown = self.rows.shown
        kept = self.rows.position(current.id) if current is not None else -1
        if kept < 0 and shown:
            kept = min(max(place, 0), len(shown) - 1)
        if kept >= 0:
            self._choose_row(kept)
            if len(selected) > 1:
                self._select(n for n, row in enumerate(shown) if row.id in selected)
        self._quiet = False
        self._announce_name()
        self.current_changed.emit()
        self.selected_changed.emit()

    def _select(self, numbers: Iterable[int]) -> None:
        chosen = QItemSelection()
        for first, last in _runs(numbers):
            chosen.select(self.rows.index(first, 0), self.rows.index(last, len(self.rows.columns) - 1))
        self.selectionModel().select(chosen, _SELECT | _ROW)

    def _announce_name(self) -> None:
        shown, count = len(self.rows.shown), self.rows.count
        self.setAccessibleName(tr("{name}, {shown} of {count}").format(name=self._name, shown=shown, count=count))

    def _report_current(self) -> None:
        if not self._quiet:
            self.current_changed.emit()

    def _report_selection(self) -> None:
        if not self._quiet:
            self.selected_changed.emit()

    def _measure(self) -> None:
        vertical = self.verticalHeader()
        vertical.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        vertical.setMinimumSectionSize(theme.px(20))
        vertical.setDefaultSectionSize(theme.row_height(self._big))
        if self._big:
            self.setFont(theme.font(theme.Role.EXAM))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.StyleChange:
            self._measure()
            self.fit_columns()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _ENTER and not event.modifiers():
            self.opened.emit()
        elif event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        else:
            super().keyPressEvent(event)


def _runs(numbers: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Rising numbers as runs without gaps: 1 2 3 7 8 → (1, 3) (7, 8)."""
    first = last = -1
    for number in numbers:
        if first >= 0 and number == last + 1:
            last = number
            continue
        if first >= 0:
            yield first, last
        first = last = number
    if first >= 0:
        yield first, last
