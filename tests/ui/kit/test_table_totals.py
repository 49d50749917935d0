"""Figures below the columns: chosen by column, always of the rows that are shown, asked of the store in long lists."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from kammerdesk.base.conditions import Total
from kammerdesk.ui.kit.data_table import DataTable
from kammerdesk.ui.kit.feedback import EmptyState
from kammerdesk.ui.kit.memory import Memory
from kammerdesk.ui.kit.table_menu import add_totals
from kammerdesk.ui.kit.views import ListView, ViewShelf
from tests.ui import demo

People = DataTable[demo.PersonRow]


@pytest.fixture
def people(qtbot: QtBot, dressed: object, tmp_path: Path) -> People:
    shelf = ViewShelf(Memory(tmp_path / "window.ini"), "people")
    made: People = DataTable(demo.COLUMNS, "Prüfende", EmptyState("users", "Noch niemand."), shelf=shelf)
    qtbot.addWidget(made)
    made.resize(1000, 500)
    made.show()
    made.set_rows(demo.PEOPLE)
    return made


def choose(people: People, key: str, words: str) -> None:
    menu = QMenu()
    add_totals(menu, people.view.source, key, lambda total: people.set_total(key, total))
    (below,) = (action.menu() for action in menu.actions())
    assert isinstance(below, QMenu)
    next(action for action in below.actions() if action.text() == words).trigger()


def test_nothing_stands_below_the_columns_until_somebody_wants_it(people: People) -> None:
    assert not people.sums.isVisible()
    choose(people, "days", "Summe")
    assert people.sums.isVisible()
    assert people.sums.accessibleName() == "Summe (7): Einsätze 58"
    choose(people, "days", "Nichts")
    assert not people.sums.isVisible()


def test_each_column_has_its_own_figure(people: People) -> None:
    choose(people, "days", "Durchschnitt")
    choose(people, "until", "Anzahl")
    choose(people, "name", "Anzahl")
    assert people.sums.accessibleName() == "Summe (7): Name Anz. 7, Berufen bis Anz. 6, Einsätze Ø 8,29"


def test_words_can_only_be_counted(people: People) -> None:
    menu = QMenu()
    add_totals(menu, people.view.source, "group", lambda total: None)
    (below,) = (action.menu() for action in menu.actions())
    assert isinstance(below, QMenu)
    assert [action.text() for action in below.actions()] == ["Nichts", "Anzahl"]


def test_the_figures_are_always_of_the_rows_that_are_shown(people: People) -> None:
    people.set_total("days", Total.SUM)
    people.filters.set_texts({"group": "AN"})
    shown = people.table.rows.shown
    assert people.sums.accessibleName() == f"Summe (4): Einsätze {sum(row.days for row in shown)}"
    people.view.selectAll()
    assert people.sums.accessibleName().startswith("Summe (4)")
    assert "4 angezeigt · 4 ausgewählt · Summe Einsätze 38 · Ø 9,5" in people.foot.words.text()
    people.filters.set_texts({"group": "!AN !AG !LK"})
    assert people.view.source.total_of("days") is None


def test_the_line_is_painted_under_its_columns(people: People) -> None:
    people.set_total("days", Total.SUM)
    plain = people.sums.grab().toImage()
    people.set_total("until", Total.COUNT)
    assert people.sums.grab().toImage() != plain
    people.view.horizontalHeader().moveSection(4, 0)
    people.set_total("until", None)
    moved = people.sums.grab().toImage()
    assert moved != plain


def test_figures_are_part_of_a_view(people: People, tmp_path: Path) -> None:
    people.set_total("days", Total.AVERAGE)
    people.view.group_by("group")
    assert people.views.button.text().endswith("•")
    people.views._keep("Mit Schnitt")
    kept = ViewShelf(Memory(tmp_path / "window.ini"), "people").view("Mit Schnitt")
    assert kept is not None
    assert (kept.group, dict(kept.totals)) == ("group", {"days": Total.AVERAGE})
    people.views.open("")
    assert not people.sums.isVisible()
    assert people.view.wanted.group == ""
    people.views.open("Mit Schnitt")
    assert people.sums.accessibleName() == "Summe (7): Einsätze Ø 8,29"
    assert people.view.wanted.group == "group"
    assert not people.views.is_changed


def test_a_view_without_groups_and_figures_can_be_read_by_an_older_program(tmp_path: Path) -> None:
    assert '"version": 1' in ListView("Alt").as_text()
    assert '"version": 2' in ListView("Neu", group="group").as_text()


def test_an_average_is_exact(people: People) -> None:
    people.set_total("days", Total.AVERAGE)
    assert people.view.source.total_of("days") == Decimal(58) / 7
