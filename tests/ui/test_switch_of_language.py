"""Another language without a restart: everything is shown anew, nothing is lost and nothing is left behind."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QLocale, QObject, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QDialog, QDialogButtonBox

from kammerdesk.base.i18n import DEFAULT_LANGUAGE, language, tr, use_language
from kammerdesk.ui.kit.dialogs import Decision
from kammerdesk.ui.kit.feedback import InfoBar
from kammerdesk.ui.kit.language import speak
from kammerdesk.ui.kit.list_page import ListPage
from kammerdesk.ui.people.page import EXPIRED
from tests.ui.examday.days import enter, let_in, open_marks
from tests.ui.keyboard import press, type_text
from tests.ui.office import Office


@pytest.fixture(autouse=True)
def _german_again(dressed: QApplication) -> Iterator[None]:
    yield
    if language() != DEFAULT_LANGUAGE:
        use_language(DEFAULT_LANGUAGE)
        speak(dressed)


def switch(office: Office, code: str) -> None:
    """Chooses a language in the menu and waits until its words are seen and the former ones are gone."""
    names = {"en": "English", "de": "Deutsch"}
    action = next(each for each in office.window.menuBar().findChildren(QAction) if each.text() == names[code])
    action.trigger()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    office.settle()


def test_page_row_and_way_back_stay_while_every_word_changes(office: Office) -> None:
    office.show(3)
    office.show(2)
    page = office.page
    assert isinstance(page, ListPage)
    page.list.view.step(3)
    row, desk, store_open, size = page.here(), office.window.desk, office.window.desk.is_open, office.window.geometry()
    assert row is not None
    switch(office, "en")
    assert office.page is not page
    assert (office.window.pages.key, office.page.here()) == ("people", row)
    assert (office.window.desk, store_open, office.window.geometry()) == (desk, desk.is_open, size)
    assert office.window.menus.file.title() == "&File"
    assert office.window.navigation.item(1).text() == "Examiners"
    assert office.window.windowTitle().startswith("KammerDesk – Examiners – ")
    office.window.back()
    office.settle()
    assert office.window.pages.key == "committees"


def test_filters_view_and_selection_stay_and_say_the_same(office: Office) -> None:
    page = office.show(2)
    assert isinstance(page, ListPage)
    page.list.search.setText("BS-101")
    page.list.filters.put("standing", "=berufen; !=abgelaufen; Zzz")
    page.list.view.selectAll()
    chosen, shown = {row.id for row in page.selected()}, [row.id for row in page.list.table.rows.shown]
    assert len(chosen) > 1
    switch(office, "en")
    again = office.page
    assert isinstance(again, ListPage)
    assert again.list.search.text() == "BS-101"
    assert again.list.filters.texts() == {"standing": "=appointed; !=expired; Zzz"}
    assert [row.id for row in again.list.table.rows.shown] == shown
    assert {row.id for row in again.selected()} == chosen


def test_the_view_one_is_in_stays_on_pages_one_does_not_see(office: Office) -> None:
    page = office.show(2)
    assert isinstance(page, ListPage)
    page.open_view(tr(EXPIRED))
    office.settle()
    shown = [row.id for row in page.list.table.rows.shown]
    office.show(3)
    switch(office, "en")
    switch(office, "de")
    switch(office, "en")
    again = office.show(2)
    assert isinstance(again, ListPage)
    assert (again.list.views.current.name, again.list.views.is_changed) == (EXPIRED, False)
    assert again.list.filters.texts() == {"standing": "=expired", "chamber": "empty"}
    assert [row.id for row in again.list.table.rows.shown] == shown


def test_a_link_that_came_in_while_a_dialog_was_open_can_be_followed_in_the_other_language(office: Office) -> None:
    dialog = QDialog(office.window)
    dialog.setModal(True)
    dialog.open()
    office.window.follow("kammerdesk://person")
    dialog.reject()
    switch(office, "en")
    (bar,) = office.window.bars.findChildren(InfoBar)
    bar.buttons[0].click()
    for _ in range(3):
        office.settle()
    assert office.window.pages.key == "people"


def test_qt_changes_its_words_too(office: Office) -> None:
    switch(office, "en")
    assert QLocale().language() is QLocale.Language.English
    box = QDialogButtonBox(QDialogButtonBox.StandardButton.Save)
    assert box.button(QDialogButtonBox.StandardButton.Save).text() == "Save"
    switch(office, "de")
    box = QDialogButtonBox(QDialogButtonBox.StandardButton.Save)
    assert box.button(QDialogButtonBox.StandardButton.Save).text() == "Speichern"


def test_twenty_switches_leave_nothing_behind(office: Office) -> None:
    office.show(2)
    counts = []
    former = weakref.ref(office.window.pages)
    for _ in range(10):
        switch(office, "en")
        switch(office, "de")
        gc.collect()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        app = QApplication.instance()
        assert app is not None
        counts.append(
            (len(QApplication.allWidgets()), len(office.window.findChildren(QObject)), len(app.findChildren(QObject)))
        )
    assert counts[-1] == counts[1]
    assert former() is None


def test_the_language_is_remembered(office: Office) -> None:
    switch(office, "en")
    assert office.window.memory.text("look/language") == "en"


def test_what_is_wrong_is_asked_about_first_and_stays_when_one_does_not_give_it_up(office: Office) -> None:
    let_in(office, 1)
    step = open_marks(office)
    enter(office, "187")
    switch(office, "en")
    assert isinstance(QApplication.activeModalWidget(), Decision)
    press(Qt.Key.Key_Escape)
    office.settle()
    assert (language(), step.grid.model.index(0, 1).data()) == ("de", "187")
    switch(office, "en")
    decision = QApplication.activeModalWidget()
    assert isinstance(decision, Decision)
    decision.accept()
    office.settle()
    assert (language(), office.window.menus.file.title()) == ("en", "&File")


def test_what_is_typed_into_a_record_and_not_saved_is_kept(office: Office) -> None:
    page = office.show(2)
    assert isinstance(page, ListPage)
    page.list.view.step(1)
    office.press(Qt.Key.Key_Return)
    type_text("Zzz")
    office.settle()
    row = page.here()
    switch(office, "en")
    office.wait(lambda: list(office.window.pages.pending()) == [row])
    assert office.window.status.saved.text() == "Not saved (1)"
    switch(office, "de")
    office.wait(lambda: office.window.status.saved.text() == "Nicht gespeichert (1)")
