"""A person is edited in the detail by keys alone; nothing typed is lost, nobody overwrites anybody."""

from __future__ import annotations

from pathlib import Path
from uuid import UUID

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from kammerdesk.people.model import Person
from kammerdesk.people.service import remove_person
from kammerdesk.store.actions import Role
from kammerdesk.store.store import Store
from kammerdesk.store.users import RoleOrder, give_role
from kammerdesk.store.work import Work
from kammerdesk.ui.kit.compare_view import ComparePage
from kammerdesk.ui.kit.feedback import InfoBar
from kammerdesk.ui.kit.field_box import FieldBox
from kammerdesk.ui.kit.parting import Parting
from kammerdesk.ui.kit.widgets import Button
from tests.ui.keyboard import CTRL, clipped_labels, focused, press, type_text, unnamed_controls
from tests.ui.office import CLOCK, Office
from tests.ui.people.editing import People, change_elsewhere


@pytest.fixture
def people(office: Office) -> People:
    return People(office)


def click(words: str, office: Office) -> None:
    """Presses the visible button with these words by its key."""
    root = QApplication.activeModalWidget() or office.window
    button = next(each for each in root.findChildren(Button) if each.isVisible() and each.text() == words)
    button.setFocus()
    office.press(Qt.Key.Key_Return)


def bars(people: People) -> list[str]:
    return [bar.sentence for bar in people.editor.findChildren(InfoBar) if bar.isVisible()]


def write_as_it_was(work: Work, order: tuple[UUID, str]) -> None:
    """A phone number as data from elsewhere hold it."""
    work.session.get_one(Person, order[0]).phone = order[1]


def box_of(people: People, key: str) -> FieldBox:
    parent = people.field(key).parentWidget()
    assert isinstance(parent, FieldBox)
    return parent


# --- saving ---


def test_enter_goes_into_the_first_field_and_saving_stores_what_was_typed(people: People) -> None:
    people.page.list.view.setFocus()
    people.office.press(Qt.Key.Key_Return)
    assert focused() is people.field("last_name")
    type_text("Neumann")
    people.type("phone", "0531 4715-99")
    assert people.said() == "2 Änderungen"
    assert [box_of(people, key).is_changed for key in ("last_name", "first_name", "phone")] == [True, False, True]
    people.save()
    assert (people.values()["last_name"], people.values()["phone"]) == ("Neumann", "0531 4715-99")
    assert people.said() == "Keine Änderungen"
    assert not box_of(people, "phone").is_changed
    assert any(
        "Neumann" in sentence or "gespeichert" in sentence for sentence in people.office.window.toasts.sentences()
    )


def test_a_phone_stored_before_that_makes_no_sense_hinders_nothing_else(people: People) -> None:
    people.office.do(write_as_it_was, (people.first.id, "siehe Akte / privat"))
    people.office.wait(lambda: people.field("phone").text() == "siehe Akte / privat")
    assert people.said() == "Keine Änderungen"
    people.type("town", "Peine")
    assert people.said() == "1 Änderung"
    people.save()
    assert (people.values()["town"], people.values()["phone"]) == ("Peine", "siehe Akte / privat")
    assert people.said() == "Keine Änderungen"
    people.go(people.second)
    assert people.page.pending() == {}


def test_saving_nothing_says_so_and_the_button_is_never_off(people: People) -> None:
    assert people.editor.save_bar.save.isEnabled()
    people.field("phone").setFocus()
    people.save()
    assert people.office.window.toasts.sentences() == ["Keine Änderungen"]
    people.type("phone", "12")
    assert people.editor.save_bar.save.isEnabled()


def test_two_errors_store_nothing_and_lead_to_the_first(people: People) -> None:
    before = people.values()
    people.type("last_name", "")
    people.type("mail", "m.weber@ihk")
    people.save()
    assert people.values() == before
    assert focused() is people.field("last_name")
    summary = next(iter(people.editor.fields.forms.values())).summary
    assert [button.text() for button in summary.findChildren(Button)] == ["Nachname", "E-Mail"]
    assert "fehlt die Endung" in people.field("mail").accessibleDescription()
    assert people.field("mail").accessibleDescription().startswith("Fehler:")


def test_a_link_in_the_summary_leads_back_from_another_tab(people: People) -> None:
    people.type("mail", "m.weber@ihk")
    people.save()
    people.editor.tabs.setCurrentIndex(2)
    summary = next(iter(people.editor.fields.forms.values())).summary
    summary.findChildren(Button)[0].setFocus()
    people.office.press(Qt.Key.Key_Return)
    assert people.editor.tabs.currentIndex() == 0
    assert focused() is people.field("mail")


def test_discarding_shows_what_is_stored_and_can_be_taken_back(people: People) -> None:
    people.type("phone", "0531 1234")
    click("Verwerfen", people.office)
    assert people.field("phone").text() == people.first.phone
    assert people.said() == "Keine Änderungen"
    click("Rückgängig", people.office)
    assert people.field("phone").text() == "0531 1234"
    assert people.said() == "1 Änderung"


def test_a_saved_change_is_taken_back_by_the_button_of_its_message(people: People) -> None:
    people.type("phone", "0531 1234")
    people.save()
    click("Rückgängig", people.office)
    assert people.values()["phone"] == people.first.phone
    assert people.field("phone").text() == people.first.phone


def test_taking_back_in_a_field_gives_its_stored_value_before_anything_saved_is_taken_back(people: People) -> None:
    birth_date = people.field("birth_date").text()
    people.type("phone", "0531 1234")
    people.save()
    people.type("birth_date", "1.2.80")
    press(Qt.Key.Key_Tab)
    assert people.field("birth_date").text() == "Fr, 01.02.1980"
    people.field("birth_date").setFocus(Qt.FocusReason.TabFocusReason)
    people.office.press(Qt.Key.Key_Z, CTRL)
    assert people.field("birth_date").text() == birth_date
    assert people.said() == "Keine Änderungen"
    assert people.values()["phone"] == "0531 1234"
    people.office.press(Qt.Key.Key_Z, CTRL)
    assert people.values()["phone"] == people.first.phone


def test_letters_just_typed_are_taken_back_by_the_field_itself(people: People) -> None:
    people.type("phone", "0531 1234")
    people.save()
    people.field("town").setFocus(Qt.FocusReason.TabFocusReason)
    before = people.field("town").text()
    type_text("Peine")
    people.office.press(Qt.Key.Key_Z, CTRL)
    assert people.field("town").text() == before
    assert people.values()["phone"] == "0531 1234"


def test_enter_in_the_last_field_leads_to_the_button_and_saves_nothing(people: People) -> None:
    people.type("iban", "")
    press(Qt.Key.Key_Return)
    assert focused() is people.editor.save_bar.save
    assert people.values()["iban"] != ""


def test_a_record_of_the_partner_can_be_read_and_says_why_not_changed(people: People) -> None:
    foreign = next(row for row in people.page.list.table.rows.shown if not row.is_ours)
    people.go(foreign)
    before = people.field("phone").text()
    people.type("phone", "1")
    assert people.field("phone").text() == before
    reason = people.editor.save_bar._reason
    assert reason.isVisible()
    assert "nur die IHK Lüneburg-Wolfsburg" in reason.text()


def test_whoever_may_only_read_is_told_so(people: People) -> None:
    office = people.office
    store = Store.open(office.folder, user="chef", clock=CLOCK)
    store.do(give_role, RoleOrder("kroeger", Role.READER))
    store.close()
    office.window._refresh_rights()
    office.settle()
    assert people.field("phone").isReadOnly()
    assert people.editor.save_bar._reason.text()


# --- drafts ---


def test_another_row_asks_nothing_and_coming_back_offers_what_was_typed(people: People) -> None:
    people.type("phone", "0531 1234")
    people.type("birth_date", "32.11.")
    people.go(people.second)
    assert QApplication.activeModalWidget() is None
    assert people.field("phone").text() == people.second.phone
    assert people.page.list.view.source.marks.keys() == {people.first.id}
    assert people.office.window.status.saved.text() == "Nicht gespeichert (1)"
    people.go(people.first)
    assert people.field("phone").text() == people.first.phone
    assert bars(people) == ["Nicht gespeicherte Änderungen vom 09:00"]
    people.page.list.view.setFocus()
    people.office.press(Qt.Key.Key_Return)
    assert focused().property("text") == "Fortsetzen"
    people.office.press(Qt.Key.Key_Return)
    assert people.field("phone").text() == "0531 1234"
    assert people.field("birth_date").text() == "32.11."
    assert bars(people) == []


def test_a_draft_that_is_discarded_leaves_no_mark(people: People) -> None:
    people.type("phone", "0531 1234")
    people.go(people.second)
    people.go(people.first)
    click("Verwerfen", people.office)
    assert not people.page.list.view.source.marks
    assert people.field("phone").text() == people.first.phone
    people.type("phone", "0531 99")
    people.save()
    assert people.values()["phone"] == "0531 99"


def test_a_killed_program_offers_every_field_again(qtbot: QtBot, houses: Path) -> None:
    office = Office(qtbot, houses / "BS")
    people = People(office)
    typed = {"phone": "0531 1234", "birth_date": "32.11.", "town": "Peine", "employer_uid": "noch nichts"}
    for key, text in typed.items():
        people.type(key, text)
    assert people.editor._pause.isActive()
    people.editor._pause.timeout.emit()
    office.settle()
    office.window.desk.close()  # from here on nothing is stored any more, as after a kill
    office.close()

    office = Office(qtbot, houses / "BS")
    assert [sentence for sentence in office.window.bars.sentences() if "Entwurf" in sentence]
    people = People(office)
    office.wait(lambda: bars(people))
    assert people.page.list.view.source.marks.keys() == {people.first.id}
    click("Fortsetzen", office)
    assert {key: people.field(key).text() for key in typed} == typed
    office.close()


def test_the_draft_of_a_saved_record_is_gone(people: People) -> None:
    people.type("phone", "0531 1234")
    people.editor.keep_typed()
    people.save()
    people.go(people.second)
    people.go(people.first)
    assert bars(people) == []
    assert not people.page.list.view.source.marks


# --- closing ---


@pytest.fixture
def two_unsaved(people: People) -> People:
    people.type("phone", "0531 1")
    people.go(people.second)
    people.type("phone", "0531 2222")
    return people


def close(people: People) -> Parting:
    people.office.window.close()
    people.office.settle()
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, Parting)
    return dialog


def test_closing_asks_once_what_becomes_of_the_records(two_unsaved: People) -> None:
    dialog = close(two_unsaved)
    assert "2 Datensätze sind nicht gespeichert." in [said.text() for said in dialog.findChildren(QLabel)]
    assert clipped_labels(dialog) == []
    assert unnamed_controls(dialog) == []
    press(Qt.Key.Key_Escape)
    assert two_unsaved.office.window.isVisible()


def test_keeping_drafts_closes_and_they_are_there_the_next_time(qtbot: QtBot, two_unsaved: People) -> None:
    close(two_unsaved)
    click_and_forget("Entwürfe behalten und beenden")
    assert not two_unsaved.office.window.isVisible()
    store = Store.open(two_unsaved.office.folder, user="kroeger", clock=CLOCK)
    kept = {draft.subject: draft.typed["phone"] for draft in store.drafts.all()}
    store.close()
    assert kept == {two_unsaved.first.id: "0531 1", two_unsaved.second.id: "0531 2222"}


def click_and_forget(words: str) -> None:
    dialog = QApplication.activeModalWidget()
    assert dialog is not None
    button = next(each for each in dialog.findChildren(Button) if each.text() == words)
    button.setFocus()
    press(Qt.Key.Key_Return)


def test_saving_all_stores_every_one_and_closes(two_unsaved: People) -> None:
    close(two_unsaved)
    click_and_forget("Alle speichern")
    two_unsaved.office.wait(lambda: not two_unsaved.office.window.isVisible())
    store = Store.open(two_unsaved.office.folder, user="kroeger", clock=CLOCK)
    rows = [two_unsaved.first, two_unsaved.second]
    from kammerdesk.store.editing import record_copy

    copies = [store.ask(record_copy, "person", row.id) for row in rows]
    assert [copy.values["phone"] for copy in copies if copy is not None] == ["0531 1", "0531 2222"]
    assert store.drafts.all() == []
    store.close()


def test_what_cannot_be_saved_is_shown_instead_of_closing(two_unsaved: People) -> None:
    two_unsaved.type("phone", "keine")
    close(two_unsaved)
    click("Alle speichern", two_unsaved.office)
    office = two_unsaved.office
    assert office.window.isVisible()
    office.wait(lambda: two_unsaved.shows(two_unsaved.second))
    assert two_unsaved.values(two_unsaved.first)["phone"] == "0531 1"
    assert any("noch etwas nicht zu verstehen" in sentence for sentence in office.window.bars.sentences())
    assert bars(two_unsaved) == ["Nicht gespeicherte Änderungen vom 09:00"]


def test_looking_at_each_leads_to_the_first(two_unsaved: People) -> None:
    close(two_unsaved)
    click("Einzeln ansehen", two_unsaved.office)
    two_unsaved.office.wait(lambda: two_unsaved.shows(two_unsaved.first))
    assert bars(two_unsaved) == ["Nicht gespeicherte Änderungen vom 09:00"]


# --- others ---


def test_different_fields_of_two_clerks_are_both_kept_and_it_is_said(people: People) -> None:
    people.type("phone", "0531 1234")
    change_elsewhere(people.office, people.first.id, job_title="Meisterin")
    people.save()
    assert (people.values()["phone"], people.values()["job_title"]) == ("0531 1234", "Meisterin")
    assert people.field("job_title").text() == "Meisterin"
    assert "Änderungen von aydin übernommen." in people.office.window.toasts.sentences()


def compared(people: People) -> ComparePage:
    people.type("phone", "0531 1234")
    people.type("job_title", "Ausbilder")
    change_elsewhere(people.office, people.first.id, phone="0531 777", mail="neu@example.org")
    people.save()
    page = people.office.page
    assert isinstance(page, ComparePage)
    return page


def test_the_same_field_is_compared_and_enter_takes_ones_own(people: People) -> None:
    page = compared(people)
    assert people.values()["phone"] == "0531 777"
    words = [label.text() for label in page.findChildren(QLabel)]
    for expected in ("Ihre Fassung", "Gespeicherte Fassung", "Ergebnis", "0531 1234", "0531 777"):
        assert expected in words
    assert "neu@example.org (geändert)" in words
    assert clipped_labels(people.office.window) == []
    assert unnamed_controls(people.office.window) == []
    people.office.press(Qt.Key.Key_Return)
    stored = people.values()
    assert (stored["phone"], stored["job_title"], stored["mail"]) == ("0531 1234", "Ausbilder", "neu@example.org")
    assert people.field("mail").text() == "neu@example.org"
    assert people.said() == "Keine Änderungen"


def test_an_arrow_takes_the_stored_version_and_both_stay_in_the_history(people: People) -> None:
    compared(people)
    press(Qt.Key.Key_Right)
    people.office.press(Qt.Key.Key_Return)
    stored = people.values()
    assert (stored["phone"], stored["job_title"]) == ("0531 777", "Ausbilder")
    assert people.field("phone").text() == "0531 777"
    people.editor.tabs.setCurrentIndex(2)
    people.office.settle()
    told = "\n".join(label.text() for label in people.editor.findChildren(QLabel))
    assert "Telefon: 0531 777 → 0531 1234" in told
    assert "Telefon: 0531 1234 → 0531 777" in told


def test_later_changes_nothing_and_keeps_what_was_typed(people: People) -> None:
    compared(people)
    people.office.press(Qt.Key.Key_Escape)
    assert people.values()["phone"] == "0531 777"
    assert people.field("phone").text() == "0531 1234"
    assert people.said() == "2 Änderungen"


def remove_elsewhere(people: People) -> None:
    store = Store.open(people.office.folder, user="aydin", clock=CLOCK)
    store.do(remove_person, people.first.id)
    store.close()


@pytest.fixture
def removable(people: People) -> People:
    """On somebody who sits on no exam day."""
    from sqlalchemy import select

    from kammerdesk.examday.model import Sitting

    seated = people.office.ask(lambda session: set(session.scalars(select(Sitting.person_uid))))
    free = [row for row in people.page.list.table.rows.shown if row.is_ours and row.id not in seated and row.phone]
    people.first, people.second = free[:2]
    people.go(people.first)
    return people


def test_a_record_removed_by_another_comes_back_with_what_was_typed(removable: People) -> None:
    people = removable
    people.type("phone", "0531 1234")
    remove_elsewhere(people)
    people.save()
    (sentence,) = bars(people)
    assert sentence.startswith("aydin hat")
    assert people.field("phone").text() == "0531 1234"
    click("Zurückholen", people.office)
    people.save()
    assert people.values()["phone"] == "0531 1234"


def test_a_record_that_vanishes_while_one_types_is_told_and_its_draft_kept(removable: People) -> None:
    people = removable
    people.type("phone", "0531 1234")
    remove_elsewhere(people)
    people.office.press(Qt.Key.Key_F5)
    people.office.wait(lambda: any("aydin hat" in each for each in people.office.window.bars.sentences()))
    click("Zurückholen", people.office)
    people.office.wait(lambda: bars(people))
    click("Fortsetzen", people.office)
    assert people.field("phone").text() == "0531 1234"


# --- creating and removing ---


def test_a_new_person_is_typed_blind_and_stands_in_the_list(people: People) -> None:
    office = people.office
    office.press(Qt.Key.Key_N, CTRL)
    for text in ("Wegner", "Tobias"):
        type_text(text)
        press(Qt.Key.Key_Return)
    office.press(Qt.Key.Key_Return, CTRL)
    office.wait(lambda: QApplication.activeModalWidget() is None)
    office.wait(lambda: (row := people.page.current()) is not None and row.last_name == "Wegner")
    row = people.page.current()
    assert row is not None
    chip = next(column for column in people.page.spec.columns if column.key == "standing").words(row)
    assert chip == "ohne Amt"
    office.wait(lambda: people.shows(row))
    people.type("phone", "0531 1")
    people.save()


def hint() -> list[str]:
    """What the dialog says, once it is open."""
    dialog = QApplication.activeModalWidget()
    if dialog is None:
        return []
    return [bar.sentence for bar in dialog.findChildren(InfoBar) if bar.isVisible()]


def test_a_namesake_is_told_and_hinders_nobody(people: People) -> None:
    office, known = people.office, people.first
    office.press(Qt.Key.Key_N, CTRL)
    type_text(known.last_name)
    press(Qt.Key.Key_Return)
    type_text(known.first_name)
    office.wait(hint)
    (sentence,) = hint()
    assert sentence.startswith("Es gibt schon ")
    assert known.last_name in sentence
    before = len(people.page.list.table.rows.shown)
    office.press(Qt.Key.Key_Return, CTRL)
    office.wait(lambda: QApplication.activeModalWidget() is None)
    office.wait(lambda: len(people.page.list.table.rows.shown) == before + 1)


def test_looking_at_the_namesake_keeps_what_was_typed_for_later(people: People) -> None:
    office, known = people.office, people.second
    office.press(Qt.Key.Key_N, CTRL)
    type_text(known.last_name)
    press(Qt.Key.Key_Return)
    type_text(known.first_name)
    office.wait(hint)
    click("Ansehen", office)
    office.wait(lambda: people.shows(known))
    office.activate()
    office.settle()
    office.press(Qt.Key.Key_N, CTRL)
    office.wait(lambda: any("Entwurf" in sentence for sentence in hint()))
    press(Qt.Key.Key_Escape)


def test_delete_removes_without_a_question_and_the_message_brings_back(removable: People) -> None:
    people, office = removable, removable.office
    people.page.list.view.setFocus()
    office.press(Qt.Key.Key_Delete)
    assert QApplication.activeModalWidget() is None
    assert people.first.id not in {row.id for row in people.page.list.table.rows.shown}
    assert any("Papierkorb" in sentence for sentence in office.window.toasts.sentences())
    click("Rückgängig", office)
    assert people.first.id in {row.id for row in people.page.list.table.rows.shown}


def test_the_employer_is_found_by_a_few_letters_and_enter(people: People) -> None:
    office = people.office
    people.type("employer_uid", "netz lüne")
    press(Qt.Key.Key_Return)
    office.settle()
    office.wait(lambda: "Hartmann Netzservice" in people.field("employer_uid").text())
    people.save()
    found = people.page.current()
    assert found is not None
    assert "Hartmann Netzservice" in found.employer


def test_the_history_tells_the_change_in_words(people: People) -> None:
    before = people.first.phone
    people.type("phone", "0531 1234")
    people.save()
    people.editor.tabs.setCurrentIndex(2)
    people.office.settle()
    told = [label.text() for label in people.editor.findChildren(QLabel)]
    assert "Person ändern" in told
    assert f"Telefon: {before} → 0531 1234" in told


@pytest.mark.parametrize(
    ("width", "height", "zoom"), [(1366, 728, 1.0), (1280, 640, 1.0), (760, 480, 1.0), (1366, 728, 1.5)]
)
def test_nothing_is_cut_in_any_window(people: People, width: int, height: int, zoom: float) -> None:
    window = people.office.window
    window.looks.dress(zoom=zoom)
    window.resize(width, height)
    people.office.settle()
    people.page.open_detail()
    people.type("phone", "x")
    people.save()
    people.office.wait(lambda: not clipped_labels(window))
    assert unnamed_controls(window) == []
    assert people.editor.save_bar.save.isVisible()
    place = people.editor.save_bar.save.mapTo(window, people.editor.save_bar.save.rect().bottomLeft())
    assert place.y() < window.height()
