"""Today, by keys alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from kammerdesk.examday.model import ExamDay, Slot
from kammerdesk.examday.rules import Attendance
from kammerdesk.examday.service import CheckInOrder, check_in
from kammerdesk.store.work import Work
from kammerdesk.ui.kit.tokens import Tone
from kammerdesk.ui.today.next_day import coming
from kammerdesk.ui.today.now import MOST, due_chip, short_day
from kammerdesk.ui.today.page import TodayPage
from kammerdesk.ui.today.tasks import Task, in_order, number_of_lines
from tests.ui.examday.days import let_in, mark_all, the_day
from tests.ui.keyboard import InputCounter, clipped_labels, unnamed_controls
from tests.ui.office import TODAY, Office, end_term


def today(office: Office) -> TodayPage:
    page = office.page
    assert isinstance(page, TodayPage)
    return page


def end_many_terms(work: Work, numbers: tuple[str, ...]) -> None:
    for number in numbers:
        for role in ("chair", "vice_chair", "member"):
            end_term(work, (number, role))


def move_day(work: Work, day: date) -> UUID:
    found = work.session.scalars(select(ExamDay)).one()
    found.day = day
    return found.uid


def empty_day(work: Work, order: None) -> None:
    for slot in work.session.scalars(select(Slot)):
        work.remove(slot)


def test_the_day_begins_on_what_is_overdue_and_enter_leads_there(office: Office) -> None:
    page = today(office)
    counter = InputCounter(QApplication.instance())  # type: ignore[arg-type]
    (task,) = page.now.table.rows.shown
    assert (task.page, task.due) == ("people", date(2026, 11, 22))
    assert due_chip(task).tone is Tone.ERR
    assert page.now.table.hasFocus()
    office.press(Qt.Key.Key_Return)
    assert office.window.pages.key == "people"
    person = office.page.current()
    assert person is not None
    assert person.id == task.identity
    assert counter.clicks == 0


def test_a_committee_one_cannot_plan_with_becomes_a_task_by_itself(office: Office) -> None:
    page = today(office)
    office.do(end_term, ("BS-105", "chair"))
    pages = [task.page for task in page.now.table.rows.shown]
    assert sorted(pages) == ["committees", "people", "people"]


def test_the_badge_counts_the_lines(office: Office) -> None:
    office.do(end_term, ("BS-105", "chair"))
    assert office.ask(number_of_lines) == len(today(office).now.table.rows.shown)


def test_more_than_seven_lines_are_shown_on_demand(office: Office) -> None:
    office.do(end_many_terms, ("BS-102", "BS-105", "BS-106"))
    page = today(office)
    assert len(page.now.table.rows.shown) == MOST
    page.now.more.setFocus()
    office.press(Qt.Key.Key_Space)
    assert len(page.now.table.rows.shown) == 13
    assert page.now.table.hasFocus()
    assert not page.now.more.isVisible()


def test_an_exam_day_without_results_is_a_task_the_day_after(office: Office) -> None:
    office.do(move_day, TODAY - timedelta(days=3))
    page = today(office)
    assert ("examday", date(2026, 11, 20)) in [(task.page, task.due) for task in page.now.table.rows.shown]


def test_an_exam_day_that_is_under_way_stands_first_and_says_where_one_stopped(office: Office) -> None:
    slots = let_in(office)
    page = today(office)
    first, second = page.now.table.rows.shown
    assert (first.page, first.command, second.page) == ("examday", "open_exam_day", "people")
    assert "läuft" in first.sentence
    assert "letzte Bewertung" not in first.sentence
    mark_all(office, slots[1], 80_00)
    office.press(Qt.Key.Key_F5)
    assert f"letzte Bewertung 09:00: {the_day(office).slots[1].name}" in page.now.table.rows.shown[0].sentence


def test_an_exam_day_with_nothing_left_to_do_is_no_line(office: Office) -> None:
    slots = let_in(office, 1)
    page = today(office)
    assert [task.page for task in page.now.table.rows.shown] == ["examday", "people"]
    for slot in [*slots[1:], slots[0]]:
        office.do(check_in, CheckInOrder(slot, Attendance.ABSENT))
    assert [task.page for task in page.now.table.rows.shown] == ["people"]


def test_the_next_exam_day_is_ready_but_for_its_folder(office: Office) -> None:
    found = office.ask(coming).next_day
    assert found is not None
    assert found.ours
    assert found.others == 0
    assert [check.tone for check in found.checks] == [Tone.OK, Tone.OK, Tone.OK, Tone.WARN]


def test_a_committee_that_is_unlawful_on_the_exam_day_is_said_on_today(office: Office) -> None:
    office.do(end_term, ("BS-102", "chair"))
    found = office.ask(coming).next_day
    assert found is not None
    assert found.checks[0].tone is Tone.ERR


def test_an_exam_day_without_candidates_is_not_ready(office: Office) -> None:
    office.do(empty_day, None)
    found = office.ask(coming).next_day
    assert found is not None
    assert found.checks[2].tone is Tone.ERR


def test_deadlines_lead_to_their_page(office: Office) -> None:
    page = today(office)
    (deadline,) = page.below.deadlines.rows.shown
    assert (deadline.day, deadline.page) == (date(2026, 11, 23), "examday")
    page.below.deadlines.setFocus()
    office.press(Qt.Key.Key_Return)
    assert office.window.pages.key == "examday"


def test_a_day_of_another_year_is_written_with_its_year(office: Office) -> None:
    assert short_day(date(2026, 12, 31), TODAY) == "Do, 31.12."
    assert short_day(date(2027, 1, 4), TODAY) == "Mo, 04.01.2027"


def test_a_house_with_nothing_due_says_so(qtbot: QtBot, office: Office) -> None:
    other = Office(qtbot, office.folder.parent / "LW")
    page = today(other)
    assert not page.now.table.isVisible()
    assert page.now.nothing.isVisible()
    assert page.now.nothing.text()
    other.close()


def test_tasks_stand_by_their_day_and_those_without_one_last() -> None:
    task = Task("people", 1, {"a": 1}, "a", date(2026, 11, 20), -3)
    later = replace(task, due=date(2026, 12, 1), left=8)
    undated = replace(task, due=None, left=None)
    assert in_order([undated, later, task]) == [task, later, undated]
    tones = [due_chip(each).tone for each in (task, replace(task, left=0), replace(task, left=1), later, undated)]
    assert tones == [Tone.ERR, Tone.WARN, Tone.WARN, Tone.INFO, Tone.NEUTRAL]


def test_nothing_is_cut_and_everything_has_a_name(office: Office) -> None:
    for width, height in ((1366, 728), (1280, 640), (760, 480)):
        office.window.resize(width, height)
        office.settle()
        office.wait(lambda: not clipped_labels(office.window))
        assert unnamed_controls(office.window) == []
