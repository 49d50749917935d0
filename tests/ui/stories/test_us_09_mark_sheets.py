"""US-09, mark sheets for twelve candidates: from Today into the grid, 72 marks pile by pile, then what was agreed.

Marks that are hidden from each other until all examiners have entered theirs come with issue 8.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import time
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPlainTextEdit
from pytestqt.qtbot import QtBot

from kammerdesk.committees.rules.case import Role
from kammerdesk.examday import queries
from kammerdesk.examday.rules import Attendance, IdentityDocument
from kammerdesk.examday.service import CheckInOrder, ExamDayOrder, check_in, create_exam_day
from kammerdesk.exams import queries as exam_queries
from kammerdesk.exams.service import ImportOrder, import_candidates
from kammerdesk.store.store import Store
from kammerdesk.ui.examday.day_page import DayPage
from kammerdesk.ui.kit.list_page import ListPage
from tests.ui.keyboard import CTRL, SHIFT, focused
from tests.ui.office import TODAY, Office
from tests.ui.stories.story import Story, opened, says, stored

ALLOWED = 230
CANDIDATES, EXAMINERS, PARTS = 12, 3, 2


@pytest.fixture
def office(qtbot: QtBot, dressed: QApplication, houses: Path) -> Iterator[Office]:
    """The window in the morning of a day whose twelve candidates have come."""
    with opened(houses / "BS") as store:
        store.do(import_candidates, _candidates(store, houses / "BS"))
        day = store.do(create_exam_day, _day(store)).value
        for slot in marks_of(store, day):
            seen = CheckInOrder(slot.id, Attendance.CHECKED_IN, IdentityDocument.PASSPORT, True, True, True, True)
            store.do(check_in, seen)
    made = Office(qtbot, houses / "BS")
    yield made
    made.close()


def _candidates(store: Store, folder: Path) -> ImportOrder:
    plan = store.ask(exam_queries.import_plan, next(folder.glob("*.csv")), None)
    return ImportOrder(plan.season.id, tuple(line.entry for line in plan.lines if line.entry))


def _day(store: Store) -> ExamDayOrder:
    choices = store.ask(queries.planning_choices)
    committee = next(row for row in choices.committees if row.number == "BS-101")
    assert choices.season is not None
    candidates = store.ask(queries.free_candidates, choices.season, "fiae2020", "PUS")
    return ExamDayOrder(
        day=TODAY,
        starts_at=time(9),
        slot_minutes=30,
        committee_uid=committee.id,
        season_uid=choices.season,
        regulation="fiae2020",
        area="PUS",
        room_uid=choices.rooms[1].id,
        appointment_uids=tuple(seat.id for seat in committee.seats if seat.role != Role.DEPUTY),
        candidate_uids=tuple(row.id for row in candidates),
    )


def marks_of(store: Any, day: UUID) -> tuple[queries.SlotRow, ...]:
    """The slots of a day with all that is recorded in them."""
    card = store.ask(queries.exam_day, day)
    assert card is not None
    return tuple(card.slots)


def slots(office: Office) -> tuple[queries.SlotRow, ...]:
    """The slots of the day with twelve candidates, as they are stored now."""
    days = stored(office, queries.recent_exam_days)
    (day,) = (row.id for row in days if row.candidates == CANDIDATES)
    card = stored(office, lambda session: queries.exam_day(session, day))
    assert card is not None
    return card.slots


def piles() -> Iterator[str]:
    """What stands on the sheets, pile by pile: two figures each, two of them with a half."""
    marks = [str(50 + number % 45) for number in range(CANDIDATES * EXAMINERS * PARTS)]
    marks[0], marks[1] = "87.5", "87,5"
    yield from marks


def test_72_marks_cost_less_than_230_keys_and_what_was_agreed_gives_the_result(story: Story) -> None:
    office = story.office
    story.press(Qt.Key.Key_5, CTRL)
    days = office.page
    assert isinstance(days, ListPage)
    wanted = next(n for n, row in enumerate(days.list.table.rows.shown) if row.candidates == CANDIDATES)
    story.press(Qt.Key.Key_Down, times=wanted)
    story.press(Qt.Key.Key_Return)
    for mark in piles():
        story.enter(mark)
        story.press_at_once(Qt.Key.Key_Return)
    assert story.all_keys <= ALLOWED
    office.settle()
    given = [slot.marks for slot in slots(office)]
    assert [len(each) for each in given] == [EXAMINERS * PARTS] * CANDIDATES
    assert all(87_50 in each.values() for each in given[:2]), "comma and point mean the same"
    assert sorted(points for each in given for points in each.values()) == sorted(
        round(float(mark.replace(",", ".")) * 100) for mark in piles()
    )

    page = office.page
    assert isinstance(page, DayPage)
    step = page.mark_step
    assert step is not None
    assert not any(slot.joint for slot in slots(office)), "what was agreed is never filled in"
    story.enter("85")
    story.press(Qt.Key.Key_Tab)
    story.enter("83")
    story.press(Qt.Key.Key_Return)
    office.wait(lambda: step.grid.model.shown[0].complete)
    assert "vorl. bestanden" in says(office)
    story.enter("39")
    story.press(Qt.Key.Key_Backtab, SHIFT)
    story.enter("41")
    story.press(Qt.Key.Key_Return)
    story.press(Qt.Key.Key_Up)
    office.wait(lambda: step.grid.model.shown[1].complete)
    story.press(Qt.Key.Key_F8)
    assert isinstance(focused(), QPlainTextEdit), "below 50 points a reason is written before anything else"
    assert [slot.joint[1].points for slot in slots(office)[:2]] == [85_00, 41_00]
    assert "unter 50" in says(office)
