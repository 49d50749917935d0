"""The eyes that look at every page see what is wrong: each is shown a fault, and the same thing without it."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPaintEvent
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QDialog,
    QLabel,
    QLineEdit,
    QMainWindow,
    QMessageBox,
    QPushButton,
    QScrollArea,
    QSplitter,
    QTableView,
    QTableWidget,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from kammerdesk.ui.kit import icons, theme
from kammerdesk.ui.kit.fields import ChoiceBox
from kammerdesk.ui.kit.widgets import in_reading_order, name_buttons
from tests.ui.keyboard import clipped_labels, unnamed_controls
from tests.ui.pages import looking, reading

pytestmark = pytest.mark.usefixtures("dressed")


def dialog(qtbot: QtBot, *parts: QWidget) -> QDialog:
    """A shown dialog with these parts below each other."""
    made = QDialog()
    body = QVBoxLayout()
    for part in parts:
        body.addWidget(part)
    made.setLayout(body)
    qtbot.addWidget(made)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    return made


class Trap(QLineEdit):
    """Keeps Tab for itself."""

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Tab:
            return True
        return super().event(event)


class Blind(QPushButton):
    """Looks the same whether it has the cursor or not."""

    def paintEvent(self, event: QPaintEvent) -> None:
        pass

    def focusInEvent(self, event: QFocusEvent) -> None:
        pass


class Wheeled(QComboBox):
    """Qt's own box, which the wheel changes."""


def named(widget: QWidget, name: str = "Name") -> QWidget:
    widget.setAccessibleName(name)
    return widget


def test_a_dialog_wider_than_the_smallest_window_is_seen(qtbot: QtBot) -> None:
    wide = QLabel("x")
    wide.setMinimumWidth(700)
    assert looking.too_big(dialog(qtbot, wide))
    assert looking.too_big(dialog(qtbot, QLabel("x"))) == []


def test_a_sheet_that_scrolls_sideways_is_seen(qtbot: QtBot) -> None:
    sheets = []
    for width in (900, 20):
        inside = QWidget()
        inside.setFixedSize(width, 20)
        area = QScrollArea()
        area.setWidget(inside)
        root = dialog(qtbot, area)
        root.resize(300, 200)
        qtbot.wait(1)
        sheets.append(looking.scrolling_sideways(root))
    assert sheets[0]
    assert sheets[1] == []


def test_a_text_that_does_not_follow_the_zoom_is_seen(qtbot: QtBot) -> None:
    stuck = QLineEdit()
    stuck.setFont(theme.font())
    root = dialog(qtbot, stuck, QLabel("x"))
    assert looking.wrong_in_size(root) == []
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    theme.apply(app, zoom=2.0)
    assert len(looking.wrong_in_size(root)) == 1


def test_a_dialog_that_scrolls_for_nothing_is_seen(qtbot: QtBot) -> None:
    area, inside = QScrollArea(), QWidget()
    inside.setFixedSize(200, 300)
    area.setWidget(inside)
    root = dialog(qtbot, area)
    for height, faults in ((400, 0), (200, 1)):
        root.resize(400, height)
        QApplication.processEvents()
        assert len(looking.scrolling_for_nothing(root)) == faults


def test_a_list_that_does_not_show_all_its_columns_is_seen(qtbot: QtBot) -> None:
    table = QTableWidget(1, 3)
    window = QMainWindow()
    window.setCentralWidget(table)
    qtbot.addWidget(window)
    window.resize(1366, 688)
    window.show()
    assert looking.lists_scrolling_sideways(window) == []
    table.setColumnWidth(0, 1400)
    qtbot.waitUntil(table.horizontalScrollBar().isVisible)
    assert looking.lists_scrolling_sideways(window)


def test_what_lies_outside_of_its_holder_or_over_a_neighbour_is_seen(qtbot: QtBot) -> None:
    holder = QWidget()
    holder.setFixedSize(200, 60)
    one, other = QPushButton("eins", holder), QPushButton("zwei", holder)
    one.setGeometry(0, 0, 90, 30)
    other.setGeometry(100, 0, 90, 30)
    root = dialog(qtbot, holder)
    assert looking.cut_off(root) == []
    assert looking.overlapping(root) == []
    other.move(150, 0)
    assert looking.cut_off(root)
    other.move(60, 0)
    assert looking.overlapping(root)


def test_a_text_that_does_not_fit_and_a_control_without_a_name_are_seen(qtbot: QtBot) -> None:
    text = QLabel("Prüfungsausschuss")
    text.setFixedWidth(20)
    assert clipped_labels(dialog(qtbot, text)) == ["Prüfungsausschuss"]
    assert unnamed_controls(dialog(qtbot, QLineEdit()))
    assert unnamed_controls(dialog(qtbot, named(QLineEdit()))) == []


def test_panes_read_backwards_and_a_small_button_without_a_name_are_seen(qtbot: QtBot) -> None:
    panes = QSplitter()
    panes.addWidget(QPushButton("a"))
    panes.addWidget(QPushButton("b"))
    field = QLineEdit()
    field.addAction(icons.icon("search"), QLineEdit.ActionPosition.TrailingPosition)
    root = dialog(qtbot, panes, field)
    assert looking.against_reading_order(root)
    assert looking.unnamed_buttons(root)
    in_reading_order(panes)
    name_buttons(field)
    assert looking.against_reading_order(root) == []
    assert looking.unnamed_buttons(root) == []


def test_a_trap_for_tab_is_seen(qtbot: QtBot) -> None:
    assert looking.tab_traps(dialog(qtbot, QPushButton("a"), Trap(), QPushButton("b")))
    assert looking.tab_traps(dialog(qtbot, QPushButton("a"), QLineEdit(), QPushButton("b"))) == []


def test_a_table_that_takes_tab_is_seen(qtbot: QtBot) -> None:
    table = QTableView()
    table.setEditTriggers(QTableView.EditTrigger.NoEditTriggers)
    root = dialog(qtbot, table)
    assert looking.tables_that_take_tab(root)
    table.setTabKeyNavigation(False)
    assert looking.tables_that_take_tab(root) == []


def test_a_cursor_that_is_not_seen_is_seen(qtbot: QtBot) -> None:
    assert looking.invisible_focus(dialog(qtbot, QPushButton("a"), Blind("b")))
    assert looking.invisible_focus(dialog(qtbot, QPushButton("a"), QLineEdit(), QCheckBox("c"))) == []


def test_a_letter_given_twice_is_seen(qtbot: QtBot) -> None:
    assert looking.twice_the_same_letter(dialog(qtbot, QPushButton("&Speichern"), QPushButton("&Sperren")))
    assert looking.twice_the_same_letter(dialog(qtbot, QPushButton("&Speichern"), QPushButton("S&perren"))) == []


def test_a_box_that_the_wheel_changes_is_seen(qtbot: QtBot) -> None:
    wheeled = Wheeled()
    wheeled.addItems(["a", "b", "c"])
    assert looking.changed_by_the_wheel(dialog(qtbot, QLineEdit(), wheeled))
    ours: ChoiceBox[int] = ChoiceBox([(1, "a"), (2, "b"), (3, "c")])
    assert looking.changed_by_the_wheel(dialog(qtbot, QLineEdit(), ours)) == []


def test_an_answer_that_does_not_say_what_it_does_is_seen(qtbot: QtBot) -> None:
    assert looking.empty_answers(dialog(qtbot, QPushButton("&Ja"), QPushButton("Nein")))
    assert looking.empty_answers(dialog(qtbot, QPushButton("38 Ladungen drucken"))) == []
    box = QMessageBox()
    qtbot.addWidget(box)
    assert looking.empty_answers(box)


@pytest.mark.parametrize(
    "text",
    [
        "None",
        "Wert: nan",
        "TODO",
        "KammerError: schade",
        "Rolle: full_member",
        "Committee.JOINT",
        "{n} Zeilen",
        "Müller && Co.",
        "checked_in",
        "Save the record",
        "Examiners",
    ],
)
def test_what_is_not_meant_for_people_is_not_fit_to_be_read(text: str) -> None:
    assert reading.unfit(text)


@pytest.mark.parametrize(
    "text",
    [
        "Prüferinnen und Prüfer",
        "AG",
        "Alles über eine Person …",
        "C:\\daten\\mein_ordner\\liste_1.csv",
        "Status: offen",
    ],
)
def test_german_is_fit_to_be_read(text: str) -> None:
    assert reading.unfit(text) == ""


def test_every_kind_of_text_is_read(qtbot: QtBot) -> None:
    field = QLineEdit()
    field.setPlaceholderText("Platzhalter")
    button = QPushButton("&Knopf")
    button.setToolTip("Hinweis")
    button.setAccessibleDescription("Beschreibung")
    label = QLabel("&Feld")
    label.setBuddy(field)
    box = QComboBox()
    box.addItems(["Wahl"])
    root = dialog(qtbot, label, field, named(button, "Rufname"), box)
    wanted = {"Platzhalter", "Knopf", "Hinweis", "Beschreibung", "Feld", "Wahl", "Rufname"}
    assert wanted <= set(reading.visible_texts(root))


def test_an_ampersand_that_marks_nothing_is_seen(qtbot: QtBot) -> None:
    assert reading.loose_ampersands(dialog(qtbot, QPushButton("Prüfer & Ausschüsse")))
    assert reading.loose_ampersands(dialog(qtbot, QPushButton("Prüfer && &Ausschüsse"))) == []
