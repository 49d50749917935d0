"""US-03, appointments running out in six months: from Today to all of them, then one change for all of them.

The letters to the proposing bodies, the status "Vorschlag angefordert" and the reminder in four weeks come with
issue 6; what can be done with the selection until then is to change a field of all.
"""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from sqlalchemy import select

from kammerdesk.committees.queries import examiners
from kammerdesk.committees.rules.terms import Standing
from kammerdesk.people.model import Person
from kammerdesk.ui.kit.list_page import ListPage
from tests.ui.keyboard import CTRL, SHIFT
from tests.ui.stories.story import KEYS_PER_CLICK, Story, says, stored

ACTIONS = 5


def positions(session: Any) -> dict[Any, str]:
    """The position of every person of the house."""
    return {row.uid: row.job_title for row in session.execute(select(Person.uid, Person.job_title))}


def test_all_whose_appointment_ends_soon_are_changed_in_one_step_and_taken_back_in_one(story: Story) -> None:
    office = story.office
    ending = {row.id for row in stored(office, examiners) if row.is_ours and row.standing is Standing.ENDING}
    before = stored(office, positions)
    office.wait(lambda: office.window.waiting.is_current)
    assert "MEINE ANSICHTEN" in says(office)

    story.press(Qt.Key.Key_F6, times=3)
    story.press(Qt.Key.Key_Down)
    story.press(Qt.Key.Key_Return)
    page = office.page
    assert isinstance(page, ListPage)
    assert "Berufung läuft aus" in says(office)
    assert {row.id for row in page.list.table.rows.shown} == ending
    story.press(Qt.Key.Key_A, CTRL)
    story.press(Qt.Key.Key_M, CTRL | SHIFT)
    story.press(Qt.Key.Key_Backtab, SHIFT)
    story.press(Qt.Key.Key_Down)
    story.enter("Ausbildungsleitung")
    story.press(Qt.Key.Key_Return, CTRL)

    assert story.keys <= ACTIONS * KEYS_PER_CLICK
    after = stored(office, positions)
    assert {uid for uid, title in after.items() if title != before[uid]} == ending
    assert {after[uid] for uid in ending} == {"Ausbildungsleitung"}
    assert f"{len(ending)} geändert" in says(office)
    office.activate()
    story.press(Qt.Key.Key_Z, CTRL)
    assert stored(office, positions) == before
