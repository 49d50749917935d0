"""Two versions of a record side by side: arrows choose field by field, Enter takes the result."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QLabel, QRadioButton, QWidget

from kammerdesk.base.differences import Comparison, Difference, Side
from kammerdesk.base.i18n import N_, tr
from kammerdesk.ui.kit import theme
from kammerdesk.ui.kit.desk import Desk
from kammerdesk.ui.kit.feedback import Remedy
from kammerdesk.ui.kit.flow import flow
from kammerdesk.ui.kit.follow_scroll import FollowScroll
from kammerdesk.ui.kit.page import Page, PageSpec
from kammerdesk.ui.kit.shell import Shell
from kammerdesk.ui.kit.theme import Role
from kammerdesk.ui.kit.toasts import keep_clear
from kammerdesk.ui.kit.widgets import Button, Icon, box, column, label, line, row

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_SIDES = (Side.OURS, Side.THEIRS)
_TOP = Qt.AlignmentFlag.AlignTop

Choice = Mapping[str, Side]
"""Whose version is taken, by field."""


class CompareView(QWidget):
    """One comparison; what both sides changed is chosen, the rest is shown as it will be.

    Left and Right choose the version of the field with the cursor, Up and Down go to the next field, Enter takes.
    """

    decided = Signal(object)
    """A `Choice`; as a dict Qt would hand on plain words instead of sides."""
    put_off = Signal()
    """Not now: nothing is changed."""

    def __init__(self, comparison: Comparison, ways_out: Sequence[Remedy] = ()) -> None:
        super().__init__()
        self.comparison = comparison
        self._lines = [_Line(each, comparison) for each in comparison.rows]
        self._choices = [each for each in self._lines if each.difference.clash]
        self.take = Button(tr("Take over"), self._decide, primary=True)
        self.take.setToolTip(tr("Return"))
        body = column(gap=theme.px(12))
        body.addWidget(label(comparison.title, Role.SUBTITLE, wrap=True))
        body.addWidget(FollowScroll(self._grid()), 1)
        body.addWidget(line())
        body.addWidget(label(comparison.reason, wrap=True))
        body.addWidget(label(tr("Arrows: choose a version · Return: take over"), Role.CAPTION, wrap=True))
        buttons = [Button(way.verb, way.run) for way in ways_out]
        proposal = Button(tr("Use the proposal"), self.propose)
        answers = flow(Button(tr("Later"), self.put_off.emit), *buttons, proposal, self.take, right=True)
        keep_clear(answers)
        body.addWidget(answers)
        self.setLayout(body)
        for each in self._choices:
            for radio in each.radios:
                radio.installEventFilter(self)
        if self._choices:
            self.setFocusProxy(self._choices[0].chosen())
        else:
            self.setFocusProxy(self.take)

    def _grid(self) -> QWidget:
        """Headings over the versions, then a line for each field."""
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, theme.px(8), 0)
        grid.setHorizontalSpacing(theme.px(12))
        grid.setVerticalSpacing(theme.px(10))
        for place, stretch in enumerate((0, 2, 3, 3, 3)):
            grid.setColumnStretch(place, stretch)
        comparison = self.comparison
        heads = (
            (comparison.ours, comparison.ours_by),
            (comparison.theirs, comparison.theirs_by),
            (tr("Result"), tr("(will be saved)")),
        )
        for place, (title, by) in enumerate(heads, 2):
            head = column(label(title, Role.STRONG, wrap=True), label(by, Role.CAPTION, wrap=True), gap=2)
            grid.addWidget(box(head), 0, place, _TOP)
        for number, each in enumerate(self._lines, 1):
            each.lay_into(grid, number)
        grid.setRowStretch(len(self._lines) + 1, 1)
        made = QWidget()
        made.setLayout(grid)
        return made

    def choice(self) -> dict[str, Side]:
        """Whose version stands in the result now."""
        return {each.difference.field: each.side for each in self._lines}

    def propose(self) -> None:
        """Chooses what is proposed for every field."""
        for each in self._choices:
            each.choose(each.difference.proposal)

    def _decide(self) -> None:
        self.decided.emit(self.choice())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is not QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        here = next((n for n, each in enumerate(self._choices) if watched in each.radios), -1)
        match event.key():
            case Qt.Key.Key_Left | Qt.Key.Key_Right:
                self._choices[here].choose(_SIDES[event.key() == Qt.Key.Key_Right])
                self._choices[here].focus()
            case Qt.Key.Key_Up | Qt.Key.Key_Down:
                there = here + (1 if event.key() == Qt.Key.Key_Down else -1)
                self._choices[min(max(there, 0), len(self._choices) - 1)].focus()
            case key if key in _ENTER:
                self._decide()
            case _:
                return False
        return True


class _Line:
    """One field: both versions, a choice where both sides changed it, and what comes of it."""

    def __init__(self, difference: Difference, comparison: Comparison) -> None:
        self.difference = difference
        self.side = difference.proposal
        self.radios: list[QRadioButton] = []
        self.result = label("", Role.STRONG, wrap=True)
        self._words = {side: _words(difference, side) for side in _SIDES}
        if difference.clash:
            group = QButtonGroup(self.result)
            for side, whose in zip(_SIDES, (comparison.ours, comparison.theirs), strict=True):
                radio = QRadioButton()
                radio.setAccessibleName(f"{difference.title}, {whose}: {self._words[side]}")
                radio.setChecked(side is self.side)
                radio.toggled.connect(lambda on, side=side: self._follow(on, side))
                group.addButton(radio)
                self.radios.append(radio)
        self._show()

    def lay_into(self, grid: QGridLayout, number: int) -> None:
        """Puts its parts into a row of the grid."""
        if self.difference.clash:
            grid.addWidget(Icon("alert-triangle", 18, "warn"), number, 0, _TOP)
        grid.addWidget(label(self.difference.title, Role.SECONDARY, wrap=True), number, 1, _TOP)
        for place, side in enumerate(_SIDES):
            words = label(self._words[side], wrap=True)
            if not self.difference.clash:
                grid.addWidget(words, number, 2 + place, _TOP)
                continue
            radio = self.radios[place]
            words.setBuddy(radio)
            beside = row(gap=theme.px(6))
            beside.addWidget(radio, 0, _TOP)
            beside.addWidget(words, 1, _TOP)
            grid.addWidget(box(beside), number, 2 + place, _TOP)
        grid.addWidget(self.result, number, 4, _TOP)

    def choose(self, side: Side) -> None:
        """Takes the version of a side."""
        self.radios[_SIDES.index(side)].setChecked(True)

    def chosen(self) -> QRadioButton:
        """The radio button of the version that is taken."""
        return self.radios[_SIDES.index(self.side)]

    def focus(self) -> None:
        """Puts the cursor on it."""
        self.chosen().setFocus(Qt.FocusReason.TabFocusReason)

    def _follow(self, on: bool, side: Side) -> None:
        if on:
            self.side = side
            self._show()

    def _show(self) -> None:
        self.result.setText(self.difference.version(self.side).words or "—")


def _words(difference: Difference, side: Side) -> str:
    """What a side wrote, and that it changed this where only that side did."""
    version = difference.version(side)
    words = version.words or "—"
    if difference.clash or version.value == difference.base.value:
        return words
    return tr("{value} (changed)").format(value=words)


_PAGE: PageSpec[Any] = PageSpec(key="compare", title=N_("Compare versions"), icon="scale")


class ComparePage(Page[Any]):
    """Lies over the page whose record it is about; Esc goes back and changes nothing."""

    def __init__(self, comparison: Comparison, then: Callable[[Choice], object], desk: Desk, shell: Shell) -> None:
        super().__init__(_PAGE, desk, shell)
        self.view = CompareView(comparison)
        self.view.put_off.connect(shell.back)
        self.view.decided.connect(lambda choice: self._go(then, choice))
        title: QLabel = label(tr(_PAGE.title), Role.TITLE)
        self.setLayout(column(title, self.view, gap=12, margin=16))
        self.setFocusProxy(self.view)

    def _go(self, then: Callable[[Choice], object], choice: Choice) -> None:
        self.shell.back()
        then(choice)


def compare(page: Page[Any], comparison: Comparison, then: Callable[[Choice], object]) -> ComparePage:
    """Lays a comparison over a page; `then` gets whose version is taken."""
    made = ComparePage(comparison, then, page.desk, page.shell)
    page.shell.open(made)
    return made
