"""Lines of Today put off and taken back, and what one edited last; by keys alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QApplication, QDialog
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from kammerdesk.committees.model import Appointment, Committee
from kammerdesk.people.model import Person
from kammerdesk.store.follow_ups import put_off
from kammerdesk.store.work import Work
from kammerdesk.ui.today.now import DAYS
from kammerdesk.ui.today.page import TodayPage
from tests.ui.keyboard import CTRL, SHIFT, InputCounter, focused, type_text
from tests.ui.office import CLOCK, TODAY, Office, SetClock, end_term


def today(office: Office) -> TodayPage:
    page = office.page
    assert isinstance(page, TodayPage)
    return page


def lines(office: Office) -> list[str]:
    return [task.sentence for task in today(office).now.table.rows.shown]


def rename_somebody(work: Work, order: tuple[str, str]) -> None:
    town, name = order
    person = work.session.scalars(select(Person).where(Person.home == work.chamber).order_by(Person.uid)).first()
    assert person is not None
    person.town, person.last_name = town, name


def empty_committee(work: Work, number: str) -> None:
    """Nobody is left in a committee."""
    appointments = select(Appointment).join(Committee, Appointment.committee_uid == Committee.uid)
    for appointment in work.session.scalars(appointments.where(Committee.number == number)):
        work.remove(appointment)


def test_space_puts_a_line_off_for_a_week_and_the_toast_takes_that_back(office: Office) -> None:
    counter = InputCounter(QApplication.instance())  # type: ignore[arg-type]
    (before,) = lines(office)
    office.press(Qt.Key.Key_Space)
    assert lines(office) == []
    assert list(office.ask(put_off).values()) == [TODAY + timedelta(days=DAYS)]
    page = today(office)
    assert page.now.nothing.isVisible()
    assert "30.11." in page.now.put_off.text()
    assert len(office.window.toasts.sentences()) == 1
    office.press(Qt.Key.Key_Z, CTRL)
    assert lines(office) == [before]
    assert not page.now.put_off.isVisible()
    assert counter.clicks == 0


def test_another_day_is_asked_for_and_one_that_has_come_is_refused(office: Office) -> None:
    office.press(Qt.Key.Key_Space, SHIFT)
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, QDialog)
    type_text("h")
    office.press(Qt.Key.Key_Return, CTRL)
    assert QApplication.activeModalWidget() is dialog
    assert len(lines(office)) == 1
    focused().selectAll()  # type: ignore[attr-defined]  # it is the field again
    type_text("+2")
    office.press(Qt.Key.Key_Return, CTRL)
    office.wait(lambda: QApplication.activeModalWidget() is None)
    office.wait(lambda: lines(office) == [])
    assert list(office.ask(put_off).values()) == [TODAY + timedelta(days=2)]


def test_a_line_put_off_comes_back_on_its_day(qtbot: QtBot, dressed: QApplication, houses: Path) -> None:
    clock = SetClock()
    office = Office(qtbot, houses / "BS", clock=clock)
    before = {task.key for task in today(office).now.table.rows.shown}
    office.press(Qt.Key.Key_Space)
    for days, there in ((DAYS - 1, set()), (DAYS, before)):
        clock.moment = CLOCK.moment + timedelta(days=days)
        office.press(Qt.Key.Key_F5)
        assert {task.key for task in today(office).now.table.rows.shown} & before == there
    office.close()


def test_another_problem_of_the_same_record_shows_again_and_what_is_left_of_a_known_one_does_not(
    office: Office,
) -> None:
    office.do(end_term, ("BS-105", "chair"))
    page = today(office)
    place = next(n for n, task in enumerate(page.now.table.rows.shown) if task.page == "committees")
    office.press(Qt.Key.Key_Home, CTRL)
    for _ in range(place):
        office.press(Qt.Key.Key_Down)
    known = page.now.table.rows.shown[place]
    office.press(Qt.Key.Key_Space)
    assert known.key not in [task.key for task in page.now.table.rows.shown]
    (rule, *_) = known.reasons
    assert replace(known, reasons={rule: 1}).is_within(known.key)
    assert not replace(known, reasons={rule: known.reasons[rule] + 1}).is_within(known.key)
    assert not replace(known, identity=UUID(int=1)).is_within(known.key)
    office.do(empty_committee, "BS-105")
    again = [task for task in page.now.table.rows.shown if task.identity == known.identity]
    assert [task.reasons != known.reasons for task in again] == [True]


def test_the_cursor_stays_among_the_lines(office: Office) -> None:
    office.do(end_term, ("BS-105", "chair"))
    page = today(office)
    before = lines(office)
    assert len(before) == 3
    office.press(Qt.Key.Key_Home, CTRL)
    office.press(Qt.Key.Key_Down)
    office.press(Qt.Key.Key_Space)
    assert lines(office) == [before[0], before[2]]
    assert page.now.table.hasFocus()
    assert page.now.table.current() == page.now.table.rows.shown[1]


def test_space_is_told_in_the_menu_and_means_a_button_on_a_button(office: Office) -> None:
    page = today(office)
    assert page.commands["put_off_task"].shortcut() == QKeySequence("Space")
    office.wait(lambda: page.next_day.value is not None)
    page.below._exchange.setFocus()
    office.press(Qt.Key.Key_Space)
    assert office.window.pages.key == "sync"
    assert office.ask(put_off) == {}


def test_what_i_edited_last_stands_there_with_its_time_and_enter_opens_it(office: Office) -> None:
    office.show(2)
    office.do(rename_somebody, ("Peine", "Zwölftausend"))
    office.show(1)
    page = today(office)
    office.wait(lambda: page.below.edited.isVisible())
    row = page.below.edited.rows.shown[0]
    assert row.title.startswith("Zwölftausend")
    assert (row.page, row.when) == ("people", "09:00")
    page.below.edited.setFocus()
    office.press(Qt.Key.Key_Return)
    assert office.window.pages.key == "people"
    person = office.page.current()
    assert person is not None
    assert person.id == row.identity


def test_tab_goes_from_the_lines_to_the_partner_and_meets_every_list(office: Office) -> None:
    office.do(rename_somebody, ("Peine", "Zwölftausend"))
    page = today(office)
    office.wait(lambda: page.below.views.isVisible() and page.below.edited.isVisible())
    wanted = [page.now.table, page.below.deadlines, page.below.views, page.below.edited, page.below._exchange]
    page.now.table.setFocus()
    met = [focused()]
    for _ in range(20):
        office.press(Qt.Key.Key_Tab)
        met.append(focused())
    assert [widget for widget in met if widget in wanted][: len(wanted)] == wanted
