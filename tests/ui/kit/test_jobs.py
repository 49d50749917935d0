"""Long work beside the window: seen in the bottom line, stopped by a key, found again with its result."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from kammerdesk.base.errors import KammerError
from kammerdesk.base.steps import step
from kammerdesk.people.model import Person
from kammerdesk.store.generations import backups_in
from kammerdesk.ui.kit.dialogs import Decision
from kammerdesk.ui.kit.feedback import Remedy
from kammerdesk.ui.kit.jobs import Data, Ending, LongWork, State, aside
from kammerdesk.ui.kit.jobs_page import JobsPage
from kammerdesk.ui.kit.loans import Lent
from kammerdesk.ui.kit.window_first import may_wait
from kammerdesk.ui.main_window import MainWindow
from tests.ui import demo
from tests.ui.keyboard import CTRL, clipped_labels, press, unnamed_controls
from tests.ui.office import Office


class Gate:
    """Work that goes on step by step, as the test lets it."""

    def __init__(self, steps: int = 4) -> None:
        self._steps = steps
        self._open = Event()
        self.begun = Event()
        self.reached = 0

    def __call__(self, *_: Any) -> str:
        for number in range(self._steps):
            step(number, self._steps)
            self.reached = number
            self.begun.set()
            if number == 1:
                self._open.wait(20)
        return "fertig"

    def let_go(self) -> None:
        """The work need not wait any more."""
        self._open.set()


@pytest.fixture
def gate() -> Iterator[Gate]:
    made = Gate()
    yield made
    made.let_go()


def run(window: MainWindow, gate: Gate, **more: Any) -> None:
    """Begins work and waits until it is at its second step."""
    window.run_job(LongWork(title="Zählen", work=gate, **more))
    gate.begun.wait(10)


def begun(qtbot: QtBot, window: MainWindow, gate: Gate, **more: Any) -> None:
    run(window, gate, **more)
    qtbot.waitUntil(lambda: gate.reached == 1)


def test_the_bottom_line_says_how_many_tasks_are_under_way_and_the_list_how_far(
    qtbot: QtBot, window: MainWindow, gate: Gate
) -> None:
    begun(qtbot, window, gate)
    assert window.status.jobs.isVisible()
    assert window.status.jobs.text() == "1 Aufgabe läuft"
    press(Qt.Key.Key_J, CTRL)
    page = window.pages.page()
    assert isinstance(page, JobsPage)
    (row,) = page.list.table.rows.shown
    assert (row.title, row.state, row.sentence) == ("Zählen", State.RUNNING, "1 von 4")
    gate.let_go()
    qtbot.waitUntil(lambda: not window.jobs.running)
    (row,) = page.list.table.rows.shown
    assert (row.state, row.sentence) == (State.DONE, "Fertig.")
    assert not window.status.jobs.isVisible()
    press(Qt.Key.Key_J, CTRL)
    assert window.pages.page() is not page


def test_the_window_answers_keys_while_work_with_the_data_is_under_way(
    qtbot: QtBot, window: MainWindow, gate: Gate
) -> None:
    begun(qtbot, window, gate, data=Data.SHARED)
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_F2)
    qtbot.waitUntil(lambda: "Neumann, Eva gespeichert." in window.toasts.sentences())
    assert window.jobs.running, "saved meanwhile"


def test_stopped_by_a_key_nothing_remains_and_that_is_said(qtbot: QtBot, window: MainWindow, gate: Gate) -> None:
    begun(qtbot, window, gate, then=lambda _: pytest.fail("nobody wants it any more"))
    press(Qt.Key.Key_J, CTRL)
    press(Qt.Key.Key_Delete)
    (job,) = window.jobs.running
    assert job.state is State.STOPPING
    gate.let_go()
    qtbot.waitUntil(lambda: not window.jobs.running)
    assert gate.reached == 1
    assert window.toasts.sentences() == ["„Zählen“ wurde abgebrochen. Nichts davon bleibt."]
    assert window.jobs.history[-1].state is State.STOPPED


def test_where_parts_remain_the_verb_and_the_sentence_say_so(qtbot: QtBot, window: MainWindow, gate: Gate) -> None:
    begun(qtbot, window, gate, stopped=lambda done, total: f"{done} von {total} sind gezählt.")
    press(Qt.Key.Key_J, CTRL)
    page = window.pages.page()
    assert page is not None
    assert page.commands["stop_job"].text() == "Anhalten"
    press(Qt.Key.Key_Delete)
    gate.let_go()
    qtbot.waitUntil(lambda: not window.jobs.running)
    assert window.toasts.sentences() == ["1 von 4 sind gezählt."]


def test_a_result_stays_in_the_list_and_is_opened_by_a_key(qtbot: QtBot, window: MainWindow) -> None:
    opened: list[str] = []
    ending = Ending("Geschrieben.", remedies=(Remedy("Öffnen", lambda: opened.append("Datei")),))
    window.run_job(LongWork(title="Schreiben", work=lambda: 1, told=lambda _: ending))
    qtbot.waitUntil(lambda: not window.jobs.running)
    press(Qt.Key.Key_J, CTRL)
    press(Qt.Key.Key_Home)
    press(Qt.Key.Key_O, CTRL)
    assert opened == ["Datei"]


def test_what_was_said_stays_in_the_list(window: MainWindow) -> None:
    window.toast("Anmeldung gespeichert.")
    press(Qt.Key.Key_J, CTRL)
    page = window.pages.page()
    assert isinstance(page, JobsPage)
    assert [row.sentence for row in page.list.table.rows.shown] == ["Anmeldung gespeichert."]


def test_a_failure_is_said_and_kept(qtbot: QtBot, window: MainWindow) -> None:
    def fail() -> None:
        raise KammerError("Der Datenträger ist voll.")

    window.run_job(LongWork(title="Schreiben", work=fail, then=lambda _: pytest.fail("it failed")))
    qtbot.waitUntil(lambda: not window.jobs.running)
    assert window.bars.sentences() == ["Der Datenträger ist voll."]
    last = window.jobs.history[-1]
    assert (last.state, last.ending.sentence) == (State.FAILED, "Der Datenträger ist voll.")


def test_a_mistake_of_whoever_gets_the_result_does_not_keep_the_window_open(qtbot: QtBot, window: MainWindow) -> None:
    def stumble(_: None) -> None:
        raise ValueError("a mistake of ours")

    with qtbot.captureExceptions() as caught:
        window.run_job(LongWork(title="Zählen", work=lambda: None, then=stumble))
        qtbot.waitUntil(lambda: not window.jobs.running)
    assert [str(error) for _kind, error, _trace in caught] == ["a mistake of ours"]
    window.close()
    assert not window.isVisible()


def test_what_needs_the_data_alone_waits_for_nobody_but_is_refused_with_the_reason(
    qtbot: QtBot, window: MainWindow, gate: Gate
) -> None:
    begun(qtbot, window, gate, data=Data.SHARED)
    window.run_job(LongWork(title="Zurückspielen", work=lambda: pytest.fail("alone"), data=Data.ALONE))
    assert "„Zurückspielen“ braucht die Daten allein" in window.bars.sentences()[0]
    assert len(window.jobs.running) == 1


def test_alone_the_data_are_closed_and_opened_again(qtbot: QtBot, window: MainWindow, people: demo.ListStore) -> None:
    closed: list[bool] = []
    window.run_job(LongWork(title="Wechsel", work=lambda: closed.append(people.closed), data=Data.ALONE))
    qtbot.waitUntil(lambda: not window.jobs.running)
    assert closed == [True]
    assert window.jobs.history[-1].state is State.DONE


def test_closing_asks_once_and_lets_it_go_on(qtbot: QtBot, window: MainWindow, gate: Gate) -> None:
    begun(qtbot, window, gate)
    window.close()
    question = window.findChild(Decision)
    assert question is not None
    assert question.windowTitle() == "1 Aufgabe läuft noch"
    press(Qt.Key.Key_Return)
    assert window.isVisible()
    assert window.jobs.running
    gate.let_go()
    qtbot.waitUntil(lambda: not window.jobs.running)
    window.close()
    assert not window.isVisible()


def test_closing_can_give_the_work_up(qtbot: QtBot, window: MainWindow, gate: Gate) -> None:
    begun(qtbot, window, gate)
    window.close()
    press(Qt.Key.Key_Tab)
    press(Qt.Key.Key_Return)
    gate.let_go()
    qtbot.waitUntil(lambda: not window.isVisible())
    assert gate.reached == 1


def test_closing_goes_on_at_once_when_the_work_ended_while_one_was_asked(
    qtbot: QtBot, window: MainWindow, gate: Gate
) -> None:
    begun(qtbot, window, gate)
    window.close()
    gate.let_go()
    qtbot.waitUntil(lambda: not window.jobs.running)
    assert window.isVisible()
    press(Qt.Key.Key_Tab)
    press(Qt.Key.Key_Return)
    assert not window.isVisible()


@pytest.mark.parametrize(("width", "height", "zoom"), [(760, 480, 1.0), (1366, 728, 1.5), (1366, 728, 2.0)])
def test_nothing_is_cut_and_everything_has_a_name(
    qtbot: QtBot, window: MainWindow, gate: Gate, width: int, height: int, zoom: float
) -> None:
    window.resize(width, height)
    window.looks.dress(zoom=zoom)
    begun(qtbot, window, gate)
    press(Qt.Key.Key_J, CTRL)
    qtbot.waitUntil(lambda: isinstance(window.pages.page(), JobsPage))
    QApplication.processEvents()
    assert clipped_labels(window) == []
    assert unnamed_controls(window) == []


def test_short_work_without_a_window_hands_over_its_result_or_its_error(qtbot: QtBot, dressed: object) -> None:
    def stumble() -> str:
        raise OSError("voll")

    owner = QObject()
    found: list[object] = []
    job = aside(lambda: "da", found.append, found.append, owner)
    qtbot.waitUntil(lambda: not job.is_running)
    job = aside(stumble, found.append, found.append, owner)
    qtbot.waitUntil(lambda: not job.is_running)
    assert found[0] == "da"
    assert isinstance(found[1], OSError)


# --- on real data ---


def last_names(session: Any) -> set[str]:
    return {person.last_name for person in session.query(Person)}


def test_a_backup_is_made_beside_the_window_and_a_stopped_one_leaves_nothing(office: Office) -> None:
    from kammerdesk.ui.settings import backups

    office.window.run_job(LongWork(title="Sicherung", work=backups.make, data=Data.SHARED))
    (job,) = office.window.jobs.running
    job.stop()
    office.settle()
    folder = office.folder / "backups"
    assert office.window.jobs.history[-1].state is State.STOPPED
    assert [file.name for file in folder.rglob("*") if file.is_file()] == []
    office.window.run_job(LongWork(title="Sicherung", work=backups.make, data=Data.SHARED))
    office.settle()
    assert len(backups_in(folder)) == 1


def test_a_question_in_the_middle_is_cut_and_the_data_stay_usable(office: Office) -> None:
    begun = Event()

    def count_without_end(session: Any) -> None:
        begun.set()
        endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"
        session.connection().exec_driver_sql(endless).all()

    def work(lent: Lent) -> None:
        lent.ask(count_without_end)

    office.window.run_job(LongWork(title="Zählen", work=work, data=Data.SHARED))
    begun.wait(10)
    (job,) = office.window.jobs.running
    job.stop()
    office.wait(lambda: not office.window.jobs.running)
    assert office.window.jobs.history[-1].state is State.STOPPED
    assert office.ask(last_names)


def test_an_action_that_is_stopped_takes_everything_back(office: Office) -> None:
    changed = Event()

    def rename_all(work: Any, _: None) -> None:
        for person in work.session.query(Person):
            person.last_name = "Niemand"
        work.session.flush()
        changed.set()
        while True:
            step(0, 1)

    office.window.run_job(LongWork(title="Umbenennen", work=lambda lent: lent.do(rename_all, None), data=Data.SHARED))
    changed.wait(10)
    (job,) = office.window.jobs.running
    job.stop()
    office.wait(lambda: not office.window.jobs.running)
    assert "Niemand" not in office.ask(last_names)


def test_a_save_waits_for_the_work_that_writes_and_then_goes_through(office: Office, tmp_path: Path) -> None:
    writing, go_on = Event(), Event()

    def hold(work: Any, _: None) -> None:
        work.session.query(Person).first().phone = "0531 1"
        work.session.flush()
        writing.set()
        go_on.wait(20)

    def rename(work: Any, name: str) -> None:
        work.session.query(Person).first().last_name = name

    saved: list[None] = []
    office.window.run_job(LongWork(title="Schreiben", work=lambda lent: lent.do(hold, None), data=Data.SHARED))
    writing.wait(10)
    office.window.desk.do(rename, "Zuletzt", then=saved.append)
    assert office.window.status.saved.text() == "Speichert …"
    go_on.set()
    office.wait(lambda: saved)
    assert "Zuletzt" in office.ask(last_names)


def test_while_work_is_under_way_the_window_gets_its_turn_more_often(
    qtbot: QtBot, window: MainWindow, gate: Gate
) -> None:
    usual = sys.getswitchinterval()
    begun(qtbot, window, gate)
    assert sys.getswitchinterval() < usual
    assert may_wait()
    gate.let_go()
    qtbot.waitUntil(lambda: not window.jobs.running)
    assert sys.getswitchinterval() == usual
    assert not may_wait()
