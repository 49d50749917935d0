"""A block of cells from a spreadsheet: read from the clipboard, laid over a grid, taken or given up as one step."""

from __future__ import annotations

import csv
import io
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import Generic

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QSizePolicy, QWidget

from kammerdesk.base.dates import shorten
from kammerdesk.base.i18n import tr, trn
from kammerdesk.ui.kit import theme
from kammerdesk.ui.kit.columns import R
from kammerdesk.ui.kit.grid_model import GridModel
from kammerdesk.ui.kit.theme import Role
from kammerdesk.ui.kit.widgets import Button, column, label, row

LINES = 4
"""So many errors are seen at once; the list scrolls."""

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


def read_block(text: str) -> list[list[str]]:
    """Lines of cells as Excel and LibreOffice put them on the clipboard: tabs, quotation marks around line breaks."""
    lines = list(csv.reader(io.StringIO(text.rstrip("\r\n"), newline=""), delimiter="\t"))
    return [[" ".join(cell.split()) for cell in line] for line in lines]


@dataclass(frozen=True, slots=True)
class Fault:
    """One cell that could not be taken: where it belongs (identity of the row, key of the column), what was wrong.

    One that is not `wrong` can be taken, but is to be looked at before.
    """

    place: tuple[Hashable, str] | None
    sentence: str
    wrong: bool = True


def lay_over(model: GridModel[R], row: int, column: int, block: Sequence[Sequence[str]]) -> tuple[int, list[Fault]]:
    """Lays a block over the grid, its first cell there; returns how many cells wait and what does not fit or is wrong.

    What is wrong stands in its cell; what belongs to no cell, or to one that nobody may change, is quoted, and so is
    what an empty cell would take away. Nothing is taken away that one does not see.
    """
    cells: list[tuple[int, int, str]] = []
    faults: list[tuple[int, int, str]] = []
    outside: list[Fault] = []
    emptied: list[Fault] = []
    for down, line in enumerate(block):
        for right, text in enumerate(line):
            place = row + down, column + right
            if place[0] >= len(model.shown) or place[1] >= len(model.columns):
                if text:
                    message = tr("“{text}” lies outside of the grid and was left out.")
                    outside.append(Fault(None, message.format(text=shorten(text))))
            elif model.can_edit(*place):
                if text or not model.is_hidden(*place):
                    cells.append((*place, text))
                if not text and (stored := model.stored_words(*place)):
                    sentence = tr("“{text}” will be emptied.").format(text=shorten(stored))
                    emptied.append(Fault(model.place(*place), sentence, wrong=False))
            elif text and text != model.stored_words(*place):
                message = tr("“{text}” was left out: this cell cannot be changed.")
                faults.append((*place, message.format(text=shorten(text))))
    faults += model.lay_over(cells)
    inside = [Fault(model.place(row, column), sentence) for row, column, sentence in sorted(faults)]
    return model.pending_count, inside + outside + emptied


def drop_homeless(model: GridModel[R]) -> list[Fault]:
    """Gives up the pasted cells whose row or column is gone meanwhile; returns what stood in them."""
    message = tr("“{text}” was left out: its place is no longer in this table.")
    return [Fault(None, message.format(text=shorten(text))) for text in model.drop_homeless()]


class PasteBar(QWidget, Generic[R]):
    """Below the grid while a block waits: how many cells, what is wrong with which, and the two ways on."""

    taken = Signal()
    given_up = Signal()
    wanted = Signal(object, str)
    """The cell of an error: identity of its row, key of its column."""

    def __init__(self) -> None:
        super().__init__()
        self.faults: list[Fault] = []
        self._said = label("", Role.STRONG, wrap=True)
        self.list = QListWidget()
        self.list.setProperty("ticks", True)
        self.list.setAccessibleName(tr("Errors in what was pasted"))
        self.list.itemActivated.connect(self._go)
        self.take = Button(tr("Take over"), self.taken.emit, primary=True)
        give_up = Button(tr("Discard"), self.given_up.emit)
        give_up.setToolTip(tr("Ctrl+Z"))
        above = row(gap=8)
        above.addWidget(self._said, 1)
        above.addWidget(give_up)
        above.addWidget(self.take)
        body = column(gap=6)
        body.addLayout(above)
        body.addWidget(self.list)
        self.setLayout(body)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.hide()

    def show_block(self, model: GridModel[R], waiting: int, faults: Sequence[Fault]) -> None:
        """Says what waits and lists what is wrong."""
        self.faults = list(faults)
        sentence = trn("{n} pasted cell is not stored yet.", "{n} pasted cells are not stored yet.", waiting)
        said = [sentence.format(n=waiting)]
        wrong = sum(fault.wrong for fault in faults)
        if emptied := len(faults) - wrong:
            said.append(trn("{n} of them will be emptied.", "{n} of them will be emptied.", emptied).format(n=emptied))
        if wrong:
            said.append(trn("{n} error:", "{n} errors:", wrong).format(n=wrong))
        self._said.setText(" ".join(said))
        self.list.clear()
        for fault in self.faults:
            place = model.place_name(*fault.place) if fault.place is not None else ""
            self.list.addItem(QListWidgetItem(f"{place}: {fault.sentence}" if place else fault.sentence))
        self.list.setCurrentRow(0)
        self.list.setVisible(bool(faults))
        lines = min(len(faults), LINES)
        self.list.setFixedHeight(max(lines, 1) * max(self.list.sizeHintForRow(0), 1) + theme.px(8))
        self.setVisible(bool(waiting or faults))

    def said(self) -> str:
        """What it says, for a screen reader."""
        return self._said.text()

    def _go(self, item: QListWidgetItem) -> None:
        fault = self.faults[self.list.row(item)]
        if fault.place is not None:
            self.wanted.emit(*fault.place)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _ENTER and self.list.hasFocus() and self.list.currentItem() is not None:
            self._go(self.list.currentItem())
        else:
            super().keyPressEvent(event)
