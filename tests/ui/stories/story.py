"""What every story needs: the house as it is before, keys and clicks that are counted, what the screen says at last."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import product
from pathlib import Path
from typing import Any, TypeVar

from PySide6.QtCore import QAbstractItemModel, Qt
from PySide6.QtPrintSupport import QPrintDialog
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QLabel, QLineEdit, QTableView

from kammerdesk.store.store import Store
from kammerdesk.sync.records import schema
from kammerdesk.ui.today.page import TodayPage
from tests.ui.keyboard import InputCounter, press, type_text
from tests.ui.office import CLOCK, Office

T = TypeVar("T")
PLAIN = Qt.KeyboardModifier.NoModifier
KEYS_PER_CLICK = 2
"""What a story counts as a click or an action may cost by keys: one to get there, one to do it."""


@contextmanager
def opened(folder: Path) -> Iterator[Store]:
    """The data of a house without a window: what others did before the story begins, or what is stored at its end."""
    schema()
    store = Store.open(folder, user="kroeger", clock=CLOCK)
    yield store
    store.close()


class Story:
    """A clerk at the keyboard, from Today on; the mouse is unplugged.

    `keys` are those pressed but for modifiers and for the letters and figures of what is entered.
    """

    def __init__(self, office: Office) -> None:
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        assert isinstance(office.page, TodayPage), "every story begins at Today"
        self.office = office
        self._entered = 0
        self._counter = InputCounter(app)

    @property
    def keys(self) -> int:
        """Keys pressed until now, without what was entered."""
        return self._counter.keys - self._entered

    @property
    def all_keys(self) -> int:
        """Keys pressed until now with what was entered."""
        return self._counter.keys

    @property
    def clicks(self) -> int:
        """Presses of the mouse until now."""
        return self._counter.clicks

    def press(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = PLAIN, times: int = 1) -> None:
        """Presses a key and waits for what follows from it."""
        for _ in range(times):
            self.office.press(key, modifiers)

    def press_at_once(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = PLAIN) -> None:
        """Presses a key without waiting for what follows from it, as whoever types blind does."""
        press(key, modifiers)

    def enter(self, text: str) -> None:
        """Types something into the field or cell with the cursor."""
        type_text(text)
        self._entered += len(text)

    def choose(self, file: Path) -> None:
        """Answers the file dialog that is open: its name and Enter."""
        self._entered += len(file.name)
        self.office.answer_file(file)

    def send_to(self, file: Path) -> None:
        """Lets the printer that the open print dialog proposes be one that writes a small file; nothing is pressed."""
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, QPrintDialog)
        printers, name = dialog.findChild(QComboBox, "printers"), dialog.findChild(QLineEdit, "filename")
        assert printers is not None
        assert name is not None
        printers.setCurrentIndex(printers.count() - 1)
        name.setText(str(file))
        dialog.printer().setResolution(72)


def says(office: Office) -> str:
    """All one reads in the window now: labels, buttons, cells of tables, toasts."""
    found = office.window.findChildren
    words = [each.text() for each in found(QLabel) if each.isVisible()]
    verbs = [each.text() for each in found(QAbstractButton) if each.isVisible()]
    cells = [cell for table in found(QTableView) if table.isVisible() for cell in _cells(table.model())]
    return "\n".join([*words, *verbs, *cells, *office.window.toasts.sentences()])


def _cells(model: QAbstractItemModel) -> Iterator[str]:
    places = product(range(model.rowCount()), range(model.columnCount()))
    yield from (str(model.index(row, column).data() or "") for row, column in places)


def stored(office: Office, query: Callable[[Any], T]) -> T:
    """What the data say now."""
    return office.ask(query)
