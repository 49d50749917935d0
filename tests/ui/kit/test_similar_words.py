"""No hits: what may have been meant, by the words that are there; fast enough for long lists."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from kammerdesk.base.folding import shadow
from kammerdesk.ui.kit.data_table import DataTable
from kammerdesk.ui.kit.feedback import EmptyState
from kammerdesk.ui.kit.similar_words import SHORTEST, closest, vocabulary
from kammerdesk.ui.kit.widgets import Button
from tests.ui import demo

WORDS = vocabulary(["Meier, Anna", "Öztürk, Ayşe", "Großmann, Jörg", "Müller-Lüdenscheidt", "AEVO 2"])


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("meir", "Meier"),
        ("Maier", "Meier"),
        ("oezturk", "Öztürk"),
        ("öztrük", "Öztürk"),
        ("grosman", "Großmann"),
        ("luedenscheit", "Lüdenscheidt"),
        ("xylophon", ""),
        ("an", ""),
        ("123", ""),
    ],
)
def test_the_most_similar_word_is_meant(typed: str, meant: str) -> None:
    assert closest(typed, WORDS) == meant


@given(st.text(alphabet="abcdefgäöüß", min_size=SHORTEST))
def test_a_word_is_most_similar_to_itself(word: str) -> None:
    known = vocabulary([word, "Zzz"])
    assert shadow(closest(word, known)) == shadow(word) or len(shadow(word)) < SHORTEST


@pytest.fixture
def people(qtbot: QtBot, dressed: object) -> DataTable[demo.PersonRow]:
    made = DataTable(demo.COLUMNS, "Prüfende", EmptyState("users", "Noch niemand."))
    qtbot.addWidget(made)
    made.resize(900, 500)
    made.show()
    made.set_rows(demo.PEOPLE)
    return made


def offers(people: DataTable[demo.PersonRow]) -> list[Button]:
    QApplication.processEvents()
    return [each for each in people._no_hits.findChildren(Button) if each.isVisible()]


def test_a_mistyped_name_is_asked_for_and_one_key_takes_it(people: DataTable[demo.PersonRow]) -> None:
    people.search.setText("grohte")
    people._filter_now()
    clear, meant = offers(people)
    assert clear.text() == "Filter leeren"
    assert meant.text() == "Meinten Sie „Grothe“ (1)?"
    meant.click()
    assert [row.name for row in people.table.rows.shown] == ["Grothe, Martin"]


def test_of_several_words_only_the_unknown_one_is_another(people: DataTable[demo.PersonRow]) -> None:
    people.search.setText("aevo zelller")
    people._filter_now()
    assert offers(people)[1].text() == "Meinten Sie „aevo Zeller“ (1)?"


@pytest.mark.parametrize("typed", ["qqqqq", "zeller lk", "?!", "99"])
def test_without_an_idea_nothing_is_asked(people: DataTable[demo.PersonRow], typed: str) -> None:
    people.search.setText(typed)
    people._filter_now()
    assert [button.text() for button in offers(people)] == ["Filter leeren"]


def test_nothing_is_asked_that_other_filters_hide(people: DataTable[demo.PersonRow]) -> None:
    people.filters.set_texts({"group": "LK"})
    people.search.setText("zelller")
    people._filter_now()
    assert [button.text() for button in offers(people)] == ["Filter leeren"]
