"""Ways through an exam day that several tests go."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from kammerdesk.examday import queries
from kammerdesk.examday.queries import ExamDayCard, SlotRow
from kammerdesk.examday.rules import Attendance, IdentityDocument
from kammerdesk.examday.service import (
    CheckInOrder,
    IndividualMarkOrder,
    JointMarkOrder,
    ReasonOrder,
    agree_joint_mark,
    check_in,
    give_reason,
    record_individual_mark,
)
from kammerdesk.exams import queries as exam_queries
from kammerdesk.exams.service import ImportOrder, import_candidates
from kammerdesk.ui.examday.day_page import DayPage
from kammerdesk.ui.examday.mark_step import MarkStep
from kammerdesk.ui.kit.dialogs import FormDialog
from tests.ui.keyboard import ALT, CTRL, press, type_text
from tests.ui.office import Office


def the_day(office: Office) -> ExamDayCard:
    """The day that stands in the calendar of the demonstration: six candidates, one performance, three examiners."""
    row = office.ask(queries.recent_exam_days)[0]
    card = office.ask(lambda session: queries.exam_day(session, row.id))
    assert card is not None
    return card


def slot_of(office: Office, number: int = 0) -> SlotRow:
    """One of its slots, as it is stored now."""
    return the_day(office).slots[number]


def let_in(office: Office, count: int = 6) -> list[UUID]:
    """Checks candidates in without the screen; returns the keys of all slots."""
    slots = [slot.id for slot in the_day(office).slots]
    for slot in slots[:count]:
        office.do(
            check_in,
            CheckInOrder(slot, Attendance.CHECKED_IN, IdentityDocument.PASSPORT, True, True, True, True),
        )
    return slots


def mark_all(office: Office, slot: UUID, points: int, reason: str = "") -> None:
    """Everybody gives these points, and the committee agrees."""
    for sitting in the_day(office).sittings:
        office.do(record_individual_mark, IndividualMarkOrder(slot, sitting.person_uid, 1, points))
    office.do(agree_joint_mark, JointMarkOrder(slot, 1, points))
    if reason:
        office.do(give_reason, ReasonOrder(slot, 1, reason))


def open_day(office: Office) -> DayPage:
    """Opens the day by keys."""
    office.show(5)
    office.press(Qt.Key.Key_Return)
    page = office.page
    assert isinstance(page, DayPage)
    return page


def open_marks(office: Office) -> MarkStep:
    """Opens the day and goes to its marks."""
    page = open_day(office)
    office.press(Qt.Key.Key_2, ALT)
    assert page.mark_step is not None
    return page.mark_step


def enter(office: Office, *texts: str) -> None:
    """Types marks, each with Enter."""
    for text in texts:
        type_text(text)
        press(Qt.Key.Key_Return)
    office.settle()


def import_example(office: Office) -> None:
    """The twelve candidates of the example file, as the import stores them."""
    file = next(office.folder.glob("*.csv"))
    plan = office.ask(lambda session: exam_queries.import_plan(session, file, None))
    office.do(import_candidates, ImportOrder(plan.season.id, tuple(line.entry for line in plan.lines if line.entry)))


def form(office: Office) -> FormDialog[Any]:
    """Opens the form and chooses the joint committee by typing its number."""
    office.show(5)
    office.press(Qt.Key.Key_N, CTRL)
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, FormDialog)
    type_text("BS-101")
    office.settle()
    return dialog
