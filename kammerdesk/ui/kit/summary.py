"""The line below a form that says how many fields need a look, with a link to each."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QStackedWidget, QTabWidget, QWidget

from kammerdesk.base.i18n import trn
from kammerdesk.ui.kit import theme
from kammerdesk.ui.kit.announce import announce
from kammerdesk.ui.kit.field_box import FieldBox
from kammerdesk.ui.kit.flow import flow
from kammerdesk.ui.kit.widgets import column, label, link


class Summary(QWidget):
    """Hidden while there is nothing to say."""

    def __init__(self) -> None:
        super().__init__()
        self._body = column(gap=4)
        self._said: list[QWidget] = []
        self._whole: Sequence[str] = ()
        self._wrong: list[FieldBox] = []
        self.setLayout(self._body)
        self.hide()

    def say(self, wrong: Sequence[FieldBox], whole: Sequence[str] = ()) -> None:
        """Shows what is wrong with the whole and which fields need a look."""
        self._whole, self._wrong = whole, list(wrong)
        self._show()
        if whole or wrong:
            count = [_count(self._wrong)] if wrong else []
            announce(self, " ".join((*whole, *count, *(box.title for box in wrong))), urgent=True)

    def let_go(self, box: FieldBox) -> None:
        """A field is not wrong any more."""
        if box in self._wrong:
            self._wrong.remove(box)
            self._show()

    def _show(self) -> None:
        while self._said:
            old = self._said.pop()
            old.hide()
            old.deleteLater()
        for sentence in self._whole:
            self._add(_red(sentence, wrap=True))
        if self._wrong:
            links = [link(box.title, partial(go_to, box)) for box in self._wrong]
            self._add(flow(_red(_count(self._wrong), wrap=False), *links, gap=theme.px(4)))
        self.setVisible(bool(self._said))

    def _add(self, widget: QWidget) -> None:
        self._said.append(widget)
        self._body.addWidget(widget)


def _count(wrong: Sequence[FieldBox]) -> str:
    return trn("{n} field needs a look:", "{n} fields need a look:", len(wrong)).format(n=len(wrong))


def _red(sentence: str, wrap: bool) -> QWidget:
    made = label(sentence, wrap=wrap)
    made.setProperty("role", "error")
    return made


def go_to(box: FieldBox) -> None:
    """Puts the cursor into a field, on whatever tab it stands."""
    inside: QWidget = box
    while (outside := inside.parentWidget()) is not None:
        if isinstance(outside, QStackedWidget) and isinstance(tabs := outside.parentWidget(), QTabWidget):
            tabs.setCurrentWidget(inside)
        inside = outside
    box.widget.setFocus(Qt.FocusReason.TabFocusReason)
