"""What went wrong, in the right place: a bar with a sentence, or a report of our mistake."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from kammerdesk.base.errors import KammerError
from kammerdesk.base.i18n import tr
from kammerdesk.ui.kit.desk import Desk, Saving
from kammerdesk.ui.kit.feedback import Bars, Remedy
from kammerdesk.ui.kit.page import Page
from kammerdesk.ui.kit.page_stack import PageStack
from kammerdesk.ui.kit.tokens import Tone


class Troubles(QObject):
    """Shows errors in the bars of the window; those about a page go when that is over or one goes on.

    `rescue` says what helps against an error beside trying again.
    """

    def __init__(
        self,
        desk: Desk,
        pages: PageStack,
        bars: Bars,
        rescue: Callable[[Exception], Sequence[Remedy]],
        window: QWidget,
    ) -> None:
        super().__init__(bars)
        self._desk = desk
        self._pages = pages
        self._bars = bars
        self._rescue = rescue
        self._window = window
        self._failed_on: Page[Any] | None = None
        """Where what the passing bars say went wrong."""
        self._failing = False
        """Whether the last order that was not refused failed."""
        self._unopened: list[str] = []
        """What was said while the data could not be opened."""
        desk.opened.connect(self._end_unopened)
        desk.failed.connect(self.show)
        desk.saving.connect(self._age)
        pages.presented.connect(self._leave)

    def show(self, error: Exception) -> None:
        """Shows a sentence the user can act on, or a report of our mistake."""
        if not isinstance(error, KammerError):
            from kammerdesk.ui.kit.errors import ErrorDialog  # not needed before the first paint

            ErrorDialog(error, self._window).open()
            return
        remedies = self._rescue(error)
        if self._desk.is_open:
            self._failed_on = self._in_front()
            self._bars.say(str(error), Tone.ERR, *remedies, passing=self._failed_on is not None)
        else:
            self._unopened.append(str(error))
            self._bars.say(str(error), Tone.ERR, Remedy(tr("Try again"), self._desk.open), *remedies)

    def _end_unopened(self) -> None:
        while self._unopened:
            self._bars.take_away(self._unopened.pop())

    def _age(self, saving: Saving) -> None:
        if saving is Saving.UNDER_WAY:
            self._bars.note_attempt()
            return
        if saving is not Saving.REFUSED:
            self._failing = saving is Saving.FAILED
        if not self._failing:  # a refusal says nothing about what failed before
            self._bars.note_success()

    def _in_front(self) -> Page[Any] | None:
        page = self._pages.page()
        return page.front if page is not None else None

    def _leave(self) -> None:
        if self._in_front() is not self._failed_on:
            self._bars.end_passing()
