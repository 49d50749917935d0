"""Below the mark grid: what the marks of one candidate amount to, why, and the reasons a low mark needs."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QScrollArea, QWidget

from kammerdesk.base.errors import Refused
from kammerdesk.base.i18n import tr
from kammerdesk.base.verdicts import State
from kammerdesk.examday.queries import Marking
from kammerdesk.examday.rules import REASON_NEEDED_BELOW
from kammerdesk.exams.rules.summary import offer_sentences, total_words
from kammerdesk.ui.examday.marks import MarkLine, hints_of, result_chip
from kammerdesk.ui.kit import theme
from kammerdesk.ui.kit.chips import ChipLabel
from kammerdesk.ui.kit.field_box import FieldBox
from kammerdesk.ui.kit.fields import NoteEdit
from kammerdesk.ui.kit.flow import flow
from kammerdesk.ui.kit.theme import Role
from kammerdesk.ui.kit.verdicts import VerdictList
from kammerdesk.ui.kit.widgets import box, column, label

PANEL_WIDTH, PANEL_HEIGHT = 400, 200
"""Pixels at 100 % that it would like beside the grid, and below it."""

_URGENCY = (State.BROKEN, State.WARNING, State.OPEN, State.MET)


class ResultPanel(QFrame):
    """Shows one candidate; emits the reason of a joint mark when it was written."""

    reason_written = Signal(object, int, str)
    """The slot, the number of the performance and the reason."""

    def __init__(self, performances: Sequence[str], *buttons: QWidget) -> None:
        super().__init__()
        self.setProperty("panel", True)
        self._line: MarkLine | None = None
        self._sent: dict[tuple[UUID, int], str] = {}
        """What was handed on and not answered yet."""
        self._refused: dict[tuple[UUID, int], tuple[str, str]] = {}
        """What was refused, and why."""
        self._name = label("", Role.SUBTITLE, wrap=True)
        self._chip = ChipLabel()
        self._total = label("", Role.STRONG, wrap=True)
        self._hints = label("", Role.SECONDARY, wrap=True)
        self._offers = label("", wrap=True)
        self.verdicts = VerdictList()
        self.reasons = {number: _reason_box(number, name) for number, name in enumerate(performances, start=1)}
        for number, field in self.reasons.items():
            field.field.left.connect(lambda number=number: self.write_reason(number))
        self._columns = QHBoxLayout()
        self._columns.setContentsMargins(*(theme.px(12),) * 4)
        self._columns.setSpacing(theme.px(20))
        who = column(self._name, flow(self._chip), self._total, self._hints, None, gap=4)
        why = column(self.verdicts, self._offers, None)
        what = column(*self.reasons.values(), gap=8)
        what.addWidget(flow(*buttons, right=True))
        what.addStretch(1)
        for part in (who, why, what):
            self._columns.addWidget(box(part))
        self._columns.addStretch(0)
        self.stand_beside(False)
        inner = QWidget()
        inner.setProperty("scrolled", True)
        inner.setLayout(self._columns)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(inner)
        self.setLayout(column(scroll, margin=1))

    def sizeHint(self) -> QSize:
        """The same whoever is shown: what is longer scrolls, and the grid above keeps its room."""
        return QSize(theme.px(PANEL_WIDTH), theme.px(PANEL_HEIGHT))

    def stand_beside(self, beside: bool) -> None:
        """Beside the grid its parts stand below each other, below the grid beside each other."""
        direction = QBoxLayout.Direction
        self._columns.setDirection(direction.TopToBottom if beside else direction.LeftToRight)
        for place, share in enumerate((0, 0, 0, 1) if beside else (2, 3, 2, 0)):
            self._columns.setStretch(place, share)

    def show_line(self, found: Marking, line: MarkLine | None) -> None:
        """Shows a candidate, or the same one read again; a reason that is being written stays."""
        other = self._line is None or line is None or line.id != self._line.id
        if other:
            self.write_reasons()
        self._line = line
        self.setEnabled(line is not None)
        if line is None:
            return
        slot = line.slot
        self._name.setText(f"{slot.name} · {slot.number}")
        self._chip.show_chip(result_chip(line))
        self._total.setText(total_words(line.judged))
        self._hints.setText("\n".join(hints_of(found, line)))
        verdicts = sorted((*line.judged.verdicts, *line.judged.notes), key=lambda each: _URGENCY.index(each.state))
        self.verdicts.show_verdicts(verdicts)
        self._offers.setText("\n".join(offer_sentences(found.regulation, line.judged)))
        for number, field in self.reasons.items():
            agreed = slot.joint.get(number)
            field.setVisible(agreed is not None and agreed.points < REASON_NEEDED_BELOW)
            field.setEnabled(found.ours and slot.passed is None)
            if other or not field.widget.hasFocus():
                place = (slot.id, number)
                text = self._sent.get(place, agreed.reason if agreed else "")
                self._show_reason(number, *self._refused.get(place, (text, "")))

    def _show_reason(self, number: int, text: str, problem: str) -> None:
        field = self.reasons[number]
        field.field.set_value(text)
        if problem:
            field.show_problem(problem)
        else:
            field.clear()

    def answered(self, slot: UUID, number: int) -> None:
        """A reason that was handed on is stored or refused."""
        self._sent.pop((slot, number), None)

    def reject(self, slot: UUID, number: int, text: str, sentence: str) -> None:
        """Keeps a reason that was refused, and says why; it stays, also when one looks at others meanwhile."""
        self._refused[slot, number] = (text, sentence)
        if self._line is not None and self._line.id == slot and not self.reasons[number].widget.hasFocus():
            self._show_reason(number, text, sentence)

    def keep(self, former: ResultPanel) -> None:
        """Takes over what was refused in a panel that this one takes the place of."""
        self._refused = dict(former._refused)

    def problems(self) -> list[tuple[UUID, str]]:
        """Slot and sentence of every reason that is not stored."""
        return [(slot, sentence) for (slot, _), (_, sentence) in self._refused.items()]

    def write_reason(self, number: int) -> None:
        """Hands on the reason of a performance if it was changed."""
        agreed = self._line.slot.joint.get(number) if self._line else None
        if self._line is None or agreed is None:
            return
        place, written = (self._line.id, number), self.reasons[number].field.value()
        if self._sent.get(place, agreed.reason) == written:
            if written == agreed.reason:
                self._refused.pop(place, None)
            return
        self._refused.pop(place, None)
        self._sent[place] = written
        self.reason_written.emit(*place, written)

    def write_reasons(self) -> None:
        """Hands on all reasons that were changed."""
        for number in self.reasons:
            self.write_reason(number)

    def missing_reason(self) -> int | None:
        """The first performance whose low mark has no reason yet."""
        joint = self._line.slot.joint if self._line else {}
        return next(
            (
                number
                for number, agreed in sorted(joint.items())
                if agreed.points < REASON_NEEDED_BELOW and not self.reasons[number].field.value()
            ),
            None,
        )

    def show_refusal(self, refused: Refused) -> bool:
        """Puts a refusal beside the reason that is missing; False when it is about something else."""
        number = self.missing_reason()
        if number is None or all(reason.field != "reason" for reason in refused.reasons):
            return False
        self.reasons[number].show_problem(str(refused))
        self.reasons[number].widget.setFocus(Qt.FocusReason.OtherFocusReason)
        return True


def _reason_box(number: int, name: str) -> FieldBox:
    made = FieldBox(tr("Reason for {n} {name}").format(n=number, name=name), NoteEdit(2))
    title = label(made.title, Role.CAPTION, wrap=True)
    made.layout().insertWidget(0, title)  # type: ignore[union-attr]  # a column has it
    return made
