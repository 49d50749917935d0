"""What rules say of a case: one line each with icon, sentence, state in words, and the paragraph it rests on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from kammerdesk.base.i18n import N_, tr
from kammerdesk.base.verdicts import State, Verdict
from kammerdesk.ui.kit.theme import Role
from kammerdesk.ui.kit.tokens import Tone
from kammerdesk.ui.kit.widgets import Icon, box, column, label, row

STATE_TONES: Mapping[State, Tone] = {
    State.MET: Tone.OK,
    State.BROKEN: Tone.ERR,
    State.OPEN: Tone.NEUTRAL,
    State.WARNING: Tone.WARN,
}
STATE_WORDS: Mapping[State, str] = {
    State.MET: N_("met"),
    State.BROKEN: N_("not met"),
    State.OPEN: N_("still open"),
    State.WARNING: N_("please check"),
}


class VerdictList(QWidget):
    """Verdicts below each other, in the order in which the rules stand."""

    def __init__(self) -> None:
        super().__init__()
        self._body = column(gap=8)
        self.setLayout(self._body)

    def show_verdicts(self, verdicts: Iterable[Verdict]) -> None:
        """Shows these verdicts instead of the former ones."""
        while (item := self._body.takeAt(0)) is not None:
            old = item.widget()
            if old is not None:
                old.hide()
                old.deleteLater()
        for verdict in verdicts:
            self._body.addWidget(_line(verdict))


def _line(verdict: Verdict) -> QWidget:
    tone = STATE_TONES[verdict.state]
    words = label(verdict.sentence, wrap=True)
    basis = label(f"{tr(STATE_WORDS[verdict.state])} · {verdict.paragraph}", Role.CAPTION, wrap=True)
    line = row(gap=8)
    line.addWidget(Icon(tone.icon, 18, tone.value), 0, Qt.AlignmentFlag.AlignTop)
    line.addLayout(column(words, basis, gap=0), 1)
    made = box(line)
    made.setObjectName(verdict.rule)
    made.setAccessibleName(f"{verdict.sentence} {basis.text()}")
    return made
