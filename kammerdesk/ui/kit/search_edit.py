"""A choice among too many for a list: one types a few letters, the data are searched, Enter takes the first."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtGui import QFocusEvent, QHideEvent, QKeyEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QListWidget, QListWidgetItem, QWidget

from kammerdesk.base.dates import shorten
from kammerdesk.base.errors import KammerError
from kammerdesk.base.i18n import tr, trn
from kammerdesk.ui.kit import icons, theme
from kammerdesk.ui.kit.announce import announce
from kammerdesk.ui.kit.desk import Desk
from kammerdesk.ui.kit.fields import LineField
from kammerdesk.ui.kit.theme import Role
from kammerdesk.ui.kit.widgets import column, label, name_buttons

Choice = tuple[UUID, str]
"""A record and the words by which people know it."""

SEARCH_DELAY = 120
"""Milliseconds after the last letter before the data are searched."""
_SHOWN = 8
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_MOVES = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: _SHOWN, Qt.Key.Key_PageUp: -_SHOWN}


class SearchEdit(LineField[UUID]):
    """A record, shown in words; its value is the record's key.

    `find` is a query that gets what was typed ("" for the list that F4 opens on an empty field), `named` one that
    gives the words of a key. The form that holds the field lends it the desk.
    """

    def __init__(
        self, find: Callable[[Any, str], Sequence[Choice]], named: Callable[[Any, UUID], str], kind: str = ""
    ) -> None:
        super().__init__()
        self.desk: Desk | None = None
        self.is_waiting = False
        """Whether Enter was pressed before the answer came; it takes the first hit as soon as that is there."""
        self._find = find
        self._named = named
        self._kind = kind
        self._chosen: Choice | None = None
        self._asked = ""
        self._delay = QTimer(self, singleShot=True, interval=SEARCH_DELAY)
        self._delay.timeout.connect(self._search)
        self.hits = _Hits(self)
        self.hits.list.itemClicked.connect(lambda _: self.take())
        self.textEdited.connect(lambda _: self._delay.start())
        opener = self.addAction(icons.icon("search", "text2"), QLineEdit.ActionPosition.TrailingPosition)
        opener.setToolTip(tr("List (F4)"))
        opener.triggered.connect(self.open_list)
        name_buttons(self)

    # --- value ---

    def value(self) -> UUID | None:
        """The chosen record; raises KammerError for words that were never chosen from the list."""
        text = self.text().strip()
        if self._chosen is not None and text == self._chosen[1].strip():
            return self._chosen[0]
        if not text:
            return None
        message = tr("“{text}” is not chosen yet. Please take an entry from the list (F4), or empty the field.")
        raise KammerError(message.format(text=shorten(text)))

    def set_value(self, value: UUID | None) -> None:
        """Shows a record; its words come from the data."""
        self._end_search()
        if value is None or self._chosen is None or self._chosen[0] != value:
            self._show(None if value is None else (value, "…"))
            if value is not None and self.desk is not None:
                self.desk.ask(self._named, value, then=lambda words: self._learn(value, words), owner=self)

    def words(self, value: UUID) -> str:
        return self._chosen[1] if self._chosen is not None and self._chosen[0] == value else ""

    def typed(self) -> str:
        """The key of the chosen record before its words, else the text."""
        chosen = self._chosen is not None and self.text() == self._chosen[1]
        return f"{self._chosen[0]} {self._chosen[1]}" if chosen and self._chosen is not None else self.text()

    def retype(self, text: str) -> None:
        """Shows a record again, or a text."""
        key, _, words = text.partition(" ")
        try:
            self._show((UUID(key), words))
        except ValueError:
            self._chosen = None
            self.setText(text)

    def _show(self, choice: Choice | None) -> None:
        self._chosen = choice
        self.setText(choice[1] if choice is not None else "")
        self.setCursorPosition(0)
        self._before = self.text()

    def _learn(self, value: UUID, words: str) -> None:
        if self._chosen is not None and self._chosen[0] == value and self.text() == self._chosen[1]:
            self._show((value, words))

    # --- search ---

    def open_list(self) -> None:
        """Offers what fits; on a field that is filled already, everything."""
        if not self.isReadOnly():
            chosen = self._chosen is not None and self.text() == self._chosen[1]
            self._search("" if chosen else None)

    def _search(self, wanted: str | None = None) -> None:
        self._delay.stop()
        self._asked = self.text().strip() if wanted is None else wanted
        if self.desk is not None:
            asked = self._asked
            self.desk.ask(self._find, asked, then=lambda found: self._offer(asked, found), owner=self)

    def _offer(self, asked: str, found: Sequence[Choice]) -> None:
        if asked != self._asked or not self.hasFocus():
            return
        waiting, self.is_waiting = self.is_waiting, False
        if waiting and found:
            self._take(found[0])
            return
        self.hits.offer(found, self._kind)
        message = trn("{n} hit", "{n} hits", len(found)).format(n=len(found))
        announce(self, f"{message}: {found[0][1]}" if found else message)

    def take(self) -> None:
        """Takes the marked entry of the list."""
        item = self.hits.list.currentItem()
        if item is not None:
            self._take((item.data(Qt.ItemDataRole.UserRole), item.text()))

    def _take(self, choice: Choice) -> None:
        self._end_search()
        self._chosen = choice
        self.setText(choice[1])
        self.setCursorPosition(0)
        announce(self, choice[1])
        self.edited.emit()

    def _end_search(self) -> None:
        self._delay.stop()
        self._asked = ""
        self.is_waiting = False
        self.hits.hide()

    # --- keys ---

    def wants_enter(self) -> bool:
        """Whether Enter chooses here instead of going on to the next field."""
        return self.hits.isVisible() or self._delay.isActive()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key == Qt.Key.Key_F4 or (key == Qt.Key.Key_Down and not self.hits.isVisible()):
            self.open_list()
        elif key in _ENTER and self._delay.isActive():
            self.is_waiting = True
            self._search()
        elif key in _ENTER and self.hits.isVisible():
            self.take()
        elif key in _MOVES and self.hits.isVisible():
            self.hits.move_by(_MOVES[key])
            announce(self, self.hits.list.currentItem().text() if self.hits.list.count() else "")
        elif key == Qt.Key.Key_Escape and self.hits.isVisible():
            self._end_search()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self._end_search()
        super().focusOutEvent(event)

    def tidy(self) -> None:
        """Leaves the text as it is: the words of a chosen record stand there already."""

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._end_search()


class _Hits(QFrame):
    """What was found, below the field; the cursor stays in the field, so that typing goes on."""

    def __init__(self, field: QWidget) -> None:
        super().__init__(field, Qt.WindowType.ToolTip)
        self._field = field
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.setProperty("panel", True)
        self.list = QListWidget()
        self.list.setProperty("ticks", True)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.said = label("", Role.CAPTION)
        self.setLayout(column(self.list, self.said, gap=2, margin=4))

    def offer(self, found: Sequence[Choice], kind: str) -> None:
        """Shows what was found, the first of it marked."""
        self.list.setAccessibleName(tr(kind) if kind else tr("Choices"))
        self.list.clear()
        for uid, words in found:
            item = QListWidgetItem(words)
            item.setData(Qt.ItemDataRole.UserRole, uid)
            item.setToolTip(words)
            self.list.addItem(item)
        self.list.setCurrentRow(0)
        self.list.setVisible(bool(found))
        self.said.setText(tr("Return takes, Esc leaves") if found else tr("Nothing fits. Please type less of it."))
        self._place(len(found))
        self.show()
        self.raise_()

    def move_by(self, rows: int) -> None:
        """Marks another entry."""
        self.list.setCurrentRow(min(max(self.list.currentRow() + rows, 0), self.list.count() - 1))

    def _place(self, count: int) -> None:
        rows = min(count, _SHOWN) * max(self.list.sizeHintForRow(0), theme.px(24)) if count else 0
        height = rows + self.said.sizeHint().height() + theme.px(20)
        self.resize(max(self._field.width(), theme.px(240)), height)
        screen = self._field.screen().availableGeometry()
        place = self._field.mapToGlobal(QPoint(0, self._field.height()))
        if place.y() + height > screen.bottom():
            place = self._field.mapToGlobal(QPoint(0, -height))
        self.move(min(place.x(), screen.right() - self.width()), place.y())
