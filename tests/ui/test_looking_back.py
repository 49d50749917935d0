"""The data as of a day, by keys alone: every list, nothing to be changed, and the way back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any, cast

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from kammerdesk.base.clock import FixedClock
from kammerdesk.people.model import Person
from kammerdesk.store.work import Work
from kammerdesk.ui.kit.dialogs import FormDialog
from kammerdesk.ui.kit.feedback import InfoBar
from kammerdesk.ui.kit.list_page import ListPage
from kammerdesk.ui.kit.page import Page
from kammerdesk.ui.kit.widgets import Button
from tests.ui.keyboard import CTRL, SHIFT, clipped_labels, press, type_text, unnamed_controls
from tests.ui.office import CLOCK, Office
from tests.ui.test_palette import opened, typed

NAME = "Zweitname"


def rename_first(work: Work, name: str) -> None:
    """Gives the first examiner another name; an action of the tests."""
    person = work.session.scalars(select(Person).order_by(Person.last_name, Person.uid)).first()
    assert person is not None
    person.last_name = name


@pytest.fixture
def later(qtbot: QtBot, dressed: QApplication, houses: Path) -> Iterator[Office]:
    """The window two days after its data were made."""
    opened = Office(qtbot, houses / "BS", clock=FixedClock(CLOCK.moment + timedelta(days=2)))
    yield opened
    opened.close()


def names(page: Page[Any]) -> list[str]:
    return [row.last_name for row in cast("ListPage[Any]", page).list.table.rows.shown]


def look_back(office: Office, day: str) -> None:
    office.press(Qt.Key.Key_H, CTRL | SHIFT)
    type_text(day)
    press(Qt.Key.Key_Return, CTRL)
    office.wait(lambda: QApplication.activeModalWidget() is None)
    office.activate()
    office.settle()


def bar(office: Office) -> InfoBar | None:
    return next((each for each in office.window.looking_back.bar.findChildren(InfoBar) if each.isVisible()), None)


def test_a_list_shows_what_was_known_on_a_day_and_today_again(later: Office) -> None:
    before = names(later.show(2))
    later.do(rename_first, NAME)
    assert NAME in names(later.page)
    look_back(later, "24.11.2026")
    assert names(later.page) == before
    shown = bar(later)
    assert shown is not None
    assert shown.sentence == "Stand vom 24.11.2026 – nur lesen"
    later.wait(lambda: not clipped_labels(later.window))
    assert unnamed_controls(later.window) == []
    shown.findChildren(Button)[0].click()
    later.settle()
    assert NAME in names(later.page)
    assert bar(later) is None


def test_every_page_can_be_seen_as_of_a_day(later: Office) -> None:
    look_back(later, "23.11.2026")
    for number in range(1, 8):
        later.show(number)
    assert later.window.bars.sentences() == []
    assert bar(later) is not None


def test_before_the_first_entry_the_lists_are_empty(later: Office) -> None:
    page = later.show(2)
    look_back(later, "1.9.2026")
    assert names(page) == []


def test_what_changes_anything_is_off_with_its_reason(later: Office) -> None:
    page = later.show(5)
    look_back(later, "24.11.2026")
    assert not page.commands["create_exam_day"].isEnabled()
    assert "24.11.2026" in page.commands["create_exam_day"].reason
    press(Qt.Key.Key_N, CTRL)
    assert QApplication.activeModalWidget() is None
    menu = later.window.undo_menu
    assert menu is not None
    assert not menu.undo.isEnabled()
    later.window.looking_back.end()
    later.settle()
    assert page.commands["create_exam_day"].isEnabled()


def test_an_order_that_comes_all_the_same_changes_nothing(later: Office) -> None:
    later.show(2)
    look_back(later, "24.11.2026")
    later.do(rename_first, NAME)
    assert any("zurück zu heute" in sentence for sentence in later.window.bars.sentences())
    later.window.looking_back.end()
    later.settle()
    assert NAME not in names(later.page)


def test_a_day_to_come_is_refused_and_today_is_no_look_back(later: Office) -> None:
    later.show(2)
    later.press(Qt.Key.Key_H, CTRL | SHIFT)
    type_text("26.11.2026")
    press(Qt.Key.Key_Return, CTRL)
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, FormDialog)
    assert "kommt erst noch" in dialog.form.field("day").accessibleDescription()
    press(Qt.Key.Key_A, CTRL)
    type_text("25.11.2026")
    press(Qt.Key.Key_Return, CTRL)
    later.wait(lambda: QApplication.activeModalWidget() is None)
    assert later.window.desk.as_of is None


def test_the_palette_says_that_it_finds_what_there_is_today_and_leads_back_to_it(later: Office) -> None:
    look_back(later, "1.9.2026")
    palette = typed(later, "Albrecht")
    assert "Stand von heute" in " ".join(label.text() for label in palette.findChildren(QLabel) if label.isVisible())
    assert "Stand von heute" in palette.field.accessibleDescription()
    assert clipped_labels(palette) == []
    press(Qt.Key.Key_Return)
    later.settle()
    assert later.window.desk.as_of is None
    assert bar(later) is None
    assert "Sie sehen wieder den Stand von heute." in later.window.toasts.sentences()
    row = later.page.current()
    assert row is not None
    assert row.last_name == "Albrecht"
    again = opened(later)
    assert again.field.accessibleDescription() == ""
    press(Qt.Key.Key_Escape)


def test_a_page_chosen_in_the_palette_stays_in_the_past(later: Office) -> None:
    look_back(later, "24.11.2026")
    typed(later, "Ausschüsse")
    press(Qt.Key.Key_Return)
    later.settle()
    assert later.window.pages.key == "committees"
    assert later.window.desk.as_of is not None
