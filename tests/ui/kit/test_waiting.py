"""What waits behind the pages, in the navigation and where it is opened."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from kammerdesk.ui.kit.day_turn import DayTurn
from kammerdesk.ui.kit.navigation import Navigation, badge_place
from tests.ui.office import SetClock

EVENING = datetime(2026, 11, 23, 22, 59, 59, 900_000, tzinfo=UTC)
"""A tenth of a second before midnight in the office."""


class RunningClock:
    """Goes on from a given moment at the pace of the machine."""

    def __init__(self, begin: datetime) -> None:
        self._shift = begin - datetime.now(UTC)

    def now(self) -> datetime:
        return datetime.now(UTC) + self._shift


def navigation(qtbot: QtBot, *names: str) -> Navigation:
    made = Navigation()
    qtbot.addWidget(made)
    made.set_pages([(name, name, "home") for name in names])
    made.set_narrow(False)
    made.resize(240, 400)
    made.show()
    return made


def spoken(made: Navigation) -> list[str]:
    return [made.item(n).data(Qt.ItemDataRole.AccessibleTextRole) for n in range(made.count())]


def test_the_day_turns_at_midnight_in_the_office(qtbot: QtBot) -> None:
    parent = QObject()
    turn = DayTurn(RunningClock(EVENING), parent)
    with qtbot.waitSignal(turn.turned, timeout=10_000):
        pass


def test_the_day_turns_once_and_not_before(qtbot: QtBot) -> None:
    clock, parent, turns = SetClock(EVENING), QObject(), list[date]()
    turn = DayTurn(clock, parent)
    turn.turned.connect(lambda: turns.append(clock.moment.date()))
    turn.look()
    assert turns == []
    clock.moment += timedelta(seconds=1)
    turn.look()
    turn.look()
    assert len(turns) == 1


def test_a_machine_that_slept_over_several_days_turns_once(qtbot: QtBot) -> None:
    clock, parent, turns = SetClock(EVENING), QObject(), list[int]()
    turn = DayTurn(clock, parent)
    turn.turned.connect(lambda: turns.append(1))
    clock.moment += timedelta(days=3)
    turn.look()
    assert turns == [1]


def test_a_badge_is_spoken_and_none_is_silent(qtbot: QtBot, dressed: QObject) -> None:
    made = navigation(qtbot, "Abgleich", "Heute")
    made.show_badges({"Abgleich": 2, "Heute": 0})
    assert spoken(made) == ["Abgleich, 2 zu erledigen", "Heute"]


@pytest.mark.parametrize("narrow", [False, True])
def test_more_than_ninety_nine_fit_into_the_badge(qtbot: QtBot, dressed: QObject, narrow: bool) -> None:
    made = navigation(qtbot, "Abgleich")
    made.set_narrow(narrow)
    row = made.visualItemRect(made.item(0))
    place = badge_place(row, 1234, narrow)
    assert row.contains(place.toAlignedRect())
    assert place.width() == badge_place(row, 100, narrow).width()
    assert place.width() > badge_place(row, 9, narrow).width()


def test_a_click_on_the_badge_opens_what_waits_and_one_beside_it_the_page(qtbot: QtBot, dressed: QObject) -> None:
    made = navigation(qtbot, "Heute", "Abgleich")
    made.show_badges({"Abgleich": 2})
    opened, pages = list[str](), list[str]()
    made.waiting_wanted.connect(opened.append)
    made.wanted.connect(pages.append)
    row = made.visualItemRect(made.item(1))
    QTest.mouseClick(made.viewport(), Qt.MouseButton.LeftButton, pos=row.topLeft() + QPoint(20, 20))
    assert (pages, opened) == (["Abgleich"], [])
    QTest.mouseClick(made.viewport(), Qt.MouseButton.LeftButton, pos=badge_place(row, 2, False).center().toPoint())
    assert (pages, opened) == (["Abgleich"], ["Abgleich"])


def test_enter_on_an_entry_opens_what_waits(qtbot: QtBot, dressed: QObject) -> None:
    made = navigation(qtbot, "Heute", "Abgleich")
    opened = list[str]()
    made.waiting_wanted.connect(opened.append)
    made.setFocus()
    QTest.keyClick(made, Qt.Key.Key_Down)
    QTest.keyClick(made, Qt.Key.Key_Return)
    assert opened == [made.currentItem().text()]
