"""What is typed on an exam day is never lost: not by a full drive, a failed question, a closed window, another page."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from fractions import Fraction
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QPlainTextEdit
from pytestqt.qtbot import QtBot

from kammerdesk.base.errors import KammerError
from kammerdesk.base.i18n import tr
from kammerdesk.examday import queries
from kammerdesk.examday.service import IndividualMarkOrder, record_individual_mark
from kammerdesk.exams.rules.summary import total_words
from kammerdesk.store.store import Store
from kammerdesk.ui.kit.dialogs import Decision, FormDialog
from tests.ui.examday.days import enter, form, import_example, let_in, mark_all, open_day, open_marks, slot_of, the_day
from tests.ui.keyboard import ALT, CTRL, focused, press, type_text
from tests.ui.office import Office

FULL = "Not saved: there is no space left on the drive. Your entries are still here."


@contextmanager
def full_drive(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Nothing can be stored meanwhile."""

    def fail(store: Store, action: Any, order: Any, **_: Any) -> None:
        raise KammerError(tr(FULL))

    with monkeypatch.context() as patch:
        patch.setattr(Store, "do", fail)
        yield


def test_a_mark_that_finds_the_drive_full_stays_and_nobody_says_saved(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    slots = let_in(office, 1)
    step = open_marks(office)
    with full_drive(monkeypatch):
        enter(office, "80")
    assert tr("Everything is saved {time}").format(time="09:00") != office.window.status.saved.text()
    assert [(row, sentence) for row, _, sentence in step.grid.problems()] == [(slots[0], tr(FULL))]
    assert step.grid.model.index(0, 1).data() == "80"
    step.grid.go_to(slots[0])
    enter(office, "80")
    assert step.grid.problems() == []
    assert list(slot_of(office).marks.values()) == [8000]


def test_one_failed_question_does_not_freeze_the_marks(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    slots = let_in(office, 1)
    step = open_marks(office)
    person = the_day(office).sittings[0].person_uid
    ask = Store.ask

    def fail(store: Store, query: Any, *args: Any, **kwargs: Any) -> Any:
        if query is queries.marking:
            raise KammerError("locked")
        return ask(store, query, *args, **kwargs)

    with monkeypatch.context() as patch:
        patch.setattr(Store, "ask", fail)
        office.do(record_individual_mark, IndividualMarkOrder(slots[0], person, 1, 8000))
    office.press(Qt.Key.Key_F5)
    assert dict(step.grid.model.shown[0].slot.marks) == {(person, 1): 8000}


def wait_for_decision(office: Office) -> Decision:
    """The question that is on the screen."""
    office.wait(lambda: isinstance(QApplication.activeModalWidget(), Decision))
    decision = QApplication.activeModalWidget()
    assert isinstance(decision, Decision)
    return decision


def choose(office: Office, verb: bool) -> None:
    """Chooses the verb, or Cancel, which is preset."""
    wait_for_decision(office)
    if verb:
        press(Qt.Key.Key_Tab)
    press(Qt.Key.Key_Space)
    office.wait(lambda: QApplication.activeModalWidget() is None)


def test_closing_the_window_stores_the_mark_that_is_being_typed(office: Office, qtbot: QtBot) -> None:
    slots = let_in(office, 1)
    open_marks(office)
    type_text("87,5")
    press(Qt.Key.Key_Q, CTRL)
    assert not office.window.isVisible()
    store = Store.open(office.folder, user="kroeger")
    day = store.ask(queries.exam_day, store.ask(queries.recent_exam_days)[0].id)
    store.close()
    assert day is not None
    assert list(next(slot for slot in day.slots if slot.id == slots[0]).marks.values()) == [8750]


def test_a_window_with_a_wrong_mark_closes_only_when_it_is_given_up(office: Office) -> None:
    let_in(office, 1)
    step = open_marks(office)
    type_text("187")
    press(Qt.Key.Key_Q, CTRL)
    choose(office, verb=False)
    office.activate()
    assert office.window.isVisible()
    assert step.grid.isAncestorOf(focused())
    assert [sentence for _, _, sentence in step.grid.problems() if "187" in sentence]
    press(Qt.Key.Key_Q, CTRL)
    choose(office, verb=True)
    assert not office.window.isVisible()


def test_a_window_whose_last_mark_cannot_be_stored_stays(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    let_in(office, 1)
    step = open_marks(office)
    type_text("80")
    with full_drive(monkeypatch):
        press(Qt.Key.Key_Q, CTRL)
        decision = wait_for_decision(office)
    assert any(tr(FULL) in text.text() for text in decision.findChildren(QLabel))
    choose(office, verb=False)
    assert office.window.isVisible()
    assert step.grid.model.index(0, 1).data() == "80"


@pytest.mark.parametrize("way", [(Qt.Key.Key_1, CTRL), (Qt.Key.Key_Left, ALT)])
def test_a_mark_that_is_being_typed_is_stored_when_the_page_is_left(
    office: Office, way: tuple[Qt.Key, Qt.KeyboardModifier]
) -> None:
    let_in(office, 1)
    open_marks(office)
    type_text("87,5")
    office.press(*way)
    assert office.page.spec.key != "exam_day"
    assert list(slot_of(office).marks.values()) == [8750]


@pytest.mark.parametrize("way", [(Qt.Key.Key_1, CTRL), (Qt.Key.Key_Left, ALT)])
def test_a_page_with_a_wrong_mark_is_left_only_when_it_is_given_up(
    office: Office, way: tuple[Qt.Key, Qt.KeyboardModifier]
) -> None:
    let_in(office, 1)
    step = open_marks(office)
    enter(office, "187")
    press(*way)
    choose(office, verb=False)
    office.activate()
    assert office.page.spec.key == "exam_day"
    assert office.window.navigation.currentRow() == 4
    assert step.grid.model.index(0, 1).data() == "187"
    press(*way)
    choose(office, verb=True)
    office.activate()
    office.settle()
    assert office.page.spec.key != "exam_day"


def test_a_wrong_mark_stays_on_the_other_step_and_in_the_saved_state(office: Office) -> None:
    slots = let_in(office, 1)
    step = open_marks(office)
    assert tr("Not saved ({n})").format(n=1) != office.window.status.saved.text()
    enter(office, "187")
    assert office.window.status.saved.text() == tr("Not saved ({n})").format(n=1)
    office.press(Qt.Key.Key_1, ALT)
    office.press(Qt.Key.Key_2, ALT)
    assert step.grid.model.index(0, 1).data() == "187"
    step.grid.go_to(slots[0])
    office.press(Qt.Key.Key_Escape)
    assert step.grid.problems() == []
    assert office.page.spec.key == "exam_day"
    assert office.window.status.saved.text() != tr("Not saved ({n})").format(n=1)


def test_ticks_of_a_check_in_are_not_lost_by_leaving(office: Office) -> None:
    open_day(office)
    office.press(Qt.Key.Key_Return)
    press(Qt.Key.Key_Space)
    press(Qt.Key.Key_1, CTRL)
    choose(office, verb=False)
    office.activate()
    assert office.page.spec.key == "exam_day"


def type_reason(office: Office, text: str) -> None:
    """F8 asks for the reason and puts the cursor there."""
    office.press(Qt.Key.Key_F8)
    assert isinstance(focused(), QPlainTextEdit)
    type_text(text)


def test_a_reason_that_finds_the_drive_full_stays_until_it_is_stored(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    slots = let_in(office, 2)
    mark_all(office, slots[0], 40_00)
    step = open_marks(office)
    step.grid.go_to(slots[0])
    type_reason(office, "Das Ziel wurde verfehlt.")
    with full_drive(monkeypatch):
        office.press(Qt.Key.Key_Escape)
        assert step.panel.reasons[1].problem == tr(FULL)
        step.grid.go_to(slots[1])
        step.grid.go_to(slots[0])
        office.settle()
    assert step.panel.reasons[1].field.value() == "Das Ziel wurde verfehlt."
    assert step.panel.reasons[1].problem == tr(FULL)
    assert step.grid.problems() == [], "the mark itself is stored"
    press(Qt.Key.Key_F8)
    decision = wait_for_decision(office)
    assert decision.isVisible()
    assert slot_of(office).joint[1].reason == "Das Ziel wurde verfehlt."


def test_the_reason_that_is_being_written_is_stored_by_closing_the_window(office: Office) -> None:
    slots = let_in(office, 1)
    mark_all(office, slots[0], 40_00)
    open_marks(office)
    type_reason(office, "Das Ziel wurde verfehlt.")
    press(Qt.Key.Key_Q, CTRL)
    assert not office.window.isVisible()
    store = Store.open(office.folder, user="kroeger")
    day = store.ask(queries.exam_day, store.ask(queries.recent_exam_days)[0].id)
    store.close()
    assert day is not None
    assert day.slots[0].joint[1].reason == "Das Ziel wurde verfehlt."


def test_f8_shows_and_announces_what_stands_in_the_open_cell(office: Office) -> None:
    slots = let_in(office, 1)
    mark_all(office, slots[0], 60_00)
    step = open_marks(office)
    step.grid.go_to(slots[0], "joint:1")
    type_text("90")
    press(Qt.Key.Key_F8)
    decision = wait_for_decision(office)
    said = [text.text() for text in decision.findChildren(QLabel)]
    assert slot_of(office).joint[1].points == 90_00
    shown = step.grid.model.shown[0].judged
    choose(office, verb=True)
    office.activate()
    office.settle()
    slot = slot_of(office)
    assert slot.passed is not None
    assert Fraction(str(slot.total)) == shown.total
    assert any(total_words(shown) in text for text in said)


def test_f8_on_a_wrong_open_cell_announces_nothing(office: Office) -> None:
    slots = let_in(office, 1)
    mark_all(office, slots[0], 60_00)
    step = open_marks(office)
    step.grid.go_to(slots[0], "joint:1")
    type_text("190")
    office.press(Qt.Key.Key_F8)
    assert QApplication.activeModalWidget() is None
    assert [sentence for _, _, sentence in step.grid.problems() if "190" in sentence]


def form_with_a_room(office: Office) -> FormDialog[Any]:
    """The form that plans a day, ready to be stored, with something typed into it."""
    import_example(office)
    dialog = form(office)
    for _ in range(3):
        press(Qt.Key.Key_Return)
    type_text("30.11.2026")
    for _ in range(5):
        press(Qt.Key.Key_Return)
    press(Qt.Key.Key_Down)
    return dialog


def test_a_form_that_finds_the_drive_full_keeps_every_word(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    dialog = form_with_a_room(office)
    typed = dialog.form.values()
    assert typed is not None
    with full_drive(monkeypatch):
        office.press(Qt.Key.Key_Return, CTRL)
    assert QApplication.activeModalWidget() is dialog
    assert dialog.form.values() == typed
    office.press(Qt.Key.Key_Return, CTRL)
    assert len(office.ask(queries.recent_exam_days)) == 2


def test_escape_asks_before_it_throws_away_what_was_typed_into_a_form(office: Office) -> None:
    dialog = form_with_a_room(office)
    press(Qt.Key.Key_Escape)
    wait_for_decision(office)
    press(Qt.Key.Key_Space)
    office.wait(lambda: QApplication.activeModalWidget() is dialog)
    press(Qt.Key.Key_Escape)
    choose(office, verb=True)
