"""Deciding by keys: from the list to both versions side by side, an arrow, Enter, and the next one is there."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from kammerdesk.committees.model import Appointment, Committee
from kammerdesk.people.model import Person
from kammerdesk.store.work import Work
from kammerdesk.sync.inbox import answers, open_decisions
from kammerdesk.sync.scope import POLICIES, Policy
from kammerdesk.sync.service import ExportOrder, ImportOrder, export_bundle, import_bundle
from kammerdesk.ui.kit.dialogs import FormDialog
from kammerdesk.ui.sync.dispute_page import DisputePage
from kammerdesk.ui.sync.page import ExchangePage
from tests.ui.keyboard import CTRL, InputCounter, clipped_labels, focused, type_text, unnamed_controls
from tests.ui.office import Office
from tests.ui.stories.story import opened

HOURS = {"BS": "0531 2", "LW": "04131 3"}


def examiners(session: Any) -> list[Person]:
    """Braunschweig's people in its joint committee, whom the partner knows."""
    seats = select(Appointment.person_uid).join(Committee, Committee.uid == Appointment.committee_uid)
    shared = Person.uid.in_(seats.where(Committee.joint)), Person.home == "BS"
    return list(session.scalars(select(Person).where(*shared).order_by(Person.uid)))


def call(work: Work, number: str) -> None:
    """Writes another telephone number for the first two of them."""
    for person in examiners(work.session)[:2]:
        person.phone = number


def rename(work: Work, name: str) -> UUID:
    """Another name for the third."""
    person = examiners(work.session)[2]
    person.last_name = name
    return person.uid


def names(session: Any) -> list[str]:
    return [person.last_name for person in examiners(session)]


def phones(session: Any) -> list[str]:
    return [person.phone for person in examiners(session)[:2]]


@pytest.fixture
def office(qtbot: QtBot, dressed: QApplication, houses: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Office]:
    """The window in Braunschweig: two numbers are contradicted, where both may write, and a name is proposed."""
    monkeypatch.setitem(POLICIES, ("person", "contact"), Policy.SHARED)
    there, back = houses / "there.kdb", houses / "back.kdb"
    with opened(houses / "BS") as bs, opened(houses / "LW") as lw:
        bs.do(export_bundle, ExportOrder(there))
        lw.do(import_bundle, ImportOrder(there))
        bs.do(call, HOURS["BS"])
        lw.do(call, HOURS["LW"])
        lw.do(rename, "Dort")
        lw.do(export_bundle, ExportOrder(back))
        bs.do(import_bundle, ImportOrder(back))
    made = Office(qtbot, houses / "BS")
    yield made
    made.close()


def to_the_list(office: Office) -> ExchangePage:
    """From anywhere to what is to be decided."""
    office.wait(lambda: isinstance(office.show(6), ExchangePage))  # the next decision may open meanwhile
    page = office.page
    assert isinstance(page, ExchangePage)
    page.open_view("")
    office.settle()
    return page


def decide_first(office: Office) -> DisputePage:
    to_the_list(office)
    office.press(Qt.Key.Key_Return)
    page = office.page
    assert isinstance(page, DisputePage)
    office.wait(lambda: page.view is not None and page.view.take.isVisible())
    return page


def said(office: Office) -> str:
    return "\n".join(label.text() for label in office.page.findChildren(QLabel) if label.isVisible())


def test_the_list_says_what_is_to_be_decided_and_the_badge_counts_it(office: Office) -> None:
    page = to_the_list(office)
    rows = page.decisions.table.rows.shown
    assert sorted((row.reason.value, *row.fields) for row in rows) == [
        ("conflict", "Telefon"),
        ("conflict", "Telefon"),
        ("proposal", "Nachname"),
    ]
    assert "(3)" in page.tabs.tabText(page.tabs.indexOf(page.decisions))
    facts = office.window.masthead.facts
    assert facts.partner.startswith("Partner: 3 ")
    assert "3 Entscheidungen" in facts.exchange
    list_ = office.window.navigation
    role = Qt.ItemDataRole.AccessibleTextRole
    office.wait(lambda: "Abgleich, 3 zu erledigen" in [list_.item(n).data(role) for n in range(list_.count())])


def test_both_versions_with_writer_and_time_and_what_the_partner_has_are_seen(office: Office) -> None:
    decide_first(office)
    words = said(office)
    for part in ("Unsere Fassung", "Partnerfassung", "0531 2", "04131 3", "kroeger", "IHK Lüneburg-Wolfsburg", "1 von"):
        assert part in words
    assert "Die IHK Lüneburg-Wolfsburg hat die Fassung vom" in words
    assert "(geändert)" not in words


def test_each_conflict_takes_three_keys_and_the_next_one_comes_by_itself(office: Office) -> None:
    to_the_list(office)
    counter = InputCounter(QApplication.instance())  # type: ignore[arg-type]
    office.press(Qt.Key.Key_Return)
    page = office.page
    assert isinstance(page, DisputePage)
    kinds = []
    for _ in range(3):
        office.wait(lambda: page.view is not None and page.view.isVisible())
        assert page.found is not None
        kinds.append(page.found.dispute.reason)
        office.press(Qt.Key.Key_Right)
        office.press(Qt.Key.Key_Return)
    assert sorted(kinds) == ["conflict", "conflict", "proposal"]
    assert (counter.keys, counter.clicks) == (7, 0)
    office.wait(lambda: isinstance(office.page, ExchangePage))
    assert office.ask(open_decisions) == []
    assert office.ask(phones) == ["04131 3", "04131 3"]
    assert "Dort" in office.ask(names)


def test_enter_alone_takes_what_is_proposed(office: Office) -> None:
    page = decide_first(office)
    for _ in range(3):
        office.press(Qt.Key.Key_Return)
    office.wait(lambda: isinstance(office.page, ExchangePage))
    assert page.found is not None
    assert office.ask(phones) == ["0531 2", "0531 2"]
    assert "Dort" in office.ask(names)


def test_both_versions_are_kept_as_a_note_that_stands_with_the_decision(office: Office) -> None:
    decide_first(office)
    office.press(Qt.Key.Key_Right)
    office.press(Qt.Key.Key_F9)
    (answer,) = office.ask(answers)
    assert "0531 2" in answer.reason
    assert "04131 3" in answer.reason
    assert "04131 3" in office.ask(phones)
    page = to_the_list(office)
    page.tabs.setCurrentWidget(page.answers)
    office.settle()
    assert [row.reason for row in page.answers.table.rows.shown] == [answer.reason]


def test_later_leaves_it_and_goes_on_and_escape_goes_back(office: Office) -> None:
    page = decide_first(office)
    assert page.found is not None
    first = page.found.dispute.id
    assert page.view is not None
    page.put_off()
    office.settle()
    assert page.found.dispute.id != first
    office.press(Qt.Key.Key_Escape)
    assert isinstance(office.page, ExchangePage)
    assert len(office.ask(open_decisions)) == 3


def proposal(office: Office) -> DisputePage:
    """Goes on to the proposal."""
    page = decide_first(office)
    while page.found is None or page.found.dispute.reason != "proposal":
        page.put_off()
        office.settle()
    return page


def test_a_proposal_is_declined_with_a_reason_that_stands_in_the_list_of_decisions(office: Office) -> None:
    before = office.ask(names)
    proposal(office)
    office.press(Qt.Key.Key_Delete, CTRL)
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, FormDialog)
    type_text("Steht so im Ausweis.")
    office.press(Qt.Key.Key_Return, CTRL)
    office.wait(lambda: QApplication.activeModalWidget() is None)
    office.settle()
    assert office.ask(names) == before
    (answer,) = office.ask(answers)
    assert answer.reason == "Steht so im Ausweis."
    page = to_the_list(office)
    page.tabs.setCurrentWidget(page.answers)
    office.settle()
    assert [row.reason for row in page.answers.table.rows.shown] == ["Steht so im Ausweis."]


def test_taking_nothing_of_a_proposal_asks_for_the_reason(office: Office) -> None:
    proposal(office)
    office.press(Qt.Key.Key_Left)
    office.press(Qt.Key.Key_Return)
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, FormDialog)
    dialog.reject()
    office.settle()
    assert len(office.ask(open_decisions)) == 3


def test_a_decision_is_undone_with_the_usual_keys(office: Office) -> None:
    decide_first(office)
    office.press(Qt.Key.Key_Right)
    office.press(Qt.Key.Key_Return)
    assert len(office.ask(open_decisions)) == 2
    office.press(Qt.Key.Key_Escape)
    office.press(Qt.Key.Key_Z, CTRL)
    office.wait(lambda: len(office.ask(open_decisions)) == 3)


def test_nothing_is_cut_and_everything_has_a_name(office: Office) -> None:
    decide_first(office)
    assert focused() is not None
    for width, height in ((1366, 728), (1280, 640), (760, 480)):
        office.window.resize(width, height)
        office.settle()
        office.wait(lambda: not clipped_labels(office.window))
        assert unnamed_controls(office.window) == []
