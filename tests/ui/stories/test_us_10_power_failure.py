"""US-10, the laptop dies in the middle of an exam: after the restart one key leads from Today into the right cell.

The bar with the moment of the interruption, the question whether it is noted as an incident, timers, the battery, the
copy on a USB stick and the second laptop come with issue 8.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from kammerdesk.base.errors import KammerError
from kammerdesk.examday import queries
from kammerdesk.examday.rules import Attendance, IdentityDocument
from kammerdesk.examday.service import CheckInOrder, check_in
from kammerdesk.store.lock import lock_window
from kammerdesk.store.store import Store
from kammerdesk.ui.examday.day_page import DayPage
from tests.ui.office import Office
from tests.ui.stories.interrupted import MARKS, TYPES
from tests.ui.stories.story import KEYS_PER_CLICK, Story, opened, says

CLICKS = 1


def card(store: Store) -> queries.ExamDayCard:
    """The exam day of the demonstration as it is stored."""
    found = store.ask(queries.exam_day, store.ask(queries.recent_exam_days)[0].id)
    assert found is not None
    return found


def marks(store: Store) -> list[list[int]]:
    """All points given, candidate by candidate."""
    return [list(slot.marks.values()) for slot in card(store).slots]


@pytest.fixture
def interrupted(houses: Path) -> Path:
    """The house of a program that was killed while a mark was being typed."""
    folder = houses / "BS"
    with opened(folder) as store:
        for slot in card(store).slots:
            seen = CheckInOrder(slot.id, Attendance.CHECKED_IN, IdentityDocument.PASSPORT, True, True, True, True)
            store.do(check_in, seen)
    command = [sys.executable, "-m", "tests.ui.stories.interrupted", str(folder)]
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as program:
        assert program.stdout is not None
        assert program.stdout.readline().strip() == TYPES
        with pytest.raises(KammerError):
            lock_window(folder)
        program.kill()
    return folder


def test_after_a_kill_one_key_leads_into_the_cell_that_was_being_typed(
    interrupted: Path, qtbot: QtBot, dressed: QApplication
) -> None:
    lock_window(interrupted).release()
    with opened(interrupted) as store:
        assert marks(store) == [[77_00], [87_50], [64_00], [], [], []], "only the field that was being typed is lost"
        names = [slot.name for slot in card(store).slots]
    office = Office(qtbot, interrupted)
    story = Story(office)
    assert f"Raum 101; letzte Bewertung 09:00: {names[len(MARKS) - 1]}" in says(office)

    story.press(Qt.Key.Key_Return)

    assert story.keys <= CLICKS * KEYS_PER_CLICK
    page = office.page
    assert isinstance(page, DayPage)
    assert page.mark_step is not None
    cell = page.mark_step.grid.view.currentIndex()
    line = page.mark_step.current()
    assert line is not None
    assert line.slot.name == names[len(MARKS)]
    assert cell.column() == 1, "the pile of the first examiner"
    assert not cell.data()
    story.enter("82")
    story.press(Qt.Key.Key_Return)
    assert story.clicks == 0
    office.close()
    with opened(interrupted) as store:
        assert marks(store) == [[77_00], [87_50], [64_00], [82_00], [], []]
