"""Cells that are typed into: what is wrong stays visible in its cell until it is mended."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic

from PySide6.QtCore import QObject, Qt, Signal

from kammerdesk.base.errors import KammerError
from kammerdesk.base.i18n import tr
from kammerdesk.ui.kit.columns import Column, R
from kammerdesk.ui.kit.table_model import CHIP_ROLE, NOTHING, Index, Painted, PaintedModel

WRONG_ROLE = Qt.ItemDataRole.UserRole + 2
CAN_EDIT_ROLE = Qt.ItemDataRole.UserRole + 3
PENDING_ROLE = Qt.ItemDataRole.UserRole + 4
CLOSED_ROLE = Qt.ItemDataRole.UserRole + 5


@dataclass(frozen=True, kw_only=True)
class GridColumn(Column[R], Generic[R]):
    """A column of a work grid: `parse` turns what was typed into a value or raises KammerError; without it, read only.

    `can_edit` says for which rows; `hidden` for which rows the value must not be seen, not even by a screen reader.
    `closed` says in a sentence why nothing can be typed into a row; "" where nobody would expect that one can.
    """

    parse: Callable[[str], Any] | None = None
    can_edit: Callable[[R], bool] | None = None
    hidden: Callable[[R], bool] | None = None
    closed: Callable[[R], str] | None = None


@dataclass(frozen=True, slots=True)
class Typed:
    """What stands in a cell and is not stored yet: the text, and why it cannot be ("" while it is under way).

    What is `pending` was pasted and is not handed on before the whole block is taken over.
    """

    text: str
    problem: str = ""
    pending: bool = False


HIDDEN_TEXT = "##"


class GridModel(PaintedModel, Generic[R]):
    """Rows in the order given, with what is being typed laid over them."""

    entered = Signal(object, str, object)
    """Identity of the row, key of the column, value; None when the cell was emptied."""
    typed = Signal()
    """The errors in the grid may be others now."""

    def __init__(self, columns: Sequence[GridColumn[R]], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.columns = tuple(columns)
        self.shown: Sequence[R] = ()
        self._typed: dict[tuple[Hashable, str], Typed] = {}
        self._before_block: dict[tuple[Hashable, str], Typed] | None = None
        """What was typed before a block was laid over the grid."""
        self._sent: dict[tuple[Hashable, str], str] = {}
        """What was last handed on from a cell: its text comes back if it is refused after rows were read again."""

    def set_rows(self, rows: Sequence[R]) -> None:
        """Shows the rows as they are stored; wrong entries stay, all others give way."""
        same = [row.id for row in rows] == [row.id for row in self.shown]
        self._typed = {place: typed for place, typed in self._typed.items() if typed.problem or typed.pending}
        if same:
            self.shown = rows
            self._refresh()
        else:
            self.beginResetModel()
            self.shown = rows
            self.endResetModel()
        self.typed.emit()

    def reject(self, identity: Hashable, key: str, sentence: str) -> None:
        """Marks what was typed as wrong, because it was refused."""
        self._typed[identity, key] = Typed(self._sent.get((identity, key), ""), sentence)
        self._refresh()
        self.typed.emit()

    def restore(self, index: Index) -> None:
        """Gives up what is wrong in a cell and shows what is stored."""
        self._typed.pop((self.shown[index.row()].id, self.columns[index.column()].key), None)
        self.dataChanged.emit(index, index)
        self.typed.emit()

    def keep(self, former: GridModel[R]) -> None:
        """Takes over what is wrong or pasted in a model of other columns that this one takes the place of.

        What was pasted into a column that is gone stays until `drop_homeless` tells of it.
        """
        keys = {column.key for column in self.columns}
        self._typed = {place: typed for place, typed in former._typed.items() if place[1] in keys or typed.pending}
        self._sent = dict(former._sent)
        if former._before_block is not None:
            self._before_block = {place: typed for place, typed in former._before_block.items() if place[1] in keys}

    def problems(self) -> list[tuple[Hashable, str, str]]:
        """Row, column and sentence of every wrong entry."""
        return [(identity, key, typed.problem) for (identity, key), typed in self._typed.items() if typed.problem]

    def pending(self) -> list[tuple[Hashable, str, str]]:
        """The same of every pasted cell that waits to be taken over."""
        waiting = tr("pasted, not stored yet")
        return [(identity, key, waiting) for (identity, key), typed in self._typed.items() if typed.pending]

    def place_name(self, identity: Hashable, key: str) -> str:
        """What a cell is called: the words in the first column of its row, and its column; "" when it is gone."""
        row = next((row for row in self.shown if row.id == identity), None)
        column = next((column for column in self.columns if column.key == key), None)
        return f"{self.columns[0].words(row)}, {tr(column.title)}" if row is not None and column is not None else ""

    def place(self, row: int, column: int) -> tuple[Hashable, str]:
        """Identity of the row and key of the column with these numbers."""
        return self.shown[row].id, self.columns[column].key

    # --- blocks ---

    def lay_over(self, cells: Sequence[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
        """Lays texts over cells that can be typed into (row, column, text); returns place and sentence of wrong ones.

        Nothing is handed on before `take_block`; `give_up_block` brings back what stood there before.
        """
        if self._before_block is None:
            self._before_block = dict(self._typed)
        wrong = []
        for at, across, text in cells:
            row, column = self.shown[at], self.columns[across]
            place = (row.id, column.key)
            if text == column.words(row):
                self._typed.pop(place, None)
                continue
            problem = self._problem(column, text)
            self._typed[place] = Typed(text, problem, pending=not problem)
            if problem:
                wrong.append((at, across, problem))
        self._refresh()
        self.typed.emit()
        return wrong

    def _problem(self, column: GridColumn[R], text: str) -> str:
        try:
            if text and column.parse is not None:
                column.parse(text)
        except KammerError as error:
            return str(error)
        return ""

    @property
    def pending_count(self) -> int:
        """How many pasted cells wait to be taken over."""
        return sum(typed.pending for typed in self._typed.values())

    @property
    def has_block(self) -> bool:
        """Whether a block was laid over the grid and neither taken nor given up."""
        return self._before_block is not None

    def take_block(self) -> list[tuple[Hashable, str, Any]]:
        """Hands the pasted cells on; those with errors stay to be mended. Returns row, column and value of each."""
        parsers = {column.key: column.parse for column in self.columns}
        pending = [(place, typed.text) for place, typed in self._typed.items() if typed.pending]
        taken = []
        for place, text in pending:
            self._typed[place] = Typed(text)
            self._sent[place] = text
            parse = parsers[place[1]]
            taken.append((*place, parse(text) if text and parse is not None else None))
        self._before_block = None
        self._refresh()
        self.typed.emit()
        return taken

    def bring_back(self, places: Sequence[tuple[Hashable, str]], wrong: Mapping[tuple[Hashable, str], str]) -> None:
        """Lets a block wait again that was handed on and not stored; the cells in `wrong` stand with their sentence."""
        before = {place: typed for place, typed in self._typed.items() if place not in places}
        for place in places:
            sentence = wrong.get(place, "")
            self._typed[place] = Typed(self._sent.get(place, ""), sentence, pending=not sentence)
        if self._before_block is None:
            self._before_block = before
        self._refresh()
        self.typed.emit()

    def drop_homeless(self) -> list[str]:
        """Gives up the pasted cells whose row or column is gone; returns their texts."""
        rows, keys = {row.id for row in self.shown}, {column.key for column in self.columns}
        waiting = [place for place, typed in self._typed.items() if typed.pending]
        return [self._typed.pop(place).text for place in waiting if place[0] not in rows or place[1] not in keys]

    def give_up_block(self) -> None:
        """Shows what stood in the grid before the block."""
        if self._before_block is not None:
            self._typed, self._before_block = self._before_block, None
            self._refresh()
            self.typed.emit()

    def stored_words(self, row: int, column: int) -> str:
        """What is stored in a cell, whatever was typed over it; nothing where it must not be seen."""
        return "" if self.is_hidden(row, column) else self.columns[column].words(self.shown[row])

    def is_hidden(self, row: int, column: int) -> bool:
        """Whether what is in a cell must not be seen."""
        hidden = self.columns[column].hidden
        return hidden is not None and hidden(self.shown[row])

    def _refresh(self) -> None:
        if self.shown:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self.shown) - 1, len(self.columns) - 1))

    def can_edit(self, row: int, column: int) -> bool:
        """Whether something may be typed into this cell."""
        spec = self.columns[column]
        return spec.parse is not None and (spec.can_edit is None or spec.can_edit(self.shown[row]))

    def rowCount(self, parent: Index = NOTHING) -> int:
        return 0 if parent.isValid() else len(self.shown)

    def columnCount(self, parent: Index = NOTHING) -> int:
        return 0 if parent.isValid() else len(self.columns)

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = super().flags(index)
        if index.isValid() and self.can_edit(index.row(), index.column()):
            flags |= Qt.ItemFlag.ItemIsEditable
        return flags

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != Qt.ItemDataRole.EditRole or not index.isValid():
            return False
        row, column = self.shown[index.row()], self.columns[index.column()]
        text = str(value).strip()
        place = (row.id, column.key)
        typed = self._typed.get(place)
        if column.parse is None:
            return True
        if typed is not None and typed.problem:
            if text in ("", column.words(row)):  # what is stored is emptied only when it is seen
                self.restore(index)
                return True
        elif text == self._words(row, column):
            return True
        try:
            parsed = column.parse(text) if text else None
        except KammerError as error:
            self._typed[place] = Typed(text, str(error))
        else:
            self._typed[place] = Typed(text)
            self._sent[place] = text
            self.entered.emit(row.id, column.key, parsed)
        self.dataChanged.emit(index, index)
        self.typed.emit()
        return True

    def _words(self, row: R, column: GridColumn[R]) -> str:
        typed = self._typed.get((row.id, column.key))
        return typed.text if typed is not None else column.words(row)

    def _shown_words(self, row: R, column: GridColumn[R]) -> str:
        hide = column.hidden is not None and column.hidden(row)
        words = self._words(row, column)
        typed = self._typed.get((row.id, column.key))
        return HIDDEN_TEXT if hide and words and not (typed and typed.problem) else words

    def _spoken(self, row: R, column: GridColumn[R]) -> str:
        typed = self._typed.get((row.id, column.key))
        words = self._shown_words(row, column)
        said = tr("entered, hidden") if words == HIDDEN_TEXT else words or tr("empty")
        problem = f" – {typed.problem}" if typed and typed.problem else ""
        if typed and typed.pending:
            waiting = tr("pasted, not stored yet")
            problem = f" – {waiting}"
        return f"{tr(column.title)}: {said}{problem}"

    def painted(self, row: int, column: int) -> Painted:
        spec, found = self.columns[column], self.shown[row]
        return self._shown_words(found, spec), spec.chip(found) if spec.chip else None, spec.right

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row, column = self.shown[index.row()], self.columns[index.column()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return self._shown_words(row, column)
            case Qt.ItemDataRole.EditRole:
                shown = self._shown_words(row, column)
                return "" if shown == HIDDEN_TEXT else shown
            case Qt.ItemDataRole.AccessibleTextRole:
                return self._spoken(row, column)
            case Qt.ItemDataRole.TextAlignmentRole:
                side = Qt.AlignmentFlag.AlignRight if column.right else Qt.AlignmentFlag.AlignLeft
                return side | Qt.AlignmentFlag.AlignVCenter
            case _ if role == CHIP_ROLE:
                return column.chip(row) if column.chip else None
            case _ if role == WRONG_ROLE:
                typed = self._typed.get((row.id, column.key))
                return typed.problem if typed else ""
            case _ if role == PENDING_ROLE:
                typed = self._typed.get((row.id, column.key))
                return typed is not None and typed.pending
            case _ if role == CAN_EDIT_ROLE:
                return self.can_edit(index.row(), index.column())
            case _ if role == CLOSED_ROLE:
                return column.closed(row) if column.closed is not None else ""
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        column = self.columns[section]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return tr(column.title)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if column.right else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        return None
