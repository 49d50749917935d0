"""What the program says back: empty places, waiting, bars that stay; what goes by itself is in toasts.py."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QWidget

from kammerdesk.base.i18n import tr
from kammerdesk.ui.kit import theme
from kammerdesk.ui.kit.announce import announce
from kammerdesk.ui.kit.flow import flow
from kammerdesk.ui.kit.theme import Role
from kammerdesk.ui.kit.tokens import Tone
from kammerdesk.ui.kit.widgets import Button, Icon, box, column, label, link, row


@dataclass(frozen=True, slots=True)
class Remedy:
    """A way out offered beside a sentence: a verb in the user's language and what it does."""

    verb: str
    run: Callable[[], object]


class EmptyState(QWidget):
    """Why there is nothing here, and at most two things to do about it: the first as a button, the other as a link."""

    def __init__(self, icon: str, sentence: str, *remedies: Remedy) -> None:
        super().__init__()
        self._icon = Icon(icon, 48, "text2")
        self._sentence = label(sentence, Role.SUBTITLE, wrap=True)
        self._sentence.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._buttons = column(gap=8)
        self._said: tuple[str, tuple[Remedy, ...]] | None = None
        body = column(None, gap=12, margin=24)
        body.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignHCenter)
        body.addWidget(self._sentence)
        body.addLayout(self._buttons)
        body.addStretch(2)
        self.setLayout(body)
        self.say(sentence, *remedies)

    def say(self, sentence: str, *remedies: Remedy) -> None:
        """Shows another sentence and other ways out; the same ones stay, and with them the cursor."""
        if (sentence, remedies) == self._said:
            return
        self._said = sentence, remedies
        self._sentence.setText(sentence)
        self.setAccessibleName(sentence)
        while (item := self._buttons.takeAt(0)) is not None:
            old = item.widget()
            if old is not None:
                old.hide()
                old.deleteLater()
        for number, remedy in enumerate(remedies):
            button = link(remedy.verb, remedy.run) if number else Button(remedy.verb, remedy.run, primary=True)
            self._buttons.addWidget(button, 0, Qt.AlignmentFlag.AlignHCenter)


class Skeleton(QWidget):
    """Three grey bars, shown when an answer takes longer than a third of a second."""

    def __init__(self) -> None:
        super().__init__()
        self._visible_bars = False
        self.setAccessibleName(tr("Loading …"))
        QTimer.singleShot(300, self, self._show_bars)

    def _show_bars(self) -> None:
        self._visible_bars = True
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._visible_bars:
            painter = QPainter(self)
            height = theme.look().row
            for number, share in enumerate((0.9, 0.75, 0.82)):
                bar = self.rect().adjusted(theme.px(10), 0, 0, 0)
                bar.setTop(height * (number + 1) + height // 4)
                bar.setHeight(height // 2)
                bar.setWidth(round((self.width() - theme.px(20)) * share))
                painter.fillRect(bar, QColor(theme.look().tokens.header))
            painter.end()


class InfoBar(QFrame):
    """A sentence at the top of a page that stays until it is solved or closed; a `narrow` one has its buttons below."""

    def __init__(
        self,
        sentence: str,
        tone: Tone,
        *remedies: Remedy,
        closed: Callable[[], object] | None = None,
        narrow: bool = False,
    ) -> None:
        super().__init__()
        self.setProperty("bar", tone.value)
        self.sentence = sentence
        self.tone = tone
        self.remedies = remedies
        self._text = label(sentence, Role.BODY, wrap=True)
        body = row(Icon(tone.icon, 20, tone.value), gap=12)
        body.addWidget(self._text, 1)
        self.buttons = [Button(remedy.verb, remedy.run) for remedy in remedies]
        offered = [*self.buttons, *([Button(tr("Close"), closed)] if closed is not None else [])]
        if narrow:
            whole = column(box(body), flow(*offered, right=True), gap=4)
        else:
            for button in offered:
                body.addWidget(button)
            whole = column(box(body))
        whole.setContentsMargins(theme.px(12), theme.px(8), theme.px(12), theme.px(8))
        self.setLayout(whole)
        self.setAccessibleName(sentence)

    def whole_width(self) -> int:
        """The width at which the sentence stands on one line."""
        words = self._text.fontMetrics().horizontalAdvance(self.sentence)
        return self.sizeHint().width() - self._text.sizeHint().width() + words + theme.px(8)


class Bars(QWidget):
    """The place for info bars above a page; takes no room while there are none.

    A bar stays until it is closed; a passing one, about what failed on a page, goes when that is over.
    """

    def __init__(self) -> None:
        super().__init__()
        self._passing: list[InfoBar] = []
        self._old: list[InfoBar] = []
        self._body = column(gap=8)
        self._body.setContentsMargins(16, 12, 16, 0)
        self.setLayout(self._body)
        self.hide()

    def say(self, sentence: str, tone: Tone, *remedies: Remedy, passing: bool = False) -> None:
        """Shows a bar and speaks it; the same sentence is not shown twice, but stays as long as if it were new."""
        same = next((bar for bar in self._passing if bar.sentence == sentence), None)
        if same is not None and same in self._old:
            self._old.remove(same)
        if sentence in self.sentences():
            return
        bar = InfoBar(sentence, tone, *remedies, closed=lambda: self._drop(bar))
        if passing:
            self._passing.append(bar)
        self._body.addWidget(bar)
        self.show()
        announce(bar, sentence, urgent=tone is Tone.ERR)

    def sentences(self) -> list[str]:
        """What stands here now."""
        return [bar.sentence for bar in self.findChildren(InfoBar)]

    def take_away(self, sentence: str) -> None:
        """Takes the bar with this sentence away, if it still stands here."""
        for bar in self.findChildren(InfoBar):
            if bar.sentence == sentence:
                self._drop(bar)

    def take_over(self, former: Bars) -> None:
        """Shows what stands in other bars and does not pass; the sentences stay as they were said."""
        for bar in former.findChildren(InfoBar):
            if bar not in former._passing:
                self.say(bar.sentence, bar.tone, *bar.remedies)

    def end_passing(self) -> None:
        """Takes the passing bars away."""
        for bar in tuple(self._passing):
            self._drop(bar)

    def note_attempt(self) -> None:
        """Something is tried now: what stands here is about what was tried before."""
        self._old = list(self._passing)

    def note_success(self) -> None:
        """It succeeded: takes away what stood here before it was tried, not what failed meanwhile."""
        for bar in tuple(self._old):
            self._drop(bar)

    def _drop(self, bar: InfoBar) -> None:
        self._passing = [each for each in self._passing if each is not bar]
        self._old = [each for each in self._old if each is not bar]
        bar.setParent(None)
        bar.deleteLater()
        self.setVisible(bool(self.sentences()))
