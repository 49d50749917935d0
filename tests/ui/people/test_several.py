"""Employer or position of several examiners: seen before, one step, the partner's left out and told, back by Ctrl+Z."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel

from kammerdesk.base.i18n import tr
from kammerdesk.people.service import PersonsOrder, change_persons
from kammerdesk.ui.kit.bulk import BulkDialog
from kammerdesk.ui.kit.list_page import ListPage
from kammerdesk.ui.kit.widgets import Button
from tests.ui.keyboard import CTRL, SHIFT, press, type_text, unnamed_controls
from tests.ui.office import Office


def people(office: Office) -> ListPage[Any]:
    page = office.show(2)
    assert isinstance(page, ListPage)
    return page


def dialog(office: Office, page: ListPage[Any]) -> BulkDialog[Any, Any]:
    """Selects everybody of the group and gives the command, by keys."""
    page.list.filters.set_texts({"bench": "=LK"})
    page.list.view.setFocus()
    office.press(Qt.Key.Key_A, CTRL)
    office.press(Qt.Key.Key_M, CTRL | SHIFT)
    found = QApplication.activeModalWidget()
    assert isinstance(found, BulkDialog)
    return found


def test_the_verb_stands_below_the_list_while_several_are_selected(office: Office) -> None:
    page = people(office)
    foot = page.list.foot

    def offered() -> bool:
        return any(each.isVisibleTo(foot) for each in foot.findChildren(Button) if each.text() == "Mehrere ändern …")

    assert not offered()
    page.list.view.setFocus()
    office.press(Qt.Key.Key_A, CTRL)
    assert offered()


def test_a_position_is_given_to_several_and_taken_back_in_one_step(office: Office) -> None:
    page = people(office)
    shown = dialog(office, page)
    rows = list(page.list.table.rows.shown)
    ours = [row for row in rows if row.is_ours]
    assert 1 < len(ours) < len(rows)
    before = {row.id: row.job_title for row in rows}
    shown.field.setFocus()
    type_text("T")
    type_text("Fachleitung Technik")
    office.settle()
    assert shown.verb.text() == f"{len(ours)} ändern"
    assert "Datensatz des Partners" in shown.said.text()
    assert unnamed_controls(shown) == []
    shown.finish()
    office.settle()
    after = {row.id: row.job_title for row in page.list.table.rows.shown}
    assert {row.id for row in rows if after[row.id] == "Fachleitung Technik"} == {row.id for row in ours}
    skipped = len(rows) - len(ours)
    assert office.window.toasts.sentences()[-1] == f"{len(ours)} geändert · {skipped} übersprungen"
    page.list.view.setFocus()
    office.press(Qt.Key.Key_Z, CTRL)
    assert {row.id: row.job_title for row in page.list.table.rows.shown} == before


def test_what_a_colleague_changed_since_the_preview_is_left_alone_and_named(office: Office) -> None:
    page = people(office)
    shown = dialog(office, page)
    rows = [row for row in page.list.table.rows.shown if row.is_ours]
    shown.field.setFocus()
    type_text("T")
    type_text("Fachleitung Technik")
    office.do(change_persons, PersonsOrder({rows[0].id: rows[0].job_title}, "job_title", "Vorstand"))
    shown.finish()
    office.settle()
    after = {row.id: row.job_title for row in page.list.table.rows.shown}
    assert after[rows[0].id] == "Vorstand"
    assert {after[row.id] for row in rows[1:]} == {"Fachleitung Technik"}
    assert office.window.toasts.sentences()[-1].startswith(f"{len(rows) - 1} geändert")
    offered = [each for each in office.window.findChildren(Button) if each.isVisible()]
    next(each for each in offered if each.text() == tr("Details")).click()
    told = [each.text() for each in office.window.findChildren(QLabel)]
    assert any(rows[0].last_name in text and "inzwischen von jemand anderem geändert" in text for text in told)


def test_an_employer_is_found_by_a_few_letters(office: Office) -> None:
    page = people(office)
    shown = dialog(office, page)
    type_text("Hartmann")
    office.wait(lambda: not office.window.desk.is_busy)
    press(Qt.Key.Key_Return)
    office.settle()
    office.wait(lambda: "Hartmann" in shown.preview.rows.shown[0].after if shown.preview.rows.shown else False)
    shown.finish()
    office.settle()
    employers = {row.employer for row in page.list.table.rows.shown if row.is_ours}
    assert len(employers) == 1
    assert "Hartmann" in employers.pop()


def test_a_field_nobody_typed_into_empties_nothing(office: Office) -> None:
    page = people(office)
    shown = dialog(office, page)
    before = {row.id: row.employer for row in page.list.table.rows.shown}
    assert shown.verb.text() == "0 ändern"
    shown.finish()
    assert shown.said.text() == "Bitte zuerst den neuen Wert eingeben."
    office.settle()
    assert {row.id: row.employer for row in page.list.table.rows.shown} == before
    type_text("x")
    press(Qt.Key.Key_Backspace)
    assert shown.verb.text() != "0 ändern"
    assert shown.preview.rows.shown[0].after == "(leer)"
