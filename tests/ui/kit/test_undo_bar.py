"""Undo and redo by keys: named, on every page, after a restart; a text field keeps the key while it has use for it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from kammerdesk.exams import queries
from kammerdesk.people.model import Person
from kammerdesk.store.actions import Role
from kammerdesk.store.users import RoleOrder, give_role
from kammerdesk.store.work import Work
from kammerdesk.ui.exams.import_page import ImportPage
from kammerdesk.ui.kit.compare_view import ComparePage
from kammerdesk.ui.kit.feedback import InfoBar
from kammerdesk.ui.kit.undo_menu import UndoMenu
from tests.ui.keyboard import CTRL, clipped_labels, press, type_text
from tests.ui.office import Office


def menu(office: Office) -> UndoMenu:
    assert office.window.undo_menu is not None
    return office.window.undo_menu


def rename(work: Work, name: str) -> None:
    """Gives every person of the house another name; a bulk action of the tests."""
    for person in work.session.scalars(select(Person)):
        person.last_name = name


def rename_one(work: Work, name: str) -> None:
    """Gives one person another name."""
    work.session.scalars(select(Person).order_by(Person.uid)).first().last_name = name  # type: ignore[union-attr]


def call_one(work: Work, phone: str) -> None:
    """Gives one person another telephone."""
    work.session.scalars(select(Person).order_by(Person.uid)).first().phone = phone  # type: ignore[union-attr]


def phones(office: Office) -> set[str]:
    return office.ask(lambda session: set(session.scalars(select(Person.phone))))


def take_way_out(office: Office, toast: str) -> None:
    """Takes the way out that a toast offers."""
    (found,) = [bar for bar in office.window.findChildren(InfoBar) if bar.sentence == toast and bar.isVisible()]
    (button,) = found.buttons
    button.click()
    office.settle()


def names(office: Office) -> set[str]:
    return office.ask(lambda session: set(session.scalars(select(Person.last_name))))


def test_without_anything_done_there_is_nothing_to_take_back(office: Office) -> None:
    assert not menu(office).undo.isEnabled()
    assert not menu(office).redo.isEnabled()
    before = names(office)
    office.press(Qt.Key.Key_Z, CTRL)
    assert names(office) == before


def test_a_bulk_action_is_taken_back_and_done_again_on_any_page(office: Office) -> None:
    before = names(office)
    office.do(rename, "Adler")
    assert menu(office).undo.text() == "&Rückgängig: rename"
    office.show(4)
    office.press(Qt.Key.Key_Z, CTRL)
    assert names(office) == before
    assert office.window.toasts.sentences()[-1] == "Rückgängig gemacht: rename"
    assert not menu(office).undo.isEnabled()
    assert menu(office).redo.text() == "&Wiederholen: rename"
    office.press(Qt.Key.Key_Y, CTRL)
    assert names(office) == {"Adler"}
    assert menu(office).undo.isEnabled()


def test_an_import_is_one_step_with_its_name(office: Office) -> None:
    def numbers() -> list[str]:
        return [row.number for row in office.ask(lambda session: queries.season_candidates(session, None)).rows]

    before = numbers()
    page = office.show(4)
    press(Qt.Key.Key_I, CTRL)
    office.answer_file(next(office.folder.glob("*.csv")))
    assert isinstance(office.page, ImportPage)
    office.press(Qt.Key.Key_Return, CTRL)
    assert len(numbers()) == len(before) + 12
    assert menu(office).undo.text() == "&Rückgängig: Prüflinge einlesen"
    office.press(Qt.Key.Key_Z, CTRL)
    assert numbers() == before
    assert office.page is page


def test_after_a_restart_the_journal_still_knows(qtbot: QtBot, houses: Path) -> None:
    first = Office(qtbot, houses / "BS")
    before = names(first)
    first.do(rename, "Adler")
    first.close()
    second = Office(qtbot, houses / "BS")
    assert menu(second).undo.text() == "&Rückgängig: rename"
    second.press(Qt.Key.Key_Z, CTRL)
    assert names(second) == before
    second.close()


def test_a_text_field_keeps_the_key_while_it_has_something_to_take_back(office: Office) -> None:
    before = names(office)
    office.do(rename, "Adler")
    office.show(2)
    press(Qt.Key.Key_F, CTRL)
    type_text("adl")
    office.press(Qt.Key.Key_Z, CTRL)
    assert names(office) == {"Adler"}
    office.press(Qt.Key.Key_Y, CTRL)
    assert names(office) == {"Adler"}
    office.press(Qt.Key.Key_Z, CTRL)
    office.press(Qt.Key.Key_Z, CTRL)
    assert names(office) == before


def test_what_cannot_be_taken_back_is_said_with_its_reasons(office: Office) -> None:
    office.do(rename_one, "Adler")
    step = menu(office)._steps
    office.do(rename_one, "Falke")
    menu(office)._show(step)  # as when another window has written meanwhile
    office.press(Qt.Key.Key_Z, CTRL)
    assert len(office.window.bars.sentences()) == 1
    assert "Falke" in office.window.bars.sentences()[0]
    assert "Falke" in names(office)


def test_what_others_changed_since_can_be_compared_and_taken_back_all_the_same(office: Office) -> None:
    before = names(office)
    office.do(rename_one, "Adler")
    step = menu(office)._steps
    office.do(rename_one, "Falke")
    menu(office)._show(step)
    under = office.show(2)
    office.press(Qt.Key.Key_Z, CTRL)
    (bar,) = office.window.bars.findChildren(InfoBar)
    assert [each.text() for each in bar.buttons] == ["Vergleichen …"]
    bar.buttons[0].setFocus()
    office.press(Qt.Key.Key_Return)
    assert isinstance(office.page, ComparePage)
    office.wait(lambda: not clipped_labels(office.window))
    press(Qt.Key.Key_Left)
    office.press(Qt.Key.Key_Return)
    assert office.page is under
    assert names(office) == before
    assert office.window.bars.sentences() == []


def test_what_is_lasting_is_not_offered(office: Office) -> None:
    office.do(rename, "Adler")
    office.do(give_role, RoleOrder("weber", Role.CLERK))
    assert menu(office).undo.text() == "&Rückgängig: rename"


def test_pressed_twice_at_once_two_steps_are_taken_back_and_done_again(office: Office) -> None:
    before = names(office), phones(office)
    office.do(rename_one, "Adler")
    office.do(call_one, "0531 99")
    done = names(office), phones(office)
    press(Qt.Key.Key_Z, CTRL, times=2)
    office.settle()
    assert (names(office), phones(office)) == before
    press(Qt.Key.Key_Y, CTRL, times=2)
    office.settle()
    assert (names(office), phones(office)) == done
    assert office.window.bars.sentences() == []


def test_pressed_while_something_is_being_saved_it_takes_that_back(office: Office) -> None:
    before = phones(office)
    office.do(rename_one, "Adler")
    office.window.desk.do(call_one, "0531 99")
    office.press(Qt.Key.Key_Z, CTRL)
    assert phones(office) == before
    assert "Adler" in names(office)


def test_a_key_that_is_held_takes_back_one_step(office: Office) -> None:
    assert not menu(office).undo.autoRepeat()
    assert not menu(office).redo.autoRepeat()


def test_a_toast_takes_back_and_does_again_what_it_names(office: Office) -> None:
    before = phones(office)
    office.do(call_one, "0531 99")
    office.do(rename_one, "Adler")
    office.press(Qt.Key.Key_Z, CTRL)
    office.press(Qt.Key.Key_Z, CTRL)
    take_way_out(office, "Rückgängig gemacht: rename_one")
    assert "Adler" in names(office)
    assert phones(office) == before
    office.do(call_one, "0531 77")
    take_way_out(office, "Wiederholt: rename_one")
    assert "Adler" not in names(office)
    assert "0531 77" in phones(office)
