"""Marks from a spreadsheet on an exam day: one step to store and to take back, refused as a whole, never lost."""

from __future__ import annotations

from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from sqlalchemy import select

from kammerdesk.examday.model import Sitting, Slot
from kammerdesk.exams.model import Candidate
from kammerdesk.store.journal import JournalEntry
from kammerdesk.store.work import Work
from kammerdesk.ui.examday.day_page import DayPage
from tests.ui.examday.days import enter, let_in, open_marks, slot_of, the_day
from tests.ui.keyboard import CTRL, focused, press
from tests.ui.office import Office


def paste(*lines: str) -> None:
    QGuiApplication.clipboard().setText("\r\n".join(line.replace(" ", "\t") for line in lines))
    press(Qt.Key.Key_V, CTRL)


def journal(office: Office) -> list[str]:
    actions = select(JournalEntry.action).order_by(JournalEntry.id)
    return list(office.ask(lambda session: session.scalars(actions).all()))


def test_a_block_is_stored_by_one_order_and_comes_back_by_one_key(office: Office) -> None:
    let_in(office)
    step = open_marks(office)
    before = journal(office)
    paste(*["80 85 90"] * 6)
    step.grid.take_block()
    office.settle()
    assert journal(office) == [*before, "record_marks"]
    assert [len(slot.marks) for slot in the_day(office).slots] == [3] * 6
    assert step.grid.problems() == []
    office.press(Qt.Key.Key_Z, CTRL)
    assert not any(slot.marks for slot in the_day(office).slots)


def test_a_refused_block_waits_on_and_says_which_mark_is_wrong(office: Office) -> None:
    slots = let_in(office, 2)
    step = open_marks(office)
    step.grid.go_to(slots[0])
    paste("80 85 90 85", "70 75")
    step.grid.go_to(slots[1], "joint:1")
    paste("72")
    step.grid.take_block()
    office.settle()
    assert not slot_of(office).marks
    assert step.grid.model.pending_count == 6
    assert [(slot, key) for slot, key, _ in step.grid.model.problems()] == [(slots[1], "joint:1")]
    assert step.grid.paste_bar.isVisible()
    assert "1 Fehler" in step.grid.paste_bar.said()
    step.grid.take_block()
    office.settle()
    assert [len(slot_of(office, n).marks) for n in (0, 1)] == [3, 2]
    assert slot_of(office).joint[1].points == 8500
    assert [key for _, key, _ in step.grid.problems()] == ["joint:1"]


def test_a_refused_block_still_says_what_it_would_empty(office: Office) -> None:
    slots = let_in(office, 1)
    step = open_marks(office)
    enter(office, "71")
    step.grid.go_to(slots[0])
    QGuiApplication.clipboard().setText("\t80\t90\t85")
    step.grid.paste()
    step.grid.take_block()
    office.settle()
    assert [fault.wrong for fault in step.grid.paste_bar.faults] == [True, False]
    assert "„71“ wird geleert" in step.grid.paste_bar.list.item(1).text()
    assert list(slot_of(office).marks.values()) == [7100]


def test_a_refused_block_can_still_be_given_up(office: Office) -> None:
    slots = let_in(office, 1)
    step = open_marks(office)
    step.grid.go_to(slots[0], "joint:1")
    paste("72")
    step.grid.take_block()
    office.settle()
    assert step.grid.problems()
    step.grid.give_up_block()
    assert step.grid.problems() == []
    assert not step.grid.paste_bar.isVisible()


def remove_candidate(work: Work, slot: UUID) -> None:
    work.remove(work.get(Candidate, work.get(Slot, slot).candidate_uid))


def test_a_candidate_who_is_gone_does_not_hold_up_the_block(office: Office) -> None:
    slots = let_in(office, 2)
    step = open_marks(office)
    paste("80", "70")
    office.do(remove_candidate, slots[0])
    office.wait(lambda: slots[0] not in {line.id for line in step.grid.model.shown})
    assert step.grid.model.pending_count == 1
    assert "„80“" in step.grid.paste_bar.faults[-1].sentence
    step.grid.take_block()
    office.settle()
    assert list(slot_of(office).marks.values()) == [7000]
    assert step.grid.problems() == []


def remove_sitting(work: Work, person: UUID) -> None:
    work.remove(work.session.scalars(select(Sitting).where(Sitting.person_uid == person)).one())


def test_a_block_outlives_a_change_of_the_examiners(office: Office) -> None:
    let_in(office, 1)
    former = open_marks(office)
    paste("80 85 90")
    office.do(remove_sitting, the_day(office).sittings[0].person_uid)
    page = office.page
    assert isinstance(page, DayPage)
    step = page.mark_step
    assert step is not None
    assert step is not former
    assert step.grid.model.pending_count == 2
    assert step.grid.paste_bar.isVisible()
    assert step.grid.isAncestorOf(focused())
    assert [fault.sentence for fault in step.grid.paste_bar.faults] == [
        "„80“ wurde ausgelassen: Die Stelle steht nicht mehr in dieser Tabelle."
    ]
    step.grid.give_up_block()
    assert step.grid.problems() == []
    assert not page.unsaved()
