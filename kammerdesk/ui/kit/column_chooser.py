"""Chooses which columns a list shows and in which order: by keys, by ticks and by dragging."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QDialog, QLineEdit, QListWidget, QListWidgetItem, QWidget

from kammerdesk.base.folding import Needle, haystack
from kammerdesk.base.i18n import tr
from kammerdesk.ui.kit import theme
from kammerdesk.ui.kit.delegates import TickDelegate
from kammerdesk.ui.kit.theme import Role
from kammerdesk.ui.kit.widgets import Button, column, label, row

_MOVES = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}


class ColumnChooser(QDialog):
    """`columns` are key, title and whether it is shown, in their order; the first one always stays."""

    chosen = Signal(tuple, tuple)
    """All keys in their order, and those that are shown."""
    fit_wanted = Signal()
    """Widths as the contents need them."""
    reset_wanted = Signal()
    """As the list comes."""

    def __init__(self, columns: Sequence[tuple[str, str, bool]], fixed: str, parent: QWidget) -> None:
        super().__init__(parent.window())
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr("Columns"))
        self._fixed = fixed
        self.search = QLineEdit()
        self.search.setPlaceholderText(tr("Find column"))
        self.search.setAccessibleName(tr("Find column"))
        self.search.textChanged.connect(self._find)
        self.search.installEventFilter(self)
        self.list = QListWidget()
        self.list.setProperty("ticks", True)
        self.list.setItemDelegate(TickDelegate(self.list))
        self.list.setAccessibleName(tr("Columns"))
        self.list.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.list.installEventFilter(self)
        for key, title, shown in columns:
            self._add(key, title, shown)
        self.list.setCurrentRow(0)
        hint = label(tr("Space ticks, Alt+Up and Alt+Down move a column."), Role.SECONDARY, wrap=True)
        take = Button(tr("Use columns"), self.accept, primary=True)
        take.setDefault(True)
        body = column(label(tr("Columns"), Role.TITLE), self.search, self.list, hint, gap=12, margin=theme.px(24))
        body.addLayout(row(Button(tr("Fit to contents"), self._fit), Button(tr("Standard"), self._reset), None))
        body.addLayout(row(None, Button(tr("Cancel"), self.reject), take))
        self.setLayout(body)
        self.resize(theme.px(420), min(theme.px(520), self.screen().availableGeometry().height() - theme.px(60)))
        self.accepted.connect(self._tell)
        self.list.setFocus()

    def _add(self, key: str, title: str, shown: bool) -> None:
        item = QListWidgetItem(title)
        item.setData(Qt.ItemDataRole.UserRole, key)
        flags = (item.flags() | Qt.ItemFlag.ItemIsUserCheckable) & ~Qt.ItemFlag.ItemIsDropEnabled
        if key == self._fixed:
            flags &= ~Qt.ItemFlag.ItemIsUserCheckable
        item.setFlags(flags)
        item.setCheckState(Qt.CheckState.Checked if shown or key == self._fixed else Qt.CheckState.Unchecked)
        self.list.addItem(item)

    def _items(self) -> list[QListWidgetItem]:
        return [self.list.item(number) for number in range(self.list.count())]

    def _find(self, typed: str) -> None:
        needle = Needle(typed)
        for item in self._items():
            item.setHidden(bool(needle) and not needle.found_in(haystack(item.text())))
        shown = [item for item in self._items() if not item.isHidden()]
        if shown and self.list.currentItem() not in shown:
            self.list.setCurrentItem(shown[0])

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if not isinstance(event, QKeyEvent) or event.type() is not QEvent.Type.KeyPress:
            return False
        if watched is self.search and event.key() == Qt.Key.Key_Down:
            self.list.setFocus()
            return True
        by = _MOVES.get(Qt.Key(event.key()), 0)
        if watched is self.list and by and event.modifiers() == Qt.KeyboardModifier.AltModifier:
            self._move(by)
            return True
        return False

    def _move(self, by: int) -> None:
        here = self.list.currentRow()
        if 0 <= here + by < self.list.count():
            self.list.insertItem(here + by, self.list.takeItem(here))
            self.list.setCurrentRow(here + by)

    def _tell(self) -> None:
        keys = tuple(item.data(Qt.ItemDataRole.UserRole) for item in self._items())
        shown = tuple(
            item.data(Qt.ItemDataRole.UserRole) for item in self._items() if item.checkState() is Qt.CheckState.Checked
        )
        self.chosen.emit(keys, shown)

    def _fit(self) -> None:
        self.accept()
        self.fit_wanted.emit()

    def _reset(self) -> None:
        self.reject()
        self.reset_wanted.emit()
