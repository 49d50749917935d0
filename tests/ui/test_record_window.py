"""A record in a window of its own is edited as safely as on its page."""

from __future__ import annotations

from uuid import UUID

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QLineEdit
from sqlalchemy import select

from kammerdesk.committees.queries import ExaminerRow, examiners
from kammerdesk.examday.model import Sitting
from kammerdesk.ui.kit.compare_view import ComparePage
from kammerdesk.ui.kit.feedback import InfoBar
from kammerdesk.ui.kit.parting import Parting
from kammerdesk.ui.kit.record_editor import RecordEditor
from kammerdesk.ui.kit.record_window import RecordWindow
from tests.ui.keyboard import CTRL, clipped_labels, focused, press, type_text
from tests.ui.office import Office
from tests.ui.people.editing import People, change_elsewhere


class Apart:
    """The window of an examiner of ours, opened from Today; the page of examiners was never seen."""

    def __init__(self, office: Office) -> None:
        self.office = office
        seated = office.ask(lambda session: set(session.scalars(select(Sitting.person_uid))))
        rows = [row for row in office.ask(examiners) if row.is_ours and row.phone and row.id not in seated]
        self.row: ExaminerRow = rows[0]
        office.window.palette_door._go_apart(("people", self.row.id))
        office.settle()
        self.window = office.window.findChildren(RecordWindow)[-1]
        detail = self.window.detail
        assert isinstance(detail, RecordEditor)
        self.editor: RecordEditor[ExaminerRow] = detail
        office.wait(lambda: self.editor._copy is not None and not office.window.desk.is_busy)
        self.activate()

    def activate(self) -> None:
        self.window.activateWindow()
        self.office.wait(self.window.isActiveWindow)

    def field(self, key: str) -> QLineEdit:
        found = next(iter(self.editor.fields.forms.values())).field(key)
        assert isinstance(found, QLineEdit)
        return found

    def type(self, key: str, text: str) -> None:
        self.field(key).setFocus(Qt.FocusReason.TabFocusReason)
        press(Qt.Key.Key_A, CTRL)
        type_text(text)

    def stored(self) -> str:
        return next(row.phone for row in self.office.ask(examiners) if row.id == self.row.id)

    def drafts(self) -> list[UUID]:
        return list(self.office.window.drafts.of("people", "change_person"))

    def entry(self, words: str) -> QAction:
        """The entry of the menu in the header of the record."""
        return next(each for each in self.editor.header._actions() if each.text() == words)


@pytest.fixture
def apart(office: Office) -> Apart:
    return Apart(office)


def test_saving_from_the_menu_of_the_window_saves_what_was_typed_there(apart: Apart) -> None:
    apart.type("phone", "0531 99")
    apart.entry("Änderungen speichern").trigger()
    apart.office.settle()
    assert apart.stored() == "0531 99"
    assert apart.editor.save_bar.said.text() == "Keine Änderungen"


def test_versions_are_compared_in_the_window_that_asked(apart: Apart) -> None:
    office, before = apart.office, apart.office.page
    apart.type("phone", "0531 99")
    change_elsewhere(office, apart.row.id, phone="0531 777")
    field = focused()
    press(Qt.Key.Key_S, CTRL)
    office.settle()
    assert office.page is before
    (page,) = apart.window.findChildren(ComparePage)
    assert page.isVisible()
    assert page.isAncestorOf(focused())
    assert clipped_labels(apart.window) == []
    press(Qt.Key.Key_Escape)
    assert apart.window.isVisible()
    assert not page.isVisible()
    assert focused() is field
    press(Qt.Key.Key_S, CTRL)
    office.settle()
    press(Qt.Key.Key_Return)
    office.settle()
    assert apart.stored() == "0531 99"
    assert office.page is before
    press(Qt.Key.Key_Escape)
    office.wait(lambda: not office.window.findChildren(RecordWindow))


def test_escape_closes_it_and_what_was_typed_is_kept(apart: Apart) -> None:
    apart.type("phone", "0531 99")
    apart.editor.save_bar.save.setFocus(Qt.FocusReason.TabFocusReason)
    press(Qt.Key.Key_Escape)
    apart.office.wait(lambda: not apart.office.window.findChildren(RecordWindow))
    assert apart.drafts() == [apart.row.id]
    assert apart.stored() == apart.row.phone


def test_closing_the_program_asks_about_what_was_typed_in_it(apart: Apart) -> None:
    apart.type("phone", "0531 99")
    apart.office.window.close()
    apart.office.wait(lambda: apart.office.window.findChildren(Parting))
    assert apart.office.window.isVisible()
    question = apart.office.window.findChildren(Parting)[-1]
    question.save_all.click()
    apart.office.wait(lambda: not apart.office.window.isVisible())


def test_another_language_keeps_what_was_typed_in_it(apart: Apart) -> None:
    apart.type("phone", "0531 99")
    apart.office.window.speak("en")
    apart.office.settle()
    assert apart.drafts() == [apart.row.id]
    apart.office.window.speak("de")
    apart.office.settle()


def test_it_follows_the_window_to_another_day_and_can_only_be_read_there(apart: Apart) -> None:
    apart.type("phone", "0531 99")
    press(Qt.Key.Key_S, CTRL)
    apart.office.settle()
    desk = apart.office.window.desk
    desk.turn_to(None if desk.as_of else apart.office.window._clock.now())
    apart.office.settle()
    assert apart.field("phone").isReadOnly()
    assert not apart.entry("Änderungen speichern").isEnabled()
    desk.turn_to(None)
    apart.office.settle()
    apart.office.wait(lambda: not apart.field("phone").isReadOnly())


def test_removed_from_its_menu_it_says_so_and_leaves_no_draft_and_comes_back(apart: Apart) -> None:
    apart.type("phone", "0531 99")
    apart.entry("Person entfernen").trigger()
    apart.office.settle()
    assert apart.window.gone.isVisible()
    assert apart.drafts() == []
    assert apart.office.window.undo_menu is not None
    apart.office.window.undo_menu.take_back()
    apart.office.settle()
    apart.office.wait(lambda: not apart.window.gone.isVisible())


# --- one record in two places ---


class Both:
    """The same record in the window and on its page; both take keys, and something is typed into each."""

    def __init__(self, apart: Apart) -> None:
        self.apart, self.office = apart, apart.office
        self.window = apart.office.window
        self.window.activateWindow()
        self.office.wait(self.window.isActiveWindow)
        self.page = People(self.office)
        self.page.go(apart.row)

    def pause(self) -> None:
        """Nobody types for a while."""
        for editor in (self.page.editor, self.apart.editor):
            if editor._pause.isActive():
                editor._pause.timeout.emit()

    def kept(self) -> dict[str, str]:
        """What would be offered after a crash."""
        draft = self.window.drafts.of("people", "change_person").get(self.apart.row.id)
        return dict(draft.fields) if draft is not None else {}

    def type_both(self) -> None:
        self.page.type("town", "Peine")
        self.apart.activate()
        self.apart.type("phone", "0531 99")
        self.pause()


@pytest.fixture
def both(apart: Apart) -> Both:
    return Both(apart)


def test_what_is_typed_in_two_places_lies_in_one_draft(both: Both) -> None:
    both.type_both()
    assert both.kept() == {"town": "Peine", "phone": "0531 99"}
    both.apart.type("phone", "0531 77")
    both.pause()
    both.pause()
    assert both.kept() == {"town": "Peine", "phone": "0531 77"}


def test_saving_in_one_place_keeps_the_draft_of_the_other(both: Both) -> None:
    both.type_both()
    press(Qt.Key.Key_S, CTRL)
    both.office.settle()
    both.pause()
    assert both.apart.stored() == "0531 99"
    assert both.kept() == {"town": "Peine"}
    both.window.activateWindow()
    both.office.wait(both.window.isActiveWindow)
    both.page.field("town").setFocus()
    both.page.save()
    both.pause()
    assert both.kept() == {}
    assert both.page.values(both.apart.row)["town"] == "Peine"
    assert both.apart.stored() == "0531 99"


def test_a_draft_that_is_not_wanted_in_one_place_is_kept_for_the_other(both: Both) -> None:
    both.apart.activate()
    both.apart.type("phone", "0531 99")
    both.pause()
    both.office.settle()
    offered = both.page.editor.findChildren(InfoBar)
    assert [bar.sentence for bar in offered if bar.isVisible()] == ["Nicht gespeicherte Änderungen vom 09:00"]
    both.page.editor._drop_draft()
    both.pause()
    assert both.kept() == {"phone": "0531 99"}
    assert not [bar for bar in both.page.editor.findChildren(InfoBar) if bar.isVisible()]
    assert not both.page.field("town").isReadOnly()


def test_saving_all_of_both_places_comes_to_an_end(both: Both) -> None:
    both.type_both()
    ended: list[bool] = []
    both.window.pages.save_pending(lambda: ended.append(True))
    both.office.wait(lambda: bool(ended))
    both.office.settle()
    assert (both.page.values(both.apart.row)["town"], both.apart.stored()) == ("Peine", "0531 99")
    assert both.kept() == {}
