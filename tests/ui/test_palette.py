"""The palette over the whole window, by keys alone: what it finds, in which order, and what it opens."""

from __future__ import annotations

from pathlib import Path
from uuid import UUID

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleEvent
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from kammerdesk.base.errors import KammerError
from kammerdesk.base.finding import Found
from kammerdesk.committees.model import Appointment
from kammerdesk.exams.model import Candidate, ExamSeason
from kammerdesk.people.model import Person
from kammerdesk.store.actions import action
from kammerdesk.store.work import Work
from kammerdesk.ui.kit import theme
from kammerdesk.ui.kit.help_page import HelpPage
from kammerdesk.ui.kit.list_page import ListPage
from kammerdesk.ui.kit.palette import Palette
from kammerdesk.ui.kit.palette_entries import Entry, Group
from kammerdesk.ui.kit.record_window import RecordWindow
from kammerdesk.ui.kit.theme import Scheme
from kammerdesk.ui.pages import PAGES
from tests.ui.keyboard import CTRL, InputCounter, clipped_labels, focused, press, type_text, unnamed_controls
from tests.ui.office import Office


def opened(office: Office) -> Palette:
    """The palette, opened by its key."""
    office.activate()  # the former palette may have closed this moment
    office.press(Qt.Key.Key_K, CTRL)
    palette = office.window.palette_door.palette
    assert palette is not None

    def is_ready() -> bool:
        if not palette.isActiveWindow():
            palette.activateWindow()  # there is no window manager in memory to do so
        return QApplication.focusWidget() is palette.field

    office.wait(is_ready)
    return palette


def typed(office: Office, text: str) -> Palette:
    """The palette with the answer to a text."""
    palette = opened(office)
    type_text(text)
    office.wait(lambda: not palette.is_waiting)
    return palette


def lines(palette: Palette, group: Group | None = None) -> list[str]:
    return [entry.title for entry in palette.list.entries.entries() if group in (None, entry.group)]


def entry(palette: Palette, title: str) -> Entry:
    return next(each for each in palette.list.entries.entries() if each.title == title)


def person(office: Office, last_name: str) -> UUID:
    """An examiner of the house."""
    wanted = select(Person.uid).join(Appointment, Appointment.person_uid == Person.uid)
    uid: UUID = office.ask(lambda session: session.scalars(wanted.where(Person.last_name == last_name)).first())
    return uid


def candidate(office: Office) -> tuple[str, UUID, str]:
    """Number, key and family name of a candidate."""
    wanted = select(Candidate.number, Candidate.uid, Person.last_name).join(Person, Candidate.person_uid == Person.uid)
    number, uid, name = office.ask(lambda session: session.execute(wanted.order_by(Candidate.number)).first())
    return number, uid, name


def choose(office: Office, title: str) -> None:
    """Walks to a line with the arrow key."""
    palette = office.window.palette_door.palette
    assert palette is not None
    for _ in palette.list.entries.entries():
        chosen = palette.list.chosen()
        if chosen is not None and chosen.title == title:
            return
        press(Qt.Key.Key_Down)
    raise AssertionError(title)


def test_the_palette_opens_over_the_page_and_escape_brings_the_cursor_back_where_it_was(office: Office) -> None:
    office.show(2)
    page = office.page
    assert isinstance(page, ListPage)
    office.press(Qt.Key.Key_F, CTRL)
    type_text("schw")
    page.list.search.setSelection(1, 2)
    opened(office)
    type_text("anna")
    office.press(Qt.Key.Key_Escape)
    office.wait(lambda: focused() is page.list.search)
    assert page.list.search.text() == "schw"
    assert page.list.search.selectedText() == "ch"
    assert office.page is page


def test_a_person_is_found_by_beginnings_of_both_names_and_opened_on_the_page_that_shows_her(office: Office) -> None:
    counter = InputCounter(QApplication.instance())  # type: ignore[arg-type]
    uid = person(office, "Schneider")
    palette = typed(office, "alex schn")
    assert lines(palette, Group.RECORDS)[0].startswith("Schneider, ")
    press(Qt.Key.Key_Return)
    office.settle()
    office.wait(lambda: office.page.here() == uid)
    assert office.window.pages.key == "people"
    assert counter.clicks == 0


@pytest.mark.parametrize("dashes", ["-", "", " "])
def test_a_record_is_found_by_its_number_with_and_without_dashes(office: Office, dashes: str) -> None:
    number, uid, name = candidate(office)
    palette = typed(office, number.replace("-", dashes))
    (found,) = [each for each in palette.list.entries.entries() if each.group is Group.NUMBERS]
    assert found.title.startswith(f"{number}, {name}")
    press(Qt.Key.Key_Return)
    office.settle()
    office.wait(lambda: office.window.pages.key == "exams" and office.page.here() == uid)


def test_a_text_that_is_typed_and_sent_off_at_once_opens_what_it_means_and_nothing_older(office: Office) -> None:
    opened(office)
    type_text("al")
    type_text("ex schneider")
    press(Qt.Key.Key_Return)
    office.settle()
    office.wait(lambda: office.window.pages.key == "people" and office.page.here() == person(office, "Schneider"))


def test_a_command_is_found_by_the_beginning_of_its_words_shows_its_key_and_runs(office: Office) -> None:
    office.show(4)
    palette = typed(office, "einl")
    (command,) = [each for each in palette.list.entries.entries() if each.title == "Prüflinge einlesen …"]
    assert (command.group, command.right, command.reason) == (Group.COMMANDS, "Strg+I", "")
    assert palette.list.chosen() is command


def test_a_command_of_the_window_runs_on_enter(office: Office) -> None:
    typed(office, "> tasten")
    choose(office, "Tasten und Befehle")
    press(Qt.Key.Key_Return)
    office.wait(lambda: isinstance(office.page, HelpPage))


def test_what_cannot_run_now_is_grey_says_why_and_does_nothing(office: Office) -> None:
    office.show(2)
    page = office.page
    assert isinstance(page, ListPage)
    page.list.view.clearSelection()
    office.settle()
    palette = typed(office, "> verlauf")
    grey = entry(palette, "Verlauf")
    assert grey.reason == "nur mit einer markierten Zeile"
    assert "jetzt nicht möglich" in grey.spoken()
    choose(office, "Verlauf")
    press(Qt.Key.Key_Return)
    assert palette.isVisible()
    assert office.page is page


def test_commands_come_before_people_and_people_before_pages(office: Office) -> None:
    palette = typed(office, "sch")
    groups = [each.group for each in palette.list.entries.entries()]
    order = list(Group)
    assert groups == sorted(groups, key=order.index)
    assert {Group.RECORDS, Group.PAGES} <= set(groups)


def test_who_is_called_so_comes_first_and_in_german_order(office: Office) -> None:
    names = lines(typed(office, "sch"), Group.RECORDS)
    called = [name for name in names if name.lower().startswith("sch")]
    assert names[: len(called)] == called
    assert called.index("Schneider, Alexander") < called.index("Schütte, Tobias") < called.index("Schwarz, Torben")


def test_prefixes_look_for_one_thing_only(office: Office) -> None:
    number, _, _ = candidate(office)
    commands = {each.group for each in typed(office, ">").list.entries.entries()}
    office.press(Qt.Key.Key_Escape)
    helps = typed(office, "?")
    assert {each.group for each in helps.list.entries.entries()} == {Group.HELP}
    office.press(Qt.Key.Key_Escape)
    numbers = typed(office, f"#{number[:3]}")
    assert commands == {Group.COMMANDS}
    assert number in [title.partition(",")[0] for title in lines(numbers)]
    assert all(each.title[:3] == number[:3] for each in numbers.list.entries.entries())


def test_help_puts_a_prefix_into_the_field(office: Office) -> None:
    palette = typed(office, "?")
    press(Qt.Key.Key_Return)
    assert palette.isVisible()
    assert palette.field.text() == ">"
    assert {each.group for each in palette.list.entries.entries()} == {Group.COMMANDS}


def test_pages_and_their_tabs_are_found_and_opened(office: Office) -> None:
    palette = typed(office, "papierk")
    assert entry(palette, "Papierkorb").detail == "Einstellungen"
    press(Qt.Key.Key_Return)
    office.settle()
    office.wait(lambda: office.window.pages.key == "settings" and office.page.here() == ("trash", None))


def test_every_tab_of_a_page_of_pages_is_declared(office: Office) -> None:
    office.show(7)
    settings = next(page for page in PAGES if page.key == "settings")
    tabs = [(key, title) for key, title in settings.parts]
    declared = [(part.key, part.title) for part in office.page._parts]  # type: ignore[attr-defined]
    assert tabs == declared


def test_a_saved_view_is_found_and_opened(office: Office) -> None:
    page = office.show(2)
    assert isinstance(page, ListPage)
    page.list.search.setText("schw")
    office.wait(lambda: page.list.views.is_changed)
    page.list.views.ask_name()
    type_text("Die Schwarzen")
    press(Qt.Key.Key_Return, CTRL)
    office.wait(lambda: page.list.views.current.name == "Die Schwarzen")
    office.show(1)
    palette = typed(office, "schwarzen die")
    view = entry(palette, "Die Schwarzen")
    assert (view.group, view.detail) == (Group.VIEWS, "Prüferinnen und Prüfer")
    page.list.views.open("")
    choose(office, "Die Schwarzen")
    press(Qt.Key.Key_Return)
    office.settle()
    assert office.page is page
    assert page.list.views.current.name == "Die Schwarzen"


def test_an_empty_field_shows_the_last_things_and_typing_finds_them_again(office: Office) -> None:
    uid = person(office, "Schneider")
    office.window.go("people", uid)
    office.settle()
    office.press(Qt.Key.Key_Return)
    palette = opened(office)
    office.wait(lambda: lines(palette) == ["Schneider, Alexander"])
    assert palette.list.entries.entries()[0].group is Group.RECENT
    type_text("schneider")
    office.wait(lambda: not palette.is_waiting)
    assert len([each for each in palette.list.entries.entries() if each.place == ("people", uid)]) == 1


def test_without_anything_recent_the_field_says_what_to_type(office: Office) -> None:
    palette = opened(office)
    assert palette.said.isVisible()
    assert "Tippen Sie einen Namen" in palette.said.text()
    type_text("xyzqqq")
    office.wait(lambda: not palette.is_waiting)
    assert palette.said.text() == "Keine Treffer für „xyzqqq“."


def test_ctrl_enter_opens_the_record_in_a_window_of_its_own_and_escape_closes_it(office: Office) -> None:
    office.show(1)
    typed(office, "alex schneider")
    press(Qt.Key.Key_Return, CTRL)
    office.settle()

    def window() -> RecordWindow | None:
        return next((each for each in office.window.findChildren(RecordWindow) if each.isVisible()), None)

    office.wait(lambda: window() is not None)
    apart = window()
    assert apart is not None
    office.wait(lambda: any("Schneider" in each.text() for each in apart.detail.findChildren(QLabel)))
    assert office.window.pages.key == "today"
    apart.activateWindow()
    office.wait(apart.isActiveWindow)
    press(Qt.Key.Key_Escape)
    office.wait(lambda: window() is None)


@action("Test: enter a candidate of a past season")
def enter_past(work: Work, _: None = None) -> UUID:
    season = ExamSeason(name="Sommer 1999")
    season.starts_on = season.ends_on = work.today.replace(year=1999)
    someone = Person(last_name="Zyprian", first_name="Ute")
    work.add(season)
    work.add(someone)
    work.session.flush()
    exam = Candidate(number="S99-1", person_uid=someone.uid, season_uid=season.uid, regulation="fiae2020")
    work.add(exam)
    work.session.flush()
    return exam.uid


def test_a_record_that_the_list_does_not_show_now_is_shown_all_the_same(office: Office) -> None:
    office.show(4)
    office.press(Qt.Key.Key_F, CTRL)
    type_text("nobody is called so")
    page = office.page
    assert isinstance(page, ListPage)
    office.wait(lambda: not page.list.view.source.shown_count)
    number, uid, _ = candidate(office)
    typed(office, number)
    press(Qt.Key.Key_Return)
    office.settle()
    office.wait(lambda: page.here() == uid)
    assert page.list.search.text() == ""
    office.do(enter_past, None)
    typed(office, "zypr")
    press(Qt.Key.Key_Return)
    office.settle()
    office.wait(lambda: [row.number for row in page.selected()] == ["S99-1"])


def test_everything_is_named_fits_and_is_spoken(qtbot: QtBot, office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[str] = []

    def note(event: QAccessibleEvent) -> None:
        said.append(event.message() if hasattr(event, "message") else "")

    monkeypatch.setattr(QAccessible, "isActive", lambda: True)
    monkeypatch.setattr(QAccessible, "updateAccessibility", note)
    for scheme, zoom in ((Scheme.LIGHT, 1.0), (Scheme.DARK, 1.5)):
        office.window.looks.dress(scheme=scheme, zoom=zoom)
        palette = typed(office, "schneider")
        assert unnamed_controls(palette) == []
        assert clipped_labels(palette) == []
        assert any("Schneider, Alexander" in sentence and "Treffer" in sentence for sentence in said)
        index = palette.list.currentIndex()
        assert "Schneider, Alexander" in str(index.data(Qt.ItemDataRole.AccessibleTextRole))
        office.press(Qt.Key.Key_Escape)
    assert office.window.masthead.palette_button.accessibleName() == "Suchen oder Befehl …"


def refuse(session: object, question: object) -> Found:
    """A search that fails."""
    raise KammerError("Das geht gerade nicht.")


def test_a_question_that_fails_leaves_what_is_at_hand_to_be_opened(
    qtbot: QtBot, dressed: QApplication, houses: Path
) -> None:
    office = Office(qtbot, houses / "BS", find=refuse)
    palette = typed(office, "dunkel")
    choose(office, "Farben: Dunkel")
    press(Qt.Key.Key_Return)
    assert not palette.isVisible()
    assert theme.look().scheme is Scheme.DARK
    office.close()
