"""The one door: answers on the main thread, in order, and none for those who have gone."""

from __future__ import annotations

import gc
import sys
import threading
from collections.abc import Iterator, Sequence
from functools import partial
from typing import Any

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from kammerdesk.base.errors import KammerError, Refused
from kammerdesk.ui.kit.desk import Desk, Saving
from tests.ui import demo


@pytest.fixture
def desk(dressed: object, people: demo.ListStore) -> Iterator[Desk]:
    made = Desk(lambda: people)
    yield made
    made.close()


def test_a_question_asked_before_the_store_is_open_is_answered_on_the_main_thread(qtbot: QtBot, desk: Desk) -> None:
    answers: list[tuple[int, str]] = []
    desk.ask(demo.people_with, "AG", then=lambda rows: answers.append((len(rows), threading.current_thread().name)))
    assert desk.is_busy
    assert not desk.is_open
    desk.open()
    qtbot.waitUntil(lambda: not desk.is_busy)
    assert answers == [(2, "MainThread")]


def test_answers_come_in_the_order_of_the_questions(qtbot: QtBot, desk: Desk) -> None:
    seen: list[str] = []
    desk.open()
    for number in range(20):
        desk.prepare(partial(str, number), then=seen.append)
    qtbot.waitUntil(lambda: not desk.is_busy)
    assert seen == [str(number) for number in range(20)]


def test_an_order_reports_its_value_then_the_changed_kinds(qtbot: QtBot, desk: Desk, people: demo.ListStore) -> None:
    seen: list[object] = []
    desk.changed.connect(seen.append)
    desk.saving.connect(seen.append)
    desk.open()
    desk.do(demo.rename_person, (1, "Neu, Anna"), then=seen.append)
    qtbot.waitUntil(lambda: not desk.is_busy)
    assert seen == [Saving.UNDER_WAY, Saving.DONE, "Neu, Anna", frozenset({"person"})]
    assert people.people[0].name == "Neu, Anna"


def test_a_refusal_goes_to_the_one_who_asked(qtbot: QtBot, desk: Desk) -> None:
    refusals: list[Refused] = []
    states: list[Saving] = []
    desk.saving.connect(states.append)
    desk.open()
    desk.do(demo.rename_person, (1, ""), refused=refusals.append)
    qtbot.waitUntil(lambda: not desk.is_busy)
    assert states == [Saving.UNDER_WAY, Saving.REFUSED], "it is neither stored, nor is anything wrong with storing"
    assert [reason.field for reason in refusals[0].reasons] == ["name"]


def test_a_plain_sentence_counts_as_a_refusal_of_the_whole_order(qtbot: QtBot, desk: Desk) -> None:
    def complain(work: Any, order: str) -> None:
        raise KammerError("Die Platte ist voll.")

    refusals: list[Refused] = []
    states: list[Saving] = []
    desk.saving.connect(states.append)
    desk.open()
    desk.do(complain, "", refused=refusals.append)
    qtbot.waitUntil(lambda: not desk.is_busy)
    assert states == [Saving.UNDER_WAY, Saving.FAILED], "nothing is saved on a full drive"
    assert [(reason.field, reason.sentence) for reason in refusals[0].reasons] == [("", "Die Platte ist voll.")]


def test_an_unexpected_error_is_announced_and_the_desk_goes_on(qtbot: QtBot, desk: Desk) -> None:
    errors: list[Exception] = []
    states: list[Saving] = []
    answers: list[int] = []
    desk.failed.connect(errors.append)
    desk.saving.connect(states.append)
    desk.open()
    refusals: list[Refused] = []
    desk.do(demo.stumble, "x", refused=refusals.append)
    desk.ask(demo.all_people, then=lambda rows: answers.append(len(rows)))
    qtbot.waitUntil(lambda: not desk.is_busy)
    assert [type(error) for error in errors] == [ValueError]
    assert len(refusals) == 1, "whoever typed something learns that it is not stored"
    assert states == [Saving.UNDER_WAY, Saving.FAILED]
    assert answers == [7]


def test_an_answer_for_a_widget_that_is_gone_is_dropped(qtbot: QtBot, desk: Desk) -> None:
    class Listener(QLabel):
        def take(self, rows: object) -> None:
            self.setText("answered")

    listener = Listener()
    desk.ask(demo.all_people, then=listener.take)
    listener.deleteLater()
    qtbot.wait(1)
    desk.open()
    qtbot.waitUntil(lambda: not desk.is_busy)


def test_closing_carries_out_what_was_ordered_and_ends_the_thread(qtbot: QtBot, people: demo.ListStore) -> None:
    desk = Desk(lambda: people)
    desk.open()
    desk.do(demo.rename_person, (2, "Zuletzt, Uwe"))
    desk.close()
    assert people.closed
    assert people.people[1].name == "Zuletzt, Uwe"
    assert not [thread for thread in threading.enumerate() if thread.name == "desk"]


def test_draining_waits_for_answers_and_for_what_is_asked_on_them(qtbot: QtBot, desk: Desk) -> None:
    counts: list[int] = []

    def go_on(rows: Sequence[demo.PersonRow]) -> None:
        counts.append(len(rows))
        desk.ask(demo.people_with, "AG", then=lambda found: counts.append(len(found)))

    desk.open()
    desk.ask(demo.all_people, then=go_on)
    desk.drain()
    assert counts == [7, 2]


def test_after_closing_an_order_is_our_bug_and_a_question_is_dropped(qtbot: QtBot, people: demo.ListStore) -> None:
    desk = Desk(lambda: people)
    desk.open()
    desk.close()
    desk.ask(demo.all_people, then=lambda _: pytest.fail("no answer"))
    with pytest.raises(RuntimeError):
        desk.do(demo.rename_person, (2, "Zuspät, Uwe"))


def test_a_failed_question_says_that_it_is_finished(qtbot: QtBot, desk: Desk) -> None:
    def complain(session: Any) -> None:
        raise KammerError("Die Platte antwortet nicht.")

    seen: list[str] = []
    desk.failed.connect(lambda error: seen.append(str(error)))
    desk.open()
    desk.ask(complain, then=lambda _: pytest.fail("no answer"), finished=lambda: seen.append("finished"))
    desk.drain()
    assert seen == ["finished", "Die Platte antwortet nicht."]


class Witness:
    """Notes in which thread it goes."""

    def __init__(self, seen: list[str]) -> None:
        self._seen = seen

    def __del__(self) -> None:
        self._seen.append(threading.current_thread().name)


def test_what_hangs_on_a_question_is_let_go_on_the_main_thread(qtbot: QtBot, desk: Desk) -> None:
    seen: list[str] = []

    def ask_with(witness: Witness, failing: bool) -> None:
        def query(session: Any) -> Witness:
            if failing:
                raise KammerError(str(witness))
            return witness

        desk.ask(query, then=lambda answer: seen.append("other") if answer is not witness else None)

    desk.open()
    for number in range(50):
        ask_with(Witness(seen), failing=number % 2 == 0)
    desk.drain()
    gc.collect()
    assert seen == ["MainThread"] * 50


def test_a_store_that_does_not_open_can_be_tried_again(qtbot: QtBot, people: demo.ListStore) -> None:
    locked = [True]

    def open_store() -> demo.ListStore:
        if locked.pop():
            raise KammerError("Die Daten sind gerade nicht erreichbar.")
        return people

    desk = Desk(open_store)
    errors: list[Exception] = []
    answers: list[int] = []
    desk.failed.connect(errors.append)
    desk.ask(demo.all_people, then=lambda rows: answers.append(len(rows)))
    desk.open()
    qtbot.waitUntil(lambda: bool(errors))
    assert answers == []
    locked.append(False)
    desk.open()
    qtbot.waitUntil(lambda: not desk.is_busy)
    assert answers == [7]
    desk.close()


def test_qt_does_not_eat_references_to_none(dressed: object) -> None:
    label = QLabel()
    before = sys.getrefcount(None)
    for number in range(20_000):
        label.setText(str(number))
    assert sys.getrefcount(None) > before - 100
