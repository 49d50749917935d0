"""US-04, fill a joint committee so that it is lawful: from the line on Today to the rule that is broken, to green.

The seats are filled from the pool ("Aus Pool vorschlagen …") and the override is given with issue 6; until then the
colleague who ended a term by mistake takes that back with Ctrl+Z beside the rule panel.
"""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt

from kammerdesk.base.verdicts import State
from kammerdesk.committees.queries import judged_committees
from kammerdesk.ui.committees.detail import CommitteeDetail
from kammerdesk.ui.kit.list_page import ListPage
from kammerdesk.ui.today.page import TodayPage
from tests.ui.keyboard import CTRL
from tests.ui.office import Office, end_term
from tests.ui.stories.story import KEYS_PER_CLICK, Story, says, stored

ACTIONS = 6


def broken(session: Any) -> set[str]:
    """The rules the joint committee breaks."""
    joint = next(row for row in judged_committees(session) if row.committee.number == "BS-101")
    return {verdict.rule for verdict in joint.verdicts if verdict.state is State.BROKEN}


def test_a_joint_committee_without_its_chair_is_found_and_turns_green_when_he_is_back(office: Office) -> None:
    office.do(end_term, ("BS-101", "chair"))
    story = Story(office)
    today = office.page
    assert isinstance(today, TodayPage)
    lines = [task.sentence for task in today.now.table.rows.shown]
    wanted = next(n for n, sentence in enumerate(lines) if sentence.startswith("BS-101 "))
    assert stored(office, broken)

    story.press(Qt.Key.Key_Down, times=wanted - today.now.table.currentIndex().row())
    story.press(Qt.Key.Key_Return)
    page = office.page
    assert isinstance(page, ListPage)
    detail = page.detail
    assert isinstance(detail, CommitteeDetail)
    assert "Gemeinsamer Prüfungsausschuss" in detail.name.text()
    assert "Ausschuss ist nicht planbar" in says(office)
    office.wait(lambda: "nicht erfüllt · § 40" in says(office))
    story.press(Qt.Key.Key_Z, CTRL)

    assert story.keys <= ACTIONS * KEYS_PER_CLICK
    assert story.clicks == 0
    assert not stored(office, broken)
    assert "Alle Regeln erfüllt" in says(office)
    office.wait(lambda: "nicht erfüllt" not in says(office))
