"""An examiner is released to the partner from the list, and the sheet beside it says what the partner sees then."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel

from kammerdesk.committees.queries import ExaminerRow
from kammerdesk.ui.kit.feedback import InfoBar
from kammerdesk.ui.kit.list_page import ListPage
from kammerdesk.ui.people.detail import Offices, Origin
from tests.ui.office import Office
from tests.ui.people.test_people_page import find, people

RELEASED = "Freigegeben für IHK Lüneburg-Wolfsburg."


def seen_by_partner(page: ListPage[ExaminerRow]) -> set[str]:
    offices = page.findChild(Offices)
    assert offices is not None
    sheet = offices.content.value
    return set() if sheet is None else {field for _, seen in sheet.leaving for field in seen}


def told_beside(page: ListPage[ExaminerRow]) -> list[str]:
    origin = page.findChild(Origin)
    assert origin is not None
    return [each.text() for each in origin.findChildren(QLabel)]


def choose(office: Office, page: ListPage[ExaminerRow], command: str) -> str:
    """A command of the menu; the sentence that follows it."""
    office.window.toasts.clear()
    page.commands[command].trigger()
    office.settle()
    said = office.window.toasts.sentences()
    assert len(said) == 1
    return said[0]


def test_who_is_released_is_seen_by_the_partner_until_the_release_ends(office: Office) -> None:
    page = people(office)
    own = next(row for row in page.list.table.rows.shown if row.is_ours and row.committee_number != "BS-101")
    find(office, page, own.last_name)
    assert seen_by_partner(page) == set()
    assert not page.commands["end_lending"].isEnabled()
    assert "ist für IHK Lüneburg-Wolfsburg freigegeben" in choose(office, page, "lend_person")
    assert seen_by_partner(page) >= {"last_name", "phone", "mail"}
    assert RELEASED in told_beside(page)
    assert "für jeden Partner freigegeben" in choose(office, page, "lend_person")
    assert "nicht mehr freigegeben" in choose(office, page, "end_lending")
    assert seen_by_partner(page) == set()


def test_a_release_is_taken_back_by_the_button_of_its_message(office: Office) -> None:
    page = people(office)
    own = next(row for row in page.list.table.rows.shown if row.is_ours and not row.released_to)
    find(office, page, own.last_name)
    choose(office, page, "lend_person")
    assert RELEASED in told_beside(page)
    (toast,) = office.window.toasts.panes()
    assert isinstance(toast, InfoBar)
    toast.buttons[0].click()
    office.settle()
    assert RELEASED not in told_beside(page)
    assert not page.commands["end_lending"].isEnabled()
