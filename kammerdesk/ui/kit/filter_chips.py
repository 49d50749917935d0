"""The filters that hold, each as a chip that takes it away, and what is wrong with one."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from kammerdesk.base.dates import shorten
from kammerdesk.base.i18n import tr
from kammerdesk.ui.kit.flow import FlowLayout
from kammerdesk.ui.kit.widgets import Button, Icon, box, column, label, row


class FilterChips(QWidget):
    """Takes no room while nothing is filtered."""

    removed = Signal(str)
    """The column whose filter is to go."""
    cleared = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._shown: dict[str, tuple[str, str]] = {}
        self._narrow = False
        self._flow = FlowLayout()
        self._chips = QWidget()
        self._chips.setLayout(self._flow)
        self.sentence = label("", wrap=True)
        self.sentence.setProperty("role", "error")
        line = row(Icon("circle-x", 16, "err"), gap=6)
        line.addWidget(self.sentence, 1)
        self._line = box(line)
        self._line.hide()
        self.setLayout(column(self._chips, self._line, gap=6))
        self.hide()

    def show_filters(self, filters: Mapping[str, tuple[str, str]], sentence: str) -> None:
        """Column title and text by key; and what is wrong with a filter, if something is."""
        if dict(filters) != self._shown:
            self._shown = dict(filters)
            self._rebuild()
        self._chips.setVisible(bool(self._shown) and not self._narrow)
        self.sentence.setText(sentence)
        self._line.setVisible(bool(sentence))
        self.setVisible(bool((self._shown and not self._narrow) or sentence))

    def make_way(self, narrow: bool) -> None:
        """Leaves out the chips where there is no room and the fields of the row say the same."""
        if narrow != self._narrow:
            self._narrow = narrow
            self.show_filters(self._shown, self.sentence.text())

    def _rebuild(self) -> None:
        while (item := self._flow.takeAt(0)) is not None:
            old = item.widget()
            if old is not None:
                old.hide()
                old.deleteLater()
        for key, (title, text) in self._shown.items():
            self._add(shorten(tr("{column}: {text}").format(column=title, text=text)), key)
        if len(self._shown) > 1:
            self._flow.addWidget(Button(tr("Clear all filters"), self.cleared.emit))

    def _add(self, words: str, key: str) -> None:
        chip = Button(words, lambda: self.removed.emit(key), icon="x")
        chip.setAccessibleName(tr("Remove filter {filter}").format(filter=words))
        chip.setToolTip(tr("Removes this filter. Semicolons part alternatives; all columns hold together."))
        self._flow.addWidget(chip)
