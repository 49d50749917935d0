"""Rows with something to be known beside their data: an icon for the eyes, words for the ears."""

from __future__ import annotations

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from kammerdesk.ui.kit.data_table import DataTable
from kammerdesk.ui.kit.feedback import EmptyState
from tests.ui import demo


def test_a_marked_row_is_seen_and_said_through_every_order(qtbot: QtBot, dressed: object) -> None:
    people = DataTable(demo.COLUMNS, "Prüfende", EmptyState("users", "Noch niemand."))
    qtbot.addWidget(people)
    people.resize(900, 400)
    people.show()
    people.set_rows(demo.PEOPLE)
    plain = people.view.grab().toImage()
    people.mark_rows([4])
    assert people.view.grab().toImage() != plain
    people.view.sort_by("name")
    people.set_rows(demo.PEOPLE)
    line = people.view.source.position(4)
    said = [people.view.source.index(line, column).data(Qt.ItemDataRole.AccessibleTextRole) for column in (0, 1)]
    assert said == ["Name: Drews, Katja, nicht gespeichert", "Gruppe: AN"]
    people.mark_rows([], words="gesperrt")
    people.view.set_sort(())
    assert people.view.grab().toImage() == plain
