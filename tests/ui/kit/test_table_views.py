"""Saved views: kept over a restart, marked when changed, had back when deleted; a newer one is kept and told."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from kammerdesk.ui.kit.data_table import DataTable
from kammerdesk.ui.kit.dialogs import FormDialog
from kammerdesk.ui.kit.feedback import EmptyState, Remedy
from kammerdesk.ui.kit.memory import Memory
from kammerdesk.ui.kit.table_layout import ColumnChoice
from kammerdesk.ui.kit.views import ListView, ViewShelf
from tests.ui import demo
from tests.ui.keyboard import CTRL, focused, press, type_text

People = DataTable[demo.PersonRow]
VIEW = ListView(
    "Läuft aus",
    ColumnChoice(("until", "name", "group", "committee", "days", "state"), ("name", "until", "group"), {"group": 90.0}),
    "e",
    {"group": "!LK", "until": "<=31.12.2027"},
    (("until", True), ("name", False)),
    "COMPACT",
)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "window.ini"


def opened(qtbot: QtBot, file: Path) -> People:
    """The list as a new start of the program shows it."""
    shelf = ViewShelf(Memory(file), "people")
    made: People = DataTable(demo.COLUMNS, "Prüfende", EmptyState("users", ""), shelf=shelf)
    qtbot.addWidget(made)
    made.resize(1000, 500)
    made.show()
    made.set_rows(demo.PEOPLE)
    return made


def names(people: People) -> list[str]:
    return [row.name.split(",")[0] for row in people.table.rows.shown]


def told(people: People) -> list[tuple[str, Remedy | None]]:
    seen: list[tuple[str, Remedy | None]] = []
    people.told.connect(lambda sentence, remedy: seen.append((sentence, remedy)))
    return seen


def test_the_cursor_waits_in_a_list_whose_view_is_opened_before_its_rows_are_there(
    qtbot: QtBot, dressed: object, file: Path
) -> None:
    shelf = ViewShelf(Memory(file), "people", (VIEW,))
    people: People = DataTable(demo.COLUMNS, "Prüfende", EmptyState("users", "Noch niemand."), shelf=shelf)
    qtbot.addWidget(people)
    people.resize(1000, 500)
    people.show()
    people.activateWindow()
    qtbot.waitUntil(people.isActiveWindow)
    people.setFocus()
    people.views.open("Läuft aus")
    assert not [each for each in people.findChildren(EmptyState) if each.isVisible()]
    people.set_rows(demo.PEOPLE)
    assert focused() is people.view
    press(Qt.Key.Key_A, CTRL)
    assert 0 < len(people.table.selected()) == len(names(people)) < len(demo.PEOPLE)


def test_a_view_survives_a_restart_with_all_it_says(qtbot: QtBot, dressed: object, file: Path) -> None:
    ViewShelf(Memory(file), "people").keep(VIEW)
    people = opened(qtbot, file)
    people.views.open("Läuft aus")
    assert people.look() == ListView(**{**VIEW.__dict__, "name": ""})
    assert names(people) == ["Ärmel", "Çelik", "Grothe", "Zeller", "Altmann", "Drews"]
    assert [column.key for column in people.view.columns.visible()] == ["until", "name", "group"]
    assert people.view.columnWidth(1) == 90
    assert people.view.verticalHeader().defaultSectionSize() == 26
    assert people.views.button.text() == "Ansicht: Läuft aus"


def test_what_is_changed_is_marked_saved_and_reset(qtbot: QtBot, dressed: object, file: Path) -> None:
    ViewShelf(Memory(file), "people").keep(ListView("Nach Ende", sort=(("until", False),)))
    people = opened(qtbot, file)
    people.views.open("Nach Ende")
    assert not people.views.button.text().endswith("•")
    people.view.sort_by("until")
    assert people.views.button.text() == "Ansicht: Nach Ende •"
    assert "geändert" in people.views.button.accessibleName()
    people.views.open("Nach Ende")
    assert people.view.wanted.sort == (("until", False),)
    people.filters.set_texts({"group": "AN"})
    changed = [people.views.is_changed]
    people.views.save()
    assert [*changed, people.views.is_changed] == [True, False]
    assert ViewShelf(Memory(file), "people").view("Nach Ende") == people.views.current


def test_the_standard_view_is_marked_too(qtbot: QtBot, dressed: object, file: Path) -> None:
    people = opened(qtbot, file)
    assert people.views.button.text() == "Ansicht: Standard"
    people.view.header.resizeSection(1, 200)
    assert people.views.button.text() == "Ansicht: Standard •"
    people.views.open("")
    assert people.views.button.text() == "Ansicht: Standard"


def test_a_new_view_gets_a_name_that_is_not_taken(qtbot: QtBot, dressed: object, file: Path) -> None:
    people = opened(qtbot, file)
    people.view.sort_by("days")
    ViewShelf(Memory(file), "people").keep(ListView("Einsätze"))
    people = opened(qtbot, file)
    people.view.sort_by("days")
    people.views.ask_name()
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, FormDialog)
    type_text("Einsätze")
    press(Qt.Key.Key_Return, CTRL)
    assert dialog.isVisible()
    dialog.form.field("name").setText("Wenig im Einsatz")  # type: ignore[attr-defined]
    press(Qt.Key.Key_Return, CTRL)
    assert people.views.current.name == "Wenig im Einsatz"
    assert ViewShelf(Memory(file), "people").names() == ["Einsätze", "Wenig im Einsatz"]


def test_the_list_opens_with_the_view_that_was_chosen_for_it(qtbot: QtBot, dressed: object, file: Path) -> None:
    shelf = ViewShelf(Memory(file), "people")
    shelf.keep(VIEW)
    shelf.first = "Läuft aus"
    people = opened(qtbot, file)
    assert names(people) == ["Ärmel", "Çelik", "Grothe", "Zeller", "Altmann", "Drews"]
    assert not people.views.is_changed


def test_a_deleted_view_can_be_had_back(qtbot: QtBot, dressed: object, file: Path) -> None:
    ViewShelf(Memory(file), "people").keep(VIEW)
    people = opened(qtbot, file)
    people.views.open("Läuft aus")
    seen = told(people)
    people.views.remove()
    assert ViewShelf(Memory(file), "people").names() == []
    assert names(people) == names(opened(qtbot, file))
    sentence, remedy = seen[0]
    assert "Läuft aus" in sentence
    assert remedy is not None
    remedy.run()
    assert ViewShelf(Memory(file), "people").view("Läuft aus") is not None
    assert people.views.current.name == "Läuft aus"


def newer(file: Path) -> dict[str, Any]:
    """A view as a later program may write it."""
    view = {"version": 99, "name": "Morgen", "columns": "ganz anders", "wolke": {"tief": [1, None, "ä"]}}
    memory = Memory(file)
    memory.keep("views/people", json.dumps([view]))
    memory.keep("views/people-first", "Morgen")
    memory.flush()
    return view


def test_a_view_of_a_newer_version_is_told_and_kept_as_it_is(qtbot: QtBot, dressed: object, file: Path) -> None:
    view = newer(file)
    people = opened(qtbot, file)
    seen = told(people)
    assert len(names(people)) == 7
    people.views.open("Morgen")
    assert "neueren Version" in seen[0][0]
    people.views.current = ListView("Heute")
    people.views.save()
    kept = json.loads(Memory(file).text("views/people"))
    assert view in kept
    assert len(kept) == 2


@pytest.mark.parametrize("text", ["{", "[1, 2]", '{"a": 1}', "[{}]", "null"])
def test_unreadable_views_are_put_aside_and_not_written_over(
    qtbot: QtBot, dressed: object, file: Path, text: str
) -> None:
    Memory(file).keep("views/people", text)
    shelf = ViewShelf(Memory(file), "people")
    assert shelf.names() == []
    shelf.keep(ListView("Neu"))
    memory = Memory(file)
    assert ViewShelf(memory, "people").names() == ["Neu"]
    assert memory.text("views/people-unreadable") == text


def test_columns_a_view_names_and_nobody_knows_are_passed_over(qtbot: QtBot, dressed: object, file: Path) -> None:
    choice = ColumnChoice(("gone", "days", "name"), ("gone", "days"), {"gone": 5.0, "days": 9999.0})
    view = ListView("Alt", choice, "", {"gone": "x", "days": ">8"}, (("gone", True), ("days", False)))
    ViewShelf(Memory(file), "people").keep(view)
    people = opened(qtbot, file)
    people.views.open("Alt")
    assert names(people) == ["Öztürk", "Altmann", "Drews"]
    assert [column.key for column in people.view.columns.visible()] == ["days", "name"]
    assert people.view.columnWidth(4) <= 2000
    assert not people.views.is_changed


def test_the_menu_of_views_names_every_one(qtbot: QtBot, dressed: object, file: Path) -> None:
    ViewShelf(Memory(file), "people").keep(VIEW)
    shelf = json.loads(Memory(file).text("views/people"))
    Memory(file).keep("views/people", json.dumps([*shelf, newer_view()]))
    people = opened(qtbot, file)
    people.views.button.setFocus()
    people.views._fill()
    titles = [action.text().replace("&", "") for action in people.views._menu.actions()]
    assert titles[:3] == ["Standard", "Läuft aus", "Übermorgen (aus einer neueren Version)"]


def newer_view() -> dict[str, Any]:
    return {"version": 7, "name": "Übermorgen"}
