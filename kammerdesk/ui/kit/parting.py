"""The one question on closing the program: what becomes of the records that are not saved."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QWidget

from kammerdesk.base.i18n import tr, trn
from kammerdesk.ui.kit import theme
from kammerdesk.ui.kit.theme import Role
from kammerdesk.ui.kit.tokens import Tone
from kammerdesk.ui.kit.widgets import Button, Icon, column, label, row

NAMED = 8
"""So many records are named."""


class Parting(QDialog):
    """Three verbs, none of which loses anything; Esc stays in the program."""

    def __init__(
        self,
        titles: Sequence[str],
        save_all: Callable[[], object],
        look: Callable[[], object],
        keep: Callable[[], object],
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        sentence = trn("{n} record is not saved.", "{n} records are not saved.", len(titles)).format(n=len(titles))
        self.setWindowTitle(tr("Not everything is saved"))
        named = "; ".join(titles[:NAMED]) + (" …" if len(titles) > NAMED else "")
        self.save_all = Button(tr("Save all"), self._answer(save_all), primary=True)
        self.look = Button(tr("Look at each"), self._answer(look))
        self.keep = Button(tr("Keep drafts and quit"), self._answer(keep))
        body = column(gap=theme.px(16), margin=theme.px(24))
        body.addLayout(row(Icon(Tone.WARN.icon, 28, Tone.WARN.value), label(sentence, Role.TITLE), None, gap=12))
        said = label(named, wrap=True)
        said.setMinimumWidth(theme.px(420))
        body.addWidget(said)
        body.addLayout(row(None, self.keep, self.look, self.save_all))
        self.setLayout(body)
        self.save_all.setFocus()

    def _answer(self, run: Callable[[], object]) -> Callable[[], None]:
        def answer() -> None:
            self.accept()
            run()

        return answer
