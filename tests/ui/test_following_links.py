"""Links into the program and out of it."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from kammerdesk.base.clock import FixedClock
from kammerdesk.base.i18n import tr
from kammerdesk.committees.model import Committee
from kammerdesk.exams.model import Candidate
from kammerdesk.ui.kit.links import Link, parse_link
from kammerdesk.ui.kit.list_page import ListPage
from kammerdesk.ui.kit.not_found_page import NotFoundPage
from kammerdesk.ui.kit.tabbed_page import TabbedPage
from tests.ui.keyboard import CTRL, SHIFT, focused, press
from tests.ui.office import Office


def follow(office: Office, link: str) -> None:
    """As if it were handed over by the system."""
    office.window.follow(link)
    for _ in range(3):
        office.settle()


def copied(office: Office) -> tuple[str, str]:
    """The link to where one is, by keys: as text and as HTML."""
    QApplication.clipboard().clear()
    office.activate()
    press(Qt.Key.Key_C, CTRL | SHIFT)
    data = QApplication.clipboard().mimeData()
    assert data is not None
    return data.text(), data.html()


def number_here(office: Office) -> str:
    """The number of the record under the cursor."""
    row, number = office.page.current(), office.page.spec.number
    assert row is not None
    assert number is not None
    return number(row)


def miss(office: Office) -> str:
    """What the page says that a link leads nowhere."""
    assert isinstance(office.page, NotFoundPage)
    assert QApplication.activeModalWidget() is None
    return office.page.place.accessibleName()


@pytest.mark.parametrize("key", ["people", "committees", "exams", "examday"])
def test_what_was_copied_leads_back_to_the_row(office: Office, key: str) -> None:
    office.window.go(key)
    office.settle()
    if isinstance(office.page, ListPage):
        office.page.list.view.step(2)
    here = office.page.here()
    text, html = copied(office)
    assert f'<a href="{text}">' in html
    assert parse_link(text).name or here is None
    assert text in office.window.toasts.sentences()[-1]
    if isinstance(office.page, ListPage):
        office.page.list.view.step(-1)
    office.window.go("today")
    office.settle()
    follow(office, text)
    assert (office.window.pages.key, office.page.here()) == (key, here)


def test_a_number_is_found_with_and_without_its_dashes(office: Office) -> None:
    number = office.ask(lambda session: session.scalars(select(Candidate.number)).first())
    follow(office, str(Link("pruefling", number)))
    assert number_here(office) == number
    office.window.go("today")
    office.settle()
    follow(office, str(Link("pruefling", number.replace("-", "").lower())))
    assert number_here(office) == number


def test_a_key_of_another_kind_is_not_found_and_can_be_looked_for(office: Office) -> None:
    uid = office.ask(lambda session: session.scalars(select(Committee.uid)).first())
    follow(office, f"kammerdesk://pruefling/{uid}")
    assert str(uid) in miss(office)
    assert office.page.isAncestorOf(focused())
    press(Qt.Key.Key_Return)
    office.wait(lambda: office.window.palette_door.palette is not None)
    palette = office.window.palette_door.palette
    assert palette is not None
    assert palette.field.text() == str(uid)
    palette.close()


@pytest.mark.parametrize(
    "link",
    ["kammerdesk://pruefling/9999-X-1", "kammerdesk://unbekannt/1", "irgendwas", "kammerdesk://person?am=gestern"],
)
def test_what_is_not_there_is_said_on_a_page_that_escape_leaves(office: Office, link: str) -> None:
    office.show(2)
    page = office.page
    follow(office, link)
    assert miss(office)
    office.press(Qt.Key.Key_Escape)
    assert office.page is page


def test_a_link_with_a_day_looks_back_and_one_without_returns(
    qtbot: QtBot, dressed: QApplication, houses: Path
) -> None:
    office = Office(qtbot, houses / "BS", clock=FixedClock(datetime(2026, 11, 26, 8, 0, tzinfo=UTC)))
    number = office.ask(lambda session: session.scalars(select(Committee.number)).first())
    link = f"kammerdesk://ausschuss/{number}"
    follow(office, f"{link}?am=2026-11-24")
    assert office.window.looking_back.bar.isVisible()
    assert copied(office)[0] == f"{link}?am=2026-11-24"
    follow(office, link)
    assert not office.window.looking_back.bar.isVisible()
    assert number_here(office) == number
    follow(office, f"{link}?am=2026-11-20")  # the house began on the 23rd
    assert number in miss(office)
    office.close()


def test_a_view_is_opened_by_its_name(office: Office) -> None:
    office.show(2)
    assert isinstance(office.page, ListPage)
    name = tr(office.page.spec.views[0].name)
    office.window.go("today")
    office.settle()
    follow(office, str(Link("person", view=name)))
    assert isinstance(office.page, ListPage)
    assert office.page.list.views.current.name == name
    follow(office, "kammerdesk://ansicht/person/gibt-es-nicht")
    assert "gibt-es-nicht" in miss(office)


def test_a_tab_has_a_link_of_its_own(office: Office) -> None:
    follow(office, "kammerdesk://einstellungen/journal")
    page = office.page
    assert isinstance(page, TabbedPage)
    assert page.part.spec.key == "journal"
    assert copied(office)[0] == "kammerdesk://einstellungen/journal"
