"""Fields with a fixed spelling own their input: right and wrong by keys, one button mends what can be mended."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, time

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from kammerdesk.base.dates import format_date
from kammerdesk.base.errors import KammerError, Reason
from kammerdesk.committees.rules.terms import last_day_of_term
from kammerdesk.ui.kit.date_edit import DateEdit
from kammerdesk.ui.kit.fields import ChoiceBox, NoteEdit, NumberEdit, PointsEdit, TextEdit, TimeEdit
from kammerdesk.ui.kit.form import FieldSpec, RecordForm
from kammerdesk.ui.kit.habits import let_enter_go_on
from kammerdesk.ui.kit.search_edit import SearchEdit
from kammerdesk.ui.kit.widgets import Button
from kammerdesk.ui.kit.written_edits import IbanEdit, MailEdit, MoneyEdit, PhoneEdit, PostalCodeEdit
from tests.ui.keyboard import CTRL, focused, press, type_text

FIELDS = (
    FieldSpec(key="money", title="Betrag", make=MoneyEdit),
    FieldSpec(key="number", title="Anzahl", make=NumberEdit),
    FieldSpec(key="phone", title="Telefon", make=PhoneEdit),
    FieldSpec(key="mail", title="E-Mail", make=MailEdit),
    FieldSpec(key="postal_code", title="Postleitzahl", make=PostalCodeEdit),
    FieldSpec(key="iban", title="IBAN", make=IbanEdit),
    FieldSpec(key="since", title="Berufen von", make=lambda: DateEdit(today=lambda: date(2026, 11, 23))),
    FieldSpec(key="until", title="Berufen bis", make=lambda: DateEdit(today=lambda: date(2026, 11, 23))),
    FieldSpec(key="note", title="Bemerkung", make=NoteEdit),
)


@pytest.fixture
def form(qtbot: QtBot, dressed: object) -> Iterator[RecordForm]:
    made = RecordForm(FIELDS, marking=True)
    qtbot.addWidget(made)
    qtbot.addWidget(made.summary)
    made.resize(560, 700)
    made.show()
    made.activateWindow()
    made.focus_first()
    yield made
    let_enter_go_on(True)


def enter(form: RecordForm, key: str, text: str) -> None:
    form.field(key).setFocus(Qt.FocusReason.TabFocusReason)
    press(Qt.Key.Key_A, CTRL)
    type_text(text)
    press(Qt.Key.Key_Return)


def fixes(form: RecordForm) -> list[Button]:
    return [button for button in form.findChildren(Button) if button.isVisible()]


WRITTEN = [
    ("money", "520", "520,00 EUR", 52000),
    ("money", "1520,5", "1.520,50 EUR", 152050),
    ("money", "1.520,50", "1.520,50 EUR", 152050),
    ("phone", "0531  4715-12", "0531 4715-12", "0531 4715-12"),
    ("mail", " m.weber@ihk.de ", "m.weber@ihk.de", "m.weber@ihk.de"),
    ("postal_code", "38100", "38100", "38100"),
    ("postal_code", "a-1010", "A-1010", "A-1010"),
    ("iban", "de02120300000000202051", "DE02 1203 0000 0000 2020 51", "DE02120300000000202051"),
]


@pytest.mark.parametrize(("key", "typed", "shown", "value"), WRITTEN)
def test_what_is_understood_is_written_the_usual_way(
    form: RecordForm, key: str, typed: str, shown: str, value: object
) -> None:
    enter(form, key, typed)
    assert form.field(key).property("text") == shown
    assert (form.values() or {})[key] == value


WRONG = [
    ("money", "acht", "„acht“ ist kein Betrag."),
    ("phone", "Durchwahl", "ist keine Telefonnummer"),
    ("mail", "m.weber@ihk", "In „m.weber@ihk“ fehlt die Endung, z. B. ihk.de."),
    ("postal_code", "3810", "Eine deutsche Postleitzahl hat 5 Ziffern."),
    ("iban", "DE03120300000000202051", "Diese IBAN hat einen Tippfehler (Prüfziffer stimmt nicht)."),
    ("since", "32.11.", "„32.11.“ ist kein Datum. Beispiel: 24.11.2026 oder 24.11."),
]


@pytest.mark.parametrize(("key", "typed", "sentence"), WRONG)
def test_what_makes_no_sense_stays_with_a_sentence_on_leaving(
    form: RecordForm, key: str, typed: str, sentence: str
) -> None:
    enter(form, key, typed)
    assert form.field(key).property("text") == typed
    assert sentence in form.field(key).accessibleDescription()
    assert form.values() is None


@pytest.mark.parametrize("key", ["money", "number"])
def test_a_thousands_point_is_mended_by_one_button(form: RecordForm, key: str) -> None:
    enter(form, key, "1.000")
    (fix,) = fixes(form)
    assert fix.text() == "1000 übernehmen"
    fix.setFocus()
    press(Qt.Key.Key_Return)
    assert focused() is form.field(key)
    assert not fixes(form)
    assert (form.values() or {})[key] == (100000 if key == "money" else 1000)


def test_a_term_of_more_than_five_years_is_mended_by_one_button(form: RecordForm) -> None:
    enter(form, "since", "01.12.2026")
    enter(form, "until", "31.12.2031")
    values = form.values() or {}
    last = last_day_of_term(values["since"])
    assert values["until"] > last
    sentence = f"Eine Berufung dauert höchstens 5 Jahre: bis {format_date(last)}."
    form.show_reasons([Reason("until", sentence, fix=last)])
    assert sentence in form.field("until").accessibleDescription()
    (fix,) = fixes(form)
    assert fix.text() == "30.11.2031 übernehmen"
    fix.setFocus()
    press(Qt.Key.Key_Return)
    assert (form.values() or {})["until"] == date(2031, 11, 30)
    assert form.field("until").property("wrong") is False


def test_changed_fields_say_so_until_they_are_as_before(form: RecordForm) -> None:
    form.set_values({"phone": "0531 1"})
    enter(form, "phone", "0531 12")
    assert form.changed() == ["phone"]
    assert form.field("phone").accessibleDescription() == "nicht gespeichert"
    enter(form, "phone", "0531 1")
    assert form.changed() == []
    assert form.field("phone").accessibleDescription() == ""


def test_a_locked_form_can_be_read_but_not_changed(form: RecordForm) -> None:
    form.set_values({"phone": "0531 1", "since": date(2026, 11, 24)})
    form.lock(True)
    for key in ("phone", "since", "note"):
        form.field(key).setFocus()
        for pressed in (Qt.Key.Key_Plus, Qt.Key.Key_Delete, Qt.Key.Key_F4, Qt.Key.Key_Escape):
            press(pressed)
        type_text("x")
    assert form.changed() == []
    assert QApplication.activePopupWidget() is None
    form.lock(False)
    enter(form, "phone", "0531 2")
    assert form.changed() == ["phone"]


def test_enter_goes_on_only_where_the_user_wants_it_and_never_saves(form: RecordForm) -> None:
    said: list[str] = []
    form.finished.connect(lambda: said.append("finished"))
    form.field("money").setFocus()
    press(Qt.Key.Key_Return)
    assert focused() is form.field("number")
    let_enter_go_on(False)
    press(Qt.Key.Key_Return)
    assert focused() is form.field("number")
    form.field("note").setFocus()
    type_text("a")
    press(Qt.Key.Key_Return)
    type_text("b")
    assert (form.values() or {})["note"] == "a\nb"
    assert said == []


def turn_wheel(widget: QWidget) -> None:
    place = QPointF(5, 5)
    down, none = QPoint(0, -120), Qt.MouseButton.NoButton
    spot = QPointF(widget.mapToGlobal(QPoint(5, 5)))
    phase, keys = Qt.ScrollPhase.NoScrollPhase, Qt.KeyboardModifier.NoModifier
    QApplication.sendEvent(widget, QWheelEvent(place, spot, QPoint(), down, none, keys, phase, False))


MAKES: list[tuple[Callable[[], QWidget], object]] = [
    (lambda: ChoiceBox((("AG", "Arbeitgeber"), ("AN", "Arbeitnehmer"))), "AG"),
    (NumberEdit, 50),
    (PointsEdit, 5000),
    (MoneyEdit, 52000),
    (DateEdit, date(2026, 11, 24)),
    (TimeEdit, time(8, 30)),
    (TextEdit, "Möller"),
    (NoteEdit, "a\nb\nc\nd\ne\nf\ng"),
]


@pytest.mark.parametrize(("make", "value"), MAKES)
def test_the_wheel_over_a_field_without_the_cursor_changes_nothing(
    qtbot: QtBot, dressed: object, make: Callable[[], QWidget], value: object
) -> None:
    form = RecordForm([FieldSpec(key="a", title="a", make=TextEdit), FieldSpec(key="b", title="b", make=make)])
    qtbot.addWidget(form)
    form.show()
    form.set_values({"b": value})
    form.field("a").setFocus()
    turn_wheel(form.field("b"))
    assert form.changed() == []


def test_a_record_is_searched_without_a_desk_by_nobody(qtbot: QtBot, dressed: object) -> None:
    field = SearchEdit(lambda session, text: [], lambda session, uid: "")
    qtbot.addWidget(field)
    field.setText("netz")
    with pytest.raises(KammerError, match="noch nicht gewählt"):
        field.value()
    field.setText("")
    assert field.value() is None
