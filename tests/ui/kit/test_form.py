"""The one form: Enter goes on, errors stand under their fields, refusals keep the dialog open."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from kammerdesk.base.errors import Reason, Refused
from kammerdesk.ui.kit.date_edit import DateEdit
from kammerdesk.ui.kit.dialogs import FormDialog, decide, fill_in
from kammerdesk.ui.kit.fields import ChoiceBox, NoteEdit, PointsEdit, TextEdit
from kammerdesk.ui.kit.form import FieldSpec, FormSpec, Group, RecordForm
from kammerdesk.ui.kit.mnemonics import with_mnemonics
from kammerdesk.ui.kit.widgets import Button
from kammerdesk.ui.kit.written_edits import PhoneEdit
from kammerdesk.ui.main_window import MainWindow
from tests.ui import demo
from tests.ui.keyboard import CTRL, clipped_labels, focused, press, type_text, unnamed_controls


@dataclass(frozen=True)
class Order:
    name: str
    bench: str | None
    since: date | None
    points: int | None
    note: str
    number: int = 0


BENCHES = (("AG", "Arbeitgeber"), ("AN", "Arbeitnehmer"))
NAME = FieldSpec(key="name", title="Nachname", make=TextEdit, required=True)
FORM: FormSpec[Order] = FormSpec(
    key="appoint",
    title="Berufung eintragen",
    verb="Berufen",
    order=Order,
    fields=(
        NAME,
        FieldSpec(key="bench", title="Gruppe", make=partial(ChoiceBox, BENCHES)),
        Group(
            "Berufung",
            (
                FieldSpec(key="since", title="Berufen von", make=DateEdit, required=True, hint="Höchstens 5 Jahre"),
                FieldSpec(key="points", title="Punkte", make=PointsEdit),
                FieldSpec(key="note", title="Bemerkung", make=NoteEdit),
            ),
        ),
    ),
)


@pytest.fixture
def form(qtbot: QtBot, dressed: object) -> RecordForm:
    made = RecordForm(FORM.fields, {"bench": "AN"})
    qtbot.addWidget(made)
    qtbot.addWidget(made.summary)
    made.resize(560, 500)
    made.show()
    made.focus_first()
    return made


def test_enter_walks_through_the_fields_and_control_enter_finishes(qtbot: QtBot, form: RecordForm) -> None:
    ends: list[str] = []
    form.finished.connect(lambda: ends.append("finished"))
    assert focused().objectName() == "name"
    for key in ("bench", "since", "points", "note"):
        press(Qt.Key.Key_Return)
        assert focused().objectName() == key
    press(Qt.Key.Key_Return)
    assert focused().objectName() == "note"
    assert ends == []
    press(Qt.Key.Key_Return, CTRL)
    press(Qt.Key.Key_S, CTRL)
    assert ends == ["finished", "finished"]


def test_leaving_a_wrong_field_shows_its_error_and_typing_takes_it_away(form: RecordForm) -> None:
    form.field("since").setFocus()
    type_text("32.11.")
    assert "wrong" not in form.field("since").dynamicPropertyNames()
    press(Qt.Key.Key_Return)
    assert form.field("since").property("wrong") is True
    assert "32.11." in form.field("since").accessibleDescription()
    form.field("since").setFocus()
    type_text("1")
    assert form.field("since").property("wrong") is False


def test_walking_through_empty_fields_shows_no_error(form: RecordForm) -> None:
    for _ in range(4):
        press(Qt.Key.Key_Tab)
    assert not [key for key in ("name", "since", "points") if form.field(key).property("wrong")]


def test_saving_with_errors_names_them_all_and_goes_to_the_first(form: RecordForm) -> None:
    form.field("points").setFocus()
    type_text("187")
    assert form.values() is None
    assert focused().objectName() == "name"
    links = [button.text() for button in form.summary.findChildren(Button)]
    assert links == ["Nachname", "Berufen von", "Punkte"]


def test_the_summary_forgets_a_field_as_soon_as_it_is_mended(qtbot: QtBot, form: RecordForm) -> None:
    form.field("points").setFocus()
    type_text("187")
    assert form.values() is None
    type_text("Müller")
    qtbot.waitUntil(lambda: summed_up(form) == ["Berufen von", "Punkte"])
    form.activateWindow()  # the summary is a window of its own here
    qtbot.waitUntil(form.isActiveWindow)
    form.field("points").setFocus()
    form.field("name").setFocus()  # left as wrong as it was
    assert summed_up(form) == ["Berufen von", "Punkte"]
    form.field("points").setFocus()
    press(Qt.Key.Key_A, CTRL)
    type_text("87")
    form.field("since").setFocus()
    type_text("24.11.2026")
    assert summed_up(form) == []
    assert not form.summary.isVisible()


def summed_up(form: RecordForm) -> list[str]:
    """The fields the summary names."""
    return [button.text() for button in form.summary.findChildren(Button) if button.isVisible()]


def test_enter_in_the_only_field_of_a_dialog_means_its_verb(qtbot: QtBot, dressed: object) -> None:
    taken: list[str] = []
    spec = FormSpec(key="x", title="Ansicht", verb="Speichern", fields=[NAME], order=lambda name: str(name))
    dialog = FormDialog(spec, taken.append)
    qtbot.addWidget(dialog)
    dialog.open()
    type_text("Meine")
    press(Qt.Key.Key_Return)
    dialog.done(0)
    assert taken == ["Meine"]


def test_what_is_right_comes_as_values(form: RecordForm) -> None:
    type_text("Müller")
    form.field("since").setFocus()
    type_text("24.11.2026")
    form.field("points").setFocus()
    type_text("87.5")
    assert form.values() == {
        "name": "Müller",
        "bench": "AN",
        "since": date(2026, 11, 24),
        "points": 8750,
        "note": "",
    }


def test_changes_are_counted_against_the_beginning(form: RecordForm) -> None:
    assert form.changes() == 0
    type_text("Müller")
    form.field("points").setFocus()
    type_text("xx")
    assert form.changes() == 2
    form.set_values({"name": "Meier"})
    assert form.field("name").property("text") == "Meier"


def test_reasons_stand_beside_their_fields_and_the_rest_below(form: RecordForm) -> None:
    form.show_reasons(
        [Reason("since", "Zu früh."), Reason("since", "Kein Werktag."), Reason("", "Der Ausschuss ist voll.")]
    )
    assert "Zu früh. Kein Werktag." in form.field("since").accessibleDescription()
    assert "Der Ausschuss ist voll." in [said.text() for said in form.summary.findChildren(QLabel)]
    assert focused().objectName() == "since"


@pytest.mark.parametrize("width", [300, 640])
def test_labels_stand_beside_or_above_and_nothing_is_cut(qtbot: QtBot, form: RecordForm, width: int) -> None:
    form.resize(width, 700)
    form.show_reasons([Reason("points", "187 ist zu hoch. Erlaubt sind 0 bis 100 Punkte, zum Beispiel 87,5.")])
    qtbot.wait(1)
    label = next(each for each in form.findChildren(QLabel) if each.buddy() is form.field("points"))
    beside = (
        label.mapTo(form, label.rect().topLeft()).y() + label.height()
        > form.field("points").mapTo(form, form.field("points").rect().topLeft()).y()
    )
    assert beside is (width == 640)
    assert clipped_labels(form) == []
    assert unnamed_controls(form) == []


def test_every_label_gets_its_own_letter() -> None:
    marked = with_mnemonics(["Nachname", "Name der Firma", "Öffnung", "Name", "R & D"], taken="d")
    assert marked == ["&Nachname", "Name der &Firma", "Öffn&ung", "N&ame", "&R && D"]
    assert with_mnemonics(["aa", "aa"]) == ["&aa", "aa"]


@pytest.fixture
def asked(window: MainWindow) -> Callable[..., FormDialog[Order]]:
    """Opens the form over the page of the window; the order renames a person."""
    page = window.pages.page()
    assert page is not None

    def rename(work: Any, order: Order) -> str:
        if order.name == "Meier":
            raise Refused([Reason("name", "Diesen Namen gibt es schon."), Reason("", "Bitte anders nennen.")])
        return demo.rename_person(work, (order.number, order.name))

    return partial(fill_in, page, FORM, rename, start={"bench": "AG", "since": date(2026, 12, 1)}, fixed={"number": 2})


def test_a_dialog_carries_out_its_order_and_closes(
    qtbot: QtBot, window: MainWindow, people: demo.ListStore, asked: Callable[..., FormDialog[Order]]
) -> None:
    answers: list[str] = []
    dialog = asked(then=answers.append)
    type_text("Schröder")
    with qtbot.waitSignal(dialog.finished):
        press(Qt.Key.Key_Return, CTRL)
    assert answers == ["Schröder"]
    assert people.people[1].name == "Schröder"


def test_a_refused_order_keeps_the_dialog_open_with_the_reasons(
    qtbot: QtBot, window: MainWindow, people: demo.ListStore, asked: Callable[..., FormDialog[Order]]
) -> None:
    dialog = asked()
    type_text("Meier")
    press(Qt.Key.Key_Return, CTRL)
    press(Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: not window.desk.is_busy)
    assert dialog.isVisible()
    assert dialog.form.field("name").property("wrong") is True
    assert people.people[1].name == "Zeller, Ute"
    press(Qt.Key.Key_A, CTRL)
    type_text("Maier")
    with qtbot.waitSignal(dialog.finished):
        press(Qt.Key.Key_Return, CTRL)
    assert people.people[1].name == "Maier"


def test_an_incomplete_form_gives_no_order(
    qtbot: QtBot, window: MainWindow, asked: Callable[..., FormDialog[Order]]
) -> None:
    dialog = asked()
    press(Qt.Key.Key_S, CTRL)
    assert not window.desk.is_busy
    assert dialog.form.field("name").property("wrong") is True
    press(Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def test_enter_in_the_last_field_only_moves_to_the_verb(
    qtbot: QtBot, window: MainWindow, asked: Callable[..., FormDialog[Order]]
) -> None:
    dialog = asked()
    dialog.form.ended.emit()
    assert focused() is dialog.verb
    assert not window.desk.is_busy
    assert unnamed_controls(dialog) == []
    assert clipped_labels(dialog) == []
    press(Qt.Key.Key_Escape)


def test_a_decision_presets_the_safe_answer(qtbot: QtBot, window: MainWindow) -> None:
    done: list[bool] = []
    for key, expected in ((Qt.Key.Key_Return, 0), (Qt.Key.Key_Tab, 1)):
        dialog = decide(
            window, "Paket zurückweisen", "Der Partner erfährt es.", "Zurückweisen", lambda: done.append(True)
        )
        press(key)
        if expected:
            press(Qt.Key.Key_Space)
        assert not dialog.isVisible()
        assert len(done) == expected


def test_enter_presses_the_button_with_the_cursor(qtbot: QtBot, window: MainWindow) -> None:
    done: list[bool] = []
    for tabs, expected in ((1, 1), (2, 1)):  # the verb; round again to Cancel
        dialog = decide(
            window, "Paket zurückweisen", "Der Partner erfährt es.", "Zurückweisen", lambda: done.append(True)
        )
        press(Qt.Key.Key_Tab, times=tabs)
        press(Qt.Key.Key_Return)
        assert not dialog.isVisible()
        assert len(done) == expected


def test_enter_discards_what_was_typed_only_on_the_verb(
    window: MainWindow, asked: Callable[..., FormDialog[Order]]
) -> None:
    dialog = asked()
    type_text("x")
    for tabs, still_there in ((0, True), (1, False)):
        press(Qt.Key.Key_Escape)
        press(Qt.Key.Key_Tab, times=tabs)
        press(Qt.Key.Key_Return)
        assert dialog.isVisible() is still_there


def test_making_a_form_flashes_no_window(dressed: QApplication) -> None:
    made = RecordForm(FORM.fields)
    assert [widget for widget in dressed.topLevelWidgets() if widget.isVisible()] == []
    assert made.changes() == 0


def test_a_stored_value_that_makes_no_sense_is_no_change_and_does_not_hinder_the_others(
    qtbot: QtBot, dressed: object
) -> None:
    form = RecordForm([NAME, FieldSpec(key="phone", title="Telefon", make=PhoneEdit)])
    qtbot.addWidget(form)
    qtbot.addWidget(form.summary)
    form.show()
    form.set_values({"name": "Müller", "phone": "siehe Akte"})
    assert form.changed() == []
    form.field("name").setFocus()
    type_text("Maier")
    assert form.changed() == ["name"]
    assert form.values(only=form.changed()) == {"name": "Maier"}
    form.follow({"name": "Maier", "phone": "siehe Schrank"})
    assert form.changed() == []
    assert form.field("phone").property("text") == "siehe Schrank"
    form.field("phone").setFocus()
    type_text("siehe Keller")
    assert form.changed() == ["phone"]
    assert form.values(only=form.changed()) is None, "what is typed now must make sense"


def test_taking_back_shows_what_is_stored_in_every_kind_of_field(qtbot: QtBot, dressed: object) -> None:
    form = RecordForm([*FORM.fields, FieldSpec(key="phone", title="Telefon", make=PhoneEdit)], marking=True)
    qtbot.addWidget(form)
    qtbot.addWidget(form.summary)
    form.show()
    form.set_values({"name": "Müller", "bench": "AN", "since": date(2026, 1, 2), "points": 8750, "phone": "siehe Akte"})
    stored = form.typed()
    typed = {"name": "Maier", "bench": "Arbeitgeber", "since": "32.11.", "points": "50", "phone": "0531 1"}
    form.retype(typed, follow=True)
    assert sorted(form.changed()) == sorted(typed)
    for key in typed:
        form.field(key).setFocus()
        press(Qt.Key.Key_Z, CTRL)
    assert form.changed() == []
    assert form.typed() == stored
