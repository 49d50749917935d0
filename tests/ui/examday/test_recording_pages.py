"""An exam day being recorded, by keys alone: check-in, marks, reasons, the announced result, its paper."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QPlainTextEdit

from kammerdesk.examday.model import ExamDay, Slot
from kammerdesk.examday.rules import Attendance
from kammerdesk.store.work import Work
from kammerdesk.ui.examday.day_page import DayPage
from kammerdesk.ui.kit.dialogs import Decision
from kammerdesk.ui.kit.heading import ActionButton
from kammerdesk.ui.kit.preview import PreviewPage
from tests.ui.examday.days import enter, let_in, mark_all, open_day, open_marks, slot_of, the_day
from tests.ui.keyboard import ALT, SHIFT, clipped_labels, focused, press, type_text, unnamed_controls
from tests.ui.office import Office


def confirm(office: Office) -> None:
    """Ticks photograph, instruction, fitness and bias, then F8."""
    for _ in range(4):
        press(Qt.Key.Key_Space)
        press(Qt.Key.Key_Return)
    office.press(Qt.Key.Key_F8)


def answer_decision(office: Office) -> None:
    """Chooses the verb, which is not preset."""
    office.wait(lambda: isinstance(QApplication.activeModalWidget(), Decision))
    press(Qt.Key.Key_Tab)
    press(Qt.Key.Key_Space)
    office.wait(lambda: QApplication.activeModalWidget() is None)
    office.activate()
    office.settle()


def test_candidates_are_let_in_one_after_the_other(office: Office) -> None:
    page = open_day(office)
    office.press(Qt.Key.Key_Return)
    confirm(office)
    confirm(office)
    slots = the_day(office).slots
    assert [slot.attendance for slot in slots[:3]] == ["checked_in", "checked_in", "expected"]
    here = page.check_in_step.current()
    assert here is not None
    assert here.id == slots[2].id
    assert "2/6" in page.steps.tabText(0)
    assert unnamed_controls(page) == []
    office.wait(lambda: not clipped_labels(page))


def test_no_letter_of_a_field_opens_a_menu(office: Office) -> None:
    form = open_day(office).check_in_step.form
    letters = {
        each.text()[each.text().index("&") + 1].upper(): each.buddy()
        for each in form.findChildren(QLabel)
        if each.buddy() is not None and "&" in each.text()
    }
    assert len(letters) == 5
    for letter, field in letters.items():
        press(Qt.Key(ord(letter)), ALT)
        assert QApplication.activePopupWidget() is None
        assert focused() is field or field.isAncestorOf(focused())


def test_f8_without_the_confirmations_says_which_are_missing(office: Office) -> None:
    page = open_day(office)
    office.press(Qt.Key.Key_F8)
    form = page.check_in_step.form
    assert all(form.field(key).accessibleDescription() for key in ("photo_matches", "fit", "no_bias_claimed"))
    assert slot_of(office).attendance == Attendance.EXPECTED


def test_who_did_not_come_is_noted_by_one_key(office: Office) -> None:
    open_day(office)
    office.press(Qt.Key.Key_F8, SHIFT)
    assert slot_of(office).attendance == Attendance.ABSENT


def test_typing_a_name_jumps_to_the_candidate(office: Office) -> None:
    page = open_day(office)
    wanted = the_day(office).slots[3]
    type_text(wanted.last_name)
    here = page.check_in_step.current()
    assert here is not None
    assert here.last_name == wanted.last_name


def test_marks_go_down_the_pile_with_comma_or_point(office: Office) -> None:
    slots = let_in(office)
    step = open_marks(office)
    enter(office, "87.5", "87,5", "90", "0", "100", "61,06")
    first = the_day(office).sittings[0].person_uid
    stored = [slot.marks[first, 1] for slot in the_day(office).slots]
    assert stored == [8750, 8750, 9000, 0, 10000, 6106]
    current = step.current()
    assert current is not None
    assert current.id == slots[0]  # the top of the next pile


def test_too_many_points_stay_red_and_are_not_stored(office: Office) -> None:
    slots = let_in(office, 1)
    step = open_marks(office)
    enter(office, "187")
    assert [(row, "187" in sentence) for row, _, sentence in step.grid.problems()] == [(slots[0], True)]
    assert not slot_of(office).marks
    step.grid.go_to(slots[0])
    enter(office, "87")
    assert step.grid.problems() == []
    assert list(slot_of(office).marks.values()) == [8700]


def test_the_joint_mark_is_refused_in_its_cell_until_all_have_marked(office: Office) -> None:
    slots = let_in(office, 1)
    step = open_marks(office)
    step.grid.go_to(slots[0], "joint:1")
    enter(office, "79")
    assert [key for _, key, _ in step.grid.problems()] == ["joint:1"]
    assert not slot_of(office).joint


def test_the_joint_mark_is_never_prefilled_and_completes_the_result(office: Office) -> None:
    slots = let_in(office, 1)
    step = open_marks(office)
    enter(office, "70", "80", "90")
    office.wait(lambda: len(step.grid.model.shown[0].slot.marks) == 3)
    joint = next(n for n, each in enumerate(step.grid.model.columns) if each.key == "joint:1")
    assert not step.grid.model.index(0, joint).data()
    step.grid.go_to(slots[0], "joint:1")
    enter(office, "79")
    assert slot_of(office).joint[1].points == 7900
    office.wait(lambda: step.grid.model.shown[0].complete)
    assert step.grid.model.shown[0].judged.total is not None


def test_below_fifty_f8_asks_for_the_reason_first(office: Office) -> None:
    slots = let_in(office, 1)
    mark_all(office, slots[0], 40_00)
    open_marks(office)
    office.press(Qt.Key.Key_F8)
    assert isinstance(focused(), QPlainTextEdit)
    type_text("Das Ziel wurde verfehlt.")
    press(Qt.Key.Key_F8)
    answer_decision(office)
    slot = slot_of(office)
    assert slot.joint[1].reason == "Das Ziel wurde verfehlt."
    assert slot.passed is not None


def test_announcing_goes_on_to_the_next_complete_candidate(office: Office) -> None:
    slots = let_in(office, 3)
    for slot in (slots[0], slots[2]):
        mark_all(office, slot, 80_00)
    step = open_marks(office)
    step.grid.go_to(slots[0])
    press(Qt.Key.Key_F8)
    answer_decision(office)
    assert slot_of(office).passed is not None
    current = step.current()
    assert current is not None
    assert current.id == slots[2]
    assert not step.grid.model.can_edit(0, 1)


def test_marks_of_an_announced_result_say_why_they_stay(office: Office) -> None:
    slots = let_in(office, 1)
    mark_all(office, slots[0], 80_00)
    step = open_marks(office)
    step.grid.go_to(slots[0])
    press(Qt.Key.Key_F8)
    answer_decision(office)
    step.grid.go_to(slots[0], step.grid.model.columns[1].key)
    step.grid.view.setFocus()
    enter(office, "70")
    assert "Berichtigung" in step.grid._sentence.text()
    assert step.grid._sentence.isVisible()
    announcing = office.page.commands["announce_result"]
    assert not announcing.isEnabled()
    (button,) = [each for each in step.findChildren(ActionButton) if each._action is announcing]
    assert "schon bekanntgegeben" in button.toolTip()
    assert set(slot_of(office).marks.values()) == {80_00}


def test_cancelling_the_announcement_announces_nothing(office: Office) -> None:
    slots = let_in(office, 1)
    mark_all(office, slots[0], 80_00)
    open_marks(office)
    press(Qt.Key.Key_F8)
    office.wait(lambda: isinstance(QApplication.activeModalWidget(), Decision))
    press(Qt.Key.Key_Return)
    office.wait(lambda: QApplication.activeModalWidget() is None)
    office.settle()
    assert slot_of(office).passed is None


def test_an_incomplete_result_is_not_announced_and_says_why(office: Office) -> None:
    let_in(office, 1)
    open_marks(office)
    office.press(Qt.Key.Key_F8)
    assert QApplication.activeModalWidget() is None
    assert office.window.toasts.sentences()


def test_a_wrong_entry_blocks_the_announcement_of_the_former_one(office: Office) -> None:
    slots = let_in(office, 1)
    mark_all(office, slots[0], 80_00)
    step = open_marks(office)
    step.grid.go_to(slots[0], "joint:1")
    enter(office, "187")
    step.grid.go_to(slots[0])
    office.press(Qt.Key.Key_F8)
    assert QApplication.activeModalWidget() is None
    assert slot_of(office).passed is None


def test_the_announced_result_is_printed_with_f7(office: Office) -> None:
    slots = let_in(office, 2)
    mark_all(office, slots[0], 80_00)
    step = open_marks(office)
    step.grid.go_to(slots[0])
    press(Qt.Key.Key_F8)
    answer_decision(office)
    step.grid.go_to(slots[0])
    office.press(Qt.Key.Key_F7)
    preview = office.page
    assert isinstance(preview, PreviewPage)
    office.wait(lambda: preview.paper is not None)
    assert [item.key for item in preview.order.items] == ["pass_confirmation"]
    office.press(Qt.Key.Key_Escape)
    assert office.page.spec.key == "exam_day"
    office.press(Qt.Key.Key_Escape)
    assert office.page.spec.key == "examday"


def test_both_steps_can_be_read_and_reached_by_everybody(office: Office) -> None:
    slots = let_in(office, 1)
    mark_all(office, slots[0], 40_00)
    step = open_marks(office)
    assert unnamed_controls(office.page) == []
    office.wait(lambda: not clipped_labels(office.page))
    office.press(Qt.Key.Key_1, ALT)
    assert not step.isVisible()
    assert unnamed_controls(office.page) == []


def _receive_day(work: Work, order: Any) -> None:
    """The same day as if the partner had sent it, one week later."""
    day = work.session.query(ExamDay).first()
    assert day is not None
    slot = work.session.query(Slot).filter(Slot.exam_day_uid == day.uid).first()
    assert slot is not None
    received = ExamDay(
        home="LW",
        day=day.day.replace(day=30),
        committee_uid=day.committee_uid,
        season_uid=day.season_uid,
        regulation=day.regulation,
        area=day.area,
        room_uid=day.room_uid,
        starts_at=day.starts_at,
        slot_minutes=day.slot_minutes,
    )
    work.add(received)
    work.session.flush()
    work.add(
        Slot(
            home="LW",
            exam_day_uid=received.uid,
            candidate_uid=slot.candidate_uid,
            starts_at=slot.starts_at,
            ends_at=slot.ends_at,
        )
    )


def test_a_day_of_the_partner_can_only_be_read(office: Office) -> None:
    office.do(_receive_day, None)
    office.show(5)
    press(Qt.Key.Key_Down)
    office.press(Qt.Key.Key_Return)
    page = office.page
    assert isinstance(page, DayPage)
    assert not page.check_in_step.form.isEnabled()
    for key in ("check_in", "note_absence", "announce_result", "print_folder", "print_results"):
        assert not page.commands[key].isEnabled(), key
    office.press(Qt.Key.Key_Escape)
    row = office.page.current()
    assert row is not None
    assert row.state == "elsewhere"
    assert not office.page.commands["print_folder"].isEnabled()
