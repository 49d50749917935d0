"""The one table view: whole rows, keys first, sorting in three steps, copying as text and HTML."""

from __future__ import annotations

from collections.abc import Callable, Container, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Generic

from PySide6.QtCore import QEvent, QItemSelection, QItemSelectionModel, QPoint, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QKeySequence, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from kammerdesk.base.conditions import Condition, Wanted
from kammerdesk.base.i18n import tr
from kammerdesk.ui.kit import theme
from kammerdesk.ui.kit.columns import Column, R
from kammerdesk.ui.kit.copying import as_clipboard, put_on_clipboard
from kammerdesk.ui.kit.delegates import RowDelegate
from kammerdesk.ui.kit.rows_model import RowsModel
from kammerdesk.ui.kit.table_groups import TableGroups
from kammerdesk.ui.kit.table_header import Sort, TableHeader, cycled
from kammerdesk.ui.kit.table_layout import ColumnLayout
from kammerdesk.ui.kit.table_model import RowMark, TableModel
from kammerdesk.ui.kit.theme import Density

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_ROW = QItemSelectionModel.SelectionFlag.Rows
_CLEAR = QItemSelectionModel.SelectionFlag.Clear
_SELECT = QItemSelectionModel.SelectionFlag.Select


class BaseTable(QTableView, Generic[R]):
    """Rows of one kind from wherever; remembers the current row and the selection by identity when they change."""

    current_changed = Signal()
    selected_changed = Signal()
    wanted_changed = Signal()
    """Other rows are wanted, or in another order."""
    opened = Signal()
    """Enter or double click on the current row."""
    menu_wanted = Signal(int, QPoint)
    """What can be done with a column, at a place on the screen."""
    row_menu_wanted = Signal(int, QPoint)
    """What can be done with the rows selected, and with the column of a cell of them, at a place on the screen."""
    told = Signal(str)
    """Why something was not done."""

    def __init__(self, rows: TableModel[R], name: str, parent: QWidget | None = None, big: bool = False) -> None:
        super().__init__(parent)
        self._big = big
        self.source: TableModel[R] = rows
        self.density: Density | None = None
        self._name = name
        self._quiet = False
        self._place: tuple[Hashable, int] = (None, 0)
        self._fitted = False
        self.header = TableHeader(self)
        self.setHorizontalHeader(self.header)
        self.setModel(rows)
        rows.setParent(self)
        # a header looks through every selected row before it paints a title, unless nothing is ever selected in it
        self.header.setSelectionModel(QItemSelectionModel(rows, self.header))
        self.columns: ColumnLayout[R] = ColumnLayout(self, rows.columns)
        self.setItemDelegate(RowDelegate(self))
        self.groups = TableGroups(self, rows, self.keeping_place, self._choose_row)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)  # else Tab never leaves the table
        self.setAlternatingRowColors(True)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        self.setCornerButtonEnabled(False)
        self.measure()
        self.header.clicked.connect(lambda section, second: self.sort_by(rows.columns[section].key, second))
        self.header.menu_wanted.connect(self.menu_wanted)
        rows.arrived.connect(self._note_arrival)
        self.selectionModel().currentRowChanged.connect(self._report_current)
        self.selectionModel().selectionChanged.connect(self._report_selection)
        self.doubleClicked.connect(lambda _: self.open_here())

    # --- what is wanted ---

    @property
    def wanted(self) -> Wanted:
        """Which rows are shown in which order."""
        return self.source.wanted

    def want(self, wanted: Wanted) -> None:
        """Shows other rows or another order; the cursor stays on its row where that is possible."""
        known = {column.key: number for number, column in enumerate(self.source.columns)}
        group = wanted.group if wanted.group in known and self.source.can_group else ""
        wanted = replace(wanted, sort=tuple(pair for pair in wanted.sort if pair[0] in known), group=group)
        searched = [column.key for column in self.columns.wanted()]
        self.keeping_place(lambda: self.source.arrange(wanted, searched))
        self.header.show_sort([(known[key], descending) for key, descending in wanted.sort])
        self.wanted_changed.emit()

    def filter(self, typed: str) -> None:
        """Shows only rows that hold every typed word."""
        self.want(replace(self.wanted, words=typed))

    def sort_by(self, key: str, second: bool = False) -> None:
        """One more step of the order by this column; with `second` after the others."""
        self.set_sort(cycled(self.wanted.sort, key, second))

    def set_sort(self, sort: Sort) -> None:
        """Sorts by these columns; by none in the order of the query."""
        self.want(replace(self.wanted, sort=sort))

    def group_by(self, key: str) -> None:
        """Gathers the rows that say the same in a column under a heading; "" lets them stand as they come."""
        self.want(replace(self.wanted, group=key))

    def outgoing(self) -> list[Column[R]]:
        """The columns as they leave the program: those one sees, that of the groups first."""
        grouping = [column for column in self.source.columns if column.key == self.wanted.group]
        return [*grouping, *(column for column in self.columns.visible() if column not in grouping)]

    # --- cursor and selection ---

    def current(self) -> R | None:
        """The row the cursor is on."""
        index = self.currentIndex()
        return self.source.row_at(index.row()) if index.isValid() else None

    def current_key(self) -> str:
        """The column the cursor is in."""
        return self.source.columns[max(self.currentIndex().column(), 0)].key

    def selected_ranges(self) -> list[tuple[int, int]]:
        """First and last number of every run of selected rows, from top to bottom."""
        chosen = self.selectionModel().selection()
        ranges = sorted((chosen.at(n).top(), chosen.at(n).bottom()) for n in range(chosen.count()))
        joined: list[tuple[int, int]] = []
        for first, last in ranges:
            if joined and first <= joined[-1][1] + 1:
                joined[-1] = joined[-1][0], max(last, joined[-1][1])
            else:
                joined.append((first, last))
        return joined

    def selected_count(self) -> int:
        """How many rows are selected."""
        return sum(self.source.count_between(first, last) for first, last in self.selected_ranges())

    def selected(self) -> list[R]:
        """The selected rows in their order on screen, as far as they are in memory."""
        return [row for first, last in self.selected_ranges() for row in self.source.rows_between(first, last)]

    def go_to(self, identity: Hashable) -> bool:
        """Puts the cursor on the row with this identity; False when it is not shown."""
        numbers = self.source.numbers((identity,))
        if numbers:
            self._choose_row(self.groups.line_of(numbers[0]))
            self.scrollTo(self.currentIndex())
        return bool(numbers)

    def select(self, identities: Container[Hashable]) -> None:
        """Selects the rows with these identities beside the one the cursor is on, as far as they are shown."""
        self._select(self.source.positions(identities))

    def _choose_row(self, row: int, column: int = -1) -> None:
        """Selects this row alone, even while somebody still holds Ctrl, which `selectRow` would heed."""
        column = max(column, self.currentIndex().column(), 0)
        self.selectionModel().setCurrentIndex(self.source.index(row, column), _CLEAR | _SELECT | _ROW)

    def step(self, by: int) -> None:
        """Moves the cursor up or down within the rows shown; a closed group is opened for it."""
        wanted = self.groups.next_number(by)
        if 0 <= wanted < self.source.shown_count:
            self._choose_row(self.groups.line_of(wanted))

    def selectAll(self) -> None:
        """All rows that are shown: closed groups are opened, so that nothing is selected that one does not see."""
        self.groups.fold(None, close=False)
        super().selectAll()

    def mark_rows(self, marks: Mapping[Hashable, RowMark]) -> None:
        """Marks the rows with these identities in their first cell, and no others."""
        if dict(marks) != self.source.marks:
            self.source.marks = dict(marks)
            self.viewport().update()

    def incomplete(self) -> str:
        """Why nothing can be done with the rows that are selected: not all are in memory; "" when they are."""
        chosen, loaded = self.selected_count(), len(self.selected())
        if chosen == loaded:
            return ""
        sentence = tr(
            "Only {loaded} of the {chosen} selected rows are loaded. Please select fewer, or all of them to export the "
            "list."
        )
        return sentence.format(loaded=loaded, chosen=chosen)

    def copy(self) -> None:
        """The selected rows on the clipboard, visible columns only, in their order on screen."""
        if sentence := self.incomplete():
            self.told.emit(sentence)
            return
        put_on_clipboard(as_clipboard(self.outgoing(), self.selected()))

    def keeping_place(self, change: Callable[[], None]) -> None:
        """Changes the rows; cursor and selection stay on theirs, else the cursor goes to the neighbour."""
        current = self.current()
        place, across = self.currentIndex().row(), self.currentIndex().column()
        selected = {row.id for row in self.selected()} if self.selected_count() > 1 else set()
        self._quiet = True
        change()
        kept = self.source.position(current.id) if current is not None else -1
        if kept < 0 and self.source.line_count:
            kept = self._nearest(place)
        if kept >= 0:
            self._choose_row(kept, across)
            if selected:
                self._select(self.source.positions(selected))
        self._quiet = False
        self._announce_name()
        self.current_changed.emit()
        self.selected_changed.emit()

    def _nearest(self, line: int) -> int:
        """Where the cursor goes that was on a line before; at the beginning on the first row, not on its heading."""
        first = self.source.heading_at(0)
        if line < 0 and first is not None and not first.closed:
            return 1
        return min(max(line, 0), self.source.line_count - 1)

    def _select(self, numbers: Iterable[int]) -> None:
        chosen = QItemSelection()
        for first, last in _runs(numbers):
            chosen.select(self.source.index(first, 0), self.source.index(last, len(self.source.columns) - 1))
        self.selectionModel().select(chosen, _SELECT | _ROW)

    def _note_arrival(self) -> None:
        """Rows came by themselves: the cursor goes to its row if that is among them, else it stays where it was."""
        identity, place = self._place
        self._quiet = True
        found = self.source.position(identity) if identity is not None else -1
        if self.source.shown_count:
            self._choose_row(found if found >= 0 else self._nearest(place))
        self._quiet = False
        self._announce_name()
        self.fit_once()
        self.current_changed.emit()
        self.selected_changed.emit()

    def _announce_name(self) -> None:
        shown, count = self.source.shown_count, self.source.count
        self.setAccessibleName(tr("{name}, {shown} of {count}").format(name=self._name, shown=shown, count=count))

    def _report_current(self) -> None:
        if not self._quiet:
            current = self.current()
            self._place = (None if current is None else current.id, max(self.currentIndex().row(), 0))
            self.current_changed.emit()

    def _report_selection(self) -> None:
        if not self._quiet:
            self.selected_changed.emit()

    def open_here(self) -> None:
        """Opens the row the cursor is on; a heading opens or closes its group."""
        if not self.groups.toggle():
            self.opened.emit()

    # --- room and keys ---

    def fit_once(self) -> None:
        """Fits the columns to the first rows there are; later the user would wonder why they move."""
        if not self._fitted and self.source.shown_count:
            self._fitted = True
            self.columns.fit()

    def leave_room(self, pixels: int) -> None:
        """Leaves room for the filter row between header and rows."""
        self.header.leave_below(pixels)
        self.updateGeometries()

    def measure(self) -> None:
        """Rows as high as density and zoom want them."""
        vertical = self.verticalHeader()
        vertical.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        vertical.setMinimumSectionSize(theme.px(20))
        own = theme.px(self.density.value[0]) if self.density is not None else theme.row_height(self._big)
        vertical.setDefaultSectionSize(own)
        if self._big:
            self.setFont(theme.font(theme.Role.EXAM))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.columns.share()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.StyleChange:
            self.measure()
            self.columns.fit()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """The menu key, too: on the cell the cursor is in. Below the rows there is only the column."""
        index, by_mouse = self.currentIndex(), event.reason() is QContextMenuEvent.Reason.Mouse
        if by_mouse and not self.indexAt(self.viewport().mapFromGlobal(event.globalPos())).isValid():
            self.menu_wanted.emit(max(index.column(), 0), event.globalPos())
        else:
            self.row_menu_wanted.emit(max(index.column(), 0), event.globalPos() if by_mouse else self.menu_place())

    def menu_place(self) -> QPoint:
        """Where on the screen a menu for the current row opens."""
        return self.viewport().mapToGlobal(self.visualRect(self.currentIndex()).bottomLeft())

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        self.groups.paint()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.groups.take_key(event):
            return
        if event.key() in _ENTER and not event.modifiers():
            self.open_here()
        elif event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        else:
            super().keyPressEvent(event)


class Table(BaseTable[R], Generic[R]):
    """Rows in memory."""

    vanished = Signal(list)
    """Rows that were selected and are there no more, now that rows were read again."""

    def __init__(
        self, columns: Sequence[Column[R]], name: str, parent: QWidget | None = None, big: bool = False
    ) -> None:
        self.rows: RowsModel[R] = RowsModel(columns)
        super().__init__(self.rows, name, parent, big)

    def set_rows(self, rows: Sequence[R], conditions: Callable[[], Mapping[str, Condition]] | None = None) -> None:
        """Shows other rows; current row, selection, filter and order stay where that is possible."""
        selected = self.selected()
        self.keeping_place(lambda: self.rows.set_rows(rows, conditions))
        self.fit_once()
        there = {row.id for row in rows} if selected else set()
        gone = [row for row in selected if row.id not in there]
        if gone:
            self.vanished.emit(gone)


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
