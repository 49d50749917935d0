"""A decision that is rare and far-reaching: its reason must be given, and above 50 its number must be typed."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QDialog, QWidget

from kammerdesk.base.errors import Reason
from kammerdesk.base.i18n import N_, tr
from kammerdesk.ui.kit import theme
from kammerdesk.ui.kit.fields import NumberEdit, TextEdit
from kammerdesk.ui.kit.form import FieldSpec, RecordForm
from kammerdesk.ui.kit.theme import Role
from kammerdesk.ui.kit.tokens import Tone
from kammerdesk.ui.kit.widgets import Button, Icon, column, label, row

UNTYPED = 50
"""Up to so many need not be typed (peers.md AP-07)."""
_REASON = FieldSpec(key="reason", title=N_("Reason"), make=TextEdit, required=True, hint=N_("Stands in the journal."))
_NUMBER = FieldSpec(
    key="number",
    title=N_("Count"),
    make=NumberEdit,
    required=True,
    hint=N_("Please type how many records it is about, as a sign that you have read it."),
)


class Weighing(QDialog):
    """The consequence in words, reason and number to be typed, Cancel preset; `run` gets the reason."""

    def __init__(
        self, title: str, consequence: str, verb: str, count: int, run: Callable[[str], object], parent: QWidget
    ) -> None:
        super().__init__(parent.window())
        self.setWindowTitle(title)
        self._count = count
        self._run = run
        self.form = RecordForm((_REASON, _NUMBER) if count > UNTYPED else (_REASON,))
        self.form.finished.connect(self._decide)
        cancel = Button(tr("Cancel"), self.reject)
        cancel.setDefault(True)
        body = column(gap=theme.px(16), margin=theme.px(24))
        body.addLayout(row(Icon(Tone.WARN.icon, 28, Tone.WARN.value), label(title, Role.TITLE), None, gap=12))
        said = label(consequence, wrap=True)
        said.setMinimumWidth(theme.px(480))
        body.addWidget(said)
        body.addWidget(self.form)
        body.addWidget(self.form.summary)
        body.addLayout(row(None, cancel, Button(verb, self._decide)))
        self.setLayout(body)
        self.resize(body.minimumSize().width(), 0)
        self._make_room()
        self.form.focus_first()

    def _decide(self) -> None:
        values = self.form.values()
        if values is None:
            self._make_room()
            return
        if values.get("number", self._count) != self._count:
            sentence = tr("It is about {n} records. Please compare, and type this number.").format(n=self._count)
            self.form.show_reasons([Reason("number", sentence)])
            self._make_room()
            return
        self.accept()
        self._run(values["reason"])

    def _make_room(self) -> None:
        """For all sentences, those under the fields too."""
        body = self.layout()
        assert body is not None
        self.resize(self.width(), max(self.height(), body.totalHeightForWidth(self.width())))


def weigh(
    parent: QWidget, title: str, consequence: str, verb: str, count: int, run: Callable[[str], object]
) -> Weighing:
    """Asks before something that can never be taken back; texts are in the user's language already."""
    dialog = Weighing(title, consequence, verb, count, run, parent)
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()
    return dialog
