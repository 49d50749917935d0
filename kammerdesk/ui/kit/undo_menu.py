"""Undo and redo in the menu, with the name of what they would take back; the data know it, also after a restart."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Protocol

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QWidget

from kammerdesk.base.differences import Comparison, LaterWork, Side
from kammerdesk.base.i18n import tr
from kammerdesk.ui.kit.desk import Desk
from kammerdesk.ui.kit.feedback import Remedy
from kammerdesk.ui.kit.fields import UNSAVED, has_own_step
from kammerdesk.ui.kit.menus import Menus
from kammerdesk.ui.kit.shell import Shell
from kammerdesk.ui.kit.tokens import Tone
from kammerdesk.ui.kit.widgets import escaped

UNDO, REDO = QKeySequence.StandardKey.Undo, QKeySequence.StandardKey.Redo


@dataclass(frozen=True, slots=True)
class Step:
    """One action that can be taken back or done again: its entry in the journal and its name in the user's language.

    To do it again one gives the entry that was taken back, not the one that took it back.
    """

    entry: int
    words: str


@dataclass(frozen=True, slots=True)
class Steps:
    """The next step in each direction; None where there is none."""

    undo: Step | None = None
    redo: Step | None = None


class History(Protocol):
    """What the data know of what was done; the actions are carried out by `Desk.do`."""

    def steps(self, session: Any) -> Steps:
        """A query: what can be taken back or done again now."""

    def undo(self) -> Callable[[Any, int], object]:
        """The action that takes back the entry with this number."""

    def choosing(self, error: LaterWork, choice: Mapping[str, Side]) -> tuple[Callable[[Any, Any], object], Any]:
        """The action that takes back an entry but for the fields that shall stay as they are, and its order."""

    def redo(self) -> Callable[[Any, int], object]:
        """The action that does the undone entry with this number again."""


class UndoMenu(QObject):
    """Both entries of the menu; what a refusal says stands in a bar like any other."""

    def __init__(self, menus: Menus, history: History, desk: Desk, shell: Shell, window: QWidget) -> None:
        super().__init__(window)
        self._history = history
        self._desk = desk
        self._shell = shell
        self._steps = Steps()
        self.undo = menus.add(menus.edit, tr("&Undo"), self.take_back, "Ctrl+Z", "arrow-back-up")
        self.redo = menus.add(menus.edit, tr("Re&do"), self.do_again, ("Ctrl+Y", "Ctrl+Shift+Z"), "arrow-forward-up")
        menus.edit.addSeparator()
        self._show(Steps())
        self._asked = False
        self._pressed = False
        """Whether a press of a key waits for what can be taken back or done again by then."""
        for each in (self.undo, self.redo):
            each.setAutoRepeat(False)  # a key held too long must not take back a whole morning
        desk.busy.connect(self._ask_first)
        desk.changed.connect(self.refresh)
        desk.turned.connect(self.refresh)
        QApplication.instance().focusChanged.connect(self._follow_focus)  # type: ignore[union-attr]  # there is one

    def _ask_first(self, busy: bool) -> None:
        """Not before the page one waits for is there: the answer needs every room of the house."""
        if not busy and not self._asked and self._desk.is_open:
            self.refresh()

    def refresh(self) -> None:
        """Asks what can be taken back now; while one sees the past, nothing can."""
        self._asked = True
        if self._desk.as_of is None:
            self._desk.ask(self._history.steps, then=self._show)
        else:
            self._show(Steps())

    def take_back(self) -> None:
        """Takes back the last action that still can be."""
        self._press(self._take_back_last)

    def take_back_entry(self, step: Step) -> None:
        """Takes back a certain action, whatever was done since."""
        self._desk.do(self._history.undo(), step.entry, then=lambda _: self._say_undone(step), owner=self)

    def do_again(self) -> None:
        """Does again what was taken back last."""
        self._press(self._do_again_last)

    def _press(self, run: Callable[[Steps], None]) -> None:
        """While anything is under way, what is known may be old: it is asked after that, and only one press waits."""
        if not self._desk.is_busy:
            run(self._steps)
        elif not self._pressed and self._desk.as_of is None:
            self._pressed = True
            self._desk.ask(self._history.steps, then=partial(self._carry_on, run), finished=self._end_press, owner=self)

    def _end_press(self) -> None:
        self._pressed = False

    def _carry_on(self, run: Callable[[Steps], None], steps: Steps) -> None:
        self._show(steps)
        run(steps)

    def _take_back_last(self, steps: Steps) -> None:
        if steps.undo is not None:
            self.take_back_entry(steps.undo)

    def _do_again_last(self, steps: Steps) -> None:
        if steps.redo is not None:
            self.do_again_entry(steps.redo)

    def do_again_entry(self, step: Step) -> None:
        """Does a certain action again that was taken back."""
        self._desk.do(self._history.redo(), step.entry, then=lambda _: self._say_redone(step), owner=self)

    def ways_out(self, error: Exception) -> Sequence[Remedy]:
        """What helps where others changed since what is to be taken back: choosing between both versions."""
        if not isinstance(error, LaterWork) or error.comparison is None:
            return ()
        return (Remedy(tr("Compare …"), partial(self._compare, error, error.comparison)),)

    def _compare(self, error: LaterWork, comparison: Comparison) -> None:
        from kammerdesk.ui.kit.compare_view import Choice, ComparePage  # not needed before the first paint

        def decide(choice: Choice) -> None:
            action, order = self._history.choosing(error, choice)
            step = Step(error.entry, comparison.title)
            self._desk.do(action, order, then=lambda _: self._say_undone(step), owner=self)

        self._shell.open(ComparePage(comparison, decide, self._desk, self._shell))

    def _say_undone(self, step: Step) -> None:
        again = Remedy(tr("Redo"), partial(self.do_again_entry, step))
        self._shell.toast(tr("Undone: {action}").format(action=step.words), Tone.OK, again)

    def _say_redone(self, step: Step) -> None:
        back = Remedy(tr("Undo"), partial(self.take_back_entry, step))
        self._shell.toast(tr("Done again: {action}").format(action=step.words), Tone.OK, back)

    def _show(self, steps: Steps) -> None:
        self._steps = steps
        _name(self.undo, tr("&Undo"), tr("&Undo: {action}"), steps.undo)
        _name(self.redo, tr("Re&do"), tr("Re&do: {action}"), steps.redo)

    def _follow_focus(self, old: QWidget | None, new: QWidget | None) -> None:
        if isinstance(old, QLineEdit | QPlainTextEdit):
            old.removeEventFilter(self)
        if isinstance(new, QLineEdit | QPlainTextEdit):
            new.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A text field keeps Strg+Z while it has something to take back itself; else it would swallow the key.

        Neither is anything saved taken back while what was typed there is not saved: the form takes that back first.
        """
        if event.type() is not QEvent.Type.ShortcutOverride or not isinstance(event, QKeyEvent):
            return False
        for key, redo in ((UNDO, False), (REDO, True)):
            unsaved = not redo and watched.property(UNSAVED)
            if event.matches(key) and not unsaved and not has_own_step(watched, redo):
                event.ignore()
                return True
        return False


def _name(action: QAction, alone: str, named: str, step: Step | None) -> None:
    action.setEnabled(step is not None)
    action.setText(alone if step is None else named.format(action=escaped(step.words)))
