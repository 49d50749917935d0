"""Fields understand what clerks type, and keep what makes no sense."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from kammerdesk.base.dates import format_day
from kammerdesk.base.errors import KammerError
from kammerdesk.ui.kit.date_edit import DateEdit
from kammerdesk.ui.kit.fields import ChoiceBox, LineField, NoteEdit, NumberEdit, PointsEdit, TextEdit, TickBox, TimeEdit
from kammerdesk.ui.kit.typed_dates import Lean, parse_typed_date
from tests.ui.keyboard import ALT, CTRL, PLAIN, press, type_text

TODAY = date(2026, 11, 23)  # a Monday
DATES = [
    ("24.11.2026", date(2026, 11, 24)),
    ("24.11.26", date(2026, 11, 24)),
    ("24.11.", date(2026, 11, 24)),
    ("24.11", date(2026, 11, 24)),
    ("2411", date(2026, 11, 24)),
    ("241126", date(2026, 11, 24)),
    ("24112026", date(2026, 11, 24)),
    ("24", date(2026, 11, 24)),
    ("5.", date(2026, 11, 5)),
    ("22.11.", date(2027, 11, 22)),
    ("h", TODAY),
    ("m", date(2026, 11, 1)),
    ("u", date(2026, 11, 30)),
    ("+7", date(2026, 11, 30)),
    ("-1w", date(2026, 11, 16)),
    ("+2m", date(2027, 1, 23)),
    ("+1j", date(2027, 11, 23)),
    ("mo", date(2026, 11, 30)),
    ("di", date(2026, 11, 24)),
    ("So", date(2026, 11, 29)),
    ("Di, 24.11.2026", date(2026, 11, 24)),
    ("29.02.", date(2028, 2, 29)),
]


@pytest.mark.parametrize(("text", "day"), DATES)
def test_a_date_is_understood_however_it_is_typed(text: str, day: date) -> None:
    assert parse_typed_date(text, TODAY) == day


@pytest.mark.parametrize(
    ("text", "day"),
    [("24.11.", date(2025, 11, 24)), ("22.11.", date(2026, 11, 22)), ("14.02.98", date(1998, 2, 14))],
)
def test_a_date_in_history_is_the_last_such_day(text: str, day: date) -> None:
    assert parse_typed_date(text, TODAY, Lean.PAST) == day


@pytest.mark.parametrize(
    "text", ["32.11.", "31.06.2026", "heute", "2026-11-24", "24/11/2026", "99999999", "13.13.", "x"]
)
def test_what_is_no_date_is_an_error_that_quotes_it(text: str) -> None:
    with pytest.raises(KammerError, match=r"24\.11\.2026"):
        parse_typed_date(text, TODAY)


@given(st.dates(date(1901, 1, 1), date(2199, 12, 31)), st.sampled_from(Lean))
def test_a_date_written_out_is_read_back(day: date, lean: Lean) -> None:
    assert parse_typed_date(format_day(day), TODAY, lean) == day
    assert parse_typed_date(f"{day:%d%m%Y}", TODAY, lean) == day


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.dates(date(2000, 1, 1), date(2100, 1, 1)))
def test_a_date_without_a_year_lies_on_the_side_the_field_leans_to(day: date, today: date) -> None:
    typed = f"{day:%d.%m.}"
    assert parse_typed_date(typed, today, Lean.FUTURE) >= today
    assert parse_typed_date(typed, today, Lean.PAST) <= today


@pytest.fixture
def shown(qtbot: QtBot, dressed: object) -> Iterator[Callable[[QWidget], None]]:
    """Shows a field with another one to go to."""
    kept: list[QWidget] = []

    def show(field: QWidget) -> None:
        holder = QWidget()
        qtbot.addWidget(holder)
        layout = QVBoxLayout(holder)
        layout.addWidget(field)
        layout.addWidget(TextEdit())
        holder.show()
        holder.activateWindow()
        field.setFocus(Qt.FocusReason.TabFocusReason)
        kept.append(holder)

    yield show
    kept.clear()


def test_a_date_field_writes_the_day_when_it_is_left(shown: Callable[[QWidget], None]) -> None:
    field = DateEdit(today=lambda: TODAY)
    shown(field)
    type_text("2411")
    press(Qt.Key.Key_Tab)
    assert field.value() == date(2026, 11, 24)
    assert field.text().endswith(", 24.11.2026")


def test_a_wrong_date_stays_as_it_was_typed(shown: Callable[[QWidget], None]) -> None:
    field = DateEdit(today=lambda: TODAY)
    shown(field)
    type_text("32.11.")
    press(Qt.Key.Key_Tab)
    assert field.text() == "32.11."
    with pytest.raises(KammerError):
        field.value()


def test_keys_set_today_and_step_by_a_day(shown: Callable[[QWidget], None]) -> None:
    field = DateEdit(today=lambda: TODAY)
    shown(field)
    press(Qt.Key.Key_Period, CTRL)
    assert field.value() == TODAY
    press(Qt.Key.Key_Plus)
    press(Qt.Key.Key_Plus)
    press(Qt.Key.Key_Minus)
    assert field.value() == date(2026, 11, 24)


def test_plus_in_an_empty_date_field_begins_a_step(shown: Callable[[QWidget], None]) -> None:
    field = DateEdit(today=lambda: TODAY)
    shown(field)
    type_text("+7")
    press(Qt.Key.Key_Tab)
    assert field.value() == date(2026, 11, 30)


def test_the_calendar_opens_by_key_and_gives_the_chosen_day(shown: Callable[[QWidget], None]) -> None:
    field = DateEdit(today=lambda: TODAY)
    shown(field)
    press(Qt.Key.Key_F4)
    popup = QApplication.activePopupWidget()
    assert popup is not None
    press(Qt.Key.Key_Right)
    press(Qt.Key.Key_Return)
    assert field.value() == date(2026, 11, 24)


@pytest.mark.parametrize("typed", ["87,5", "87.5", "87,50"])
def test_comma_and_point_both_mean_decimal(shown: Callable[[QWidget], None], typed: str) -> None:
    field = PointsEdit()
    shown(field)
    type_text(typed)
    press(Qt.Key.Key_Tab)
    assert field.value() == 8750
    assert field.text() == "87,5"


@pytest.mark.parametrize(("field", "typed"), [(PointsEdit, "187"), (PointsEdit, "acht"), (NumberEdit, "1.000")])
def test_a_wrong_number_stays_and_is_never_guessed(
    shown: Callable[[QWidget], None], field: type[LineField[int]], typed: str
) -> None:
    made = field()
    shown(made)
    type_text(typed)
    press(Qt.Key.Key_Tab)
    assert made.text() == typed
    with pytest.raises(KammerError):
        made.value()


@pytest.mark.parametrize(("typed", "number"), [("0", 0), ("7", 7), ("12", 12)])
def test_whole_numbers_within_bounds(dressed: object, typed: str, number: int) -> None:
    assert NumberEdit(0, 12).parse(typed) == number


@pytest.mark.parametrize("typed", ["-1", "13", "1,5", "1 000"])
def test_other_numbers_are_refused_with_what_is_allowed(dressed: object, typed: str) -> None:
    with pytest.raises(KammerError):
        NumberEdit(0, 12).parse(typed)


@pytest.mark.parametrize("typed", ["830", "8:30", "8.30", "0830"])
def test_times_are_understood_however_they_are_typed(shown: Callable[[QWidget], None], typed: str) -> None:
    field = TimeEdit()
    shown(field)
    type_text(typed)
    press(Qt.Key.Key_Tab)
    assert (field.value(), field.text()) == (time(8, 30), "08:30")


def test_escape_brings_back_what_stood_in_the_field(shown: Callable[[QWidget], None]) -> None:
    field = TextEdit()
    field.set_value("Möller")
    shown(field)
    type_text("Schulze")
    press(Qt.Key.Key_Escape)
    assert field.value() == "Möller"


def test_text_loses_blanks_at_its_ends(dressed: object) -> None:
    field = TextEdit()
    field.setText("  Öztürk   Ayşe ")
    assert field.value() == "Öztürk Ayşe"


@pytest.mark.parametrize("make", [lambda: ChoiceBox((("AG", "Arbeitgeber"), ("AN", "Arbeitnehmer")))])
def test_the_wheel_changes_nothing(shown: Callable[[QWidget], None], make: Callable[[], ChoiceBox[str]]) -> None:
    box = make()
    shown(box)
    box.set_value("AG")
    turn = QWheelEvent(
        QPointF(5, 5),
        QPointF(box.mapToGlobal(QPoint(5, 5))),
        QPoint(),
        QPoint(0, -120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(box, turn)
    assert box.value() == "AG"


def test_a_choice_is_made_by_keys_and_keeps_its_value_when_the_choices_change(
    shown: Callable[[QWidget], None],
) -> None:
    box = ChoiceBox((("AG", "Arbeitgeber"), ("AN", "Arbeitnehmer")), optional=True)
    seen: list[bool] = []
    box.edited.connect(lambda: seen.append(True))
    shown(box)
    assert box.value() is None
    press(Qt.Key.Key_Down, times=2)
    assert box.value() == "AN"
    assert seen
    box.set_choices((("AN", "Arbeitnehmer"), ("LK", "Lehrkraft")))
    assert box.value() == "AN"


ROOMS = ((1, "Raum 101"), (2, "Raum 102"), (3, "Öffentlicher Saal"), (4, "IT-Labor 2"))


@pytest.mark.parametrize(("typed", "room"), [("Raum 102", 2), ("raum 10", 1), ("off", 3), ("Öff", 3), ("labor", 4)])
def test_a_choice_is_found_by_all_that_is_typed_blanks_included(
    shown: Callable[[QWidget], None], typed: str, room: int | None
) -> None:
    box = ChoiceBox(ROOMS)
    box.set_value(None)
    shown(box)
    type_text(typed)
    assert QApplication.activePopupWidget() is None
    assert box.value() == room


@pytest.mark.parametrize(
    ("key", "modifiers"), [(Qt.Key.Key_F4, PLAIN), (Qt.Key.Key_Down, ALT), (Qt.Key.Key_Space, PLAIN)]
)
def test_in_the_open_list_enter_chooses_what_typing_highlights(
    shown: Callable[[QWidget], None], key: Qt.Key, modifiers: Qt.KeyboardModifier
) -> None:
    box = ChoiceBox(ROOMS)
    seen: list[bool] = []
    box.edited.connect(lambda: seen.append(True))
    shown(box)
    press(key, modifiers)
    opened = QApplication.activePopupWidget()  # held on to: the list is gone for Python when its frame is
    assert opened is not None
    type_text("Raum 102")
    press(Qt.Key.Key_Return)
    assert QApplication.activePopupWidget() is None
    assert box.value() == 2
    assert seen


def test_a_box_is_ticked_by_the_space_key(shown: Callable[[QWidget], None]) -> None:
    box = TickBox("ausgehändigt & geprüft")
    shown(box)
    press(Qt.Key.Key_Space)
    assert box.value() is True
    assert box.text() == "ausgehändigt && geprüft"


def test_enter_makes_a_new_line_in_a_note_and_tab_leaves_it(shown: Callable[[QWidget], None]) -> None:
    note = NoteEdit()
    shown(note)
    type_text("eins")
    press(Qt.Key.Key_Return)
    type_text("zwei")
    assert note.value() == "eins\nzwei"
    press(Qt.Key.Key_Tab)
    assert not note.hasFocus()
