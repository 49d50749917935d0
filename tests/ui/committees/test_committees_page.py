"""The committees, by keys alone."""

from __future__ import annotations

from typing import cast

from PySide6.QtCore import Qt

from kammerdesk.base.verdicts import State
from kammerdesk.committees.queries import JudgedCommittee
from kammerdesk.ui.committees.detail import CommitteeDetail
from kammerdesk.ui.committees.judgement import judgement_chip, judgement_sentence, members_words
from kammerdesk.ui.kit.list_page import ListPage
from kammerdesk.ui.kit.tokens import Tone
from tests.ui.keyboard import clipped_labels, unnamed_controls
from tests.ui.office import Office, end_term


def committees(office: Office) -> ListPage[JudgedCommittee]:
    page = office.show(3)
    assert isinstance(page, ListPage)
    return page


def row_of(page: ListPage[JudgedCommittee], number: str) -> JudgedCommittee:
    return next(row for row in page.list.table.rows.shown if row.committee.number == number)


def detail_of(office: Office, page: ListPage[JudgedCommittee], number: str) -> CommitteeDetail:
    page.go_to(row_of(page, number).id)
    detail = cast("CommitteeDetail", page.detail)
    office.wait(lambda: number in detail.name.text())
    return detail


def rules_shown(detail: CommitteeDetail) -> set[str]:
    found = detail.verdicts.children()
    return {child.objectName() for child in found if child.objectName()}


def test_committees_stand_by_number_with_what_the_rules_say(office: Office) -> None:
    page = committees(office)
    rows = page.list.table.rows.shown
    assert [row.committee.number for row in rows] == [f"BS-10{n}" for n in range(1, 7)]
    assert {judgement_chip(row).tone for row in rows} == {Tone.OK, Tone.WARN}
    assert "3" in members_words(row_of(page, "BS-101"))


def test_the_joint_committee_is_in_order_and_names_host_partner_and_every_rule(office: Office) -> None:
    page = committees(office)
    detail = detail_of(office, page, "BS-101")
    row = row_of(page, "BS-101")
    assert {verdict.state for verdict in row.verdicts} == {State.MET}
    assert rules_shown(detail) == {verdict.rule for verdict in row.verdicts}
    assert all(verdict.paragraph for verdict in row.verdicts)
    assert "IHK Braunschweig" in detail.standing.text()
    assert "IHK Lüneburg-Wolfsburg" in detail.standing.text()
    assert detail.joint.isVisibleTo(page)
    assert judgement_sentence(row)[0] == detail.summary.words.text()


def test_members_stand_above_deputies_and_both_chambers_are_named(office: Office) -> None:
    page = committees(office)
    detail = detail_of(office, page, "BS-101")
    members = [line.seat for line in detail.members.rows.shown]
    deputies = [line.seat for line in detail.deputies.rows.shown]
    assert [seat.role for seat in members] == ["chair", "vice_chair", "member"]
    assert {seat.role for seat in deputies} == {"deputy"}
    assert {seat.home for seat in [*members, *deputies]} == {"BS", "LW"}


def test_a_member_whose_term_ended_makes_the_committee_impossible_to_plan_with_at_once(office: Office) -> None:
    page = committees(office)
    detail = detail_of(office, page, "BS-105")
    assert judgement_chip(row_of(page, "BS-105")).tone is Tone.OK
    office.do(end_term, ("BS-105", "chair"))
    row = row_of(page, "BS-105")
    assert judgement_chip(row).tone is Tone.ERR
    assert row.number_of(State.BROKEN) >= 1
    office.wait(lambda: detail.summary.words.text() == judgement_sentence(row)[0])
    first = row.verdicts[[verdict.state for verdict in row.verdicts].index(State.BROKEN)]
    assert first.rule in rules_shown(detail)


def test_enter_gives_the_committee_the_page_and_escape_brings_back_the_same_row(office: Office) -> None:
    page = committees(office)
    detail_of(office, page, "BS-103")
    page.list.table.setFocus()
    office.press(Qt.Key.Key_Return)
    detail = cast("CommitteeDetail", page.detail)
    assert not page.list.isVisible()
    assert detail.members.hasFocus()
    office.press(Qt.Key.Key_Escape)
    assert page.list.isVisible()
    current = page.current()
    assert current is not None
    assert current.committee.number == "BS-103"


def test_enter_on_a_seat_leads_to_the_person(office: Office) -> None:
    page = committees(office)
    detail = detail_of(office, page, "BS-101")
    page.list.table.setFocus()
    office.press(Qt.Key.Key_Return)
    office.press(Qt.Key.Key_Down)
    line = detail.members.current()
    assert line is not None
    office.press(Qt.Key.Key_Return)
    assert office.window.pages.key == "people"
    person = office.page.current()
    assert person is not None
    assert person.id == line.seat.person_uid


def test_only_the_table_with_the_cursor_marks_a_row(office: Office) -> None:
    page = committees(office)
    detail = detail_of(office, page, "BS-101")
    assert not detail.members.selected()
    assert not detail.deputies.selected()


def test_nothing_is_cut_and_everything_has_a_name(office: Office) -> None:
    page = committees(office)
    detail_of(office, page, "BS-104")
    for width, height in ((1366, 728), (760, 480)):
        office.window.resize(width, height)
        office.settle()
        office.wait(lambda: not clipped_labels(office.window))
        assert unnamed_controls(office.window) == []
