"""The work grid for marks and the like: type, Enter goes down, Tab goes right, what is wrong says so below."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import Generic

from PySide6.QtCore import QAbstractItemModel, QEvent, QModelIndex, QObject, QPersistentModelIndex, QRect, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QGuiApplication, QKeyEvent, QKeySequence, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QAbstractItemView,
    QHeaderView,
    QLineEdit,
    QStyle,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from kammerdesk.base.i18n import trn
from kammerdesk.ui.kit import theme
from kammerdesk.ui.kit.announce import announce
from kammerdesk.ui.kit.columns import R
from kammerdesk.ui.kit.delegates import PADDING, RowDelegate
from kammerdesk.ui.kit.grid_model import CAN_EDIT_ROLE, CLOSED_ROLE, PENDING_ROLE, WRONG_ROLE, GridColumn, GridModel
from kammerdesk.ui.kit.paste import Fault, PasteBar, drop_homeless, lay_over, read_block
from kammerdesk.ui.kit.tokens import Tone
from kammerdesk.ui.kit.widgets import Icon, box, column, label, row

Index = QModelIndex | QPersistentModelIndex
Place = tuple[Hashable, str]
"""Identity of a row and key of a column."""
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_STEPS = {Qt.Key.Key_Tab: (0, 1), Qt.Key.Key_Backtab: (0, -1), Qt.Key.Key_Up: (-1, 0), Qt.Key.Key_Down: (1, 0)}


class Grid(QWidget, Generic[R]):
    """A grid and, below it, what is wrong with the cell under the cursor (or with the first wrong one)."""

    entered = Signal(object, str, object)
    """Identity of the row, key of the column, value; answer with `set_rows` or `reject`."""
    block_entered = Signal(list)
    """The same for all cells of a block that was pasted, where `takes_blocks` is set; else they come one by one.

    Answer with `set_rows` or `bring_back`.
    """
    current_changed = Signal()

    def __init__(self, columns: Sequence[GridColumn[R]], name: str, big: bool = False) -> None:
        super().__init__()
        self.takes_blocks = False
        self.model: GridModel[R] = GridModel(columns, self)
        self.view = GridView(self.model, name, big)
        self._sentence = label("", wrap=True)
        self._sentence.setProperty("role", "error")
        line = row(Icon("circle-x", 16, "err"), gap=6)
        line.addWidget(self._sentence, 1)
        self._line = box(line)
        self._line.hide()
        self._waiting: Sequence[R] | None = None
        self.view.rested.connect(self._catch_up)
        self.paste_bar: PasteBar[R] = PasteBar()
        self.paste_bar.taken.connect(self.take_block)
        self.paste_bar.given_up.connect(self.give_up_block)
        self.paste_bar.wanted.connect(self._go_to_place)
        self.view.block_wanted.connect(self.paste)
        self.view.block_unwanted.connect(self.give_up_block)
        body = column(gap=8)
        body.addWidget(self.view, 1)
        body.addWidget(self._line)
        body.addWidget(self.paste_bar)
        self.setLayout(body)
        self.setFocusProxy(self.view)
        self.model.entered.connect(self.entered)
        self.model.typed.connect(self._show_problem)
        self.view.selectionModel().currentChanged.connect(self._follow)
        self.view.refused.connect(self._say)

    def set_rows(self, rows: Sequence[R]) -> None:
        """Shows what is stored; wrong entries stay to be mended."""
        if self.view.is_typing and [row.id for row in rows] != [row.id for row in self.model.shown]:
            self._waiting = rows  # other rows would take away the cell that is being typed into
            return
        first = not self.model.shown
        self._waiting = None
        self.model.set_rows(rows)
        self._show_block_again(first)
        if first and rows:
            self.view.fit_columns()
            self.view.go_to_first_open()

    def keep(self, former: Grid[R]) -> None:
        """Takes over what is wrong or pasted in a grid of other columns that this one takes the place of."""
        self.model.keep(former.model)
        self.paste_bar.faults = former.paste_bar.faults

    def _catch_up(self) -> None:
        if self._waiting is not None:
            self.set_rows(self._waiting)

    def reject(self, identity: Hashable, key: str, sentence: str) -> None:
        """Says why what was typed into a cell was refused."""
        self.model.reject(identity, key, sentence)

    def current(self) -> R | None:
        """The row under the cursor."""
        index = self.view.currentIndex()
        return self.model.shown[index.row()] if index.isValid() else None

    def go_to(self, identity: Hashable, key: str = "") -> None:
        """Puts the cursor on a cell; without a column, on the first that can be typed into."""
        numbers = [n for n, each in enumerate(self.model.shown) if each.id == identity]
        for number in numbers:
            wanted = [n for n, spec in enumerate(self.model.columns) if (spec.key == key if key else spec.parse)]
            self.view.setCurrentIndex(self.model.index(number, wanted[0] if wanted else 0))

    def problems(self) -> list[tuple[Hashable, str, str]]:
        """Row, column and sentence of every entry that is not stored because it is wrong, or merely pasted yet."""
        return self.model.problems() + self.model.pending()

    # --- blocks from a spreadsheet ---

    def paste(self) -> None:
        """Lays the clipboard over the grid from the cursor on; nothing is stored before it is taken over."""
        index = self.view.currentIndex()
        block = read_block(QGuiApplication.clipboard().text())
        if not index.isValid() or not block:
            return
        waiting, faults = lay_over(self.model, index.row(), index.column(), block)
        self.paste_bar.show_block(self.model, waiting, faults)
        said = trn("{n} pasted cell is not stored yet.", "{n} pasted cells are not stored yet.", waiting)
        announce(self.view, said.format(n=waiting), urgent=bool(faults))

    def _show_block_again(self, anew: bool) -> None:
        """After other rows, or `anew` in another grid: what belongs to no row or column any more is told."""
        gone = drop_homeless(self.model)
        if self.model.has_block and (gone or anew):
            self.paste_bar.show_block(self.model, self.model.pending_count, [*self.paste_bar.faults, *gone])

    def take_block(self) -> None:
        """Hands on what was pasted; wrong cells stay marked until they are mended."""
        taken = self.model.take_block()
        self.paste_bar.hide()
        self.view.setFocus()
        if self.takes_blocks:
            self.block_entered.emit(taken)
        else:
            for entry in taken:
                self.entered.emit(*entry)

    def bring_back(self, places: Sequence[Place], faults: Sequence[Fault]) -> None:
        """Lets a block wait again that was handed on and refused; what was wrong with which cell is listed."""
        self.model.bring_back(places, {fault.place: fault.sentence for fault in faults if fault.place is not None})
        seen = [fault for fault in self.paste_bar.faults if not fault.wrong]
        self.paste_bar.show_block(self.model, self.model.pending_count, [*faults, *drop_homeless(self.model), *seen])
        announce(self.view, self.paste_bar.said(), urgent=True)

    def give_up_block(self) -> None:
        """Takes the whole block back, in one step."""
        self.model.give_up_block()
        self.paste_bar.hide()
        self.view.setFocus()

    def _go_to_place(self, identity: Hashable, key: str) -> None:
        self.go_to(identity, key)
        self.view.setFocus()

    def _follow(self) -> None:
        self._show_problem()
        self.current_changed.emit()

    def _show_problem(self) -> None:
        index = self.view.currentIndex()
        here = (self.model.shown[index.row()].id, self.model.columns[index.column()].key) if index.isValid() else None
        problems = sorted(self.model.problems(), key=lambda problem: problem[:2] != here)
        sentence = ""
        if problems:
            identity, key, sentence = problems[0]
            place = self.model.place_name(identity, key)
            sentence = f"{place}: {sentence}" if place else sentence
        self._say(sentence)

    def _say(self, sentence: str) -> None:
        if sentence and sentence != self._sentence.text():
            announce(self.view, sentence, urgent=True)
        self._sentence.setText(sentence)
        self._line.setVisible(bool(sentence))


class GridView(QTableView):
    """Cells under a cursor; Tab leaves the grid after the last cell that can be typed into."""

    rested = Signal()
    """A cell was closed again after typing."""
    block_wanted = Signal()
    """What is on the clipboard shall be pasted."""
    refused = Signal(str)
    """Why nothing can be typed into the cell under the cursor."""
    block_unwanted = Signal()
    """What was pasted shall be taken back."""

    def __init__(self, model: QAbstractItemModel, name: str, big: bool = False) -> None:
        super().__init__()
        self._big = big
        self.enter_goes_right = False
        self.setModel(model)
        self.setAccessibleName(name)
        self.setItemDelegate(GridDelegate(self))
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        trigger = QAbstractItemView.EditTrigger
        self.setEditTriggers(trigger.AnyKeyPressed | trigger.EditKeyPressed | trigger.DoubleClicked)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.setCornerButtonEnabled(False)
        self.verticalHeader().hide()
        self.horizontalHeader().setHighlightSections(False)
        self._measure()

    @property
    def is_typing(self) -> bool:
        """Whether a cell is open for typing."""
        return self.state() is QAbstractItemView.State.EditingState

    def closeEditor(self, editor: QWidget, hint: QAbstractItemDelegate.EndEditHint) -> None:
        super().closeEditor(editor, hint)
        self.rested.emit()

    def show_at_least(self, rows: int) -> None:
        """Never gets lower than its header and so many rows."""
        edges = self.horizontalScrollBar().sizeHint().height() + 2 * self.frameWidth()
        rows_height = rows * self.verticalHeader().defaultSectionSize()
        self.setMinimumHeight(self.horizontalHeader().sizeHint().height() + rows_height + edges)

    def commit(self) -> None:
        """Takes what is being typed into a cell, as Enter does, and stays there."""
        if self.is_typing:
            for editor in self.viewport().findChildren(QLineEdit):
                self.commitData(editor)
                self.closeEditor(editor, QAbstractItemDelegate.EndEditHint.NoHint)

    def go_to_first_open(self) -> None:
        """Puts the cursor into the first empty cell that can be typed into, else into the first such cell."""
        cells = self._editable()
        if cells:
            self.setCurrentIndex(next((cell for cell in cells if not cell.data()), cells[0]))

    def go_to_next_open(self) -> None:
        """Goes on pile by pile to the next empty cell, from the end to the first; stays where there is none."""
        empty = sorted((cell for cell in self._editable() if not cell.data()), key=_pile)
        after = [cell for cell in empty if _pile(cell) >= _pile(self.currentIndex())]
        for cell in (after or empty)[:1]:
            self.setCurrentIndex(cell)

    def step(self, down: int, right: int) -> bool:
        """Moves to the next cell that can be typed into; False at the end of the grid."""
        cells = self._editable()
        if down:
            cells.sort(key=lambda cell: (cell.column(), cell.row()))
        here = self.currentIndex()
        place = (here.column(), here.row()) if down else (here.row(), here.column())
        keyed = [((c.column(), c.row()) if down else (c.row(), c.column()), c) for c in cells]
        after = [cell for key, cell in keyed if key > place]
        before = [cell for key, cell in keyed if key < place]
        target = after[:1] if down + right > 0 else before[-1:]
        if target:
            self.setCurrentIndex(target[0])
        return bool(target)

    def _editable(self) -> list[QModelIndex]:
        model = self.model()
        cells = [model.index(r, c) for r in range(model.rowCount()) for c in range(model.columnCount())]
        return [cell for cell in cells if cell.data(CAN_EDIT_ROLE)]

    def enter(self) -> None:
        """Enter: the next cell of the pile."""
        self.step(0, 1) if self.enter_goes_right else self.step(1, 0)

    def fit_columns(self) -> None:
        """Gives every column the room it needs."""
        model = self.model()
        header = self.horizontalHeader()
        for number, spec in enumerate(getattr(model, "columns", ())):
            if spec.stretch:
                header.setSectionResizeMode(number, QHeaderView.ResizeMode.Stretch)
                continue
            title = self.fontMetrics().horizontalAdvance(str(model.headerData(number, Qt.Orientation.Horizontal)))
            sample = self.fontMetrics().horizontalAdvance(spec.sample) + 2 * theme.px(PADDING)
            wanted = sample if spec.sample else self.sizeHintForColumn(number)
            header.resizeSection(number, max(wanted, round(title * 1.08) + theme.px(22)))

    def _measure(self) -> None:
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(theme.row_height(self._big))
        if self._big:
            self.setFont(theme.font(theme.Role.EXAM))

    def event(self, event: QEvent) -> bool:
        """While a pasted block waits, Strg+Z means that, and not the last action of the house."""
        if (
            isinstance(event, QKeyEvent)
            and event.type() is QEvent.Type.ShortcutOverride
            and event.matches(QKeySequence.StandardKey.Undo)
            and getattr(self.model(), "has_block", False)
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _ENTER:
            self.enter()
        elif event.matches(QKeySequence.StandardKey.Paste):
            self.block_wanted.emit()
        elif event.matches(QKeySequence.StandardKey.Undo):
            self.block_unwanted.emit()
        elif _would_type(event) and (sentence := self.currentIndex().data(CLOSED_ROLE)):
            self.refused.emit(sentence)
        elif event.key() == Qt.Key.Key_Delete and self.currentIndex().data(CAN_EDIT_ROLE):
            self.model().setData(self.currentIndex(), "")
        elif event.key() == Qt.Key.Key_Escape and self.currentIndex().data(WRONG_ROLE):
            self.model().setData(self.currentIndex(), "")  # emptying a wrong entry shows what is stored
        else:
            super().keyPressEvent(event)

    def focusNextPrevChild(self, forward: bool) -> bool:
        return self.step(0, 1 if forward else -1) or super().focusNextPrevChild(forward)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if not self.currentIndex().data(CAN_EDIT_ROLE):  # Qt puts the cursor into the first cell, editable or not
            self.go_to_first_open()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.StyleChange and hasattr(self, "enter_goes_right"):
            self._measure()
            self.fit_columns()


def _pile(cell: QModelIndex) -> tuple[int, int]:
    return cell.column(), cell.row()


def _would_type(event: QKeyEvent) -> bool:
    return event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_F2) or (event.text().isprintable() and event.text() > " ")


class GridDelegate(RowDelegate):
    """White where one may type, a frame for the cursor, a red one for what is wrong."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        tokens = theme.look().tokens
        if not index.data(CAN_EDIT_ROLE):
            painter.fillRect(option.rect, QColor(tokens.subtle))
        elif index.data(PENDING_ROLE):
            painter.fillRect(option.rect, QColor(tokens.tint(Tone.INFO)))
        super().paint(painter, option, index)
        current = bool(option.state & QStyle.StateFlag.State_Selected)
        wrong = bool(index.data(WRONG_ROLE))
        if current or wrong:
            painter.setPen(QPen(QColor(theme.colour("err" if wrong else "accent")), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(option.rect.adjusted(1, 1, -2, -2))

    def paint_bar(self, painter: QPainter, cell: QRect, view: QTableView, column: int) -> None:
        """The frame shows the cursor; a grid has no bar."""

    def paint_cursor(self, painter: QPainter, cell: QRect) -> None:
        """It is painted thicker, over what is wrong too."""

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        editor = QLineEdit(parent)
        editor.setProperty("cell", True)
        editor.setAccessibleName(str(index.data(Qt.ItemDataRole.AccessibleTextRole)))
        if index.data(Qt.ItemDataRole.TextAlignmentRole) & Qt.AlignmentFlag.AlignRight:
            editor.setAlignment(Qt.AlignmentFlag.AlignRight)
        return editor

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        """Never writes over what is being typed: rows that are read again meanwhile must not swallow it."""
        if not (isinstance(editor, QLineEdit) and editor.isModified()):
            super().setEditorData(editor, index)

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        if isinstance(editor, QLineEdit) and editor.isModified():
            model.setData(index, editor.text())

    def eventFilter(self, editor: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress and isinstance(editor, QWidget):
            view = self.parent()
            key = Qt.Key(event.key())
            if isinstance(view, GridView) and (key in _ENTER or key in _STEPS):
                self.commitData.emit(editor)
                self.closeEditor.emit(editor, QAbstractItemDelegate.EndEditHint.NoHint)
                if key in _ENTER:
                    view.enter()
                elif not view.step(*_STEPS[key]) and key in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
                    view.focusNextPrevChild(key == Qt.Key.Key_Tab)
                return True
        return super().eventFilter(editor, event)
