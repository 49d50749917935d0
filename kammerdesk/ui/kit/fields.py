"""Fields to type into; what makes no sense stays visible with an error, and the mouse wheel changes nothing."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import time
from typing import Any, Generic, Protocol, TypeVar

from PySide6.QtCore import QEvent, QObject, QRect, Qt, QTimer, Signal, SignalInstance
from PySide6.QtGui import QFocusEvent, QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QPlainTextEdit

from kammerdesk.base.dates import format_time, parse_time, shorten
from kammerdesk.base.errors import KammerError, Mistyped
from kammerdesk.base.folding import fold
from kammerdesk.base.i18n import tr
from kammerdesk.base.points import format_points, parse_points
from kammerdesk.ui.kit import icons, theme

T = TypeVar("T")

TYPING_MILLISECONDS = 1000
"""What is typed into a choice within this time belongs together."""


UNSAVED = "unsaved"
"""The property of a field whose value is not saved."""


def has_own_step(field: QObject, redo: bool = False) -> bool:
    """Whether a text field can itself take back, or do again, what was typed into it."""
    if isinstance(field, QLineEdit):
        return field.isRedoAvailable() if redo else field.isUndoAvailable()
    if isinstance(field, QPlainTextEdit):
        document = field.document()
        return document.isRedoAvailable() if redo else document.isUndoAvailable()
    return False


class FieldWidget(Protocol):
    """What a form asks of a field."""

    edited: SignalInstance
    left: SignalInstance

    def value(self) -> Any:
        """What stands in the field; None for an empty one; raises KammerError when it makes no sense."""

    def set_value(self, value: Any) -> None:
        """Shows a value."""

    def typed(self) -> str:
        """What stands in the field as it was typed, whether it makes sense or not."""

    def retype(self, text: str) -> None:
        """Shows what was typed before; what is not offered any more is left out."""


class LineField(QLineEdit, Generic[T]):
    """One line of text that means a value; on leaving, it is written the usual way."""

    edited = Signal()
    left = Signal()

    def __init__(self, columns: int = 0) -> None:
        super().__init__()
        self._columns = columns
        self._before = ""
        self.textEdited.connect(lambda _: self.edited.emit())
        self._measure()

    def parse(self, text: str) -> T:
        """The value a text means; raises KammerError."""
        raise NotImplementedError

    def words(self, value: T) -> str:
        """How a value is written."""
        return str(value)

    def value(self) -> T | None:
        """What stands here; None when nothing does."""
        text = self.text().strip()
        return self.parse(text) if text else None

    def set_value(self, value: T | None) -> None:
        """Shows a value, or nothing."""
        words = "" if value is None else self.words(value)
        if words != self.text():
            self.setText(words)
            self.setCursorPosition(0)
        self._before = self.text()

    def typed(self) -> str:
        """The text."""
        return self.text()

    def retype(self, text: str) -> None:
        """Shows a text."""
        self.setText(text)

    def _measure(self) -> None:
        if self._columns:
            figure = QFontMetrics(theme.font()).horizontalAdvance("0")
            self.setMaximumWidth(figure * self._columns + theme.px(24))

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if event.reason() is not Qt.FocusReason.PopupFocusReason:
            self._before = self.text()
        if event.reason() is not Qt.FocusReason.MouseFocusReason:
            self.selectAll()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() is not Qt.FocusReason.PopupFocusReason:
            self.tidy()
            self.left.emit()

    def tidy(self) -> None:
        """Writes what is understood the usual way; what is not stays as it was typed."""
        try:
            value = self.value()
        except KammerError:
            return
        words = "" if value is None else self.words(value)
        if words != self.text():
            self.setText(words)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.text() != self._before and not self.isReadOnly():
            self.setText(self._before)
            self.selectAll()
            self.edited.emit()
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.StyleChange and hasattr(self, "_columns"):
            self._measure()


class TextEdit(LineField[str]):
    """Free text; its value is never None but "", without blanks at the ends."""

    def __init__(self, columns: int = 0, limit: int = 200) -> None:
        super().__init__(columns)
        self.setMaxLength(limit)

    def parse(self, text: str) -> str:
        return " ".join(text.split())

    def value(self) -> str:
        """The text."""
        return self.parse(self.text())


class NumberEdit(LineField[int]):
    """A whole number within bounds."""

    _FIGURES = re.compile(r"-?\d{1,9}")
    _THOUSANDS = re.compile(r"\d{1,3}([. ]\d{3})+")

    def __init__(self, lowest: int = 0, highest: int = 999_999) -> None:
        super().__init__(max(4, len(str(highest)) + 1))
        self._lowest = lowest
        self._highest = highest
        self.setAlignment(Qt.AlignmentFlag.AlignRight)

    def parse(self, text: str) -> int:
        bounds = {"text": shorten(text), "lowest": self._lowest, "highest": self._highest}
        if self._THOUSANDS.fullmatch(text):
            figures = re.sub(r"[. ]", "", text)
            message = tr("Please write “{text}” without a thousands point: {figures}.")
            raise Mistyped(message.format(text=shorten(text), figures=figures), figures)
        if not self._FIGURES.fullmatch(text):
            message = tr("“{text}” is not a whole number. Allowed are {lowest} to {highest}.")
            raise KammerError(message.format(**bounds))
        number = int(text)
        if number > self._highest:
            raise KammerError(tr("{text} is too high. Allowed are {lowest} to {highest}.").format(**bounds))
        if number < self._lowest:
            raise KammerError(tr("{text} is too low. Allowed are {lowest} to {highest}.").format(**bounds))
        return number


class PointsEdit(LineField[int]):
    """Points; its value is integer hundredths, comma and point both mean decimal."""

    def __init__(self, maximum: int = 100) -> None:
        super().__init__(7)
        self._maximum = maximum
        self.setAlignment(Qt.AlignmentFlag.AlignRight)

    def parse(self, text: str) -> int:
        return parse_points(text, self._maximum)

    def words(self, value: int) -> str:
        return format_points(value)


class TimeEdit(LineField[time]):
    """A time of day: 830, 8:30, 8.30 and 8 are understood."""

    def __init__(self) -> None:
        super().__init__(7)

    def parse(self, text: str) -> time:
        return parse_time(text)

    def words(self, value: time) -> str:
        return format_time(value)


class NoteEdit(QPlainTextEdit):
    """Several lines; Enter makes a new line, Tab leaves."""

    edited = Signal()
    left = Signal()

    def __init__(self, lines: int = 4) -> None:
        super().__init__()
        self._lines = lines
        self.setTabChangesFocus(True)
        self.textChanged.connect(self.edited)
        self._measure()

    def value(self) -> str:
        """The text, without blanks at the ends."""
        return self.toPlainText().strip()

    def set_value(self, value: str | None) -> None:
        """Shows a text."""
        self.setPlainText(value or "")

    def typed(self) -> str:
        """The text."""
        return self.toPlainText()

    def retype(self, text: str) -> None:
        """Shows a text."""
        self.setPlainText(text)

    def _measure(self) -> None:
        self.setFixedHeight(self.fontMetrics().lineSpacing() * self._lines + theme.px(20))

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.left.emit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.StyleChange and hasattr(self, "_lines"):
            self._measure()


class ChoiceBox(QComboBox, Generic[T]):
    """One of a few values; with `optional` also none. F4 and Alt+Down open the list, typing chooses."""

    edited = Signal()
    left = Signal()

    def __init__(self, choices: Sequence[tuple[T, str]], optional: bool = False) -> None:
        super().__init__()
        self._values: list[T | None] = []
        self._optional = optional
        self._typed = ""
        self._pause = QTimer(self, singleShot=True, interval=TYPING_MILLISECONDS)
        self._pause.timeout.connect(self._forget_typed)
        self.view().installEventFilter(self)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(12)
        self.set_choices(choices)
        self.activated.connect(lambda _: self.edited.emit())

    def set_choices(self, choices: Sequence[tuple[T, str]]) -> None:
        """Offers other values; the present one stays when it is among them."""
        old = self.value() if self._values else None
        pairs: list[tuple[T | None, str]] = [(None, "—")] if self._optional else []
        pairs += choices
        self.clear()
        self._values = [value for value, _ in pairs]
        self.addItems([words for _, words in pairs])
        if old is not None:
            self.set_value(old)

    def typed(self) -> str:
        """The words of the chosen value."""
        return self.currentText()

    def retype(self, text: str) -> None:
        """Chooses the value with these words, where there is one."""
        place = self.findText(text)
        if place >= 0:
            self.setCurrentIndex(place)

    def value(self) -> T | None:
        """The chosen value."""
        return self._values[self.currentIndex()] if self.currentIndex() >= 0 else None

    def set_value(self, value: T | None) -> None:
        """Chooses a value; an unknown one leaves the box empty."""
        self.setCurrentIndex(self._values.index(value) if value in self._values else -1)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Only F4, Alt+Down and a blank at the beginning open the list; within what is typed a blank is a blank."""
        place = self._place_of(event)
        if place is None:
            super().keyPressEvent(event)
        elif place >= 0 and place != self.currentIndex():
            self.setCurrentIndex(place)
            self.activated.emit(place)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Typing goes on in the open list: it moves the highlight, Enter chooses."""
        if event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            place = self._place_of(event)
            if place is not None and place >= 0:
                self.view().setCurrentIndex(self.model().index(place, self.modelColumn()))
            return place is not None
        return False

    def hidePopup(self) -> None:
        super().hidePopup()
        self._forget_typed()

    def _forget_typed(self) -> None:
        self._typed = ""

    def _place_of(self, event: QKeyEvent) -> int | None:
        """The first choice that begins with, else holds what was typed; -1 when none does, None for other keys."""
        control = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
        letter = event.text()
        if event.key() in (Qt.Key.Key_Shift, Qt.Key.Key_AltGr):
            return None
        if not letter.isprintable() or not letter or event.modifiers() & control or not (self._typed or letter.strip()):
            self._forget_typed()
            return None
        self._typed += letter
        self._pause.start()
        typed = fold(self._typed)
        choices = [fold(self.itemText(place)) for place in range(self.count())]
        found = [place for place, words in enumerate(choices) if words.startswith(typed)]
        found += [place for place, words in enumerate(choices) if typed in words]
        return found[0] if found else -1

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() is not Qt.FocusReason.PopupFocusReason:
            self._forget_typed()
            self.left.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        side = theme.px(16)
        spot = QRect(self.width() - side - theme.px(8), (self.height() - side) // 2, side, side)
        icons.paint(painter, spot, "chevron-down", theme.colour("text2" if self.isEnabled() else "disabled"))
        painter.end()


class TickBox(QCheckBox):
    """Yes or no; the words (already translated) stand beside the box."""

    edited = Signal()
    left = Signal()

    def __init__(self, words: str = "") -> None:
        super().__init__(words.replace("&", "&&"))
        self.clicked.connect(lambda _: self.edited.emit())

    def value(self) -> bool:
        """Whether it is ticked."""
        return self.isChecked()

    def set_value(self, value: bool | None) -> None:
        """Ticks it or not."""
        self.setChecked(bool(value))

    def typed(self) -> str:
        """One letter for yes, none for no."""
        return "x" if self.isChecked() else ""

    def retype(self, text: str) -> None:
        """Ticks it or not."""
        self.setChecked(bool(text))
