"""The line below a record: how many fields are not saved, and the two ways on; or why nothing can be changed here."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from kammerdesk.base.i18n import tr, trn
from kammerdesk.ui.kit import theme
from kammerdesk.ui.kit.flow import FlowLayout
from kammerdesk.ui.kit.theme import Role
from kammerdesk.ui.kit.toasts import keep_clear
from kammerdesk.ui.kit.tokens import Tone
from kammerdesk.ui.kit.widgets import Button, Icon, box, column, label, line, native, row

SAVE_KEY = "Ctrl+S"


class SaveBar(QWidget):
    """The save button is never off: whoever presses it without need is told so."""

    def __init__(self, discard: Callable[[], object], save: Callable[[], object]) -> None:
        super().__init__()
        self.said = label("", Role.SECONDARY)
        self._icon = Icon("", 16, "text2")
        self.discard = Button(tr("Discard"), discard)
        self.save = Button(tr("Save"), save, primary=True)
        keys = native(SAVE_KEY)
        self.save.setText(f"{self.save.text()}  {keys}")
        self._reason = label("", Role.SECONDARY, wrap=True)
        holder = QWidget()
        layout = FlowLayout(right=True, first_left=True, gap=theme.px(8))
        for part in (box(row(self._icon, self.said, gap=theme.px(6))), self.discard, self.save):
            layout.addWidget(part)
        holder.setLayout(layout)
        self._ways = holder
        self.setLayout(column(line(), holder, self._reason, gap=theme.px(8)))
        keep_clear(self)
        self.show_count(0)

    def show_count(self, count: int) -> None:
        """Says how many fields are not saved."""
        words = trn("{n} change", "{n} changes", count).format(n=count) if count else tr("No changes")
        self.said.setText(words)
        self._icon.show_icon("pencil" if count else Tone.OK.icon, "accent" if count else "ok")
        self.discard.setVisible(bool(count))

    def show_reason(self, reason: str) -> None:
        """Says why nothing can be changed; "" offers to save."""
        self._reason.setText(reason)
        self._reason.setVisible(bool(reason))
        self._ways.setVisible(not reason)
