"""The palette over any window: one question at a time, nothing stale shown, nothing opened that was not meant."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from uuid import UUID

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QMainWindow
from pytestqt.qtbot import QtBot

from kammerdesk.base.finding import Question
from kammerdesk.ui.kit.palette import Offer, Palette, Take
from kammerdesk.ui.kit.palette_entries import Entry, Group, Place, in_order, meant, without_twins
from tests.ui.keyboard import CTRL, focused, press, type_text

ADA, BEN = UUID(int=1), UUID(int=2)
COMMANDS = (
    Entry(Group.COMMANDS, "Neue Anmeldung (AEVO)", right="Strg+Umschalt+A"),
    Entry(Group.COMMANDS, "Anmeldung stornieren …", reason="nur bei geöffneter Anmeldung"),
    Entry(Group.COMMANDS, "Plan anmelden"),
)


class Data:
    """Answers when it is told to."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self._take: Take | None = None
        self._finished: Callable[[], None] | None = None

    def find(self, question: Question, take: Take, finished: Callable[[], None]) -> None:
        self.asked.append(question.text)
        self._take, self._finished = take, finished

    def answer(self, *titles: str) -> None:
        """Answers the question that is open."""
        take, finished = self._take, self._finished
        assert take is not None
        assert finished is not None
        finished()
        take([record(title, UUID(int=number)) for number, title in enumerate(titles, start=1)], False)

    def fail(self) -> None:
        assert self._finished is not None
        self._finished()


def record(title: str, uid: UUID, **known: object) -> Entry:
    return Entry(Group.RECORDS, title, place=("people", uid), **known)  # type: ignore[arg-type]  # options by name


class Desktop:
    """A window with a field and a palette over it."""

    def __init__(self, qtbot: QtBot) -> None:
        self.data = Data()
        self.opened: list[Place] = []
        self.apart: list[Place] = []
        self.window = QMainWindow()
        self.field = QLineEdit()
        self.window.setCentralWidget(self.field)
        self.window.resize(900, 600)
        qtbot.addWidget(self.window)
        self.window.show()
        self.window.activateWindow()
        self.field.setFocus()
        qtbot.waitUntil(self.field.hasFocus)
        self.carried_out: list[str] = []
        commands = [replace(each, run=partial(self.carried_out.append, each.title)) for each in COMMANDS]
        offer = Offer(commands, self.data.find, self.opened.append, self.apart.append)
        self.palette = Palette(offer, self.window)
        self.palette.appear()
        qtbot.waitUntil(self.palette.field.hasFocus)

    def titles(self) -> list[str]:
        return [entry.title for entry in self.palette.list.entries.entries()]


@pytest.fixture
def desktop(qtbot: QtBot, dressed: QApplication) -> Iterator[Desktop]:
    made = Desktop(qtbot)
    yield made
    made.window.close()


def test_one_question_is_under_way_and_only_the_last_text_is_asked_next(desktop: Desktop) -> None:
    type_text("zell")
    assert desktop.data.asked == ["z"]
    desktop.data.answer("Zacharias, Jana")
    assert desktop.titles() == []
    assert desktop.data.asked == ["z", "zell"]
    desktop.data.answer("Zeller, Ada")
    assert desktop.titles() == ["Zeller, Ada"]
    assert not desktop.palette.is_waiting


def test_enter_waits_for_the_answer_to_what_is_typed(desktop: Desktop) -> None:
    type_text("z")
    desktop.data.answer("Zacharias, Jana", "Zeller, Ute")
    type_text("e")
    press(Qt.Key.Key_Return)
    assert desktop.opened == []
    desktop.data.answer("Zeller, Ute")
    assert desktop.opened == [("people", ADA)]


def test_typing_on_takes_enter_back(desktop: Desktop) -> None:
    type_text("z")
    press(Qt.Key.Key_Return)
    type_text("e")
    desktop.data.answer("Zacharias, Jana")
    desktop.data.answer("Zeller, Ute")
    assert desktop.opened == []
    assert desktop.palette.isVisible()


def test_ctrl_enter_opens_apart(desktop: Desktop) -> None:
    type_text("z")
    desktop.data.answer("Zacharias, Jana", "Zeller, Ute")
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_Return, CTRL)
    assert (desktop.opened, desktop.apart) == ([], [("people", BEN)])


def test_commands_are_shown_while_an_answer_is_slow_and_stay_when_it_fails(qtbot: QtBot, desktop: Desktop) -> None:
    type_text("anm neu")
    qtbot.waitUntil(lambda: desktop.titles() == ["Neue Anmeldung (AEVO)"])
    assert desktop.palette.is_waiting
    desktop.data.fail()
    desktop.data.fail()
    assert desktop.titles() == ["Neue Anmeldung (AEVO)"]
    assert len(desktop.data.asked) == 2
    qtbot.waitUntil(lambda: not desktop.palette.is_waiting)
    press(Qt.Key.Key_Return)
    assert desktop.carried_out == ["Neue Anmeldung (AEVO)"]
    assert not desktop.palette.isVisible()


def test_when_the_answer_fails_enter_opens_nothing_one_has_not_seen(qtbot: QtBot, desktop: Desktop) -> None:
    type_text("neu")
    press(Qt.Key.Key_Return)
    desktop.data.fail()
    desktop.data.fail()
    qtbot.waitUntil(lambda: not desktop.palette.is_waiting)
    assert desktop.carried_out == []
    assert desktop.palette.isVisible()


def test_commands_are_not_asked_of_the_data(desktop: Desktop) -> None:
    type_text(">anm")
    assert desktop.data.asked == []
    assert desktop.titles() == ["Neue Anmeldung (AEVO)", "Plan anmelden", "Anmeldung stornieren …"]


def test_a_grey_line_can_be_reached_but_not_carried_out(desktop: Desktop) -> None:
    type_text(">stor")
    chosen = desktop.palette.list.chosen()
    assert chosen is not None
    assert chosen.reason == "nur bei geöffneter Anmeldung"
    press(Qt.Key.Key_Return)
    assert desktop.palette.isVisible()


@pytest.mark.parametrize(("key", "title"), [(Qt.Key.Key_PageDown, "C"), (Qt.Key.Key_PageUp, "A")])
def test_pages_of_lines_end_at_the_ends(desktop: Desktop, key: Qt.Key, title: str) -> None:
    type_text("x")
    desktop.data.answer("A", "B", "C")
    press(Qt.Key.Key_Down)
    press(key, times=3)
    chosen = desktop.palette.list.chosen()
    assert chosen is not None
    assert chosen.title == title


def test_it_goes_when_one_turns_to_the_window_and_the_cursor_comes_back_on_escape(
    qtbot: QtBot, desktop: Desktop
) -> None:
    press(Qt.Key.Key_Escape)
    qtbot.waitUntil(desktop.field.hasFocus)
    assert focused() is desktop.field
    again = Palette(Offer(COMMANDS, None, desktop.opened.append, desktop.apart.append), desktop.window)
    again.appear()
    qtbot.waitUntil(again.field.hasFocus)
    with qtbot.waitSignal(again.rejected):
        desktop.window.activateWindow()


def titles(entries: Sequence[Entry]) -> list[str]:
    return [entry.title for entry in entries]


def test_commands_are_found_by_beginnings_of_words_in_any_order_grey_ones_last() -> None:
    assert titles(meant(COMMANDS, "anm")) == ["Neue Anmeldung (AEVO)", "Plan anmelden", "Anmeldung stornieren …"]
    assert titles(meant(COMMANDS, "pl")) == ["Plan anmelden"]
    assert titles(meant(COMMANDS, "aevo neu")) == ["Neue Anmeldung (AEVO)"]
    assert titles(meant(COMMANDS, "meldung")) == []
    assert titles(meant(COMMANDS, "", most=2)) == ["Neue Anmeldung (AEVO)", "Plan anmelden"]


def test_groups_stand_in_their_order_and_no_place_twice() -> None:
    twice = [
        Entry(Group.PAGES, "Personen", place=("people", None)),
        record("Adler, Jana", ADA),
        Entry(Group.RECENT, "Adler", place=("people", ADA)),
        Entry(Group.NUMBERS, "4301, Adler", place=("exams", ADA)),
        *COMMANDS,
    ]
    shown = without_twins(in_order(twice))
    assert titles(shown) == [*titles(COMMANDS), "4301, Adler", "Adler, Jana", "Personen"]


def test_recent_records_stand_before_others_and_those_called_so_before_them(desktop: Desktop) -> None:
    desktop.palette.add([Entry(Group.RECENT, "Zeller, Ute", place=("people", UUID(int=9)))])
    type_text("a")
    take = desktop.data._take
    assert take is not None
    desktop.data.fail()
    take([record("Meier, Ada", ADA), record("Zeller, Ute", UUID(int=9)), record("Adler, Jana", BEN, first=True)], False)
    assert desktop.titles()[len(COMMANDS) :] == ["Adler, Jana", "Zeller, Ute", "Meier, Ada"]
