"""A choice among many: a few letters, Enter takes the first, arrows another, and no word stays that was not chosen."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from kammerdesk.base.errors import KammerError
from kammerdesk.ui.kit.fields import TextEdit
from kammerdesk.ui.kit.form import FieldSpec, RecordForm
from kammerdesk.ui.kit.search_edit import SearchEdit
from kammerdesk.ui.main_window import MainWindow
from tests.ui.keyboard import CTRL, focused, press, type_text

WEBERS = [(UUID(int=number), name) for number, name in enumerate(("Weber, Anna", "Weber, Annalena", "Wegner, Ute"))]
TRAILING = UUID(int=7), "Zander GmbH "


def find(session: Any, text: str) -> Sequence[tuple[UUID, str]]:
    words = text.lower().split()
    return [(uid, name) for uid, name in WEBERS if all(word in name.lower() for word in words)]


def named(session: Any, uid: UUID) -> str:
    return dict((*WEBERS, TRAILING))[uid]


@pytest.fixture
def form(qtbot: QtBot, window: MainWindow) -> RecordForm:
    made = RecordForm(
        [
            FieldSpec(key="person", title="Person", make=lambda: SearchEdit(find, named, "Personen")),
            FieldSpec(key="note", title="Bemerkung", make=TextEdit),
        ],
        desk=window.desk,
    )
    qtbot.addWidget(made)
    made.resize(400, 200)
    made.show()
    made.activateWindow()
    made.focus_first()
    return made


def field(form: RecordForm) -> SearchEdit:
    found = form.field("person")
    assert isinstance(found, SearchEdit)
    return found


def test_the_beginnings_of_words_and_enter_choose_the_first(qtbot: QtBot, form: RecordForm) -> None:
    type_text("anna web")
    press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: field(form).text() == "Weber, Anna")
    assert (field(form).value(), field(form).text()) == (UUID(int=0), "Weber, Anna")
    press(Qt.Key.Key_Return)
    assert focused() is form.field("note")


def test_arrows_choose_another_and_the_list_is_named(qtbot: QtBot, form: RecordForm) -> None:
    type_text("web")
    qtbot.waitUntil(lambda: field(form).hits.isVisible())
    assert field(form).hits.list.accessibleName() == "Personen"
    assert [field(form).hits.list.item(row).text() for row in range(2)] == ["Weber, Anna", "Weber, Annalena"]
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_Return)
    assert field(form).value() == UUID(int=1)
    assert not field(form).hits.isVisible()


def test_f4_opens_the_list_and_escape_leaves_everything_as_it_was(qtbot: QtBot, form: RecordForm) -> None:
    form.set_values({"person": UUID(int=2)})
    qtbot.waitUntil(lambda: field(form).text() == "Wegner, Ute")
    press(Qt.Key.Key_F4)
    qtbot.waitUntil(lambda: field(form).hits.isVisible())
    assert field(form).hits.list.count() == 3
    press(Qt.Key.Key_Escape)
    assert not field(form).hits.isVisible()
    assert field(form).value() == UUID(int=2)
    assert form.changed() == []


def test_words_that_were_never_chosen_are_an_error_that_stays(qtbot: QtBot, form: RecordForm) -> None:
    type_text("niemand")
    press(Qt.Key.Key_Tab)
    assert form.field("person").property("wrong") is True
    with pytest.raises(KammerError):
        field(form).value()
    assert field(form).text() == "niemand"


def test_nothing_fits_is_said(qtbot: QtBot, form: RecordForm) -> None:
    type_text("xyz")
    qtbot.waitUntil(lambda: field(form).hits.isVisible())
    assert field(form).hits.said.text() == "Nichts passt. Bitte weniger eingeben."
    press(Qt.Key.Key_Return)
    assert field(form).text() == "xyz"


def test_an_emptied_field_means_nobody(qtbot: QtBot, form: RecordForm) -> None:
    form.set_values({"person": UUID(int=2)})
    qtbot.waitUntil(lambda: field(form).text() == "Wegner, Ute")
    press(Qt.Key.Key_A, CTRL)
    press(Qt.Key.Key_Delete)
    assert field(form).value() is None
    assert form.changed() == ["person"]


def test_what_was_chosen_is_typed_again_from_a_draft(qtbot: QtBot, form: RecordForm) -> None:
    form.set_values({"person": UUID(int=1)})
    qtbot.waitUntil(lambda: field(form).text() == "Weber, Annalena")
    typed = form.typed()
    form.set_values({"person": None})
    form.retype(typed)
    assert field(form).value() == UUID(int=1)
    form.retype({"person": "halb get"})
    assert field(form).text() == "halb get"


def test_words_that_end_with_a_blank_are_chosen_all_the_same(qtbot: QtBot, form: RecordForm) -> None:
    uid, words = TRAILING
    form.set_values({"person": uid})
    qtbot.waitUntil(lambda: field(form).text() == words)
    assert field(form).value() == uid
    assert form.changed() == []
