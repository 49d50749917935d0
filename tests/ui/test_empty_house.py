"""A house in which nothing was done yet: every page says so in one sentence and leads on."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from kammerdesk.store.store import Store
from kammerdesk.ui.kit.feedback import EmptyState
from kammerdesk.ui.kit.widgets import Icon
from kammerdesk.ui.pages import PAGES
from kammerdesk.ui.today.page import TodayPage
from tests.ui.office import Office

SENTENCES = {
    "people": "Noch keine Prüferinnen und Prüfer.",
    "committees": "Noch kein Ausschuss errichtet.",
    "exams": "In diesem Durchgang gibt es noch keine Prüflinge.",
    "examday": "Kein Prüfungstag im letzten Jahr, und keiner geplant.",
}
WITH_ACTION = {"people", "exams", "examday"}


@pytest.fixture
def empty_office(qtbot: QtBot, dressed: QApplication, store: Store) -> Iterator[Office]:
    opened = Office(qtbot, store.file.parent)
    yield opened
    opened.close()


def seen(page: QWidget) -> EmptyState:
    (found,) = [each for each in page.findChildren(EmptyState) if each.isVisible()]
    return found


def buttons(empty: EmptyState) -> list[QPushButton]:
    return [each for each in empty.findChildren(QPushButton) if each.isVisible()]


@pytest.mark.parametrize("key", SENTENCES)
def test_an_empty_list_says_so_under_an_icon_and_leads_on(empty_office: Office, key: str) -> None:
    number = [entry.key for entry in PAGES].index(key) + 1
    empty = seen(empty_office.show(number))
    assert empty.accessibleName() == SENTENCES[key]
    (icon,) = empty.findChildren(Icon)
    assert icon.height() >= 48
    offered = buttons(empty)
    assert bool(offered) == (key in WITH_ACTION)
    assert [bool(button.property("primary")) for button in offered] == [True, False][: len(offered)]
    assert [bool(button.property("link")) for button in offered] == [False, True][: len(offered)]


def test_an_empty_trash_is_no_reason_to_do_anything(empty_office: Office) -> None:
    empty_office.window.go("settings", ("trash", None))
    empty_office.settle()
    empty = seen(empty_office.page)
    assert empty.accessibleName() == "Der Papierkorb ist leer."
    assert buttons(empty) == []


def test_without_a_partner_the_exchange_begins_with_the_key_cards(empty_office: Office) -> None:
    empty = seen(empty_office.show(6))
    assert "Schlüsselkarten" in empty.accessibleName()
    assert [bool(button.property("primary")) for button in buttons(empty)] == [True, False]


def test_without_conflicts_the_day_of_the_last_exchange_is_said(office: Office) -> None:
    office.window.go("sync", view="Zu entscheiden")
    office.settle()
    empty = seen(office.page)
    assert empty.accessibleName().startswith("Keine Konflikte.")
    (read,) = buttons(empty)
    read.setFocus()
    office.press(Qt.Key.Key_F5)
    assert read.hasFocus()


def test_today_says_that_nothing_is_due(empty_office: Office) -> None:
    page = empty_office.page
    assert isinstance(page, TodayPage)
    assert page.now.nothing.isVisible()
    assert page.now.nothing.text() == "Heute ist nichts fällig."
    assert not page.now.table.isVisible()
    assert not any(badge.isVisible() for badge in (page.below.deadlines, page.below.edited))
