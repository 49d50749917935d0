"""An examiner is released to the partner from the list, and the sheet beside it says what the partner sees then."""

from __future__ import annotations

from kammerdesk.committees.queries import ExaminerRow
from kammerdesk.ui.kit.list_page import ListPage
from kammerdesk.ui.people.detail import Offices
from tests.ui.office import Office
from tests.ui.people.test_people_page import find, people


def seen_by_partner(page: ListPage[ExaminerRow]) -> set[str]:
    offices = page.findChild(Offices)
    assert offices is not None
    sheet = offices.content.value
    return set() if sheet is None else {field for _, seen in sheet.leaving for field in seen}


def choose(office: Office, page: ListPage[ExaminerRow], command: str) -> str:
    """A command of the menu; the sentence that follows it."""
    before = len(office.window.toasts.sentences())
    page.commands[command].trigger()
    office.settle()
    said = office.window.toasts.sentences()
    assert len(said) > before
    return said[-1]


def test_who_is_released_is_seen_by_the_partner_until_the_release_ends(office: Office) -> None:
    page = people(office)
    own = next(row for row in page.list.table.rows.shown if row.is_ours and row.committee_number != "BS-101")
    find(office, page, own.last_name)
    assert seen_by_partner(page) == set()
    assert "ist für IHK Lüneburg-Wolfsburg freigegeben" in choose(office, page, "lend_person")
    assert seen_by_partner(page) >= {"last_name", "phone", "mail"}
    assert "nicht mehr freigegeben" in choose(office, page, "end_lending")
    assert seen_by_partner(page) == set()
