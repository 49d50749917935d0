"""A field with what belongs to it: hint, error sentence, a button that mends."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, time
from typing import Any

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from kammerdesk.base.errors import KammerError, Mistyped, Reason
from kammerdesk.base.i18n import tr
from kammerdesk.ui.kit import theme
from kammerdesk.ui.kit.announce import announce
from kammerdesk.ui.kit.columns import words_of
from kammerdesk.ui.kit.feedback import Remedy
from kammerdesk.ui.kit.fields import UNSAVED, FieldWidget, LineField
from kammerdesk.ui.kit.widgets import Button, Icon, box, column, label, row

LINE = 3
"""Pixels at 100 % of the line beside a field whose value is not saved."""


class FieldBox(QWidget):
    """Shows the error of its field beneath it, from leaving the field until something is typed.

    `cleared` tells when it goes. With `marking` a line at its left says that its value is not saved yet.
    """

    cleared = Signal()

    def __init__(
        self, title: str, field: QWidget, required: bool = False, hint: str = "", marking: bool = False
    ) -> None:
        super().__init__()
        self.title = title
        self.widget = field
        self.required = required
        self.problem = ""
        self.is_changed = False
        self._remedies: list[Button] = []
        self._sentence = label("", wrap=True)
        self._sentence.setProperty("role", "error")
        line = row(Icon("circle-x", 16, "err"), gap=6)
        line.addWidget(self._sentence, 1)
        self._line = box(line)
        self._line.hide()
        self._hint = label(hint, theme.Role.CAPTION, wrap=True)
        if not hint:
            self._hint.hide()
        self._fixes = column(gap=4)
        body = column(field, self._line, gap=4)
        body.addLayout(self._fixes)
        body.addWidget(self._hint)
        if marking:
            body.setContentsMargins(theme.px(LINE * 3), 0, 0, 0)
        self.setLayout(body)
        must = tr("required")
        field.setAccessibleName(f"{title}, {must}" if required else title)
        field.setAccessibleDescription(hint)
        self.field.edited.connect(self.clear)
        self.field.left.connect(self._check_on_leaving)

    @property
    def field(self) -> FieldWidget:
        """The widget as a form sees it."""
        return self.widget  # type: ignore[return-value]  # every field of kit.fields is both

    def check(self) -> bool:
        """Whether what stands here can be understood, and stands here at all where it must; shows why not."""
        try:
            value = self.field.value()
        except KammerError as error:
            self._show_error(error)
            return False
        if self.required and (value is None or value == ""):
            self.show_problem(tr("Please fill in: {field}.").format(field=self.title))
            return False
        return True

    def show_problem(self, sentence: str, *remedies: Remedy) -> None:
        """Shows an error and what mends it."""
        self._wipe()
        self.problem = sentence
        self._sentence.setText(sentence)
        self._line.show()
        for remedy in remedies:
            button = Button(remedy.verb, remedy.run)
            self._remedies.append(button)
            self._fixes.addWidget(button)
            button.show()  # at once, not with the next turn of the loop
        theme.mark(self.widget, wrong=True)
        self.widget.setAccessibleDescription(tr("Error: {sentence}").format(sentence=sentence))
        announce(self.widget, sentence, urgent=True)

    def clear(self) -> None:
        """Takes the error away."""
        if self.problem:
            self._wipe()
            self.cleared.emit()

    def _wipe(self) -> None:
        self.problem = ""
        self._line.hide()
        while self._remedies:
            gone = self._remedies.pop()
            gone.hide()
            gone.deleteLater()
        theme.mark(self.widget, wrong=False)
        self._describe()

    def mark_changed(self, changed: bool) -> None:
        """Says whether the value is not saved yet."""
        if changed != self.is_changed:
            self.is_changed = changed
            self.widget.setProperty(UNSAVED, changed)
            self._describe()
            self.update()

    def _describe(self) -> None:
        """What a screen reader says beside the name."""
        if not self.problem:
            parts = [self._hint.text(), tr("not saved") if self.is_changed else ""]
            self.widget.setAccessibleDescription(", ".join(part for part in parts if part))

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.is_changed:
            painter = QPainter(self)
            place = self.widget.geometry()
            line = QRect(0, place.top(), theme.px(LINE), place.height())
            painter.fillRect(line, QColor(theme.look().tokens.accent))
            painter.end()

    def _check_on_leaving(self) -> None:
        """Complains about what cannot be understood; an empty field is no error before saving."""
        try:
            self.field.value()
        except KammerError as error:
            self._show_error(error)

    def _show_error(self, error: KammerError) -> None:
        fix = error.fix if isinstance(error, Mistyped) else ""
        self.show_problem(str(error), *([self._fixing(fix, lambda: self.field.retype(fix))] if fix else []))

    def show_reasons(self, reasons: Sequence[Reason]) -> None:
        """Shows why a value was refused, with a button for each value that would mend it."""
        remedies = [self._mending(each.fix) for each in reasons if each.fix is not None]
        self.show_problem(" ".join(each.sentence for each in reasons), *remedies)

    def _mending(self, value: Any) -> Remedy:
        widget = self.widget
        own = isinstance(widget, LineField) and not isinstance(value, str | date | time)
        words = widget.words(value) if isinstance(widget, LineField) and own else words_of(value)
        return self._fixing(words, lambda: self.field.set_value(value))

    def _fixing(self, words: str, write: Callable[[], None]) -> Remedy:
        def fix() -> None:
            write()
            self.field.edited.emit()
            self.widget.setFocus(Qt.FocusReason.TabFocusReason)

        return Remedy(tr("Take {value}").format(value=words), fix)
