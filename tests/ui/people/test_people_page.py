"""The examiners, by keys alone."""

from __future__ import annotations

from typing import cast

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel, QPushButton

from kammerdesk.base.folding import sort_key
from kammerdesk.committees.queries import ExaminerRow
from kammerdesk.committees.rules.terms import Standing
from kammerdesk.people.service import PersonOrder, create_person
from kammerdesk.ui.kit.list_page import ListPage
from kammerdesk.ui.kit.record_editor import RecordEditor
from kammerdesk.ui.kit.totals import heading_words
from kammerdesk.ui.kit.widgets import Button
from kammerdesk.ui.people.detail import ExaminerSheet, Offices
from tests.ui.keyboard import CTRL, clipped_labels, focused, press, type_text, unnamed_controls
from tests.ui.office import Office


def people(office: Office) -> ListPage[ExaminerRow]:
    page = office.show(2)
    assert isinstance(page, ListPage)
    return page


def shown(page: ListPage[ExaminerRow]) -> list[str]:
    return [row.last_name for row in page.list.table.rows.shown]


def sheet(office: Office, page: ListPage[ExaminerRow]) -> ExaminerSheet:
    """What the detail shows once it has followed the cursor."""
    offices = page.findChild(Offices)
    row = page.current()
    assert row is not None
    assert offices is not None
    office.wait(lambda: (found := offices.content.value) is not None and found.card.id == row.id)
    assert offices.content.value is not None
    return offices.content.value


def texts(page: ListPage[ExaminerRow]) -> str:
    assert page.detail is not None
    words = [label.text() for label in page.detail.findChildren(QLabel)]
    return "\n".join([*words, *(button.text() for button in page.detail.findChildren(QPushButton))])


def find(office: Office, page: ListPage[ExaminerRow], typed: str) -> ExaminerRow:
    press(Qt.Key.Key_F, CTRL)
    type_text(typed)
    press(Qt.Key.Key_Down)
    office.settle()
    row = page.current()
    assert row is not None
    return row


def test_examiners_of_both_chambers_stand_in_german_order(office: Office) -> None:
    page = people(office)
    rows = page.list.table.rows.shown
    assert shown(page) == sorted(shown(page), key=sort_key)
    assert {row.is_ours for row in rows} == {True, False}


def test_an_examiner_with_umlauts_is_found_without_them(office: Office) -> None:
    page = people(office)
    for typed in ("oezlem", "ozlem", "Özlem"):
        row = find(office, page, typed)
        assert row.first_name == "Özlem"
        press(Qt.Key.Key_F, CTRL)
        press(Qt.Key.Key_Escape)
        office.settle()


def test_the_detail_says_how_to_reach_somebody_and_where_they_examine(office: Office) -> None:
    page = people(office)
    row = page.current()
    assert row is not None
    card = sheet(office, page).card
    assert card.phone
    assert card.phone in texts(page)
    assert card.mail in texts(page)
    assert card.offices[0].committee_number == row.committee_number
    assert card.offices[0].committee in texts(page)


def test_the_partner_sees_only_shared_fields_of_our_examiner_in_the_joint_committee(office: Office) -> None:
    page = people(office)
    row = next(row for row in page.list.table.rows.shown if row.is_ours and row.committee_number == "BS-101")
    page.go_to(row.id)
    ((partner, fields),) = sheet(office, page).leaving
    assert partner == "IHK Lüneburg-Wolfsburg"
    assert {"last_name", "phone"} <= set(fields)
    assert not {"street", "birth_date", "iban"} & set(fields)
    assert "Lüneburg-Wolfsburg" in texts(page)


def test_nothing_leaves_of_an_examiner_who_serves_only_at_home(office: Office) -> None:
    page = people(office)
    row = next(row for row in page.list.table.rows.shown if row.committee_number == "BS-102")
    page.go_to(row.id)
    assert sheet(office, page).leaving == (("IHK Lüneburg-Wolfsburg", ()),)


def test_an_examiner_of_the_partner_is_marked_and_only_the_partner_changes_him(office: Office) -> None:
    page = people(office)
    row = next(row for row in page.list.table.rows.shown if not row.is_ours)
    page.go_to(row.id)
    chamber = next(column for column in page.spec.columns if column.key == "chamber")
    assert chamber.chip is not None
    assert chamber.chip(row) is not None
    assert sheet(office, page).card.home == "LW"
    assert "IHK Lüneburg-Wolfsburg" in texts(page)


def test_an_appointment_that_ran_out_yesterday_is_expired(office: Office) -> None:
    page = people(office)
    lapsed = [row for row in page.list.table.rows.shown if row.standing is Standing.LAPSED]
    assert [row.committee_number for row in lapsed] == ["BS-103"]


def test_the_telephone_number_above_the_fields_is_copied_by_one_press(office: Office) -> None:
    page = people(office)
    phone = sheet(office, page).card.phone
    assert page.detail is not None
    (copying,) = [button for button in page.detail.findChildren(QPushButton) if button.text() == phone]
    assert copying.accessibleName() == f"Telefonnummer kopieren: {phone}"
    copying.setFocus()
    office.press(Qt.Key.Key_Space)
    assert QGuiApplication.clipboard().text() == phone
    assert len(office.window.toasts.sentences()) == 1
    office.press(Qt.Key.Key_Escape)
    assert page.list.table.hasFocus()


def test_an_appointment_leads_to_its_committee(office: Office) -> None:
    page = people(office)
    number = sheet(office, page).card.offices[0].committee_number
    assert page.detail is not None
    (link,) = [button for button in page.detail.findChildren(QPushButton) if button.text() == number]
    cast("RecordEditor[ExaminerRow]", page.detail).tabs.setCurrentIndex(1)
    link.setFocus()
    office.press(Qt.Key.Key_Space)
    assert office.window.pages.key == "committees"
    row = office.page.current()
    assert row is not None
    assert row.committee.number == number


def test_nothing_is_cut_and_everything_has_a_name(office: Office) -> None:
    page = people(office)
    sheet(office, page)
    assert clipped_labels(office.window) == []
    assert unnamed_controls(office.window) == []


def test_on_the_heading_of_a_group_the_detail_says_what_is_in_it_and_shows_nobody(office: Office) -> None:
    page = people(office)
    page.open_view("Nach Gruppe")
    office.settle()
    first = page.current()
    assert first is not None
    named = first.last_name

    def words() -> str:
        assert page.detail is not None
        labels = page.panes()[1].findChildren(QLabel)
        return " ".join(label.text() for label in labels if label.isVisible())

    office.wait(lambda: named in words())
    group = page.list.view.source.heading_at(0)
    assert group is not None
    office.press(Qt.Key.Key_Home, CTRL)
    assert page.current() is None
    office.wait(lambda: heading_words(group) in words())
    assert named not in words()
    button = next(each for each in page.panes()[1].findChildren(Button) if each.isVisible())
    button.click()
    assert page.list.view.groups.heading() is not None
    assert page.list.view.source.line_count < page.list.view.source.shown_count
    page.list.view.step(1)
    row = page.current()
    assert row is not None
    office.wait(lambda: row.last_name in words())


def test_who_was_created_just_now_stands_in_no_committee(office: Office) -> None:
    page = people(office)
    office.do(create_person, PersonOrder(last_name="Aabel", first_name="Ida"))
    office.settle()
    table = page.list.table
    row = next(row for row in table.rows.shown if row.last_name == "Aabel")
    assert row.standing is Standing.NEVER
    columns = {column.key: number for number, column in enumerate(page.spec.columns)}
    assert page.spec.columns[columns["committee"]].words(row) == ""


def test_the_menu_of_a_row_opens_and_changes_and_removes_it(office: Office) -> None:
    page = people(office)
    offered = {action.text().replace("&", "").removesuffix(" …"): action for action in page.list.row_actions}
    assert {"Öffnen", "Zeilen kopieren", "Mehrere ändern"} <= set(offered)
    page.list.view.setFocus()
    offered["Öffnen"].trigger()
    office.settle()
    assert page.detail is not None
    assert page.detail.isAncestorOf(focused())
