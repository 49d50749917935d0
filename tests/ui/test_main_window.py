"""The window, by keys alone."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import QLocale, Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QApplication, QDialog, QDialogButtonBox
from pytestqt.qtbot import QtBot

from kammerdesk.base.errors import KammerError
from kammerdesk.ui.kit.chips import ChipLabel
from kammerdesk.ui.kit.desk import Desk
from kammerdesk.ui.kit.help_page import HelpPage
from kammerdesk.ui.kit.list_page import ListPage
from kammerdesk.ui.kit.masthead import Facts
from kammerdesk.ui.kit.memory import Memory
from kammerdesk.ui.kit.theme import Density, Scheme
from kammerdesk.ui.kit.widgets import Button
from kammerdesk.ui.main_window import MainWindow
from tests.ui import demo
from tests.ui.keyboard import (
    ALT,
    CTRL,
    InputCounter,
    clipped_labels,
    controls,
    focus_is_visible,
    focused,
    press,
    type_text,
    unnamed_controls,
)


def list_page(window: MainWindow) -> ListPage[demo.PersonRow]:
    page = window.pages.page()
    assert isinstance(page, ListPage)
    return page


def settle(qtbot: QtBot, window: MainWindow) -> None:
    qtbot.waitUntil(lambda: not window.desk.is_busy and window.pages.page() is not None)


def test_qt_speaks_german(dressed: QApplication) -> None:
    buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Save | QDialogButtonBox.StandardButton.Cancel)
    assert QLocale().language() is QLocale.Language.German
    assert buttons.button(QDialogButtonBox.StandardButton.Save).text() == "Speichern"
    assert QKeySequence("Ctrl+Shift+K").toString(QKeySequence.SequenceFormat.NativeText) == "Strg+Umschalt+K"


def test_the_store_is_opened_only_after_the_first_paint(qtbot: QtBot, people: demo.ListStore, memory: Memory) -> None:
    window = MainWindow(Desk(lambda: people), memory, demo.facts, demo.ENTRIES)
    qtbot.addWidget(window)
    qtbot.wait(1)
    assert not window.desk.is_open
    window.show()
    qtbot.waitUntil(lambda: window.desk.is_open)
    window.close()


def test_a_list_can_be_filtered_opened_and_left_without_a_mouse(qtbot: QtBot, window: MainWindow) -> None:
    counter = InputCounter(QApplication.instance())  # type: ignore[arg-type]
    page = list_page(window)
    press(Qt.Key.Key_F, CTRL)
    assert focused() is page.list.search
    type_text("ozturk")
    press(Qt.Key.Key_Down)
    assert [row.name for row in page.selected()] == ["Öztürk, Ayşe"]
    assert isinstance(page.detail, demo.PersonDetail)
    detail = page.detail
    qtbot.waitUntil(lambda: detail.name.text() == "Öztürk, Ayşe")
    press(Qt.Key.Key_2, CTRL)
    settle(qtbot, window)
    assert window.pages.key == "second"
    press(Qt.Key.Key_Left, ALT)
    assert window.pages.key == "people"
    assert [row.name for row in list_page(window).selected()] == ["Öztürk, Ayşe"]
    assert counter.clicks == 0
    assert counter.keys > 0


def test_an_action_is_stored_said_and_seen(qtbot: QtBot, window: MainWindow, people: demo.ListStore) -> None:
    press(Qt.Key.Key_F2)
    settle(qtbot, window)
    assert people.people[0].name == "Neumann, Eva"
    assert window.toasts.sentences() == ["Neumann, Eva gespeichert."]
    assert [row.name for row in list_page(window).selected()] == ["Neumann, Eva"]
    assert "09:42" in window.status.saved.text()


def test_a_command_that_needs_one_row_is_off_for_two(qtbot: QtBot, window: MainWindow) -> None:
    page = list_page(window)
    assert page.commands["rename_person"].isEnabled()
    press(Qt.Key.Key_A, CTRL)
    assert not page.commands["rename_person"].isEnabled()
    assert page.commands["create_person"].isEnabled()


def test_the_list_of_keys_names_every_command_and_escape_leaves_it(qtbot: QtBot, window: MainWindow) -> None:
    press(Qt.Key.Key_F1)
    page = window.pages.page()
    assert isinstance(page, HelpPage)
    shown = {row.what: row.keys for row in page.list.table.rows.shown}
    assert shown["Neue Person …"] == "Strg+N"
    assert shown["Umbenennen"] == "F2"
    press(Qt.Key.Key_Escape)
    assert window.pages.page() is list_page(window)


def test_no_two_commands_share_a_key_and_none_uses_altgr(window: MainWindow) -> None:
    keys = [
        shortcut.toString()
        for _, actions in window.menus.groups()
        for action in actions
        for shortcut in action.shortcuts()
    ]
    assert len(keys) == len(set(keys))
    assert not [key for key in keys if "Ctrl+Alt" in key]


def test_f6_walks_through_the_areas_and_comes_back(qtbot: QtBot, window: MainWindow) -> None:
    page = list_page(window)
    page.list.table.setFocus()
    press(Qt.Key.Key_F6, Qt.KeyboardModifier.ShiftModifier)
    assert focused() is window.navigation
    press(Qt.Key.Key_F6)
    assert page.list.isAncestorOf(focused())


def test_the_arrow_keys_in_the_navigation_change_the_page_and_keep_the_cursor(qtbot: QtBot, window: MainWindow) -> None:
    window.navigation.setFocus()
    press(Qt.Key.Key_Down)
    settle(qtbot, window)
    assert window.pages.key == "second"
    assert focused() is window.navigation
    press(Qt.Key.Key_Return)
    assert list_page(window).isAncestorOf(focused())


def test_badges_are_said_to_a_screen_reader(qtbot: QtBot, window: MainWindow) -> None:
    def spoken(number: int) -> str:
        return str(window.navigation.item(number).data(Qt.ItemDataRole.AccessibleTextRole))

    qtbot.waitUntil(lambda: spoken(0).startswith("Prüferinnen & Prüfer, 1"))
    assert spoken(1) == "Prüfungen"


def test_zoom_scheme_density_page_and_place_come_back_after_a_restart(
    qtbot: QtBot, window: MainWindow, people: demo.ListStore, memory: Memory
) -> None:
    press(Qt.Key.Key_Plus, CTRL)
    window.looks.dress(scheme=Scheme.DARK, density=Density.COMPACT)
    press(Qt.Key.Key_2, CTRL)
    settle(qtbot, window)
    window.resize(780, 600)
    window.close()
    assert (memory.zoom, memory.scheme, memory.density) == (1.1, Scheme.DARK, Density.COMPACT)
    again = MainWindow(Desk(lambda: people), memory, demo.facts, demo.ENTRIES)
    qtbot.addWidget(again)
    assert again.pages.key == "second"
    again.show()
    assert again.width() == 780
    again.close()


@pytest.mark.parametrize(
    ("width", "one_pane", "narrow"), [(1500, False, False), (1280, False, True), (900, True, True)]
)
def test_the_window_shares_its_width(
    qtbot: QtBot, window: MainWindow, width: int, one_pane: bool, narrow: bool
) -> None:
    window.resize(width, 640)
    page = list_page(window)
    assert page.detail is not None
    assert page.detail.isVisible() is not one_pane
    assert window.navigation.narrow is narrow


def test_in_the_smallest_window_at_the_largest_size_the_line_above_says_whose_house_this_is(
    qtbot: QtBot, window: MainWindow
) -> None:
    window.masthead.show_facts(
        Facts("IHK Lüneburg-Wolfsburg", "S. Kröger-Wiesenberg", "Partner: abgeglichen 23.11.2026", demonstration=True)
    )
    chamber, palette = window.masthead._chamber, window.masthead.palette_button
    for width, height, zoom, seen in ((760, 480, 2.0, 0), (1366, 688, 2.0, 1), (1366, 688, 1.0, 2)):
        window.resize(width, height)
        window.looks.dress(zoom=zoom)
        QApplication.processEvents()
        assert chamber.width() >= chamber.fontMetrics().horizontalAdvance(chamber.text())
        assert palette.width() >= palette.minimumSizeHint().width()
        assert palette.geometry().right() < width
        assert sum(part.isVisible() for part in window.masthead.findChildren(ChipLabel)) == seen


def test_in_a_narrow_window_enter_opens_the_detail_and_escape_returns_to_the_row(
    qtbot: QtBot, window: MainWindow
) -> None:
    window.resize(900, 640)
    page = list_page(window)
    assert page.detail is not None
    page.list.table.setFocus()
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_Return)
    assert page.detail.isVisible()
    assert not page.list.isVisible()
    press(Qt.Key.Key_Escape)
    assert not page.detail.isVisible()
    assert focused() is page.list.table
    assert [row.id for row in page.selected()] == [2]


def test_in_a_narrow_window_a_button_beside_the_title_leads_back_to_the_row_too(
    qtbot: QtBot, window: MainWindow
) -> None:
    window.resize(900, 640)
    page = list_page(window)
    page.list.table.setFocus()
    back = next(button for button in page.findChildren(Button) if button.accessibleName() == "Zurück zur Liste")
    assert not back.isVisible()
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_Return)
    assert back.isVisible()
    back.click()
    assert page.list.isVisible()
    assert not back.isVisible()
    assert focused() is page.list.table
    assert [row.id for row in page.selected()] == [2]


@pytest.mark.parametrize("zoom", [1.0, 1.5, 2.0])
@pytest.mark.parametrize("density", list(Density))
def test_nothing_is_cut_and_everything_has_a_name(
    qtbot: QtBot, window: MainWindow, zoom: float, density: Density
) -> None:
    window.looks.dress(zoom=zoom, density=density)
    qtbot.wait(1)
    assert clipped_labels(window) == []
    assert unnamed_controls(window) == []
    page = list_page(window)
    assert page.minimumSizeHint().width() <= 640 * zoom
    assert page.minimumSizeHint().height() <= 340 * zoom


@pytest.mark.parametrize("scheme", [Scheme.LIGHT, Scheme.DARK, Scheme.CONTRAST])
def test_the_focus_can_be_seen_on_every_control(qtbot: QtBot, window: MainWindow, scheme: Scheme) -> None:
    window.looks.dress(scheme=scheme)
    window.show()
    invisible = [type(widget).__name__ for widget in controls(window) if not focus_is_visible(widget)]
    assert invisible == []


def test_tab_visits_every_control_once_and_comes_round(qtbot: QtBot, window: MainWindow) -> None:
    start = controls(window)[0]
    start.setFocus()
    visited = [focused()]
    for _ in range(40):
        press(Qt.Key.Key_Tab)
        if focused() is start:
            break
        visited.append(focused())
    assert focused() is start
    assert len(visited) == len(set(visited))


def test_a_sentence_for_the_user_becomes_a_bar_and_a_bug_becomes_a_report_without_data(
    qtbot: QtBot, window: MainWindow
) -> None:
    window.desk.ask(_complain, then=lambda _: None)
    window.desk.do(demo.stumble, "Katja Drews")
    settle(qtbot, window)
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, QDialog)
    report: str = dialog.report  # type: ignore[attr-defined]
    assert "ValueError" in report
    assert "stumble" in report
    assert "Drews" not in report
    press(Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: clipped_labels(window) == [])  # the line below is laid out with the next event


def _complain(session: Any) -> None:
    raise KammerError("Der Drucker „HP Flur“ antwortet nicht.")


def test_the_title_of_the_window_says_program_page_and_house(window: MainWindow) -> None:
    assert window.windowTitle() == "KammerDesk – Prüferinnen und Prüfer – IHK Musterstadt"


def test_a_pulled_splitter_stays_when_the_window_grows_a_little(qtbot: QtBot, window: MainWindow) -> None:
    page = list_page(window)
    page._splitter.setSizes([500, 560])
    pulled = page._splitter.sizes()[1]
    window.resize(window.width() + 10, window.height())
    assert page._splitter.sizes()[1] == pulled
    window.resize(1280, 640)
    assert page._splitter.sizes()[1] == 400


def test_what_failed_on_a_page_is_gone_with_the_next_success(qtbot: QtBot, window: MainWindow) -> None:
    window.inform("Bitte sichern.")
    for order, stands in (("los", ["So nicht: los"]), ("eins", ["So nicht: eins"]), ("bitte", [])):
        window.desk.do(demo.knock, order)
        settle(qtbot, window)
        assert window.bars.sentences() == ["Bitte sichern.", *stands]


def test_what_shall_stay_stays_when_the_data_are_opened_again(qtbot: QtBot, window: MainWindow) -> None:
    window.inform("Bitte sichern.")
    with qtbot.waitSignal(window.desk.opened):
        window.desk.exchange(lambda: None)
    assert window.bars.sentences() == ["Bitte sichern."]


def test_a_success_hides_nothing_that_failed_while_it_was_under_way(qtbot: QtBot, window: MainWindow) -> None:
    window.desk.do(demo.knock, "los")
    window.desk.do(demo.knock, "bitte")
    settle(qtbot, window)
    assert window.bars.sentences() == ["So nicht: los"]


def test_what_failed_on_a_page_stays_there_when_one_goes_on(qtbot: QtBot, window: MainWindow) -> None:
    window.desk.do(demo.knock, "los")
    settle(qtbot, window)
    window.pages.stay()
    assert window.bars.sentences() == ["So nicht: los"]
    press(Qt.Key.Key_2, CTRL)
    settle(qtbot, window)
    assert window.bars.sentences() == []
