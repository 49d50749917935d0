"""A field with what belongs to it: hint, error sentence, a button that mends."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from kammerdesk.base.errors import KammerError
from kammerdesk.base.i18n import tr
from kammerdesk.ui.kit import theme
from kammerdesk.ui.kit.announce import announce
from kammerdesk.ui.kit.feedback import Remedy
from kammerdesk.ui.kit.fields import FieldWidget
from kammerdesk.ui.kit.widgets import Button, Icon, box, column, label, row


class FieldBox(QWidget):
    """Shows the error of its field beneath it, from leaving the field until something is typed."""

    def __init__(self, title: str, field: QWidget, required: bool = False, hint: str = "") -> None:
        super().__init__()
        self.title = title
        self.widget = field
        self.required = required
        self.problem = ""
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
            self.show_problem(str(error))
            return False
        if self.required and (value is None or value == ""):
            self.show_problem(tr("Please fill in: {field}.").format(field=self.title))
            return False
        return True

    def show_problem(self, sentence: str, *remedies: Remedy) -> None:
        """Shows an error and what mends it."""
        self.clear()
        self.problem = sentence
        self._sentence.setText(sentence)
        self._line.show()
        for remedy in remedies:
            button = Button(remedy.verb, remedy.run)
            self._remedies.append(button)
            self._fixes.addWidget(button)
        theme.mark(self.widget, wrong=True)
        self.widget.setAccessibleDescription(tr("Error: {sentence}").format(sentence=sentence))
        announce(self.widget, sentence, urgent=True)

    def clear(self) -> None:
        """Takes the error away."""
        if not self.problem:
            return
        self.problem = ""
        self._line.hide()
        while self._remedies:
            self._remedies.pop().deleteLater()
        theme.mark(self.widget, wrong=False)
        self.widget.setAccessibleDescription(self._hint.text())

    def _check_on_leaving(self) -> None:
        """Complains about what cannot be understood; an empty field is no error before saving."""
        try:
            self.field.value()
        except KammerError as error:
            self.show_problem(str(error))
