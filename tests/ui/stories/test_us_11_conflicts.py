"""US-11 with a conflict: the bundle is taken in, what it left to decide stands there, at most three keys each."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from kammerdesk.sync.inbox import answers, open_decisions
from kammerdesk.sync.scope import POLICIES, Policy
from kammerdesk.sync.service import ExportOrder, ImportOrder, export_bundle, import_bundle
from kammerdesk.ui.sync.dispute_page import DisputePage
from kammerdesk.ui.sync.page import ExchangePage
from tests.ui.keyboard import CTRL
from tests.ui.office import Office
from tests.ui.stories.story import Story, opened, says, stored
from tests.ui.sync.test_inbox import HOURS, call, names, phones, rename

KEYS_PER_CONFLICT = 3
NUMBER = 3


@pytest.fixture
def bundle(houses: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Both houses wrote two numbers, where both may, and the partner proposes a name."""
    monkeypatch.setitem(POLICIES, ("person", "contact"), Policy.SHARED)
    ours, theirs = houses / "hin.kdb", houses / "zurueck.kdb"
    with opened(houses / "BS") as bs, opened(houses / "LW") as lw:
        bs.do(export_bundle, ExportOrder(ours))
        lw.do(import_bundle, ImportOrder(ours))
        bs.do(call, HOURS["BS"])
        lw.do(call, HOURS["LW"])
        lw.do(rename, "Dort")
        lw.do(export_bundle, ExportOrder(theirs))
    return theirs


@pytest.fixture
def office(bundle: Path, qtbot: QtBot, dressed: QApplication, houses: Path) -> Iterator[Office]:
    """The window before the bundle of the partner is read."""
    made = Office(qtbot, houses / "BS")
    yield made
    made.close()


def test_what_a_bundle_leaves_to_decide_is_decided_with_three_keys_each(
    story: Story, bundle: Path, houses: Path
) -> None:
    office = story.office
    story.press(Qt.Key.Key_6, CTRL)
    story.press(Qt.Key.Key_I, CTRL)
    story.choose(bundle)
    story.press(Qt.Key.Key_Return, CTRL)
    office.wait(lambda: isinstance(office.page, ExchangePage))
    office.wait(lambda: "3 Entscheidungen offen" in says(office))
    before = story.keys
    story.press(Qt.Key.Key_Return)
    page = office.page
    assert isinstance(page, DisputePage)
    for _ in range(NUMBER):
        office.wait(lambda: page.view is not None and page.view.take.isVisible())
        story.press(Qt.Key.Key_Right)
        story.press(Qt.Key.Key_Return)
    assert story.keys - before <= KEYS_PER_CONFLICT * NUMBER
    office.wait(lambda: isinstance(office.page, ExchangePage))
    assert stored(office, open_decisions) == []
    assert stored(office, phones) == [HOURS["LW"]] * 2
    assert "Dort" in stored(office, names)
    office.wait(lambda: "Keine Konflikte" in says(office))
    with opened(houses / "BS") as bs, opened(houses / "LW") as lw:
        bs.do(export_bundle, ExportOrder(houses / "antwort.kdb"))
        lw.do(import_bundle, ImportOrder(houses / "antwort.kdb"))
        assert sorted(row.outcome for row in lw.ask(answers)) == ["accepted", "resolved", "resolved"]
        assert lw.ask(open_decisions) == []
