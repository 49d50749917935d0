"""The palette: one field over commands, records, views and pages; the cursor stays in it while the keys choose."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from time import perf_counter

import shiboken6
from PySide6.QtCore import QEvent, QModelIndex, Qt, QTimer
from PySide6.QtGui import QFontMetrics, QKeyEvent
from PySide6.QtWidgets import QDialog, QFrame, QLineEdit, QStackedWidget, QWidget

from kammerdesk.base.finding import Question
from kammerdesk.base.i18n import tr, trn
from kammerdesk.ui.kit import icons, theme
from kammerdesk.ui.kit.announce import announce
from kammerdesk.ui.kit.palette_entries import MOST, Entry, Group, Place, in_order, meant, without_twins
from kammerdesk.ui.kit.palette_list import EntryList
from kammerdesk.ui.kit.palette_sources import COMMANDS_ONLY, HELP_ONLY, NUMBERS_ONLY
from kammerdesk.ui.kit.theme import Role
from kammerdesk.ui.kit.widgets import column, label, line, name_buttons, row

WIDTH, HEIGHT = 720, 520
EDGE = 24
"""Pixels at 100 % that stay free of it at the edges of a small window."""

PATIENCE = 80
"""Milliseconds after which what is known without the data is shown before their answer."""

_SIGNS = {COMMANDS_ONLY: Group.COMMANDS, HELP_ONLY: Group.HELP}
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)

Take = Callable[[Sequence[Entry], bool], None]
"""Gets the entries of an answer, and whether there are more."""


@dataclass(frozen=True, slots=True)
class Offer:
    """What the palette shows and does: entries that are at hand, a search for others, two ways to open a place.

    `find` is called with a question, who takes its answer, and what is called before that, also when it fails. `note`
    is what one should know of what is found.
    """

    entries: Sequence[Entry]
    find: Callable[[Question, Take, Callable[[], None]], None] | None
    open: Callable[[Place], object]
    open_apart: Callable[[Place], object]
    note: str = ""


class Palette(QDialog):
    """Enter opens, Ctrl+Enter opens in a window of its own, Esc gives the cursor back to where it was.

    At most one question is under way; the next is what stands in the field when its answer comes. Enter on a text
    whose answer is still to come waits for it, so that nothing older is opened.
    """

    def __init__(self, offer: Offer, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Dialog | Qt.WindowType.FramelessWindowHint)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr("Search or command"))
        self._offer = offer
        self._entries = list(offer.entries)
        self._recent: list[Entry] = []
        self._over = parent.window()
        self._before = self._over.focusWidget()
        self._asked: str | None = None
        """What the question under way is about."""
        self._shown = ""
        """What the lines one sees answer."""
        self._wish: Callable[[], None] | None = None
        self._typed_at = perf_counter()
        self._patience = QTimer(self, singleShot=True, interval=PATIENCE)
        self._patience.timeout.connect(self._show_what_is_at_hand)
        self.field = QLineEdit()
        self.list = EntryList()
        self.said = label("", Role.SECONDARY, wrap=True)
        self.milliseconds = label("", Role.CAPTION)
        self._stack = QStackedWidget()
        self._lay_out()
        self.field.textChanged.connect(self._follow)
        self.list.clicked.connect(self._click)
        self._show([], more=False)

    def _lay_out(self) -> None:
        words = tr("Search or command …")
        self.field.setPlaceholderText(words)
        self.field.setAccessibleName(tr("Search or command"))
        sign = self.field.addAction(icons.icon("search", "text2"), QLineEdit.ActionPosition.LeadingPosition)
        sign.setToolTip(words)
        name_buttons(self.field)
        keys = tr("Arrows: choose · Enter: open · Ctrl+Enter: in a window of its own · Esc: close · ?: help")
        self.said.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.said.setContentsMargins(*(theme.px(EDGE),) * 4)
        self.milliseconds.setMinimumWidth(QFontMetrics(theme.font(Role.CAPTION)).horizontalAdvance("00000 ms"))
        self.milliseconds.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._stack.addWidget(self.list)
        self._stack.addWidget(self.said)
        above = row(self.field, margin=theme.px(12))
        below = row(gap=theme.px(12))
        below.setContentsMargins(theme.px(16), theme.px(6), theme.px(16), theme.px(6))
        told = column(label(keys, Role.CAPTION, wrap=True), gap=theme.px(4))
        if self._offer.note:
            told.insertWidget(0, label(self._offer.note, Role.SECONDARY, wrap=True))
            self.field.setAccessibleDescription(self._offer.note)
        below.addLayout(told, 1)
        below.addWidget(self.milliseconds)
        sheet = QFrame()
        sheet.setObjectName("palette")
        body = column(gap=0, margin=1)
        body.addLayout(above)
        body.addWidget(line())
        body.addWidget(self._stack, 1)
        body.addWidget(line())
        body.addLayout(below)
        sheet.setLayout(body)
        self.setLayout(column(sheet))

    # --- beginning and end ---

    def appear(self) -> None:
        """Shows itself over its window, near the top."""
        over = self._over
        width = min(theme.px(WIDTH), over.width() - 2 * theme.px(EDGE))
        height = min(theme.px(HEIGHT), over.height() - 4 * theme.px(EDGE))
        self.resize(width, height)
        corner = over.mapToGlobal(over.rect().topLeft())
        self.move(corner.x() + (over.width() - width) // 2, corner.y() + 2 * theme.px(EDGE))
        self.show()
        self.raise_()
        self.activateWindow()
        self.field.setFocus(Qt.FocusReason.PopupFocusReason)

    def done(self, result: int) -> None:
        """Goes, and gives the cursor back."""
        was_active = self.isActiveWindow()
        super().done(result)
        if was_active:
            self._over.activateWindow()
            if self._before is not None and shiboken6.isValid(self._before) and not self._before.hasFocus():
                self._before.setFocus(Qt.FocusReason.ActiveWindowFocusReason)

    def changeEvent(self, event: QEvent) -> None:
        """Goes too when one does something else."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.ActivationChange and self.isVisible() and not self.isActiveWindow():
            self.reject()

    # --- what is shown ---

    @property
    def is_waiting(self) -> bool:
        """Whether the lines one sees are not yet those for the text."""
        return self._shown != self.field.text()

    def add(self, entries: Sequence[Entry]) -> None:
        """Offers more entries that are at hand; those of the group RECENT are what an empty field shows."""
        self._recent += [entry for entry in entries if entry.group is Group.RECENT]
        self._entries += [entry for entry in entries if entry.group is not Group.RECENT]
        if not self.field.text():
            self._show([], more=False)

    def _follow(self, text: str) -> None:
        self._typed_at = perf_counter()
        self._wish = None
        if self._question() is None:
            self._show([], more=False)
        else:
            self._patience.start()
            self._ask()

    def _question(self) -> Question | None:
        """What to ask the data; None where the text is about something else."""
        text = self.field.text()
        numbers = text.startswith(NUMBERS_ONLY)
        wanted = text.removeprefix(NUMBERS_ONLY).strip()
        if self._offer.find is None or not wanted or text[:1] in _SIGNS:
            return None
        return Question(wanted, numbers)

    def _ask(self) -> None:
        question = self._question()
        if self._asked is None and self._offer.find is not None and question is not None:
            self._asked = self.field.text()
            self._offer.find(question, partial(self._take, self._asked), self._end_question)

    def _end_question(self) -> None:
        asked, self._asked = self._asked, None
        if asked != self.field.text():
            self._ask()
        else:
            QTimer.singleShot(0, self, self._do_without_answer)  # by then it was taken, if there is one

    def _do_without_answer(self) -> None:
        """The question failed: what is at hand is all there is, and nobody has seen it yet to choose from it."""
        if self._asked is None and self.is_waiting:
            self._wish = None
            self._show([], more=False)

    def _take(self, asked: str, entries: Sequence[Entry], more: bool) -> None:
        if asked == self.field.text():
            self._show(entries, more)

    def _show_what_is_at_hand(self) -> None:
        if self.is_waiting:
            self.list.show_entries(self._at_hand())
            self._stack.setCurrentWidget(self.list)

    def _at_hand(self) -> list[Entry]:
        text = self.field.text()
        if not text:
            return self._recent
        if text[0] in _SIGNS:
            return meant((entry for entry in self._entries if entry.group is _SIGNS[text[0]]), text[1:])
        if text[0] == NUMBERS_ONLY:
            return []
        every = [*self._recent, *self._entries]
        groups = [[entry for entry in every if entry.group is group] for group in Group]
        return [entry for group in groups if group for entry in meant(group, text, most=MOST.get(group[0].group))]

    def _show(self, records: Sequence[Entry], more: bool) -> None:
        self._patience.stop()
        places = [entry.place for entry in self._recent]
        ranked = sorted(records, key=lambda entry: (not entry.first, entry.place not in places))
        shown = without_twins(in_order([*ranked, *self._at_hand()]))
        self._shown = self.field.text()
        self.list.show_entries(shown)
        self._stack.setCurrentWidget(self.list if shown else self.said)
        self.said.setText("" if shown else self._nothing())
        spent = round((perf_counter() - self._typed_at) * 1000)
        self.milliseconds.setText(tr("{n} ms").format(n=spent) if self._shown else "")
        if self._shown:
            self._speak_hits(len(shown), more)
        wish, self._wish = self._wish, None
        if wish is not None:
            wish()

    def _nothing(self) -> str:
        typed = self.field.text().strip()
        if typed.strip(NUMBERS_ONLY):
            return tr("No hits for “{text}”.").format(text=typed)
        said = tr(
            "Type a name, a number or a command. {commands} looks for commands, {numbers} for numbers, {help} helps."
        )
        return said.format(commands=COMMANDS_ONLY, numbers=NUMBERS_ONLY, help=HELP_ONLY)

    def _speak_hits(self, hits: int, more: bool) -> None:
        count = trn("{n} hit", "{n} hits", hits).format(n=hits)
        chosen = self.list.chosen()
        said = tr("more than {hits}").format(hits=count) if more else count
        announce(self.field, f"{said}. {chosen.spoken()}" if chosen is not None else said)

    # --- keys ---

    def keyPressEvent(self, event: QKeyEvent) -> None:
        page = self.list.page()
        steps: dict[int, int] = {
            Qt.Key.Key_Down: 1,
            Qt.Key.Key_Up: -1,
            Qt.Key.Key_PageDown: page,
            Qt.Key.Key_PageUp: -page,
        }
        if event.key() in steps:
            self.list.step(steps[event.key()])
            chosen = self.list.chosen()
            if chosen is not None:
                announce(self.field, chosen.spoken())
        elif event.key() in _ENTER:
            self._choose(apart=bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier))
        elif event.key() == Qt.Key.Key_Escape:
            self.reject()

    def _click(self, _index: QModelIndex) -> None:
        self._choose(apart=False)

    def _choose(self, apart: bool) -> None:
        """Opens the chosen line, or as soon as the lines are those for the text."""
        if self.is_waiting:
            self._wish = partial(self._choose, apart)
            return
        entry = self.list.chosen()
        if entry is None:
            return
        if entry.reason:
            announce(self.field, entry.spoken(), urgent=True)
            return
        if entry.stays and entry.run is not None:
            entry.run()
            return
        self.accept()
        if entry.place is not None:
            (self._offer.open_apart if apart else self._offer.open)(entry.place)
        elif entry.run is not None:
            entry.run()
