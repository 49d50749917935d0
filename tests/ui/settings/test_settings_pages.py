"""The settings by keys alone: users and rights, journal, trash, backups, data protection."""

from __future__ import annotations

from pathlib import Path
from typing import Any, cast

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from kammerdesk.base.errors import KammerError
from kammerdesk.people.model import Person
from kammerdesk.store.actions import Role
from kammerdesk.store.generations import backups_in
from kammerdesk.store.users import RoleOrder, give_role, role_of
from kammerdesk.store.work import Work
from kammerdesk.ui.kit.dialogs import FormDialog
from kammerdesk.ui.kit.heading import ActionButton
from kammerdesk.ui.kit.list_page import ListPage
from kammerdesk.ui.kit.page import Page
from kammerdesk.ui.kit.preview import PreviewPage
from kammerdesk.ui.kit.tabbed_page import TabbedPage
from kammerdesk.ui.kit.weighing import Weighing, weigh
from kammerdesk.ui.settings.journal_page import JournalPage
from kammerdesk.ui.settings.rights_page import RightsPage
from tests.ui.keyboard import ALT, CTRL, SHIFT, clipped_labels, focused, press, type_text, unnamed_controls
from tests.ui.office import Office

TABS = ("users", "journal", "trash", "backups", "keys", "protection")


def settings(office: Office, tab: str = "users") -> ListPage[Any]:
    """The page of a tab, reached by keys."""
    page = office.show(7)
    assert isinstance(page, TabbedPage)
    for _ in TABS:
        if page.part.spec.key != tab:
            office.press(Qt.Key.Key_Tab, CTRL)
    office.settle()
    assert page.part.spec.key == tab
    return cast("ListPage[Any]", page.part)


def refuse(work: Work, order: str) -> None:
    """Never does what is wanted."""
    raise KammerError(f"So nicht: {order}")


def throw_away(work: Work, name: str) -> None:
    """Removes everybody of this name; an action of the tests."""
    for person in work.session.scalars(select(Person).where(Person.last_name == name)):
        work.remove(person)


def enter_nickname(work: Work, name: str) -> None:
    """Changes the person that was entered last; an action of the tests."""
    work.session.scalars(select(Person).order_by(Person.uid.desc())).first().first_name = name  # type: ignore[union-attr]


def first_name(office: Office) -> str:
    found = office.ask(lambda session: session.scalars(select(Person.last_name).order_by(Person.uid)).first())
    return str(found)


def titles(page: ListPage[Any], column: int = 0) -> list[str]:
    table = page.list.table
    return [str(table.rows.columns[column].words(row)) for row in table.rows.shown]


@pytest.mark.parametrize("tab", TABS)
@pytest.mark.parametrize("size", [(1366, 688), (1280, 640)])
def test_every_tab_can_be_read_and_reached_by_everybody(office: Office, tab: str, size: tuple[int, int]) -> None:
    office.window.resize(*size)
    settings(office, tab)
    office.wait(lambda: not clipped_labels(office.window))
    assert unnamed_controls(office.page) == []


def test_the_commands_in_the_menu_are_those_of_the_tab(office: Office) -> None:
    for tab in ("users", "trash"):
        page = settings(office, tab)
        assert office.window.menus.task.actions() == list(page.commands.values())


def test_the_way_back_leads_to_the_tab(office: Office) -> None:
    settings(office, "trash")
    office.show(2)
    office.press(Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert cast("TabbedPage", office.page).part.spec.key == "trash"


# --- users ---


def test_whoever_works_alone_is_head_and_told_so(office: Office) -> None:
    page = settings(office)
    assert titles(page) == ["kroeger"]
    said = " ".join(each.text() for each in page.findChildren(QLabel) if each.isVisible())
    assert "Noch ist niemand eingetragen" in said
    assert not page.commands["change_role"].isEnabled()


def test_a_role_is_given_and_taken_by_keys(office: Office) -> None:
    page = settings(office)
    office.press(Qt.Key.Key_N, CTRL)
    type_text("weber")
    press(Qt.Key.Key_Return, CTRL)
    office.wait(lambda: QApplication.activeModalWidget() is None)
    office.settle()
    assert titles(page) == ["kroeger", "weber"]
    assert office.ask(lambda session: role_of(session, "weber")) is Role.CLERK
    office.activate()
    page.list.table.setFocus()
    page.go_to("weber")
    office.press(Qt.Key.Key_Delete)
    assert titles(page) == ["kroeger"]


def test_the_last_head_cannot_step_down(office: Office) -> None:
    office.do(give_role, RoleOrder("weber", Role.CLERK))
    page = settings(office)
    page.go_to("kroeger")
    press(Qt.Key.Key_F2)
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, FormDialog)
    assert focused() is dialog.form.field("role")
    type_text("Nur")
    press(Qt.Key.Key_Return, CTRL)
    office.settle()
    assert dialog.isVisible()
    assert "Leitung" in dialog.form.field("role").accessibleDescription()


def test_who_may_do_what_is_a_table_made_from_the_actions(office: Office) -> None:
    settings(office).commands["show_rights"].trigger()
    office.settle()
    assert isinstance(office.page, RightsPage)
    rows = {row.id: row.roles for row in office.page.list.table.rows.shown}
    assert rows["give_role"] == {Role.HEAD}
    assert Role.STATION in rows["check_in"]
    office.wait(lambda: not clipped_labels(office.window))


def test_what_a_role_may_not_do_is_off_with_its_reason(qtbot: QtBot, houses: Path) -> None:
    head = Office(qtbot, houses / "BS")
    head.do(give_role, RoleOrder("weber", Role.READER))
    head.close()
    reader = Office(qtbot, houses / "BS", user="weber")
    page = reader.show(5)
    command = page.commands["create_exam_day"]
    assert not command.isEnabled()
    button = next(each for each in page.findChildren(ActionButton) if each.text() == command.text())
    assert "Nur lesen" in button.toolTip()
    press(Qt.Key.Key_N, CTRL)
    assert QApplication.activeModalWidget() is None
    users = settings(reader)
    assert not users.commands["give_role"].isEnabled()
    assert users.commands["show_rights"].isEnabled()
    reader.close()


# --- journal and trash ---


def test_the_journal_tells_what_was_there_before_and_narrows_to_one_record(office: Office) -> None:
    name = first_name(office)
    office.do(throw_away, name)
    page = settings(office, "journal")
    assert isinstance(page, JournalPage)
    office.press(Qt.Key.Key_Home)
    line = page.list.table.rows.shown[0].line
    assert (line.words, line.user) == ("throw_away", "kroeger")
    assert name in line.title
    office.press(Qt.Key.Key_H, CTRL)
    assert {row.line.uid for row in page.list.table.rows.shown} == {line.uid}
    assert page.everything.isVisible()
    page.widen()
    office.settle()
    assert len({row.line.uid for row in page.list.table.rows.shown}) > 1


def test_from_the_journal_any_action_can_be_taken_back_and_done_again_by_keys(office: Office) -> None:
    name = first_name(office)

    def is_there() -> bool:
        living = select(Person.uid).where(Person.last_name == name, Person.deleted_at.is_(None))
        return office.ask(lambda session: session.scalars(living).first()) is not None

    office.do(throw_away, name)
    office.do(enter_nickname, "Spätzchen")
    page = settings(office, "journal")
    shown = page.list.table.rows.shown
    page.list.go_to(next(row.id for row in shown if row.line.action == "throw_away"))
    assert not is_there()
    office.press(Qt.Key.Key_Backspace, ALT)
    assert is_there()
    assert office.window.toasts.sentences()[-1] == "Rückgängig gemacht: throw_away"
    page.list.go_to(next(row.id for row in page.list.table.rows.shown if row.line.reverts is not None))
    assert not page.commands["take_back_entry"].isEnabled()
    office.do(enter_nickname, "Spatz")
    office.press(Qt.Key.Key_Backspace, ALT | SHIFT)
    assert not is_there()
    assert office.window.toasts.sentences()[-1] == "Wiederholt: throw_away"


def test_the_journal_of_one_kind_of_record(office: Office) -> None:
    page = settings(office, "journal")
    assert isinstance(page, JournalPage)
    page.kind.setFocus()
    type_text("Personen")
    office.settle()
    assert {row.line.kind for row in page.list.table.rows.shown} == {"person"}


def test_what_was_thrown_away_comes_back_by_a_key(office: Office) -> None:
    name = first_name(office)
    office.do(throw_away, name)
    page = settings(office, "trash")
    assert name in titles(page)[0]
    assert "30 Tage" in titles(page, 4)[0]
    office.press(Qt.Key.Key_F8)
    assert titles(page) == []
    assert "wieder da" in office.window.toasts.sentences()[-1]
    assert name in office.ask(
        lambda session: set(session.scalars(select(Person.last_name).where(Person.deleted_at.is_(None))))
    )


# --- backups ---


def test_a_backup_is_made_and_tried_out_by_keys(office: Office) -> None:
    page = settings(office, "backups")
    assert titles(page) == []
    office.press(Qt.Key.Key_F8)
    assert len(titles(page)) == 1
    assert len(backups_in(office.folder / "backups")) == 1
    office.press(Qt.Key.Key_F9)
    assert "zur Probe geöffnet" in office.window.toasts.sentences()[-1]


def test_a_backup_that_is_put_back_brings_the_former_data(office: Office) -> None:
    page = settings(office, "backups")
    office.press(Qt.Key.Key_F8)
    name = first_name(office)
    office.do(throw_away, name)
    page.list.table.setFocus()
    page.commands["restore_backup"].trigger()
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, Weighing)
    press(Qt.Key.Key_Return, CTRL)
    assert dialog.isVisible()  # without a reason nothing happens
    type_text("Versehen")
    press(Qt.Key.Key_Return, CTRL)
    office.wait(lambda: any("zurückgespielt" in said for said in office.window.bars.sentences()))
    office.activate()
    office.settle()
    assert name in office.ask(
        lambda session: set(session.scalars(select(Person.last_name).where(Person.deleted_at.is_(None))))
    )


def test_the_second_place_is_chosen_and_missed(office: Office, tmp_path: Path) -> None:
    page = settings(office, "backups")
    office.press(Qt.Key.Key_F8)
    stick = tmp_path / "stick"
    stick.mkdir()
    cast("Any", page).choose_place(stick)
    office.settle()
    assert len(titles(page)) == 2
    for file in sorted(stick.rglob("*"), reverse=True):
        file.rmdir() if file.is_dir() else file.unlink()
    stick.rmdir()
    office.press(Qt.Key.Key_F8)
    assert "fehlt gerade" in cast("Any", page).standing.text()
    assert any("stick" in said for said in office.window.bars.sentences())


def test_the_recovery_sheet_is_shown_before_it_is_printed(office: Office) -> None:
    settings(office, "keys")
    office.press(Qt.Key.Key_F7)
    office.wait(lambda: isinstance(office.window.pages.page(), PreviewPage))


# --- data protection ---


def test_above_fifty_the_number_must_be_typed(office: Office) -> None:
    done: list[str] = []
    page: Page[Any] = settings(office, "protection")
    dialog = weigh(page, "Löschen", "Endgültig.", "51 löschen", 51, done.append)
    type_text("Frist")
    press(Qt.Key.Key_Return)
    type_text("50")
    press(Qt.Key.Key_Return, CTRL)
    assert dialog.isVisible()
    assert "51" in dialog.form.field("number").accessibleDescription()
    press(Qt.Key.Key_A, CTRL)
    type_text("51")
    press(Qt.Key.Key_Return, CTRL)
    assert not dialog.isVisible()
    assert done == ["Frist"]


def test_the_settings_have_a_key(office: Office) -> None:
    entry = office.window.menus.view.actions()[6]
    assert entry.shortcut() == QKeySequence("Ctrl+7")
    assert entry.text() == "Einstellungen"


@pytest.mark.parametrize(("number", "kind"), [(2, "person"), (4, "candidate")])
def test_from_a_record_a_key_leads_to_its_history(office: Office, number: int, kind: str) -> None:
    page = cast("ListPage[Any]", office.show(number))
    page.list.table.setFocus()
    press(Qt.Key.Key_Down)
    uid = page.selected()[0].id
    office.press(Qt.Key.Key_H, CTRL)
    journal = cast("TabbedPage", office.page).part
    assert isinstance(journal, JournalPage)
    office.wait(lambda: journal.list.table.rows.shown)
    assert {(row.line.kind, row.line.uid) for row in journal.list.table.rows.shown} == {(kind, uid)}
    office.press(Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert office.page is page


def test_what_failed_on_one_tab_is_gone_on_the_next(office: Office) -> None:
    settings(office, "users")
    office.window.desk.do(refuse, "x")
    office.settle()
    assert office.window.bars.sentences() == ["So nicht: x"]
    settings(office, "trash")
    assert office.window.bars.sentences() == []
