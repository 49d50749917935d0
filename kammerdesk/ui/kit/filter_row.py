"""The filter row: one field per column under the header; what makes no sense stays there, with a sentence."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from kammerdesk.base.conditions import Condition, Kind
from kammerdesk.base.errors import KammerError
from kammerdesk.base.i18n import tr
from kammerdesk.ui.kit import theme
from kammerdesk.ui.kit.choice_popup import ChoicePopup, choice_text, chosen_words
from kammerdesk.ui.kit.filter_terms import EXAMPLES, parse_condition
from kammerdesk.ui.kit.table import BaseTable

FILTER_DELAY = 100
"""Milliseconds after the last key before a list is filtered."""

MOST_WORDS = 500
"""More different words than these are found quicker by typing."""

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class FilterField(QLineEdit):
    """Return and Down go to the rows, Esc empties and then goes there, F4 and Alt+Down open what there is."""

    done = Signal()
    list_wanted = Signal()
    left = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, alt = event.key(), event.modifiers() == Qt.KeyboardModifier.AltModifier
        if key == Qt.Key.Key_F4 or (alt and key == Qt.Key.Key_Down):
            self.list_wanted.emit()
        elif key == Qt.Key.Key_Escape and self.text():
            self.clear()
        elif key in (*_ENTER, Qt.Key.Key_Down, Qt.Key.Key_Escape):
            self.left.emit()
            self.done.emit()
        elif key != Qt.Key.Key_Up:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() is not Qt.FocusReason.PopupFocusReason:
            self.left.emit()


class FilterRow(QWidget):
    """Lies below the titles of a table's header and moves with its columns."""

    changed = Signal()
    """Other conditions hold now."""
    judged = Signal()
    """Something that makes no sense was left, or mended."""

    def __init__(self, table: BaseTable[Any], today: Callable[[], date]) -> None:
        super().__init__(table)
        self._table = table
        self._today = today
        self._seen: frozenset[str] = frozenset()
        """Columns whose field was left, so that their errors may be shown."""
        self._fields = {column.key: self._field(column.key, tr(column.title)) for column in table.source.columns}
        self._popup: ChoicePopup | None = None
        self._delay = QTimer(self, singleShot=True, interval=FILTER_DELAY)
        self._delay.timeout.connect(self.changed)
        header = table.header
        for signal in (header.sectionResized, header.sectionMoved, header.geometriesChanged):
            signal.connect(self._place)
        table.horizontalScrollBar().valueChanged.connect(self._place)
        self.hide()

    def _field(self, key: str, title: str) -> FilterField:
        field = FilterField(self)
        field.setObjectName(key)
        field.setAccessibleName(tr("Filter by {column}").format(column=title))
        field.setProperty("cell", True)
        field.setClearButtonEnabled(False)
        field.textChanged.connect(lambda _: self._note_typing(key))
        field.left.connect(lambda: self._judge(key))
        field.done.connect(self._table.setFocus)
        field.list_wanted.connect(lambda: self.open_list(key))
        return field

    def showEvent(self, event: Any) -> None:
        super().showEvent(event)
        for key, field in self._fields.items():
            field.setToolTip(self._hint(key))
            field.setAccessibleDescription(field.toolTip())

    def _hint(self, key: str) -> str:
        kind = self._table.source.kind(key)
        listed = [tr("F4 shows what there is.")] if kind is Kind.TEXT and self._table.source.has_words(key) else []
        more = tr("Semicolons part alternatives; all columns hold together.")
        return " ".join((f"{tr(EXAMPLES[kind]).capitalize()}.", *listed, more))

    # --- what is typed ---

    def texts(self) -> dict[str, str]:
        """What stands in the fields, without the empty ones."""
        return {key: text for key, field in self._fields.items() if (text := field.text().strip())}

    def set_texts(self, texts: Mapping[str, str]) -> None:
        """Writes other conditions; what makes no sense is said at once."""
        for key, field in self._fields.items():
            field.blockSignals(True)
            field.setText(texts.get(key, ""))
            field.blockSignals(False)
        self._delay.stop()
        self._seen = frozenset(texts)
        self._mark()
        self.changed.emit()

    def put(self, key: str, text: str) -> None:
        """Writes into one field."""
        self.set_texts({**self.texts(), key: text})

    def conditions(self) -> dict[str, Condition]:
        """What the columns must hold, as far as it makes sense."""
        found: dict[str, Condition] = {}
        for key, text in self.texts().items():
            try:
                condition = self._parse(key, text)
            except KammerError:
                continue
            if condition is not None:
                found[key] = condition
        return found

    def problem(self) -> tuple[str, str] | None:
        """Column and sentence of the first field that was left and makes no sense."""
        for key, text in self.texts().items():
            try:
                self._parse(key, text)
            except KammerError as error:
                if key in self._seen:
                    return key, str(error)
        return None

    def _parse(self, key: str, text: str) -> Condition | None:
        return parse_condition(text, self._table.source.kind(key), self._today())

    def _note_typing(self, key: str) -> None:
        self._seen -= {key}
        self._mark()
        self._delay.start()

    def _judge(self, key: str) -> None:
        self._seen |= {key}
        if self._delay.isActive():
            self._delay.stop()
            self.changed.emit()
        self._mark()

    def _mark(self) -> None:
        problem = self.problem()
        for key, field in self._fields.items():
            theme.mark(field, wrong=problem is not None and key == problem[0])
            said = problem[1] if problem is not None and key == problem[0] else field.toolTip()
            field.setAccessibleDescription(said)
        self.judged.emit()

    # --- where it stands ---

    def open(self, key: str = "") -> None:
        """Shows the row with the cursor in a column's field."""
        self.show()
        self._table.leave_room(theme.look().control + theme.px(8))
        self._place()
        wanted = self._fields[key or self._table.current_key()]
        wanted.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def close_row(self) -> None:
        """Hides the row; what was typed still holds, the chips say so."""
        if self.isAncestorOf(self.window().focusWidget() or self._table):
            self._table.setFocus()
        self.hide()
        self._table.leave_room(0)

    def _place(self, *_: object) -> None:
        if not self.isVisible():
            return
        header = self._table.header
        area = header.geometry()
        self.setGeometry(area.x(), area.bottom() + 1 - header.below, area.width(), header.below)
        before: QObject | None = None
        height = theme.look().control
        for place in range(header.count()):
            number = header.logicalIndex(place)
            field = self._fields[self._table.source.columns[number].key]
            field.setVisible(not header.isSectionHidden(number))
            left = header.sectionViewportPosition(number)
            field.setGeometry(left + 2, theme.px(4), max(header.sectionSize(number) - 4, 8), height)
            if isinstance(before, QWidget):
                QWidget.setTabOrder(before, field)
            before = field

    def restyle(self) -> None:
        """After another zoom or density."""
        if self.isVisible():
            self._table.leave_room(theme.look().control + theme.px(8))
            self._place()

    def open_list(self, key: str) -> None:
        """Offers what stands in a column, to be ticked."""
        source = self._table.source
        counts = source.counts(key) if source.kind(key) is Kind.TEXT else {}
        if not 0 < len(counts) <= MOST_WORDS:
            return
        field = self._fields[key]
        self._popup = ChoicePopup(counts, chosen_words(field.text(), counts), field)
        self._popup.chosen.connect(lambda words: self.put(key, choice_text(words)))
        self._popup.open_below(field)
