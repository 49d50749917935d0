"""Views for all in the whole program: shared with one key, seen by the colleague, taken back by Ctrl+Z."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from pytestqt.qtbot import QtBot

from kammerdesk.store.actions import Role
from kammerdesk.store.shared_views import SharedViewOrder, share_view, shared_views
from kammerdesk.store.users import RoleOrder, give_role
from kammerdesk.ui.kit.list_page import ListPage
from kammerdesk.ui.kit.views import ListView, view_of
from tests.ui.keyboard import CTRL
from tests.ui.office import Office


def people(office: Office) -> ListPage[Any]:
    page = office.show(2)
    assert isinstance(page, ListPage)
    return page


def entry(page: ListPage[Any], words: str) -> QAction:
    """An entry of the menu of views."""
    page.list.views._fill()
    return next(
        each for each in page.list.views._menu.actions() if each.text().partition("\t")[0].replace("&", "") == words
    )


def keep(office: Office, page: ListPage[Any], name: str, text: str) -> None:
    page.list.filters.set_texts({"bench": text})
    page.list.views._keep(name)
    office.settle()


def shared(office: Office) -> dict[str, str]:
    return {row.name: row.look for row in office.ask(shared_views)}


def test_a_view_is_shared_seen_by_all_and_taken_back_as_one_step(office: Office) -> None:
    page = people(office)
    keep(office, page, "Nur AN", "=AN")
    entry(page, "Für alle").trigger()
    office.settle()
    assert list(shared(office)) == ["Nur AN"]
    assert entry(page, "Für alle").isChecked()
    assert entry(page, "Nur AN").text() == "Nur AN\tfür alle"
    office.press(Qt.Key.Key_Z, CTRL)
    assert shared(office) == {}
    assert not entry(page, "Für alle").isChecked()
    page.list.views.open("")
    page.list.views.open("Nur AN")
    assert page.list.filters.texts() == {"bench": "=AN"}, "one's own copy stays"


def test_what_a_colleague_shares_appears_and_can_be_opened(office: Office) -> None:
    page = people(office)
    look = ListView("Lehrkräfte", filters={"bench": "=LK"}).as_text()
    office.do(share_view, SharedViewOrder("people", "Lehrkräfte", look))
    entry(page, "Lehrkräfte").trigger()
    assert {row.bench for row in page.list.table.rows.shown} == {"LK"}
    assert page.list.views.button.text() == "Ansicht: Lehrkräfte"


def test_a_changed_view_for_all_is_saved_for_all(office: Office) -> None:
    page = people(office)
    keep(office, page, "Nur AN", "=AN")
    entry(page, "Für alle").trigger()
    office.settle()
    page.list.filters.set_texts({"bench": "=AG"})
    assert page.list.views.button.text().endswith("•")
    entry(page, "Ansicht speichern").trigger()
    office.settle()
    kept = view_of(shared(office)["Nur AN"])
    assert kept is not None
    assert kept.filters == {"bench": "=AG"}
    assert not page.list.views.is_changed


def test_a_view_that_is_for_all_no_more_stays_ones_own(office: Office) -> None:
    page = people(office)
    look = ListView("Team", filters={"bench": "=LK"}).as_text()
    office.do(share_view, SharedViewOrder("people", "Team", look))
    page.list.views.open("Team")
    entry(page, "Für alle").trigger()
    office.settle()
    assert shared(office) == {}
    assert entry(page, "Team").isChecked()
    assert not entry(page, "Für alle").isChecked()
    assert page.list.views.current.name == "Team"


def test_deleting_a_view_for_all_takes_it_from_all_and_undo_brings_it_back(office: Office) -> None:
    page = people(office)
    look = ListView("Team", filters={"bench": "=LK"}).as_text()
    office.do(share_view, SharedViewOrder("people", "Team", look))
    page.list.views.open("Team")
    entry(page, "Ansicht löschen").trigger()
    office.settle()
    assert shared(office) == {}
    assert page.list.views.current.name == ""
    office.press(Qt.Key.Key_Z, CTRL)
    assert list(shared(office)) == ["Team"]


def test_the_list_opens_with_a_view_for_all(qtbot: QtBot, dressed: object, houses: Path) -> None:
    first = Office(qtbot, houses / "BS")
    page = people(first)
    look = ListView("Team", filters={"bench": "=LK"}).as_text()
    first.do(share_view, SharedViewOrder("people", "Team", look))
    page.list.views.open("Team")
    entry(page, "Beim Öffnen verwenden").trigger()
    first.close()
    second = Office(qtbot, houses / "BS")
    page = people(second)
    second.wait(lambda: page.list.views.current.name == "Team")
    assert {row.bench for row in page.list.table.rows.shown} == {"LK"}
    second.close()


@pytest.fixture
def reader(qtbot: QtBot, dressed: object, houses: Path) -> Iterator[Office]:
    head = Office(qtbot, houses / "BS")
    head.do(give_role, RoleOrder("leser", Role.READER))
    look = ListView("Team", filters={"bench": "=LK"}).as_text()
    head.do(share_view, SharedViewOrder("people", "Team", look))
    head.close()
    opened = Office(qtbot, houses / "BS", user="leser")
    yield opened
    opened.close()


def test_who_may_only_read_uses_views_for_all_and_changes_none(reader: Office) -> None:
    page = people(reader)
    reader.wait(lambda: "Team" in page.list.views._shelf.names())  # type: ignore[union-attr]  # a page has one
    page.list.views.open("Team")
    assert not entry(page, "Für alle").isEnabled()
    assert "gehört nicht zu den Rechten" in entry(page, "Für alle").toolTip()
    page.list.filters.set_texts({})
    assert not entry(page, "Ansicht speichern").isEnabled()
    assert not entry(page, "Ansicht löschen").isEnabled()
    assert entry(page, "Speichern unter …").isEnabled()
