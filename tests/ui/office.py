"""The whole program on a small house of invented people, driven by keys."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import Any, TypeVar
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from kammerdesk.base.clock import Clock, FixedClock
from kammerdesk.base.finding import Found, Question
from kammerdesk.committees.model import Appointment, Committee
from kammerdesk.store.store import Store
from kammerdesk.store.work import Work
from kammerdesk.sync.records import schema
from kammerdesk.ui.kit.desk import Desk
from kammerdesk.ui.kit.memory import Memory
from kammerdesk.ui.kit.page import Page
from kammerdesk.ui.kit.upkeep import Upkeep
from kammerdesk.ui.main_window import MainWindow
from kammerdesk.ui.pages import find, linked
from kammerdesk.ui.settings.sharing import sharing
from kammerdesk.ui.settings.upkeep import (
    HouseDrafts,
    HouseHistory,
    HouseRecords,
    WindowGuard,
    exporting,
    rights,
    titles,
)
from kammerdesk.ui.today.facts import facts
from kammerdesk.ui.today.tasks import number_of_lines
from tests.ui.keyboard import CTRL, press
from tools.keyboard import choose_in
from tools.waiting import until

CLOCK = FixedClock(datetime(2026, 11, 23, 8, 0, tzinfo=UTC))
TODAY = date(2026, 11, 23)

T = TypeVar("T")
O = TypeVar("O")  # noqa: E741  the order of an action

Find = Callable[[Any, Question], Found]
"""How the palette looks for records."""


class SetClock:
    """Shows what it is set to."""

    def __init__(self, moment: datetime = CLOCK.moment) -> None:
        self.moment = moment

    def now(self) -> datetime:
        """The moment it was set to last."""
        return self.moment


def window_on(
    folder: Path, memory: Memory, guard: WindowGuard, user: str, clock: Clock, find: Find = find
) -> MainWindow:
    """The window over a house as the program makes it, but with a user, a clock and a search of our own."""
    schema()
    upkeep = Upkeep(
        HouseHistory(),
        rights,
        HouseDrafts(),
        guard,
        exporting,
        titles=titles,
        records=HouseRecords(),
        sharing=sharing,
        find=find,
        linked=linked,
    )
    desk = Desk(partial(Store.open, folder, user=user, clock=clock))
    return MainWindow(desk, memory, facts, clock=clock, badges={"today": number_of_lines}, upkeep=upkeep)


class Office:
    """A window with its data; waits after every key until all answers are there."""

    def __init__(
        self, qtbot: QtBot, folder: Path, user: str = "kroeger", clock: Clock = CLOCK, find: Find = find
    ) -> None:
        self.folder = folder
        memory = Memory(folder / "window.ini")
        self.guard = WindowGuard(folder, memory)
        self.window = window_on(folder, memory, self.guard, user, clock, find)
        qtbot.addWidget(self.window)
        self.window.resize(1366, 728)
        self.window.show()
        self.activate()
        self.settle()

    def activate(self) -> None:
        """Brings the window to the front, so that keys go there."""
        self.window.activateWindow()
        self.wait(lambda: self.window.isActiveWindow() and QApplication.focusWidget() is not None)

    def close(self) -> None:
        """Ends the program, whatever stands unsaved on a page or in a dialog."""
        for dialog in self.window.findChildren(QDialog):
            if dialog.isVisible():
                dialog.done(QDialog.DialogCode.Rejected)
        self.window.end()

    def settle(self) -> None:
        """Waits until a page is there and nothing is under way."""
        window = self.window
        self.wait(lambda: window.pages.page() is not None and not window.desk.is_busy and not window.jobs.running)

    def wait(self, condition: Callable[[], object]) -> None:
        """Waits for something on the screen."""
        until(condition, "what was to be seen")

    @property
    def page(self) -> Page[Any]:
        """The page one sees."""
        found = self.window.pages.page()
        assert found is not None
        return found

    def press(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """Presses a key and waits for what follows from it."""
        if QApplication.activeWindow() is None:
            self.activate()  # a dialog has closed, and there is no window manager in memory to give the keys back
        press(key, modifiers)
        self.settle()

    def show(self, number: int) -> Page[Any]:
        """Goes to a page by Ctrl and its number."""
        self.press(Qt.Key(Qt.Key.Key_0 + number), CTRL)
        return self.page

    def ask(self, query: Callable[[Any], T]) -> T:
        """Asks the data."""
        answers: list[T] = []
        self.window.desk.ask(query, then=answers.append, owner=self.window)
        self.settle()
        return answers[0]

    def do(self, action: Callable[[Any, O], T], order: O) -> None:
        """Changes the data as another clerk would; the pages follow."""
        self.window.desk.do(action, order)
        self.settle()

    def answer_file(self, file: Path) -> None:
        """Answers the file dialog that is open."""
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, QFileDialog)
        choose_in(dialog, file)
        self.wait(lambda: QApplication.activeModalWidget() is None)
        self.activate()
        self.settle()


def end_term(work: Work, order: tuple[str, str]) -> UUID:
    """Ends the term of whoever holds a role in a committee (its number) yesterday; returns the person's key."""
    number, role = order
    appointment = work.session.scalars(
        select(Appointment)
        .join(Committee, Appointment.committee_uid == Committee.uid)
        .where(Committee.number == number, Appointment.role == role)
    ).first()
    assert appointment is not None
    appointment.valid_until = date(2026, 11, 22)
    return appointment.person_uid
