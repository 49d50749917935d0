"""Every badge of the navigation counts exactly the rows one sees behind it, whatever page is declared."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from kammerdesk.examday.model import ExamDay
from kammerdesk.store.work import Work
from kammerdesk.sync.model import ConflictKind, SyncConflict
from kammerdesk.ui.kit.day_turn import DayTurn
from kammerdesk.ui.kit.list_page import ListPage
from kammerdesk.ui.kit.navigation import BADGE_ROLE, KEY_ROLE
from kammerdesk.ui.pages import PAGES
from kammerdesk.ui.sync.bundle_page import RECEIVED
from kammerdesk.ui.sync.page import ExchangePage
from kammerdesk.ui.today.page import TodayPage
from tests.ui.keyboard import CTRL, SHIFT, InputCounter
from tests.ui.office import TODAY, Office, SetClock, end_term

WAITING = [entry.key for entry in PAGES if entry.load().waiting]
ON_TODAY = [entry.key for entry in PAGES for _ in entry.load().on_today if entry.key != "today"]
NUMBER = {entry.key: number for number, entry in enumerate(PAGES, start=1)}


def leave_results_out(work: Work, order: None) -> UUID:
    found = work.session.scalars(select(ExamDay)).one()
    found.day = TODAY - timedelta(days=3)
    return found.uid


def contradict(work: Work, order: None) -> None:
    """A value of the partner that lost against ours."""
    person = work.session.scalars(select(ExamDay.committee_uid)).first()
    assert person is not None
    work.session.add(
        SyncConflict(
            id="1",
            reason=ConflictKind.CONFLICT,
            kind="committee",
            uid=person,
            group="core",
            winner_stamp="1",
            loser_stamp="2",
            values='{"name": "anders"}',
            signer="LW",
            bundle=UUID(int=2),
            found_at=datetime(2026, 11, 23, 7, tzinfo=UTC),
        )
    )


def disturb(office: Office) -> None:
    """Something to do on every page."""
    office.do(end_term, ("BS-105", "chair"))
    office.do(leave_results_out, None)
    office.do(contradict, None)
    office.window.desk.changed.emit(RECEIVED)
    settled(office)


def badge(office: Office, key: str) -> int:
    items = (office.window.navigation.item(n) for n in range(office.window.navigation.count()))
    return next(int(item.data(BADGE_ROLE)) for item in items if item.data(KEY_ROLE) == key)


def rows(office: Office) -> int:
    page = office.page
    if isinstance(page, ListPage):
        return page.list.view.source.shown_count
    if isinstance(page, ExchangePage):
        return page.decisions.table.source.shown_count if page.tabs.currentWidget() is page.decisions else -1
    assert isinstance(page, TodayPage)
    return len(page.now.table.rows.shown)


def by_command(office: Office, key: str) -> None:
    office.show(NUMBER[key])
    office.press(Qt.Key.Key_W, CTRL | SHIFT)


def by_enter_on_the_entry(office: Office, key: str) -> None:
    office.window.navigation.setFocus()
    office.press(Qt.Key.Key_Home)
    for _ in range(NUMBER[key] - 1):
        office.press(Qt.Key.Key_Down)
    office.press(Qt.Key.Key_Return)


def settled(office: Office) -> None:
    """Waits until everything that is stale was counted."""
    office.wait(lambda: office.window.waiting.is_current and not office.window.desk.is_busy)


def test_the_pages_with_something_to_do_are_known() -> None:
    assert {"today", "people", "committees", "examday", "sync"} <= set(WAITING)


@pytest.mark.parametrize("way", [by_command, by_enter_on_the_entry])
def test_a_badge_says_how_many_rows_one_sees_before_and_after_a_change(
    office: Office, way: Callable[[Office, str], None]
) -> None:
    settled(office)
    counter = InputCounter(QApplication.instance())  # type: ignore[arg-type]
    before = {key: badge(office, key) for key in WAITING}
    for key in WAITING:
        way(office, key)
        assert (key, rows(office)) == (key, before[key])
    disturb(office)
    after = {key: badge(office, key) for key in WAITING}
    assert all(after[key] > before[key] for key in WAITING)
    for key in WAITING:
        way(office, key)
        assert (key, rows(office)) == (key, after[key])
    assert counter.clicks == 0


def test_a_line_put_off_leaves_the_badge_of_today_and_no_other(office: Office) -> None:
    disturb(office)
    office.show(1)
    before = {key: badge(office, key) for key in WAITING}
    office.press(Qt.Key.Key_Space)
    settled(office)
    assert badge(office, "today") == before["today"] - 1 == rows(office)
    assert {key: badge(office, key) for key in WAITING if key != "today"} == {
        key: number for key, number in before.items() if key != "today"
    }


def test_the_lines_of_today_lead_to_as_many_rows_as_the_badges_say(office: Office) -> None:
    disturb(office)
    page = office.show(1)
    assert isinstance(page, TodayPage)
    lines = [task.page for task in page.now.table.rows.shown]
    for key in set(WAITING) - {"today"}:
        assert (key, lines.count(key)) == (key, badge(office, key))


def test_my_views_have_as_many_rows_as_they_say_and_enter_opens_them(office: Office) -> None:
    disturb(office)
    page = office.show(1)
    assert isinstance(page, TodayPage)
    views = list(page.below.views.rows.shown)
    assert [view.page for view in views] == ON_TODAY
    for number, view in enumerate(views):
        office.show(1)
        page.below.views.setFocus()
        office.press(Qt.Key.Key_Home, CTRL)
        for _ in range(number):
            office.press(Qt.Key.Key_Down)
        office.press(Qt.Key.Key_Return)
        assert office.window.pages.key == view.page
        assert (view.page, rows(office)) == (view.page, view.count)


def end_term_today(work: Work, order: tuple[str, str]) -> None:
    end_term(work, order)
    for record in work.session.dirty:
        record.valid_until = TODAY


def test_what_waits_follows_the_day(qtbot: QtBot, dressed: QApplication, houses: Path) -> None:
    """A term that ends today is to be seen to tomorrow, without anybody reopening the window."""
    clock = SetClock()
    office = Office(qtbot, houses / "BS", clock=clock)
    settled(office)
    before = badge(office, "people")
    office.do(end_term_today, ("BS-105", "chair"))
    settled(office)
    assert badge(office, "people") == before
    clock.moment += timedelta(days=1)
    turn = office.window.findChild(DayTurn)
    assert isinstance(turn, DayTurn)
    turn.look()
    office.wait(lambda: badge(office, "people") == before + 1)
    page = office.page
    assert isinstance(page, TodayPage)
    office.wait(lambda: TODAY in [task.due for task in page.now.table.rows.shown])
    assert "24.11.2026" in page.heading.title.text()
    office.close()
