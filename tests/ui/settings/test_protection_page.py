"""Data protection over a house with a past: what is due, what was erased, passed on and held."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from threading import Event
from typing import Any, cast

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from kammerdesk.office.retention import HoldOrder, hold_erasure, holds
from kammerdesk.store.store import Store
from kammerdesk.sync.records import schema
from kammerdesk.ui.kit.jobs import State
from kammerdesk.ui.kit.list_page import ListPage
from kammerdesk.ui.kit.preview import PreviewPage
from kammerdesk.ui.kit.tabbed_page import TabbedPage
from kammerdesk.ui.kit.weighing import Weighing
from tests.office.world import LONG_AGO, TEN_YEARS_AGO, furnish
from tests.ui.keyboard import CTRL, clipped_labels, press, type_text, unnamed_controls
from tests.ui.office import CLOCK, Office


@pytest.fixture
def house(qtbot: QtBot, dressed: QApplication, tmp_path: Path) -> Iterator[Office]:
    """A house with examinations of long ago; a remedy is pending for one."""
    folder = tmp_path / "bs"
    with closing(Store.create(folder, "BS", schema(), user="kroeger", clock=CLOCK, demonstration=True)) as store:
        world = store.do(furnish, {LONG_AGO: "Altmann", TEN_YEARS_AGO: "Zehnder"}).value
        store.do(hold_erasure, HoldOrder("person", world.exams[LONG_AGO].person, "Klage"))
    opened = Office(qtbot, folder)
    yield opened
    opened.close()


def proposals(office: Office) -> ListPage[Any]:
    page = cast("TabbedPage", office.show(7))
    while page.part.spec.key != "protection":
        office.press(Qt.Key.Key_Tab, CTRL)
    return cast("ListPage[Any]", page.part)


def rows(page: Any) -> list[Any]:
    return list(page.list.table.rows.shown)


def proposals_at_once(office: Office) -> ListPage[Any]:
    """The page one sees, on a record that may be erased, without waiting for anybody."""
    page = cast("ListPage[Any]", cast("TabbedPage", office.window.pages.page()).part)
    page.go_to(next(row for row in rows(page) if not row.holds).id)
    return page


def lay_over(office: Office, command: str) -> ListPage[Any]:
    proposals(office).commands[command].trigger()
    office.settle()
    page = cast("ListPage[Any]", office.page)
    office.wait(lambda: not clipped_labels(office.window))
    assert unnamed_controls(page) == []
    return page


def erase_one(office: Office) -> None:
    page = proposals(office)
    page.go_to(next(row for row in rows(page) if not row.holds).id)
    office.settle()
    page.commands["run_retention"].trigger()
    assert isinstance(QApplication.activeModalWidget(), Weighing)
    type_text("Frist abgelaufen")
    press(Qt.Key.Key_Return, CTRL)
    office.settle()
    office.activate()


def test_what_was_erased_has_its_proof_which_can_be_printed(house: Office) -> None:
    before = len(rows(proposals(house)))
    erase_one(house)
    assert len(rows(proposals(house))) < before
    page = lay_over(house, "show_proofs")
    assert [row.number for row in rows(page)] == ["L-2026-0001"]
    house.press(Qt.Key.Key_F7)
    house.wait(lambda: isinstance(house.window.pages.page(), PreviewPage))
    house.press(Qt.Key.Key_Escape)
    house.press(Qt.Key.Key_Escape)
    house.wait(lambda: isinstance(house.page, TabbedPage))


def test_erasing_goes_on_beside_the_window_and_cancelled_it_erases_nothing(house: Office) -> None:
    before = rows(proposals(house))
    go_on = Event()

    def hold(store: Store) -> None:
        with store.writing():
            go_on.wait(60)

    house.window.desk.tend(hold)
    page = proposals_at_once(house)
    page.commands["run_retention"].trigger()
    type_text("Frist abgelaufen")
    press(Qt.Key.Key_Return, CTRL)
    (job,) = house.window.jobs.running
    house.window.jobs.stop(job)
    go_on.set()
    house.settle()
    assert rows(proposals(house)) == before
    assert [(said.title, said.state) for said in house.window.jobs.history][-1] == (job.title, State.STOPPED)
    erase_one(house)
    assert [said.state for said in house.window.jobs.history][-1] is State.DONE


def test_holds_are_listed_with_their_reason_and_released_by_a_key(house: Office) -> None:
    page = lay_over(house, "show_holds")
    assert [(row.title, row.reason) for row in rows(page)] == [("Altmann, Jo", "Klage")]
    house.press(Qt.Key.Key_F8)
    assert rows(page) == []
    assert house.ask(holds) == []
    assert not any(row.holds for row in rows(proposals(house)))


def test_before_anything_left_the_list_says_so(house: Office) -> None:
    assert rows(lay_over(house, "show_disclosures")) == []


def test_in_the_past_nothing_can_be_erased_or_released(house: Office) -> None:
    page = proposals(house)
    house.window.looking_back.turn_to(CLOCK.moment.date().replace(day=22))
    house.settle()
    for command in ("run_retention", "hold_erasure", "release_erasure", "export_dossier"):
        assert not page.commands[command].isEnabled()
    assert page.commands["show_proofs"].isEnabled()
