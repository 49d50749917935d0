"""The saved state at the bottom: all four in words, with what helps, on data that really cannot be written to."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel
from sqlalchemy import event, select

from kammerdesk.base.errors import refuse
from kammerdesk.people.model import Person
from kammerdesk.store.store import Store
from kammerdesk.store.work import Work
from kammerdesk.ui.examday.day_page import MARKING, DayPage
from kammerdesk.ui.kit.dialogs import Decision
from tests.ui.examday.days import enter, let_in, open_marks, slot_of
from tests.ui.keyboard import ALT, press
from tests.ui.office import Office


@contextmanager
def write_protected(office: Office) -> Iterator[None]:
    """The engine itself refuses every write meanwhile, as it does on a drive that may only be read."""
    only, switches = ["ON"], []

    def take(connection: Any, *_: object) -> None:
        connection.execute(f"PRAGMA query_only = {only[0]}")

    def listen(store: Store) -> None:
        event.listen(store._engine, "checkout", take)
        switches.append(store._engine)

    office.window.desk.tend(listen)
    office.settle()
    try:
        yield
    finally:
        only[0] = "OFF"
        office.settle()


def name_of(session: Any) -> str:
    return str(session.scalars(select(Person.last_name).order_by(Person.uid).limit(1)).one())


def rename(work: Work, name: str) -> None:
    person = work.session.scalars(select(Person).order_by(Person.uid).limit(1)).one()
    person.last_name = name


def saved(office: Office) -> str:
    return office.window.status.saved.text()


def test_all_four_states_are_said_in_words(office: Office) -> None:
    desk, go_on = office.window.desk, Event()

    def slowly(work: Work, name: str) -> None:
        go_on.wait(10)
        rename(work, name)

    assert saved(office) == "Alles gespeichert"
    desk.do(slowly, "Erste")
    assert saved(office) == "Speichert …"
    go_on.set()
    office.settle()
    assert saved(office) == "Alles gespeichert 09:00"
    with write_protected(office):
        office.do(rename, "Zweite")
        assert saved(office) == "Speichern fehlgeschlagen –"
    office.do(rename, "Dritte")
    assert saved(office) == "Alles gespeichert 09:00"
    let_in(office, 1)
    open_marks(office)
    enter(office, "187")
    assert saved(office) == "Nicht gespeichert (1)"


def test_what_failed_is_told_by_a_key_and_tried_again(office: Office) -> None:
    before = office.ask(name_of)
    with write_protected(office):
        office.do(rename, "Neumann")
        assert office.ask(name_of) == before
    details = office.window.status.details
    press(Qt.Key.Key_F6)
    while QApplication.focusWidget() is not details:
        press(Qt.Key.Key_F6)
    press(Qt.Key.Key_Return)
    question = QApplication.activeModalWidget()
    assert isinstance(question, Decision)
    said = " ".join(label.text() for label in question.findChildren(QLabel))
    assert "schreibgeschützt" in said
    press(Qt.Key.Key_Tab)
    press(Qt.Key.Key_Return)
    office.wait(lambda: QApplication.activeModalWidget() is None)
    office.activate()
    office.settle()
    assert office.ask(name_of) == "Neumann"
    assert saved(office) == "Alles gespeichert 09:00"
    assert not details.isVisible()


def turn_down(work: Work, sentence: str) -> None:
    raise refuse("", sentence)


def test_a_refusal_is_no_saving_and_what_failed_before_stays_in_view(office: Office) -> None:
    office.do(turn_down, "Das geht nicht.")
    assert saved(office) == "Alles gespeichert", "nothing was stored yet, at no time of day"
    office.do(rename, "Erste")
    office.do(turn_down, "Das geht nicht.")
    assert saved(office) == "Alles gespeichert 09:00"
    with write_protected(office):
        office.do(rename, "Zweite")
    failed = office.window.bars.sentences()[-1]
    office.do(turn_down, "Das geht auch nicht.")
    assert saved(office) == "Speichern fehlgeschlagen –"
    assert len(office.window.status.failures) == 1
    assert failed in office.window.bars.sentences()
    office.do(rename, "Dritte")
    assert saved(office) == "Alles gespeichert 09:00"
    assert office.window.bars.sentences() == []


def test_one_refusal_does_not_pile_up_on_the_other(office: Office) -> None:
    office.do(turn_down, "Das geht nicht.")
    office.do(turn_down, "Das geht auch nicht.")
    assert office.window.bars.sentences() == ["Das geht auch nicht."]


def test_from_what_is_not_saved_a_key_leads_to_it(office: Office) -> None:
    slots = let_in(office, 1)
    step = open_marks(office)
    enter(office, "187")
    office.press(Qt.Key.Key_1, ALT)
    show = office.window.status.show_unsaved
    while QApplication.focusWidget() is not show:
        press(Qt.Key.Key_F6)
    office.press(Qt.Key.Key_Return)
    page = office.page
    assert isinstance(page, DayPage)
    assert page.steps.currentIndex() == MARKING
    line = step.current()
    assert line is not None
    assert line.slot.id == slots[0]
    assert step.grid.view.hasFocus()
    assert not slot_of(office).marks


def test_the_partner_stands_at_the_right(office: Office) -> None:
    assert "Partner" in " ".join(label.text() for label in office.window.status.findChildren(QLabel))
