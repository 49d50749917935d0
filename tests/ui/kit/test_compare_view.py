"""Two versions side by side: arrows choose, Enter takes; what only one side changed is no question."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QRadioButton
from pytestqt.qtbot import QtBot

from kammerdesk.base.differences import Comparison, Difference, Side, Version, after_choice
from kammerdesk.ui.kit.compare_view import CompareView
from kammerdesk.ui.kit.feedback import Remedy
from tests.ui.keyboard import clipped_labels, focused, press, unnamed_controls


def same(value: str) -> Version:
    return Version(value, value)


COMPARISON = Comparison(
    title="Grothe, Martin",
    ours="Unsere Fassung",
    theirs="Partnerfassung",
    ours_by="S. Kröger 20.11. 14:10",
    theirs_by="L. Thoms 19.11. 09:02",
    reason="Beide haben „Berufen bis“ seit dem letzten Abgleich (16.11.) geändert.",
    rows=(
        Difference("phone", "Telefon", same("0151"), same("0151"), same("0151"), clash=False),
        Difference("until", "Berufen bis", same("31.03.2027"), same("31.12.2027"), same("31.12.2026")),
        Difference("street", "Anschrift", same("Hafen 3"), same("Am Markt 12"), same("Hafen 3"), Side.THEIRS, False),
        Difference("bench", "Gruppe", same("AN"), same(""), same("AG"), Side.THEIRS),
    ),
)


@pytest.fixture
def view(qtbot: QtBot, dressed: object) -> CompareView:
    made = CompareView(COMPARISON, [Remedy("Beide als Notiz", lambda: None)])
    qtbot.addWidget(made)
    made.resize(760, 480)
    made.show()
    made.activateWindow()
    made.setFocus()
    return made


def test_the_proposal_is_preset_and_enter_takes_it(view: CompareView) -> None:
    taken: list[dict[str, Side]] = []
    view.decided.connect(taken.append)
    press(Qt.Key.Key_Return)
    (choice,) = taken
    assert choice == {"phone": Side.OURS, "until": Side.OURS, "street": Side.THEIRS, "bench": Side.THEIRS}
    assert choice["until"] is Side.OURS


def test_arrows_choose_the_version_and_the_next_field(view: CompareView) -> None:
    assert focused().accessibleName() == "Berufen bis, Unsere Fassung: 31.03.2027"
    press(Qt.Key.Key_Right)
    assert focused().accessibleName() == "Berufen bis, Partnerfassung: 31.12.2027"
    press(Qt.Key.Key_Down)
    assert focused().accessibleName() == "Gruppe, Partnerfassung: —"
    press(Qt.Key.Key_Left)
    press(Qt.Key.Key_Down)
    assert focused().accessibleName() == "Gruppe, Unsere Fassung: AN"
    press(Qt.Key.Key_Up)
    assert focused().accessibleName() == "Berufen bis, Partnerfassung: 31.12.2027"
    assert view.choice() == {"phone": Side.OURS, "until": Side.THEIRS, "street": Side.THEIRS, "bench": Side.OURS}
    view.propose()
    assert view.choice()["until"] is Side.OURS


def test_only_what_both_changed_is_a_question_and_the_result_is_seen(view: CompareView) -> None:
    assert len(view.findChildren(QRadioButton)) == 4
    words = [label.text() for label in view.findChildren(QLabel)]
    assert "Am Markt 12 (geändert)" in words
    assert words.count("31.03.2027") == 2
    press(Qt.Key.Key_Right)
    words = [label.text() for label in view.findChildren(QLabel)]
    assert (words.count("31.03.2027"), words.count("31.12.2027")) == (1, 2)


def test_nothing_is_cut_and_everything_has_a_name(qtbot: QtBot, view: CompareView) -> None:
    qtbot.waitUntil(lambda: not clipped_labels(view))
    assert unnamed_controls(view) == []


def test_later_decides_nothing(view: CompareView) -> None:
    said: list[str] = []
    view.decided.connect(lambda _: said.append("decided"))
    view.put_off.connect(lambda: said.append("later"))
    press(Qt.Key.Key_Tab)
    while not focused().property("text"):
        press(Qt.Key.Key_Tab)
    assert focused().property("text") == "Später"
    press(Qt.Key.Key_Return)
    assert said == ["later"]


def test_what_is_left_to_store_after_a_choice() -> None:
    choice = {"phone": Side.OURS, "until": Side.THEIRS, "street": Side.THEIRS, "bench": Side.OURS}
    wanted, given_up = after_choice({"until": "31.03.2027", "bench": "AN", "mail": "x"}, COMPARISON, choice)
    assert wanted == {"bench": "AN", "mail": "x"}
    assert given_up == {"until": "31.03.2027"}
