"""What is typed while the data are slow to answer is never lost, and never saved twice."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from threading import Event

import pytest
from PySide6.QtCore import Qt

from tests.ui.keyboard import CTRL, press
from tests.ui.office import Office
from tests.ui.people.editing import People, change_elsewhere


@pytest.fixture
def people(office: Office) -> People:
    return People(office)


@contextmanager
def slow_answers(people: People) -> Iterator[None]:
    """Whatever is asked inside the block is answered after it."""
    gate = Event()
    people.office.window.desk.prepare(gate.wait, then=lambda _: None, owner=people.page)
    try:
        yield
    finally:
        gate.set()
    people.office.settle()


def is_saved(people: People) -> bool:
    return any("gespeichert" in sentence for sentence in people.office.window.toasts.sentences())


def test_what_is_typed_right_after_saving_stays(people: People) -> None:
    people.type("phone", "0531 1234")
    press(Qt.Key.Key_S, CTRL)
    with slow_answers(people):
        people.office.wait(lambda: is_saved(people))
        people.type("town", "Peine")
    assert (people.field("phone").text(), people.field("town").text()) == ("0531 1234", "Peine")
    assert people.said() == "1 Änderung"
    people.save()
    assert (people.values()["phone"], people.values()["town"]) == ("0531 1234", "Peine")


def test_right_after_saving_there_is_nothing_unsaved(people: People) -> None:
    people.type("phone", "0531 1234")
    press(Qt.Key.Key_S, CTRL)
    with slow_answers(people):
        people.office.wait(lambda: is_saved(people))
        assert people.said() == "Keine Änderungen"
        press(Qt.Key.Key_S, CTRL)
    assert people.page.pending() == {}
    assert people.office.window.toasts.sentences()[-1] == "Keine Änderungen"


def test_what_one_took_back_oneself_is_not_told_as_a_change_of_somebody_and_is_shown(people: People) -> None:
    before = people.values()["phone"]
    people.type("phone", "0531 1234")
    people.save()
    people.type("town", "Peine")
    undo = people.office.window.undo_menu
    assert undo is not None
    undo.take_back()
    people.office.settle()
    people.save()
    assert (people.values()["phone"], people.values()["town"]) == (before, "Peine")
    assert people.field("phone").text() == before
    assert not [sentence for sentence in people.office.window.toasts.sentences() if "übernommen" in sentence]


def test_what_another_changed_meanwhile_is_shown_though_one_typed_on(people: People) -> None:
    people.type("phone", "0531 1234")
    change_elsewhere(people.office, people.first.id, mail="neu@example.org")
    press(Qt.Key.Key_S, CTRL)
    with slow_answers(people):
        people.office.wait(lambda: is_saved(people))
        people.type("town", "Peine")
    assert (people.field("mail").text(), people.field("town").text()) == ("neu@example.org", "Peine")


def test_what_is_typed_while_it_is_saved_is_offered_when_one_comes_back(people: People) -> None:
    people.type("phone", "0531 1234")
    with slow_answers(people):
        press(Qt.Key.Key_S, CTRL)
        people.type("town", "Peine")
        people.page.go_to(people.second.id)
        people.office.wait(lambda: people.editor._uid() == people.second.id)
    assert people.values(people.first)["phone"] == "0531 1234"
    people.go(people.first)
    people.editor.resume()
    people.office.settle()
    assert (people.field("phone").text(), people.field("town").text()) == ("0531 1234", "Peine")
    people.save()
    assert people.values()["town"] == "Peine"


def test_saving_twice_at_once_is_one_change(people: People) -> None:
    people.type("phone", "0531 1234")
    with slow_answers(people):
        press(Qt.Key.Key_S, CTRL)
        press(Qt.Key.Key_S, CTRL)
    past = people.office.ask(lambda session: people.page.shell.records.past(session, "person", people.first.id))  # type: ignore[union-attr]  # the house has records
    assert [each.user for each in past].count("kroeger") == 1


def test_what_is_saved_while_it_is_still_being_saved_is_saved_too(people: People) -> None:
    people.type("phone", "0531 1234")
    with slow_answers(people):
        press(Qt.Key.Key_S, CTRL)
        people.type("town", "Peine")
        press(Qt.Key.Key_S, CTRL)
    assert (people.values()["phone"], people.values()["town"]) == ("0531 1234", "Peine")
    assert people.said() == "Keine Änderungen"


def test_delete_in_a_field_or_on_a_tab_removes_nobody(people: People) -> None:
    form = next(iter(people.editor.fields.forms.values()))
    for place in (form.field("salutation"), form.field("phone"), people.editor.tabs.tabBar()):
        place.setFocus(Qt.FocusReason.TabFocusReason)
        people.office.press(Qt.Key.Key_Delete)
    assert [sentence for sentence in people.office.window.toasts.sentences() if "Papierkorb" in sentence] == []
    assert people.office.window.bars.sentences() == []


def test_while_all_is_saved_nothing_can_be_typed_that_would_be_lost(people: People) -> None:
    people.type("phone", "0531 1234")
    ended: list[bool] = []
    with slow_answers(people):
        people.page.save_pending(ended.append)
        people.type("phone", "0531 5678")
        assert people.field("phone").text() == "0531 1234"
    people.office.wait(lambda: ended)
    people.office.settle()
    assert (people.values()["phone"], people.field("phone").text()) == ("0531 1234", "0531 1234")
    assert not people.field("phone").isReadOnly()


def test_looking_back_before_a_record_was_there_does_not_tell_that_it_is_gone(people: People) -> None:
    people.type("phone", "0531 1234")
    people.office.window.desk.turn_to(datetime(2020, 1, 1, tzinfo=UTC))
    people.office.settle()
    assert not people.page.list.table.rows.shown
    assert people.office.window.bars.sentences() == []
    people.office.window.desk.turn_to(None)
    people.office.settle()
    assert list(people.page.pending()) == [people.first.id]
